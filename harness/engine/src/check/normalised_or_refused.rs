//! A value typed in lower case, with accents or impossible is stored in the required form, or
//! refused with a message. Source: `INS/va1.56.02`, `.03`.

use banc_contract::Outcome;
use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_now, last_outcome};
use super::traits_fields::{label, shown, value};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormalisedOrRefused {
    /// Name under which the record is kept, when the software accepts.
    pub usager: String,
    /// Contract name of the trait.
    pub champ: String,
    /// Form required.
    pub attendu: String,
}

impl Judge for NormalisedOrRefused {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        match last_outcome(facts) {
            Ok((_, _, Outcome::Fait(_))) => ask_identity(facts, &self.usager),
            _ => Vec::new(),
        }
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (index, _, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let evidence = [Evidence::Outcome { index }];
        let name = label(&self.champ);
        if let Outcome::Refuse { message, .. } = outcome {
            return Finding::when(
                !message.trim().is_empty(),
                Provenance::Declaree,
                || {
                    format!(
                        "le logiciel refuse la valeur du champ « {name} » et le dit : « {message} »"
                    )
                },
                || format!("le logiciel refuse la valeur du champ « {name} » sans rien dire"),
            )
            .with(evidence);
        }
        let seen = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let held = value(&seen.value.traits, &self.champ);
        Finding::when(
            held == Some(self.attendu.as_str()),
            Provenance::Declaree,
            || format!("le champ « {name} » est gardé sous la forme « {} »", self.attendu),
            || {
                format!(
                    "le champ « {name} » devait être gardé sous la forme « {} » ou refusé, il est {}",
                    self.attendu,
                    shown(held)
                )
            },
        )
        .with(evidence)
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Status;
    use banc_contract::outcome::Durations;

    use super::super::sample::{Sample, identity};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(outcome: Outcome, stored: &str) -> Verdict {
        let mut shown = identity(Status::Provisoire);
        shown.traits.nom_naissance = Some(stored.to_owned());
        let check = NormalisedOrRefused {
            usager: "usager".to_owned(),
            champ: "nom_naissance".to_owned(),
            attendu: "LEVEQUE".to_owned(),
        };
        check
            .judge(&Sample::new().act(outcome).shows(shown).facts())
            .verdict
    }

    #[test]
    fn the_required_form_or_a_refusal_that_is_said() {
        let done = || Outcome::Fait(Box::default());
        let refusal = |message: &str| Outcome::Refuse {
            message: message.to_owned(),
            durees: Durations::default(),
        };
        assert_eq!(verdict(done(), "LEVEQUE"), Verdict::Conforme);
        assert_eq!(verdict(done(), "Lévêque"), Verdict::NonConforme);
        assert_eq!(verdict(refusal("accents interdits"), ""), Verdict::Conforme);
        assert_eq!(verdict(refusal(""), ""), Verdict::NonConforme);
        assert_eq!(verdict(Outcome::NonSupporte, ""), Verdict::NonConcluant);
    }
}
