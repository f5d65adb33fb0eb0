//! The command adapter: a child process, one JSON message per line on its standard input and output.
//!
//! It starts the child, matches answers by `id` in any order, and bounds lines in size and calls in
//! time. It never restarts a child that stopped: the run says so.

mod line;
mod process;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use banc_contract::command::{CommandBody, CommandRequest};
use banc_contract::{
    Action, Answer, Declaration, Outcome, Preparation, PreparationAnswer, Question,
};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

use super::http::HttpLimits;
use super::{
    Caller, Driver, DriverError, DriverFuture, RawAnswer, RawCall, RawDriver, Route, shape,
};

/// An adapter that is a child process, killed when this value is dropped.
#[derive(Debug)]
pub struct CommandDriver {
    shared: Arc<Shared>,
    lines: mpsc::UnboundedSender<String>,
    limits: HttpLimits,
    /// Aborts the tasks, and with them kills the child, when the driver is dropped.
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

/// What the driver and its reading task share.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    stderr: Mutex<process::Tail>,
}

#[derive(Debug, Default)]
struct State {
    issued: u64,
    pending: HashMap<String, oneshot::Sender<Result<Value, Failure>>>,
    /// Why the child is gone, once it is.
    ended: Option<String>,
}

/// Why a call gets no answer.
#[derive(Clone, Debug)]
enum Failure {
    Garbage(String),
    Died(String),
}

impl CommandDriver {
    /// Starts the adapter; its standard error is kept for messages (the last 16 KiB).
    pub fn spawn<S: AsRef<OsStr>>(program: &str, args: &[S]) -> Result<Self, DriverError> {
        Self::spawn_with(program, args, None, HttpLimits::default())
    }

    /// The same, copying its standard error to a file and with other limits.
    pub fn spawn_with<S: AsRef<OsStr>>(
        program: &str,
        args: &[S],
        stderr_file: Option<&Path>,
        limits: HttpLimits,
    ) -> Result<Self, DriverError> {
        let unreachable = |reason: String| DriverError::Unreachable {
            address: program.to_owned(),
            reason,
        };
        let started = process::start(program, args, stderr_file)
            .map_err(|error| unreachable(error.to_string()))?;
        let shared = Arc::new(Shared::default());
        let (lines, queue) = mpsc::unbounded_channel();
        let tasks = vec![
            tokio::spawn(process::write(started.stdin, queue)),
            tokio::spawn(process::keep_stderr(
                started.stderr,
                started.stderr_file,
                Arc::clone(&shared),
            )),
            tokio::spawn(process::read(
                started.child,
                started.stdout,
                Arc::clone(&shared),
            )),
        ];
        Ok(Self {
            shared,
            lines,
            limits,
            tasks,
        })
    }

    /// The last lines of the child's standard error.
    pub fn stderr_tail(&self) -> String {
        self.shared.stderr_tail()
    }

    async fn ask(
        &self,
        caller: &Caller,
        body: CommandBody,
        deadline: Duration,
    ) -> Result<Value, DriverError> {
        let name = call_name(&body);
        let id = self.shared.next_id();
        let request = CommandRequest {
            id: id.clone(),
            execution: caller.execution.clone(),
            scenario: caller.scenario.clone(),
            body,
        };
        let line = serde_json::to_string(&request)
            .map_err(|error| garbage(name, format!("request could not be written: {error}")))?;
        self.exchange(name, id, line, deadline).await
    }

    /// Sends a line and waits for the answer with that identifier.
    async fn exchange(
        &self,
        name: &str,
        id: String,
        line: String,
        deadline: Duration,
    ) -> Result<Value, DriverError> {
        let call = format!("{name} (id {id})");
        let answer = self
            .shared
            .expect(&id)
            .map_err(|reason| died(&call, reason))?;
        // A closed queue means that the child is gone; the reading task then fails the call.
        let _ = self.lines.send(line);
        match tokio::time::timeout(deadline, answer).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(Failure::Garbage(reason)))) => Err(garbage(&call, reason)),
            Ok(Ok(Err(Failure::Died(reason)))) => Err(died(&call, reason)),
            Ok(Err(_)) => Err(died(&call, "its reader stopped".to_owned())),
            Err(_) => {
                self.shared.forget(&id);
                Err(DriverError::TimedOut {
                    call,
                    waited_ms: u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX),
                })
            }
        }
    }
}

impl Drop for CommandDriver {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Shared {
    /// A panic while the lock was held leaves plain data behind, usable as it is.
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_id(&self) -> String {
        let mut state = self.state();
        state.issued += 1;
        state.issued.to_string()
    }

    fn expect(&self, id: &str) -> Result<oneshot::Receiver<Result<Value, Failure>>, String> {
        let mut state = self.state();
        if let Some(reason) = &state.ended {
            return Err(reason.clone());
        }
        let (sender, receiver) = oneshot::channel();
        state.pending.insert(id.to_owned(), sender);
        Ok(receiver)
    }

    fn forget(&self, id: &str) {
        self.state().pending.remove(id);
    }

