//! `summary.txt`: what a terminal shows at the end of a run.

use std::fmt::Write as _;
use std::path::Path;

use super::{Subject, label};
use crate::catalogue::Source;
use crate::check::PREVIOUS_STEP_FAILED;
use crate::exit::{self, ExitCode};
use crate::record::ScenarioRecord;
use crate::tally::{Counts, ExigenceTally};
use crate::verdict::Verdict;

/// The summary; `directory` is said at the end when given.
pub fn render(subject: &Subject<'_>, directory: Option<&Path>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_summary(&mut text, subject, directory);
    text
}

fn write_summary(
    out: &mut String,
    subject: &Subject<'_>,
    directory: Option<&Path>,
) -> std::fmt::Result {
    let run = subject.run;
    let tally = &subject.tally;
    writeln!(
        out,
        "Banc Ségur {} — simulateur, données fictives",
        run.bench_version
    )?;
    match &run.software {
        Some(software) => writeln!(
            out,
            "Logiciel : {}",
            label::printable(&format!(
                "{} {} ({})",
                software.logiciel, software.version, software.editeur
            ))
        )?,
        None => writeln!(out, "Logiciel : inconnu, l'adaptateur ne s'est pas déclaré")?,
    }
    writeln!(
        out,
        "Graine {} · profil de fautes « {} »\n",
        run.seed, run.fault_profile
    )?;

    writeln!(out, "Scénarios ({})", counts(tally.scenario_counts))?;
    for scenario in &run.scenarios {
        write_scenario(out, subject, scenario)?;
    }
    for skipped in run.not_played.iter().filter(|one| one.not_applicable) {
        writeln!(
            out,
            "  {:<15} {:<10} {} — {}",
            Verdict::NonApplicable.label(),
            skipped.id,
            label::printable(&skipped.name),
            label::printable(&skipped.reason)
        )?;
    }
    let left_out = run
        .not_played
        .iter()
        .filter(|one| !one.not_applicable)
        .count();
    if left_out > 0 {
        writeln!(out, "  {left_out} scénario(s) non sélectionné(s)")?;
    }
    write_exigences(out, subject)?;
    for capability in &run.missing_capabilities {
        writeln!(
            out,
            "\nCapacité exigée et non déclarée : {}",
            label::printable(capability)
        )?;
    }
    for trouble in &run.troubles {
        writeln!(
            out,
            "\nTrouble du banc ou de l'adaptateur : {}",
            label::printable(trouble)
        )?;
    }
    write_end(out, subject, directory)
}

fn write_scenario(
    out: &mut String,
    subject: &Subject<'_>,
    scenario: &ScenarioRecord,
) -> std::fmt::Result {
    writeln!(
        out,
        "  {:<15} {:<10} {}",
        scenario.verdict.label(),
        scenario.id,
        label::printable(&scenario.name)
    )?;
    if let Some(reason) = exit::known(subject.run, scenario) {
        writeln!(out, "      échec connu : {}", label::printable(reason))?;
    }
    if scenario.verdict == Verdict::Conforme {
        return Ok(());
    }
    for reason in reasons(scenario) {
        writeln!(out, "      {}", label::printable(&reason))?;
    }
    Ok(())
}

/// Why a scenario is not Conforme, one sentence per cause.
pub(super) fn reasons(scenario: &ScenarioRecord) -> Vec<String> {
    use crate::record::StepStatus;
    let mut reasons = scenario.troubles.clone();
    for step in &scenario.steps {
        if let StepStatus::Failed { reason } = &step.status {
            reasons.push(format!("« {} » : {reason}", step.text));
        }
        if let Some(check) = &step.check
            && check.verdict != Verdict::Conforme
        {
            let mut sentence = check.finding.message.clone();
            if check.finding.provenance < check.least_provenance {
                let _ = write!(
                    sentence,
                    " (preuve {}, il la faut {})",
                    check.finding.provenance.label(),
                    check.least_provenance.label()
                );
            }
            reasons.push(sentence);
        }
    }
    // A step that failed makes every later check say so: the cause is said once.
    reasons.retain(|reason| !reason.starts_with(PREVIOUS_STEP_FAILED));
    let mut seen = std::collections::BTreeSet::new();
    reasons.retain(|reason| seen.insert(reason.clone()));
    reasons
}

