//! How checks read facts: the latest answer, the answer before the action, the exchanges of the
//! window. What cannot be read is a Non concluant finding, never a guess.

use std::sync::Arc;

use banc_contract::answer::TracedCall;
use banc_contract::{Answer, Identity, Outcome, Question};
use banc_core::Exchange;
use banc_core::observed::Observed;
use banc_core::observed::insi::{InsiAnswer, InsiOperation, ObservedInsi};

use crate::check::Need;
use crate::fact::{Act, Facts, Observation};
use crate::finding::{Evidence, Finding};

/// What was read, or the finding that says why it could not be.
pub(super) type Read<T> = Result<T, Finding>;

/// Something read from an observation, with the observation's index.
pub(super) struct Seen<T> {
    pub(super) index: usize,
    pub(super) value: T,
}

impl<T> Seen<T> {
    pub(super) fn evidence(&self) -> Evidence {
        Evidence::Observation { index: self.index }
    }
}

/// The record identifier that steps keep under a name.
pub(super) fn subject<'a>(facts: &'a Facts, name: &str) -> Read<&'a str> {
    facts
        .record
        .names
        .get(name)
        .map(String::as_str)
        .ok_or_else(|| {
            Finding::non_concluant(format!(
                "le logiciel n'a donné aucun identifiant pour « {name} »"
            ))
        })
}

/// The need to see the identity of a subject, when it is known.
pub(super) fn ask_identity(facts: &Facts, name: &str) -> Vec<Need> {
    subject(facts, name)
        .map(|usager| {
            vec![Need::Ask(Question::Identity {
                usager: usager.to_owned(),
            })]
        })
        .unwrap_or_default()
}

/// The need to see the journal of an identity, when it is known.
pub(super) fn ask_identity_journal(facts: &Facts, name: &str) -> Vec<Need> {
    subject(facts, name)
        .map(|usager| {
            vec![Need::Ask(Question::IdentityJournal {
                usager: usager.to_owned(),
            })]
        })
        .unwrap_or_default()
}

fn answer<'a>(found: Option<(usize, &'a Observation)>, what: &str) -> Read<Seen<&'a Answer>> {
    let Some((index, observation)) = found else {
        return Err(Finding::non_concluant(format!(
            "{what} : la question n'a pas été posée"
        )));
    };
    let evidence = Evidence::Observation { index };
    match &observation.answer {
        Some(Answer::NonSupporte) => Err(Finding::non_concluant(format!(
            "{what} : l'adaptateur répond « non supporté » alors qu'il déclare la capacité"
        ))
        .with([evidence])),
        Some(value) => Ok(Seen { index, value }),
        None => Err(
            Finding::non_concluant(format!("{what} : l'adaptateur n'a pas répondu"))
                .with([evidence]),
        ),
    }
}

/// The finding for an answer of the wrong shape.
pub(super) fn wrong_shape(index: usize, what: &str) -> Finding {
    Finding::non_concluant(format!(
        "{what} : la réponse de l'adaptateur n'a pas la forme attendue"
    ))
    .with([Evidence::Observation { index }])
}

/// The answer given after the last action.
pub(super) fn answer_now<'a>(
    facts: &'a Facts,
    what: &str,
    matches: impl Fn(&Question) -> bool,
) -> Read<Seen<&'a Answer>> {
    answer(facts.latest(matches), what)
}

/// The answer given before the current window's first action.
pub(super) fn answer_before<'a>(
    facts: &'a Facts,
    what: &str,
    matches: impl Fn(&Question) -> bool,
) -> Read<Seen<&'a Answer>> {
    answer(facts.earlier(matches), what)
}

fn is_identity_of(usager: &str) -> impl Fn(&Question) -> bool {
    move |question| matches!(question, Question::Identity { usager: asked } if asked == usager)
}

/// The identity of an answer, which must be about the record that was asked for.
fn identity<'a>(seen: &Seen<&'a Answer>, usager: &str, what: &str) -> Read<Seen<&'a Identity>> {
    match seen.value {
        Answer::Identite(identity) if identity.usager != usager => Err(Finding::non_concluant(
            format!("{what} : l'adaptateur montre un autre usager que celui qui est demandé"),
        )
        .with([seen.evidence()])),
        Answer::Identite(identity) => Ok(Seen {
            index: seen.index,
            value: identity,
        }),
        _ => Err(wrong_shape(seen.index, what)),
    }
}

/// The identity as shown after the last action.
pub(super) fn identity_now<'a>(facts: &'a Facts, name: &str) -> Read<Seen<&'a Identity>> {
    let usager = subject(facts, name)?;
    let what = "identité montrée par le logiciel";
    let seen = answer_now(facts, what, is_identity_of(usager))?;
    identity(&seen, usager, what)
}

/// The identity as shown before the action.
pub(super) fn identity_before<'a>(facts: &'a Facts, name: &str) -> Read<Seen<&'a Identity>> {
    let usager = subject(facts, name)?;
    let what = "identité montrée avant l'action";
    let seen = answer_before(facts, what, is_identity_of(usager))?;
    identity(&seen, usager, what)
}

