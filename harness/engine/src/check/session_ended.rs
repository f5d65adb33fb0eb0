//! Signing out of the software ended the session of Pro Santé Connect, or that of the proxy.
//! Source: `SC.PSC.01` (logout), OpenID Connect RP-Initiated Logout; contract of the API Proxy
//! e-Santé (`/disconnect`).
//!
//! The browser that carries the request may be a moment behind the software: a window is let pass.
//! A refresh token that is revoked ends the session too in Keycloak; whether Pro Santé Connect wants
//! it that way is not written anywhere that was found: it is for a human to look at.

use banc_contract::SignInMode;
use banc_core::observed::proxy_esante::{ProxyAnswer, ProxyOperation};
use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, window_calls, window_proxy_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::token::{self, TokenKind};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// How the session had been opened.
    pub mode: SignInMode,
}

fn at_proxy(facts: &Facts) -> Finding {
    let calls = window_proxy_calls(facts);
    let Some(call) = calls
        .iter()
        .rfind(|call| call.is(ProxyOperation::Disconnect))
    else {
        return Finding::non_conforme(
            Provenance::Constatee,
            "le logiciel ne demande pas au Proxy e-Santé de fermer la session",
        );
    };
    Finding::when(
        call.observed.answer == ProxyAnswer::Reussite,
        Provenance::Constatee,
        || "le Proxy e-Santé ferme la session à la demande du logiciel".to_owned(),
        || "la demande de fermeture ne désigne aucune session du Proxy e-Santé".to_owned(),
    )
    .with([call.evidence()])
}

/// The accepted revocation of a refresh token given before.
fn revoked<'b, 'a>(facts: &Facts, calls: &'b [PscCall<'a>]) -> Option<&'b PscCall<'a>> {
    let given = token::issued(&facts.exchanges);
    calls.iter().find(|call| {
        let form = &call.exchange.request.body.bytes;
        call.is(PscOperation::Revocation)
            && call.error().is_none()
            && form_urlencoded::parse(form).any(|(name, value)| {
                name == "token"
                    && given.iter().any(|token| {
                        token.kind == TokenKind::Renouvellement && token.value == value
                    })
            })
    })
}

fn at_psc(facts: &Facts) -> Finding {
    let calls = window_calls(facts);
    let logouts: Vec<_> = calls
        .iter()
        .filter(|call| call.is(PscOperation::Deconnexion))
        .collect();
    let Some(last) = logouts.last() else {
        if let Some(call) = revoked(facts, &calls) {
            return Finding::conforme(
                Provenance::Constatee,
                "le logiciel révoque le jeton de renouvellement de la session",
            )
            .with([call.evidence()])
            .capped("sans demander à Pro Santé Connect de la fermer");
        }
        return Finding::non_conforme(
            Provenance::Constatee,
            "le logiciel ne demande pas à Pro Santé Connect de fermer la session",
        );
    };
    let named = logouts.iter().find(|call| {
        let logout = call.observed.logout.as_ref();
        logout.is_some_and(|logout| logout.id_token_hint || logout.refresh_token)
    });
    let ended = logouts.iter().any(|call| {
        let logout = call.observed.logout.as_ref();
        logout.is_some_and(|logout| logout.ended)
    });
    let finding = if named.is_none() {
        Finding::non_conforme(
            Provenance::Constatee,
            "la demande de fermeture ne dit pas quelle session fermer (id_token_hint)",
        )
    } else if ended {
        Finding::conforme(
            Provenance::Constatee,
            "Pro Santé Connect ferme la session à la demande du logiciel",
        )
    } else {
        Finding::non_conforme(
            Provenance::Constatee,
            "la demande de fermeture n'a fermé aucune session de Pro Santé Connect",
        )
    };
    finding.with([named.unwrap_or(last).evidence()])
}

impl Judge for SessionEnded {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Lull {
            service: "psc".to_owned(),
        }]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        if facts.last_act().is_none() {
            return Finding::non_concluant("aucune action n'a été faite");
        }
        let finding = match self.mode {
            SignInMode::Proxy => at_proxy(facts),
            SignInMode::Navigateur | SignInMode::Ciba => at_psc(facts),
        };
        if finding.evidence.is_empty() {
            // Nothing came: who never came before may not have reached the bench at all.
            let reached = facts
                .exchanges
                .iter()
                .any(|exchange| matches!(&*exchange.service, "psc" | "proxy_esante"));
            if !reached {
                return Finding::non_concluant(
                    "le logiciel n'a jamais joint Pro Santé Connect pendant ce scénario",
                );
            }
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Outcome;
    use banc_core::observed::Observed;
    use banc_core::observed::proxy_esante::ObservedProxyEsante;
    use banc_core::observed::psc::{AskedLogout, PscAnswer};

    use super::super::psc_call::tests::{call, tokens};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn begun() -> Sample {
        Sample::new()
            .psc(tokens(PscOperation::JetonCode), "")
            .window()
    }

    fn judged(mode: SignInMode, sample: Sample) -> Verdict {
        let facts = sample.act(Outcome::Fait(Box::default())).facts();
        SessionEnded { mode }.judge(&facts).verdict
    }

    #[test]
    fn the_session_of_psc_must_be_named_and_ended() {
        let verdict = |hint: bool, ended: bool| {
            let mut seen = call(PscOperation::Deconnexion, PscAnswer::Reussite);
            seen.logout = Some(AskedLogout {
                id_token_hint: hint,
                ended,
                ..AskedLogout::default()
            });
            judged(SignInMode::Navigateur, begun().psc(seen, ""))
        };
        assert_eq!(verdict(true, true), Verdict::Conforme);
        assert_eq!(verdict(true, false), Verdict::NonConforme);
        assert_eq!(verdict(false, true), Verdict::NonConforme);
        assert_eq!(judged(SignInMode::Ciba, begun()), Verdict::NonConforme);
        assert_eq!(
            judged(SignInMode::Navigateur, Sample::new()),
            Verdict::NonConcluant
        );
    }

    #[test]
    fn a_refresh_token_that_is_revoked_is_for_a_human() {
        let verdict = |token: &str| {
            let given = r#"{"refresh_token":"renouvellement-de-test"}"#;
            let form = format!("token={token}");
            let sample = Sample::new()
                .psc(tokens(PscOperation::JetonCode), given)
                .window()
                .psc(call(PscOperation::Revocation, PscAnswer::Reussite), "")
                .last(|exchange| {
                    exchange.request.body = banc_core::exchange::Body::new(form.into());
                });
            judged(SignInMode::Navigateur, sample)
        };
        assert_eq!(verdict("renouvellement-de-test"), Verdict::ARevoir);
        assert_eq!(verdict("autre"), Verdict::NonConforme);
    }

    #[test]
    fn the_session_of_the_proxy_must_be_closed() {
        let verdict = |answer| {
            let seen = ObservedProxyEsante {
                operation: Some(ProxyOperation::Disconnect),
                answer,
                ..ObservedProxyEsante::default()
            };
            let seen = Observed::ProxyEsante(Box::new(seen));
            judged(SignInMode::Proxy, begun().exchange(seen, ""))
        };
        assert_eq!(verdict(ProxyAnswer::Reussite), Verdict::Conforme);
        let unknown = ProxyAnswer::Erreur {
            status: 401,
            message: String::new(),
        };
        assert_eq!(verdict(unknown), Verdict::NonConforme);
        assert_eq!(judged(SignInMode::Proxy, begun()), Verdict::NonConforme);
    }
}
