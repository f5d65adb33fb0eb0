//! Token exchange: what is given, and everything that is refused.

use std::collections::BTreeSet;

use banc_core::observed::api_psc::ApiPscAnswer;
use banc_core::pki::ClientKind;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use crate::bench::{Bench, got};
use crate::fake_psc::{DOCTOR, EMPLOYEE, sign, unsigned};

/// The claims of a JWS verified with the published keys, as a client would.
pub(crate) async fn verified(bench: &Bench, token: &str) -> Value {
    let set = got(bench
        .client(None)
        .get(format!("{}/as/certs", bench.api_url)))
    .await;
    let set: JwkSet = serde_json::from_value(set.body).unwrap();
    let header = jsonwebtoken::decode_header(token).unwrap();
    let key = DecodingKey::from_jwk(set.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    jsonwebtoken::decode::<Value>(token, &key, &validation)
        .unwrap()
        .claims
}

#[tokio::test]
async fn a_psc_token_is_exchanged_for_a_token_bound_to_the_certificate() {
    let bench = Bench::start();
    let software = bench.software();
    let got = bench.exchange(&software, &bench.psc_token(), &[]).await;
    assert_eq!(got.status, 200, "{got:?}");
    assert_eq!(got.header("cache-control"), "no-cache, no-store");
    assert_eq!(got.header("content-type"), "application/json");
    // Sorted here: the order in which members are kept depends on what else is built.
    let members: BTreeSet<&String> = got.body.as_object().unwrap().keys().collect();
    assert_eq!(
        members.into_iter().collect::<Vec<_>>(),
        [
            "access_token",
            "expires_in",
            "issued_token_type",
            "token_type"
        ]
    );
    assert_eq!(
        got.body["issued_token_type"],
        "urn:ietf:params:oauth:token-type:access_token"
    );
    assert_eq!(got.body["token_type"], "Bearer");
    assert_eq!(got.body["expires_in"], 14_400);
    let token = got.body["access_token"].as_str().unwrap();
    let claims = verified(&bench, token).await;
    assert_eq!(claims["iss"], format!("{}/as", bench.api_url));
    assert_eq!(claims["sub"], DOCTOR);
    assert_eq!(claims["SubjectNameID"], DOCTOR);
    assert_eq!(claims["aud"], json!(["account", "banc-lgc-api"]));
    assert_eq!(claims["azp"], "banc-lgc-api");
    assert_eq!(claims["scope"], "apipsc");
    assert_eq!(claims["session_state"], "session-psc");
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 14_400);
    let exchange = bench.last("psc").await;
    let asked = bench.psc.seen("introspect");
    assert_eq!(asked.len(), 1, "one introspection, no UserInfo");
    assert_eq!(asked[0].form["client_id"], "banc-as");
    assert_eq!(
        asked[0].certificate.as_deref(),
        Some("SERVEUR-AUTORISATION")
    );
    assert_eq!(
        exchange.request.header("user-agent"),
        Some("banc-serveur-autorisation")
    );
}

#[tokio::test]
async fn the_binding_is_written_in_either_form() {
    let bench = Bench::start();
    let software = bench.software();
    for (variation, rfc8705) in [("", false), ("cnf_rfc8705", true), ("cnf_ans_hex64", false)] {
        if !variation.is_empty() {
            bench.plan(&format!(
                "[[variation]]\nnom = \"{variation}\"\nservice = \"api_psc\"\noperation = \"echange\""
            ));
        }
        let token = bench.api_token("apipsc").await;
        let facts = bench.certificate_of_last_exchange().await;
        let claims = verified(&bench, &token).await;
        let member = claims["cnf"]["x5t#S256"].as_str().unwrap();
        let written = if rfc8705 {
            assert_eq!(member.len(), 43, "{member}");
            hex::encode(URL_SAFE_NO_PAD.decode(member).unwrap())
        } else {
            assert_eq!(member.len(), 88, "{member}");
            String::from_utf8(STANDARD.decode(member).unwrap()).unwrap()
        };
        assert_eq!(written, facts.sha256);
        assert_eq!(bench.resource(&software, &token).await.status, 200);
    }
}

