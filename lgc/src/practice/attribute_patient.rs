//! `patient.attribuer`: adds or removes the attributes homonyme, douteux, fictif.
//!
//! Source: `INS/va1.44`; combinations: RNIV implementation guide (second-hand).

use banc_contract::{Attribute, Done};

use super::PracticeState;
use crate::defauts::Defect;
use crate::identity::Refusal;
use crate::identity::status::{self, Event};

impl PracticeState {
    pub(super) fn attribute_patient(
        &mut self,
        id: &str,
        attribute: Attribute,
        present: bool,
    ) -> Result<Done, Refusal> {
        let author = self.author();
        let keeps_status = self.defects.has(Defect::DouteGardeStatut);
        let record = self.record_mut(id)?;
        let before = record.status;
        let mut fields = vec!["attributs".to_owned()];
        if present {
            status::check_attribute(&record.attributes, attribute)
                .map_err(|refusal| Refusal::new(format!("Attribut refusé : {refusal}.")))?;
            record.attributes.insert(attribute);
            record.revision += 1;
            // INS/va1.44: a doubted identity goes back to provisoire and loses its INS.
            if attribute != Attribute::Homonyme && !keeps_status {
                fields.extend(record.apply(Event::Doubted));
            }
        } else {
            record.attributes.remove(&attribute);
            record.revision += 1;
        }
        record.trace(&author, "attribut", Some(before), fields);
        let words = format!(
            "Attribut « {} » {} : identité au statut {}.",
            status::attribute_label(attribute),
            if present { "posé" } else { "retiré" },
            status::status_label(record.status)
        );
        Ok(Done {
            usager: Some(id.to_owned()),
            message: Some(words),
            ..Done::default()
        })
    }
}