/// The calls traced by the software since the window began, with the observation that shows them.
pub(super) fn traced_calls(facts: &Facts) -> Read<Seen<&[TracedCall]>> {
    let what = "journal des appels du logiciel";
    let matches = |question: &Question| matches!(question, Question::CallJournal {});
    let now = answer_now(facts, what, matches)?;
    let Answer::Appels(calls) = now.value else {
        return Err(wrong_shape(now.index, what));
    };
    let before = answer_before(facts, what, matches)?;
    let Answer::Appels(earlier) = before.value else {
        return Err(wrong_shape(before.index, what));
    };
    if !calls.starts_with(earlier) {
        return Err(Finding::non_concluant(format!(
            "{what} : les lignes d'avant l'action ont changé, les nouvelles ne se distinguent pas"
        ))
        .with([before.evidence(), now.evidence()]));
    }
    Ok(Seen {
        index: now.index,
        value: &calls[earlier.len()..],
    })
}

/// The last action of a `Quand` and its outcome.
pub(super) fn last_outcome(facts: &Facts) -> Read<(usize, &Act, &Outcome)> {
    let Some((index, act)) = facts.last_act() else {
        return Err(Finding::non_concluant("aucune action n'a été faite"));
    };
    let evidence = Evidence::Outcome { index };
    let name = act.action.name();
    match &act.outcome {
        None => Err(Finding::non_concluant(format!(
            "l'adaptateur n'a pas rendu compte de l'action {name}"
        ))
        .with([evidence])),
        Some(Outcome::NonSupporte) => Err(Finding::non_concluant(format!(
            "l'adaptateur répond « non supporté » à l'action {name} qu'il déclare"
        ))
        .with([evidence])),
        Some(Outcome::Inconnu { .. }) => Err(Finding::non_concluant(format!(
            "l'adaptateur ne sait pas ce qu'il est advenu de l'action {name}"
        ))
        .with([evidence])),
        Some(outcome) => Ok((index, act, outcome)),
    }
}

/// What INSi understood of an exchange, when it is one of INSi's.
pub(super) fn insi(exchange: &Exchange) -> Option<&ObservedInsi> {
    match exchange.observed.as_ref()? {
        Observed::Insi(observed) => Some(observed),
        _ => None,
    }
}

/// A call to INSi with the exchange that carried it.
pub(super) struct InsiCall<'a> {
    pub(super) exchange: &'a Arc<Exchange>,
    pub(super) observed: &'a ObservedInsi,
}

impl InsiCall<'_> {
    pub(super) fn evidence(&self) -> Evidence {
        Evidence::Exchange {
            number: self.exchange.number,
        }
    }

    /// The business code, unless a fault replaced the answer or kept it from the software.
    pub(super) fn code(&self) -> Option<&str> {
        match &self.observed.answer {
            InsiAnswer::Metier { code, .. } if !injured(self.exchange) => Some(code),
            _ => None,
        }
    }
}

/// Every call to INSi of the current window that INSi could read.
pub(super) fn insi_calls(facts: &Facts) -> Vec<InsiCall<'_>> {
    facts
        .window()
        .filter_map(|exchange| {
            Some(InsiCall {
                exchange,
                observed: insi(exchange)?,
            })
        })
        .collect()
}

/// The calls of the window to one operation.
pub(super) fn calls_to(facts: &Facts, operation: InsiOperation) -> Vec<InsiCall<'_>> {
    insi_calls(facts)
        .into_iter()
        .filter(|call| call.observed.operation == Some(operation))
        .collect()
}

/// True when a fault kept the software from a whole and true answer. Latency alone does not.
pub(super) fn injured(exchange: &Exchange) -> bool {
    exchange.trouble.is_some()
        || exchange.faults.iter().any(|applied| {
            !applied.fault.starts_with("latence") && applied.fault != "goutte_a_goutte"
        })
}

/// The last call of the window that got a business answer `00`.
pub(super) fn last_found(facts: &Facts) -> Read<InsiCall<'_>> {
    insi_calls(facts)
        .into_iter()
        .rev()
        .find(|call| call.code() == Some("00"))
        .ok_or_else(|| {
            Finding::non_concluant("INSi n'a rendu aucune identité (code 00) pendant l'action")
        })
}

/// French name of an operation, as used in scenarios and messages.
pub(super) fn operation_name(operation: InsiOperation) -> &'static str {
    match operation {
        InsiOperation::RechercheTraits => "recherche par traits",
        InsiOperation::RechercheCarteVitale => "recherche par carte Vitale",
        InsiOperation::Verification => "vérification",
    }
}

/// Name of a service, as used in messages.
pub(super) fn service_name(service: &str) -> &str {
    match service {
        "insi" => "INSi",
        "psc" => "Pro Santé Connect",
        "api_psc" => "le serveur d'autorisation",
        "proxy_esante" => "le Proxy e-Santé",
        "annuaire" => "l'Annuaire Santé",
        other => other,
    }
}
