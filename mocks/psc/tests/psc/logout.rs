//! Ends of session: by the browser, by a back end, by the provider.

use banc_psc::{Approval, Registration};
use serde_json::Value;

use super::bench::{Bench, CLIENT, LEFT, OTHER, Received, at, claims, denied, form, verify};

fn leave(bench: &mut Bench, pairs: &[(&str, &str)]) -> Received {
    let target = format!("{}?{}", at("/logout"), form(pairs));
    bench.get(&target)
}

fn signed_in() -> (Bench, Value, String) {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let hint = tokens["id_token"].as_str().unwrap().to_owned();
    (bench, tokens, hint)
}

fn is_over(bench: &mut Bench, tokens: &Value) {
    assert!(bench.psc.sessions().is_empty());
    assert_eq!(
        bench.authorize(&[("prompt", "none")]).returned("error"),
        "login_required"
    );
    for name in ["access_token", "refresh_token"] {
        assert_eq!(
            bench.introspect(tokens[name].as_str().unwrap())["active"],
            false,
            "{name}"
        );
    }
    let refresh = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(
        bench.refresh(refresh).refused(),
        denied(400, "invalid_grant", "Session not active")
    );
}

#[test]
fn a_browser_with_a_hint_leaves_and_comes_back_with_its_state() {
    let (mut bench, tokens, hint) = signed_in();
    let back = leave(
        &mut bench,
        &[
            ("id_token_hint", &hint),
            ("post_logout_redirect_uri", LEFT),
            ("state", "s 1"),
        ],
    );
    assert_eq!(back.operation, "deconnexion");
    assert_eq!(back.location(), format!("{LEFT}?state=s+1"));
    let seen = back.seen().logout.as_ref().unwrap();
    assert!(seen.id_token_hint && seen.ended);
    is_over(&mut bench, &tokens);
}

#[test]
fn an_old_hint_still_serves_and_without_state_none_comes_back() {
    let (mut bench, tokens, hint) = signed_in();
    bench.pass(600);
    let back = leave(
        &mut bench,
        &[("id_token_hint", &hint), ("post_logout_redirect_uri", LEFT)],
    );
    assert_eq!(back.location(), LEFT);
    is_over(&mut bench, &tokens);
    let again = leave(
        &mut bench,
        &[("id_token_hint", &hint), ("post_logout_redirect_uri", LEFT)],
    );
    assert_eq!(again.location(), LEFT, "the session is over already");
    assert!(!again.seen().logout.as_ref().unwrap().ended);
}

#[test]
fn a_hint_alone_closes_and_says_so_by_get_and_by_post() {
    let (mut bench, tokens, hint) = signed_in();
    assert_eq!(
        leave(&mut bench, &[("id_token_hint", &hint)]).page(),
        (200, "fin_de_session")
    );
    is_over(&mut bench, &tokens);
    let (mut bench, tokens, hint) = signed_in();
    bench.forget_cookies();
    let received = bench.back("/logout", &[("id_token_hint", &hint)]);
    assert_eq!(
        received.page(),
        (200, "fin_de_session"),
        "as a back end does"
    );
    is_over(&mut bench, &tokens);
}

#[test]
fn an_address_that_is_not_declared_is_never_followed() {
    let (mut bench, _, hint) = signed_in();
    for uri in [
        "https://mechant.test/",
        "https://lgc.test/sorti/",
        "https://lgc.test/retour",
    ] {
        let pairs = [
            ("id_token_hint", &*hint),
            ("post_logout_redirect_uri", uri),
            ("state", "x"),
        ];
        assert_eq!(leave(&mut bench, &pairs).page(), (400, "erreur"), "{uri}");
    }
    let unproved = [("post_logout_redirect_uri", LEFT), ("state", "x")];
    assert_eq!(leave(&mut bench, &unproved).page(), (400, "erreur"));
    assert_eq!(bench.psc.sessions().len(), 1);
}

#[test]
fn a_hint_that_is_not_ours_ends_nothing() {
    let (mut bench, tokens, hint) = signed_in();
    let parts: Vec<_> = hint.split('.').collect();
    let none = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
    let hmac = {
        let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        let certs = bench.get(&at("/certs"));
        let key = jsonwebtoken::EncodingKey::from_secret(certs.text().as_bytes());
        jsonwebtoken::encode(&header, &claims(&tokens["id_token"]), &key).unwrap()
    };
    let altered = format!(
        "{}.{}.{}",
        parts[0],
        parts[1],
        parts[2].chars().rev().collect::<String>()
    );
    let access = tokens["access_token"].as_str().unwrap();
    for wrong in [&*none, &hmac, &altered, access, "x"] {
        let pairs = [("id_token_hint", wrong), ("post_logout_redirect_uri", LEFT)];
        assert_eq!(leave(&mut bench, &pairs).page(), (400, "erreur"));
        let back = bench.authorize(&[("id_token_hint", wrong)]);
        assert_eq!(back.returned("error"), "invalid_request");
    }
    let pairs = [("id_token_hint", &*hint), ("client_id", OTHER.0)];
    assert_eq!(leave(&mut bench, &pairs).page(), (400, "erreur"));
    assert_eq!(bench.psc.sessions().len(), 1);
}

