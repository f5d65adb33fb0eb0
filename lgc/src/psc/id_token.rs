//! What an id_token must say to be believed, once its signature is verified.
//!
//! Source: OpenID Connect Core 1.0 §3.1.3.7 and §3.1.3.8; leeway as small as clients of Pro Santé
//! Connect were seen to take.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::failure::PscFailure;
use crate::defauts::{Defect, DefectSet};

/// Difference of clocks tolerated, seconds.
pub const LEEWAY: i64 = 30;

/// What the token must agree with.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Issuer.
    pub issuer: &'a str,
    /// This client.
    pub client_id: &'a str,
    /// Nonce sent; none where the flow has none (CIBA, renewal).
    pub nonce: Option<&'a str>,
    /// Access token that came with it.
    pub access_token: &'a str,
    /// Now, in seconds since 1970.
    pub now: i64,
}

/// What is kept of an id_token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdClaims {
    /// `sub`.
    pub sub: String,
    /// SSO session, when named.
    pub sid: Option<String>,
}

/// Checks the claims.
pub fn check(
    claims: &Value,
    expected: &Expected<'_>,
    defects: &DefectSet,
) -> Result<IdClaims, PscFailure> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) && !defects.has(Defect::IssIgnore) {
        return Err(wrong("l'émetteur n'est pas celui attendu"));
    }
    if !defects.has(Defect::AudienceIgnoree) {
        check_audience(claims, expected.client_id)?;
    }
    check_dates(claims, expected.now, defects)?;
    if let Some(nonce) = expected.nonce
        && text("nonce") != Some(nonce)
        && !defects.has(Defect::NonceIgnore)
    {
        return Err(wrong("le nonce n'est pas celui envoyé"));
    }
    if let Some(hash) = text("at_hash")
        && hash != half_hash(expected.access_token)
    {
        return Err(wrong("at_hash n'est pas l'empreinte du jeton d'accès"));
    }
    let sub = text("sub")
        .filter(|sub| !sub.is_empty())
        .ok_or_else(|| wrong("il ne nomme personne (sub)"))?;
    Ok(IdClaims {
        sub: sub.to_owned(),
        // Source: `sid`, or `session_state` in older editions (seen in clients).
        sid: text("sid")
            .or_else(|| text("session_state"))
            .map(ToOwned::to_owned),
    })
}

/// The audience names this client; with several, `azp` must say that it is meant for it.
fn check_audience(claims: &Value, client_id: &str) -> Result<(), PscFailure> {
    let (named, several) = match claims.get("aud") {
        Some(Value::String(one)) => (one == client_id, false),
        Some(Value::Array(list)) => (
            list.iter().any(|one| one.as_str() == Some(client_id)),
            list.len() > 1,
        ),
        _ => (false, false),
    };
    if !named {
        return Err(wrong("il est destiné à un autre client (aud)"));
    }
    match claims.get("azp").and_then(Value::as_str) {
        Some(party) if party != client_id => {
            Err(wrong("il a été demandé par un autre client (azp)"))
        }
        None if several => Err(wrong("plusieurs destinataires et pas d'azp")),
        _ => Ok(()),
    }
}

fn check_dates(claims: &Value, now: i64, defects: &DefectSet) -> Result<(), PscFailure> {
    let instant = |name: &str| claims.get(name).and_then(Value::as_i64);
    let expires = instant("exp").ok_or_else(|| wrong("il n'a pas de date de fin (exp)"))?;
    if expires.saturating_add(LEEWAY) <= now && !defects.has(Defect::ExpirationIgnoree) {
        return Err(wrong("il est périmé (exp)"));
    }
    let issued = instant("iat").ok_or_else(|| wrong("il n'est pas daté (iat)"))?;
    if issued > now.saturating_add(LEEWAY) {
        return Err(wrong("il est daté du futur (iat)"));
    }
    Ok(())
}

/// Left half of the SHA-256 of a token, base64url. Source: OpenID Connect Core 1.0 §3.1.3.6.
pub fn half_hash(token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, token.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}

fn wrong(reason: &str) -> PscFailure {
    PscFailure::NotBelieved(format!("id_token refusé, {reason}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn expected() -> Expected<'static> {
        Expected {
            issuer: "https://psc.test/realm",
            client_id: "lgc",
            nonce: Some("n-1"),
            access_token: "acces",
            now: 1_000_000,
        }
    }

    fn good() -> Value {
        json!({"iss": "https://psc.test/realm", "aud": "lgc", "azp": "lgc", "sub": "f:x:8",
            "exp": 1_000_060, "iat": 999_940, "nonce": "n-1", "sid": "s",
            "at_hash": half_hash("acces")})
    }

    fn with(change: impl Fn(&mut Value)) -> Result<IdClaims, PscFailure> {
        let mut claims = good();
        change(&mut claims);
        check(&claims, &expected(), &DefectSet::default())
    }

    #[test]
    fn the_good_token_names_the_person_and_the_session() {
        let claims = with(|_| {}).unwrap();
        assert_eq!(claims.sub, "f:x:8");
        assert_eq!(claims.sid.as_deref(), Some("s"));
        assert!(with(|claims| claims["aud"] = json!(["lgc", "autre"])).is_ok());
        // A clock a little late or a little early is no reason to refuse.
        assert!(with(|claims| claims["exp"] = json!(999_980)).is_ok());
        assert!(with(|claims| claims["iat"] = json!(1_000_020)).is_ok());
    }

    #[test]
    fn each_wrong_claim_is_refused() {
        for (name, value) in [
            ("iss", json!("https://autre.test")),
            ("iss", Value::Null),
            ("aud", json!("autre")),
            ("aud", json!([])),
            ("azp", json!("autre")),
            ("exp", json!(999_970)),
            ("exp", Value::Null),
            ("iat", json!(1_000_031)),
            ("iat", Value::Null),
            ("nonce", json!("n-2")),
            ("nonce", json!("")),
            ("nonce", Value::Null),
            ("at_hash", json!("AAAA")),
            ("sub", json!("")),
        ] {
            assert!(
                with(|claims| claims[name] = value.clone()).is_err(),
                "{name} {value}"
            );
        }
        let several = with(|claims| {
            claims["aud"] = json!(["lgc", "autre"]);
            claims["azp"] = Value::Null;
        });
        assert!(several.is_err());
    }
}
