//! The traits sent to INSi are those of the record, in capitals without diacritics.
//! Source: lexical rules of SEL-MP-043 v05 (second-hand).

use banc_core::observed::insi::{InsiOperation, SearchedTraits};
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, ask_identity, calls_to, identity_before};
use super::traits_fields::{shown, value};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraitsSent {
    /// Name under which the record is kept.
    pub usager: String,
}

impl Judge for TraitsSent {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = calls_to(facts, InsiOperation::RechercheTraits);
        if calls.is_empty() {
            return Finding::non_concluant("INSi n'a reçu aucune recherche par traits");
        }
        let local = match identity_before(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let wrong = calls.iter().find_map(|call| {
            let blank = SearchedTraits::default();
            let sent = call.observed.traits.as_ref().unwrap_or(&blank);
            wrong(sent, &local.value.traits)
        });
        match wrong {
            Some(message) => Finding::non_conforme(Provenance::Constatee, message),
            None => Finding::conforme(
                Provenance::Constatee,
                "les traits envoyés à INSi sont ceux de l'usager, en majuscules sans signe diacritique",
            ),
        }
        .with([local.evidence()])
        .with(calls.iter().map(InsiCall::evidence))
    }
}

fn wrong(sent: &SearchedTraits, local: &banc_contract::Traits) -> Option<String> {
    let pairs = [
        (
            "le nom de naissance",
            sent.nom_naissance.as_deref(),
            value(local, "nom_naissance"),
        ),
        ("le sexe", sent.sexe.as_deref(), value(local, "sexe")),
        (
            "la date de naissance",
            sent.date_naissance.as_deref(),
            value(local, "date_naissance"),
        ),
    ];
    for (name, seen, expected) in pairs {
        if seen.filter(|text| !text.is_empty()) != expected {
            return Some(format!(
                "{name} envoyé à INSi devait être {}, il est {}",
                shown(expected),
                shown(seen)
            ));
        }
    }
    let lexical = |text: &str| {
        text.chars()
            .all(|each| each.is_ascii_uppercase() || matches!(each, ' ' | '\'' | '-'))
    };
    let names = sent.nom_naissance.iter().chain(&sent.prenoms);
    names
        .filter(|text| !lexical(text))
        .map(|text| format!("« {text} » est envoyé à INSi hors des caractères permis"))
        .next()
}

#[cfg(test)]
mod tests {
    use banc_contract::{Outcome, Status};
    use banc_core::observed::insi::ObservedInsi;

    use super::super::sample::{Sample, answered, identity};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(change: impl FnOnce(&mut SearchedTraits)) -> Verdict {
        let mut sent = SearchedTraits {
            nom_naissance: Some("FONTANEL".to_owned()),
            prenoms: vec!["CLAIRE".to_owned()],
            sexe: Some("F".to_owned()),
            date_naissance: Some("1980-03-12".to_owned()),
            lieu_naissance: None,
        };
        change(&mut sent);
        let call = ObservedInsi {
            traits: Some(sent),
            ..answered(InsiOperation::RechercheTraits, "01")
        };
        let facts = Sample::new()
            .shows(identity(Status::Provisoire))
            .call(call, "")
            .act(Outcome::Fait(Box::default()))
            .facts();
        TraitsSent {
            usager: "usager".to_owned(),
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn the_record_and_the_wire_must_agree() {
        assert_eq!(verdict(|_| {}), Verdict::Conforme);
        assert_eq!(
            verdict(|sent| sent.sexe = Some("M".to_owned())),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|sent| sent.date_naissance = None),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|sent| sent.prenoms = vec!["Claire".to_owned()]),
            Verdict::NonConforme
        );
        let unseen = TraitsSent {
            usager: "usager".to_owned(),
        }
        .judge(&Sample::new().facts());
        assert_eq!(unseen.verdict, Verdict::NonConcluant);
    }
}
