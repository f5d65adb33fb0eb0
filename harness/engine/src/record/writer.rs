//! Writes a run folder as the run goes, so that a run that was killed can be read.
//!
//! `events.jsonl` grows line by line; `run.json` is replaced whole after each scenario; the reports
//! and `evidence/` come at the end. The journal writes its own files in the same folder.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use banc_core::{Clock, Exchange};
use serde::Serialize;

use super::folder::{Folder, FolderError};
use super::{NotPlayed, RunRecord, ScenarioRecord, StepRecord, evidence};
use crate::catalogue::Catalogue;
use crate::exit::ExitCode;
use crate::report;
use crate::verdict::Verdict;

/// Name of the record in the run folder.
pub const RUN_FILE: &str = "run.json";

/// Name of the events in the run folder.
pub const EVENTS_FILE: &str = "events.jsonl";

/// Something that happens during a run, one line of `events.jsonl`.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "evenement", rename_all = "snake_case")]
pub enum Event<'a> {
    /// The run begins.
    RunStarted {
        /// Execution.
        execution: &'a str,
        /// Version of the bench.
        bench_version: &'a str,
        /// Seed.
        seed: u64,
        /// Scenarios to play.
        scenarios: usize,
    },
    /// A scenario begins.
    ScenarioStarted {
        /// Catalogue number with `#n`.
        id: &'a str,
        /// Name.
        name: &'a str,
        /// Lane.
        lane: &'a str,
    },
    /// A step ended.
    StepEnded {
        /// Scenario.
        scenario: &'a str,
        /// The step.
        step: &'a StepRecord,
    },
    /// A scenario ended.
    ScenarioEnded {
        /// Scenario.
        id: &'a str,
        /// Verdict.
        verdict: Verdict,
        /// Duration, milliseconds.
        duration_ms: u64,
    },
    /// A trouble of the bench or of the adapter outside scenarios.
    Trouble {
        /// What.
        message: &'a str,
    },
    /// The run ended.
    RunEnded {
        /// Exit code.
        exit_code: u8,
        /// Digest.
        digest: &'a str,
    },
}

/// One line: the event and its wall time.
#[derive(Serialize)]
struct Line<'a> {
    instant: String,
    #[serde(flatten)]
    event: &'a Event<'a>,
}

/// Writes a run folder.
#[derive(Debug)]
pub struct RunWriter {
    folder: Folder,
    events: File,
    run: RunRecord,
    clock: Clock,
}

impl RunWriter {
    /// Creates the folder and its first `run.json`.
    pub fn create(directory: &Path, run: RunRecord, clock: Clock) -> Result<Self, FolderError> {
        let folder = Folder::create(directory)?;
        let events = folder.append(EVENTS_FILE)?;
        let writer = Self {
            folder,
            events,
            run,
            clock,
        };
        writer.save()?;
        Ok(writer)
    }

    /// The record so far.
    pub fn run(&self) -> &RunRecord {
        &self.run
    }

    /// The record so far, to complete it; [`RunWriter::save`] writes it.
    pub fn run_mut(&mut self) -> &mut RunRecord {
        &mut self.run
    }

    /// The run folder.
    pub fn directory(&self) -> &Path {
        self.folder.path()
    }

    /// Appends an event.
    pub fn event(&mut self, event: &Event<'_>) -> Result<(), FolderError> {
        let line = Line {
            instant: self.clock.wall().to_string(),
            event,
        };
        let path = self.folder.path().join(EVENTS_FILE);
        let failed = |source| FolderError {
            path: path.clone(),
            source,
        };
        let mut text = serde_json::to_vec(&line).map_err(|error| failed(error.into()))?;
        text.push(b'\n');
        // One write per line, so that a killed run leaves at most its last line cut.
        self.events.write_all(&text).map_err(failed)
    }

    /// Adds a scenario that ended, and saves.
    pub fn scenario_ended(&mut self, scenario: ScenarioRecord) -> Result<(), FolderError> {
        self.event(&Event::ScenarioEnded {
            id: &scenario.id,
            verdict: scenario.verdict,
            duration_ms: scenario.duration_ms,
        })?;
        let place = self
            .run
            .scenarios
            .partition_point(|other| order(&other.id) <= order(&scenario.id));
        self.run.scenarios.insert(place, scenario);
        self.save()
    }

    /// Says why scenarios were not played, and saves.
    pub fn not_played(&mut self, skipped: Vec<NotPlayed>) -> Result<(), FolderError> {
        self.run.not_played.extend(skipped);
        self.run.not_played.sort_by_cached_key(|one| order(&one.id));
        self.save()
    }

