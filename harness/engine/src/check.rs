//! Checks: pure functions of facts, one per file, each with its parameters as data so that a
//! recorded run can be judged again.
//!
//! What every check shares is here: a blocked scenario, a trouble of the bench, the cap of the
//! provisional verification contract.

mod reading;
mod resultat;
#[cfg(test)]
pub(crate) mod sample;
mod traits_fields;

pub mod action_done;
pub mod action_refused;
pub mod alert_shown;
pub mod authenticated;
pub mod authentication_traced;
pub mod call_author;
pub mod call_count;
pub mod call_traced;
pub mod comparison_shown;
pub mod data_traced;
pub mod event_traced;
pub mod field_is;
pub mod fields_locked;
pub mod first_names_asked;
pub mod found_locally;
pub mod identity_unchanged;
pub mod in_worklist;
pub mod ins_hidden;
pub mod matricule_absent;
pub mod matricule_held;
pub mod matricule_of_insi;
pub mod no_call;
pub mod no_proposal;
pub mod normalised_or_refused;
pub mod proof_kept;
pub mod records_added;
pub mod status_is;
pub mod statuses_crossed;
pub mod traits_of_insi;
pub mod traits_sent;
pub mod user_informed;

use serde::{Deserialize, Serialize};

use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Verdict;

/// What a check needs gathered before it can judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The answer to a question, asked now.
    Ask(banc_contract::Question),
    /// A quiet window on a service, with a positive control.
    Quiet {
        /// Service watched.
        service: &'static str,
    },
}

/// One check.
pub trait Judge {
    /// What must be gathered first.
    fn needs(&self, facts: &Facts) -> Vec<Need>;
    /// The finding.
    fn judge(&self, facts: &Facts) -> Finding;
}

/// Every check, as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "controle", rename_all = "snake_case")]
pub enum Check {
    /// The last action was accepted.
    ActionDone(action_done::ActionDone),
    /// The last action was refused and the user told.
    ActionRefused(action_refused::ActionRefused),
    /// An alert was shown.
    AlertShown(alert_shown::AlertShown),
    /// The calls were authenticated in a given mode, and the journal says so.
    Authenticated(authenticated::Authenticated),
    /// The journal names the authentication mode that INSi saw.
    AuthenticationTraced(authentication_traced::AuthenticationTraced),
    /// The calls are traced with their author and their instant.
    CallAuthor(call_author::CallAuthor),
    /// INSi received a bounded number of calls.
    CallCount(call_count::CallCount),
    /// A call is traced with its mode and its code.
    CallTraced(call_traced::CallTraced),
    /// The comparison local/INSi was shown with its differences.
    ComparisonShown(comparison_shown::ComparisonShown),
    /// What INSi returned is traced whole.
    DataTraced(data_traced::DataTraced),
    /// An event of the identity is traced.
    EventTraced(event_traced::EventTraced),
    /// A trait has a given value.
    FieldIs(field_is::FieldIs),
    /// Fields are locked, others are not.
    FieldsLocked(fields_locked::FieldsLocked),
    /// First names were asked in a given order.
    FirstNamesAsked(first_names_asked::FirstNamesAsked),
    /// The local search finds a record, or does not.
    FoundLocally(found_locally::FoundLocally),
    /// The identity is as before the action.
    IdentityUnchanged(identity_unchanged::IdentityUnchanged),
    /// The record is in the worklist.
    InWorklist(in_worklist::InWorklist),
    /// The INS is hidden from this user.
    InsHidden(ins_hidden::InsHidden),
    /// No matricule is held.
    MatriculeAbsent(matricule_absent::MatriculeAbsent),
    /// The matricule held is a given one.
    MatriculeHeld(matricule_held::MatriculeHeld),
    /// The matricule held is INSi's.
    MatriculeOfInsi(matricule_of_insi::MatriculeOfInsi),
    /// INSi received no call.
    NoCall(no_call::NoCall),
    /// No identity is proposed to the user.
    NoProposal(no_proposal::NoProposal),
    /// A typed value was stored in the required form, or refused.
    NormalisedOrRefused(normalised_or_refused::NormalisedOrRefused),
    /// The proof of identity is kept.
    ProofKept(proof_kept::ProofKept),
    /// A number of records was added to the base.
    RecordsAdded(records_added::RecordsAdded),
    /// The status.
    StatusIs(status_is::StatusIs),
    /// The history shows a suite of statuses.
    StatusesCrossed(statuses_crossed::StatusesCrossed),
    /// The strict traits held are INSi's.
    TraitsOfInsi(traits_of_insi::TraitsOfInsi),
    /// The traits sent are the record's, in the form that INSi requires.
    TraitsSent(traits_sent::TraitsSent),
    /// The user was told something.
    UserInformed(user_informed::UserInformed),
}

