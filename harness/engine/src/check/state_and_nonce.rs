//! Each authorization request bears a `state` and a `nonce` that nobody can guess and that never
//! served before.
//!
//! Source: RFC 6749 §10.10 and §10.12, OpenID Connect Core §15.5.2; asked for by ANS and ANSSI
//! guidance. One value shows no entropy: what is refused here is what cannot be unguessable
//! (absent, short, repeated, counted). 128 bits take 22 characters in base64url: a shorter value is
//! for a human to look at.
//!
//! A browser may load the same address twice (prefetch, reload): the same pair brought again during
//! one action is one request. The same pair in another action is a value that served twice.

use std::collections::BTreeSet;

use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, all_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateAndNonce {
    /// Requests that must have been seen: two or more, to tell a value that changes.
    pub demandes: usize,
}

/// Below this length a value is refused.
const LEAST_LENGTH: usize = 16;
/// From this length on, a value may hold 128 bits.
const ENOUGH: usize = 22;
/// A value made of fewer different characters is a pattern.
const LEAST_CHARACTERS: usize = 5;
/// Two values that differ in fewer places are counted, not drawn.
const LEAST_DIFFERENCES: usize = 6;

/// What is wrong with one value.
fn weak(value: Option<&str>) -> Option<&'static str> {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Some("est absent");
    };
    let characters: BTreeSet<char> = value.chars().collect();
    if value.chars().count() < LEAST_LENGTH {
        return Some("est trop court pour être imprévisible");
    }
    (characters.len() < LEAST_CHARACTERS).then_some("est un motif, pas un tirage")
}

/// True when two values are the same, or differ as two values of a counter do.
fn related(one: &str, other: &str) -> bool {
    let differences = one
        .chars()
        .zip(other.chars())
        .filter(|(one, other)| one != other)
        .count();
    one.chars().count() == other.chars().count() && differences < LEAST_DIFFERENCES
}

/// The requests, without those that a browser brought again during the same action.
fn distinct<'a, 'b>(facts: &Facts, calls: &'b [PscCall<'a>]) -> Vec<&'b PscCall<'a>> {
    let act = |call: &PscCall<'_>| {
        let mut acts = facts.record.acts.iter();
        acts.rposition(|act| act.from <= call.exchange.number)
    };
    let pair = |call: &PscCall<'a>| {
        let asked = call.observed.authorization.as_ref()?;
        Some((act(call)?, asked.state.as_deref()?, asked.nonce.as_deref()?))
    };
    let mut seen = BTreeSet::new();
    calls
        .iter()
        .filter(|call| call.is(PscOperation::Autorisation) && call.observed.authorization.is_some())
        .filter(|call| pair(call).is_none_or(|pair| seen.insert(pair)))
        .collect()
}

impl StateAndNonce {
    fn fault<'a>(requests: &[&PscCall<'a>]) -> Option<(PscCall<'a>, String)> {
        let mut earlier: Vec<(&str, &str)> = Vec::new();
        for call in requests {
            let asked = call.observed.authorization.as_ref()?;
            for (name, value) in [("state", &asked.state), ("nonce", &asked.nonce)] {
                if let Some(reason) = weak(value.as_deref()) {
                    return Some((**call, format!("{name} {reason}")));
                }
                let value = value.as_deref().unwrap_or_default();
                if let Some((same, _)) = earlier.iter().find(|(_, seen)| related(seen, value)) {
                    let reason = format!("{name} se déduit d'un {same} qui a déjà servi");
                    return Some((**call, reason));
                }
                earlier.push((name, value));
            }
        }
        None
    }
}

