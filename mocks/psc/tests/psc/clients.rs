//! Client authentication: by secret, by certificate, at the same addresses.

use super::bench::{Bench, CIBA, CLIENT, KIT, RETURN, at, basic, denied, form, organisation};
use banc_core::observed::psc::PscClientAuthentication;

const WORDS: &str = "Invalid client or Invalid client credentials";
const REFRESH: [(&str, &str); 2] = [("grant_type", "refresh_token"), ("refresh_token", "x")];

#[test]
fn a_secret_is_taken_from_either_place() {
    let mut bench = Bench::new();
    let by_header = bench.back("/token", &REFRESH);
    assert_eq!(by_header.refused().2, "Invalid refresh token");
    let seen = by_header.seen().client_authentication;
    assert_eq!(seen, Some(PscClientAuthentication::ClientSecretBasic));
    let mut posted = REFRESH.to_vec();
    posted.extend([("client_id", CLIENT.0), ("client_secret", CLIENT.1)]);
    let by_form = bench.post(&at("/token"), &posted);
    assert_eq!(by_form.refused().2, "Invalid refresh token");
    let seen = by_form.seen().client_authentication;
    assert_eq!(seen, Some(PscClientAuthentication::ClientSecretPost));
}

#[test]
fn who_does_not_prove_is_told_nothing() {
    let mut bench = Bench::new();
    let token = at("/token");
    for authorization in [
        basic((CLIENT.0, "faux")),
        basic(("inconnu", CLIENT.1)),
        basic(("banc-lgc-mtls", "x")),
        basic((CLIENT.0, "")),
    ] {
        let received = bench.call(
            "POST",
            &token,
            &[("Authorization", &authorization)],
            &form(&REFRESH),
        );
        assert_eq!(
            received.refused(),
            denied(401, "unauthorized_client", WORDS)
        );
        assert_eq!(
            received.header("www-authenticate"),
            Some("Basic realm=\"esante-wallet\"")
        );
        assert!(received.seen().client_authentication.is_none());
    }
    for headers in [
        &[][..],
        &[("Authorization", "Basic !!!")],
        &[("Authorization", "Bearer x")],
    ] {
        let received = bench.call("POST", &token, headers, &form(&REFRESH));
        assert_eq!(
            received.refused(),
            denied(401, "unauthorized_client", WORDS)
        );
        assert!(received.header("www-authenticate").is_none());
    }
    let mut contradictory = REFRESH.to_vec();
    contradictory.push(("client_id", "banc-lgc-autre"));
    assert_eq!(bench.back("/token", &contradictory).answer.status, 401);
    bench.vary(&["erreur_invalid_client"]);
    let older = bench.back_as((CLIENT.0, "faux"), "/token", &REFRESH);
    assert_eq!(older.refused(), denied(401, "invalid_client", WORDS));
}

#[test]
fn a_certificate_proves_the_client_that_it_names_and_no_other() {
    let mut bench = Bench::new();
    let call = |bench: &mut Bench, client: &str| {
        let mut pairs = REFRESH.to_vec();
        pairs.push(("client_id", client));
        bench.post(&at("/token"), &pairs)
    };
    assert_eq!(
        call(&mut bench, "banc-lgc-mtls").answer.status,
        401,
        "no certificate"
    );
    bench.certificate(Some(organisation("1999999999", "INSI-AUTO")));
    let proved = call(&mut bench, "banc-lgc-mtls");
    assert_eq!(proved.refused().2, "Invalid refresh token");
    let seen = proved.seen();
    assert_eq!(
        seen.client_authentication,
        Some(PscClientAuthentication::TlsClientAuth)
    );
    assert!(
        seen.certificate
            .as_deref()
            .unwrap()
            .starts_with("CN=INSI-AUTO,OU=1999999999")
    );
    assert_eq!(
        call(&mut bench, "banc-proxy").answer.status,
        401,
        "another subject"
    );
    assert_eq!(
        call(&mut bench, CLIENT.0).answer.status,
        401,
        "a certificate is not a secret"
    );
    bench.certificate(Some(organisation("1999999998", "PROXY-ESANTE")));
    assert_eq!(
        call(&mut bench, "banc-proxy").refused().2,
        "Invalid refresh token"
    );
    let mut distrusted = organisation("1999999999", "INSI-AUTO");
    distrusted.distrust = Some("autorité inconnue".to_owned());
    bench.certificate(Some(distrusted));
    assert_eq!(call(&mut bench, "banc-lgc-mtls").answer.status, 401);
    assert_eq!(
        bench.back("/token", &REFRESH).answer.status,
        400,
        "a secret ignores the certificate"
    );
}

#[test]
fn a_public_client_signs_in_with_pkce_and_may_not_introspect() {
    let settings =
        format!("[clients.public]\nauthentification = \"public\"\nredirect_uris = [\"{RETURN}\"]");
    let mut bench = Bench::with(&settings);
    let code = bench.code(&[("client_id", "public")]);
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", RETURN),
        ("client_id", "public"),
    ];
    let tokens = bench.post(&at("/token"), &pairs).ok();
    let pairs = [
        ("token", tokens["access_token"].as_str().unwrap()),
        ("client_id", "public"),
    ];
    let received = bench.post(&at("/token/introspect"), &pairs);
    assert_eq!(
        received.refused(),
        denied(403, "invalid_request", "Client not allowed.")
    );
}

#[test]
fn ciba_is_for_the_clients_that_it_is_open_to() {
    let mut bench = Bench::new();
    bench.certificate(Some(organisation("1999999997", "SERVEUR-AUTORISATION")));
    let words = "Client not allowed OIDC CIBA Grant";
    let asked = [
        ("client_id", "banc-as"),
        ("login_hint", KIT),
        ("scope", "openid"),
    ];
    let received = bench.post(&at("/ext/ciba/auth"), &asked);
    assert_eq!(received.refused(), denied(401, "invalid_grant", words));
    let polled = [
        ("client_id", "banc-as"),
        ("grant_type", CIBA),
        ("auth_req_id", "x"),
    ];
    let received = bench.post(&at("/token"), &polled);
    assert_eq!(received.refused(), denied(400, "invalid_grant", words));
}
