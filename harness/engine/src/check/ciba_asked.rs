//! The CIBA request bears what Pro Santé Connect wants, or the proxy's `/connect` does.
//! Source: ANS pages on CIBA (`login_hint`, `channel`, two-digit `binding_message`, `openid
//! scope_all`), contract of the API Proxy e-Santé (`/connect`).

use banc_contract::Channel;
use banc_core::observed::proxy_esante::{ProxyAnswer, ProxyOperation};
use banc_core::observed::psc::{PscAnswer, PscOperation};
use serde::{Deserialize, Serialize};

use super::psc_call::{two_digits, whole_scope, window_calls, window_proxy_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CibaAsked {
    /// National identifier expected.
    pub identifiant: String,
    /// Means of authentication expected.
    pub moyen: Channel,
    /// True when the request goes to the Proxy e-Santé.
    pub proxy: bool,
}

/// A request as it was received, whoever received it.
struct Asked<'a> {
    evidence: Evidence,
    identifiant: Option<&'a str>,
    channel: Option<&'a str>,
    code: Option<&'a str>,
    /// What else is wrong with it.
    fault: Option<&'static str>,
}

impl CibaAsked {
    fn last<'a>(&self, facts: &'a Facts) -> Option<Asked<'a>> {
        if self.proxy {
            at_proxy(facts)
        } else {
            at_psc(facts)
        }
    }

    fn wrong(&self, asked: &Asked<'_>) -> Option<&'static str> {
        let channel = match self.moyen {
            Channel::Mobile => "MOBILE",
            Channel::Card => "CARD",
        };
        if asked.identifiant != Some(self.identifiant.as_str()) {
            return Some("elle ne porte pas l'identifiant national du professionnel");
        }
        if asked.channel != Some(channel) {
            return Some("elle ne porte pas le moyen choisi (channel)");
        }
        if !asked.code.is_some_and(two_digits) {
            return Some("son code à montrer n'est pas fait de deux chiffres");
        }
        asked.fault
    }
}

fn at_psc(facts: &Facts) -> Option<Asked<'_>> {
    let calls = window_calls(facts);
    let call = calls.iter().rfind(|call| call.is(PscOperation::Ciba))?;
    let ciba = call.observed.ciba.as_ref()?;
    let fault = if !whole_scope(ciba.scope.as_deref()) {
        Some("elle ne demande pas « openid scope_all »")
    } else if call.observed.client_authentication.is_none() {
        Some("le logiciel ne s'authentifie pas")
    } else if !matches!(call.observed.answer, PscAnswer::DemandeCiba) {
        Some("Pro Santé Connect la refuse")
    } else {
        None
    };
    Some(Asked {
        evidence: call.evidence(),
        identifiant: ciba.login_hint.as_deref(),
        channel: ciba.channel.as_deref(),
        code: ciba.binding_message.as_deref(),
        fault,
    })
}

fn at_proxy(facts: &Facts) -> Option<Asked<'_>> {
    let calls = window_proxy_calls(facts);
    let call = calls
        .iter()
        .rfind(|call| call.is(ProxyOperation::Connect))?;
    let seen = call.observed;
    let fault = if seen.client_id.as_deref().is_none_or(str::is_empty) {
        Some("elle ne dit pas quel logiciel appelle (clientId)")
    } else if !matches!(seen.answer, ProxyAnswer::Session) {
        Some("le Proxy e-Santé n'ouvre pas de session")
    } else {
        None
    };
    Some(Asked {
        evidence: call.evidence(),
        identifiant: seen.national_id.as_deref(),
        channel: seen.channel.as_deref(),
        code: seen.binding_message.as_deref(),
        fault,
    })
}

