//! Authorization requests: who asks, what is asked, and whether a person must be asked.
//!
//! Order: client, return address (a page, never a redirection, when either is wrong), then each
//! parameter (an error sent back), then the session. Source of order and wording: Keycloak.

pub(crate) mod callback;
pub(crate) mod challenge;
mod prompt;
mod scope;

use std::sync::Arc;

use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;

use crate::approval::Approval;
use crate::client::Client;
use crate::clock::elapsed;
use crate::config::OtherLevels;
use crate::login;
use crate::logout;
use crate::page;
use crate::professional::Professional;
use crate::reply::{self, Denied};
use crate::session::AuthMode;
use crate::turn::Turn;
use crate::variation::IDENTIFIANT_ANS;
use callback::ResponseMode;
use challenge::Challenge;
use prompt::Prompt;
pub(crate) use scope::granted;

/// A request that may be served.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client: Arc<Client>,
    pub(crate) redirect_uri: String,
    pub(crate) mode: ResponseMode,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    /// Scopes granted.
    pub(crate) scope: String,
    pub(crate) challenge: Option<Challenge>,
    prompt: Prompt,
    max_age: Option<u64>,
    /// What the request says of who should sign in.
    pub(crate) hint: Option<String>,
    /// Subject that the id_token_hint names.
    hinted_subject: Option<String>,
}

/// Answers an authorization request.
pub(crate) fn authorize(turn: &mut Turn<'_>) -> Answer {
    let (client, redirect_uri) = match caller(turn) {
        Ok(caller) => caller,
        Err(reason) => return refused_page(turn, &reason),
    };
    let mode = callback::mode(&turn.parameters);
    let mut request = AuthorizationRequest {
        client,
        redirect_uri,
        mode: mode.unwrap_or(ResponseMode::Query),
        state: turn.parameters.owned("state"),
        nonce: turn.parameters.owned("nonce"),
        scope: String::new(),
        challenge: None,
        prompt: Prompt::default(),
        max_age: None,
        hint: turn.parameters.filled("login_hint").map(str::to_owned),
        hinted_subject: None,
    };
    let answered = check(turn, &mut request, mode.is_none())
        .and_then(|()| turn.planned())
        .and_then(|()| decide(turn, &request));
    answered.unwrap_or_else(|denied| {
        denied.note(&mut turn.seen);
        callback::error(turn, &request, &denied)
    })
}

/// The client and the address to return to; the reason why a page must say no.
fn caller(turn: &Turn<'_>) -> Result<(Arc<Client>, String), String> {
    let once = |name: &str| {
        if turn
            .parameters
            .repeated()
            .iter()
            .any(|repeated| repeated == name)
        {
            return Err(format!("Paramètre répété : {name}."));
        }
        let value = turn.parameters.filled(name);
        value.ok_or_else(|| format!("Paramètre absent : {name}."))
    };
    let client = turn
        .lock()
        .client(Some(once("client_id")?))
        .ok_or("Client inconnu de Pro Santé Connect.")?;
    let redirect_uri = once("redirect_uri")?;
    if !client.may_return_to(redirect_uri) {
        return Err("Adresse de retour non déclarée pour ce client (redirect_uri).".to_owned());
    }
    Ok((client, redirect_uri.to_owned()))
}

/// A client or an address that is not known is answered by a page, with status 400, and the browser
/// is sent nowhere. Source: Keycloak, RFC 6749 §4.1.2.1.
fn refused_page(turn: &mut Turn<'_>, reason: &str) -> Answer {
    turn.page("erreur");
    turn.seen.refusal_reason = Some(reason.to_owned());
    reply::html(400, page::error("Demande refusée", reason))
}

fn check(
    turn: &Turn<'_>,
    request: &mut AuthorizationRequest,
    unknown_mode: bool,
) -> Result<(), Denied> {
    let parameters = &turn.parameters;
    let invalid = |name: &str| Denied::bad("invalid_request", format!("Invalid parameter: {name}"));
    turn.each_once()?;
    // Announced by the published document all the same; these errors are the ones of OpenID Connect
    // Core §3.1.2.6 for a provider that does not read request objects.
    for (name, error) in [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
    ] {
        if parameters.has(name) {
            return Err(
                Denied::bad(error, format!("{name} parameter is not supported")).inferred(),
            );
        }
    }
    response_type(parameters.filled("response_type"))?;
    if unknown_mode {
        return Err(invalid("response_mode"));
    }
    request.scope = granted(parameters.filled("scope"))?;
    acr(turn)?;
    request.prompt = Prompt::read(parameters.get("prompt")).ok_or_else(|| invalid("prompt"))?;
    request.max_age = parameters
        .filled("max_age")
        .map(|text| text.parse().map_err(|_| invalid("max_age").inferred()))
        .transpose()?;
    request.challenge = challenge::read(parameters, turn.psc.config().pkce.exige)?;
    if let Some(hint) = parameters.filled("id_token_hint") {
        let claims = logout::hint(turn, hint)
            .map_err(|flaw| invalid("id_token_hint").inferred().because(flaw))?;
        request.hinted_subject = Some(claims.subject);
    }
    Ok(())
}