impl Check {
    /// True when the window means nothing without a call to INSi and none came. An absence of call
    /// and a refusal are what they are without one.
    fn lacks_its_call(&self, facts: &Facts) -> bool {
        facts.record.call_expected
            && !matches!(self, Self::NoCall(_) | Self::ActionRefused(_))
            && reading::insi_calls(facts).is_empty()
    }

    fn judged(&self) -> &dyn Judge {
        match self {
            Self::ActionDone(check) => check,
            Self::ActionRefused(check) => check,
            Self::AlertShown(check) => check,
            Self::Authenticated(check) => check,
            Self::AuthenticationTraced(check) => check,
            Self::CallAuthor(check) => check,
            Self::CallCount(check) => check,
            Self::CallTraced(check) => check,
            Self::ComparisonShown(check) => check,
            Self::DataTraced(check) => check,
            Self::EventTraced(check) => check,
            Self::FieldIs(check) => check,
            Self::FieldsLocked(check) => check,
            Self::FirstNamesAsked(check) => check,
            Self::FoundLocally(check) => check,
            Self::IdentityUnchanged(check) => check,
            Self::InWorklist(check) => check,
            Self::InsHidden(check) => check,
            Self::MatriculeAbsent(check) => check,
            Self::MatriculeHeld(check) => check,
            Self::MatriculeOfInsi(check) => check,
            Self::NoCall(check) => check,
            Self::NoProposal(check) => check,
            Self::NormalisedOrRefused(check) => check,
            Self::ProofKept(check) => check,
            Self::RecordsAdded(check) => check,
            Self::StatusIs(check) => check,
            Self::StatusesCrossed(check) => check,
            Self::TraitsOfInsi(check) => check,
            Self::TraitsSent(check) => check,
            Self::UserInformed(check) => check,
        }
    }
}

/// How the finding of a check begins when an earlier step could not be done.
pub const PREVIOUS_STEP_FAILED: &str = "une étape précédente n'a pas pu être faite";

impl Judge for Check {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        if facts.record.blocked.is_some() {
            return Vec::new();
        }
        self.judged().needs(facts)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        if let Some(reason) = &facts.record.blocked {
            return Finding::non_concluant(format!("{PREVIOUS_STEP_FAILED} : {reason}"));
        }
        if let Some(exchange) = facts
            .exchanges
            .iter()
            .find(|exchange| exchange.trouble.is_some())
        {
            return Finding::non_concluant("le banc a eu un trouble pendant ce scénario").with([
                Evidence::Exchange {
                    number: exchange.number,
                },
            ]);
        }
        let finding = self.judged().judge(facts);
        if finding.verdict == Verdict::Conforme && self.lacks_its_call(facts) {
            return Finding::non_concluant(format!(
                "INSi n'a reçu aucun appel pendant l'action, ce qui suit n'est que déclaré et ne prouve rien : {}",
                finding.message
            ))
            .with(finding.evidence);
        }
        if let Some(unsure) = outside_provisional_contract(facts) {
            return Finding::non_concluant(
                "le contrat de vérification est provisoire et le logiciel a parlé autrement à INSi",
            )
            .with([unsure]);
        }
        if facts.record.provisional || rests_on_provisional(facts, &finding) {
            return finding.capped("contrat de vérification provisoire ou règle déduite");
        }
        finding
    }
}

