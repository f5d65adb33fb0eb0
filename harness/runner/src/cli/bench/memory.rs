//! Resident memory of the simulated services, idle and after many exchanges.

use std::path::Path;

use super::served::{self, Served, load, order};
use super::table::{Row, Values};
use crate::failure::Failure;

/// Idle, then after `calls` exchanges with the journal on.
pub(super) async fn measure(home: &Path, calls: u64) -> Result<Vec<Row>, Failure> {
    let directory = served::scratch(home, "memoire")?;
    let journal = directory.display().to_string();
    let served = Served::start(home, &["--journal", &journal]).await?;
    let idle = served.resident_kb()?;
    let measured = load(home, &order(served.port("insi_clair")?, 16, calls)).await?;
    let after = served.resident_kb()?;
    served.stop().await?;
    served::remove(&directory)?;
    Ok(vec![
        row("memory, idle", 1, idle, 20),
        row("memory, after the calls", measured.calls.n, after, 100),
    ])
}

#[expect(
    clippy::cast_precision_loss,
    reason = "resident memory is far under 2^52 kilobytes"
)]
fn row(name: &str, n: u64, resident_kb: u64, limit_mb: u64) -> Row {
    let megabytes = resident_kb as f64 / 1_024.0;
    Row {
        name: name.to_owned(),
        values: Values::Figure {
            n,
            text: format!("{megabytes:.1} MB"),
        },
        target: Some((format!("< {limit_mb} MB"), resident_kb < limit_mb * 1_024)),
    }
}
