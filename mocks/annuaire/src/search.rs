//! Searches: what a query asks, which resources match, which are brought with them.
//!
//! Source of the rules, unless a line says otherwise: FHIR R4 §3.1.1, guide of the FHIR API, code
//! of the directory's server.

mod criterion;
mod date;
mod inclusion;
mod parameter;
mod query;
mod text;

pub(crate) use criterion::Indexed;
pub(crate) use inclusion::{Inclusion, brought};
pub(crate) use parameter::{index, of as parameters};
pub(crate) use query::{Circumstances, Notes, Query, Total};
pub(crate) use text::folded;

use crate::dataset::Dataset;
use crate::resource::Entry;

/// The resources that match, in the order of the directory, with their places.
pub(crate) fn matching<'a>(dataset: &'a Dataset, query: &Query) -> Vec<(usize, &'a Entry)> {
    let all = dataset.entries().of_kind(query.kind);
    let matches = |entry: &Entry| {
        query
            .criteria
            .iter()
            .all(|criterion| criterion.holds(entry, dataset))
    };
    all.iter()
        .enumerate()
        .filter(|(_, entry)| matches(entry))
        .collect()
}
