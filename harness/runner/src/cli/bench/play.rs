//! Duration of the whole demo, as a user runs it.

use std::path::Path;
use std::process::Stdio;

use banc_core::Clock;

use super::served::{self, banc};
use super::statistics::Distribution;
use super::table::{Row, Values};
use crate::failure::Failure;

/// The demo with its default quiet windows, from the command to the reports.
pub(super) async fn measure(home: &Path, runs: usize) -> Result<Vec<Row>, Failure> {
    let clock = Clock::system();
    let directory = served::scratch(home, "demo")?;
    let mut samples = Vec::new();
    for run in 0..runs {
        let start = clock.mono();
        let status = banc(home)?
            .args(["demo", "--report-dir"])
            .arg(directory.join(run.to_string()))
            .stdout(Stdio::null())
            .status()
            .await
            .map_err(Failure::bench)?;
        if !status.success() {
            return Err(Failure::Bench(format!("the demo ended with {status}")));
        }
        samples.push(u64::try_from(clock.mono().since(start).as_nanos()).unwrap_or(u64::MAX));
    }
    served::remove(&directory)?;
    let values = Distribution::of(samples);
    let holds = values.max_us < 20_000_000.0;
    Ok(vec![Row {
        name: "whole demo".to_owned(),
        values: Values::Durations(values),
        target: Some(("< 20 s".to_owned(), holds)),
    }])
}