#[tokio::test]
async fn settings_and_variations_change_the_answer_and_nothing_else() {
    let bench = Bench::with(
        "[jeton]\nduree = \"60s\"\ncnf = \"rfc8705\"\naudience = []\n[psc]\nuserinfo = true",
        "",
    );
    let token = bench.api_token("apipsc").await;
    let claims = verified(&bench, &token).await;
    assert_eq!(claims["aud"], "banc-lgc-api");
    assert_eq!(claims["name"], "KIT DOC0042788");
    assert_eq!(claims["cnf"]["x5t#S256"].as_str().unwrap().len(), 43);
    let software = bench.software();
    assert_eq!(bench.resource(&software, &token).await.status, 200);
    bench.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(bench.resource(&software, &token).await.status, 401);

    let bench = Bench::start();
    bench.plan(
        &[
            "duree_60s",
            "audience_simple",
            "reponse_keycloak",
            "type_minuscule",
        ]
        .map(|name| {
            format!(
                "[[variation]]\nnom = \"{name}\"\nservice = \"api_psc\"\noperation = \"echange\"\n"
            )
        })
        .concat(),
    );
    let software = bench.software();
    let got = bench.exchange(&software, &bench.psc_token(), &[]).await;
    assert_eq!(got.body["expires_in"], 60);
    assert_eq!(got.body["token_type"], "bearer");
    assert_eq!(got.body["not-before-policy"], 0);
    assert_eq!(got.body["scope"], "apipsc");
    let claims = verified(&bench, got.body["access_token"].as_str().unwrap()).await;
    assert_eq!(claims["aud"], "banc-lgc-api");
}

#[tokio::test]
async fn accepted_forms_of_the_request() {
    let bench = Bench::start();
    let software = bench.software();
    let actor = sign(&json!({"lps_nom":"LGC","lps_id":"1","lps_version":"2.0"}));
    let jwt = banc_api_psc::api_psc::JWT;
    for changes in [
        &[("subject_token_type", jwt)][..],
        &[("subject_issuer", "psc")],
        &[("scope", "insi apipsc")],
        &[("actor_token", &*actor), ("actor_token_type", jwt)],
        &[("audience", "une-api"), ("requested_token_type", jwt)],
    ] {
        let got = bench.exchange(&software, &bench.psc_token(), changes).await;
        assert_eq!(got.status, 200, "{changes:?} {got:?}");
    }
    let employee = bench.psc.issue(EMPLOYEE, "banc-lgc-mtls", &bench.clock);
    let got = bench
        .exchange(
            &software,
            &employee,
            &[("actor_token", &actor), ("actor_token_type", jwt)],
        )
        .await;
    assert_eq!(got.status, 200);
    let seen = bench.last_api().await;
    assert_eq!(seen.subject.as_deref(), Some(EMPLOYEE));
    assert_eq!(seen.bound, Some(true));
    assert_eq!(seen.actor.unwrap().lps_version.as_deref(), Some("2.0"));
    assert_eq!(
        seen.answer,
        ApiPscAnswer::Jeton {
            expires_in_s: 14_400
        }
    );
}

