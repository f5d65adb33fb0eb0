//! The load generator: a process of its own, with few means so that it takes little of the machine.
//!
//! It speaks HTTP/1.1 by hand over keep-alive connections and sends one prepared request again and
//! again; it is not a client of INSi.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use banc_core::Clock;
use banc_core::clock::Mono;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::statistics::Distribution;
use crate::failure::Failure;

/// What to send.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Order {
    /// Port on loopback.
    pub(super) port: u16,
    /// Client material when the front wants TLS.
    pub(super) tls: Option<TlsOrder>,
    /// Keep-alive connections.
    pub(super) connections: u64,
    /// Calls in all, warm-up apart.
    pub(super) calls: u64,
    /// Calls of warm-up on each connection.
    pub(super) warm_up: u64,
    /// Calls per second in all; as many as possible when absent.
    pub(super) rate: Option<f64>,
    /// Time over which the first calls are spread, milliseconds: connections that then call without
    /// a pause stay spread, instead of all calling at once for ever.
    pub(super) spread_ms: u32,
    /// The request, whole.
    pub(super) request: String,
    /// What every answer must contain, so that no error is measured as a success.
    pub(super) expected: String,
}

/// Client material of a front that wants TLS.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct TlsOrder {
    /// Folder of the installation, whose authority is trusted.
    pub(super) home: PathBuf,
    /// True to present the software certificate.
    pub(super) certificate: bool,
}

/// What was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Measured {
    /// Time of each call.
    pub(super) calls: Distribution,
    /// Wall time of the measure, seconds.
    pub(super) seconds: f64,
}

/// Runs the order and prints [`Measured`] as one JSON line.
pub(super) async fn run(order: &str) -> Result<u8, Failure> {
    let order: Order = serde_json::from_str(order).map_err(Failure::usage)?;
    let measured = measure(Arc::new(order)).await?;
    println!(
        "{}",
        serde_json::to_string(&measured).map_err(Failure::bench)?
    );
    Ok(0)
}

async fn measure(order: Arc<Order>) -> Result<Measured, Failure> {
    let clock = Clock::system();
    let left = Arc::new(AtomicU64::new(order.calls));
    let connector = order
        .tls
        .as_ref()
        .map(super::served::connector)
        .transpose()?;
    let gate = Arc::new(tokio::sync::Barrier::new(
        usize::try_from(order.connections + 1).map_err(Failure::bench)?,
    ));
    let mut tasks = tokio::task::JoinSet::new();
    for rank in 0..order.connections {
        let (order, left, clock, gate) = (order.clone(), left.clone(), clock.clone(), gate.clone());
        let connector = connector.clone();
        tasks.spawn(async move {
            let tcp = TcpStream::connect(("127.0.0.1", order.port)).await?;
            tcp.set_nodelay(true)?;
            match connector {
                None => converse(tcp, rank, &order, &left, &clock, &gate).await,
                Some(connector) => {
                    let name =
                        rustls::pki_types::ServerName::from(std::net::IpAddr::from([127, 0, 0, 1]));
                    converse(
                        connector.connect(name, tcp).await?,
                        rank,
                        &order,
                        &left,
                        &clock,
                        &gate,
                    )
                    .await
                }
            }
        });
    }
    gate.wait().await;
    let start = clock.mono();
    let mut samples = Vec::new();
    while let Some(task) = tasks.join_next().await {
        samples.extend(task.map_err(Failure::bench)?.map_err(Failure::bench)?);
    }
    let seconds = clock.mono().since(start).as_secs_f64();
    Ok(Measured {
        calls: Distribution::of(samples),
        seconds,
    })
}

async fn converse(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    rank: u64,
    order: &Order,
    left: &AtomicU64,
    clock: &Clock,
    gate: &tokio::sync::Barrier,
) -> std::io::Result<Vec<u64>> {
    let mut buffer = Vec::with_capacity(16 * 1024);
    for _ in 0..order.warm_up {
        call(&mut stream, order, &mut buffer).await?;
    }
    gate.wait().await;
    let share = f64::from(order.spread_ms) / 1_000.0 * part(rank, order.connections);
    tokio::time::sleep(Duration::from_secs_f64(share)).await;
    let begin = clock.mono();
    let mut samples = Vec::new();
    let take = || {
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(1)
        })
    };
    let mut sent = 0_u64;
    while take().is_ok() {
        if let Some(rate) = order.rate {
            pace(begin, rank, sent, order.connections, rate, clock).await;
        }
        let before = clock.mono();
        call(&mut stream, order, &mut buffer).await?;
        samples.push(u64::try_from(clock.mono().since(before).as_nanos()).unwrap_or(u64::MAX));
        sent += 1;
    }
    Ok(samples)
}

/// Rank of a connection as a part of all.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of connections are small"
)]
fn part(rank: u64, connections: u64) -> f64 {
    rank as f64 / connections.max(1) as f64
}

/// Waits for this connection's turn: turns are spread evenly over the connections.
#[expect(
    clippy::cast_precision_loss,
    reason = "ranks of calls are far under 2^52"
)]
async fn pace(begin: Mono, rank: u64, sent: u64, connections: u64, rate: f64, clock: &Clock) {
    let turn = Duration::from_secs_f64((sent * connections + rank) as f64 / rate);
    let elapsed = clock.mono().since(begin);
    if let Some(wait) = turn.checked_sub(elapsed) {
        tokio::time::sleep(wait).await;
    }
}

async fn call(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    order: &Order,
    buffer: &mut Vec<u8>,
) -> std::io::Result<()> {
    stream.write_all(order.request.as_bytes()).await?;
    stream.flush().await?;
    buffer.clear();
    loop {
        if answer_end(buffer).is_some_and(|end| buffer.len() >= end) {
            break;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    let expected = order.expected.as_bytes();
    if buffer
        .windows(expected.len())
        .any(|window| window == expected)
    {
        return Ok(());
    }
    let shown: String = String::from_utf8_lossy(buffer).chars().take(600).collect();
    Err(std::io::Error::other(format!(
        "the answer does not hold {:?}: {shown}",
        order.expected
    )))
}

/// Where the answer ends, once its head is whole.
fn answer_end(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&buffer[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    Some(head + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(answer_end(answer), Some(answer.len()));
        assert_eq!(answer_end(b"HTTP/1.1 200 OK\r\nContent-Len"), None);
    }
}
