//! `ins.decider`: the user accepts or refuses the identity that INSi returned.
//!
//! Source: `INS/va1.52`, `.40`, `.54`.

use banc_contract::{Done, Status};

use super::PracticeState;
use crate::defauts::Defect;
use crate::identity::status::{self, Event};
use crate::identity::{Refusal, comparison, traits};

impl PracticeState {
    pub(super) fn decide_ins(&mut self, id: &str, accept: bool) -> Result<Done, Refusal> {
        self.record(id)?;
        let pending = self.pending.remove(id).ok_or_else(|| {
            Refusal::new("Aucune identité renvoyée par INSi n'attend de décision pour ce dossier.")
        })?;
        let author = self.author();
        let unqualified = self.defects.has(Defect::QualificationManquee);
        let unretrieved = self.defects.has(Defect::StatutRecupereManquant);
        let record = self.record_mut(id)?;
        if !accept {
            return Ok(done(
                id,
                "Identité renvoyée par INSi refusée : l'identité locale n'est pas modifiée."
                    .to_owned(),
            ));
        }
        if record.revision != pending.revision {
            return Err(Refusal::new(
                "Le dossier a été modifié depuis l'appel à INSi : relancez la recherche.",
            ));
        }
        let before = record.status;
        let accepted = comparison::accepted(&record.traits, &pending.identity.traits);
        let mut fields: Vec<String> = traits::changed(&record.traits, &accepted)
            .into_iter()
            .map(|field| field.name.to_owned())
            .collect();
        fields.extend(["matricule".to_owned(), "oid".to_owned()]);
        record.traits = accepted;
        record.ins = Some(pending.identity.matricule);
        record.ins_history = pending.identity.history;
        record.apply(Event::InsAccepted);
        if unqualified && before == Status::Validee {
            record.status = Status::Recuperee;
        }
        if unretrieved && before == Status::Provisoire {
            record.status = Status::Provisoire;
        }
        record.trace(&author, "ins", Some(before), fields);
        let words = format!(
            "Identité renvoyée par INSi acceptée : statut {}.",
            status::status_label(record.status)
        );
        Ok(done(id, words))
    }
}

fn done(id: &str, message: String) -> Done {
    Done {
        usager: Some(id.to_owned()),
        message: Some(message),
        ..Done::default()
    }
}
