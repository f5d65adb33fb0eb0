//! The pages of sign-in and sign-out: what a browser shows and where it is sent. The rules stand in the
//! practice.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use minijinja::{Environment, context};
use serde::Deserialize;

use super::Choice;
use crate::driver::practices::PracticeKey;
use crate::driver::routes::Shared;
use crate::practice::Practice;
use crate::psc::authorization::Callback;

const SIGN_IN: &str = include_str!("connexion.html");
const TERMS: &str = include_str!("cgu.html");
/// Names the sign-in that a browser has begun.
const COOKIE_NAME: &str = "lgc_connexion";

/// The routes.
pub(super) fn router() -> axum::Router<Shared> {
    axum::Router::new()
        .route("/cabinet/connexion", get(show).post(open_local))
        .route("/cabinet/cgu", get(async || Html(TERMS)))
        .route("/psc/connexion", get(start))
        .route("/psc/retour", get(come_back))
        .route("/psc/deconnexion", get(sign_out))
        .route("/psc/sortie", get(signed_out))
        .route("/psc/fin-de-session", post(told_end))
}

async fn show(State(shared): State<Shared>, Query(choice): Query<Choice>) -> Response {
    let asked = choice.key();
    let found = shared.practices.find_with_key(&asked);
    let (account, message) = found
        .as_ref()
        .map_or_else(Default::default, |(_, practice)| {
            let state = practice.state();
            (
                state.open_account().map(ToOwned::to_owned),
                state.screen_message().map(ToOwned::to_owned),
            )
        });
    let key = found.as_ref().map_or(&asked, |(key, _)| key);
    let page = render(context! {
        asked => key.scenario.clone(),
        found => found.is_some(),
        query => query(key),
        account,
        message,
    });
    match page {
        Ok(html) => Html(html).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn render(values: minijinja::Value) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    // The name ends in `.html`, which turns escaping on.
    environment.add_template("connexion.html", SIGN_IN)?;
    environment.get_template("connexion.html")?.render(values)
}

/// The local form.
#[derive(Deserialize)]
struct LocalForm {
    compte: String,
    mot_de_passe: String,
}

async fn open_local(
    State(shared): State<Shared>,
    Query(choice): Query<Choice>,
    Form(form): Form<LocalForm>,
) -> Response {
    let Some((key, practice)) = shared.practices.find_with_key(&choice.key()) else {
        return not_expected();
    };
    let opened = practice.open_local_session(&form.compte, &form.mot_de_passe);
    let words = match &opened {
        Ok(done) => done.message.clone(),
        Err(refusal) => Some(refusal.0.clone()),
    };
    practice.show(words);
    after(&key, opened.is_ok())
}

/// Which practice signs in, or which sign-in the software itself has begun.
#[derive(Deserialize)]
struct Start {
    demande: Option<String>,
    #[serde(flatten)]
    choice: Choice,
}

/// The button: off to Pro Santé Connect.
async fn start(State(shared): State<Shared>, Query(asked): Query<Start>) -> Response {
    let found = match &asked.demande {
        Some(name) => owner(&shared, name),
        None => shared.practices.find_with_key(&asked.choice.key()),
    };
    let Some((key, practice)) = found else {
        return not_expected();
    };
    match practice.start_browser_sign_in(asked.demande).await {
        Err(_) => after(&key, false),
        Ok((name, address)) => {
            let cookie =
                format!("{COOKIE_NAME}={name}; Path=/psc; HttpOnly; SameSite=Lax; Max-Age=600");
            (
                StatusCode::FOUND,
                [
                    (LOCATION, address),
                    (SET_COOKIE, cookie),
                    (CACHE_CONTROL, "no-store".to_owned()),
                ],
            )
                .into_response()
        }
    }
}

/// Back from Pro Santé Connect.
async fn come_back(
    State(shared): State<Shared>,
    Query(callback): Query<Callback>,
    headers: HeaderMap,
) -> Response {
    let Some(name) = cookie(&headers) else {
        return not_expected();
    };
    let Some((key, practice)) = owner(&shared, &name) else {
        return not_expected();
    };
    // A task of its own: a browser that hangs up does not lose the code half-way.
    let task = tokio::spawn(async move {
        practice
            .finish_browser_sign_in(&name, callback)
            .await
            .is_ok()
    });
    let opened = task.await.unwrap_or(false);
    let mut response = after(&key, opened);
    let gone = format!("{COOKIE_NAME}=; Path=/psc; HttpOnly; SameSite=Lax; Max-Age=0");
    if let Ok(gone) = gone.parse() {
        response.headers_mut().insert(SET_COOKIE, gone);
    }
    response
}

async fn sign_out(State(shared): State<Shared>, Query(choice): Query<Choice>) -> Response {
    let Some((key, practice)) = shared.practices.find_with_key(&choice.key()) else {
        return not_expected();
    };
    match practice.start_browser_sign_out().await {
        Ok(Some(address)) => found(address),
        Ok(None) | Err(_) => after(&key, false),
    }
}

/// What comes back after a sign-out.
#[derive(Deserialize)]
struct Return {
    state: Option<String>,
}

async fn signed_out(State(shared): State<Shared>, Query(back): Query<Return>) -> Response {
    let state = back.state.unwrap_or_default();
    for (key, practice) in shared.practices.all() {
        if practice.finish_browser_sign_out(&state).await {
            return after(&key, false);
        }
    }
    after(&PracticeKey::default(), false)
}

/// Pro Santé Connect tells the end of a session.
#[derive(Deserialize)]
struct LogoutForm {
    logout_token: String,
}

/// Source: OpenID Connect Back-Channel Logout 1.0 §2.8.
async fn told_end(State(shared): State<Shared>, Form(form): Form<LogoutForm>) -> Response {
    let mut understood = false;
    for (_, practice) in shared.practices.all() {
        understood |= practice.psc_tells_end(&form.logout_token).await;
    }
    let status = if understood {
        StatusCode::OK
    } else {
        StatusCode::BAD_REQUEST
    };
    (status, [(CACHE_CONTROL, "no-store")]).into_response()
}

/// The practice where that sign-in was begun.
fn owner(shared: &Shared, name: &str) -> Option<(PracticeKey, Arc<Practice>)> {
    shared
        .practices
        .all()
        .into_iter()
        .find(|(_, practice)| practice.has_begun(name))
}

/// To the practice once the session is open, else to the sign-in page.
fn after(key: &PracticeKey, opened: bool) -> Response {
    let page = if opened {
        "/cabinet"
    } else {
        "/cabinet/connexion"
    };
    let mut response = found(format!("{page}?{}", query(key)));
    *response.status_mut() = StatusCode::SEE_OTHER;
    response
}

fn found(address: String) -> Response {
    let headers = [(LOCATION, address), (CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::FOUND, headers).into_response()
}

fn not_expected() -> Response {
    (
        StatusCode::BAD_REQUEST,
        "Cette page n'est pas attendue ici : recommencez depuis la page de connexion du cabinet.",
    )
        .into_response()
}

fn query(key: &PracticeKey) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("execution", &key.execution), ("scenario", &key.scenario)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    query.finish()
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value.to_owned())
}