#[tokio::test]
async fn a_wrong_request_is_refused_without_asking_psc() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.psc_token();
    let saml = "urn:ietf:params:oauth:token-type:saml2";
    for (changes, status, error) in [
        (&[("client_id", "")][..], 401, "invalid_client"),
        (&[("client_id", "inconnu")], 401, "invalid_client"),
        (&[("client_id", "banc-proxy-api")], 401, "invalid_client"),
        (&[("grant_type", "")], 400, "invalid_request"),
        (
            &[("grant_type", "client_credentials")],
            400,
            "unsupported_grant_type",
        ),
        (&[("subject_token", "")], 400, "invalid_request"),
        (&[("subject_token_type", "")], 400, "invalid_request"),
        (&[("subject_token_type", saml)], 400, "invalid_request"),
        (&[("requested_token_type", saml)], 400, "invalid_request"),
        (&[("scope", "")], 400, "invalid_request"),
        (&[("scope", "dmp")], 400, "invalid_scope"),
        (&[("scope", "apipsc dmp")], 400, "invalid_scope"),
        (&[("subject_issuer", "google")], 400, "invalid_request"),
        (&[("actor_token", "a.b.c")], 400, "invalid_request"),
        (
            &[
                ("actor_token", "a.b.c"),
                ("actor_token_type", banc_api_psc::api_psc::JWT),
            ],
            400,
            "invalid_request",
        ),
        (
            &[("actor_token_type", banc_api_psc::api_psc::JWT)],
            400,
            "invalid_request",
        ),
    ] {
        let got = bench.exchange(&software, &token, changes).await;
        assert_eq!(got.refusal(), (status, error), "{changes:?}");
        assert!(got.body["error_description"].is_string());
        assert!(bench.last_api().await.refusal_reason.is_some());
    }
    let twice = [
        ("client_id", "banc-lgc-api"),
        ("scope", "a"),
        ("scope", "b"),
    ];
    let got_twice = bench.post_form(&software, "/as/token.oauth2", &twice).await;
    assert_eq!(got_twice.refusal(), (400, "invalid_request"));
    let json_body = software
        .post(format!("{}/as/token.oauth2", bench.api_url))
        .header("content-type", "application/json")
        .body("{}");
    assert_eq!(got(json_body).await.refusal(), (400, "invalid_request"));
    assert!(bench.psc.seen("introspect").is_empty());
    let got = bench.exchange(&software, &token, &[]).await;
    assert_eq!(got.status, 200, "no refusal above used the token up");
}

#[tokio::test]
async fn only_the_declared_certificate_authenticates_the_client() {
    let bench = Bench::start();
    let token = bench.psc_token();
    for (kind, reason) in [
        (None, "no client certificate"),
        (Some(ClientKind::InsiManu), "not the one declared"),
        (Some(ClientKind::ProxyEsante), "not the one declared"),
        (Some(ClientKind::SoftwareUntrusted), "unknown issuer"),
        (Some(ClientKind::SoftwareExpired), "expired"),
        (Some(ClientKind::SoftwareRevoked), "revoked"),
    ] {
        let client = bench.client(kind);
        let changes = [("client_secret", "inutile")];
        let got = bench.exchange(&client, &token, &changes).await;
        assert_eq!(got.refusal(), (401, "invalid_client"), "{kind:?}");
        let seen = bench.last_api().await;
        let told = seen.refusal_reason.unwrap();
        assert!(told.contains(reason), "{kind:?}: {told}");
        assert_eq!(seen.quirks, ["secret_inutile"]);
    }
    assert!(bench.psc.seen("introspect").is_empty());
}

#[tokio::test]
async fn a_subject_token_is_refused_when_psc_does_not_vouch_for_it() {
    let bench = Bench::start();
    let software = bench.software();
    let ours = json!({"iss": bench.psc.issuer.get().unwrap(), "azp": "banc-lgc"});
    for (token, changes, asked, reason) in [
        (unsigned(&ours), &[][..], 0, "alg none"),
        (
            sign(&json!({"iss":"https://ailleurs"})),
            &[],
            0,
            "https://ailleurs",
        ),
        (
            "opaque".to_owned(),
            &[("subject_token_type", banc_api_psc::api_psc::JWT)],
            0,
            "not a JWT",
        ),
        ("opaque".to_owned(), &[], 1, "not active"),
        (sign(&ours), &[], 1, "not active"),
        (bench.psc.issue_refresh(&bench.clock), &[], 1, "`Refresh`"),
        (
            bench.psc.issue(DOCTOR, "banc-lgc-autre", &bench.clock),
            &[],
            1,
            "banc-lgc-autre",
        ),
    ] {
        let before = bench.psc.seen("introspect").len();
        let got = bench.exchange(&software, &token, changes).await;
        assert_eq!(got.refusal(), (400, "invalid_request"), "{reason}");
        assert_eq!(
            bench.psc.seen("introspect").len(),
            before + asked,
            "{reason}"
        );
        let told = bench.last_api().await.refusal_reason.unwrap();
        assert!(told.contains(reason), "{told}");
    }
}

