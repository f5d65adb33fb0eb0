//! `patient.justifier`: records a proof of identity; one of high trust validates.
//!
//! Source: `INS/va1.55`, `.23`, `.26`, `.43`, `.54`.

use banc_contract::Done;

use super::PracticeState;
use crate::defauts::Defect;
use crate::identity::status::{self, Event};
use crate::identity::{Refusal, proof};

impl PracticeState {
    pub(super) fn justify_patient(&mut self, id: &str, kind: &str) -> Result<Done, Refusal> {
        let kind = proof::find(kind)?;
        let author = self.author();
        let high_trust = kind.high_trust || self.defects.has(Defect::PermisVautPreuve);
        let validates = high_trust && !self.defects.has(Defect::ValidationSansEffet);
        let forgets = self.defects.has(Defect::JustificatifOublie);
        let record = self.record_mut(id)?;
        if high_trust && status::is_doubted(&record.attributes) {
            return Err(Refusal::new(
                "Validation refusée : l'identité porte l'attribut douteux ou fictif.",
            ));
        }
        let before = record.status;
        if !forgets {
            record.proof = Some(kind.name.to_owned());
        }
        if validates {
            record.apply(Event::Validated);
        } else {
            record.revision += 1;
        }
        record.trace(
            &author,
            "validation",
            Some(before),
            vec!["justificatif".to_owned()],
        );
        let words = if high_trust {
            format!(
                "Justificatif « {} » enregistré : identité au statut {}.",
                kind.label,
                status::status_label(record.status)
            )
        } else {
            format!(
                "Justificatif « {} » enregistré : il n'est pas de haut niveau de confiance, le statut reste {}.",
                kind.label,
                status::status_label(record.status)
            )
        };
        Ok(Done {
            usager: Some(id.to_owned()),
            message: Some(words),
            ..Done::default()
        })
    }
}