    /// Adds a trouble outside scenarios, and saves.
    pub fn trouble(&mut self, message: String) -> Result<(), FolderError> {
        self.event(&Event::Trouble { message: &message })?;
        self.run.troubles.push(message);
        self.save()
    }

    /// Replaces `run.json`.
    pub fn save(&self) -> Result<(), FolderError> {
        let bytes = serde_json::to_vec_pretty(&self.run).map_err(|error| FolderError {
            path: self.folder.path().join(RUN_FILE),
            source: error.into(),
        })?;
        self.folder.write(RUN_FILE, &bytes)
    }

    /// Ends the run: digest, exit code, evidence and reports. `exchanges` are those of the journal,
    /// bodies included, once it was closed.
    ///
    /// The exit code is in the record that is returned; the caller lets 70 and 64 win over it.
    pub fn finish(
        mut self,
        catalogue: &Catalogue,
        exchanges: &[Arc<Exchange>],
        accept_a_revoir: bool,
    ) -> Result<RunRecord, FolderError> {
        let digest = crate::digest::of(&self.run, exchanges);
        let code = ExitCode::of(&self.run, accept_a_revoir).value();
        self.run.ended = Some(self.clock.wall().to_string());
        self.run.digest = Some(digest.clone());
        self.run.exit_code = Some(code);
        self.save()?;
        evidence::write(&self.folder, &self.run, exchanges)?;
        report::write(self.folder.path(), &self.run, catalogue, exchanges)?;
        self.event(&Event::RunEnded {
            exit_code: code,
            digest: &digest,
        })?;
        Ok(self.run)
    }
}

/// Catalogue order: family, then number, then example, each as a number where it is one.
pub(crate) fn order(id: &str) -> (String, u32, u32) {
    let (number, example) = id.split_once('#').unwrap_or((id, "0"));
    let (family, rank) = number.rsplit_once('-').unwrap_or((number, "0"));
    (
        family.to_owned(),
        rank.parse().unwrap_or(u32::MAX),
        example.parse().unwrap_or(u32::MAX),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::small;
    use crate::record::{reader, sample};

    fn scenario(id: &str) -> ScenarioRecord {
        sample::empty_scenario(id)
    }

    #[test]
    fn a_run_that_is_killed_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("deep/run");
        let clock = Clock::system();
        let mut run = sample::empty_run();
        run.ended = None;
        let mut writer = RunWriter::create(&directory, run, clock).unwrap();
        for id in ["INS-12#10", "INS-02", "INS-12#2"] {
            writer.scenario_ended(scenario(id)).unwrap();
        }
        drop(writer);
        let back = reader::read(&directory).unwrap();
        let ids: Vec<_> = back.scenarios.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["INS-02", "INS-12#2", "INS-12#10"]);
        assert_eq!(back.ended, None);
        let events = std::fs::read_to_string(directory.join(EVENTS_FILE)).unwrap();
        assert_eq!(events.lines().count(), 3);
        for line in events.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(value["evenement"], "scenario_ended");
            assert!(value["instant"].as_str().unwrap().ends_with('Z'));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_finished_run_holds_every_file_and_no_one_else_may_read_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("run");
        let (run, exchanges) = sample::run();
        let writer = RunWriter::create(&directory, run, Clock::system()).unwrap();
        let done = writer.finish(&small(), &exchanges, false).unwrap();
        assert_eq!(done.exit_code, Some(1));
        for name in [
            "run.json",
            "events.jsonl",
            "summary.txt",
            "report.html",
            "junit.xml",
            "rem.csv",
            "convergence.csv",
            "evidence/INS_va1.38.02.01/manifest.json",
            "evidence/INS_va1.38.02.01/INS-08_alors-2.json",
            "evidence/INS_va1.38.02.01/echange-2_requete.txt",
            "evidence/INS_va1.38.02.01/echange-2_reponse.txt",
        ] {
            let file = directory.join(name);
            let mode = std::fs::metadata(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(mode.permissions().mode() & 0o777, 0o600, "{name}");
            let parent = file.parent().unwrap().metadata().unwrap();
            assert_eq!(parent.permissions().mode() & 0o777, 0o700, "{name}");
        }
        let request = directory.join("evidence/INS_va1.38.02.01/echange-2_requete.txt");
        let text = std::fs::read_to_string(request).unwrap();
        assert!(text.starts_with("POST /lps"), "{text}");
        assert!(text.contains("<soap:Envelope"), "{text}");
    }
}
