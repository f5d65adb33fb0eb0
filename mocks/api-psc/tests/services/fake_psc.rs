//! A Pro Santé Connect reduced to what its clients here need, which does what a test tells it; and
//! an API that repeats what it received.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, OnceLock};

use banc_core::Clock;
use banc_core::clock::Mono;
use banc_core::exchange::Request;
use banc_core::service::{Answer, Call, Service, UNKNOWN_OPERATION};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

pub(crate) const REALM: &str = "/auth/realms/esante-wallet";
pub(crate) const DOCTOR: &str = "899700427885";
pub(crate) const EMPLOYEE: &str = "500000001815646/CPAT00045";

/// What a poll receives.
#[derive(Clone, Debug)]
pub(crate) enum Poll {
    Error(&'static str),
    Status(u16),
}

/// What a call asked for.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) operation: &'static str,
    pub(crate) form: HashMap<String, String>,
    /// Common name of the certificate presented.
    pub(crate) certificate: Option<String>,
    pub(crate) at: Mono,
}

/// What a test sets.
pub(crate) struct Orders {
    pub(crate) tokens: HashMap<String, Value>,
    pub(crate) refreshable: bool,
    pub(crate) polls: VecDeque<Poll>,
    pub(crate) interval: f64,
    /// Life of a CIBA request, in seconds.
    pub(crate) life: f64,
    /// Status of every call of an operation.
    pub(crate) statuses: HashMap<&'static str, u16>,
    /// Who approves, when it is not the professional asked for.
    pub(crate) approved_by: Option<String>,
    /// Claims of the id_token that are replaced.
    pub(crate) altered: Option<Value>,
    pub(crate) unsigned: bool,
    pub(crate) seen: Vec<Seen>,
    serial: u64,
    login_hint: String,
}

pub(crate) struct FakePsc {
    pub(crate) issuer: OnceLock<String>,
    orders: Mutex<Orders>,
}

impl Default for FakePsc {
    fn default() -> Self {
        Self {
            issuer: OnceLock::new(),
            orders: Mutex::new(Orders {
                tokens: HashMap::new(),
                refreshable: true,
                polls: VecDeque::new(),
                interval: 0.02,
                life: 120.0,
                statuses: HashMap::new(),
                approved_by: None,
                altered: None,
                unsigned: false,
                seen: Vec::new(),
                serial: 0,
                login_hint: String::new(),
            }),
        }
    }
}

impl FakePsc {
    pub(crate) fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap()
    }

    /// Calls of an operation.
    pub(crate) fn seen(&self, operation: &str) -> Vec<Seen> {
        let orders = self.orders();
        let calls = orders.seen.iter();
        calls
            .filter(|seen| seen.operation == operation)
            .cloned()
            .collect()
    }

    fn issuer(&self) -> &str {
        self.issuer.get().unwrap()
    }

    /// An access token of 120 s, known to the introspection.
    pub(crate) fn issue(&self, subject: &str, client: &str, clock: &Clock) -> String {
        let mut orders = self.orders();
        orders.serial += 1;
        let now = clock.now().as_second();
        let claims = json!({
            "exp": now + 120, "iat": now, "jti": format!("jeton-{}", orders.serial),
            "iss": self.issuer(), "sub": format!("f:550dc1c8:{subject}"), "typ": "Bearer",
            "azp": client, "session_state": "session-psc", "SubjectNameID": subject,
        });
        let token = sign(&claims);
        orders.tokens.insert(token.clone(), claims);
        token
    }

    /// A refresh token, which the introspection says active too.
    pub(crate) fn issue_refresh(&self, clock: &Clock) -> String {
        let now = clock.now().as_second();
        let claims = json!({
            "exp": now + 1_800, "iss": self.issuer(), "typ": "Refresh", "azp": "banc-lgc",
            "username": DOCTOR,
        });
        let token = sign(&claims);
        self.orders().tokens.insert(token.clone(), claims);
        token
    }

    fn tokens(&self, subject: &str, client: &str, clock: &Clock) -> Value {
        let access = self.issue(subject, client, clock);
        let orders = self.orders();
        let now = clock.now().as_second();
        let mut claims = json!({
            "exp": now + 120, "iat": now, "iss": self.issuer(), "aud": client,
            "SubjectNameID": subject, "sid": "session-psc",
        });
        if let Some(Value::Object(altered)) = orders.altered.clone() {
            claims.as_object_mut().unwrap().extend(altered);
        }
        let mut id_token = sign(&claims);
        if orders.unsigned {
            id_token = unsigned(&claims);
        }
        json!({
            "access_token": access, "expires_in": 120, "refresh_expires_in": 1800,
            "refresh_token": format!("renouvellement-{}", orders.serial), "token_type": "Bearer",
            "id_token": id_token, "session_state": "session-psc", "scope": "openid ciba",
        })
    }

    fn token(&self, form: &HashMap<String, String>, clock: &Clock) -> Answer {
        let client = form.get("client_id").cloned().unwrap_or_default();
        if form["grant_type"] == "refresh_token" {
            if !self.orders().refreshable {
                return error(400, "invalid_grant");
            }
            let subject = self.orders().login_hint.clone();
            return answer(200, &self.tokens(&subject, &client, clock));
        }
        let poll = self.orders().polls.pop_front();
        match poll {
            Some(Poll::Error(code)) => error(400, code),
            Some(Poll::Status(status)) => error(status, "panne"),
            None => {
                let orders = self.orders();
                let asked = orders.login_hint.clone();
                let subject = orders.approved_by.clone().unwrap_or(asked);
                drop(orders);
                answer(200, &self.tokens(&subject, &client, clock))
            }
        }
    }

    fn introspect(&self, form: &HashMap<String, String>, clock: &Clock) -> Answer {
        let orders = self.orders();
        let known = form.get("token").and_then(|token| orders.tokens.get(token));
        let living = known.filter(|claims| claims["exp"].as_i64() > Some(clock.now().as_second()));
        let mut claims = living.cloned().unwrap_or_else(|| json!({}));
        claims["active"] = json!(living.is_some());
        answer(200, &claims)
    }
}

