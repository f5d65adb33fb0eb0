//! Authorization codes against tokens.

use super::bench::{
    Bench, CLIENT, ISSUER, KIT, OTHER, RETURN, at, basic, claims, denied, form, header, verify,
};

const SUB: &str = "f:550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd:899700427885";

#[test]
fn tokens_say_what_the_samples_say() {
    let mut bench = Bench::new();
    let code = bench.code(&[]);
    let received = bench.redeem(&code);
    assert_eq!(received.operation, "jeton_code");
    assert_eq!(received.header("cache-control"), Some("no-store"));
    let text = received.text().to_owned();
    let tokens = received.ok();
    let order = [
        "\"access_token\"",
        "\"expires_in\":120",
        "\"refresh_expires_in\":1800",
        "\"refresh_token\"",
        "\"token_type\":\"Bearer\"",
        "\"id_token\"",
        "\"not-before-policy\":0",
        "\"session_state\"",
        "\"scope\":\"openid profile scope_all identity\"",
    ];
    let places: Vec<_> = order
        .iter()
        .map(|member| text.find(member).unwrap())
        .collect();
    assert!(places.is_sorted(), "{text}");
    let access = verify(&mut bench, tokens["access_token"].as_str().unwrap()).unwrap();
    let names: std::collections::BTreeSet<_> = access
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let expected = [
        "exp",
        "iat",
        "auth_time",
        "jti",
        "iss",
        "sub",
        "typ",
        "azp",
        "nonce",
        "session_state",
        "acr",
        "scope",
        "sid",
        "authMode",
        "otherIds",
        "preferred_username",
    ];
    assert_eq!(names, expected.into_iter().collect());
    assert_eq!(
        access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap(),
        120
    );
    assert_eq!(
        (&access["typ"], &access["acr"]),
        (&"Bearer".into(), &"eidas1".into())
    );
    assert_eq!(
        (&access["sub"], &access["azp"]),
        (&SUB.into(), &CLIENT.0.into())
    );
    assert_eq!(access["otherIds"][0]["identifiant"], KIT);
}

#[test]
fn the_id_token_and_the_refresh_token_say_what_clients_read() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let access = claims(&tokens["access_token"]);
    let identity = verify(&mut bench, tokens["id_token"].as_str().unwrap()).unwrap();
    assert_eq!(identity["aud"], CLIENT.0);
    assert_eq!(identity["nonce"], "unique");
    assert_eq!(identity["sub"], access["sub"]);
    assert_eq!(identity["SubjectNameID"], KIT);
    assert_eq!(identity["iss"], ISSUER);
    assert_eq!(identity["sid"], tokens["session_state"]);
    assert_eq!(header(&tokens["refresh_token"])["alg"], "HS512");
    let refresh = claims(&tokens["refresh_token"]);
    assert_eq!(
        (&refresh["typ"], &refresh["aud"]),
        (&"Refresh".into(), &ISSUER.into())
    );
    assert_eq!(
        refresh["exp"].as_i64().unwrap() - refresh["iat"].as_i64().unwrap(),
        1800
    );
}

#[test]
fn without_nonce_the_access_token_has_an_empty_one() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[("nonce", "")]);
    assert_eq!(claims(&tokens["access_token"])["nonce"], "");
    assert!(claims(&tokens["id_token"]).get("nonce").is_none());
}

#[test]
fn without_openid_there_is_no_id_token_and_no_userinfo() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[("scope", "scope_all")]);
    assert!(tokens.get("id_token").is_none());
    let received = bench.userinfo(tokens["access_token"].as_str().unwrap());
    assert_eq!(received.refused().1, "insufficient_scope");
    assert_eq!(received.answer.status, 403);
}

#[test]
fn a_code_used_again_kills_what_it_gave() {
    let mut bench = Bench::new();
    let code = bench.code(&[]);
    let tokens = bench.redeem(&code).ok();
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(bench.userinfo(access).answer.status, 200);
    let again = bench.redeem(&code);
    assert_eq!(
        again.refused(),
        denied(400, "invalid_grant", "Code not valid")
    );
    assert_eq!(
        bench.userinfo(access).refused(),
        denied(
            401,
            "invalid_request",
            "User session not found or doesn't have client attached on it"
        )
    );
    assert_eq!(bench.introspect(access)["active"], false);
    assert_eq!(
        bench
            .refresh(tokens["refresh_token"].as_str().unwrap())
            .refused(),
        denied(400, "invalid_grant", "Session doesn't have required client")
    );
}

