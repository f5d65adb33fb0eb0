//! What does not leave the run folder: the secrets of exchanges are hidden in what travels.
//!
//! The folder itself keeps them raw, because judging again needs them and they open nothing
//! elsewhere. Signatures of assertions stay: they prove, they do not open.

use std::sync::LazyLock;

use regex::Regex;

/// What replaces a secret.
const HIDDEN: &str = "[masqué]";

/// Headers whose value is a secret.
const SECRET_HEADERS: [&str; 5] = [
    "esante-api-key",
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
];

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, compiled by a test"
)]
static PATTERNS: LazyLock<[(Regex, &str); 5]> = LazyLock::new(|| {
    [
        (
            Regex::new(r"(?s)-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(-----END ([A-Z ]*)PRIVATE KEY-----|\z)").unwrap(),
            "[clé privée masquée]",
        ),
        (
            Regex::new(r"(?i)\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}").unwrap(),
            "$1 [masqué]",
        ),
        (
            Regex::new(r#"(?i)("?(?:password|mot_de_passe|client_secret|access_token|refresh_token|id_token|id_token_hint|subject_token|actor_token|code_verifier|auth_req_id|proxy_session_id|cle_annuaire|cle_pem)"?\s*[:=]\s*"?)[^"&\s<]+"#).unwrap(),
            "$1[masqué]",
        ),
        (
            // An authorization code or a token, alone in a form or in an address; an attribute `code`
            // of XML comes after a space.
            Regex::new(r"(?m)(^|[?&])((?:code|token)=)[^&\s<]{16,}").unwrap(),
            "$1$2[masqué]",
        ),
        (
            // A signed or encrypted token, wherever it stands: its header begins a JSON object.
            Regex::new(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){2,4}").unwrap(),
            "[jeton masqué]",
        ),
    ]
});

/// The value of a header as it may be shown.
pub(super) fn header(name: &str, value: &str) -> String {
    if SECRET_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
        HIDDEN.to_owned()
    } else {
        text(value)
    }
}

/// A text as it may be shown.
pub(super) fn text(text: &str) -> String {
    let mut shown = text.to_owned();
    for (pattern, replacement) in PATTERNS.iter() {
        if pattern.is_match(&shown) {
            shown = pattern.replace_all(&shown, *replacement).into_owned();
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_and_the_rest_is_left() {
        assert_eq!(header("AUTHORIZATION", "Bearer abc"), HIDDEN);
        assert_eq!(header("content-type", "text/xml"), "text/xml");
        let key =
            "avant -----BEGIN EC PRIVATE KEY-----\nSECRET\n-----END EC PRIVATE KEY----- après";
        assert_eq!(text(key), "avant [clé privée masquée] après");
        assert!(!text("-----BEGIN PRIVATE KEY-----\nSECRET").contains("SECRET"));
        assert!(!text("x Bearer SECRET-JETON y").contains("SECRET"));
        assert_eq!(
            text("{\"access_token\":\"SECRET\"}"),
            "{\"access_token\":\"[masqué]\"}"
        );
        assert_eq!(header("ESANTE-API-KEY", "cle"), HIDDEN);
        let code = "SECRET-6a7b8c9d0e1f.2a.3b";
        let address = format!("https://lgc.test/retour?state=s&code={code}&iss=i");
        assert_eq!(
            text(&address),
            "https://lgc.test/retour?state=s&code=[masqué]&iss=i"
        );
        for form in ["token", "subject_token", "id_token_hint", "auth_req_id"] {
            let shown = text(&format!("{form}={code}&grant_type=x"));
            assert_eq!(shown, format!("{form}=[masqué]&grant_type=x"));
        }
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.SECRET";
        assert_eq!(text(&format!("motif : {jwt}.")), "motif : [jeton masqué]");
        let fault = "<Erreur code=\"insi_102\" severite=\"1\"/>";
        assert_eq!(text(fault), fault);
        let signature = "<ds:SignatureValue>abcd==</ds:SignatureValue>";
        assert_eq!(text(signature), signature);
    }
}
