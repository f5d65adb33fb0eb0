//! The kind of proof of identity shown by the patient is kept. Source: `INS/va1.23`.

use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_now};
use super::traits_fields::shown;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofKept {
    /// Name under which the record is kept.
    pub usager: String,
    /// Kind of proof, as in the contract.
    pub justificatif: String,
}

impl Judge for ProofKept {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let held = seen.value.justificatif.as_deref();
        Finding::when(
            held == Some(self.justificatif.as_str()),
            Provenance::Declaree,
            || {
                format!(
                    "le logiciel garde le justificatif « {} »",
                    self.justificatif
                )
            },
            || {
                format!(
                    "le logiciel devait garder le justificatif « {} », il est {}",
                    self.justificatif,
                    shown(held)
                )
            },
        )
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Status;

    use super::super::sample::{Sample, identity};
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn the_kind_must_be_kept() {
        let check = ProofKept {
            usager: "usager".to_owned(),
            justificatif: "passeport".to_owned(),
        };
        let verdict = |held: Option<&str>| {
            let mut shown = identity(Status::Validee);
            shown.justificatif = held.map(str::to_owned);
            check.judge(&Sample::new().shows(shown).facts()).verdict
        };
        assert_eq!(verdict(Some("passeport")), Verdict::Conforme);
        assert_eq!(verdict(Some("carte_identite")), Verdict::NonConforme);
        assert_eq!(verdict(None), Verdict::NonConforme);
        assert_eq!(
            check.judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
