//! The session of the software is closed, or its Pro Santé Connect part alone.

use banc_contract::Question;
use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, bench_calls, session_now, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionClosed {
    /// True when only the Pro Santé Connect part must be over, because Pro Santé Connect refused to
    /// prolong it: without such a refusal nothing is asked of the software.
    pub psc_seul: bool,
}

/// True when a renewal, or a call that needed one, was refused during the action.
fn refused(facts: &Facts) -> bool {
    let from = facts.record.window_from;
    let renewal = |call: &PscCall<'_>| {
        call.exchange.number >= from
            && call.is(PscOperation::JetonRenouvellement)
            && call.error().is_some()
    };
    window_calls(facts).iter().any(renewal) || bench_calls(facts).iter().any(renewal)
}

impl Judge for SessionClosed {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Session {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match session_now(facts) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let what = if self.psc_seul {
            "la session Pro Santé Connect du logiciel"
        } else {
            "la session du logiciel"
        };
        if self.psc_seul && seen.value.psc.is_some() && !refused(facts) {
            return Finding::non_concluant(
                "Pro Santé Connect n'a refusé de prolonger aucune session pendant l'action",
            )
            .with([seen.evidence()]);
        }
        let open = seen.value.psc.is_some() || (seen.value.ouverte && !self.psc_seul);
        Finding::when(
            !open,
            Provenance::Declaree,
            || format!("{what} est fermée"),
            || format!("{what} devait être fermée, elle est ouverte"),
        )
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::{Answer, SessionState};

    use super::super::psc_call::tests::error;
    use super::super::sample::Sample;
    use super::super::session_open::tests::open;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(psc_seul: bool, answer: Answer) -> Verdict {
        let facts = Sample::new()
            .psc(
                error(PscOperation::JetonRenouvellement, "invalid_grant"),
                "",
            )
            .saw(Question::Session {}, answer)
            .facts();
        SessionClosed { psc_seul }.judge(&facts).verdict
    }

    #[test]
    fn an_open_session_is_seen() {
        let closed = || Answer::Session(SessionState::default());
        let local = || {
            Answer::Session(SessionState {
                psc: None,
                methode: Some("locale".to_owned()),
                ..open()
            })
        };
        assert_eq!(verdict(false, closed()), Verdict::Conforme);
        assert_eq!(verdict(false, local()), Verdict::NonConforme);
        assert_eq!(verdict(true, local()), Verdict::Conforme);
        assert_eq!(verdict(true, Answer::Session(open())), Verdict::NonConforme);
        assert_eq!(verdict(false, Answer::NonSupporte), Verdict::NonConcluant);
    }

    #[test]
    fn nothing_is_asked_of_a_session_that_was_not_refused() {
        let shown = Answer::Session(open());
        let facts = Sample::new().saw(Question::Session {}, shown).facts();
        let judged = |psc_seul| SessionClosed { psc_seul }.judge(&facts).verdict;
        assert_eq!(judged(true), Verdict::NonConcluant);
        assert_eq!(judged(false), Verdict::NonConforme);
    }
}
