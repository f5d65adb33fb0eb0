//! One criterion of a search: tests of which one must hold, on a parameter of the resource, of a
//! resource that it refers to (chaining), or of one that refers to it (`_has`).

use jiff::Timestamp;
use serde_json::Value;

use super::date::DateTest;
use super::text::folded;
use crate::dataset::Dataset;
use crate::kind::Kind;
use crate::resource::Entry;

/// A value that searches look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Indexed {
    /// A text, and the same as it is compared.
    Text { plain: String, folded: String },
    Token {
        system: Option<String>,
        code: String,
    },
}

impl Indexed {
    pub(super) fn text(plain: String) -> Self {
        Self::Text {
            folded: folded(&plain),
            plain,
        }
    }

    pub(super) fn token(system: Option<&Value>, code: Option<&Value>) -> Option<Self> {
        Some(Self::Token {
            system: system.and_then(Value::as_str).map(str::to_owned),
            code: code?.as_str()?.to_owned(),
        })
    }

    /// The text, of a text.
    pub(crate) fn as_text(&self) -> &str {
        match self {
            Self::Text { plain, .. } => plain,
            Self::Token { code, .. } => code,
        }
    }
}

/// A test on one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// Begins with, case and accents apart.
    Begins(String),
    /// Contains, case and accents apart.
    Contains(String),
    /// Is that text, to the letter.
    Exact(String),
    /// `system|code`, `system|`, `|code`, `code`.
    Token {
        /// Absent: any; empty: none.
        system: Option<String>,
        code: Option<String>,
    },
    Date(DateTest),
    /// `Type/id` or `id`.
    Refers(Kind, String),
}

/// A criterion.
#[derive(Clone, Debug)]
pub(crate) enum Criterion {
    /// One of the tests holds on one of the values.
    Own {
        parameter: &'static str,
        tests: Vec<Test>,
        /// True with `:not`: none of the tests holds.
        negated: bool,
        /// The time of the call, for approximate dates.
        now: Timestamp,
    },
    /// A resource that this one refers to, by that parameter, meets the criterion.
    Chained {
        parameter: &'static str,
        target: Kind,
        inner: Box<Criterion>,
    },
    /// A resource of that type that refers to this one, by that parameter, meets the criterion.
    Has {
        kind: Kind,
        parameter: &'static str,
        inner: Box<Criterion>,
    },
}

impl Criterion {
    /// Whether a resource meets it.
    pub(super) fn holds(&self, entry: &Entry, dataset: &Dataset) -> bool {
        match self {
            Self::Own {
                parameter,
                tests,
                negated,
                now,
            } => tests.iter().any(|test| test.holds(entry, parameter, *now)) != *negated,
            Self::Chained {
                parameter,
                target,
                inner,
            } => references(entry, parameter)
                .filter_map(|id| dataset.entries().get(*target, id))
                .any(|entry| inner.holds(entry, dataset)),
            Self::Has {
                kind,
                parameter,
                inner,
            } => {
                let own = entry.reference();
                let refers = |other: &&Entry| {
                    let values = other.index.get(parameter).into_iter().flatten();
                    values.into_iter().any(|value| value.as_text() == own)
                };
                let all = dataset.entries().of_kind(*kind).iter();
                all.filter(refers).any(|other| inner.holds(other, dataset))
            }
        }
    }
}

/// Identifiers that a resource refers to by a parameter.
pub(super) fn references<'a>(
    entry: &'a Entry,
    parameter: &str,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let values = entry.index.get(parameter).into_iter().flatten();
    values.map(|value| {
        let text = value.as_text();
        text.split_once('/').map_or(text, |(_, id)| id)
    })
}

impl Test {
    fn holds(&self, entry: &Entry, parameter: &str, now: Timestamp) -> bool {
        if let Self::Date(test) = self {
            return test.holds(entry.updated, now);
        }
        let values = entry.index.get(parameter).into_iter().flatten();
        values.into_iter().any(|value| self.fits(value))
    }

    fn fits(&self, value: &Indexed) -> bool {
        match (self, value) {
            (Self::Begins(start), Indexed::Text { folded, .. }) => folded.starts_with(start),
            (Self::Contains(part), Indexed::Text { folded, .. }) => folded.contains(part),
            (Self::Exact(whole), Indexed::Text { plain, .. }) => plain == whole,
            (
                Self::Token { system, code },
                Indexed::Token {
                    system: of,
                    code: value,
                },
            ) => {
                let same_system = match system.as_deref() {
                    None => true,
                    Some("") => of.is_none(),
                    Some(wanted) => of.as_deref() == Some(wanted),
                };
                same_system && code.as_ref().is_none_or(|wanted| wanted == value)
            }
            (Self::Refers(kind, id), value) => {
                let text = value.as_text();
                text.split_once('/')
                    .is_some_and(|(found, of)| found == kind.name() && of == id)
            }
            _ => false,
        }
    }
}
