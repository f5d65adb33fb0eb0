//! The matricule and the OID held are those INSi returned last. Source: `INS/va1.52`.

use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, ask_identity, identity_now, insi};
use super::{Judge, Need, resultat};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatriculeOfInsi {
    /// Name under which the record is kept.
    pub usager: String,
}

/// The last `00` of the whole scenario: the search may precede the window that decides.
pub(super) fn last_answer(facts: &Facts) -> Result<(InsiCall<'_>, resultat::Resultat), Finding> {
    facts
        .exchanges
        .iter()
        .rev()
        .filter_map(|exchange| {
            Some(InsiCall {
                exchange,
                observed: insi(exchange)?,
            })
        })
        .filter(|call| call.code() == Some("00"))
        .find_map(|call| {
            let body = &call.exchange.response.as_ref()?.body.bytes;
            let returned = resultat::read(body)?;
            Some((call, returned))
        })
        .ok_or_else(|| Finding::non_concluant("INSi n'a rendu aucune identité lisible (code 00)"))
}

impl Judge for MatriculeOfInsi {
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
        let held = seen
            .value
            .matricule
            .as_ref()
            .map(|held| (&held.numero, &held.oid));
        let sent = returned
            .actif
            .as_ref()
            .map(|actif| (&actif.numero, &actif.oid));
        Finding::when(
            held == sent && held.is_some(),
            Provenance::Declaree,
            || "le matricule et l'OID gardés sont ceux qu'INSi a rendus".to_owned(),
            || {
                let state = if held.is_none() {
                    "absents"
                } else {
                    "différents"
                };
                format!(
                    "le matricule et l'OID devaient être ceux qu'INSi a rendus, ils sont {state}"
                )
            },
        )
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

    fn sample(code: &str) -> Sample {
        Sample::new().call(answered(InsiOperation::RechercheTraits, code), found_body())
    }

    #[test]
    fn the_matricule_must_be_that_of_the_answer() {
        let check = MatriculeOfInsi {
            usager: "usager".to_owned(),
        };
        let verdict =
            |sample: Sample, identity| check.judge(&sample.shows(identity).facts()).verdict;
        assert_eq!(
            verdict(sample("00"), identity(Status::Recuperee)),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(sample("00"), identity(Status::Provisoire)),
            Verdict::NonConforme
        );
        let mut other = identity(Status::Recuperee);
        if let Some(held) = other.matricule.as_mut() {
            held.oid = "1.2".to_owned();
        }
        assert_eq!(verdict(sample("00"), other), Verdict::NonConforme);
        assert_eq!(
            verdict(sample("01"), identity(Status::Recuperee)),
            Verdict::NonConcluant
        );
    }
}
