//! An identity that arrives from another domain, once read and matched with the local base.

use banc_contract::action::ReceivedIdentity;
use banc_contract::{Matricule, Status, Traits};

use super::PracticeState;
use super::create_patient::complete;
use crate::identity::{Record, Refusal, matricule, name, traits};

/// A received identity once read.
pub(super) struct Arrival {
    pub(super) traits: Traits,
    pub(super) ins: Option<Matricule>,
    pub(super) domain: String,
    /// Qualifiée at a partner bound by a trust agreement.
    pub(super) trusted: bool,
    pub(super) sender_status: Status,
    /// The record it matches here.
    pub(super) known: Option<String>,
}

impl PracticeState {
    pub(super) fn read_arrival(&self, received: &ReceivedIdentity) -> Result<Arrival, Refusal> {
        let refused = |Refusal(words): Refusal| {
            Refusal::new(format!(
                "Identité reçue de {} refusée : {words}.",
                received.domaine
            ))
        };
        let traits = complete(traits::stored_form(&received.traits, false).map_err(refused)?);
        if let Some(field) = traits::missing(&traits) {
            return Err(refused(Refusal::new(format!(
                "le trait « {} » manque",
                field.label
            ))));
        }
        let ins = (!received.matricule.is_empty()).then(|| Matricule {
            numero: received.matricule.clone(),
            oid: received.oid.clone(),
            debut: None,
            fin: None,
        });
        let known = self.known_as(&traits, ins.as_ref());
        Ok(Arrival {
            traits,
            ins,
            domain: received.domaine.clone(),
            trusted: received.contrat_de_confiance && received.statut == Status::Qualifiee,
            sender_status: received.statut,
            known,
        })
    }

    /// The local record of the same matricule, else of the same strict traits.
    fn known_as(&self, received: &Traits, ins: Option<&Matricule>) -> Option<String> {
        let number = |ins: &Matricule| matricule::number(&ins.numero).to_owned();
        let same_ins = |record: &&Record| {
            ins.is_some_and(|ins| {
                record
                    .ins
                    .as_ref()
                    .is_some_and(|own| number(own) == number(ins))
            })
        };
        let key = |value: &Option<String>| name::search_key(value.as_deref().unwrap_or(""));
        let same_traits = |record: &&Record| {
            let own = &record.traits;
            key(&own.nom_naissance) == key(&received.nom_naissance)
                && key(&own.premier_prenom) == key(&received.premier_prenom)
                && own.date_naissance == received.date_naissance
                && own.sexe == received.sexe
        };
        self.records
            .values()
            .find(same_ins)
            .or_else(|| self.records.values().find(same_traits))
            .map(|record| record.id.clone())
    }
}
