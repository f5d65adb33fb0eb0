//! Variations: each changes what it says, and a client that reads loosely is not harmed.

use banc_psc::variation;
use serde_json::Value;

use super::bench::{Bench, KIT, LEFT, at, claims, form, header, payload, verify};

struct SignedIn {
    bench: Bench,
    tokens: Value,
    introspection: Value,
    userinfo: Value,
}

fn signed_in(variations: &[&str]) -> SignedIn {
    let mut bench = Bench::new();
    bench.vary(variations);
    let tokens = bench.tokens(&[]);
    let access = tokens["access_token"].as_str().unwrap().to_owned();
    let introspection = bench.introspect(&access);
    let received = bench.userinfo(&access);
    let userinfo = if received.header("content-type") == Some("application/jwt") {
        verify(&mut bench, received.text()).unwrap()
    } else {
        received.ok()
    };
    SignedIn {
        bench,
        tokens,
        introspection,
        userinfo,
    }
}

/// Whatever is asked, the sign-in is right: signature, nonce, person, session.
#[test]
fn every_variation_is_a_correct_answer() {
    for one in variation::ALL {
        let mut signed = signed_in(&[one.name]);
        let tokens = &signed.tokens;
        let identity = verify(&mut signed.bench, tokens["id_token"].as_str().unwrap()).unwrap();
        assert_eq!(identity["nonce"], "unique", "{}", one.name);
        assert_eq!(identity["sub"], signed.userinfo["sub"], "{}", one.name);
        assert_eq!(signed.introspection["active"], true, "{}", one.name);
        let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
        assert_eq!(
            signed.bench.refresh(&refresh).answer.status,
            200,
            "{}",
            one.name
        );
    }
}

#[test]
fn tokens_vary_as_they_were_seen_to() {
    let access = |variation: &str| claims(&signed_in(&[variation]).tokens["access_token"]);
    assert_eq!(access("nonce_vide")["nonce"], "");
    assert_eq!(signed_in(&["nonce_vide"]).introspection["nonce"], "");
    let repeated = payload(&signed_in(&["acr_double"]).tokens["access_token"]);
    assert!(repeated.starts_with("{\"acr\":\"1\",") && repeated.contains("\"acr\":\"eidas1\""));
    let eidas2 = signed_in(&["acr_eidas2"]);
    let token = claims(&eidas2.tokens["access_token"]);
    assert_eq!(
        (&token["acr"], &token["auth_level"], &token["authMode"]),
        (&"eidas2".into(), &"1".into(), &"CARD".into())
    );
    assert_eq!(eidas2.tokens["scope"], "openid scope_all");
    assert_eq!(claims(&eidas2.tokens["id_token"])["acr"], "eidas2");
    assert_eq!(access("acr_eidas3")["acr"], "eidas3");
    assert_eq!(access("email_verified_2021")["email_verified"], false);
    assert!(access("bearer_minuscule").get("email_verified").is_none());
    let short = signed_in(&["acces_60s"]).tokens;
    assert_eq!(short["expires_in"], 60);
    let token = claims(&short["access_token"]);
    assert_eq!(
        token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap(),
        60
    );
    let without = signed_in(&["jeton_identite_sans_session_state"]).tokens;
    assert!(claims(&without["id_token"]).get("session_state").is_none());
    assert!(claims(&without["id_token"])["sid"].is_string());
    assert_eq!(
        signed_in(&["bearer_minuscule"]).tokens["token_type"],
        "bearer"
    );
    let older = signed_in(&["renouvellement_hs256"]).tokens;
    assert_eq!(header(&older["refresh_token"])["alg"], "HS256");
}

#[test]
fn the_form_of_the_first_tokens_holds_for_the_next() {
    let mut signed = signed_in(&["acr_eidas2"]);
    signed.bench.vary(&[]);
    let refresh = signed.tokens["refresh_token"].as_str().unwrap().to_owned();
    let next = signed.bench.refresh(&refresh).ok();
    assert_eq!(claims(&next["access_token"])["acr"], "eidas2");
}

#[test]
fn userinfo_varies_as_it_was_seen_to() {
    let info = |variation: &str| signed_in(&[variation]).userinfo;
    assert_eq!(info("userinfo_simplifie").as_object().unwrap().len(), 6);
    assert_eq!(info("userinfo_jwt")["aud"], "banc-lgc");
    assert_eq!(
        info("other_ids_majuscules")["otherIDs"][0]["identifiant"],
        KIT
    );
    assert!(info("other_ids_majuscules").get("otherIds").is_none());
    let top = info("civilite_au_sommet");
    assert_eq!(
        (&top["codeCivilite"], &top["codeGenreActivite"]),
        (&"M".into(), &"GENR01".into())
    );
    assert!(top["SubjectRefPro"].get("codeCivilite").is_none());
    assert_eq!(info("organisation_vide")["SubjectOrganizationID"], "");
    assert!(
        info("organisation_absente")
            .get("SubjectOrganizationID")
            .is_none()
    );
    assert!(info("auth_mode_absent").get("authMode").is_none());
    assert_eq!(info("email_verified_2021")["email_verified"], false);
    assert_eq!(
        info("identifiant_ans")["SubjectNameID"],
        "ANS20231122132732"
    );
    assert_eq!(
        signed_in(&["introspection_subject_name_id"]).introspection["SubjectNameID"],
        KIT
    );
}

#[test]
fn a_logout_may_lose_its_state() {
    let mut signed = signed_in(&["deconnexion_sans_state"]);
    let hint = signed.tokens["id_token"].as_str().unwrap();
    let pairs = [
        ("id_token_hint", hint),
        ("post_logout_redirect_uri", LEFT),
        ("state", "x"),
    ];
    let target = format!("{}?{}", at("/logout"), form(&pairs));
    assert_eq!(signed.bench.get(&target).location(), LEFT);
}
