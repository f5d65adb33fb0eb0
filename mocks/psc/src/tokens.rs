//! Issuing tokens: the bookkeeping under the lock, the signatures outside it.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;
use jiff::Timestamp;
use serde::Serialize;

use crate::claims::{self, Access, Identity, Refresh};
use crate::clock::elapsed;
use crate::config::RefreshAlgorithm;
use crate::deviation::Deviation;
use crate::jose;
use crate::professional::Professional;
use crate::reply;
use crate::session::{AuthMode, ClientSession};
use crate::state::Inner;
use crate::turn::Turn;
use crate::variation::{ACCES_60S, Asked, BEARER_MINUSCULE, REFRESH_HS256};

/// The age that `jeton_expire` gives is more than the 300 s of tolerance seen in a client.
const LONG_OVER_S: i64 = 3600;

/// Everything that the tokens of one client in one session say.
pub(crate) struct Issue {
    client_id: String,
    session: String,
    professional: Arc<Professional>,
    auth_mode: AuthMode,
    auth_time: Timestamp,
    part: ClientSession,
    /// Fewer scopes than those of the part, for these access and identity tokens alone.
    narrower: Option<String>,
    access: Duration,
    refresh: Duration,
    rotation: usize,
    deviation: Option<Deviation>,
}

/// The answer of the token endpoint. Source: Keycloak's shape; members read by ANS's code.
#[derive(Serialize)]
struct TokenResponse<'a> {
    access_token: &'a str,
    expires_in: u64,
    refresh_expires_in: u64,
    refresh_token: &'a str,
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    #[serde(rename = "not-before-policy")]
    not_before_policy: u8,
    session_state: &'a str,
    scope: &'a str,
}

/// Prepares tokens for a client that has its part in the session; makes its earlier refresh token
/// stale and keeps the session awake.
pub(crate) fn prepare(
    state: &mut Inner,
    session: &str,
    client_id: &str,
    asked: Asked<'_>,
    now: Timestamp,
) -> Option<Issue> {
    let lifetimes = state.lifetimes;
    let (rotation, deviation) = (state.rotation, state.deviation);
    let session = state.alive(session, now)?;
    let part = session.clients.get_mut(client_id)?;
    part.profile = part.profile.with(asked);
    part.refresh = Some(crate::random::uuid());
    session.last_access = now;
    let left = lifetimes
        .session_max
        .saturating_sub(elapsed(session.started, now));
    let access = if asked.has(ACCES_60S) {
        Duration::from_mins(1)
    } else {
        lifetimes.access
    };
    Some(Issue {
        client_id: client_id.to_owned(),
        session: session.id.clone(),
        professional: Arc::clone(&session.professional),
        auth_mode: session.auth_mode,
        auth_time: session.auth_time,
        part: part.clone(),
        narrower: None,
        access: access.min(left),
        refresh: lifetimes.refresh.min(left),
        rotation,
        deviation,
    })
}

/// Signs the tokens and answers them.
pub(crate) fn answer(turn: &mut Turn<'_>, issue: &Issue) -> Answer {
    turn.seen.session = Some(issue.session.clone());
    turn.seen.subject = Some(issue.professional.national_id.clone());
    let issuer = turn.psc.addresses().issuer();
    let sub = claims::subject(&turn.psc.config().federation, &issue.professional);
    let access = access(turn, issue, &issuer, &sub);
    let refresh = refresh(turn, issue, &issuer, &sub);
    let openid = issue.asked().split(' ').any(|scope| scope == "openid");
    let identity = openid.then(|| identity(turn, issue, &issuer, &sub, &access));
    let expires_in = issue.access.as_secs();
    turn.seen.answer = PscAnswer::Jetons {
        expires_in_s: expires_in,
    };
    let body = TokenResponse {
        access_token: &access,
        expires_in,
        refresh_expires_in: issue.refresh.as_secs(),
        refresh_token: &refresh,
        token_type: if turn.asked.has(BEARER_MINUSCULE) {
            "bearer"
        } else {
            "Bearer"
        },
        id_token: identity.as_deref(),
        not_before_policy: 0,
        session_state: &issue.session,
        scope: issue.scope(),
    };
    reply::json(200, &body)
}

impl Issue {
    /// For fewer scopes. The refresh token keeps them all. Source: RFC 6749 §6.
    pub(crate) fn narrowed(mut self, narrower: Option<String>) -> Self {
        self.narrower = narrower;
        self
    }

    /// Scopes of the access token.
    fn scope(&self) -> &str {
        self.written(self.asked())
    }

    /// Scopes of the refresh token.
    fn granted(&self) -> &str {
        self.written(&self.part.scope)
    }

    fn asked(&self) -> &str {
        self.narrower.as_deref().unwrap_or(&self.part.scope)
    }

    fn written<'a>(&self, scope: &'a str) -> &'a str {
        if self.part.profile.eidas2 {
            // Source: production tokens of 2026.
            "openid scope_all"
        } else {
            scope
        }
    }

    fn acr<'a>(&self, configured: &'a str) -> &'a str {
        match self.part.profile {
            profile if profile.eidas2 => "eidas2",
            profile if profile.eidas3 => "eidas3",
            _ => configured,
        }
    }

    fn auth_mode(&self) -> &'static str {
        let profile = self.part.profile;
        // Both levels were seen with a card alone.
        if profile.eidas2 || profile.eidas3 {
            AuthMode::Card.name()
        } else {
            self.auth_mode.name()
        }
    }
}

