//! Pro Santé Connect: an unsigned assertion, believed because an API token comes with it.
//!
//! Source: second-hand for the assertion (qualifier and attributes). How the token travels to INSi
//! was not found: the form described for the API Pro Santé Connectées is taken (bearer token on
//! mutual TLS, bound to the client certificate), so that everything here is inferred.

use banc_core::api_token::ApiTokenRefusal;
use banc_core::observed::insi::{InsiAuthentication, ObservedInsi, SeenApiToken};
use banc_core::saml::read_unsigned_assertion;
use banc_core::service::Call;

use super::Circumstances;
use super::assertion::{has, refuse, refuse_assertion, rules};
use crate::config::TokenRule;
use crate::denied::Denied;

/// Authenticates by the assertion, then by the token that came with the call.
pub(super) fn check(
    call: &Call<'_>,
    text: &str,
    circumstances: &Circumstances<'_>,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    seen.authentication = Some(InsiAuthentication::Psc);
    seen.provisional = true;
    let name_id = read(text, circumstances, seen)?;
    check_token(call, &name_id, circumstances, seen)
}

/// The assertion, read without proof; gives its `NameID`.
fn read(
    text: &str,
    circumstances: &Circumstances<'_>,
    seen: &mut ObservedInsi,
) -> Result<String, Denied> {
    let config = circumstances.config;
    let read = read_unsigned_assertion(text, &rules(config))
        .map_err(|refused| refuse_assertion(config, &refused))?;
    let assertion = read.assertion;
    seen.quirks.extend(read.quirks);
    let name_id = assertion.name_id.as_deref().unwrap_or_default();
    let missing = if assertion.id.as_deref().is_none_or(str::is_empty) {
        "ID"
    } else if assertion.issue_instant.is_none() {
        "IssueInstant"
    } else if name_id.is_empty() {
        "NameID"
    } else if !has(&assertion, "codeSpecialiteAMO") {
        "attribut codeSpecialiteAMO"
    } else if !has(&assertion, "identifiantFacturation") {
        "attribut identifiantFacturation"
    } else {
        return Ok(name_id.to_owned());
    };
    let reason = format!("Assertion PSC sans {missing}.");
    Err(refuse(
        config,
        "incomplete",
        "InvalidSecurityToken",
        &reason,
    ))
}

/// The token must live, be bound to the certificate of the connection, and be that of the person
/// whom the assertion names.
fn check_token(
    call: &Call<'_>,
    name_id: &str,
    circumstances: &Circumstances<'_>,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let Some(tokens) = circumstances.tokens else {
        return Ok(());
    };
    let Some(token) = call.request.header("authorization").and_then(bearer) else {
        return match circumstances.config.assertion.jeton_psc {
            TokenRule::Facultatif => Ok(()),
            TokenRule::Exige => Err(refuse_token(
                circumstances,
                "jeton_absent",
                "aucun jeton d'API (Authorization: Bearer) n'accompagne l'assertion PSC",
            )),
        };
    };
    let certificate = call
        .connection
        .tls
        .as_ref()
        .and_then(|tls| tls.client_certificate.as_ref());
    let bearer = tokens
        .bearer(token, certificate, call.clock)
        .map_err(|refused| {
            let key = match refused {
                ApiTokenRefusal::Unknown => "jeton_inconnu",
                ApiTokenRefusal::Inactive => "jeton_perime",
                ApiTokenRefusal::NotBound => "jeton_non_lie",
            };
            refuse_token(circumstances, key, &refused.to_string())
        })?;
    seen.api_token = Some(SeenApiToken {
        subject: bearer.national_id.clone(),
        client_id: bearer.client_id,
        certificate: certificate.map(|certificate| certificate.subject.clone()),
    });
    if bearer.national_id != name_id {
        let reason = format!(
            "le jeton est celui de `{}`, l'assertion celle de `{name_id}`",
            bearer.national_id
        );
        return Err(refuse_token(circumstances, "jeton_d_un_autre", &reason));
    }
    Ok(())
}

/// 401, as the description of the API Pro Santé Connectées asks of a token that is missing or not valid.
fn refuse_token(circumstances: &Circumstances<'_>, key: &str, reason: &str) -> Denied {
    refuse(circumstances.config, key, "FailedAuthentication", reason).with_status(401)
}

/// The token of an `Authorization` header. Source: RFC 6750 §2.1; the scheme has no case.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn the_bearer_is_read_whatever_the_case_of_its_scheme() {
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("bearer  abc "), Some("abc"));
        for header in ["Basic abc", "Bearer ", "Bearer", "abc"] {
            assert_eq!(bearer(header), None, "{header}");
        }
    }
}
