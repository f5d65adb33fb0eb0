//! The login page: who signs in, by phone or by card, or refuses.

use std::sync::Arc;

use banc_core::service::Answer;

use crate::address;
use crate::approval::Approval;
use crate::authorization::{self, AuthorizationRequest, callback};
use crate::ecps::{self, EcpsRequest, RequestOrigin};
use crate::page;
use crate::professional::Professional;
use crate::reading;
use crate::reply::{self, Denied};
use crate::session::AuthMode;
use crate::state::Interaction;
use crate::turn::Turn;

/// Seconds between two looks at the phone's answer.
const REFRESH_S: u32 = 2;

/// What the page says to someone whom the provider does not know.
const UNKNOWN: &str = "Identifiant inconnu. Un numéro RPPS doit être précédé du chiffre 8.";

/// The session cookie of the browser.
pub(crate) fn session_cookie(turn: &Turn<'_>) -> Option<String> {
    reading::cookie(turn.call, turn.psc.cookie_name()).map(str::to_owned)
}

/// The login page.
pub(crate) fn form(
    turn: &mut Turn<'_>,
    request: &AuthorizationRequest,
    execution: &str,
    message: Option<&str>,
) -> Answer {
    turn.page("login");
    let action = address::login_action(turn.call.request);
    let typed = turn.parameters.filled("login").or(request.hint.as_deref());
    let page = page::login(&page::Login {
        action: &action,
        execution,
        client: &request.client.id,
        typed: typed.unwrap_or_default(),
        message,
    });
    reply::html(200, page)
}

/// Answers the login form (POST), and the page that waits for the phone (GET).
pub(crate) fn answer(turn: &mut Turn<'_>) -> Answer {
    let execution = turn
        .parameters
        .get("execution")
        .unwrap_or_default()
        .to_owned();
    let shown = turn.lock().interaction(&execution, turn.now).cloned();
    let Some(interaction) = shown else {
        turn.page("erreur");
        let text = "Cette page de connexion n'est plus valable : reprenez depuis votre logiciel.";
        return reply::html(400, page::error("Page expirée", text));
    };
    turn.seen.client_id = Some(interaction.request.client.id.clone());
    if turn.call.request.method == "POST" {
        return choice(turn, &execution, &interaction);
    }
    match interaction.ecps {
        Some(number) => wait(turn, &execution, &interaction, number),
        None => form(turn, &interaction.request, &execution, None),
    }
}

/// What the person chose.
fn choice(turn: &mut Turn<'_>, execution: &str, interaction: &Interaction) -> Answer {
    let request = &interaction.request;
    if turn.parameters.has("refuser") {
        return leave(turn, execution, request, &authorization::refused());
    }
    let typed = turn
        .parameters
        .get("login")
        .unwrap_or_default()
        .trim()
        .to_owned();
    let found = turn.lock().professional(&typed);
    let professional = match found {
        Some(person) if !person.desactive => person,
        Some(_) => return form(turn, request, execution, Some("Ce compte est désactivé.")),
        None => return form(turn, request, execution, Some(UNKNOWN)),
    };
    turn.seen.subject = Some(professional.national_id.clone());
    if turn.parameters.has("cps") {
        turn.lock().interactions.remove(execution);
        return sign_in(turn, request, &professional, AuthMode::Card);
    }
    let number = send(turn, execution, request, professional);
    wait(turn, execution, interaction, number)
}

/// Sends a request to the phone.
fn send(
    turn: &Turn<'_>,
    execution: &str,
    request: &AuthorizationRequest,
    professional: Arc<Professional>,
) -> u64 {
    let mut state = turn.lock();
    let lifetime = state.lifetimes.auth_req;
    let number = ecps::file(&mut state, |number| EcpsRequest {
        number,
        origin: RequestOrigin::Connexion,
        client_id: request.client.id.clone(),
        professional,
        scope: request.scope.clone(),
        binding_message: Some(turn.psc.two_digits(number)),
        channel: Some(AuthMode::Mobile),
        created: turn.now,
        lifetime,
        interval: None,
        key: crate::random::token(),
        decision: None,
        polls: 0,
        last_poll: None,
    });
    let page = state.interactions.get_mut(execution);
    // The page waits for one answer: a request sent before it is no longer asked of the phone.
    if let Some(before) = page.and_then(|page| page.ecps.replace(number)) {
        state.requests.remove(&before);
    }
    number
}

/// Where the phone's answer stands.
fn wait(turn: &mut Turn<'_>, execution: &str, interaction: &Interaction, number: u64) -> Answer {
    let request = &interaction.request;
    let found = {
        let mut state = turn.lock();
        let approval = match state.approval {
            Approval::ApresInterrogations(_) => Approval::Automatique,
            approval => approval,
        };
        state.requests.get_mut(&number).map(|asked| {
            asked.decision = asked.decision.or(approval.answer(0));
            (asked.clone(), asked.is_over(turn.now))
        })
    };
    let Some((asked, over)) = found else {
        return form(turn, request, execution, Some("La demande a expiré."));
    };
    turn.seen.subject = Some(asked.professional.national_id.clone());
    match asked.decision {
        Some(true) if !over => {
            let mut state = turn.lock();
            state.requests.remove(&number);
            state.interactions.remove(execution);
            drop(state);
            sign_in(turn, request, &asked.professional, AuthMode::Mobile)
        }
        Some(false) => {
            turn.lock().requests.remove(&number);
            leave(turn, execution, request, &authorization::refused())
        }
        _ if over => form(turn, request, execution, Some("La demande a expiré.")),
        _ => {
            turn.page("login");
            let action = address::login_action(turn.call.request);
            let phone = turn.psc.ecps_address();
            let page = page::waiting(&page::Waiting {
                action: &action,
                execution,
                phone: &phone,
                binding_message: asked.binding_message.as_deref().unwrap_or_default(),
                refresh_s: REFRESH_S,
            });
            reply::html(200, page)
        }
    }
}

/// Back to the client without a code.
fn leave(
    turn: &mut Turn<'_>,
    execution: &str,
    request: &AuthorizationRequest,
    denied: &Denied,
) -> Answer {
    turn.lock().interactions.remove(execution);
    denied.note(&mut turn.seen);
    callback::error(turn, request, denied)
}

/// Signs the person in and goes back with a code.
pub(crate) fn sign_in(
    turn: &mut Turn<'_>,
    request: &AuthorizationRequest,
    professional: &Arc<Professional>,
    mode: AuthMode,
) -> Answer {
    let before = session_cookie(turn);
    let (session, cookie) = turn
        .lock()
        .sign_in(professional, mode, before.as_deref(), turn.now);
    turn.seen.interactive = Some(true);
    turn.seen.subject = Some(professional.national_id.clone());
    let cookie = cookie.map(|value| turn.psc.cookie(&value));
    authorization::grant(turn, request, &session, cookie)
}
