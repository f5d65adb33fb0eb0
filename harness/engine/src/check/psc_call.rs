//! How checks read sign-ins: the software's calls to Pro Santé Connect and to the Proxy e-Santé, the
//! session that it shows. Calls made by the bench's own proxy and authorization server are apart.

use std::collections::BTreeSet;
use std::sync::Arc;

use banc_contract::{Account, Action, Answer, Question, SessionState, SignInMode};
use banc_core::Exchange;
use banc_core::exchange::Stage;
use banc_core::observed::Observed;
use banc_core::observed::proxy_esante::{ObservedProxyEsante, ProxyAnswer, ProxyOperation};
use banc_core::observed::psc::{ObservedPsc, PscAnswer, PscOperation};

use super::reading::{Read, Seen, answer_now, wrong_shape};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};

/// Clients of Pro Santé Connect that are the bench's own: the simulated Proxy e-Santé and the
/// simulated authorization server.
const BENCH_CLIENTS: [&str; 2] = ["banc-proxy", "banc-as"];

/// What Pro Santé Connect understood of an exchange, when it is one of its own.
pub(super) fn psc(exchange: &Exchange) -> Option<&ObservedPsc> {
    match exchange.observed.as_ref()? {
        Observed::Psc(observed) => Some(observed),
        _ => None,
    }
}

/// A call to Pro Santé Connect with the exchange that carried it.
#[derive(Clone, Copy)]
pub(super) struct PscCall<'a> {
    pub(super) exchange: &'a Arc<Exchange>,
    pub(super) observed: &'a ObservedPsc,
}

impl PscCall<'_> {
    pub(super) fn evidence(&self) -> Evidence {
        Evidence::Exchange {
            number: self.exchange.number,
        }
    }

    pub(super) fn is(&self, operation: PscOperation) -> bool {
        self.observed.operation == Some(operation)
    }

    /// The OAuth error answered, when there is one.
    pub(super) fn error(&self) -> Option<&str> {
        match &self.observed.answer {
            PscAnswer::Erreur { error, .. } => Some(error),
            _ => None,
        }
    }

    pub(super) fn gave_tokens(&self) -> bool {
        matches!(self.observed.answer, PscAnswer::Jetons { .. })
    }

    /// When the request arrived, nanoseconds; absent when it was not stamped.
    pub(super) fn arrived(&self) -> Option<u64> {
        let instants = &self.exchange.instants;
        instants
            .at(Stage::FirstRequestByte)
            .or_else(|| instants.at(Stage::Head))
            .map(|instant| instant.0)
    }
}

/// Certificates and connections of the bench's own clients: their calls that name no client
/// (UserInfo, say) are known by them.
struct BenchOwn<'a> {
    certificates: BTreeSet<&'a str>,
    connections: BTreeSet<u64>,
}

fn bench_client(observed: &ObservedPsc) -> bool {
    observed
        .client_id
        .as_deref()
        .is_some_and(|client| BENCH_CLIENTS.contains(&client))
}

impl<'a> BenchOwn<'a> {
    fn of(facts: &'a Facts) -> Self {
        let own = |exchange: &&'a Arc<Exchange>| psc(exchange).is_some_and(bench_client);
        let exchanges = || facts.exchanges.iter().filter(own);
        Self {
            certificates: exchanges()
                .filter_map(|exchange| psc(exchange)?.certificate.as_deref())
                .collect(),
            connections: exchanges().map(|exchange| exchange.connection.id).collect(),
        }
    }

    fn made(&self, call: &PscCall<'_>) -> bool {
        let by_certificate = call
            .observed
            .certificate
            .as_deref()
            .is_some_and(|certificate| self.certificates.contains(certificate));
        bench_client(call.observed)
            || by_certificate
            || self.connections.contains(&call.exchange.connection.id)
    }
}

fn calls(facts: &Facts, bench: bool) -> Vec<PscCall<'_>> {
    let own = BenchOwn::of(facts);
    facts
        .exchanges
        .iter()
        .filter(|exchange| exchange.number < facts.record.window_to)
        .filter_map(|exchange| {
            Some(PscCall {
                exchange,
                observed: psc(exchange)?,
            })
        })
        .filter(|call| own.made(call) == bench)
        .collect()
}

