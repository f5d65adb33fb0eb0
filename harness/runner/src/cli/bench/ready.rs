//! Time from the start of a stack to the acceptance of a connection on every listener.

use std::path::Path;

use banc_core::Clock;
use banc_server::{LaneOptions, StackConfig};
use tokio::net::TcpStream;

use super::served;
use super::statistics::Distribution;
use super::table::{Row, Values};
use crate::failure::Failure;

/// With an existing authority, journal on disk.
pub(super) async fn measure(home: &Path, starts: usize) -> Result<Vec<Row>, Failure> {
    served::authority(home)?;
    let clock = Clock::system();
    let directory = served::scratch(home, "demarrage")?;
    let mut samples = Vec::new();
    for start in 0..starts {
        let mut config = StackConfig::from_toml("").map_err(Failure::bench)?;
        config.pki.directory = crate::home::pki(home);
        config.listen.plain = true;
        let before = clock.mono();
        let journal = directory.join(start.to_string());
        let stack = crate::stack::start(config, 1, Some(journal))?;
        let lane = stack.open_lane(LaneOptions::named("mesure"))?;
        let endpoints = lane.endpoints();
        for url in endpoints.values().chain([&stack.management_url()]) {
            let address = url.split('/').nth(2).unwrap_or_default();
            TcpStream::connect(address.replace("localhost", "127.0.0.1"))
                .await
                .map_err(Failure::bench)?;
        }
        samples.push(u64::try_from(clock.mono().since(before).as_nanos()).unwrap_or(u64::MAX));
        stack.finish(std::time::Duration::from_secs(2)).await?;
    }
    served::remove(&directory)?;
    let values = Distribution::of(samples);
    let holds = values.p95_us < 50_000.0;
    Ok(vec![Row {
        name: "ready on all listeners".to_owned(),
        values: Values::Durations(values),
        target: Some(("p95 < 50 ms".to_owned(), holds)),
    }])
}
