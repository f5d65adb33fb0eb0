//! What is served: the FHIR resources of the directory, built once, and what searches find them by.

mod device;
mod healthcare_service;
mod organization;
mod part;
mod practitioner;
mod practitioner_role;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::dataset::{Dataset, Loaded};
use crate::kind::Kind;
use crate::search::{Indexed, index};

/// A resource.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) id: String,
    pub(crate) updated: Timestamp,
    pub(crate) json: Value,
    /// `json`, written once.
    pub(crate) text: String,
    /// Values by search parameter.
    pub(crate) index: BTreeMap<&'static str, Vec<Indexed>>,
}

impl Entry {
    fn new(kind: Kind, id: &str, updated: Timestamp, json: Value) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            updated,
            text: json.to_string(),
            index: index(kind, &json),
            json,
        }
    }

    /// `Type/id`.
    pub(crate) fn reference(&self) -> String {
        format!("{}/{}", self.kind.name(), self.id)
    }
}

/// Every resource, by type, in the order of the directory.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    by_kind: BTreeMap<Kind, Vec<Entry>>,
    places: BTreeMap<(Kind, String), usize>,
}

impl Entries {
    /// The resources of a directory.
    pub(crate) fn of(loaded: &Loaded) -> Self {
        let mut entries = Self::default();
        for one in &loaded.professionals {
            let json = practitioner::write(one);
            entries.push(Entry::new(Kind::Practitioner, &one.id, one.updated, json));
            for role in &one.situations {
                let json = practitioner_role::write(one, role);
                entries.push(Entry::new(
                    Kind::PractitionerRole,
                    &role.id,
                    role.updated,
                    json,
                ));
            }
        }
        for one in &loaded.structures {
            let json = organization::write(one);
            entries.push(Entry::new(Kind::Organization, &one.id, one.updated, json));
        }
        for one in &loaded.equipment {
            let json = device::write(one);
            entries.push(Entry::new(Kind::Device, &one.id, one.updated, json));
        }
        for one in &loaded.activities {
            let json = healthcare_service::write(one);
            entries.push(Entry::new(
                Kind::HealthcareService,
                &one.id,
                one.updated,
                json,
            ));
        }
        entries
    }

    fn push(&mut self, entry: Entry) {
        let list = self.by_kind.entry(entry.kind).or_default();
        self.places
            .insert((entry.kind, entry.id.clone()), list.len());
        list.push(entry);
    }

    /// The resources of a type.
    pub(crate) fn of_kind(&self, kind: Kind) -> &[Entry] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// A resource by its identifier.
    pub(crate) fn get(&self, kind: Kind, id: &str) -> Option<&Entry> {
        let place = *self.places.get(&(kind, id.to_owned()))?;
        self.by_kind.get(&kind)?.get(place)
    }
}

impl Dataset {
    /// Number of resources of a type.
    pub fn count(&self, kind: Kind) -> usize {
        self.entries().of_kind(kind).len()
    }
}

/// The profile of the public resources of a type; care activities have two, the first is told.
pub(crate) fn profile_of(kind: Kind) -> String {
    part::as_profile(match kind {
        Kind::Practitioner => "as-dp-practitioner",
        Kind::PractitionerRole => "as-dp-practitionerrole",
        Kind::Device => "as-dp-device",
        Kind::Organization => "as-dp-organization",
        Kind::HealthcareService => "as-dp-healthcareservice-healthcare-activity",
    })
}
