//! Throughput over keep-alive connections, and the mock's own time at a steady rate.

use std::path::Path;

use banc_core::exchange::Stage;

use super::client::TlsOrder;
use super::served::{self, Served, load, order};
use super::statistics::Distribution;
use super::table::{Row, Values};
use crate::failure::Failure;

/// Keep-alive connections of the measures.
const CONNECTIONS: u64 = 16;

/// Searches per second, plain and over TLS, journal on.
pub(super) async fn throughput(home: &Path, calls: u64) -> Result<Vec<Row>, Failure> {
    let directory = served::scratch(home, "debit")?;
    let journal = directory.display().to_string();
    let served = Served::start(home, &["--journal", &journal]).await?;
    let mut rows = Vec::new();
    for (name, front, tls, target) in [
        (
            "throughput, 16 plain connections",
            "insi_clair",
            false,
            8_000.0,
        ),
        ("throughput, 16 TLS connections", "insi_tlsm", true, 5_000.0),
    ] {
        let mut order = order(served.port(front)?, CONNECTIONS, calls);
        order.tls = tls.then(|| TlsOrder {
            home: home.to_owned(),
            certificate: true,
        });
        let measured = load(home, &order).await?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of calls are far under 2^52"
        )]
        let rate = measured.calls.n as f64 / measured.seconds;
        rows.push(Row {
            name: name.to_owned(),
            values: Values::Figure {
                n: measured.calls.n,
                text: format!("{rate:.0} /s"),
            },
            target: Some((format!(">= {target:.0} /s"), rate >= target)),
        });
        rows.push(Row {
            name: format!("{name}: time of a call"),
            values: Values::Durations(measured.calls),
            target: None,
        });
    }
    served.stop().await?;
    served::remove(&directory)?;
    Ok(rows)
}

/// The mock's own time per search at 500 searches per second.
pub(super) async fn own_time(home: &Path, calls: u64) -> Result<Vec<Row>, Failure> {
    let directory = served::scratch(home, "temps-propre")?;
    let journal = directory.display().to_string();
    let served = Served::start(home, &["--journal", &journal]).await?;
    let mut order = order(served.port("insi_clair")?, CONNECTIONS, calls);
    order.rate = Some(500.0);
    let measured = load(home, &order).await?;
    served.stop().await?;
    let recorded = banc_core::journal::read(&directory).map_err(Failure::bench)?;
    let own = recorded.exchanges().filter_map(|exchange| {
        let instants = &exchange.instants;
        let whole = instants.between(Stage::BodyEnd, Stage::FirstByte)?;
        let injected = instants
            .between(Stage::Answered, Stage::Released)
            .unwrap_or_default();
        u64::try_from(whole.saturating_sub(injected).as_nanos()).ok()
    });
    let own = Distribution::of(own);
    served::remove(&directory)?;
    let holds =
        own.n >= calls && own.median_us < 500.0 && own.p99_us.is_some_and(|p99| p99 < 3_000.0);
    Ok(vec![
        Row {
            name: "own time of a search at 500 /s".to_owned(),
            values: Values::Durations(own),
            target: Some(("median < 0.5 ms, p99 < 3 ms".to_owned(), holds)),
        },
        Row {
            name: "own time of a search at 500 /s: seen by the client".to_owned(),
            values: Values::Durations(measured.calls),
            target: None,
        },
    ])
}
