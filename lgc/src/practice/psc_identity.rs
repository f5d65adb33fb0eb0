//! The professional's identity for calls to teleservices: an API token, or the proxy's session. One
//! exchange per access token, one at a time.
//!
//! Source: SC.PSC.10; IG ans.fr.securisation-transport (the access token is used once).

use std::time::Instant;

use banc_contract::SignInMode;

use super::Practice;
use super::session::Held;
use crate::insi::{Attempt, Caller, Failure, InsiRequest, PscIdentity, PscPass};
use crate::psc::PscFailure;
use crate::psc::api::{ApiToken, INSI_SCOPE};

impl Practice {
    /// Calls INSi with the identity of whoever is signed in.
    pub(super) async fn call_insi(
        &self,
        caller: Caller,
        request: &InsiRequest,
        deadline: Instant,
    ) -> Vec<Attempt> {
        // What the software does by itself is done in its own name.
        let number = match caller {
            Caller::Automatic => None,
            Caller::User => self.state().psc().map(|psc| psc.number),
        };
        let Some(number) = number.filter(|_| self.insi.follows_psc()) else {
            return self.insi.call(caller, request, None, deadline).await;
        };
        let identity = match self.psc_identity(number, deadline).await {
            Ok(identity) => identity,
            Err(failure) => return vec![self.insi.not_identified(&failure.to_string())],
        };
        let attempts = self
            .insi
            .call(caller, request, Some(&identity), deadline)
            .await;
        let last = attempts
            .last()
            .and_then(|attempt| attempt.outcome.as_ref().err());
        if matches!(last, Some(Failure::Http(401))) {
            self.refused(number, &identity);
        }
        attempts
    }

    async fn psc_identity(
        &self,
        number: u64,
        deadline: Instant,
    ) -> Result<PscIdentity, PscFailure> {
        let (national_id, held) = {
            let mut state = self.state();
            let psc = state.psc_mut(number).ok_or_else(closed)?;
            (psc.person.national_id.clone(), psc.held.clone())
        };
        let pass = match held {
            Held::Proxy(session) => PscPass::Proxy(session.cookie()),
            Held::Tokens { .. } => PscPass::Token(self.api_token(number, deadline).await?.token),
        };
        Ok(PscIdentity { national_id, pass })
    }

    /// The API token of this sign-in, exchanged when there is none good.
    async fn api_token(&self, number: u64, deadline: Instant) -> Result<ApiToken, PscFailure> {
        let _alone = self.exchanging.lock().await;
        let (known, spent) = {
            let mut state = self.state();
            let psc = state.psc_mut(number).ok_or_else(closed)?;
            (psc.api.clone(), psc.spent.clone())
        };
        if let Some(known) = known.filter(ApiToken::is_fresh) {
            return Ok(known);
        }
        let api = self.psc.api.as_ref().ok_or_else(|| {
            PscFailure::NotConfigured(
                "ni serveur d'autorisation ni certificat psc_client".to_owned(),
            )
        })?;
        let tokens = self
            .fresh_tokens(number, spent.as_deref(), deadline)
            .await?;
        let (access, exchanged) = match api.exchange(&tokens.access, INSI_SCOPE, deadline).await {
            // The server finds the access token over: a new one is asked for, once.
            Err(failure) if failure.is_refusal() => {
                let renewed = self
                    .fresh_tokens(number, Some(&tokens.access), deadline)
                    .await?;
                let token = api.exchange(&renewed.access, INSI_SCOPE, deadline).await?;
                (renewed.access, token)
            }
            exchanged => (tokens.access, exchanged?),
        };
        let mut state = self.state();
        let psc = state.psc_mut(number).ok_or_else(closed)?;
        psc.spent = Some(access);
        psc.api = Some(exchanged.clone());
        Ok(exchanged)
    }

    /// The identity is no longer taken: the next call begins anew, or the proxy's session is over.
    fn refused(&self, number: u64, identity: &PscIdentity) {
        if let PscPass::Proxy(_) = identity.pass {
            self.lose_psc(number, "Votre session du Proxy e-Santé est terminée.");
        } else if let Some(psc) = self.state().psc_mut(number) {
            psc.api = None;
        }
    }
}

impl super::PracticeState {
    /// The session of the proxy that is open for this professional.
    pub(super) fn proxy_session_of(
        &self,
        national_id: &str,
    ) -> Option<crate::psc::proxy::ProxySession> {
        let psc = self.psc()?;
        match &psc.held {
            Held::Proxy(session)
                if psc.mode == SignInMode::Proxy && psc.person.national_id == national_id =>
            {
                Some(session.clone())
            }
            _ => None,
        }
    }
}

fn closed() -> PscFailure {
    PscFailure::NotBelieved("la session Pro Santé Connect n'est plus ouverte".to_owned())
}
