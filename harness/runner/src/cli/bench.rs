//! `banc bench`: measures the bench itself and compares each figure with its target.
//!
//! Servers and load generators are processes of their own, as they are for a user; both share the
//! machine's cores, so the figures are those of a laptop, not of a laboratory.

mod client;
mod latency;
mod load;
mod memory;
mod play;
mod ready;
mod served;
mod sign_in;
mod statistics;
mod table;

use std::path::Path;

use crate::cli::BenchArgs;
use crate::failure::Failure;
use table::Row;

/// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Effort {
    /// Starts of a stack.
    starts: usize,
    /// Calls of a throughput measure.
    calls: u64,
    /// Calls of a latency measure.
    delayed_calls: u64,
    /// Calls at a steady rate.
    steady_calls: u64,
    /// Calls of the memory measure.
    memory_calls: u64,
    /// Sign-ins at Pro Santé Connect.
    sign_ins: usize,
    /// Runs of the demo.
    demos: usize,
}

const FULL: Effort = Effort {
    starts: 100,
    calls: 200_000,
    delayed_calls: 2_000,
    steady_calls: 10_000,
    memory_calls: 1_000_000,
    sign_ins: 2_000,
    demos: 5,
};

const QUICK: Effort = Effort {
    starts: 20,
    calls: 20_000,
    delayed_calls: 400,
    steady_calls: 2_000,
    memory_calls: 50_000,
    sign_ins: 400,
    demos: 1,
};

/// Runs the measures; 1 when a target is missed.
pub async fn bench(home: &Path, args: BenchArgs) -> Result<u8, Failure> {
    if let Some(order) = args.client {
        return client::run(&order).await;
    }
    if cfg!(debug_assertions) {
        return Err(Failure::Usage(
            "measures need an optimised build: cargo run --release -- bench".to_owned(),
        ));
    }
    let effort = if args.quick { QUICK } else { FULL };
    let wanted = |name: &str| {
        args.only
            .as_ref()
            .is_none_or(|text| name.contains(text.as_str()))
    };
    let mut rows: Vec<Row> = Vec::new();
    if wanted("ready") {
        rows.extend(ready::measure(home, effort.starts).await?);
    }
    if wanted("throughput") {
        rows.extend(load::throughput(home, effort.calls).await?);
    }
    if wanted("own") {
        rows.extend(load::own_time(home, effort.steady_calls).await?);
    }
    if wanted("latency") {
        rows.extend(latency::measure(home, effort.delayed_calls).await?);
    }
    if wanted("sign-in") {
        rows.extend(sign_in::measure(home, effort.sign_ins).await?);
    }
    if wanted("demo") {
        rows.extend(play::measure(home, effort.demos).await?);
    }
    if wanted("memory") {
        rows.extend(memory::measure(home, effort.memory_calls).await?);
    }
    if rows.is_empty() {
        return Err(Failure::Usage(
            "no measure has that name; try ready, throughput, own, latency, sign-in, demo or memory"
                .to_owned(),
        ));
    }
    print!("{}", table::render(&rows));
    Ok(u8::from(rows.iter().any(Row::missed)))
}
