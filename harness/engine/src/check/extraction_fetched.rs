//! The software fetched the free-access extraction during the action, whole, and accepted to import it.

use banc_contract::Outcome;
use banc_core::observed::annuaire::{AnnuaireAnswer, AnnuaireOperation};
use serde::{Deserialize, Serialize};

use super::directory_call::{disturbed, window_calls};
use super::reading::{injured, last_outcome};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractionFetched {}

impl Judge for ExtractionFetched {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (index, _, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let outcome_evidence = Evidence::Outcome { index };
        let calls = window_calls(facts);
        let fetched = calls.iter().find(|call| {
            call.is(AnnuaireOperation::Extraction)
                && matches!(call.observed.answer, AnnuaireAnswer::Document)
                && !injured(call.exchange)
        });
        let Some(call) = fetched else {
            if let Some(disturbed) = disturbed(facts) {
                return disturbed;
            }
            let reached = facts
                .exchanges
                .iter()
                .any(|exchange| &*exchange.service == "annuaire");
            if matches!(outcome, Outcome::Refuse { .. }) && !reached {
                return Finding::non_concluant(
                    "le logiciel refuse l'import et n'a jamais joint l'annuaire du banc : réseau, adresse ou certificats à vérifier",
                )
                .with([outcome_evidence]);
            }
            return Finding::non_conforme(
                Provenance::Constatee,
                "le logiciel devait lire l'extraction en libre accès, l'annuaire ne la lui a pas servie",
            )
            .with([outcome_evidence]);
        };
        Finding::when(
            matches!(outcome, Outcome::Fait(_)),
            Provenance::Constatee,
            || "l'annuaire a servi son extraction, le logiciel l'importe".to_owned(),
            || "l'annuaire a servi son extraction, le logiciel refuse l'import".to_owned(),
        )
        .with([call.evidence(), outcome_evidence])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::outcome::Durations;
    use banc_core::observed::annuaire::ObservedAnnuaire;

    use super::super::directory_call::tests::{broken, called, search};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn extraction() -> ObservedAnnuaire {
        ObservedAnnuaire {
            operation: Some(AnnuaireOperation::Extraction),
            answer: AnnuaireAnswer::Document,
            ..ObservedAnnuaire::default()
        }
    }

    fn refused() -> Outcome {
        Outcome::Refuse {
            message: "non".to_owned(),
            durees: Durations::default(),
        }
    }

    #[test]
    fn the_extraction_must_be_served_and_accepted() {
        let verdict = |sample: Sample, outcome: Outcome| {
            ExtractionFetched {}
                .judge(&sample.act(outcome).facts())
                .verdict
        };
        let done = || Outcome::Fait(Box::default());
        let served = || called(Sample::new(), extraction());
        assert_eq!(verdict(served(), done()), Verdict::Conforme);
        assert_eq!(verdict(served(), refused()), Verdict::NonConforme);
        assert_eq!(verdict(Sample::new(), done()), Verdict::NonConforme);
        assert_eq!(
            verdict(called(Sample::new(), search(&[])), done()),
            Verdict::NonConforme
        );
        assert_eq!(verdict(Sample::new(), refused()), Verdict::NonConcluant);
        assert_eq!(
            verdict(broken(Sample::new(), extraction()), refused()),
            Verdict::NonConcluant
        );
        let unknown = Outcome::Inconnu {
            cause: "?".to_owned(),
        };
        assert_eq!(verdict(served(), unknown), Verdict::NonConcluant);
    }
}
