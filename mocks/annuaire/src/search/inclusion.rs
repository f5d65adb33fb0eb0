//! Resources brought with those that match: `_include` and `_revinclude`.

use std::collections::BTreeSet;

use super::criterion::references;
use super::parameter::{self, ParameterType};
use crate::dataset::Dataset;
use crate::kind::Kind;
use crate::resource::Entry;

/// A reference to follow: `Type:parameter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inclusion {
    /// Type that refers.
    pub(crate) kind: Kind,
    /// Parameter that holds the reference.
    pub(crate) parameter: &'static str,
    /// Type that is referred to.
    pub(crate) target: Kind,
}

impl Inclusion {
    /// Reads `Type:parameter`; nothing when it names no reference.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (kind, parameter) = text.split_once(':')?;
        Self::every().find(|one| one.kind.name() == kind && one.parameter == parameter)
    }

    /// Every reference that exists.
    pub(crate) fn every() -> impl Iterator<Item = Self> {
        Kind::ALL.into_iter().flat_map(|kind| {
            let parameters = parameter::of(kind).iter();
            parameters.filter_map(move |parameter| match parameter.kind {
                ParameterType::Reference(target) => Some(Self {
                    kind,
                    parameter: parameter.name,
                    target,
                }),
                _ => None,
            })
        })
    }
}

/// What is brought with the resources of a page, each once, those of the page apart: resources that
/// they refer to, then resources that refer to them.
///
/// Each page brings its own: a resource may come again with another page (guide: « vous pouvez
/// recevoir un élément Organization plusieurs fois au fil des pages »). That one which already is
/// on the page is not repeated is inferred (FHIR R4 rule bdl-7).
pub(crate) fn brought<'a>(
    dataset: &'a Dataset,
    page: &[&Entry],
    includes: &[Inclusion],
    reverse: &[Inclusion],
) -> Vec<&'a Entry> {
    let mut seen: BTreeSet<String> = page.iter().map(|entry| entry.reference()).collect();
    let mut found = Vec::new();
    let mut keep = |entry: &'a Entry, found: &mut Vec<&'a Entry>| {
        if seen.insert(entry.reference()) {
            found.push(entry);
        }
    };
    for inclusion in includes {
        for entry in page.iter().filter(|entry| entry.kind == inclusion.kind) {
            for id in references(entry, inclusion.parameter) {
                if let Some(target) = dataset.entries().get(inclusion.target, id) {
                    keep(target, &mut found);
                }
            }
        }
    }
    for inclusion in reverse {
        let wanted: BTreeSet<&str> = page
            .iter()
            .filter(|entry| entry.kind == inclusion.target)
            .map(|entry| entry.id.as_str())
            .collect();
        for entry in dataset.entries().of_kind(inclusion.kind) {
            if references(entry, inclusion.parameter).any(|id| wanted.contains(id)) {
                keep(entry, &mut found);
            }
        }
    }
    found
}
