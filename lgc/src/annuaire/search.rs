//! A search of the directory by the criteria of the user: the calls it takes, joined.
//!
//! A professional's data, their situations and their structures are three resources; the directory does
//! not chain them in one search, so each search narrows what the one before gave. The number of calls is
//! bounded, and a bound that was met is told: a part is never shown as the whole.

use std::time::Instant;

use banc_contract::DirectoryCriteria;
use hyper::Uri;

use super::client::DirectoryClient;
use super::entry::Entry;
use super::failure::DirectoryFailure;
use super::pool::{Ids, Pool};
use super::query::{Parameter, Query, Wanted};
use super::resource::Bundle;
use crate::identity::Refusal;

/// Calls of one search, pages included: under the limit of 17 a second.
const MOST_CALLS: u32 = 12;
/// Identifiers in one search by `_id`.
const IDS_AT_ONCE: usize = 40;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Active professionals and structures.
    pub entries: Vec<Entry>,
    /// RPPS numbers of the deactivated professionals that answer the criteria.
    pub deactivated: Vec<String>,
    /// True when there is more than was read.
    pub incomplete: bool,
}

/// Why a search gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The criteria cannot be searched.
    #[error(transparent)]
    Criteria(#[from] Refusal),
    /// The directory failed.
    #[error(transparent)]
    Failure(#[from] DirectoryFailure),
}

impl DirectoryClient {
    /// Searches by every criterion given, before `deadline`.
    pub async fn search(
        &self,
        criteria: &DirectoryCriteria,
        deadline: Instant,
    ) -> Result<Found, SearchError> {
        let wanted = Wanted::read(criteria, &self.defects)?;
        let mut run = Run {
            client: self,
            base: self.access.base.as_deref().ok_or_else(|| {
                DirectoryFailure::NotConfigured("aucune adresse d'annuaire".to_owned())
            })?,
            deadline,
            pool: Pool::default(),
            calls: 0,
            incomplete: false,
        };
        let (people, structures) = run.find(&wanted).await?;
        Ok(Found {
            entries: run.pool.entries(&people, &structures),
            deactivated: run.pool.deactivated(&people),
            incomplete: run.incomplete,
        })
    }
}

/// A search under way.
struct Run<'a> {
    client: &'a DirectoryClient,
    base: &'a str,
    deadline: Instant,
    pool: Pool,
    calls: u32,
    incomplete: bool,
}

impl Run<'_> {
    async fn find(&mut self, wanted: &Wanted) -> Result<(Ids, Ids), DirectoryFailure> {
        if !wanted.mailbox.is_empty() {
            return self.by_mailbox(wanted).await;
        }
        if wanted.named || wanted.structure.is_empty() {
            let people = self.collect(people(&wanted.person)).await?;
            return Ok((self.working_at(people, wanted).await?, Ids::new()));
        }
        let structures = Query::new("Organization", &wanted.structure)
            .with("_revinclude", "PractitionerRole:organization");
        let structures = self.collect(structures).await?;
        let candidates = self.pool.practitioners_in(&structures);
        let found = self.by_ids(&candidates, &wanted.person).await?;
        let shown = if wanted.person.is_empty() {
            structures
        } else {
            Ids::new()
        };
        Ok((found, shown))
    }

    /// A mailbox may be a professional's own, that of one of their situations, or a structure's.
    async fn by_mailbox(&mut self, wanted: &Wanted) -> Result<(Ids, Ids), DirectoryFailure> {
        let mut own = wanted.person.clone();
        own.extend(wanted.mailbox.clone());
        let mut found = self.collect(people(&own)).await?;
        let roles = self
            .collect(Query::new("PractitionerRole", &wanted.mailbox))
            .await?;
        let candidates = self.pool.practitioners_of_roles(&roles);
        let candidates = candidates.difference(&found).cloned().collect();
        found.extend(self.by_ids(&candidates, &wanted.person).await?);
        let found = self.working_at(found, wanted).await?;
        if !wanted.person.is_empty() {
            return Ok((found, Ids::new()));
        }
        let mut place = wanted.structure.clone();
        place.extend(wanted.mailbox.clone());
        let structures = self.collect(Query::new("Organization", &place)).await?;
        Ok((found, structures))
    }

    /// Those of these professionals that the criteria on the person keep, with all their situations.
    async fn by_ids(&mut self, ids: &Ids, person: &[Parameter]) -> Result<Ids, DirectoryFailure> {
        let mut kept = Ids::new();
        for chunk in chunks(ids) {
            kept.extend(self.collect(people(person).with("_id", chunk)).await?);
        }
        Ok(kept)
    }

    /// Those of these professionals who work in a structure that the criteria keep.
    async fn working_at(&mut self, people: Ids, wanted: &Wanted) -> Result<Ids, DirectoryFailure> {
        if wanted.structure.is_empty() {
            return Ok(people);
        }
        let mut places = Ids::new();
        for chunk in chunks(&self.pool.organizations_of(&people)) {
            let query = Query::new("Organization", &wanted.structure).with("_id", chunk);
            places.extend(self.collect(query).await?);
        }
        let there = self.pool.practitioners_in(&places);
        Ok(people.intersection(&there).cloned().collect())
    }

    /// Every page of a search, within bounds: identifiers of what matched.
    async fn collect(&mut self, query: Query) -> Result<Ids, DirectoryFailure> {
        let mut matched = Ids::new();
        let mut next = Some(query.uri(self.base)?);
        while let Some(uri) = next.take() {
            if self.calls == MOST_CALLS {
                self.incomplete = true;
                break;
            }
            self.calls += 1;
            let page = Bundle::read(&self.client.fhir(&uri, self.deadline).await?)?;
            next = page.next().map(|url| self.following(url)).transpose()?;
            for resource in page.resources()? {
                let (kind, id) = self.pool.add(resource);
                if kind == query.resource {
                    matched.insert(id);
                }
            }
        }
        Ok(matched)
    }

    /// The address of a page that follows: the key is sent to no other host than the directory's.
    fn following(&self, url: &str) -> Result<Uri, DirectoryFailure> {
        let elsewhere = || {
            DirectoryFailure::Unreadable("la page suivante n'est pas chez l'annuaire".to_owned())
        };
        let uri: Uri = url.parse().map_err(|_| elsewhere())?;
        let base: Uri = self.base.parse().map_err(|_| elsewhere())?;
        if uri.scheme() == base.scheme() && uri.authority() == base.authority() {
            Ok(uri)
        } else {
            Err(elsewhere())
        }
    }
}

/// A search of professionals, with their situations.
fn people(parameters: &[Parameter]) -> Query {
    Query::new("Practitioner", parameters).with("_revinclude", "PractitionerRole:practitioner")
}

fn chunks(ids: &Ids) -> Vec<String> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ids.chunks(IDS_AT_ONCE)
        .map(|chunk| chunk.join(","))
        .collect()
}