impl Judge for StateAndNonce {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = all_calls(facts);
        let requests = distinct(facts, &calls);
        if let Some((call, reason)) = Self::fault(&requests) {
            return Finding::non_conforme(
                Provenance::Constatee,
                format!("la demande d'identification n'est pas protégée : {reason}"),
            )
            .with([call.evidence()]);
        }
        if requests.len() < self.demandes {
            return Finding::non_concluant(
                "trop peu de demandes d'identification pour voir si state et nonce changent",
            );
        }
        let short = requests.iter().any(|call| {
            call.observed.authorization.as_ref().is_some_and(|asked| {
                [&asked.state, &asked.nonce]
                    .into_iter()
                    .flatten()
                    .any(|value| value.chars().count() < ENOUGH)
            })
        });
        let finding = Finding::conforme(
            Provenance::Constatee,
            "chaque demande d'identification porte un state et un nonce qui n'ont jamais servi",
        )
        .with(requests.iter().map(|call| call.evidence()));
        if short {
            finding.capped("une valeur est trop courte pour porter 128 bits")
        } else {
            finding
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::psc::{AskedAuthorization, PscAnswer};

    use super::super::psc_call::tests::call;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(requests: &[(&str, &str)]) -> Verdict {
        let given = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        let sample = requests
            .iter()
            .fold(Sample::new(), |sample, (state, nonce)| {
                let mut seen = call(PscOperation::Autorisation, PscAnswer::Code);
                seen.authorization = Some(AskedAuthorization {
                    state: given(state),
                    nonce: given(nonce),
                    ..AskedAuthorization::default()
                });
                sample.psc(seen, "")
            });
        StateAndNonce { demandes: 2 }.judge(&sample.facts()).verdict
    }

    /// Two sign-ins; the first address is loaded twice when `again`, the second bears these values.
    fn loaded(again: bool, second: (&str, &str)) -> Verdict {
        use banc_contract::{Action, Outcome};
        let asked = |state: &str, nonce: &str| {
            let mut seen = call(PscOperation::Autorisation, PscAnswer::Code);
            seen.authorization = Some(AskedAuthorization {
                state: Some(state.to_owned()),
                nonce: Some(nonce.to_owned()),
                ..AskedAuthorization::default()
            });
            seen
        };
        let act = |sample: Sample| {
            let done = Some(Outcome::Fait(Box::default()));
            sample.window().act_of(Action::Nothing {}, done)
        };
        let mut sample = act(Sample::new()).psc(asked(A, B), "");
        if again {
            sample = sample.psc(asked(A, B), "");
        }
        sample = act(sample).psc(asked(second.0, second.1), "");
        StateAndNonce { demandes: 2 }.judge(&sample.facts()).verdict
    }

    #[test]
    fn an_address_loaded_twice_is_one_request_and_a_pair_used_twice_is_not() {
        assert_eq!(loaded(true, (C, D)), Verdict::Conforme);
        assert_eq!(loaded(false, (A, B)), Verdict::NonConforme);
        assert_eq!(loaded(true, (A, D)), Verdict::NonConforme);
    }

    const A: &str = "kZ3uQ0r8xW1vT5yB7nM2aL";
    const B: &str = "Jh6pD9cF4gS0eR2tY8uI1o";
    const C: &str = "wQ7zX5vC3bN1mK9lP8oI6u";
    const D: &str = "eR4tG6yH8uJ0iK2oL5pM7n";

    #[test]
    fn values_must_be_there_long_and_new() {
        assert_eq!(verdict(&[(A, B), (C, D)]), Verdict::Conforme);
        assert_eq!(verdict(&[(A, B)]), Verdict::NonConcluant);
        for wrong in [
            ("", D),
            (C, ""),
            ("court", D),
            ("aaaaaaaaaaaaaaaaaaaaaa", D),
            (A, D),
            (C, B),
            (C, C),
            ("kZ3uQ0r8xW1vT5yB7nM2aM", D),
        ] {
            assert_eq!(verdict(&[(A, B), wrong]), Verdict::NonConforme, "{wrong:?}");
        }
        let short = ("wQ7zX5vC3bN1mK9l", "eR4tG6yH8uJ0iK2o");
        assert_eq!(verdict(&[(A, B), short]), Verdict::ARevoir);
    }
}