#[test]
fn without_a_hint_the_person_is_asked_first() {
    let (mut bench, tokens, _) = signed_in();
    for pairs in [
        &[][..],
        &[("state", "seul")],
        &[("client_id", CLIENT.0), ("post_logout_redirect_uri", LEFT)],
    ] {
        assert_eq!(leave(&mut bench, pairs).page(), (200, "fin_de_session"));
        assert_eq!(bench.psc.sessions().len(), 1, "{pairs:?}");
    }
    let asked = leave(
        &mut bench,
        &[
            ("client_id", CLIENT.0),
            ("post_logout_redirect_uri", LEFT),
            ("state", "x"),
        ],
    );
    let forged = [("confirmer", "1"), ("cle", "x")];
    bench.post(&at("/logout"), &forged);
    assert_eq!(bench.psc.sessions().len(), 1, "another site cannot confirm");
    let confirmed = [
        ("confirmer", "1"),
        ("cle", &*asked.hidden("cle")),
        ("client_id", CLIENT.0),
        ("post_logout_redirect_uri", LEFT),
        ("state", "x"),
    ];
    let back = bench.post(&at("/logout"), &confirmed);
    assert_eq!(back.location(), format!("{LEFT}?state=x"));
    is_over(&mut bench, &tokens);
    assert_eq!(
        leave(&mut bench, &[]).page(),
        (200, "fin_de_session"),
        "nobody is signed in"
    );
}

#[test]
fn a_back_end_ends_the_session_of_its_refresh_token() {
    let (mut bench, tokens, _) = signed_in();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let missing = bench.back("/logout", &[("a", "b")]);
    assert_eq!(
        missing.refused(),
        denied(400, "invalid_request", "No refresh token")
    );
    assert_eq!(
        bench
            .back_as(OTHER, "/logout", &[("refresh_token", refresh)])
            .refused()
            .2,
        "Unmatching clients"
    );
    assert_eq!(
        bench
            .back_as((CLIENT.0, "faux"), "/logout", &[("refresh_token", refresh)])
            .answer
            .status,
        401
    );
    assert_eq!(bench.psc.sessions().len(), 1);
    let received = bench.back("/logout", &[("refresh_token", refresh)]);
    assert_eq!((received.answer.status, received.text()), (204, ""));
    is_over(&mut bench, &tokens);
}

#[test]
fn every_client_of_the_session_is_told() {
    let (mut bench, tokens, hint) = signed_in();
    bench.code(&[("client_id", OTHER.0)]);
    leave(&mut bench, &[("id_token_hint", &hint)]);
    let told = bench.psc.take_notifications();
    let clients: Vec<_> = told.iter().map(|one| &*one.client_id).collect();
    assert_eq!(clients, [CLIENT.0, OTHER.0]);
    let identity = claims(&tokens["id_token"]);
    for one in &told {
        assert_eq!(one.uri, format!("https://{}.test/fin", one.client_id));
        let token = Value::from(&*one.logout_token);
        assert_eq!(super::bench::header(&token)["typ"], "logout+jwt");
        let said = verify(&mut bench, &one.logout_token).unwrap();
        assert_eq!(said["aud"], *one.client_id);
        assert_eq!(
            (&said["sid"], &said["sub"]),
            (&identity["sid"], &identity["sub"])
        );
        assert!(said["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
        assert!(said.get("nonce").is_none());
        assert!(!format!("{one:?}").contains(&one.logout_token));
    }
    assert!(bench.psc.take_notifications().is_empty());
}

#[test]
fn the_provider_ends_sessions_by_itself() {
    let (bench, _, _) = signed_in();
    bench.psc.set_approval(Approval::Automatique);
    assert_eq!(bench.psc.end_sessions(), 1);
    assert_eq!(bench.psc.end_sessions(), 0);
    assert_eq!(bench.psc.take_notifications().len(), 1);
    let quiet = Registration::default();
    bench.psc.register(CLIENT.0, quiet).unwrap();
    assert!(
        bench
            .psc
            .register("inconnu", Registration::default())
            .is_err()
    );
}