/// The software's calls since the scenario began, browser included.
pub(super) fn all_calls(facts: &Facts) -> Vec<PscCall<'_>> {
    calls(facts, false)
}

/// The software's calls of the window, browser included.
pub(super) fn window_calls(facts: &Facts) -> Vec<PscCall<'_>> {
    let from = facts.record.window_from;
    let mut calls = calls(facts, false);
    calls.retain(|call| call.exchange.number >= from);
    calls
}

/// The calls of the bench's own proxy and authorization server since the scenario began.
pub(super) fn bench_calls(facts: &Facts) -> Vec<PscCall<'_>> {
    calls(facts, true)
}

/// A call to the simulated Proxy e-Santé with the exchange that carried it.
#[derive(Clone, Copy)]
pub(super) struct ProxyCall<'a> {
    pub(super) exchange: &'a Arc<Exchange>,
    pub(super) observed: &'a ObservedProxyEsante,
}

impl ProxyCall<'_> {
    pub(super) fn evidence(&self) -> Evidence {
        Evidence::Exchange {
            number: self.exchange.number,
        }
    }

    pub(super) fn is(&self, operation: ProxyOperation) -> bool {
        self.observed.operation == Some(operation)
    }
}

/// The calls to the proxy since the scenario began.
pub(super) fn proxy_calls(facts: &Facts) -> Vec<ProxyCall<'_>> {
    facts
        .exchanges
        .iter()
        .filter(|exchange| exchange.number < facts.record.window_to)
        .filter_map(|exchange| match exchange.observed.as_ref()? {
            Observed::ProxyEsante(observed) => Some(ProxyCall { exchange, observed }),
            _ => None,
        })
        .collect()
}

/// The calls to the proxy of the window.
pub(super) fn window_proxy_calls(facts: &Facts) -> Vec<ProxyCall<'_>> {
    let from = facts.record.window_from;
    let mut calls = proxy_calls(facts);
    calls.retain(|call| call.exchange.number >= from);
    calls
}

/// The exchange that opened a session of Pro Santé Connect for a professional, the last one: tokens
/// given to the software, or a session of the proxy, since the last time the software was asked to
/// sign in. Tokens that were altered open nothing.
pub(super) fn opening(facts: &Facts, identifiant: &str) -> Option<Evidence> {
    let own = |subject: &Option<String>| subject.as_deref() == Some(identifiant);
    let mut acts = facts.record.acts.iter().rev();
    let asked = acts.find(|act| matches!(act.action, Action::SignIn { .. }));
    let from = asked.map_or(0, |act| act.from);
    let tokens = all_calls(facts)
        .into_iter()
        .filter(|call| call.gave_tokens() && own(&call.observed.subject))
        .filter(|call| call.observed.deviation.is_none())
        .map(|call| call.exchange.number);
    let proxy = proxy_calls(facts)
        .into_iter()
        .filter(|call| {
            call.is(ProxyOperation::Connect)
                && matches!(call.observed.answer, ProxyAnswer::Session)
                && call.observed.national_id.as_deref() == Some(identifiant)
        })
        .map(|call| call.exchange.number);
    tokens
        .chain(proxy)
        .filter(|number| *number >= from)
        .max()
        .map(|number| Evidence::Exchange { number })
}

/// The session of the software as shown after the last action.
pub(super) fn session_now(facts: &Facts) -> Read<Seen<&SessionState>> {
    let what = "session montrée par le logiciel";
    let seen = answer_now(facts, what, |question| {
        matches!(question, Question::Session {})
    })?;
    match seen.value {
        Answer::Session(session) => Ok(Seen {
            index: seen.index,
            value: session,
        }),
        _ => Err(wrong_shape(seen.index, what)),
    }
}