#[test]
fn a_code_is_consumed_by_a_wrong_attempt_too() {
    let mut bench = Bench::new();
    let code = bench.code(&[]);
    let elsewhere = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", "https://lgc.test/r?x=1"),
    ];
    assert_eq!(
        bench.back("/token", &elsewhere).refused(),
        denied(400, "invalid_grant", "Incorrect redirect_uri")
    );
    assert_eq!(bench.redeem(&code).refused().2, "Code not valid");
}

#[test]
fn each_wrong_code_has_its_words() {
    let mut bench = Bench::new();
    let grant = ("grant_type", "authorization_code");
    assert_eq!(
        bench.back("/token", &[grant]).refused(),
        denied(400, "invalid_request", "Missing parameter: code")
    );
    for wrong in ["", "x", "a.b.c"] {
        assert_eq!(
            bench.redeem(wrong).refused(),
            denied(400, "invalid_grant", "Code not valid")
        );
    }
    let code = bench.code(&[]);
    let altered = format!("{code}x");
    assert_eq!(bench.redeem(&altered).refused().2, "Code not valid");
    assert_eq!(
        bench.redeem(&code).answer.status,
        200,
        "an altered copy does not consume it"
    );
    let code = bench.code(&[]);
    let stolen = bench.back_as(
        OTHER,
        "/token",
        &[grant, ("code", &code), ("redirect_uri", RETURN)],
    );
    assert_eq!(
        stolen.refused(),
        denied(
            400,
            "invalid_grant",
            "Auth error: Found different client_id in clientSession"
        )
    );
    let code = bench.code(&[]);
    bench.pass(60);
    assert_eq!(bench.redeem(&code).refused().2, "Code is expired");
    let code = bench.code(&[]);
    bench.psc.end_sessions();
    assert_eq!(bench.redeem(&code).refused().2, "User session not found");
}

#[test]
fn pkce_binds_the_code_to_its_verifier() {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = [
        (
            "code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ),
        ("code_challenge_method", "S256"),
    ];
    let mut bench = Bench::new();
    let mut redeem = |changes: &[(&str, &str)], verifier: Option<&str>| {
        let code = bench.code(changes);
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", &*code),
            ("redirect_uri", RETURN),
        ];
        pairs.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        let received = bench.back("/token", &pairs);
        assert_eq!(
            received.seen().grant.as_ref().unwrap().code_verifier,
            verifier.is_some()
        );
        match received.answer.status {
            200 => String::new(),
            _ => received.refused().2,
        }
    };
    assert_eq!(redeem(&challenge, Some(verifier)), "");
    assert_eq!(redeem(&challenge, None), "PKCE code verifier not specified");
    assert_eq!(
        redeem(&challenge, Some(&verifier.replace('d', "e"))),
        "PKCE verification failed: Code mismatch"
    );
    assert_eq!(
        redeem(&challenge, Some("court")),
        "PKCE verification failed: Invalid code verifier"
    );
    assert_eq!(
        redeem(&[], Some(verifier)),
        "PKCE code verifier specified but challenge not present in authorization"
    );
    let plain = [("code_challenge", verifier)];
    assert_eq!(redeem(&plain, Some(verifier)), "");
}

#[test]
fn grants_that_are_not_open_are_named() {
    let mut bench = Bench::new();
    assert_eq!(
        bench.back("/token", &[("a", "b")]).refused().1,
        "invalid_request"
    );
    let unknown = bench.back("/token", &[("grant_type", "autre")]);
    assert_eq!(
        unknown.refused(),
        denied(400, "unsupported_grant_type", "Unsupported grant_type")
    );
    assert_eq!(unknown.operation, "jeton_autre");
    assert_eq!(
        bench
            .back("/token", &[("grant_type", "password")])
            .refused()
            .1,
        "unauthorized_client"
    );
    let body = format!(
        "{}&grant_type=refresh_token",
        form(&[("grant_type", "refresh_token")])
    );
    let twice = bench.call(
        "POST",
        &at("/token"),
        &[("Authorization", &basic(CLIENT))],
        &body,
    );
    assert_eq!(
        twice.refused(),
        denied(400, "invalid_request", "duplicated parameter")
    );
}
