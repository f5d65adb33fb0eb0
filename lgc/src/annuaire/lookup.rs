//! The RPPS number of somebody known by surname and first name: found only when the directory knows one
//! active professional of exactly that name.
//!
//! Source: SC.SSI/IE.30 (draft): looked up at the creation of an account; a failure postpones it.

use std::time::Instant;

use banc_contract::DirectoryCriteria;

use super::client::DirectoryClient;
use super::same_name;
use super::search::SearchError;
use crate::defauts::Defect;

/// What the directory says of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// One professional: their number.
    Unique(String),
    /// Nobody of that name.
    Nobody,
    /// Several, or more than could be read.
    Several,
}

impl DirectoryClient {
    /// Looks a name up.
    pub async fn rpps_of(
        &self,
        family: &str,
        given: &str,
        deadline: Instant,
    ) -> Result<Lookup, SearchError> {
        let criteria = DirectoryCriteria {
            nom: Some(family.to_owned()),
            prenom: Some(given.to_owned()),
            ..DirectoryCriteria::default()
        };
        let found = self.search(&criteria, deadline).await?;
        let same = |one: &str, other: &str| same_name::key(one) == same_name::key(other);
        let mut numbers: Vec<String> = found
            .entries
            .into_iter()
            .filter(|entry| {
                same(&entry.name, family)
                    && same(entry.first_name.as_deref().unwrap_or_default(), given)
            })
            .filter_map(|entry| entry.rpps)
            .collect();
        if self.defects.has(Defect::RppsDuPremier) {
            numbers.truncate(1);
        }
        Ok(match numbers.as_slice() {
            // The search stopped short: what was not read may hold another one.
            [_] if found.incomplete => Lookup::Several,
            [] => Lookup::Nobody,
            [number] => Lookup::Unique(number.clone()),
            _ => Lookup::Several,
        })
    }
}
