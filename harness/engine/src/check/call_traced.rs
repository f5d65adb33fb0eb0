//! The software's journal keeps a call with its operation, its mode and what it gave.
//! Source: `INS/va1.38`, `.06`, `.63`.

use banc_contract::Question;
use banc_contract::answer::TracedCall;
use banc_core::observed::insi::InsiOperation;
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, injured, insi_calls, traced_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallTraced {
    /// `recherche` or `verification`.
    pub operation: String,
    /// `traits` or `carte_vitale`; any when absent.
    pub mode: Option<String>,
    /// Business code expected; absent for a technical failure.
    pub code: Option<String>,
}

impl CallTraced {
    fn matches(&self, call: &TracedCall) -> bool {
        let failed = call
            .echec
            .as_deref()
            .is_some_and(|text| !text.trim().is_empty());
        call.operation == self.operation
            && (self.mode.is_none() || call.mode == self.mode)
            && call.code == self.code
            && failed == self.code.is_none()
    }

    /// True when INSi really gave, or kept back, what the trace must say.
    fn happened(&self, facts: &Facts) -> bool {
        let calls = insi_calls(facts);
        // A call that INSi received by another operation is another check's business.
        let by_card = self.mode.as_deref() == Some("carte_vitale");
        let through = |call: &&InsiCall<'_>| {
            !by_card || call.observed.operation == Some(InsiOperation::RechercheCarteVitale)
        };
        match &self.code {
            Some(code) => calls
                .iter()
                .filter(through)
                .any(|call| call.code() == Some(code)),
            None => calls
                .iter()
                .any(|call| injured(call.exchange) || call.code().is_none()),
        }
    }
}

impl Judge for CallTraced {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::CallJournal {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        if !self.happened(facts) {
            return Finding::non_concluant(match &self.code {
                Some(code) => format!("INSi n'a pas répondu « {code} » pendant l'action"),
                None => "INSi n'a pas été en panne pendant l'action".to_owned(),
            });
        }
        let traced = match traced_calls(facts) {
            Ok(traced) => traced,
            Err(finding) => return finding,
        };
        let what = match (&self.code, &self.mode) {
            (Some(code), Some(mode)) => format!("la réponse « {code} » et le mode « {mode} »"),
            (Some(code), None) => format!("la réponse « {code} »"),
            (None, _) => "un échec technique, sans code de réponse".to_owned(),
        };
        let seen = traced
            .value
            .iter()
            .map(summary)
            .collect::<Vec<_>>()
            .join(" ; ");
        Finding::when(
            traced.value.iter().any(|call| self.matches(call)),
            Provenance::Declaree,
            || format!("le journal du logiciel garde {what}"),
            || {
                format!(
                    "le journal du logiciel devait garder {what} ; il garde : {}",
                    if seen.is_empty() { "rien" } else { &seen }
                )
            },
        )
        .with([traced.evidence()])
        .with(insi_calls(facts).iter().map(InsiCall::evidence))
    }
}

fn summary(call: &TracedCall) -> String {
    let end = match (&call.code, &call.echec) {
        (Some(code), _) => format!("code « {code} »"),
        (None, Some(_)) => "échec technique".to_owned(),
        (None, None) => "ni code ni échec".to_owned(),
    };
    let mode = call
        .mode
        .as_deref()
        .map_or_else(String::new, |mode| format!(", mode « {mode} »"));
    format!("{}{mode}, {end}", call.operation)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sample::{Sample, answered};
    use super::*;
    use crate::verdict::Verdict;
    use banc_contract::{Answer, Outcome};

    /// A traced search by traits with a code.
    pub(in super::super) fn traced(code: &str) -> TracedCall {
        TracedCall {
            instant: "2026-01-15T09:30:00Z".to_owned(),
            utilisateur: "dr".to_owned(),
            operation: "recherche".to_owned(),
            mode: Some("traits".to_owned()),
            authentification: None,
            code: Some(code.to_owned()),
            echec: None,
            traits: None,
            matricule: None,
            historique_ins: Vec::new(),
        }
    }

    fn check(code: Option<&str>) -> CallTraced {
        CallTraced {
            operation: "recherche".to_owned(),
            mode: Some("traits".to_owned()),
            code: code.map(str::to_owned),
        }
    }

    fn sample(before: Vec<TracedCall>, after: Vec<TracedCall>) -> Sample {
        Sample::new()
            .saw(Question::CallJournal {}, Answer::Appels(before))
            .act(Outcome::Fait(Box::default()))
            .saw(Question::CallJournal {}, Answer::Appels(after))
    }

    #[test]
    fn the_new_lines_alone_count() {
        let verdict = |before, after| {
            let call = answered(InsiOperation::RechercheTraits, "01");
            check(Some("01"))
                .judge(&sample(before, after).call(call, "").facts())
                .verdict
        };
        assert_eq!(verdict(Vec::new(), vec![traced("01")]), Verdict::Conforme);
        assert_eq!(
            verdict(Vec::new(), vec![traced("00")]),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(vec![traced("01")], vec![traced("01")]),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(vec![traced("02")], vec![traced("01")]),
            Verdict::NonConcluant
        );
        let unmoded = TracedCall {
            mode: None,
            ..traced("01")
        };
        assert_eq!(verdict(Vec::new(), vec![unmoded]), Verdict::NonConforme);
    }

    #[test]
    fn a_search_by_card_that_never_came_concludes_nothing() {
        let by_card = CallTraced {
            mode: Some("carte_vitale".to_owned()),
            ..check(Some("00"))
        };
        let verdict = |operation| {
            let facts = sample(Vec::new(), vec![traced("00")]).call(answered(operation, "00"), "");
            by_card.judge(&facts.facts()).verdict
        };
        assert_eq!(
            verdict(InsiOperation::RechercheTraits),
            Verdict::NonConcluant
        );
        assert_eq!(
            verdict(InsiOperation::RechercheCarteVitale),
            Verdict::NonConforme
        );
    }

    #[test]
    fn a_technical_failure_is_never_a_code() {
        let verdict = |call: TracedCall| {
            let observed = answered(InsiOperation::RechercheTraits, "01");
            let facts = sample(Vec::new(), vec![call]).injured_call(observed, "reinitialisation");
            check(None).judge(&facts.facts()).verdict
        };
        let failure = TracedCall {
            code: None,
            echec: Some("délai".to_owned()),
            ..traced("01")
        };
        assert_eq!(verdict(failure), Verdict::Conforme);
        assert_eq!(verdict(traced("01")), Verdict::NonConforme);
    }

    #[test]
    fn a_failure_without_any_call_concludes_nothing() {
        let failure = TracedCall {
            code: None,
            echec: Some("délai".to_owned()),
            ..traced("01")
        };
        let facts = sample(Vec::new(), vec![failure]).facts();
        assert_eq!(check(None).judge(&facts).verdict, Verdict::NonConcluant);
    }

    #[test]
    fn a_code_that_insi_never_gave_concludes_nothing() {
        let facts = sample(Vec::new(), vec![traced("01")]).facts();
        assert_eq!(
            check(Some("01")).judge(&facts).verdict,
            Verdict::NonConcluant
        );
    }
}
