//! A configured latency of 100 ms, seen by a client process, against its own baseline at 0 ms.

use std::path::Path;

use super::served::{self, Served, load, order};
use super::table::{Row, Values};
use crate::failure::Failure;

const PLAN: &str = r#"
[[regle]]
nom = "cent-millisecondes"
service = "insi"
faute = { nom = "latence_fixe", duree = "100ms" }
"#;

/// With 1 and with 200 concurrent calls; each against a baseline measured in the same run.
pub(super) async fn measure(home: &Path, calls: u64) -> Result<Vec<Row>, Failure> {
    let directory = served::scratch(home, "latence")?;
    let plan = directory.join("plan.toml");
    std::fs::write(&plan, PLAN).map_err(Failure::bench)?;
    let plan = plan.display().to_string();
    let calm = Served::start(home, &[]).await?;
    let slow = Served::start(home, &["--faults", &plan]).await?;
    let mut rows = Vec::new();
    for (connections, share) in [(1, 4), (200, 1)] {
        let calls = (calls / share).max(100);
        let mut baseline = order(calm.port("insi_clair")?, connections, calls);
        // The delayed calls are spread by their own delay; the baseline is given the same pace.
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of connections are small"
        )]
        let pace = connections as f64 / 0.1;
        baseline.rate = Some(pace);
        baseline.warm_up = 2;
        let zero = load(home, &baseline).await?.calls;
        let mut delayed = order(slow.port("insi_clair")?, connections, calls);
        delayed.warm_up = 2;
        delayed.spread_ms = 100;
        let seen = load(home, &delayed).await?.calls;
        let holds = seen.median_us - zero.median_us <= 100_300.0
            && seen
                .p99_us
                .zip(zero.p99_us)
                .is_some_and(|(p99, zero)| p99 - zero < 106_000.0);
        rows.push(Row {
            name: format!("latency 0 ms, {connections} concurrent"),
            values: Values::Durations(zero),
            target: None,
        });
        rows.push(Row {
            name: format!("latency 100 ms, {connections} concurrent"),
            values: Values::Durations(seen),
            target: Some((
                "over 0 ms: median <= 100.3 ms, p99 < 106 ms".to_owned(),
                holds,
            )),
        });
    }
    calm.stop().await?;
    slow.stop().await?;
    served::remove(&directory)?;
    Ok(rows)
}
