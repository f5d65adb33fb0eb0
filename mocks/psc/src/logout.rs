//! The end of a session: asked by a browser, by a back end, or by the provider itself.
//!
//! Source: OpenID Connect RP-Initiated Logout, Back-Channel Logout; Keycloak for the older POST with
//! a refresh token, and for the pages.

use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;
use jiff::Timestamp;
use serde_json::Value;

use crate::address::{self, PscAddresses};
use crate::claims;
use crate::client::Client;
use crate::jose;
use crate::login;
use crate::notification::LogoutNotification;
use crate::page;
use crate::psc::Psc;
use crate::reply::{self, Denied};
use crate::turn::{Gate, Turn};
use crate::variation::LOGOUT_SANS_STATE;

/// Life of a logout token, seconds. Source: two minutes at most (Back-Channel Logout §4).
const TOKEN_LIFE_S: i64 = 120;

/// What an id_token_hint says.
pub(crate) struct Hint {
    /// `SubjectNameID`.
    pub(crate) subject: String,
    session: String,
    client_id: String,
}

/// Reads an id_token_hint: one of our id_tokens, of any age; why not otherwise.
pub(crate) fn hint(turn: &Turn<'_>, token: &str) -> Result<Hint, String> {
    let rotation = turn.lock().rotation;
    let claims = jose::read_rs256(turn.psc.keys(), rotation, token)
        .map_err(|flaw| format!("id_token_hint : {flaw}"))?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("typ") != "ID" || text("iss") != turn.psc.addresses().issuer() {
        return Err("id_token_hint : pas un id_token de ce fournisseur".to_owned());
    }
    Ok(Hint {
        subject: text("preferred_username").to_owned(),
        session: text("sid").to_owned(),
        client_id: text("aud").to_owned(),
    })
}

/// Answers the end-of-session endpoint.
pub(crate) fn answer(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    let parameters = &turn.parameters;
    let from_browser = parameters.has("id_token_hint") || parameters.has("confirmer");
    let by_client = parameters.has("refresh_token") || turn.credentials.has_secret();
    if turn.call.request.method == "POST" && by_client && !from_browser {
        return by_refresh_token(turn);
    }
    Ok(by_browser(turn).unwrap_or_else(|reason| {
        turn.page("erreur");
        turn.seen.refusal_reason = Some(reason.clone());
        reply::html(400, page::error("Déconnexion impossible", &reason))
    }))
}

/// The client ends the session of its refresh token, without a browser.
fn by_refresh_token(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    let client = turn.authenticate(Gate::Token)?;
    turn.planned()?;
    let Some(token) = turn.parameters.filled("refresh_token") else {
        return Err(Denied::bad("invalid_request", "No refresh token"));
    };
    let claims = turn.psc.refresh_key().read(token).map_err(|flaw| {
        let denied = Denied::grant("Invalid refresh token").inferred();
        denied.because(format!("jeton de renouvellement : {flaw}"))
    })?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("azp") != client.id {
        return Err(Denied::grant("Unmatching clients"));
    }
    close(turn, text("sid"));
    turn.seen.answer = PscAnswer::Reussite;
    Ok(reply::empty(204))
}

/// A browser, or a back end that speaks as one, with or without proof of the session.
fn by_browser(turn: &mut Turn<'_>) -> Result<Answer, String> {
    let given = turn.parameters.filled("id_token_hint").map(str::to_owned);
    let hint = given.map(|token| hint(turn, &token)).transpose()?;
    let client = party(turn, hint.as_ref())?;
    let destination = destination(turn, client.as_deref())?;
    if let Some(logout) = &mut turn.seen.logout {
        logout.id_token_hint = hint.is_some();
    }
    if let Some(hint) = hint {
        turn.seen.client_id = Some(hint.client_id);
        turn.seen.subject = Some(hint.subject);
        close(turn, &hint.session);
        return Ok(leave(turn, destination));
    }
    let cookie = login::session_cookie(turn);
    let session = {
        let mut state = turn.lock();
        let alive = state.alive_of_cookie(cookie.as_deref(), turn.now);
        alive.map(|session| (session.id.clone(), session.professional.national_id.clone()))
    };
    let Some((session, subject)) = session else {
        return Ok(leave(turn, destination));
    };
    let key = confirmation(cookie.as_deref().unwrap_or_default());
    let confirmed = turn.call.request.method == "POST"
        && turn.parameters.has("confirmer")
        && turn.parameters.get("cle") == Some(&*key);
    if !confirmed {
        return Ok(confirm(turn, &key));
    }
    turn.seen.subject = Some(subject);
    close(turn, &session);
    Ok(leave(turn, destination))
}

