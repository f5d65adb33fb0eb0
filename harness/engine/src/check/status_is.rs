//! The status of the identity. Source: `INS/va1.40`, `.43`, `.45`, `.54`.

use banc_contract::Status;
use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_now};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusIs {
    /// Name under which the record is kept.
    pub usager: String,
    /// Status expected.
    pub statut: Status,
}

/// French name of a status.
pub(super) fn name(statut: Status) -> &'static str {
    match statut {
        Status::Provisoire => "provisoire",
        Status::Recuperee => "récupérée",
        Status::Validee => "validée",
        Status::Qualifiee => "qualifiée",
    }
}

impl Judge for StatusIs {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let (expected, held) = (name(self.statut), name(seen.value.statut));
        Finding::when(
            seen.value.statut == self.statut,
            Provenance::Declaree,
            || format!("l'identité est au statut « {held} »"),
            || {
                format!(
                    "l'identité devait être au statut « {expected} », elle est au statut « {held} »"
                )
            },
        )
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_identity_of_another_record_says_nothing() {
        let question = banc_contract::Question::Identity {
            usager: "p1".to_owned(),
        };
        let mut other = super::super::sample::identity(Status::Qualifiee);
        other.usager = "p2".to_owned();
        let answer = banc_contract::Answer::Identite(Box::new(other));
        let facts = super::super::sample::Sample::new()
            .saw(question, answer)
            .facts();
        let check = StatusIs {
            usager: "usager".to_owned(),
            statut: Status::Qualifiee,
        };
        assert_eq!(
            check.judge(&facts).verdict,
            crate::verdict::Verdict::NonConcluant
        );
    }

    use super::super::sample::{Sample, identity};
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn the_status_must_be_the_expected_one() {
        let check = StatusIs {
            usager: "usager".to_owned(),
            statut: Status::Recuperee,
        };
        let verdict = |statut| {
            check
                .judge(&Sample::new().shows(identity(statut)).facts())
                .verdict
        };
        assert_eq!(verdict(Status::Recuperee), Verdict::Conforme);
        assert_eq!(verdict(Status::Qualifiee), Verdict::NonConforme);
        assert_eq!(
            check.judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
