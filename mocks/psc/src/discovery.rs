//! The discovery document and the public keys.
//!
//! Source of the document: the one published for the test environment (January 2025); it announces
//! more than the provider really does (algorithms, grants, request objects): so does ours.

use serde_json::{Value, json};

use crate::address::PscAddresses;
use crate::keys::{PscKeys, PublishedKey};

const ALGORITHMS: [&str; 13] = [
    "PS384", "RS384", "EdDSA", "ES384", "HS256", "HS512", "ES256", "RS256", "HS384", "ES512",
    "PS256", "PS512", "RS512",
];
const ENCRYPTION: [&str; 3] = ["RSA-OAEP", "RSA-OAEP-256", "RSA1_5"];
const CONTENT: [&str; 6] = [
    "A256GCM",
    "A192GCM",
    "A128GCM",
    "A128CBC-HS256",
    "A192CBC-HS384",
    "A256CBC-HS512",
];
const METHODS: [&str; 5] = [
    "private_key_jwt",
    "client_secret_basic",
    "client_secret_post",
    "tls_client_auth",
    "client_secret_jwt",
];
/// Scopes that a request may name.
pub(crate) const SCOPES: [&str; 20] = [
    "openid",
    "microprofile-jwt",
    "rpps",
    "referentiel",
    "web-origins",
    "basic",
    "identity",
    "acr",
    "offline_access",
    "eidas1",
    "profile",
    "roles",
    "email",
    "scope_all",
    "phone",
    "interop",
    "scope_1",
    "address",
    "scope_2",
    "eidas2",
];

/// Which of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edition {
    /// At `wallet-openid-configuration`: the wallet's authorization endpoint.
    Wallet,
    /// At `openid-configuration`: the realm's own.
    Native,
}

/// The document.
pub(crate) fn document(addresses: &PscAddresses, edition: Edition, older: bool) -> Value {
    let at = |path: &str| addresses.endpoint(path);
    let authorization = match edition {
        Edition::Wallet => addresses.wallet_authorization(),
        Edition::Native => at("/auth"),
    };
    let mut all = json!({
        "issuer": addresses.issuer(),
        "authorization_endpoint": authorization,
        "token_endpoint": at("/token"),
        "introspection_endpoint": at("/token/introspect"),
        "userinfo_endpoint": at("/userinfo"),
        "end_session_endpoint": at("/logout"),
        "frontchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "jwks_uri": at("/certs"),
        "check_session_iframe": at("/login-status-iframe.html"),
        "grant_types_supported": [
            "authorization_code", "implicit", "refresh_token", "password", "client_credentials",
            "urn:openid:params:grant-type:ciba", "urn:ietf:params:oauth:grant-type:device_code",
        ],
        // Twice "0", as published; eidas1 is not in the list although it is the one to ask for.
        "acr_values_supported": ["0", "0"],
        "response_types_supported": [
            "code", "none", "id_token", "token", "id_token token", "code id_token", "code token",
            "code id_token token",
        ],
        "subject_types_supported": ["public", "pairwise"],
        "response_modes_supported": [
            "query", "fragment", "form_post", "query.jwt", "fragment.jwt", "form_post.jwt", "jwt",
        ],
        "registration_endpoint": registration(addresses),
        "claims_supported": [
            "aud", "sub", "iss", "auth_time", "name", "given_name", "family_name",
            "preferred_username", "email", "acr",
        ],
        "claim_types_supported": ["normal"],
        "claims_parameter_supported": true,
        "scopes_supported": SCOPES,
        "request_parameter_supported": true,
        "request_uri_parameter_supported": true,
        "require_request_uri_registration": true,
        "code_challenge_methods_supported": ["plain", "S256"],
        "tls_client_certificate_bound_access_tokens": true,
        "revocation_endpoint": at("/revoke"),
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "device_authorization_endpoint": at("/auth/device"),
        "backchannel_token_delivery_modes_supported": ["poll", "ping"],
        "backchannel_authentication_endpoint": at("/ext/ciba/auth"),
        "backchannel_authentication_request_signing_alg_values_supported": [
            "PS384", "RS384", "EdDSA", "ES384", "ES256", "RS256", "ES512", "PS256", "PS512", "RS512",
        ],
        "require_pushed_authorization_requests": false,
        "pushed_authorization_request_endpoint": at("/ext/par/request"),
        "mtls_endpoint_aliases": aliases(addresses),
        "authorization_response_iss_parameter_supported": true,
    });
    add_algorithms(&mut all);
    if older {
        make_older(&mut all);
    }
    all
}

fn registration(addresses: &PscAddresses) -> String {
    format!(
        "{}/clients-registrations/openid-connect",
        addresses.issuer()
    )
}

/// The addresses with a client certificate are the plain ones: it is asked for, never required.
fn aliases(addresses: &PscAddresses) -> Value {
    let at = |path: &str| addresses.endpoint(path);
    json!({
        "token_endpoint": at("/token"),
        "revocation_endpoint": at("/revoke"),
        "introspection_endpoint": at("/token/introspect"),
        "device_authorization_endpoint": at("/auth/device"),
        "registration_endpoint": registration(addresses),
        "userinfo_endpoint": at("/userinfo"),
        "pushed_authorization_request_endpoint": at("/ext/par/request"),
        "backchannel_authentication_endpoint": at("/ext/ciba/auth"),
    })
}