impl Judge for CibaAsked {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let Some(asked) = self.last(facts) else {
            return Finding::non_concluant(if self.proxy {
                "le Proxy e-Santé n'a reçu aucune demande de session"
            } else {
                "Pro Santé Connect n'a reçu aucune demande CIBA du logiciel"
            });
        };
        let finding = match self.wrong(&asked) {
            Some(reason) => Finding::non_conforme(
                Provenance::Constatee,
                format!("la demande d'identification n'est pas celle attendue : {reason}"),
            ),
            None => Finding::conforme(
                Provenance::Constatee,
                "la demande porte l'identifiant national, le moyen choisi et un code de deux chiffres, et elle est acceptée",
            ),
        };
        finding.with([asked.evidence])
    }
}

#[cfg(test)]
pub(super) mod tests {
    use banc_core::observed::Observed;
    use banc_core::observed::proxy_esante::ObservedProxyEsante;
    use banc_core::observed::psc::{AskedCiba, ObservedPsc, PscClientAuthentication};

    use super::super::psc_call::tests::call;
    use super::super::sample::Sample;
    use super::super::session_open::tests::KIT;
    use super::*;
    use crate::verdict::Verdict;

    /// A request that Pro Santé Connect accepted, with the code 42.
    pub(in super::super) fn ciba() -> ObservedPsc {
        ObservedPsc {
            client_authentication: Some(PscClientAuthentication::ClientSecretBasic),
            ciba: Some(AskedCiba {
                scope: Some("openid scope_all".to_owned()),
                login_hint: Some(KIT.to_owned()),
                binding_message: Some("42".to_owned()),
                channel: Some("MOBILE".to_owned()),
                request: Some(1),
                interval_s: Some(1),
                ..AskedCiba::default()
            }),
            ..call(PscOperation::Ciba, PscAnswer::DemandeCiba)
        }
    }

    /// The same, at the proxy.
    pub(in super::super) fn connect() -> ObservedProxyEsante {
        ObservedProxyEsante {
            operation: Some(ProxyOperation::Connect),
            national_id: Some(KIT.to_owned()),
            binding_message: Some("42".to_owned()),
            client_id: Some("banc-lgc-proxy".to_owned()),
            channel: Some("MOBILE".to_owned()),
            answer: ProxyAnswer::Session,
            ..ObservedProxyEsante::default()
        }
    }

    fn check(proxy: bool) -> CibaAsked {
        CibaAsked {
            identifiant: KIT.to_owned(),
            moyen: Channel::Mobile,
            proxy,
        }
    }

    fn verdict(change: impl FnOnce(&mut AskedCiba)) -> Verdict {
        let mut seen = ciba();
        change(seen.ciba.as_mut().unwrap());
        let facts = Sample::new().psc(seen, "").facts();
        check(false).judge(&facts).verdict
    }

    #[test]
    fn the_request_must_be_the_one_expected() {
        assert_eq!(verdict(|_| {}), Verdict::Conforme);
        assert_eq!(verdict(|asked| asked.scope = None), Verdict::NonConforme);
        assert_eq!(verdict(|asked| asked.channel = None), Verdict::NonConforme);
        let code = Some("4812".to_owned());
        assert_eq!(
            verdict(|asked| asked.binding_message = code),
            Verdict::NonConforme
        );
        let other = Some("99700427885".to_owned());
        assert_eq!(
            verdict(|asked| asked.login_hint = other),
            Verdict::NonConforme
        );
        let nothing = Sample::new().facts();
        assert_eq!(check(false).judge(&nothing).verdict, Verdict::NonConcluant);
        assert_eq!(check(true).judge(&nothing).verdict, Verdict::NonConcluant);
    }

    #[test]
    fn the_request_to_the_proxy_must_be_too() {
        let judged = |seen: ObservedProxyEsante| {
            let seen = Observed::ProxyEsante(Box::new(seen));
            let facts = Sample::new().exchange(seen, "").facts();
            check(true).judge(&facts).verdict
        };
        assert_eq!(judged(connect()), Verdict::Conforme);
        let mut nameless = connect();
        nameless.client_id = None;
        assert_eq!(judged(nameless), Verdict::NonConforme);
    }
}
