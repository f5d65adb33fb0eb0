//! The fictitious directory: professionals with their situations, structures, heavy equipment,
//! care activities, mailboxes; typed access to the cases that scenarios need.
//!
//! The data are committed tables (`fixtures/annuaire`), read and checked here; what they look like
//! on the wire is [`crate::resource`]'s.

mod activity;
mod equipment;
mod load;
mod luhn;
mod mailbox;
mod professional;
mod structure;
mod table;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub use activity::{CareActivity, CareProfile};
pub use equipment::Equipment;
pub(crate) use load::Loaded;
pub use load::{DatasetError, Tables};
pub use luhn::has_luhn_key;
pub use mailbox::{Mailbox, MailboxKind};
pub use professional::{Card, Professional, Situation};
pub use structure::{Nature, Street, Structure};

use crate::resource::Entries;

/// The directory.
pub struct Dataset {
    professionals: Vec<Professional>,
    structures: Vec<Structure>,
    equipment: Vec<Equipment>,
    activities: Vec<CareActivity>,
    entries: Entries,
}

impl std::fmt::Debug for Dataset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dataset")
            .field("professionals", &self.professionals.len())
            .field("structures", &self.structures.len())
            .finish_non_exhaustive()
    }
}

static EMBEDDED: LazyLock<Arc<Dataset>> = LazyLock::new(|| Arc::new(embedded()));

#[expect(
    clippy::expect_used,
    reason = "the tables are embedded and a test reads them"
)]
fn embedded() -> Dataset {
    Dataset::read(&Tables::EMBEDDED).expect("fixtures/annuaire is embedded and tested")
}

impl Dataset {
    /// The committed data, read once.
    pub fn embedded() -> Arc<Self> {
        Arc::clone(&EMBEDDED)
    }

    /// Reads and checks tables.
    pub fn read(tables: &Tables<'_>) -> Result<Self, DatasetError> {
        let loaded = load::load(tables)?;
        let entries = Entries::of(&loaded);
        Ok(Self {
            professionals: loaded.professionals,
            structures: loaded.structures,
            equipment: loaded.equipment,
            activities: loaded.activities,
            entries,
        })
    }

    /// Every professional, deactivated ones included, in the order of the directory.
    pub fn professionals(&self) -> &[Professional] {
        &self.professionals
    }

    /// Every structure.
    pub fn structures(&self) -> &[Structure] {
        &self.structures
    }

    /// Every heavy equipment.
    pub fn equipment(&self) -> &[Equipment] {
        &self.equipment
    }

    /// Every care activity and social equipment.
    pub fn activities(&self) -> &[CareActivity] {
        &self.activities
    }

    /// What is served.
    pub(crate) fn entries(&self) -> &Entries {
        &self.entries
    }

    /// The professional of an RPPS number.
    pub fn professional(&self, rpps: &str) -> Option<&Professional> {
        self.professionals
            .iter()
            .find(|professional| professional.rpps == rpps)
    }

    /// The structure of a technical identifier.
    pub fn structure(&self, id: &str) -> Option<&Structure> {
        self.structures.iter().find(|structure| structure.id == id)
    }

    /// Active professionals that no other resembles by name, each with exactly one public address.
    pub fn unique_with_mailbox(&self) -> Vec<&Professional> {
        self.alone(|professional| professional.addresses().len() == 1)
    }

    /// Active professionals that no other resembles by name, without public address.
    pub fn without_mailbox(&self) -> Vec<&Professional> {
        self.alone(|professional| professional.addresses().is_empty())
    }

    /// Active professionals that no other resembles by name, with several public addresses.
    pub fn with_several_mailboxes(&self) -> Vec<&Professional> {
        self.alone(|professional| professional.addresses().len() > 1)
    }

    /// Active professionals that no other resembles by name, with several active situations.
    pub fn with_several_situations(&self) -> Vec<&Professional> {
        self.alone(|professional| professional.active_situations().count() > 1)
    }

    /// Active professionals that have a mailbox on the red list, and no public one.
    pub fn on_red_list(&self) -> Vec<&Professional> {
        self.alone(|professional| {
            professional.addresses().is_empty() && professional.all_mailboxes().any(|m| m.red_list)
        })
    }

    /// Groups of active professionals who share surname and first name, each of them with a public
    /// address and a number of their own.
    pub fn homonyms(&self) -> Vec<Vec<&Professional>> {
        let reachable =
            |group: &Vec<&Professional>| group.iter().all(|one| !one.addresses().is_empty());
        self.by_name()
            .into_values()
            .filter(|group| group.len() > 1 && reachable(group))
            .collect()
    }

    /// Deactivated professionals.
    pub fn deactivated(&self) -> Vec<&Professional> {
        self.professionals
            .iter()
            .filter(|professional| !professional.active)
            .collect()
    }

    fn alone(&self, wanted: impl Fn(&Professional) -> bool) -> Vec<&Professional> {
        let groups = self.by_name();
        self.professionals
            .iter()
            .filter(|one| one.active && wanted(one))
            .filter(|one| {
                groups
                    .get(&one.name_key())
                    .is_some_and(|group| group.len() == 1)
            })
            .collect()
    }

    fn by_name(&self) -> BTreeMap<String, Vec<&Professional>> {
        let mut groups: BTreeMap<String, Vec<&Professional>> = BTreeMap::new();
        for one in self.professionals.iter().filter(|one| one.active) {
            groups.entry(one.name_key()).or_default().push(one);
        }
        groups
    }
}

#[cfg(test)]
mod tests;
