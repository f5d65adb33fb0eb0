//! The directory was asked at need: since the action began, it received at least one search, and its
//! parameters carry the criteria that the user gave.
//!
//! With several criteria, a software may ask by one and sort the answers by the others: the check of
//! what is proposed judges that, and this one only says that it is to be looked at.

use banc_contract::{DirectoryCriteria, Outcome};
use banc_core::observed::annuaire::AnnuaireOperation;
use serde::{Deserialize, Serialize};

use super::directory_call::{DirectoryCall, criteria, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryAsked {
    /// What the user gave.
    pub criteres: DirectoryCriteria,
}

/// The software refuses the action and the directory saw nothing of it in the whole scenario: the
/// network or the address it was given may be at fault.
fn never_reached(facts: &Facts) -> Option<Finding> {
    let (index, act) = facts.last_act()?;
    let Some(Outcome::Refuse { message, .. }) = &act.outcome else {
        return None;
    };
    let seen = facts
        .exchanges
        .iter()
        .any(|exchange| &*exchange.service == "annuaire");
    (!seen).then(|| {
        Finding::non_concluant(format!(
            "le logiciel refuse l'action, « {message} », et n'a jamais joint l'annuaire du banc pendant ce scénario : réseau, adresse ou certificats à vérifier"
        ))
        .with([Evidence::Outcome { index }])
    })
}

impl Judge for DirectoryAsked {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let mut calls = window_calls(facts);
        calls.retain(|call| call.is(AnnuaireOperation::Recherche));
        if calls.is_empty() {
            return never_reached(facts).unwrap_or_else(|| {
                Finding::non_conforme(
                    Provenance::Constatee,
                    "l'Annuaire Santé devait être interrogé pendant l'action, il n'a reçu aucune recherche",
                )
            });
        }
        let wanted = criteria(&self.criteres);
        let (asked, dropped): (Vec<_>, Vec<_>) = wanted
            .iter()
            .partition(|criterion| calls.iter().any(|call| call.carries(criterion)));
        let labels = |list: &[&super::directory_call::Criterion<'_>]| {
            list.iter()
                .map(|criterion| criterion.label)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let evidence = calls.iter().map(DirectoryCall::evidence);
        if asked.is_empty() {
            return Finding::non_conforme(
                Provenance::Constatee,
                format!(
                    "l'Annuaire Santé a été interrogé sans le critère saisi : {}",
                    labels(&dropped)
                ),
            )
            .with(evidence);
        }
        let finding = Finding::conforme(
            Provenance::Constatee,
            format!("l'Annuaire Santé a été interrogé par : {}", labels(&asked)),
        )
        .with(evidence);
        if dropped.is_empty() {
            finding
        } else {
            finding.capped(&format!("sans demander : {}", labels(&dropped)))
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::outcome::Durations;

    use super::super::directory_call::tests::{called, search, searched, searched_with};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn check(nom: Option<&str>, ville: Option<&str>) -> DirectoryAsked {
        DirectoryAsked {
            criteres: DirectoryCriteria {
                nom: nom.map(str::to_owned),
                ville: ville.map(str::to_owned),
                ..DirectoryCriteria::default()
            },
        }
    }

    #[test]
    fn the_search_must_be_made_in_the_window_with_the_criterion() {
        let by_name = check(Some("Martin"), None);
        let judged = |sample: Sample| by_name.judge(&sample.facts()).verdict;
        let family = || search(&[("family", "Martin")]);
        assert_eq!(
            judged(searched(called(Sample::new(), family()), &[])),
            Verdict::Conforme
        );
        assert_eq!(
            judged(searched(
                called(Sample::new(), search(&[("given", "Anne")])),
                &[]
            )),
            Verdict::NonConforme
        );
        assert_eq!(
            judged(searched(called(Sample::new(), family()).window(), &[])),
            Verdict::NonConforme
        );
        assert_eq!(judged(searched(Sample::new(), &[])), Verdict::NonConforme);
    }

    #[test]
    fn one_of_two_criteria_is_to_be_looked_at() {
        let both = check(Some("Martin"), Some("Nantes"));
        let judged = |parameters: &[(&str, &str)]| {
            let facts = searched(called(Sample::new(), search(parameters)), &[]).facts();
            both.judge(&facts).verdict
        };
        assert_eq!(judged(&[("family", "Martin")]), Verdict::ARevoir);
        assert_eq!(
            judged(&[("family", "Martin"), ("address-city", "Nantes")]),
            Verdict::Conforme
        );
        assert_eq!(judged(&[("_id", "1")]), Verdict::NonConforme);
    }

    #[test]
    fn a_software_that_never_reached_the_bench_and_says_so_is_not_judged() {
        let refused = Outcome::Refuse {
            message: "injoignable".to_owned(),
            durees: Durations::default(),
        };
        let facts = searched_with(Sample::new(), refused).facts();
        assert_eq!(
            check(Some("Martin"), None).judge(&facts).verdict,
            Verdict::NonConcluant
        );
    }
}
