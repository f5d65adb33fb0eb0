//! What the instants of exchanges say: where the time of a call went, and how calls are spread.
//!
//! Numbers always come with their count; this file decides no verdict.

pub mod latency;
pub mod waterfall;

pub use latency::{LatencySummary, Spread, injected};
pub use waterfall::{Leg, Segment, Timeline, timeline};
