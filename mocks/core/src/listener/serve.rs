//! The service of one accepted connection, from its first byte to its last.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode};
use futures_util::FutureExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::Service as _;

use super::wire::{Transport, Wire, WiredIo};
use super::{Peer, Shared, handshake};
use crate::clock::Mono;
use crate::exchange::Connection;
use crate::journal::NoteKind;

/// Serves a connection until it closes or the listener drains.
pub(super) async fn serve(
    tcp: TcpStream,
    address: SocketAddr,
    router: Router,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) {
    let accepted = shared.clock.mono();
    // Small answers must not wait for the acknowledgement of the previous segment.
    let _ = tcp.set_nodelay(true);
    let connected = tokio::select! {
        connected = connect(tcp, address, accepted, &shared) => connected,
        _ = super::told_to_stop(&mut stop) => None,
    };
    let Some((transport, connection)) = connected else {
        return;
    };
    let wire = Arc::new(Wire::new(shared.clock.clone(), shared.journal.clone()));
    let peer = Peer {
        connection: Arc::new(connection),
        wire: Arc::clone(&wire),
    };
    let io = TokioIo::new(WiredIo::new(transport, Arc::clone(&wire)));
    let of_service = Arc::clone(&shared);
    let service = service_fn(move |request| {
        answer(
            router.clone(),
            peer.clone(),
            Arc::clone(&of_service),
            request,
        )
    });
    // hyper is driven directly rather than through `axum::serve`, which gives no way to set the
    // time-out of a request's head nor to see how a connection ended.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(shared.limits.head_timeout);
    let served = http.serve_connection(io, service);
    tokio::pin!(served);
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        _ = super::told_to_stop(&mut stop) => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended
        && wire.has_half_a_request()
        && !wire.is_cut()
    {
        let reason = match std::error::Error::source(&error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        };
        shared.note(NoteKind::RequestAbandoned {
            front: shared.front.to_string(),
            peer: address.to_string(),
            reason,
        });
    }
}

async fn connect(
    tcp: TcpStream,
    address: SocketAddr,
    accepted: Mono,
    shared: &Shared,
) -> Option<(Transport, Connection)> {
    let connection = Connection {
        id: shared.journal.next_connection(),
        peer: address.to_string(),
        tls: None,
        accepted,
        tls_ready: None,
    };
    let Some(tls) = &shared.tls else {
        return Some((Transport::Plain(tcp), connection));
    };
    let limit = shared.limits.handshake_timeout;
    if !handshake::has_begun(&tcp, limit).await {
        return None;
    }
    match handshake::accept(tcp, tls, &shared.handshakes, limit).await {
        Ok((stream, facts)) => {
            let connection = Connection {
                tls: Some(facts),
                tls_ready: Some(shared.clock.mono()),
                ..connection
            };
            Some((Transport::Tls(stream), connection))
        }
        Err(failure) => {
            shared.note(NoteKind::HandshakeFailed {
                front: shared.front.to_string(),
                peer: address.to_string(),
                reason: failure.reason,
                suites: failure.suites,
            });
            None
        }
    }
}

async fn answer(
    mut router: Router,
    peer: Peer,
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let answered = AssertUnwindSafe(router.call(request)).catch_unwind().await;
    Ok(match answered {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(payload) => {
            shared.panicked(&*payload);
            let mut response = Response::new(Body::from("erreur interne du banc\n"));
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    })
}
