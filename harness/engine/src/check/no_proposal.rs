//! The software proposes no identity to the user: it chooses nothing among several, and invents
//! nothing when INSi found none. Source: `INS/va1.35`; the absence of automatic choice is inferred.

use banc_contract::Outcome;
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, insi_calls, last_outcome};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoProposal {}

impl Judge for NoProposal {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        if let Err(finding) = last_outcome(facts) {
            return finding;
        }
        let calls = insi_calls(facts);
        if calls.is_empty() {
            return Finding::non_concluant("INSi n'a reçu aucun appel pendant l'action");
        }
        if calls.iter().any(|call| call.code() == Some("00")) {
            return Finding::non_concluant("INSi a rendu une identité, elle peut être proposée");
        }
        let acts = facts
            .record
            .acts
            .iter()
            .enumerate()
            .skip(facts.record.window_act);
        let proposed = acts.filter(|(_, act)| !act.setup).find(|(_, act)| {
            matches!(&act.outcome, Some(Outcome::Fait(done)) if done.comparaison.is_some())
        });
        let evidence = calls.iter().map(InsiCall::evidence);
        match proposed {
            Some((index, _)) => Finding::non_conforme(
                Provenance::Declaree,
                "INSi n'a rendu aucune identité, le logiciel en propose une",
            )
            .with([Evidence::Outcome { index }]),
            None => Finding::conforme(
                Provenance::Declaree,
                "le logiciel ne propose aucune identité",
            ),
        }
        .with(evidence)
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::{Comparison, Done};
    use banc_core::observed::insi::InsiOperation;

    use super::super::sample::{Sample, answered, matricule, traits};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(code: &str, proposes: bool) -> Verdict {
        let comparaison = proposes.then(|| Comparison {
            local: traits(),
            insi: traits(),
            matricule: matricule(),
            differences: Vec::new(),
            alertes: Vec::new(),
        });
        let facts = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, code), "")
            .act(Outcome::Fait(Box::new(Done {
                comparaison,
                ..Done::default()
            })))
            .facts();
        NoProposal {}.judge(&facts).verdict
    }

    #[test]
    fn nothing_may_be_proposed_without_an_identity() {
        assert_eq!(verdict("02", false), Verdict::Conforme);
        assert_eq!(verdict("02", true), Verdict::NonConforme);
        assert_eq!(verdict("00", true), Verdict::NonConcluant);
        let nothing = NoProposal {}.judge(&Sample::new().facts());
        assert_eq!(nothing.verdict, Verdict::NonConcluant);
    }
}
