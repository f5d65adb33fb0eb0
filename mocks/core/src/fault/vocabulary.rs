//! The words that a plan may use: services, operations, refusals, variations.

use std::collections::BTreeMap;

use crate::service::Service;

/// The words of every service of the bench.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    services: BTreeMap<String, ServiceWords>,
}

/// The words of one service.
#[derive(Clone, Debug, Default)]
pub struct ServiceWords {
    /// Operations, `inconnue` included.
    pub operations: Vec<String>,
    /// Codes of official refusals.
    pub refusals: Vec<String>,
    /// Names of variations.
    pub variations: Vec<String>,
}

impl Vocabulary {
    /// The words of some services.
    pub fn of<'a>(services: impl IntoIterator<Item = &'a dyn Service>) -> Self {
        let mut vocabulary = Self::default();
        for service in services {
            let owned = |words: Vec<&'static str>| words.into_iter().map(str::to_owned).collect();
            let mut operations: Vec<String> = owned(service.operations());
            operations.push(crate::service::UNKNOWN_OPERATION.to_owned());
            let words = ServiceWords {
                operations,
                refusals: owned(service.refusals()),
                variations: owned(service.variations()),
            };
            vocabulary.services.insert(service.name().to_owned(), words);
        }
        vocabulary
    }

    /// The words of a service.
    pub fn service(&self, name: &str) -> Option<&ServiceWords> {
        self.services.get(name)
    }

    /// Names of the services.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }
}
