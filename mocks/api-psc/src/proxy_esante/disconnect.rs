//! `DELETE /disconnect`: the session ends, here and at PSC.

use banc_core::observed::proxy_esante::{ObservedProxyEsante, ProxyAnswer};
use banc_core::service::{Answer, Call};

use super::psc::PscFailure;
use super::refused::Refused;
use super::traces::{Trace, TraceKind};
use super::{COOKIE, ProxyEsante};

/// Source: API Proxy e-Santé v1.0.
const NOT_FOUND: &str = "Session ID not found.";

impl ProxyEsante {
    pub(super) async fn disconnect(
        &self,
        call: &Call<'_>,
        seen: &mut ObservedProxyEsante,
    ) -> Result<Answer, Refused> {
        if let Some(code) = call.refusal {
            return Err(Refused::planned(code));
        }
        let addresses = self.located()?;
        let session = self
            .session(call)
            .ok_or_else(|| Refused::new(401, NOT_FOUND))?;
        // Closed here whatever PSC answers: a user who leaves must not stay connected.
        self.sessions.close(&session.id);
        self.traces
            .keep(Trace::new(TraceKind::Disconnect, call, self.outgoing.subject()).of(&session));
        let id_token = session.tokens.lock().await.psc.id_token.clone();
        let told = self
            .logout(addresses, id_token.as_deref().unwrap_or_default())
            .await;
        match told {
            Ok(()) => {}
            Err(PscFailure::Unavailable { status, reason }) => {
                return Err(
                    Refused::new(status, "Pro Santé Connect is not available.").because(reason)
                );
            }
            Err(PscFailure::UnknownUser { reason } | PscFailure::Refused { reason }) => {
                return Err(
                    Refused::new(500, "Pro Santé Connect refused the logout.").because(reason)
                );
            }
        }
        seen.answer = ProxyAnswer::Reussite;
        Ok(Answer {
            status: 200,
            headers: vec![("set-cookie", format!("{COOKIE}=; Path=/; Max-Age=0"))],
            ..Answer::default()
        })
    }
}
