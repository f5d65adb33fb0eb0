//! The way back to the client: query, fragment or form.

use banc_core::service::Answer;

use super::AuthorizationRequest;
use crate::deviation::Deviation;
use crate::page;
use crate::parameters::Parameters;
use crate::reply::{self, Denied};
use crate::turn::Turn;

/// Where the parameters of the answer go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

/// The mode that a request asks for; nothing when it is none of ours. Flows that are not open answer
/// their error where their answer would go.
pub(crate) fn mode(parameters: &Parameters) -> Option<ResponseMode> {
    match parameters.filled("response_mode") {
        Some("query") => Some(ResponseMode::Query),
        Some("fragment") => Some(ResponseMode::Fragment),
        Some("form_post") => Some(ResponseMode::FormPost),
        Some(_) => None,
        None => {
            let asked = parameters.filled("response_type").unwrap_or_default();
            let implicit = asked.split(' ').any(|word| word.contains("token"));
            Some(if implicit {
                ResponseMode::Fragment
            } else {
                ResponseMode::Query
            })
        }
    }
}

/// Back with a code.
pub(crate) fn code(
    turn: &mut Turn<'_>,
    request: &AuthorizationRequest,
    session: &str,
    code: &str,
) -> Answer {
    let mut answer = vec![("session_state", session.to_owned())];
    answer.push(("iss", turn.psc.addresses().issuer()));
    answer.push(("code", code.to_owned()));
    back(turn, request, answer)
}

/// Back with an error.
pub(crate) fn error(
    turn: &mut Turn<'_>,
    request: &AuthorizationRequest,
    denied: &Denied,
) -> Answer {
    let mut answer = vec![("error", denied.error.clone())];
    let description = denied.description.clone();
    answer.extend(description.map(|description| ("error_description", description)));
    answer.push(("iss", turn.psc.addresses().issuer()));
    back(turn, request, answer)
}

fn back(
    turn: &mut Turn<'_>,
    request: &AuthorizationRequest,
    answer: Vec<(&'static str, String)>,
) -> Answer {
    let mut all: Vec<(&str, String)> = Vec::new();
    all.extend(request.state.clone().map(|state| ("state", state)));
    all.extend(answer);
    deviate(turn, &mut all);
    match request.mode {
        ResponseMode::Query => {
            let separator = if request.redirect_uri.contains('?') {
                '&'
            } else {
                '?'
            };
            let joined = joined(&all);
            reply::redirect(format!("{}{separator}{joined}", request.redirect_uri))
        }
        ResponseMode::Fragment => {
            reply::redirect(format!("{}#{}", request.redirect_uri, joined(&all)))
        }
        ResponseMode::FormPost => {
            let mut answer = reply::html(200, page::form_post(&request.redirect_uri, &all));
            // This page alone submits itself.
            answer
                .headers
                .retain(|(name, _)| *name != "content-security-policy");
            answer
        }
    }
}

/// What a scenario wants spoilt on the way back.
fn deviate(turn: &mut Turn<'_>, all: &mut Vec<(&str, String)>) {
    let Some(deviation) = turn.lock().deviation else {
        return;
    };
    let name = match deviation {
        Deviation::StateAltere | Deviation::StateAbsent => "state",
        Deviation::IssAltere => "iss",
        _ => return,
    };
    let Some(at) = all.iter().position(|(candidate, _)| *candidate == name) else {
        return;
    };
    match deviation {
        Deviation::StateAbsent => {
            all.remove(at);
        }
        Deviation::StateAltere => all[at].1.push_str("-altere"),
        _ => "https://autre-fournisseur.invalid/realms/esante-wallet".clone_into(&mut all[at].1),
    }
    turn.deviated(deviation);
}

fn joined(all: &[(&str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(all)
        .finish()
}