/// In a scenario over the provisional contract, a call that INSi could not read, or refused on its
/// own, says nothing of the software: the real names of the operation are not published.
fn outside_provisional_contract(facts: &Facts) -> Option<Evidence> {
    if !facts.record.provisional {
        return None;
    }
    facts
        .exchanges
        .iter()
        .find(|exchange| {
            if reading::injured(exchange) || !exchange.faults.is_empty() {
                return false;
            }
            reading::insi(exchange).is_none_or(|observed| {
                observed.operation.is_none()
                    || matches!(
                        observed.answer,
                        banc_core::observed::insi::InsiAnswer::Refus { .. }
                    )
            })
        })
        .map(|exchange| Evidence::Exchange {
            number: exchange.number,
        })
}

fn rests_on_provisional(facts: &Facts, finding: &Finding) -> bool {
    finding.verdict == Verdict::Conforme
        && finding.evidence.iter().any(|evidence| {
            let Evidence::Exchange { number } = evidence else {
                return false;
            };
            facts
                .exchanges
                .iter()
                .find(|exchange| exchange.number == *number)
                .and_then(|exchange| reading::insi(exchange))
                .is_some_and(|observed| observed.provisional)
        })
}

#[cfg(test)]
mod tests {
    use banc_contract::Status;
    use banc_core::observed::insi::{InsiAnswer, InsiOperation, ObservedInsi};

    use super::*;
    use sample::{Sample, answered, identity};

    fn check() -> Check {
        Check::StatusIs(status_is::StatusIs {
            usager: "usager".to_owned(),
            statut: Status::Qualifiee,
        })
    }

    #[test]
    fn a_blocked_scenario_concludes_nothing() {
        let facts = Sample::new()
            .shows(identity(Status::Provisoire))
            .with(|record| record.blocked = Some("création refusée".to_owned()))
            .facts();
        assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
        assert!(check().needs(&facts).is_empty());
    }

    #[test]
    fn the_provisional_contract_caps_and_an_unknown_call_concludes_nothing() {
        let sound = || {
            Sample::new()
                .shows(identity(Status::Qualifiee))
                .with(|record| record.provisional = true)
        };
        assert_eq!(check().judge(&sound().facts()).verdict, Verdict::ARevoir);
        let unknown = sound().call(ObservedInsi::default(), "").facts();
        assert_eq!(check().judge(&unknown).verdict, Verdict::NonConcluant);
        let refused = ObservedInsi {
            operation: Some(InsiOperation::Verification),
            answer: InsiAnswer::Refus {
                code: "insi_102".to_owned(),
            },
            ..ObservedInsi::default()
        };
        let facts = sound().call(refused.clone(), "").facts();
        assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
        let facts = sound().injured_call(refused, "refus_officiel").facts();
        assert_eq!(check().judge(&facts).verdict, Verdict::ARevoir);
    }

    #[test]
    fn what_needed_a_call_that_never_came_is_not_believed() {
        let sample = |status| {
            Sample::new()
                .shows(identity(status))
                .with(|record| record.call_expected = true)
        };
        let verdict = |sample: Sample| check().judge(&sample.facts()).verdict;
        assert_eq!(verdict(sample(Status::Qualifiee)), Verdict::NonConcluant);
        assert_eq!(verdict(sample(Status::Provisoire)), Verdict::NonConforme);
        let call = answered(InsiOperation::RechercheTraits, "00");
        assert_eq!(
            verdict(sample(Status::Qualifiee).call(call, "")),
            Verdict::Conforme
        );
    }

    #[test]
    fn a_trouble_of_the_bench_concludes_nothing() {
        let mut facts = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, "00"), "")
            .shows(identity(Status::Provisoire))
            .facts();
        let exchange = std::sync::Arc::get_mut(&mut facts.exchanges[0]).unwrap();
        exchange.trouble = Some("panique".to_owned());
        assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
    }

    #[test]
    fn a_check_survives_a_round_trip() {
        let text = serde_json::to_string(&check()).unwrap();
        assert_eq!(serde_json::from_str::<Check>(&text).unwrap(), check());
    }
}