#[tokio::test]
async fn an_expired_subject_token_tells_where_to_authenticate() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.psc_token();
    bench.clock.advance(SignedDuration::from_secs(121));
    let got = bench.exchange(&software, &token, &[]).await;
    assert_eq!(got.refusal(), (400, "invalid_request"));
    let url = got.body["authentication_url"].as_str().unwrap();
    let issuer = bench.psc.issuer.get().unwrap();
    assert_eq!(url, format!("{issuer}/protocol/openid-connect/auth"));
    assert!(bench.last_api().await.inferred);
    assert_eq!(
        bench
            .exchange(&software, &bench.psc_token(), &[])
            .await
            .status,
        200,
        "a fresh token is accepted"
    );

    let bench = Bench::with(
        "[echange]\nerreur_sujet = \"invalid_grant\"\nmembre_url_authentification = \"url\"\n[psc]\nurl_authentification = \"https://psc/auth\"",
        "",
    );
    let got = bench.exchange(&bench.software(), "inconnu", &[]).await;
    assert_eq!(got.refusal(), (400, "invalid_grant"));
    assert_eq!(got.body["url"], "https://psc/auth");
}

#[tokio::test]
async fn a_subject_token_is_used_once_unless_configured_otherwise() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.psc_token();
    assert_eq!(bench.exchange(&software, &token, &[]).await.status, 200);
    let again = bench
        .exchange(&software, &token, &[("scope", "insi")])
        .await;
    assert_eq!(again.refusal(), (400, "invalid_request"));
    let told = bench.last_api().await.refusal_reason.unwrap();
    assert!(told.contains("already exchanged"), "{told}");
    let together = bench.psc_token();
    let (one, other) = tokio::join!(
        bench.exchange(&software, &together, &[]),
        bench.exchange(&software, &together, &[])
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400], "only one of two calls at once");

    let bench = Bench::with("[echange]\nusage_unique = false", "");
    let software = bench.software();
    let token = bench.psc_token();
    for _ in 0..2 {
        assert_eq!(bench.exchange(&software, &token, &[]).await.status, 200);
    }
}

#[tokio::test]
async fn a_psc_that_fails_is_no_refusal_of_the_token() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.psc_token();
    for (status, expected) in [
        (503, (503, "temporarily_unavailable")),
        (500, (503, "temporarily_unavailable")),
        (401, (500, "server_error")),
    ] {
        bench.psc.orders().statuses.insert("introspect", status);
        let got = bench.exchange(&software, &token, &[]).await;
        assert_eq!(got.refusal(), expected);
    }
    bench.psc.orders().statuses.clear();
    assert_eq!(bench.exchange(&software, &token, &[]).await.status, 200);
}

#[tokio::test]
async fn faults_and_planned_refusals_change_no_state() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.psc_token();
    for (refusal, expected) in [
        ("invalid_client", (401, "invalid_client")),
        ("invalid_scope", (400, "invalid_scope")),
        ("invalid_target", (400, "invalid_target")),
        ("jeton_psc_perime", (400, "invalid_request")),
        ("temporarily_unavailable", (503, "temporarily_unavailable")),
        ("unsupported_grant_type", (400, "unsupported_grant_type")),
    ] {
        bench.plan(&format!(
            "[[regle]]\nnom = \"r\"\nservice = \"api_psc\"\noperation = \"echange\"\nfaute = {{ nom = \"refus_officiel\", code = \"{refusal}\" }}"
        ));
        let got = bench.exchange(&software, &token, &[]).await;
        assert_eq!(got.refusal(), expected, "{refusal}");
    }
    bench.plan(
        "[[regle]]\nnom = \"r\"\nservice = \"api_psc\"\noperation = \"echange\"\nfaute = { nom = \"statut_http\", code = 503 }",
    );
    assert_eq!(bench.exchange(&software, &token, &[]).await.status, 503);
    let seen = bench.last_api().await;
    assert_eq!(seen.client_id.as_deref(), Some("banc-lgc-api"));
    assert_eq!(seen.answer, ApiPscAnswer::Aucune);
    assert!(bench.psc.seen("introspect").is_empty());
    bench.plan("");
    assert_eq!(bench.exchange(&software, &token, &[]).await.status, 200);
}
