//! The reference practice software as a child process, never in this one: its CPU and its panics
//! must not touch the measures.
//!
//! The child is tied to us by its standard input: it stops when we do, however we stop.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Longest time given to the child to announce itself.
const START_LIMIT: Duration = Duration::from_secs(20);

/// A reference software that could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceLgcError {
    /// The process could not be started.
    #[error("cannot start the reference software: {0}")]
    Spawn(#[from] std::io::Error),
    /// It stopped or stayed silent.
    #[error("the reference software did not announce its address: {0}")]
    Silent(String),
}

/// A running reference software; it is killed when dropped.
#[derive(Debug)]
pub struct ReferenceLgc {
    child: Child,
    url: String,
}

impl ReferenceLgc {
    /// Starts `banc lgc` with these defects and waits for its address.
    pub async fn start(defects: &[String]) -> Result<Self, ReferenceLgcError> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("lgc")
            .arg("--tied")
            .args(["--listen", "127.0.0.1:0"]);
        for defect in defects {
            command.args(["--defect", defect]);
        }
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        let mut child = command.kill_on_drop(true).spawn()?;
        let stdout = child.stdout.take().ok_or_else(|| {
            ReferenceLgcError::Silent("its standard output was not captured".to_owned())
        })?;
        let mut lines = BufReader::new(stdout).lines();
        let line = tokio::time::timeout(START_LIMIT, lines.next_line())
            .await
            .map_err(|_| ReferenceLgcError::Silent(format!("nothing after {START_LIMIT:?}")))??
            .ok_or_else(|| {
                ReferenceLgcError::Silent("it stopped; see its message above".to_owned())
            })?;
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .ok_or_else(|| ReferenceLgcError::Silent(format!("it said {line:?}")))?
            .to_owned();
        // What the software prints afterwards is of no use to the bench, but a full pipe would stop it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, url })
    }

    /// Address of its driver routes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Process identifier, for measures.
    pub fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Stops it.
    pub async fn stop(mut self) {
        drop(self.child.stdin.take());
        if tokio::time::timeout(Duration::from_secs(2), self.child.wait())
            .await
            .is_err()
        {
            // It did not leave by itself: killing it is all that is left, and its failure changes nothing.
            let _ = self.child.kill().await;
        }
    }
}