/// The client that the request is about, when it says.
fn party(turn: &Turn<'_>, hint: Option<&Hint>) -> Result<Option<std::sync::Arc<Client>>, String> {
    let named = turn.parameters.filled("client_id");
    let hinted = hint.map(|hint| &*hint.client_id);
    if let (Some(named), Some(hinted)) = (named, hinted)
        && named != hinted
    {
        return Err("client_id et id_token_hint désignent deux clients.".to_owned());
    }
    let Some(id) = hinted.or(named) else {
        return Ok(None);
    };
    let client = turn.lock().client(Some(id));
    client.map(Some).ok_or_else(|| "Client inconnu.".to_owned())
}

/// Where the browser may go afterwards. An address that the client did not declare is never
/// followed.
fn destination(turn: &Turn<'_>, client: Option<&Client>) -> Result<Option<String>, String> {
    let Some(uri) = turn.parameters.filled("post_logout_redirect_uri") else {
        return Ok(None);
    };
    let client = client.ok_or(
        "Paramètre absent : id_token_hint ou client_id est nécessaire avec post_logout_redirect_uri.",
    )?;
    if !client.may_leave_to(uri) {
        return Err(
            "Adresse de retour non déclarée pour ce client (post_logout_redirect_uri).".to_owned(),
        );
    }
    let state = turn.parameters.get("state");
    let state = state.filter(|_| !turn.asked.has(LOGOUT_SANS_STATE));
    Ok(Some(match state {
        None => uri.to_owned(),
        Some(state) => {
            let separator = if uri.contains('?') { '&' } else { '?' };
            let pair = form_urlencoded::Serializer::new(String::new())
                .append_pair("state", state)
                .finish();
            format!("{uri}{separator}{pair}")
        }
    }))
}

/// Ends the session and writes it.
fn close(turn: &mut Turn<'_>, session: &str) {
    let ended = end(turn.psc, session, turn.now);
    turn.seen.session = Some(session.to_owned());
    if let Some(logout) = &mut turn.seen.logout {
        logout.ended = ended;
    }
}

fn leave(turn: &mut Turn<'_>, destination: Option<String>) -> Answer {
    let mut answer = if let Some(uri) = destination {
        turn.seen.answer = PscAnswer::Reussite;
        reply::redirect(uri)
    } else {
        turn.page("fin_de_session");
        reply::html(200, page::closed())
    };
    answer.headers.push(("set-cookie", turn.psc.no_cookie()));
    answer
}

/// Nothing proves that the person wants to sign out: they are asked.
fn confirm(turn: &mut Turn<'_>, key: &str) -> Answer {
    turn.page("fin_de_session");
    let mut fields = vec![("cle", key)];
    for name in ["client_id", "post_logout_redirect_uri", "state"] {
        fields.extend(turn.parameters.get(name).map(|value| (name, value)));
    }
    let action = address::path(turn.call.request);
    reply::html(200, page::confirm(action, &fields))
}

/// What the confirmation form must bear, which another site cannot know.
fn confirmation(cookie: &str) -> String {
    let text = format!("deconnexion {cookie}");
    jose::b64(aws_lc_rs::digest::digest(
        &aws_lc_rs::digest::SHA256,
        text.as_bytes(),
    ))
}

/// Ends a session and tells the clients that asked to be told; false when it was over already.
pub(crate) fn end(psc: &Psc, session: &str, now: Timestamp) -> bool {
    let (ended, clients, rotation, alive) = {
        let mut state = psc.state().lock();
        let alive = state.alive(session, now).is_some();
        let Some(ended) = state.end(session) else {
            return false;
        };
        let parts = ended.clients.keys();
        let clients: Vec<_> = parts.filter_map(|id| state.client(Some(id))).collect();
        (ended, clients, state.rotation, alive)
    };
    let sub = claims::subject(&psc.config().federation, &ended.professional);
    let told = clients.iter().filter_map(|client| {
        let uri = client.settings.backchannel_logout_uri.as_ref()?;
        Some((client, uri))
    });
    for (client, uri) in told {
        let claims = token(psc.addresses(), &sub, client, &ended.id, now);
        psc.notify(LogoutNotification {
            uri: uri.clone(),
            // Source of the type: Back-Channel Logout §2.4.
            logout_token: jose::rs256(psc.keys().signing(rotation), "logout+jwt", &claims),
            client_id: client.id.clone(),
        });
    }
    alive
}

fn token(
    addresses: &PscAddresses,
    sub: &str,
    client: &Client,
    session: &str,
    now: Timestamp,
) -> String {
    jose::json(&claims::Logout {
        iss: &addresses.issuer(),
        sub,
        aud: &client.id,
        iat: now.as_second(),
        exp: now.as_second().saturating_add(TOKEN_LIFE_S),
        jti: crate::random::uuid(),
        sid: session,
        events: claims::LogoutEvent::default(),
    })
}
