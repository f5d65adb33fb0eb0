//! Checks: pure functions of facts, one per file, each with its parameters as data so that a
//! recorded run can be judged again.
//!
//! What every check shares is here: a blocked scenario, a trouble of the bench, the cap of the
//! provisional verification contract.

mod directory_call;
mod psc_call;
mod reading;
mod resultat;
#[cfg(test)]
pub(crate) mod sample;
mod traits_fields;

pub mod account_linked;
pub mod account_number;
pub mod accounts_unlinked;
pub mod acr_requested;
pub mod action_done;
pub mod action_refused;
pub mod alert_shown;
pub mod asked_again;
pub mod authenticated;
pub mod authentication_traced;
pub mod authorization_asked;
pub mod call_author;
pub mod call_count;
pub mod call_route;
pub mod call_traced;
pub mod ciba_asked;
pub mod code_exchanged;
pub mod code_shown;
pub mod comparison_shown;
pub mod correspondents_held;
pub mod correspondents_proposed;
pub mod data_traced;
pub mod deviation_stopped;
pub mod directory_asked;
pub mod directory_calls_bounded;
pub mod draft_kept;
pub mod draft_unchanged;
pub mod event_traced;
pub mod external_browser;
pub mod extraction_fetched;
pub mod failure_told_apart;
pub mod field_is;
pub mod fields_locked;
pub mod first_names_asked;
pub mod found_locally;
pub mod identity_propagated;
pub mod identity_unchanged;
pub mod in_worklist;
pub mod ins_hidden;
pub mod matricule_absent;
pub mod matricule_held;
pub mod matricule_of_insi;
pub mod no_call;
pub mod no_proposal;
pub mod normalised_or_refused;
pub mod polling_ended;
pub mod polling_paced;
pub mod proof_kept;
pub mod recipient_inserted;
pub mod records_added;
pub mod renewal_bounded;
pub mod result_told;
pub mod session_closed;
pub mod session_ended;
pub mod session_open;
pub mod sign_in_traced;
pub mod state_and_nonce;
pub mod status_is;
pub mod statuses_crossed;
pub mod token_exchanged;
pub mod tokens_dropped;
pub mod tokens_not_kept;
pub mod traits_of_insi;
pub mod traits_sent;
pub mod user_informed;

use banc_core::observed::Observed;
use serde::{Deserialize, Serialize};

use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Verdict;

