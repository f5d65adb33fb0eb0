//! Whom PSC authenticated, as its id_token says.

use jiff::Timestamp;
use serde_json::Value;

use super::psc::PscFailure;
use super::{ProxyAddresses, ProxyEsante};
use crate::jose::glance;

impl ProxyEsante {
    /// The professional who approved is the one that was asked for.
    ///
    /// Source: OpenID Connect Core §3.1.3.7: issuer, audience, end; TLS with the token endpoint
    /// stands for the signature. ANS's own proxy reads `SubjectNameID` there.
    pub(super) fn check_identity(
        &self,
        id_token: &str,
        national_id: &str,
        addresses: &ProxyAddresses,
        now: Timestamp,
    ) -> Result<(), PscFailure> {
        let refused = |reason: &str| PscFailure::Refused {
            reason: format!("id_token: {reason}"),
        };
        let seen = glance(id_token).ok_or_else(|| refused("absent, or not a JWT"))?;
        if seen.is_unsigned() {
            return Err(refused("not signed (alg none)"));
        }
        if seen.text("iss") != Some(addresses.psc_issuer.as_str()) {
            return Err(refused("issued by another"));
        }
        let client = self.config.psc.client_id.as_str();
        let for_us = match seen.claims.get("aud") {
            Some(Value::String(audience)) => audience == client,
            Some(Value::Array(list)) => list.iter().any(|audience| audience == client),
            _ => false,
        };
        if !for_us {
            return Err(refused("for another client"));
        }
        let end = seen.claims.get("exp").and_then(Value::as_i64);
        if end.is_none_or(|end| end <= now.as_second()) {
            return Err(refused("over"));
        }
        let subject = ["SubjectNameID", "preferred_username"]
            .into_iter()
            .find_map(|claim| seen.text(claim))
            .or_else(|| seen.text("sub")?.rsplit(':').next());
        if subject != Some(national_id) {
            return Err(refused("of another professional than the one asked for"));
        }
        Ok(())
    }
}
