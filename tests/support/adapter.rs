//! An adapter that stands before the reference software and spoils some of its answers.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;

use super::lgc::Lgc;

/// What is done to an answer: the route, what was asked, what the software answered.
pub(crate) type Spoil = dyn Fn(&str, &serde_json::Value, serde_json::Value) -> Spoilt + Send + Sync;

/// An answer after spoiling.
pub(crate) enum Spoilt {
    /// This JSON.
    Json(serde_json::Value),
    /// These bytes, whatever they are.
    Raw(&'static str),
    /// Nothing, for ever.
    Silence,
    /// A closed connection.
    Closed,
}

/// The running adapter, with its software.
pub(crate) struct Adapter {
    /// Address of its routes.
    pub(crate) url: String,
    _runtime: tokio::runtime::Runtime,
    _lgc: Option<Lgc>,
}

impl Adapter {
    /// Starts it before a reference software with these defects.
    pub(crate) fn start(
        defects: &[&str],
        spoil: impl Fn(&str, &serde_json::Value, serde_json::Value) -> Spoilt + Send + Sync + 'static,
    ) -> Self {
        // Fails when another test of this process installed it before, which is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let lgc = Lgc::start(defects);
        let spoil: Arc<Spoil> = Arc::new(spoil);
        let upstream = lgc.url.clone();
        let app = axum::Router::new()
            .fallback(move |request: Request| forward(request, upstream.clone(), spoil.clone()));
        Self::serve(app, Some(lgc))
    }

    /// Starts one that has no software behind it: it answers by itself.
    pub(crate) fn alone(
        answer: impl Fn(&str, &serde_json::Value) -> serde_json::Value + Send + Sync + 'static,
    ) -> Self {
        let answer = Arc::new(answer);
        let app = axum::Router::new().fallback(move |request: Request| {
            let answer = answer.clone();
            async move {
                let (head, body) = request.into_parts();
                let body = to_bytes(body, 1 << 24).await.unwrap();
                let asked = serde_json::from_slice(&body).unwrap_or(serde_json::Value::Null);
                axum::Json(answer(head.uri.path(), &asked))
            }
        });
        Self::serve(app, None)
    }

    fn serve(app: axum::Router, lgc: Option<Lgc>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let url = runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
            url
        });
        Self {
            url,
            _runtime: runtime,
            _lgc: lgc,
        }
    }
}

async fn forward(request: Request, upstream: String, spoil: Arc<Spoil>) -> Response {
    let (head, body) = request.into_parts();
    let route = head.uri.path().to_owned();
    let body = to_bytes(body, 1 << 24).await.unwrap();
    let asked = serde_json::from_slice(&body).unwrap_or(serde_json::Value::Null);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut call = client
        .request(head.method, format!("{upstream}{route}"))
        .body(body);
    for name in ["content-type", "banc-execution", "banc-scenario"] {
        if let Some(value) = head.headers.get(name) {
            call = call.header(name, value);
        }
    }
    let answer = call.send().await.unwrap();
    let status = answer.status();
    let answered = answer.json().await.unwrap_or(serde_json::Value::Null);
    match spoil(&route, &asked, answered) {
        Spoilt::Json(json) => Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(Body::from(json.to_string()))
            .unwrap(),
        Spoilt::Raw(text) => Response::new(Body::from(text)),
        Spoilt::Silence => {
            tokio::time::sleep(Duration::from_hours(1)).await;
            Response::new(Body::empty())
        }
        Spoilt::Closed => {
            let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
            drop(sender);
            // A body that fails makes the server close the connection in the middle of the answer.
            let broken = futures_util::stream::once(async move {
                receiver.await.map(|()| "").map_err(std::io::Error::other)
            });
            Response::builder()
                .header("content-length", "100")
                .body(Body::from_stream(broken))
                .unwrap()
        }
    }
}