/// True for an exigence that is known from a draft alone.
fn is_draft(one: &ExigenceTally<'_>) -> bool {
    one.exigence.source == Source::Brouillon
}

fn write_exigences(out: &mut String, subject: &Subject<'_>) -> std::fmt::Result {
    let tally = &subject.tally;
    writeln!(out, "\nExigences ({})", counts(tally.exigence_counts))?;
    for state in label::STATES {
        let ids: Vec<String> = tally
            .exigences
            .iter()
            .filter(|one| one.verdict == state)
            .map(|one| {
                let draft = if is_draft(one) { "*" } else { "" };
                if one.is_partial() {
                    let (covered, total) = (one.covered, one.total);
                    format!("{}{draft} ({covered}/{total})", one.exigence.id)
                } else {
                    format!("{}{draft}", one.exigence.id)
                }
            })
            .collect();
        if !ids.is_empty() {
            writeln!(out, "  {:<15} {}", label::state(state), ids.join(", "))?;
        }
    }
    if tally.exigences.iter().any(ExigenceTally::is_partial) {
        writeln!(out, "  (n/m) : n preuves jugées sur les m de l'exigence")?;
    }
    if tally.exigences.iter().any(is_draft) {
        writeln!(
            out,
            "  * : texte et numéro d'un brouillon, que la REM publiée peut avoir changés"
        )?;
    }
    Ok(())
}

fn write_end(
    out: &mut String,
    subject: &Subject<'_>,
    directory: Option<&Path>,
) -> std::fmt::Result {
    let run = subject.run;
    writeln!(
        out,
        "\nVerdict : {}",
        subject
            .tally
            .verdict
            .map_or("aucun, rien n'a été joué", Verdict::label)
    )?;
    if let Some(code) = run.exit_code {
        let meaning = ExitCode::ALL
            .iter()
            .find(|known| known.value() == code)
            .map_or("", |known| known.meaning());
        writeln!(out, "Code de sortie : {code} ({meaning})")?;
    }
    if run.ended.is_none() {
        writeln!(
            out,
            "Exécution interrompue : ce qui manque n'a pas été joué."
        )?;
    }
    if let Some(digest) = &run.digest {
        writeln!(out, "Empreinte : {digest}")?;
    }
    if let Some(directory) = directory {
        let directory = directory.display();
        writeln!(out, "Dossier : {directory}")?;
        writeln!(out, "Rapport : {directory}/report.html")?;
    }
    Ok(())
}

/// `2 Non conforme, 5 Conforme`, in the order of reports.
fn counts(counts: Counts) -> String {
    let parts: Vec<String> = label::STATES
        .iter()
        .map(|state| (label::count(counts, *state), label::state(*state)))
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{count} {label}"))
        .collect();
    if parts.is_empty() {
        "aucun".to_owned()
    } else {
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::small;
    use crate::record::sample;

    #[test]
    fn the_summary_says_what_went_wrong_and_where() {
        let (mut run, exchanges) = sample::run();
        run.exit_code = Some(1);
        run.digest = Some("0123".to_owned());
        run.known_failures
            .insert("INS-08".to_owned(), "ticket 12".to_owned());
        let catalogue = small();
        let subject = Subject::new(&run, &catalogue, &exchanges);
        let text = render(&subject, Some(Path::new("runs/exec-1")));
        assert!(!text.contains('\u{1b}'));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_run_where_nothing_was_played_is_not_green() {
        let run = sample::empty_run();
        let catalogue = small();
        let text = render(&Subject::new(&run, &catalogue, &[]), None);
        assert!(text.contains("Scénarios (aucun)"), "{text}");
        assert!(text.contains("3 Non couvert"), "{text}");
        assert!(text.contains("aucun, rien n'a été joué"), "{text}");
    }
}
