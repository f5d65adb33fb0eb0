//! The HTTP adapter: four routes, JSON bodies.
//!
//! It reads answers strictly and bounds them in size and in time; it never retries, because a
//! second call could act twice on the software.

use std::time::Duration;

use banc_contract::{
    Action, ActionRequest, Answer, Declaration, EXECUTION_HEADER, Outcome, Preparation,
    PreparationAnswer, Question, QuestionRequest, SCENARIO_HEADER,
};
use serde::Serialize;
use serde_json::Value;

use super::{
    Caller, Driver, DriverError, DriverFuture, RawAnswer, RawCall, RawDriver, Route, shape,
};

/// Largest answer read from an adapter, in bytes.
pub const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// An adapter reached over HTTP.
#[derive(Clone, Debug)]
pub struct HttpDriver {
    base: String,
    client: reqwest::Client,
    limits: HttpLimits,
}

/// Time allowed to each kind of call (an action carries its own deadline).
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// To open a TCP connection.
    pub connect: Duration,
    /// To declare.
    pub declare: Duration,
    /// To prepare: the software may have to restart.
    pub prepare: Duration,
    /// To answer a question.
    pub observe: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            declare: Duration::from_secs(10),
            prepare: Duration::from_mins(1),
            observe: Duration::from_secs(15),
        }
    }
}

impl HttpDriver {
    /// A driver of the adapter at `base_url`, e.g. `http://127.0.0.1:7400`.
    pub fn new(base_url: &str) -> Result<Self, DriverError> {
        Self::with_limits(base_url, HttpLimits::default())
    }

    /// The same, with other limits.
    pub fn with_limits(base_url: &str, limits: HttpLimits) -> Result<Self, DriverError> {
        let unreachable = |reason: String| DriverError::Unreachable {
            address: base_url.to_owned(),
            reason,
        };
        let base = base_url.trim_end_matches('/').to_owned();
        let parsed = reqwest::Url::parse(&base)
            .map_err(|error| unreachable(format!("not a URL ({error})")))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(unreachable(format!(
                "scheme {:?} is not http or https",
                parsed.scheme()
            )));
        }
        let client = client(limits.connect, parsed.scheme() == "https").map_err(unreachable)?;
        Ok(Self {
            base,
            client,
            limits,
        })
    }

    /// Sends a call; its JSON and its status.
    async fn send<B: Serialize + Sync>(
        &self,
        caller: &Caller,
        route: Route,
        body: Option<&B>,
        deadline: Duration,
    ) -> Result<RawAnswer, DriverError> {
        let call = route_name(route);
        let exchange = self.exchange(caller, route, body);
        match tokio::time::timeout(deadline, exchange).await {
            Ok(result) => result,
            Err(_) => Err(DriverError::TimedOut {
                call: call.to_owned(),
                waited_ms: u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX),
            }),
        }
    }

    async fn exchange<B: Serialize + Sync>(
        &self,
        caller: &Caller,
        route: Route,
        body: Option<&B>,
    ) -> Result<RawAnswer, DriverError> {
        let call = route_name(route);
        let request = match (route, body) {
            (Route::Declare, _) => self.client.get(format!("{}/", self.base)),
            (_, body) => {
                let request = self.client.post(format!("{}{}", self.base, path(route)));
                match body {
                    Some(body) => request.json(body),
                    None => request,
                }
            }
        };
        let mut response = request
            .header(EXECUTION_HEADER, &caller.execution)
            .header(SCENARIO_HEADER, &caller.scenario)
            .send()
            .await
            .map_err(|error| self.transport(call, &error))?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.transport(call, &error))?
        {
            if bytes.len() + chunk.len() > ANSWER_LIMIT {
                return Err(garbage(
                    call,
                    format!("the answer is over {ANSWER_LIMIT} bytes"),
                ));
            }
            bytes.extend_from_slice(&chunk);
        }
        let body = shape::json(&bytes)
            .map_err(|reason| garbage(call, format!("HTTP {status}, {reason}")))?;
        Ok(RawAnswer {
            status: Some(status),
            body,
        })
    }

    /// As [`HttpDriver::send`], refusing any status but 200.
    async fn ask<B: Serialize + Sync>(
        &self,
        caller: &Caller,
        route: Route,
        body: Option<&B>,
        deadline: Duration,
    ) -> Result<Value, DriverError> {
        let answer = self.send(caller, route, body, deadline).await?;
        match answer.status {
            Some(200) => Ok(answer.body),
            status => Err(garbage(
                route_name(route),
                format!(
                    "expected HTTP 200, found {} with {}",
                    status.unwrap_or_default(),
                    shape::excerpt(answer.body.to_string().as_bytes(), 200)
                ),
            )),
        }
    }

    fn transport(&self, call: &str, error: &reqwest::Error) -> DriverError {
        let reason = causes(error);
        if error.is_connect() {
            DriverError::Unreachable {
                address: self.base.clone(),
                reason,
            }
        } else {
            DriverError::Died {
                call: call.to_owned(),
                reason,
            }
        }
    }
}

