//! A patient's record: traits, status, attributes, INS, and its own journal.

use std::collections::BTreeSet;

use banc_contract::answer::IdentityEvent;
use banc_contract::{Attribute, Identity, Matricule, Status, Traits};
use jiff::Timestamp;

use super::status::{self, Event};
use super::traits;

/// Who does something, and when: what every trace needs.
#[derive(Clone, Debug)]
pub struct Author {
    /// Name of the user.
    pub user: String,
    /// Instant.
    pub at: Timestamp,
}

/// One record of the practice.
#[derive(Clone, Debug)]
pub struct Record {
    /// Identifier in this practice.
    pub id: String,
    /// RNIV status.
    pub status: Status,
    /// Attributes.
    pub attributes: BTreeSet<Attribute>,
    /// Traits, in stored form.
    pub traits: Traits,
    /// Active INS.
    pub ins: Option<Matricule>,
    /// INS history, as INSi returned it.
    pub ins_history: Vec<Matricule>,
    /// Kind of the last proof recorded.
    pub proof: Option<String>,
    /// Changes and accesses, oldest first.
    pub journal: Vec<IdentityEvent>,
    /// Grows at every change, so that an answer asked for an older state is not applied.
    pub revision: u64,
}

impl Record {
    /// A new record: provisoire, without INS (`INS/va1.45`).
    pub fn new(id: String, traits: Traits) -> Self {
        Self {
            id,
            status: Status::Provisoire,
            attributes: BTreeSet::new(),
            traits,
            ins: None,
            ins_history: Vec::new(),
            proof: None,
            journal: Vec::new(),
            revision: 0,
        }
    }

    /// Applies an event of the state machine; the INS goes when the machine says so.
    /// Returns the fields that this emptied.
    pub fn apply(&mut self, event: Event) -> Vec<String> {
        let transition = status::transition(self.status, event);
        self.status = transition.status;
        self.revision += 1;
        if transition.keeps_ins {
            Vec::new()
        } else {
            self.drop_ins()
        }
    }

    /// Removes matricule, OID and history.
    pub fn drop_ins(&mut self) -> Vec<String> {
        self.revision += 1;
        self.ins_history.clear();
        if self.ins.take().is_some() {
            vec!["matricule".to_owned(), "oid".to_owned()]
        } else {
            Vec::new()
        }
    }

    /// Traces an event with the status it started from.
    pub fn trace(
        &mut self,
        author: &Author,
        nature: &str,
        before: Option<Status>,
        fields: Vec<String>,
    ) {
        let moved = before.is_some_and(|status| status != self.status) || nature == "creation";
        self.journal.push(IdentityEvent {
            instant: author.at.to_string(),
            utilisateur: author.user.clone(),
            nature: nature.to_owned(),
            statut_avant: before.filter(|_| moved),
            statut_apres: moved.then_some(self.status),
            champs: fields,
        });
    }

    /// The fields that may not be changed, unless they are opened to this user (`INS/va1.18`, `.47`).
    pub fn locked_fields(&self, opened: bool) -> Vec<String> {
        if opened || !status::holds_ins(self.status) {
            return Vec::new();
        }
        traits::FIELDS
            .iter()
            .filter(|field| field.strict)
            .map(|field| field.name)
            .chain(["matricule", "oid"])
            .map(ToOwned::to_owned)
            .collect()
    }

    /// The record as shown; the INS only to those who may see it (`INS/va1.50`).
    pub fn shown(&self, sees_ins: bool, opened: bool) -> Identity {
        Identity {
            usager: self.id.clone(),
            statut: self.status,
            attributs: self.attributes.iter().copied().collect(),
            traits: self.traits.clone(),
            matricule: self.ins.clone().filter(|_| sees_ins),
            historique_ins: if sees_ins {
                self.ins_history.clone()
            } else {
                Vec::new()
            },
            justificatif: self.proof.clone(),
            champs_verrouilles: self.locked_fields(opened),
        }
    }
}