fn add_algorithms(all: &mut Value) {
    let with_none: Vec<&str> = ALGORITHMS.into_iter().chain(["none"]).collect();
    for what in ["id_token", "authorization"] {
        all[format!("{what}_signing_alg_values_supported")] = json!(ALGORITHMS);
    }
    for what in ["userinfo", "request_object"] {
        all[format!("{what}_signing_alg_values_supported")] = json!(with_none);
    }
    for what in ["id_token", "userinfo", "request_object", "authorization"] {
        all[format!("{what}_encryption_alg_values_supported")] = json!(ENCRYPTION);
        all[format!("{what}_encryption_enc_values_supported")] = json!(CONTENT);
    }
    for what in ["token", "introspection", "revocation"] {
        all[format!("{what}_endpoint_auth_methods_supported")] = json!(METHODS);
        all[format!("{what}_endpoint_auth_signing_alg_values_supported")] = json!(ALGORITHMS);
    }
}

/// The edition of 2021-2022. Source: page of the Debian package `lemonldap-ng-doc` (second hand).
fn make_older(all: &mut Value) {
    const SINCE: [&str; 8] = [
        "device_authorization_endpoint",
        "backchannel_token_delivery_modes_supported",
        "backchannel_authentication_endpoint",
        "backchannel_authentication_request_signing_alg_values_supported",
        "require_pushed_authorization_requests",
        "pushed_authorization_request_endpoint",
        "mtls_endpoint_aliases",
        "authorization_response_iss_parameter_supported",
    ];
    if let Some(members) = all.as_object_mut() {
        members.retain(|name, _| !SINCE.contains(&name.as_str()));
    }
    all["claims_parameter_supported"] = json!(false);
    all["response_modes_supported"] = json!(["query", "fragment", "form_post"]);
    all["grant_types_supported"] = json!([
        "authorization_code",
        "implicit",
        "refresh_token",
        "password",
        "client_credentials",
    ]);
}

/// The public keys: those whose signatures are believed, and the one for encryption.
pub(crate) fn jwks(keys: &PscKeys, rotation: usize) -> Value {
    let jwk = |key: &PublishedKey, alg: &str, usage: &str| {
        json!({
            "kid": key.kid, "kty": "RSA", "alg": alg, "use": usage, "n": key.n, "e": key.e,
        })
    };
    let signing = keys.believed(rotation);
    let mut all: Vec<Value> = signing
        .map(|key| jwk(&key.published, "RS256", "sig"))
        .collect();
    all.push(jwk(keys.encryption(), "RSA-OAEP", "enc"));
    json!({ "keys": all })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses() -> PscAddresses {
        PscAddresses {
            issuer_base: "https://hote.test:1".to_owned(),
            wallet_base: "https://hote.test:2".to_owned(),
        }
    }

    /// Hosts apart, the published document is ours, member for member and value for value.
    #[test]
    fn the_document_is_the_published_one() {
        let Some(reference) = banc_fixtures::reference() else {
            return;
        };
        let text = std::fs::read_to_string(reference.join("psc/discovery_bas.json")).unwrap();
        let published: Value = serde_json::from_str(&text).unwrap();
        let ours = document(&addresses(), Edition::Wallet, false);
        let names = |value: &Value| -> Vec<String> {
            let mut names: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
            names.sort();
            names
        };
        assert_eq!(names(&ours), names(&published));
        assert_eq!(without_hosts(&ours), without_hosts(&published));
    }

    fn without_hosts(value: &Value) -> Value {
        match value {
            Value::String(text) => match text.split_once("://") {
                Some((_, rest)) => Value::from(rest.split_once('/').unwrap().1),
                None => value.clone(),
            },
            Value::Array(all) => all.iter().map(without_hosts).collect(),
            Value::Object(all) => {
                let bare = all
                    .iter()
                    .map(|(name, value)| (name.clone(), without_hosts(value)));
                Value::Object(bare.collect())
            }
            _ => value.clone(),
        }
    }

    #[test]
    fn the_two_editions_differ_by_one_member() {
        let mut wallet = document(&addresses(), Edition::Wallet, false);
        let native = document(&addresses(), Edition::Native, false);
        assert_eq!(wallet["authorization_endpoint"], "https://hote.test:2/auth");
        assert_eq!(
            native["authorization_endpoint"],
            "https://hote.test:1/auth/realms/esante-wallet/protocol/openid-connect/auth"
        );
        wallet["authorization_endpoint"] = native["authorization_endpoint"].clone();
        assert_eq!(wallet, native);
    }

    #[test]
    fn the_older_edition_knows_nothing_of_ciba() {
        let older = document(&addresses(), Edition::Wallet, true).to_string();
        assert!(!older.contains("ciba") && !older.contains("mtls_endpoint_aliases"));
        assert!(older.contains("token_endpoint"));
    }
}
