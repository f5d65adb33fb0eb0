//! The identity holds a given matricule and OID. Source: `INS/va1.13`, `.57`.

use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_now};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatriculeHeld {
    /// Name under which the record is kept.
    pub usager: String,
    /// Fifteen characters.
    pub numero: String,
    /// OID.
    pub oid: String,
}

impl Judge for MatriculeHeld {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let held = seen.value.matricule.as_ref();
        let same = held.is_some_and(|held| held.numero == self.numero && held.oid == self.oid);
        Finding::when(
            same,
            Provenance::Declaree,
            || "le matricule et l'OID gardés sont ceux attendus".to_owned(),
            || {
                let state = if held.is_none() {
                    "absents"
                } else {
                    "différents"
                };
                format!(
                    "le matricule et l'OID devaient être {} et {}, ils sont {state}",
                    self.numero, self.oid
                )
            },
        )
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Status;

    use super::super::sample::{Sample, identity, matricule};
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn both_parts_must_be_equal() {
        let check = |oid: &str| MatriculeHeld {
            usager: "usager".to_owned(),
            numero: matricule().numero,
            oid: oid.to_owned(),
        };
        let facts = Sample::new().shows(identity(Status::Recuperee)).facts();
        assert_eq!(
            check(&matricule().oid).judge(&facts).verdict,
            Verdict::Conforme
        );
        assert_eq!(check("1.2").judge(&facts).verdict, Verdict::NonConforme);
        let bare = Sample::new().shows(identity(Status::Provisoire)).facts();
        assert_eq!(check("1.2").judge(&bare).verdict, Verdict::NonConforme);
        assert_eq!(
            check("1.2").judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
