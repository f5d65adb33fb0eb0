//! An alert was shown to the user on what INSi returned: in the comparison, or by refusing it.

use banc_contract::Outcome;
use serde::{Deserialize, Serialize};

use super::reading::{last_found, last_outcome};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertShown {}

impl Judge for AlertShown {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let call = match last_found(facts) {
            Ok(call) => call,
            Err(finding) => return finding,
        };
        let (index, _, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        if matches!(outcome, Outcome::Fait(done) if done.comparaison.is_none()) {
            return Finding::non_concluant(
                "le logiciel n'a montré aucune comparaison, l'alerte ne peut pas être jugée",
            )
            .with([Evidence::Outcome { index }, call.evidence()]);
        }
        let alert = match outcome {
            Outcome::Refuse { message, .. } => Some(message.as_str()),
            Outcome::Fait(done) => done
                .comparaison
                .as_ref()
                .and_then(|comparison| comparison.alertes.first())
                .map(String::as_str),
            _ => None,
        }
        .filter(|text| !text.trim().is_empty());
        match alert {
            Some(text) => Finding::conforme(
                Provenance::Declaree,
                format!("le logiciel alerte l'utilisateur : « {text} »"),
            ),
            None => Finding::non_conforme(
                Provenance::Declaree,
                "le logiciel ne montre aucune alerte sur l'identité rendue par INSi",
            ),
        }
        .with([Evidence::Outcome { index }, call.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::{Comparison, Done};
    use banc_core::observed::insi::InsiOperation;

    use super::super::sample::{Sample, answered, matricule, traits};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(code: &str, alertes: Vec<String>) -> Verdict {
        let comparison = Comparison {
            local: traits(),
            insi: traits(),
            matricule: matricule(),
            differences: Vec::new(),
            alertes,
        };
        let done = Done {
            comparaison: Some(comparison),
            ..Done::default()
        };
        let facts = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, code), "")
            .act(Outcome::Fait(Box::new(done)))
            .facts();
        AlertShown {}.judge(&facts).verdict
    }

    #[test]
    fn the_comparison_must_carry_an_alert() {
        assert_eq!(
            verdict("00", vec!["prénom différent".to_owned()]),
            Verdict::Conforme
        );
        assert_eq!(verdict("00", vec![String::new()]), Verdict::NonConforme);
        assert_eq!(verdict("00", Vec::new()), Verdict::NonConforme);
        assert_eq!(verdict("01", Vec::new()), Verdict::NonConcluant);
        let unshown = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, "00"), "")
            .act(Outcome::Fait(Box::default()));
        let unshown = AlertShown {}.judge(&unshown.facts());
        assert_eq!(unshown.verdict, Verdict::NonConcluant);
    }
}
