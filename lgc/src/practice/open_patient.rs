//! `patient.ouvrir`: shows a record; each view of an INS is traced.
//!
//! Source: `INS/va1.39`, `INS/va1.50`.

use banc_contract::{Done, Identity};

use super::PracticeState;
use crate::defauts::Defect;
use crate::identity::{Refusal, status};

impl PracticeState {
    pub(super) fn open_patient(&mut self, id: &str) -> Result<Done, Refusal> {
        let hidden = self.record(id)?.ins.is_some() && !self.sees_ins();
        self.view(id)?;
        if hidden {
            // The attempt is traced too, without any field since nothing was seen.
            self.trace_access(id, Vec::new())?;
        }
        Ok(Done {
            usager: Some(id.to_owned()),
            message: hidden.then(|| {
                "L'INS de cet usager n'est pas affiché : l'utilisateur n'a pas le droit de le voir."
                    .to_owned()
            }),
            ..Done::default()
        })
    }

    /// The record as the current user sees it; seeing the INS leaves a trace.
    pub(super) fn view(&mut self, id: &str) -> Result<Identity, Refusal> {
        let record = self.record(id)?;
        let mut identity = record.shown(self.sees_ins(), self.opens_strict_traits());
        if self.defects.has(Defect::NomUtiliseVerrouille) && status::holds_ins(record.status) {
            let used = ["nom_utilise", "prenom_utilise"];
            identity
                .champs_verrouilles
                .extend(used.map(ToOwned::to_owned));
        }
        if identity.matricule.is_some() {
            self.trace_access(id, vec!["matricule".to_owned(), "oid".to_owned()])?;
        }
        Ok(identity)
    }

    fn trace_access(&mut self, id: &str, fields: Vec<String>) -> Result<(), Refusal> {
        if self.defects.has(Defect::AccesInsNonTrace) {
            return Ok(());
        }
        let author = self.author();
        self.record_mut(id)?
            .trace(&author, "consultation", None, fields);
        Ok(())
    }
}
