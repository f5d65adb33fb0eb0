//! The reference software as a process of its own, for the tests.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use super::process::banc;

/// A running `banc lgc`.
pub(crate) struct Lgc {
    child: Child,
    /// Address of its driver routes.
    pub(crate) url: String,
}

impl Lgc {
    /// Starts it with these defects.
    pub(crate) fn start(defects: &[&str]) -> Self {
        let mut command = banc();
        command.arg("lgc").arg("--tied");
        for defect in defects {
            command.args(["--defect", defect]);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"));
        let url = url
            .unwrap_or_else(|| panic!("the software said {line:?}"))
            .to_owned();
        Self { child, url }
    }
}

impl Drop for Lgc {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
