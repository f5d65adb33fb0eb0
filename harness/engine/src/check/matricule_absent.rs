//! The identity holds neither matricule INS nor OID.

use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_now};
use super::traits_fields::matricule;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatriculeAbsent {
    /// Name under which the record is kept.
    pub usager: String,
}

impl Judge for MatriculeAbsent {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let oid = seen
            .value
            .matricule
            .as_ref()
            .is_some_and(|held| !held.oid.is_empty());
        Finding::when(
            matricule(seen.value).is_none() && !oid,
            Provenance::Declaree,
            || "l'identité ne porte ni matricule INS ni OID".to_owned(),
            || {
                "l'identité porte un matricule INS ou un OID, elle n'en devait porter aucun"
                    .to_owned()
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
    fn nothing_of_the_ins_may_remain() {
        let check = MatriculeAbsent {
            usager: "usager".to_owned(),
        };
        let verdict = |identity| check.judge(&Sample::new().shows(identity).facts()).verdict;
        assert_eq!(verdict(identity(Status::Provisoire)), Verdict::Conforme);
        assert_eq!(verdict(identity(Status::Recuperee)), Verdict::NonConforme);
        let mut half = identity(Status::Recuperee);
        if let Some(held) = half.matricule.as_mut() {
            held.numero.clear();
        }
        assert_eq!(verdict(half), Verdict::NonConforme);
        assert_eq!(
            check.judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
