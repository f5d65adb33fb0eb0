//! A running bench with its certificates exported, and the Python clients that are run against it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Served, banc, fresh_dir, output};

/// A bench, as a foreign client is told of it. It is served as long as `server` lives.
pub(crate) struct Bench<S = Served> {
    pub(crate) server: S,
    /// What `banc pki export` wrote.
    pub(crate) pki: PathBuf,
    said: PathBuf,
}

impl Bench {
    /// Starts a bench; `name` names its folder.
    pub(crate) fn start(name: &str, arguments: &[&str]) -> Self {
        let served = Served::start(arguments);
        let said = served.said.clone();
        Self::around(name, served, &said)
    }
}

impl<S> Bench<S> {
    /// A bench already started, which said this of itself.
    pub(crate) fn around(name: &str, server: S, said: &serde_json::Value) -> Self {
        let pki = fresh_dir(name);
        let done = output(banc().args(["pki", "export"]).arg(&pki));
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        let file = pki.join("dit.json");
        std::fs::write(&file, said.to_string()).unwrap();
        Self {
            server,
            pki,
            said: file,
        }
    }

    /// Runs a script to its success; gives the lines that it printed.
    pub(crate) fn run(
        &self,
        python: &Path,
        script: &str,
        arguments: &[(&str, &str)],
    ) -> Vec<String> {
        let mut command = Command::new(python);
        command
            .arg(script_file(script))
            .arg("--dit")
            .arg(&self.said)
            .arg("--pki")
            .arg(&self.pki)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("NO_PROXY", "*");
        for (option, value) in arguments {
            command.arg(format!("--{option}")).arg(value);
        }
        let done = output(&mut command);
        let printed = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(
            done.status.success(),
            "{script}\n{printed}\n{}",
            String::from_utf8_lossy(&done.stderr)
        );
        printed.lines().map(str::to_owned).collect()
    }

    /// Runs a script and checks that each of these cases was reached: a script that stopped early
    /// without saying so would pass otherwise.
    pub(crate) fn passes(
        &self,
        python: &Path,
        script: &str,
        arguments: &[(&str, &str)],
        cases: &[&str],
    ) {
        let printed = self.run(python, script, arguments);
        for case in cases {
            let line = format!("ok {case}");
            assert!(
                printed.contains(&line),
                "{script}: {line:?} is not in\n{}",
                printed.join("\n")
            );
        }
    }
}

/// Where a script is.
pub(crate) fn script_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/etrangers")
        .join(name)
}