/// What a check needs gathered before it can judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The answer to a question, asked now.
    Ask(banc_contract::Question),
    /// A quiet window on a service, with a positive control: nothing since the window began.
    Quiet {
        /// Service watched.
        service: String,
    },
    /// A quiet window that begins now, after calls that were expected: what still comes is for the
    /// check to find.
    Lull {
        /// Service watched.
        service: String,
    },
    /// What the software keeps on this machine, searched for the tokens it was given.
    Storage,
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
    /// A local account bears the `sub` of Pro Santé Connect.
    AccountLinked(account_linked::AccountLinked),
    /// An account bears the RPPS number of the directory, or none and a mark.
    AccountNumber(account_number::AccountNumber),
    /// No local account was linked in silence.
    AccountsUnlinked(accounts_unlinked::AccountsUnlinked),
    /// Every sign-in asked for one level of guarantee.
    AcrRequested(acr_requested::AcrRequested),
    /// The last action was accepted.
    ActionDone(action_done::ActionDone),
    /// The last action was refused and the user told.
    ActionRefused(action_refused::ActionRefused),
    /// An alert was shown.
    AlertShown(alert_shown::AlertShown),
    /// A person was asked to authenticate again.
    AskedAgain(asked_again::AskedAgain),
    /// The calls were authenticated in a given mode, and the journal says so.
    Authenticated(authenticated::Authenticated),
    /// The journal names the authentication mode that INSi saw.
    AuthenticationTraced(authentication_traced::AuthenticationTraced),
    /// The authorization request is whole and accepted.
    AuthorizationAsked(authorization_asked::AuthorizationAsked),
    /// The calls are traced with their author and their instant.
    CallAuthor(call_author::CallAuthor),
    /// INSi received a bounded number of calls.
    CallCount(call_count::CallCount),
    /// The calls to INSi went through the proxy, or did not.
    CallRoute(call_route::CallRoute),
    /// A call is traced with its mode and its code.
    CallTraced(call_traced::CallTraced),
    /// The CIBA request is the one expected.
    CibaAsked(ciba_asked::CibaAsked),
    /// The code was exchanged by its own client.
    CodeExchanged(code_exchanged::CodeExchanged),
    /// The code shown is the code sent.
    CodeShown(code_shown::CodeShown),
    /// The comparison local/INSi was shown with its differences.
    ComparisonShown(comparison_shown::ComparisonShown),
    /// Correspondents of the directory are held.
    CorrespondentsHeld(correspondents_held::CorrespondentsHeld),
    /// The search proposes the correspondents of the directory, and them alone.
    CorrespondentsProposed(correspondents_proposed::CorrespondentsProposed),
    /// What INSi returned is traced whole.
    DataTraced(data_traced::DataTraced),
    /// Nothing of an altered answer is used.
    DeviationStopped(deviation_stopped::DeviationStopped),
    /// The directory was asked with the criteria of the user.
    DirectoryAsked(directory_asked::DirectoryAsked),
    /// The directory received a bounded number of calls.
    DirectoryCallsBounded(directory_calls_bounded::DirectoryCallsBounded),
    /// The message being written is intact.
    DraftKept(draft_kept::DraftKept),
    /// The message being written received no recipient.
    DraftUnchanged(draft_unchanged::DraftUnchanged),
    /// An event of the identity is traced.
    EventTraced(event_traced::EventTraced),
    /// The browser of the system was used.
    ExternalBrowser(external_browser::ExternalBrowser),
    /// The free-access extraction was fetched and imported.
    ExtractionFetched(extraction_fetched::ExtractionFetched),
    /// A failure of the directory is not shown as an empty result.
    FailureToldApart(failure_told_apart::FailureToldApart),
    /// A trait has a given value.
    FieldIs(field_is::FieldIs),
    /// Fields are locked, others are not.
    FieldsLocked(fields_locked::FieldsLocked),
    /// First names were asked in a given order.
    FirstNamesAsked(first_names_asked::FirstNamesAsked),
    /// The local search finds a record, or does not.
    FoundLocally(found_locally::FoundLocally),
    /// The calls to INSi bear the professional's identity.
    IdentityPropagated(identity_propagated::IdentityPropagated),
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
    /// Polling stops and is bounded.
    PollingEnded(polling_ended::PollingEnded),
    /// Polls keep the interval.
    PollingPaced(polling_paced::PollingPaced),
    /// The proof of identity is kept.
    ProofKept(proof_kept::ProofKept),
    /// The picked address alone entered the message being written.
    RecipientInserted(recipient_inserted::RecipientInserted),
    /// A number of records was added to the base.
    RecordsAdded(records_added::RecordsAdded),
    /// A refused renewal is not asked for again.
    RenewalBounded(renewal_bounded::RenewalBounded),
    /// The user was told what came of the action.
    ResultTold(result_told::ResultTold),
    /// The session of the software is closed.
    SessionClosed(session_closed::SessionClosed),
    /// The session of Pro Santé Connect was ended.
    SessionEnded(session_ended::SessionEnded),
    /// The session of the software is open for the right professional.
    SessionOpen(session_open::SessionOpen),
    /// The journal keeps a sign-in, without token.
    SignInTraced(sign_in_traced::SignInTraced),
    /// `state` and `nonce` are there and never served before.
    StateAndNonce(state_and_nonce::StateAndNonce),
    /// The status.
    StatusIs(status_is::StatusIs),
    /// The history shows a suite of statuses.
    StatusesCrossed(statuses_crossed::StatusesCrossed),
    /// Tokens of Pro Santé Connect are exchanged once.
    TokenExchanged(token_exchanged::TokenExchanged),
    /// No token is used after the end of the session.
    TokensDropped(tokens_dropped::TokensDropped),
    /// No token is left on the machine.
    TokensNotKept(tokens_not_kept::TokensNotKept),
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
            Self::AccountLinked(check) => check,
            Self::AccountNumber(check) => check,
            Self::AccountsUnlinked(check) => check,
            Self::AcrRequested(check) => check,
            Self::ActionDone(check) => check,
            Self::ActionRefused(check) => check,
            Self::AlertShown(check) => check,
            Self::AskedAgain(check) => check,
            Self::Authenticated(check) => check,
            Self::AuthenticationTraced(check) => check,
            Self::AuthorizationAsked(check) => check,
            Self::CallAuthor(check) => check,
            Self::CallCount(check) => check,
            Self::CallRoute(check) => check,
            Self::CallTraced(check) => check,
            Self::CibaAsked(check) => check,
            Self::CodeExchanged(check) => check,
            Self::CodeShown(check) => check,
            Self::ComparisonShown(check) => check,
            Self::CorrespondentsHeld(check) => check,
            Self::CorrespondentsProposed(check) => check,
            Self::DataTraced(check) => check,
            Self::DeviationStopped(check) => check,
            Self::DirectoryAsked(check) => check,
            Self::DirectoryCallsBounded(check) => check,
            Self::DraftKept(check) => check,
            Self::DraftUnchanged(check) => check,
            Self::EventTraced(check) => check,
            Self::ExternalBrowser(check) => check,
            Self::ExtractionFetched(check) => check,
            Self::FailureToldApart(check) => check,
            Self::FieldIs(check) => check,
            Self::FieldsLocked(check) => check,
            Self::FirstNamesAsked(check) => check,
            Self::FoundLocally(check) => check,
            Self::IdentityPropagated(check) => check,
            Self::IdentityUnchanged(check) => check,
            Self::InWorklist(check) => check,
            Self::InsHidden(check) => check,
            Self::MatriculeAbsent(check) => check,
            Self::MatriculeHeld(check) => check,
            Self::MatriculeOfInsi(check) => check,
            Self::NoCall(check) => check,
            Self::NoProposal(check) => check,
            Self::NormalisedOrRefused(check) => check,
            Self::PollingEnded(check) => check,
            Self::PollingPaced(check) => check,
            Self::ProofKept(check) => check,
            Self::RecipientInserted(check) => check,
            Self::RecordsAdded(check) => check,
            Self::RenewalBounded(check) => check,
            Self::ResultTold(check) => check,
            Self::SessionClosed(check) => check,
            Self::SessionEnded(check) => check,
            Self::SessionOpen(check) => check,
            Self::SignInTraced(check) => check,
            Self::StateAndNonce(check) => check,
            Self::StatusIs(check) => check,
            Self::StatusesCrossed(check) => check,
            Self::TokenExchanged(check) => check,
            Self::TokensDropped(check) => check,
            Self::TokensNotKept(check) => check,
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
                "le contrat est provisoire ou déduit, et le logiciel a parlé autrement à INSi",
            )
            .with([unsure]);
        }
        if facts.record.provisional || rests_on_provisional(facts, &finding) {
            return finding.capped("contrat provisoire ou règle déduite");
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
            if &*exchange.service != "insi"
                || reading::injured(exchange)
                || !exchange.faults.is_empty()
            {
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
                .and_then(|exchange| exchange.observed.as_ref())
                .is_some_and(inferred)
        })
}

/// True when what a service answered rests on a provisional contract or on an inferred rule.
fn inferred(observed: &Observed) -> bool {
    match observed {
        Observed::Insi(seen) => seen.provisional,
        Observed::Psc(seen) => seen.inferred,
        Observed::ApiPsc(seen) => seen.inferred,
        Observed::Annuaire(seen) => seen.inferred,
        Observed::ProxyEsante(_) => false,
    }
}

#[cfg(test)]
mod tests;
