//! The strict traits, the matricule and its OID are shown locked, the used names are not.
//! Source: `INS/va1.18`, `.47`, `.48`.

use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_now};
use super::traits_fields::label;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldsLocked {
    /// Name under which the record is kept.
    pub usager: String,
    /// Contract names of the fields that must be locked.
    pub verrouilles: Vec<String>,
    /// Contract names of the fields that must not be.
    pub libres: Vec<String>,
}

impl Judge for FieldsLocked {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let locked = &seen.value.champs_verrouilles;
        let names = |wrong: Vec<&String>| {
            wrong
                .iter()
                .map(|name| label(name))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let open: Vec<_> = self
            .verrouilles
            .iter()
            .filter(|name| !locked.contains(name))
            .collect();
        let shut: Vec<_> = self
            .libres
            .iter()
            .filter(|name| locked.contains(name))
            .collect();
        let finding = if !open.is_empty() {
            Finding::non_conforme(
                Provenance::Declaree,
                format!(
                    "ces champs devaient être verrouillés et ne le sont pas : {}",
                    names(open)
                ),
            )
        } else if !shut.is_empty() {
            Finding::non_conforme(
                Provenance::Declaree,
                format!(
                    "ces champs devaient rester modifiables et sont verrouillés : {}",
                    names(shut)
                ),
            )
        } else {
            Finding::conforme(
                Provenance::Declaree,
                "les champs verrouillés et modifiables sont ceux qui doivent l'être",
            )
        };
        finding.with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Status;

    use super::super::sample::{Sample, identity};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(locked: &[&str]) -> Verdict {
        let mut shown = identity(Status::Qualifiee);
        shown.champs_verrouilles = locked.iter().map(|&name| name.to_owned()).collect();
        let check = FieldsLocked {
            usager: "usager".to_owned(),
            verrouilles: vec!["nom_naissance".to_owned(), "matricule".to_owned()],
            libres: vec!["nom_utilise".to_owned()],
        };
        check.judge(&Sample::new().shows(shown).facts()).verdict
    }

    #[test]
    fn each_field_must_be_on_its_side() {
        assert_eq!(verdict(&["nom_naissance", "matricule"]), Verdict::Conforme);
        assert_eq!(verdict(&["nom_naissance"]), Verdict::NonConforme);
        let all = ["nom_naissance", "matricule", "nom_utilise"];
        assert_eq!(verdict(&all), Verdict::NonConforme);
        let check = FieldsLocked {
            usager: "inconnu".to_owned(),
            verrouilles: Vec::new(),
            libres: Vec::new(),
        };
        assert_eq!(
            check.judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
