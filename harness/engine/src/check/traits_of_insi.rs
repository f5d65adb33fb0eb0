//! The strict traits held are those INSi returned last, unchanged. Source: `INS/va1.52`.

use serde::{Deserialize, Serialize};

use super::matricule_of_insi::last_answer;
use super::reading::{ask_identity, identity_now};
use super::traits_fields::{STRICT, label, shown, value};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraitsOfInsi {
    /// Name under which the record is kept.
    pub usager: String,
}

impl Judge for TraitsOfInsi {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (call, returned) = match last_answer(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        if STRICT
            .into_iter()
            .all(|field| value(&returned.traits, field).is_none())
        {
            return Finding::non_concluant("INSi n'a rendu aucun trait").with([call.evidence()]);
        }
        let wrong = STRICT.into_iter().find_map(|field| {
            let sent = value(&returned.traits, field)?;
            let held = value(&seen.value.traits, field);
            (held != Some(sent)).then_some((field, sent, held))
        });
        match wrong {
            None => Finding::conforme(
                Provenance::Declaree,
                "les traits stricts gardés sont ceux qu'INSi a rendus",
            ),
            Some((field, sent, held)) => Finding::non_conforme(
                Provenance::Declaree,
                format!(
                    "le champ « {} » devait être celui d'INSi, {}, il est {}",
                    label(field),
                    shown(Some(sent)),
                    shown(held)
                ),
            ),
        }
        .with([seen.evidence(), call.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Status;
    use banc_core::observed::insi::InsiOperation;

    use super::super::sample::{Sample, answered, found_body, identity};
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn an_answer_without_traits_proves_nothing() {
        let body = "<RESULTAT><INDIVIDU/></RESULTAT>";
        let facts = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, "00"), body)
            .shows(identity(Status::Recuperee))
            .facts();
        let usager = "usager".to_owned();
        assert_eq!(
            TraitsOfInsi { usager }.judge(&facts).verdict,
            Verdict::NonConcluant
        );
    }

    fn verdict(code: &str, place: Option<&str>) -> Verdict {
        let mut held = identity(Status::Recuperee);
        held.traits.lieu_naissance = place.map(str::to_owned);
        let facts = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, code), found_body())
            .shows(held)
            .facts();
        TraitsOfInsi {
            usager: "usager".to_owned(),
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn every_returned_trait_must_be_held() {
        assert_eq!(verdict("00", Some("63220")), Verdict::Conforme);
        assert_eq!(verdict("00", Some("99999")), Verdict::NonConforme);
        assert_eq!(verdict("00", None), Verdict::NonConforme);
        assert_eq!(verdict("01", Some("63220")), Verdict::NonConcluant);
    }
}
