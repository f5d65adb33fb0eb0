//! The TLS handshake of one connection, off the accept loop.

use std::sync::Arc;
use std::time::Duration;

use rustls::{CipherSuite, ServerConfig, ServerConnection};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::exchange::TlsFacts;

/// Reads what a handshake established.
pub type FactsOf = Arc<dyn Fn(&ServerConnection) -> TlsFacts + Send + Sync>;

/// The TLS of a front.
#[derive(Clone)]
pub struct FrontTls {
    /// Configuration.
    pub config: Arc<ServerConfig>,
    /// Reads what a handshake established.
    pub facts: FactsOf,
}

/// Why a handshake did not end well.
pub(super) struct Failure {
    pub(super) reason: String,
    /// Suites that the client offered.
    pub(super) suites: Vec<String>,
}

/// Waits for the client's first byte; false when it left, or stayed silent, without sending any.
///
/// A silent client thus holds no place among the handshakes in progress.
pub(super) async fn has_begun(tcp: &TcpStream, limit: Duration) -> bool {
    let mut first = [0_u8; 1];
    let peeked = tokio::time::timeout(limit, tcp.peek(&mut first)).await;
    matches!(peeked, Ok(Ok(count)) if count > 0)
}

/// Does the handshake.
pub(super) async fn accept(
    tcp: TcpStream,
    tls: &FrontTls,
    places: &Semaphore,
    limit: Duration,
) -> Result<(Box<TlsStream<TcpStream>>, TlsFacts), Failure> {
    let mut offered = Vec::new();
    // The wait for a place is not the client's fault: it is outside the time-out. The semaphore is
    // never closed; without a place the handshake would go on all the same.
    let _place = places.acquire().await;
    let handshake = async {
        let acceptor = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), tcp);
        let start = acceptor.await?;
        offered = start.client_hello().cipher_suites().to_vec();
        start.into_stream(Arc::clone(&tls.config)).await
    };
    let reason = match tokio::time::timeout(limit, handshake).await {
        Ok(Ok(stream)) => {
            let facts = (tls.facts)(stream.get_ref().1);
            return Ok((Box::new(stream), facts));
        }
        Ok(Err(error)) => {
            let text = error.to_string();
            if text.contains("InvalidContentType") {
                format!("{text}: the client does not speak TLS on this port")
            } else {
                text
            }
        }
        Err(_) => format!("not finished within {}", crate::duration::text(limit)),
    };
    Err(Failure {
        reason,
        suites: offered.into_iter().map(suite_name).collect(),
    })
}

/// IANA name, or the number of a suite that has none here (GREASE values among them).
fn suite_name(suite: CipherSuite) -> String {
    let name = format!("{suite:?}");
    match name.strip_prefix("TLS13_") {
        Some(rest) => format!("TLS_{rest}"),
        None => name,
    }
}
