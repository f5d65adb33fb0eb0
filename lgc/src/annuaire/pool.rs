//! The resources gathered by one search, and how they are joined: a professional's addresses are their
//! own and those of each of their situations; a structure's are its own.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use super::resource::{Organization, Practitioner, PractitionerRole, Resource, Telecom};

/// Logical identifiers of a kind of resource.
pub type Ids = BTreeSet<String>;

/// Resources by logical identifier.
#[derive(Debug, Default)]
pub struct Pool {
    practitioners: BTreeMap<String, Practitioner>,
    roles: BTreeMap<String, PractitionerRole>,
    organizations: BTreeMap<String, Organization>,
}

impl Pool {
    /// Keeps a resource and gives its type and identifier.
    pub fn add(&mut self, resource: Resource) -> (&'static str, String) {
        match resource {
            Resource::Practitioner(resource) => {
                let id = resource.id.clone();
                self.practitioners.insert(id.clone(), resource);
                ("Practitioner", id)
            }
            Resource::Role(resource) => {
                let id = resource.id.clone();
                self.roles.insert(id.clone(), resource);
                ("PractitionerRole", id)
            }
            Resource::Organization(resource) => {
                let id = resource.id.clone();
                self.organizations.insert(id.clone(), resource);
                ("Organization", id)
            }
        }
    }

    /// Professionals of these situations.
    pub fn practitioners_of_roles(&self, roles: &Ids) -> Ids {
        let roles = roles.iter().filter_map(|id| self.roles.get(id));
        owned(roles.filter_map(PractitionerRole::practitioner))
    }

    /// Professionals with a situation in these structures.
    pub fn practitioners_in(&self, organizations: &Ids) -> Ids {
        owned(
            self.active_roles()
                .filter(|role| {
                    role.organization()
                        .is_some_and(|id| organizations.contains(id))
                })
                .filter_map(PractitionerRole::practitioner),
        )
    }

    /// Structures of these professionals.
    pub fn organizations_of(&self, practitioners: &Ids) -> Ids {
        owned(
            self.active_roles()
                .filter(|role| {
                    role.practitioner()
                        .is_some_and(|id| practitioners.contains(id))
                })
                .filter_map(PractitionerRole::organization),
        )
    }

    fn active_roles(&self) -> impl Iterator<Item = &PractitionerRole> {
        self.roles.values().filter(|role| role.is_active())
    }

    /// The active ones among these, by name then number.
    pub fn entries(&self, practitioners: &Ids, organizations: &Ids) -> Vec<Entry> {
        let people = practitioners
            .iter()
            .filter_map(|id| self.practitioners.get(id))
            .filter(|practitioner| practitioner.is_active())
            .map(|practitioner| self.person(practitioner));
        let structures = organizations
            .iter()
            .filter_map(|id| self.organizations.get(id))
            .filter(|organization| organization.is_active())
            .map(structure);
        let mut entries: Vec<Entry> = people.chain(structures).collect();
        entries.sort_by(|one, other| {
            let key = |entry: &Entry| {
                (
                    entry.name.clone(),
                    entry.first_name.clone(),
                    entry.rpps.clone(),
                )
            };
            key(one).cmp(&key(other))
        });
        entries
    }

    /// RPPS numbers of the deactivated ones among these.
    pub fn deactivated(&self, practitioners: &Ids) -> Vec<String> {
        let known = practitioners
            .iter()
            .filter_map(|id| self.practitioners.get(id));
        known
            .filter(|practitioner| !practitioner.is_active())
            .filter_map(|practitioner| practitioner.rpps().map(ToOwned::to_owned))
            .collect()
    }

    fn person(&self, practitioner: &Practitioner) -> Entry {
        let (name, first_name) = practitioner.names();
        let mut addresses = Telecom::mailboxes(&practitioner.telecom);
        let own = self
            .active_roles()
            .filter(|role| role.practitioner() == Some(practitioner.id.as_str()));
        for address in own.flat_map(|role| Telecom::mailboxes(&role.telecom)) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        Entry {
            id: format!("Practitioner/{}", practitioner.id),
            rpps: practitioner.rpps().map(ToOwned::to_owned),
            name,
            first_name,
            addresses,
        }
    }
}

fn structure(organization: &Organization) -> Entry {
    Entry {
        id: format!("Organization/{}", organization.id),
        rpps: None,
        name: organization.name.clone(),
        first_name: None,
        addresses: Telecom::mailboxes(&organization.telecom),
    }
}

fn owned<'a>(ids: impl Iterator<Item = &'a str>) -> Ids {
    ids.map(ToOwned::to_owned).collect()
}
