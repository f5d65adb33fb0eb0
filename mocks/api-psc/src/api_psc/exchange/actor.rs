//! The actor token of an exchange: which software acts (draft of the IG).

use banc_core::observed::api_psc::{ObservedActor, ObservedApiPsc};

use super::parameters::invalid;
use crate::api_psc::denied::Denied;
use crate::jose::glance;

/// What an actor token says; none when it is not a JWT. Its signature is not verified: the IG, a
/// draft on this point, names no key.
pub(in crate::api_psc) fn actor(token: &str) -> Option<ObservedActor> {
    let seen = glance(token)?;
    let owned = |claim: &str| seen.text(claim).map(str::to_owned);
    Some(ObservedActor {
        lps_nom: owned("lps_nom"),
        lps_id: owned("lps_id"),
        lps_version: owned("lps_version"),
        situation_exercice: owned("situation_exercice"),
    })
}

/// Refuses what is no JWT; notes one that nobody signed.
pub(super) fn actor_checked(token: &str, seen: &mut ObservedApiPsc) -> Result<(), Denied> {
    let Some(glanced) = glance(token) else {
        return Err(invalid("actor_token"));
    };
    if glanced.is_unsigned() {
        seen.quirks.push("acteur_non_signe".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_actor_token_is_read() {
        use base64::Engine as _;
        let part = |value: Value| {
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string())
        };
        let token = format!(
            "{}.{}.c2lnbmF0dXJl",
            part(json!({"alg":"RS256"})),
            part(json!({"lps_nom":"LGC","lps_version":"1.0"}))
        );
        let actor = actor(&token).unwrap();
        assert_eq!(actor.lps_nom.as_deref(), Some("LGC"));
        assert_eq!(actor.lps_id, None);
    }
}
