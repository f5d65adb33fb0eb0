//! A trait of the identity has a given value.

use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_now};
use super::traits_fields::{label, shown, value};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldIs {
    /// Name under which the record is kept.
    pub usager: String,
    /// Contract name of the trait.
    pub champ: String,
    /// Value expected.
    pub valeur: String,
}

impl Judge for FieldIs {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let held = value(&seen.value.traits, &self.champ);
        let name = label(&self.champ);
        Finding::when(
            held == Some(self.valeur.as_str()),
            Provenance::Declaree,
            || format!("le champ « {name} » vaut « {} »", self.valeur),
            || {
                format!(
                    "le champ « {name} » devait valoir « {} », il est {}",
                    self.valeur,
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
    fn the_value_must_be_exact() {
        let facts = Sample::new().shows(identity(Status::Provisoire)).facts();
        let check = |valeur: &str| FieldIs {
            usager: "usager".to_owned(),
            champ: "nom_naissance".to_owned(),
            valeur: valeur.to_owned(),
        };
        assert_eq!(check("FONTANEL").judge(&facts).verdict, Verdict::Conforme);
        assert_eq!(
            check("Fontanel").judge(&facts).verdict,
            Verdict::NonConforme
        );
        let unseen = Sample::new().facts();
        assert_eq!(
            check("FONTANEL").judge(&unseen).verdict,
            Verdict::NonConcluant
        );
    }
}