/// A local account as shown after the last action; absent when the software has none by that name.
pub(super) fn account_now<'a>(facts: &'a Facts, compte: &str) -> Read<Seen<Option<&'a Account>>> {
    let what = "compte montré par le logiciel";
    let seen = answer_now(
        facts,
        what,
        |question| matches!(question, Question::Account { compte: asked } if asked == compte),
    )?;
    match seen.value {
        Answer::Compte(Some(account)) if account.compte != compte => Err(Finding::non_concluant(
            format!("{what} : l'adaptateur montre un autre compte que celui qui est demandé"),
        )
        .with([seen.evidence()])),
        Answer::Compte(account) => Ok(Seen {
            index: seen.index,
            value: account.as_ref(),
        }),
        _ => Err(wrong_shape(seen.index, what)),
    }
}

/// The lull watched on a service since the last action, as evidence.
pub(super) fn lull(facts: &Facts, service: &str) -> Read<Evidence> {
    facts
        .record
        .quiet
        .iter()
        .rev()
        .find(|quiet| quiet.lull && quiet.service == service)
        .map(|quiet| Evidence::Quiet {
            window_ms: quiet.window_ms,
            control: quiet.control,
        })
        .ok_or_else(|| Finding::non_concluant("aucune fenêtre de silence n'a été observée"))
}

/// French words for a mode.
pub(super) fn mode_name(mode: SignInMode) -> &'static str {
    match mode {
        SignInMode::Navigateur => "le navigateur",
        SignInMode::Ciba => "CIBA",
        SignInMode::Proxy => "le Proxy e-Santé",
    }
}

/// True for the two digits that a CIBA request must bear.
/// Source: ANS pages on CIBA: two digits, made by the client and shown to the user.
pub(super) fn two_digits(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// True when a scope asks for what Pro Santé Connect wants: `openid scope_all`.
pub(super) fn whole_scope(scope: Option<&str>) -> bool {
    let words: BTreeSet<&str> = scope.unwrap_or_default().split_whitespace().collect();
    words.contains("openid") && words.contains("scope_all")
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sample::Sample;
    use super::*;

    /// A call of the software.
    pub(in super::super) fn call(operation: PscOperation, answer: PscAnswer) -> ObservedPsc {
        ObservedPsc {
            operation: Some(operation),
            client_id: Some("banc-lgc".to_owned()),
            answer,
            ..ObservedPsc::default()
        }
    }

    /// Tokens given for the professional of the samples.
    pub(in super::super) fn tokens(operation: PscOperation) -> ObservedPsc {
        ObservedPsc {
            subject: Some("899700427885".to_owned()),
            ..call(operation, PscAnswer::Jetons { expires_in_s: 120 })
        }
    }

    /// An OAuth error.
    pub(in super::super) fn error(operation: PscOperation, error: &str) -> ObservedPsc {
        let answer = PscAnswer::Erreur {
            error: error.to_owned(),
            description: None,
        };
        call(operation, answer)
    }

    #[test]
    fn the_calls_of_the_bench_itself_are_apart() {
        let by = |client: Option<&str>, certificate: Option<&str>| ObservedPsc {
            client_id: client.map(str::to_owned),
            certificate: certificate.map(str::to_owned),
            ..call(PscOperation::Userinfo, PscAnswer::Reussite)
        };
        let facts = Sample::new()
            .psc(by(Some("banc-as"), Some("CN=AS")), "")
            .last(|exchange| {
                let mut connection = (*exchange.connection).clone();
                connection.id = 7;
                exchange.connection = Arc::new(connection);
            })
            .psc(by(Some("banc-lgc"), Some("CN=AS")), "")
            .psc(by(Some("banc-lgc"), Some("CN=LGC")), "")
            .psc(by(None, None), "")
            .facts();
        let numbers: Vec<u64> = all_calls(&facts)
            .iter()
            .map(|call| call.exchange.number)
            .collect();
        assert_eq!(numbers, [3, 4]);
        assert_eq!(bench_calls(&facts).len(), 2);
    }

    #[test]
    fn scopes_and_codes() {
        assert!(whole_scope(Some("scope_all openid")));
        assert!(!whole_scope(Some("openid")));
        assert!(!whole_scope(None));
        assert!(two_digits("07") && !two_digits("7") && !two_digits("٠٧") && !two_digits("123"));
    }
}
