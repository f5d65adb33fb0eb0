//! Deviations: each spoils what it says and nothing else.

use banc_psc::Deviation;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::bench::{Bench, ISSUER, claims, header, verify};

/// A sign-in under a deviation: the way back and the tokens.
fn signed_in(deviation: Deviation) -> (Bench, Vec<(String, String)>, Value) {
    let mut bench = Bench::new();
    bench.psc.deviate(Some(deviation));
    let back = bench.authorize(&[]);
    let spoilt = back.seen().deviation.clone();
    let code = back.returned("code");
    let received = bench.redeem(&code);
    let spoilt = spoilt.or_else(|| received.seen().deviation.clone());
    let tokens = received.ok();
    let info = bench.userinfo(tokens["access_token"].as_str().unwrap());
    let spoilt = spoilt.or_else(|| info.seen().deviation.clone());
    assert_eq!(
        spoilt.as_deref(),
        Some(deviation.name()),
        "written in what is observed"
    );
    let same = info.ok()["sub"] == claims(&tokens["id_token"])["sub"];
    assert_eq!(same, deviation != Deviation::SubIncoherent);
    verify(&mut bench, tokens["access_token"].as_str().unwrap()).unwrap();
    (bench, back.back(), tokens)
}

/// What is wrong with a sign-in, as a careful client sees it.
fn wrong(bench: &mut Bench, back: &[(String, String)], tokens: &Value) -> Vec<&'static str> {
    let returned = |name: &str| {
        back.iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| &**value)
    };
    let token = &tokens["id_token"];
    let identity = claims(token);
    let signed = verify(bench, token.as_str().unwrap()).is_ok();
    let old = identity["exp"].as_i64().unwrap() < bench.clock.now().as_second() - 300;
    let digest = aws_lc_rs::digest::digest(
        &aws_lc_rs::digest::SHA256,
        tokens["access_token"].as_str().unwrap().as_bytes(),
    );
    let at_hash = URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16]);
    let all = [
        (returned("state") != Some("etat"), "state"),
        (returned("iss") != Some(ISSUER), "iss de retour"),
        (!signed, "signature"),
        (identity["iss"] != ISSUER, "iss"),
        (identity["aud"] != "banc-lgc", "aud"),
        (identity["nonce"] != "unique", "nonce"),
        (old, "exp"),
        (identity["at_hash"] != *at_hash, "at_hash"),
    ];
    all.into_iter()
        .filter(|(wrong, _)| *wrong)
        .map(|(_, name)| name)
        .collect()
}

#[test]
fn each_deviation_is_one_fault_that_a_client_can_see() {
    for deviation in Deviation::ALL {
        let (mut bench, back, tokens) = signed_in(deviation);
        let expected: &[&str] = match deviation {
            Deviation::StateAltere | Deviation::StateAbsent => &["state"],
            Deviation::IssAltere => &["iss de retour"],
            Deviation::NonceAltere | Deviation::NonceAbsent => &["nonce"],
            Deviation::SignatureAlteree
            | Deviation::CleInconnue
            | Deviation::AlgNone
            | Deviation::AlgConfus => &["signature"],
            Deviation::JetonExpire => &["exp"],
            Deviation::AudienceAlteree => &["aud"],
            Deviation::EmetteurAltere => &["iss"],
            Deviation::AtHashAltere => &["at_hash"],
            Deviation::SubIncoherent => &[],
        };
        assert_eq!(wrong(&mut bench, &back, &tokens), expected, "{deviation:?}");
    }
}

#[test]
fn algorithms_are_the_ones_that_are_named() {
    let (_, _, tokens) = signed_in(Deviation::AlgNone);
    assert_eq!(header(&tokens["id_token"])["alg"], "none");
    let (_, _, tokens) = signed_in(Deviation::AlgConfus);
    assert_eq!(header(&tokens["id_token"])["alg"], "HS256");
    let (mut bench, _, tokens) = signed_in(Deviation::CleInconnue);
    let error = verify(&mut bench, tokens["id_token"].as_str().unwrap()).unwrap_err();
    assert_eq!(error, "unknown kid");
}

#[test]
fn without_deviation_nothing_is_wrong() {
    let mut bench = Bench::new();
    let back = bench.authorize(&[]);
    let code = back.returned("code");
    let tokens = bench.redeem(&code).ok();
    assert!(wrong(&mut bench, &back.back(), &tokens).is_empty());
}
