//! `carte.presenter`: puts a carte Vitale in the reader. The card is a key to INSi, never an identity.

use banc_contract::Done;
use banc_contract::action::VitaleCard;

use super::PracticeState;
use crate::identity::{Refusal, matricule};

impl PracticeState {
    pub(super) fn present_card(&mut self, card: VitaleCard) -> Result<Done, Refusal> {
        let unreadable = |what: &str| {
            Refusal::new(format!(
                "Carte Vitale illisible : {what} n'a pas la forme attendue."
            ))
        };
        if matricule::key_of(&card.nir_ouvrant_droit).is_none() {
            return Err(unreadable("le NIR de l'assuré"));
        }
        if card
            .nir_beneficiaire
            .as_deref()
            .is_some_and(|nir| matricule::key_of(nir).is_none())
        {
            return Err(unreadable("le NIR du bénéficiaire"));
        }
        if !is_date(&card.date_naissance) {
            return Err(unreadable("la date de naissance"));
        }
        if card.rang.parse::<u8>().is_err() {
            return Err(unreadable("le rang de naissance"));
        }
        let message = format!("Carte Vitale lue : {}.", card.nom_naissance);
        self.card = Some(card);
        Ok(Done {
            message: Some(message),
            ..Done::default()
        })
    }
}

/// The shape `AAAA-MM-JJ`; a card may hold a date that the calendar does not know.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(rank, byte)| match rank {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
