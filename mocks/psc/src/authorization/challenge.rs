//! PKCE: the challenge of the request, the verifier of the token call.
//!
//! Source: RFC 7636; wording of Keycloak.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};

use crate::jose::b64;
use crate::parameters::Parameters;
use crate::reply::Denied;

/// A challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    value: String,
    method: Method,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Plain,
    S256,
}

/// The challenge of a request.
pub(crate) fn read(parameters: &Parameters, required: bool) -> Result<Option<Challenge>, Denied> {
    let missing = |name: &str| Denied::bad("invalid_request", format!("Missing parameter: {name}"));
    let invalid = |name: &str| Denied::bad("invalid_request", format!("Invalid parameter: {name}"));
    let method = match parameters.filled("code_challenge_method") {
        Some("S256") => Some(Method::S256),
        Some("plain") => Some(Method::Plain),
        Some(_) => return Err(invalid("code_challenge_method")),
        None => None,
    };
    let Some(value) = parameters.filled("code_challenge") else {
        return if method.is_some() || required {
            Err(missing("code_challenge"))
        } else {
            Ok(None)
        };
    };
    if !well_formed(value) {
        return Err(invalid("code_challenge"));
    }
    Ok(Some(Challenge {
        value: value.to_owned(),
        // RFC 7636 §4.3.
        method: method.unwrap_or(Method::Plain),
    }))
}

/// Checks the verifier against the challenge of the code.
pub(crate) fn verify(challenge: Option<&Challenge>, verifier: Option<&str>) -> Result<(), Denied> {
    let (challenge, verifier) = match (challenge, verifier) {
        (None, None) => return Ok(()),
        (None, Some(_)) => {
            return Err(Denied::grant(
                "PKCE code verifier specified but challenge not present in authorization",
            ));
        }
        (Some(_), None) => return Err(Denied::grant("PKCE code verifier not specified")),
        (Some(challenge), Some(verifier)) => (challenge, verifier),
    };
    if !well_formed(verifier) {
        return Err(Denied::grant(
            "PKCE verification failed: Invalid code verifier",
        ));
    }
    let expected = match challenge.method {
        Method::Plain => verifier.to_owned(),
        Method::S256 => b64(digest(&SHA256, verifier.as_bytes())),
    };
    verify_slices_are_equal(expected.as_bytes(), challenge.value.as_bytes())
        .map_err(|_| Denied::grant("PKCE verification failed: Code mismatch"))
}

/// RFC 7636 §4.1.
fn well_formed(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: RFC 7636 appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn challenge(method: Method, value: &str) -> Challenge {
        Challenge {
            value: value.to_owned(),
            method,
        }
    }

    #[test]
    fn the_example_of_the_standard_holds() {
        let s256 = challenge(Method::S256, CHALLENGE);
        assert_eq!(verify(Some(&s256), Some(VERIFIER)), Ok(()));
        assert_eq!(
            verify(Some(&challenge(Method::Plain, VERIFIER)), Some(VERIFIER)),
            Ok(())
        );
        let said = |result: Result<(), Denied>| result.unwrap_err().description.unwrap();
        assert_eq!(
            said(verify(Some(&s256), Some(CHALLENGE))),
            "PKCE verification failed: Code mismatch"
        );
        assert_eq!(
            said(verify(Some(&s256), Some("court"))),
            "PKCE verification failed: Invalid code verifier"
        );
        assert_eq!(
            said(verify(Some(&s256), None)),
            "PKCE code verifier not specified"
        );
        assert_eq!(
            said(verify(None, Some(VERIFIER))),
            "PKCE code verifier specified but challenge not present in authorization"
        );
    }
}
