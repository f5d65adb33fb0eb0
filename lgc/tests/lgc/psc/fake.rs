//! A fake Pro Santé Connect, with its authorization server and its proxy, over plain HTTP: written apart
//! from the software and from the simulated service, from the published shapes. It keeps what it received.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::plan::{Fields, Plan, Seen};
use super::tokens::{self, Claims};

pub(crate) struct Fake {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    base: String,
    plan: Mutex<Plan>,
    seen: Mutex<Vec<Seen>>,
    nonce: Mutex<Option<String>>,
    drawn: Mutex<u64>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Fake {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            base: format!("http://{address}"),
            plan: Mutex::default(),
            seen: Mutex::default(),
            nonce: Mutex::default(),
            drawn: Mutex::default(),
        });
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            shared,
            task,
        }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn issuer(&self) -> String {
        format!("{}/realm", self.base())
    }

    pub(crate) fn plan(&self, change: impl FnOnce(&mut Plan)) {
        change(&mut self.shared.plan.lock().unwrap());
    }

    /// Calls to a path, oldest first.
    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        let seen = self.shared.seen.lock().unwrap();
        seen.iter()
            .filter(|seen| seen.path == path)
            .cloned()
            .collect()
    }

    /// Calls to the token endpoint with that grant.
    pub(crate) fn grants(&self, grant: &str) -> Vec<Seen> {
        let mut calls = self.seen("/realm/token");
        calls.retain(|call| call.fields["grant_type"] == grant);
        calls
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = String::from_utf8_lossy(&body).into_owned();
    let mut fields = read(uri.query().unwrap_or_default());
    fields.extend(read(&text));
    let seen = Seen {
        method,
        path: uri.path().to_owned(),
        fields,
        headers,
        body: text,
    };
    shared.seen.lock().unwrap().push(seen.clone());
    let plan = shared.plan.lock().unwrap().clone();
    match seen.path.as_str() {
        "/realm/.well-known/wallet-openid-configuration" => {
            axum::Json(discovery(&shared.base)).into_response()
        }
        "/realm/certs" => axum::Json(tokens::published()).into_response(),
        "/wallet/auth" => authorize(&shared, &plan, &seen),
        "/wallet/entrer" => enter(&shared, &plan, &seen),
        "/realm/token" => token(&shared, &plan, &seen),
        "/realm/userinfo" => userinfo(&plan),
        "/realm/logout" => logout(&plan, &seen),
        "/realm/ciba" => axum::Json(
            json!({"auth_req_id": "demande.1", "expires_in": plan.expires_in,
            "interval": plan.interval}),
        )
        .into_response(),
        "/as/token.oauth2" => axum::Json(
            json!({"access_token": format!("api-{}", seen.fields["subject_token"]),
            "token_type": "Bearer", "expires_in": 60}),
        )
        .into_response(),
        "/connect" => connect(&plan),
        "/realm/revoke" | "/disconnect" => StatusCode::OK.into_response(),
        "/send/insi" => relay(&plan),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn read(form: &str) -> Fields {
    url::form_urlencoded::parse(form.as_bytes())
        .into_owned()
        .collect()
}

fn discovery(base: &str) -> Value {
    let realm = format!("{base}/realm");
    json!({
        "issuer": realm, "authorization_endpoint": format!("{base}/wallet/auth"),
        "token_endpoint": format!("{realm}/token"), "userinfo_endpoint": format!("{realm}/userinfo"),
        "jwks_uri": format!("{realm}/certs"), "end_session_endpoint": format!("{realm}/logout"),
        "revocation_endpoint": format!("{realm}/revoke"),
        "backchannel_authentication_endpoint": format!("{realm}/ciba"),
        "authorization_response_iss_parameter_supported": true, "acr_values_supported": ["0", "0"],
    })
}

/// The sign-in page, unless the browser has a session and nobody asks for more.
fn authorize(shared: &Shared, plan: &Plan, seen: &Seen) -> Response {
    if seen.header("cookie").contains("SSO=1") && !seen.fields.contains_key("prompt") {
        return back(shared, plan, &seen.fields);
    }
    let hidden = seen
        .fields
        .iter()
        .fold(String::new(), |page, (name, value)| {
            page + "<input type=\"hidden\" name=\"" + name + "\" value=\"" + value + "\">"
        });
    Html(format!(
        "<title>Connexion</title><form method=\"post\" action=\"/wallet/entrer\">{hidden}<input type=\"text\" name=\"login\"><button name=\"ecps\" value=\"1\">SE CONNECTER AVEC E-CPS</button></form>"
    ))
    .into_response()
}

fn enter(shared: &Shared, plan: &Plan, seen: &Seen) -> Response {
    assert_eq!(seen.fields["ecps"], "1");
    let mut response = back(shared, plan, &seen.fields);
    if !plan.refuses {
        let cookie = "SSO=1; Path=/; HttpOnly".parse().unwrap();
        response.headers_mut().insert("set-cookie", cookie);
    }
    response
}

fn back(shared: &Shared, plan: &Plan, fields: &Fields) -> Response {
    *shared.nonce.lock().unwrap() = fields.get("nonce").cloned();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    match plan.wrong {
        "state_altere" => query.append_pair("state", "un-autre"),
        "state_absent" => &mut query,
        _ => query.append_pair("state", fields.get("state").map_or("", String::as_str)),
    };
    let issuer = format!("{}/realm", shared.base);
    let wrong_issuer = plan.wrong == "iss_altere";
    query.append_pair(
        "iss",
        if wrong_issuer {
            "https://autre.test"
        } else {
            &issuer
        },
    );
    if plan.refuses {
        query.append_pair("error", "access_denied");
    } else {
        query.append_pair("code", "code-1");
    }
    Redirect::to(&format!("{}?{}", fields["redirect_uri"], query.finish())).into_response()
}

fn error(error: &str) -> Response {
    let body = json!({"error": error, "error_description": "motif"});
    (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
}

fn token(shared: &Shared, plan: &Plan, seen: &Seen) -> Response {
    let mut nonce = None;
    match seen.fields["grant_type"].as_str() {
        "authorization_code" => nonce.clone_from(&shared.nonce.lock().unwrap()),
        "refresh_token" if plan.refuses_refresh => return error("invalid_grant"),
        "refresh_token" => {}
        "urn:openid:params:grant-type:ciba" => {
            let next = shared.plan.lock().unwrap().polls.pop_front();
            if let Some(next) = next {
                return error(next);
            }
        }
        _ => return error("unsupported_grant_type"),
    }
    let number = {
        let mut drawn = shared.drawn.lock().unwrap();
        *drawn += 1;
        *drawn
    };
    let access = format!("jeton-d-acces-numero-{number}");
    let claims = Claims {
        issuer: &format!("{}/realm", shared.base),
        national_id: plan.national_id,
        nonce: nonce.as_deref(),
        access: &access,
    };
    axum::Json(json!({
        "access_token": access, "expires_in": plan.access_s, "refresh_expires_in": 1800,
        "refresh_token": format!("jeton-de-renouvellement-{number}"), "token_type": "Bearer",
        "id_token": tokens::id_token(&claims, plan.wrong), "scope": "openid scope_all",
    }))
    .into_response()
}

fn userinfo(plan: &Plan) -> Response {
    let of = if plan.wrong == "sub_incoherent" {
        "899700218896"
    } else {
        plan.national_id
    };
    axum::Json(json!({
        "sub": tokens::sub(of), "SubjectNameID": plan.national_id, "preferred_username": plan.national_id,
        "given_name": "KIT", "family_name": plan.family_name,
    }))
    .into_response()
}

fn logout(plan: &Plan, seen: &Seen) -> Response {
    if seen.method == Method::POST {
        return StatusCode::OK.into_response();
    }
    let back = &seen.fields["post_logout_redirect_uri"];
    let target = if plan.loses_state {
        back.clone()
    } else {
        format!("{back}?state={}", seen.fields["state"])
    };
    let mut response = Redirect::to(&target).into_response();
    let gone = "SSO=; Path=/; Max-Age=0".parse().unwrap();
    response.headers_mut().insert("set-cookie", gone);
    response
}

fn refused_by_proxy(plan: &Plan) -> Response {
    let body =
        json!({"code": plan.proxy.to_string(), "message": "No session found.", "metadata": {}});
    (StatusCode::from_u16(plan.proxy).unwrap(), axum::Json(body)).into_response()
}

fn connect(plan: &Plan) -> Response {
    if plan.proxy != 200 {
        return refused_by_proxy(plan);
    }
    let body = json!({"proxy_session_id": "session-du-proxy", "session_state": "s"});
    let cookie = [("set-cookie", "proxy_session_id=session-du-proxy; Path=/")];
    (cookie, axum::Json(body)).into_response()
}

fn relay(plan: &Plan) -> Response {
    if plan.proxy != 200 {
        return refused_by_proxy(plan);
    }
    let soap = "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body><RESULTAT xmlns=\"http://www.cnamts.fr/INSiResultat\"><CR><CodeCR>01</CodeCR><LibelleCR>x</LibelleCR></CR></RESULTAT></e:Body></e:Envelope>";
    ([("content-type", "application/soap+xml")], soap).into_response()
}
