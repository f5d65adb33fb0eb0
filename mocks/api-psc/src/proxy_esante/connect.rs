//! `POST /connect`: the professional is authenticated by CIBA, and a session of the proxy opens.

use std::collections::BTreeMap;
use std::sync::Arc;

use banc_core::exchange::Request;
use banc_core::observed::proxy_esante::{ObservedProxyEsante, ProxyAnswer};
use banc_core::service::{Answer, Call};
use serde_json::{Map, Value, json};

use super::psc::Authentication;
use super::refused::{NOT_FOUND, Refused, charset};
use super::session::{Session, Tokens};
use super::traces::{Trace, TraceKind};
use super::{COOKIE, ProxyEsante};
use crate::reply::{has, json as json_answer};

/// A request whose members are in order.
struct Asked {
    national_id: String,
    binding_message: String,
    client_id: String,
    channel: String,
}

/// Notes what a request asks for.
pub(super) fn observe(request: &Request, seen: &mut ObservedProxyEsante) {
    let given: Map<String, Value> = serde_json::from_slice(&request.body.bytes).unwrap_or_default();
    let owned = |member: &str| given.get(member)?.as_str().map(str::to_owned);
    seen.national_id = owned("nationalId");
    seen.binding_message = owned("bindingMessage");
    seen.client_id = owned("clientId");
    seen.channel = owned("channel");
}

impl ProxyEsante {
    pub(super) async fn connect(
        &self,
        call: &Call<'_>,
        seen: &mut ObservedProxyEsante,
    ) -> Result<Answer, Refused> {
        if let Some(code) = call.refusal {
            return Err(Refused::planned(code));
        }
        let connected = match read(&call.request.body.bytes) {
            Ok(asked) => self.open(call, &asked, seen).await,
            Err(problems) => Err(Refused::of_connection(400, problems)),
        };
        if connected.is_err() {
            let mut trace = Trace::new(TraceKind::ConnectFailure, call, self.outgoing.subject());
            trace.national_id.clone_from(&seen.national_id);
            trace.client_id.clone_from(&seen.client_id);
            self.traces.keep(trace);
        }
        connected
    }

    async fn open(
        &self,
        call: &Call<'_>,
        asked: &Asked,
        seen: &mut ObservedProxyEsante,
    ) -> Result<Answer, Refused> {
        let addresses = self.located()?;
        if !self.config.clients.contains(&asked.client_id) {
            return Err(Refused::of_connection(404, NOT_FOUND)
                .because(format!("clientId `{}` is not declared", asked.client_id)));
        }
        // Which session counts as already active was not found. Ours is the one that the cookie
        // names: without it, anyone who knows an identifier would enter another's session.
        let already = self.session(call).filter(|session| {
            session.national_id == asked.national_id && session.client_id == asked.client_id
        });
        if let Some(session) = already {
            self.traces.keep(
                Trace::new(TraceKind::ConnectReplay, call, self.outgoing.subject()).of(&session),
            );
            seen.answer = ProxyAnswer::DejaOuverte;
            return Ok(Answer {
                status: 304,
                ..Answer::default()
            });
        }
        let authentication = Authentication {
            national_id: &asked.national_id,
            binding_message: &asked.binding_message,
            channel: &asked.channel,
        };
        let authenticated = self
            .authenticate(addresses, &authentication, call.clock)
            .await
            .map_err(Refused::by_psc)?;
        let session = Arc::new(Session {
            id: uuid::Uuid::new_v4().to_string(),
            national_id: asked.national_id.clone(),
            client_id: asked.client_id.clone(),
            state: authenticated.session_state,
            opened: call.clock.now(),
            tokens: tokio::sync::Mutex::new(Tokens {
                psc: authenticated.tokens,
                spent: false,
                api: BTreeMap::new(),
            }),
        });
        self.traces.keep(
            Trace::new(TraceKind::ConnectSuccess, call, self.outgoing.subject()).of(&session),
        );
        seen.session = Some(session.id.clone());
        seen.subject = Some(session.national_id.clone());
        seen.answer = ProxyAnswer::Session;
        let answer = welcome(call, &session);
        self.sessions
            .open(session, call.clock.now(), self.config.duree_session);
        Ok(answer)
    }
}

/// Source: API Proxy e-Santé v1.0.
fn welcome(call: &Call<'_>, session: &Session) -> Answer {
    let mut body = json!({
        "proxy_session_id": session.id,
        "session_state": session.state,
    });
    if has(call, "membre_en_plus") {
        body["version"] = json!("1.0");
    }
    let mut answer = json_answer(200, &body);
    charset(call, &mut answer);
    let attributes = if has(call, "cookie_attributs") {
        "Path=/; Secure; HttpOnly; SameSite=Strict"
    } else {
        "Path=/"
    };
    answer.headers.push((
        "set-cookie",
        format!("{COOKIE}={}; {attributes}", session.id),
    ));
    answer
}

/// The request, or everything that is wrong with it.
///
/// Source: messages `… is missing` and `… value X is invalid` of ANS's own proxy; that they are
/// joined by commas is inferred.
fn read(body: &[u8]) -> Result<Asked, String> {
    let given: Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| "the body is not a JSON object".to_owned())?;
    let mut problems = Vec::new();
    let mut member = |name: &str, valid: fn(&str) -> bool| {
        let value = given.get(name).and_then(Value::as_str).unwrap_or_default();
        if value.is_empty() {
            problems.push(match given.get(name) {
                None | Some(Value::Null | Value::String(_)) => format!("{name} is missing"),
                Some(other) => format!("{name} value {other} is invalid"),
            });
        } else if !valid(value) {
            problems.push(format!("{name} value {value} is invalid"));
        }
        value.to_owned()
    };
    let asked = Asked {
        national_id: member("nationalId", |_| true),
        // Source: two digits, 00 to 99.
        binding_message: member("bindingMessage", |value| {
            value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_digit())
        }),
        client_id: member("clientId", |_| true),
        channel: member("channel", |value| ["CARD", "MOBILE"].contains(&value)),
    };
    if problems.is_empty() {
        Ok(asked)
    } else {
        Err(problems.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(body: &Value) -> String {
        read(body.to_string().as_bytes()).err().unwrap_or_default()
    }

    #[test]
    fn all_four_members_are_mandatory() {
        let sound = json!({"nationalId":"899700427885","bindingMessage":"07","clientId":"c","channel":"MOBILE"});
        assert_eq!(problems(&sound), "");
        for name in ["nationalId", "bindingMessage", "clientId", "channel"] {
            let mut body = sound.clone();
            body.as_object_mut().unwrap().remove(name);
            assert_eq!(problems(&body), format!("{name} is missing"));
            body[name] = json!("");
            assert_eq!(problems(&body), format!("{name} is missing"));
            body[name] = json!(7);
            assert_eq!(problems(&body), format!("{name} value 7 is invalid"));
        }
    }

    #[test]
    fn values_are_checked_and_every_problem_is_told() {
        let body = json!({"nationalId":"8","bindingMessage":"7","clientId":"c","channel":"card"});
        assert_eq!(
            problems(&body),
            "bindingMessage value 7 is invalid, channel value card is invalid"
        );
        for value in ["123", "0a", "é"] {
            let body =
                json!({"nationalId":"8","bindingMessage":value,"clientId":"c","channel":"CARD"});
            assert_eq!(
                problems(&body),
                format!("bindingMessage value {value} is invalid")
            );
        }
        assert!(read(b"[]").is_err() && read(b"").is_err());
    }
}
