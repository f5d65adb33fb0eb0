//! `annuaire.choisir`: the address of a correspondent enters the message being written, as the directory
//! gave it. With several addresses, the user says which.

use banc_contract::Done;

use super::PracticeState;
use crate::annuaire::Entry;
use crate::defauts::Defect;
use crate::identity::Refusal;

impl PracticeState {
    pub(super) fn pick_correspondent(
        &mut self,
        id: &str,
        address: Option<&str>,
    ) -> Result<Done, Refusal> {
        let entry = self.correspondents.find(id).ok_or_else(|| {
            Refusal::new(format!(
                "Le correspondant {id} n'est ni dans la dernière recherche ni dans le carnet."
            ))
        })?;
        let address = self.address_of(&entry, address)?;
        let draft = self.draft_mut();
        if draft.destinataires.contains(&address) {
            return Ok(Done {
                message: Some(format!("{address} est déjà destinataire.")),
                ..Done::default()
            });
        }
        draft.destinataires.push(address.clone());
        self.correspondents.book.remember(&entry);
        Ok(Done {
            message: Some(format!(
                "{} ajouté aux destinataires : {address}.",
                entry.label()
            )),
            ..Done::default()
        })
    }

    fn address_of(&self, entry: &Entry, wanted: Option<&str>) -> Result<String, Refusal> {
        let addresses = entry.addresses.as_slice();
        if addresses.is_empty() {
            return Err(Refusal::new(format!(
                "{} n'a pas d'adresse MSSanté dans l'Annuaire Santé.",
                entry.label()
            )));
        }
        if let Some(wanted) = wanted {
            return addresses
                .iter()
                .find(|address| address.eq_ignore_ascii_case(wanted.trim()))
                .cloned()
                .ok_or_else(|| {
                    Refusal::new(format!(
                        "{wanted} n'est pas une adresse de {} dans l'Annuaire Santé.",
                        entry.label()
                    ))
                });
        }
        if addresses.len() > 1 && !self.defects.has(Defect::PremiereAdresse) {
            return Err(Refusal::new(format!(
                "{} a plusieurs adresses MSSanté, choisissez : {}.",
                entry.label(),
                addresses.join(", ")
            )));
        }
        Ok(addresses[0].clone())
    }
}