/// Expiry of a token issued now, in whole seconds.
fn expiry(now: Timestamp, lifetime: Duration) -> i64 {
    now.as_second()
        .saturating_add(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX))
}

fn access(turn: &Turn<'_>, issue: &Issue, issuer: &str, sub: &str) -> String {
    let profile = issue.part.profile;
    let nonce = issue.part.nonce.as_deref().unwrap_or_default();
    let payload = jose::json(&Access {
        exp: expiry(turn.now, issue.access),
        iat: turn.now.as_second(),
        auth_time: issue.auth_time.as_second(),
        jti: &crate::random::uuid(),
        iss: issuer,
        sub,
        typ: "Bearer",
        azp: &issue.client_id,
        nonce: if profile.empty_nonce { "" } else { nonce },
        session_state: &issue.session,
        email_verified: profile.email_verified.then_some(false),
        acr: issue.acr(&turn.psc.config().acr.rendu),
        auth_level: profile.eidas2.then_some("1"),
        scope: issue.scope(),
        sid: &issue.session,
        auth_mode: issue.auth_mode(),
        other_ids: claims::other_ids(&issue.professional),
        preferred_username: &issue.professional.national_id,
    });
    let payload = if profile.repeated_acr {
        payload.replacen('{', "{\"acr\":\"1\",", 1)
    } else {
        payload
    };
    jose::rs256(turn.psc.keys().signing(issue.rotation), "JWT", &payload)
}

fn refresh(turn: &Turn<'_>, issue: &Issue, issuer: &str, sub: &str) -> String {
    let payload = jose::json(&Refresh {
        exp: expiry(turn.now, issue.refresh),
        iat: turn.now.as_second(),
        jti: issue.part.refresh.as_deref().unwrap_or_default(),
        iss: issuer,
        aud: issuer,
        sub,
        typ: "Refresh",
        azp: &issue.client_id,
        session_state: &issue.session,
        scope: issue.granted(),
        sid: &issue.session,
    });
    let algorithm = if turn.asked.has(REFRESH_HS256) {
        RefreshAlgorithm::Hs256
    } else {
        turn.psc.config().jetons.renouvellement_alg
    };
    turn.psc.refresh_key().sign(algorithm, &payload)
}

fn identity(turn: &mut Turn<'_>, issue: &Issue, issuer: &str, sub: &str, access: &str) -> String {
    let at_hash = at_hash(access);
    let person = &issue.professional;
    let mut claims = Identity {
        exp: expiry(turn.now, issue.access),
        iat: turn.now.as_second(),
        auth_time: issue.auth_time.as_second(),
        jti: crate::random::uuid(),
        iss: issuer,
        aud: &issue.client_id,
        sub,
        typ: "ID",
        azp: &issue.client_id,
        nonce: issue.part.nonce.as_deref(),
        session_state: (!issue.part.profile.without_session_state).then_some(&issue.session),
        at_hash: &at_hash,
        acr: issue.acr(&turn.psc.config().acr.rendu),
        sid: &issue.session,
        subject_name_id: &person.national_id,
        preferred_username: &person.national_id,
        given_name: &person.given_name,
        family_name: &person.family_name,
    };
    let other = at_hash_of_nothing();
    let applied = issue
        .deviation
        .filter(|one| spoil(&mut claims, *one, &other));
    let payload = jose::json(&claims);
    let keys = turn.psc.keys();
    let key = keys.signing(issue.rotation);
    let (token, spoilt) = match issue.deviation {
        Some(deviation @ Deviation::SignatureAlteree) => (
            jose::spoilt_signature(&jose::rs256(key, "JWT", &payload)),
            Some(deviation),
        ),
        Some(deviation @ Deviation::CleInconnue) => (
            jose::rs256(keys.stranger(), "JWT", &payload),
            Some(deviation),
        ),
        Some(deviation @ Deviation::AlgNone) => (jose::unsecured(&payload), Some(deviation)),
        Some(deviation @ Deviation::AlgConfus) => (jose::confused(key, &payload), Some(deviation)),
        _ => (jose::rs256(key, "JWT", &payload), applied),
    };
    if let Some(deviation) = spoilt {
        turn.deviated(deviation);
    }
    token
}

/// Left half of the digest of the access token. Source: OpenID Connect Core §3.1.3.6.
fn at_hash(access: &str) -> String {
    jose::b64(&digest(&SHA256, access.as_bytes()).as_ref()[..16])
}

fn at_hash_of_nothing() -> String {
    at_hash("")
}

/// Spoils the claims; false when the deviation is about something else.
fn spoil<'a>(claims: &mut Identity<'a>, deviation: Deviation, other_hash: &'a str) -> bool {
    match deviation {
        Deviation::NonceAltere => claims.nonce = Some("autre-nonce"),
        Deviation::NonceAbsent => claims.nonce = None,
        Deviation::JetonExpire => {
            claims.exp -= LONG_OVER_S;
            claims.iat -= LONG_OVER_S;
        }
        Deviation::AudienceAlteree => {
            claims.aud = "autre-client";
            claims.azp = "autre-client";
        }
        Deviation::EmetteurAltere => {
            claims.iss = "https://autre-fournisseur.invalid/realms/esante-wallet";
        }
        Deviation::AtHashAltere => claims.at_hash = other_hash,
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_left_half() {
        // Known answer: SHA-256 of the empty text begins with e3b0c442 98fc1c14 9afbf4c8 996fb924.
        assert_eq!(at_hash_of_nothing(), "47DEQpj8HBSa-_TImW-5JA");
    }
}