impl Driver for HttpDriver {
    fn declare(&self) -> DriverFuture<'_, Declaration> {
        Box::pin(async move {
            let caller = Caller::default();
            let value = self
                .ask::<()>(&caller, Route::Declare, None, self.limits.declare)
                .await?;
            read(Route::Declare, shape::typed(value, ""))
        })
    }

    fn prepare<'a>(
        &'a self,
        caller: &'a Caller,
        preparation: &'a Preparation,
    ) -> DriverFuture<'a, PreparationAnswer> {
        Box::pin(async move {
            let value = self
                .ask(
                    caller,
                    Route::Prepare,
                    Some(preparation),
                    self.limits.prepare,
                )
                .await?;
            read(Route::Prepare, shape::typed(value, ""))
        })
    }

    fn act<'a>(
        &'a self,
        caller: &'a Caller,
        action: &'a Action,
        deadline: Duration,
    ) -> DriverFuture<'a, Outcome> {
        Box::pin(async move {
            let request = ActionRequest {
                id: uuid::Uuid::new_v4().to_string(),
                action: action.clone(),
                echeance_ms: u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX),
            };
            let value = self
                .ask(caller, Route::Act, Some(&request), deadline)
                .await?;
            read(Route::Act, shape::outcome(value))
        })
    }

    fn observe<'a>(
        &'a self,
        caller: &'a Caller,
        question: &'a Question,
    ) -> DriverFuture<'a, Answer> {
        Box::pin(async move {
            let request = QuestionRequest {
                id: uuid::Uuid::new_v4().to_string(),
                question: question.clone(),
            };
            let value = self
                .ask(caller, Route::Observe, Some(&request), self.limits.observe)
                .await?;
            read(Route::Observe, shape::answer(value))
        })
    }
}

impl RawDriver for HttpDriver {
    fn raw<'a>(&'a self, caller: &'a Caller, call: RawCall) -> DriverFuture<'a, RawAnswer> {
        Box::pin(async move {
            let mut body = call.body;
            if matches!(call.route, Route::Act | Route::Observe) {
                body.entry("id")
                    .or_insert_with(|| uuid::Uuid::new_v4().to_string().into());
            }
            self.send(caller, call.route, Some(&body), self.limits.observe)
                .await
        })
    }
}

/// The client. Over https the adapter's certificate is checked against the system's authorities;
/// over http none is loaded, so that a machine without any can be used.
fn client(connect: Duration, https: bool) -> Result<reqwest::Client, String> {
    // A second installation is refused by rustls and harmless: the provider is the same.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .connect_timeout(connect)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    if !https {
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|error| causes(&error))
}

fn path(route: Route) -> &'static str {
    match route {
        Route::Declare => "/",
        Route::Prepare => "/preparer",
        Route::Act => "/agir",
        Route::Observe => "/observer",
    }
}

fn route_name(route: Route) -> &'static str {
    match route {
        Route::Declare => "GET /",
        Route::Prepare => "POST /preparer",
        Route::Act => "POST /agir",
        Route::Observe => "POST /observer",
    }
}

fn read<T>(route: Route, result: Result<T, String>) -> Result<T, DriverError> {
    result.map_err(|reason| garbage(route_name(route), reason))
}

fn garbage(call: &str, reason: String) -> DriverError {
    DriverError::Garbage {
        call: call.to_owned(),
        reason,
    }
}

/// An error with all its causes: the outermost alone says only "error sending request".
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