    /// Hands an answer to the call that waits for it.
    fn deliver(&self, id: &str, value: Value) -> Result<(), String> {
        let mut state = self.state();
        if let Some(sender) = state.pending.remove(id) {
            // The caller may have given up in the meantime.
            let _ = sender.send(Ok(value));
            return Ok(());
        }
        // A late answer to a call that timed out is no fault of shape.
        match id.parse::<u64>() {
            Ok(number) if (1..=state.issued).contains(&number) => Ok(()),
            _ => Err(format!("at id: {id:?} was never sent")),
        }
    }

    /// Fails every waiting call: nobody can tell which of them a broken line answered.
    fn fail_all(&self, failure: &Failure) {
        let waiting: Vec<_> = self.state().pending.drain().collect();
        for (_, sender) in waiting {
            let _ = sender.send(Err(failure.clone()));
        }
    }

    fn end(&self, reason: String) {
        self.state().ended = Some(reason.clone());
        self.fail_all(&Failure::Died(reason));
    }

    fn stderr_tail(&self) -> String {
        self.stderr
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .text()
    }
}

impl Driver for CommandDriver {
    fn declare(&self) -> DriverFuture<'_, Declaration> {
        Box::pin(async move {
            let value = self
                .ask(
                    &Caller::default(),
                    CommandBody::Declarer,
                    self.limits.declare,
                )
                .await?;
            unwrap("declarer", value, "declaration", |inner| {
                shape::typed(inner, "")
            })
        })
    }

    fn prepare<'a>(
        &'a self,
        caller: &'a Caller,
        preparation: &'a Preparation,
    ) -> DriverFuture<'a, PreparationAnswer> {
        Box::pin(async move {
            let body = CommandBody::Preparer {
                preparation: Box::new(preparation.clone()),
            };
            let value = self.ask(caller, body, self.limits.prepare).await?;
            unwrap("preparer", value, "preparation", |inner| {
                shape::typed(inner, "")
            })
        })
    }

    fn act<'a>(
        &'a self,
        caller: &'a Caller,
        action: &'a Action,
        deadline: Duration,
    ) -> DriverFuture<'a, Outcome> {
        Box::pin(async move {
            let body = CommandBody::Agir {
                action: action.clone(),
                echeance_ms: u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX),
            };
            let value = self.ask(caller, body, deadline).await?;
            unwrap("agir", value, "issue", shape::outcome)
        })
    }

    fn observe<'a>(
        &'a self,
        caller: &'a Caller,
        question: &'a Question,
    ) -> DriverFuture<'a, Answer> {
        Box::pin(async move {
            let body = CommandBody::Observer {
                question: question.clone(),
            };
            let value = self.ask(caller, body, self.limits.observe).await?;
            unwrap("observer", value, "observation", shape::answer)
        })
    }
}

impl RawDriver for CommandDriver {
    fn raw<'a>(&'a self, caller: &'a Caller, call: RawCall) -> DriverFuture<'a, RawAnswer> {
        Box::pin(async move {
            let (name, envelope) = match call.route {
                Route::Declare => ("declarer", "declaration"),
                Route::Prepare => ("preparer", "preparation"),
                Route::Act => ("agir", "issue"),
                Route::Observe => ("observer", "observation"),
            };
            let id = self.shared.next_id();
            let mut body = call.body;
            body.insert("id".to_owned(), id.clone().into());
            body.insert("appel".to_owned(), name.into());
            body.insert("execution".to_owned(), caller.execution.clone().into());
            body.insert("scenario".to_owned(), caller.scenario.clone().into());
            let line = Value::Object(body).to_string();
            let value = self.exchange(name, id, line, self.limits.observe).await?;
            let body = unwrap(name, value, envelope, Ok)?;
            Ok(RawAnswer { status: None, body })
        })
    }
}

/// Opens the envelope `{"<key>": …}` of an answer and reads what it holds.
fn unwrap<T>(
    call: &str,
    value: Value,
    key: &str,
    read: impl FnOnce(Value) -> Result<T, String>,
) -> Result<T, DriverError> {
    let Value::Object(mut fields) = value else {
        return Err(garbage(
            call,
            format!("at reponse: expected an object with the key {key:?}"),
        ));
    };
    let Some(inner) = fields.remove(key) else {
        let found: Vec<&str> = fields.keys().map(String::as_str).collect();
        return Err(garbage(
            call,
            format!("at reponse: expected the key {key:?}, found {found:?}"),
        ));
    };
    read(inner).map_err(|reason| garbage(call, format!("in reponse.{key}, {reason}")))
}

fn call_name(body: &CommandBody) -> &'static str {
    match body {
        CommandBody::Declarer => "declarer",
        CommandBody::Preparer { .. } => "preparer",
        CommandBody::Agir { .. } => "agir",
        CommandBody::Observer { .. } => "observer",
    }
}

fn garbage(call: &str, reason: String) -> DriverError {
    DriverError::Garbage {
        call: call.to_owned(),
        reason,
    }
}

fn died(call: &str, reason: String) -> DriverError {
    DriverError::Died {
        call: call.to_owned(),
        reason,
    }
}
