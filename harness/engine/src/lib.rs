//! The engine of the bench: drivers, sessions, evidence, checks, verdicts, requirements and reports.
//!
//! It starts nothing, and knows neither the scenario runner nor the command line. A check is a pure
//! function of recorded facts, so that a run can be judged again.

pub mod catalogue;
pub mod check;
pub mod digest;
pub mod driver;
pub mod exit;
pub mod fact;
pub mod finding;
pub mod judge;
pub mod measure;
pub mod record;
pub mod report;
pub mod session;
pub mod storage;
pub mod tally;
pub mod token;
pub mod verdict;

pub use catalogue::Catalogue;
pub use check::Check;
pub use driver::{Driver, DriverError};
pub use fact::Facts;
pub use finding::{Evidence, Finding};
pub use verdict::{Provenance, Verdict};