/// A JWT that carries these claims; nobody here verifies its signature.
pub(crate) fn sign(claims: &Value) -> String {
    let key = EncodingKey::from_secret(b"psc de test");
    jsonwebtoken::encode(&Header::default(), claims, &key).unwrap()
}

/// The same with `alg` `none`.
pub(crate) fn unsigned(claims: &Value) -> String {
    use base64::Engine as _;
    let part =
        |value: &Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({"alg":"none"})), part(claims))
}

fn answer(status: u16, body: &Value) -> Answer {
    Answer {
        status,
        headers: vec![("content-type", "application/json".to_owned())],
        body: Bytes::from(body.to_string()),
        observed: None,
    }
}

fn error(status: u16, code: &str) -> Answer {
    answer(status, &json!({ "error": code, "error_description": code }))
}

/// Repeats the request that it received.
fn repeat(call: &Call<'_>) -> Answer {
    let request = call.request;
    let certificate = call.connection.tls.as_ref().unwrap();
    let certificate = certificate.client_certificate.as_ref();
    let mut repeated = answer(
        201,
        &json!({
            "method": request.method, "target": request.target, "body": request.body.text(),
            "headers": request.headers,
            "certificate": certificate.and_then(|facts| facts.common_name.clone()),
        }),
    );
    repeated.headers.push(("x-reponse", "oui".to_owned()));
    repeated.headers.push(("set-cookie", "api=1".to_owned()));
    repeated
}

impl Service for FakePsc {
    fn name(&self) -> &'static str {
        "psc"
    }
    fn body_limit(&self) -> usize {
        1 << 20
    }
    fn classify(&self, request: &Request) -> &'static str {
        let path = request.target.split('?').next().unwrap_or_default();
        match path.rsplit('/').next().unwrap_or_default() {
            _ if path.starts_with("/echo") => "echo",
            "introspect" => "introspect",
            "userinfo" => "userinfo",
            "token" => "token",
            "auth" => "ciba",
            "logout" => "logout",
            _ => UNKNOWN_OPERATION,
        }
    }
    fn answer(&self, call: &Call<'_>) -> Answer {
        let operation = self.classify(call.request);
        let form: HashMap<String, String> = form_urlencoded::parse(&call.request.body.bytes)
            .into_owned()
            .collect();
        let tls = call.connection.tls.as_ref().unwrap();
        let certificate = tls.client_certificate.as_ref();
        let mut orders = self.orders();
        orders.seen.push(Seen {
            operation,
            form: form.clone(),
            certificate: certificate.and_then(|facts| facts.common_name.clone()),
            at: call.clock.mono(),
        });
        let status = orders.statuses.get(operation).copied();
        let (interval, life) = (orders.interval, orders.life);
        if operation == "ciba" {
            orders.login_hint.clone_from(&form["login_hint"]);
        }
        drop(orders);
        if let Some(status) = status {
            return error(status, "panne");
        }
        match operation {
            "introspect" => self.introspect(&form, call.clock),
            "token" => self.token(&form, call.clock),
            "ciba" if ![DOCTOR, EMPLOYEE].contains(&&*form["login_hint"]) => answer(
                400,
                &json!({"error":"invalid_request","error_description":"invalid user"}),
            ),
            "ciba" => answer(
                200,
                &json!({"auth_req_id":"demande","expires_in":life,"interval":interval}),
            ),
            "userinfo" => answer(
                200,
                &json!({"name":"KIT DOC0042788","family_name":"DOC0042788"}),
            ),
            "echo" => repeat(call),
            "logout" => answer(200, &json!({})),
            _ => error(404, "inconnu"),
        }
    }
    fn answer_later<'a>(&'a self, call: &'a Call<'a>) -> Option<BoxFuture<'a, Answer>> {
        call.request
            .target
            .ends_with("/jamais")
            .then(|| -> BoxFuture<'a, Answer> { Box::pin(std::future::pending()) })
    }
    fn too_large(&self, _: &Call<'_>) -> Answer {
        error(413, "trop_grand")
    }
    fn operations(&self) -> Vec<&'static str> {
        vec!["introspect", "userinfo", "token", "ciba", "logout", "echo"]
    }
    fn refusals(&self) -> Vec<&'static str> {
        Vec::new()
    }
    fn variations(&self) -> Vec<&'static str> {
        Vec::new()
    }
}
