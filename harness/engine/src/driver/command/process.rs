//! The child process behind a command adapter: its three streams, each on a task of its own.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, PoisonError};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc;

use super::line::{self, Line};
use super::{Failure, Shared};
use crate::driver::http::ANSWER_LIMIT;
use crate::driver::shape;

/// Bytes of standard error kept in memory.
const TAIL_LIMIT: usize = 16 * 1024;

/// A started child with its streams.
pub(super) struct Started {
    pub(super) child: Child,
    pub(super) stdin: ChildStdin,
    pub(super) stdout: ChildStdout,
    pub(super) stderr: ChildStderr,
    pub(super) stderr_file: Option<std::fs::File>,
}

/// The end of a stream of bytes.
#[derive(Debug, Default)]
pub(super) struct Tail {
    bytes: VecDeque<u8>,
}

impl Tail {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
        let extra = self.bytes.len().saturating_sub(TAIL_LIMIT);
        self.bytes.drain(..extra);
    }

    /// The text kept, replaced lossily where it is not UTF-8.
    pub(super) fn text(&self) -> String {
        let bytes: Vec<u8> = self.bytes.iter().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Starts a child that is killed when its handle is dropped.
pub(super) fn start<S: AsRef<OsStr>>(
    program: &str,
    args: &[S],
    stderr_file: Option<&Path>,
) -> std::io::Result<Started> {
    let stderr_file = stderr_file.map(std::fs::File::create).transpose()?;
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let missing = || std::io::Error::other("a standard stream of the child is missing");
    Ok(Started {
        stdin: child.stdin.take().ok_or_else(missing)?,
        stdout: child.stdout.take().ok_or_else(missing)?,
        stderr: child.stderr.take().ok_or_else(missing)?,
        child,
        stderr_file,
    })
}

/// Writes queued lines; a child that does not read only blocks this task.
pub(super) async fn write(mut stdin: ChildStdin, mut lines: mpsc::UnboundedReceiver<String>) {
    while let Some(mut text) = lines.recv().await {
        text.push('\n');
        let written = stdin.write_all(text.as_bytes()).await;
        if written.is_err() || stdin.flush().await.is_err() {
            // The child closed its input: the reading task sees it end and says why.
            return;
        }
    }
}

/// Keeps the end of the child's standard error, and copies it whole to a file.
pub(super) async fn keep_stderr(
    mut stderr: ChildStderr,
    file: Option<std::fs::File>,
    shared: Arc<Shared>,
) {
    let mut file = file.map(tokio::fs::File::from_std);
    let mut buffer = vec![0; 4096];
    while let Ok(count) = stderr.read(&mut buffer).await {
        if count == 0 {
            return;
        }
        shared
            .stderr
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(&buffer[..count]);
        if let Some(open) = &mut file {
            let copied = open.write_all(&buffer[..count]).await;
            if copied.is_err() || open.flush().await.is_err() {
                file = None;
            }
        }
    }
}

/// Reads answers until the child ends; owns the child, so that aborting this task kills it.
pub(super) async fn read(mut child: Child, stdout: ChildStdout, shared: Arc<Shared>) {
    let mut reader = BufReader::new(stdout);
    loop {
        match line::next(&mut reader, ANSWER_LIMIT).await {
            Ok(Line::Whole(bytes)) => {
                if let Err(reason) = deliver(&bytes, &shared) {
                    shared.fail_all(&Failure::Garbage(reason));
                }
            }
            Ok(Line::TooLong) => shared.fail_all(&Failure::Garbage(format!(
                "a line is over {ANSWER_LIMIT} bytes"
            ))),
            Ok(Line::End) | Err(_) => break,
        }
    }
    // A child may close its output and live on: it cannot answer any more, so it is ended.
    let patience = std::time::Duration::from_millis(500);
    let status = if let Ok(Ok(status)) = tokio::time::timeout(patience, child.wait()).await {
        status.to_string()
    } else {
        let _ = child.kill().await;
        "its standard output was closed".to_owned()
    };
    let tail = shared.stderr_tail();
    let said = tail.lines().last().unwrap_or_default().trim();
    shared.end(if said.is_empty() {
        format!("{status}, nothing on its standard error")
    } else {
        format!(
            "{status}, last words: {}",
            shape::excerpt(said.as_bytes(), 200)
        )
    });
}

/// Hands one line to the call it answers.
fn deliver(bytes: &[u8], shared: &Shared) -> Result<(), String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let hint = "standard output carries messages only, logs go to standard error";
    let value = shape::json(bytes).map_err(|reason| format!("{reason}; {hint}"))?;
    let Value::Object(mut fields) = value else {
        return Err(format!("a line is not a JSON object; {hint}"));
    };
    let Some(Value::String(id)) = fields.remove("id") else {
        return Err("at id: missing or not text; echo the request's id".to_owned());
    };
    let Some(answer) = fields.remove("reponse") else {
        return Err(format!("at reponse: missing in the answer to id {id}"));
    };
    shared.deliver(&id, answer)
}
