//! `utilisateur.changer`: another user sits down, with other rights.

use banc_contract::Done;
use banc_contract::action::Right;

use super::PracticeState;
use super::state::User;
use crate::identity::Refusal;

impl PracticeState {
    pub(super) fn change_user(
        &mut self,
        name: String,
        rights: Vec<Right>,
    ) -> Result<Done, Refusal> {
        if name.trim().is_empty() {
            return Err(Refusal::new(
                "Connexion refusée : l'utilisateur n'a pas de nom.",
            ));
        }
        let message = format!("Utilisateur connecté : {name}.");
        self.user = User {
            name,
            rights: rights.into_iter().collect(),
        };
        Ok(Done {
            message: Some(message),
            ..Done::default()
        })
    }
}