/// Only the code flow is open to the clients of Pro Santé Connect.
fn response_type(asked: Option<&str>) -> Result<(), Denied> {
    let Some(asked) = asked else {
        let description = "Missing parameter: response_type";
        return Err(Denied::bad("invalid_request", description));
    };
    let mut words: Vec<&str> = asked.split(' ').collect();
    words.sort_unstable();
    match &*words {
        ["code"] => Ok(()),
        [..] if words
            .iter()
            .all(|word| ["code", "id_token", "none", "token"].contains(word)) =>
        {
            Err(Denied::bad(
                "unauthorized_client",
                "Client is not allowed to initiate browser login with given response_type. \
                 Implicit flow is disabled for the client.",
            ))
        }
        [..] => Err(Denied::bad(
            "unsupported_response_type",
            "Invalid parameter: response_type",
        )),
    }
}

/// The level asked for. Never refused by default: older clients ask for eidas2, others for none.
fn acr(turn: &Turn<'_>) -> Result<(), Denied> {
    let levels = &turn.psc.config().acr;
    if levels.autres == OtherLevels::Admis {
        return Ok(());
    }
    let asked = turn.parameters.get("acr_values").unwrap_or_default();
    let known = |level: &str| levels.attendus.iter().any(|expected| expected == level);
    if asked.split(' ').any(known) {
        return Ok(());
    }
    Err(Denied::bad(
        "unmet_authentication_requirements",
        "Invalid parameter: acr_values",
    )
    .inferred()
    .because("acr_values ne demande aucun des niveaux attendus"))
}

/// Serves the request from the session, or has a person asked.
fn decide(turn: &mut Turn<'_>, request: &AuthorizationRequest) -> Result<Answer, Denied> {
    let cookie = login::session_cookie(turn);
    let silent = {
        let mut state = turn.lock();
        let session = state.alive_of_cookie(cookie.as_deref(), turn.now);
        session.and_then(|session| {
            let age = elapsed(session.auth_time, turn.now).as_secs();
            let fresh = request
                .max_age
                .is_none_or(|limit| age <= limit && limit > 0);
            let hinted = request.hinted_subject.as_ref();
            let same = hinted.is_none_or(|id| *id == session.professional.national_id);
            (fresh && same && !request.prompt.login)
                .then(|| (session.id.clone(), session.professional.national_id.clone()))
        })
    };
    if let Some((session, subject)) = silent {
        turn.seen.interactive = Some(false);
        turn.seen.subject = Some(subject);
        return Ok(grant(turn, request, &session, None));
    }
    if request.prompt.none {
        return Err(Denied::bad("login_required", "login_required"));
    }
    turn.seen.interactive = Some(true);
    let approval = turn.lock().approval;
    if approval.shows_a_page() {
        let execution = turn.lock().show(request.clone(), turn.now);
        return Ok(login::form(turn, request, &execution, None));
    }
    if approval == Approval::Refus {
        return Err(refused());
    }
    let professional = person(turn, request)?;
    Ok(login::sign_in(
        turn,
        request,
        &professional,
        AuthMode::Mobile,
    ))
}

/// The person refused. Source: Keycloak.
pub(crate) fn refused() -> Denied {
    Denied::bad("access_denied", "User denied access")
}

/// Who signs in when nobody is at the page: the person hinted, else the one of the settings.
fn person(turn: &Turn<'_>, request: &AuthorizationRequest) -> Result<Arc<Professional>, Denied> {
    let state = turn.lock();
    let hints = [request.hint.as_deref(), request.hinted_subject.as_deref()];
    let hinted = hints
        .into_iter()
        .flatten()
        .find_map(|hint| state.professional(hint));
    let unusual = || {
        let mut all = state.professionals.iter();
        all.find(|one| !one.national_id.starts_with(|c: char| c.is_ascii_digit()) && !one.simplifie)
            .filter(|_| turn.asked.has(IDENTIFIANT_ANS))
            .cloned()
    };
    let found = hinted
        .or_else(unusual)
        .or_else(|| state.professional(&state.default_professional))
        .or_else(|| state.professionals.first().cloned());
    match found {
        Some(person) if !person.desactive => Ok(person),
        Some(_) => Err(refused()
            .because("le professionnel est désactivé")
            .inferred()),
        None => Err(refused()
            .because("la voie ne connaît aucun professionnel")
            .inferred()),
    }
}

/// Sends a code back.
pub(crate) fn grant(
    turn: &mut Turn<'_>,
    request: &AuthorizationRequest,
    session: &str,
    cookie: Option<String>,
) -> Answer {
    let code = turn.lock().grant_code(session, request, turn.now);
    turn.seen.session = Some(session.to_owned());
    turn.seen.answer = PscAnswer::Code;
    let mut answer = callback::code(turn, request, session, &code);
    if let Some(cookie) = cookie {
        answer.headers.push(("set-cookie", cookie));
    }
    answer
}
