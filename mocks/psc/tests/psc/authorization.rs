//! Authorization requests: who may ask, what may be asked, when a person is asked.

use banc_core::observed::psc::PscAnswer;

use super::bench::{ASKED, Bench, CLIENT, ISSUER, KIT, OTHER, RETURN, asked, at, claims, form};
use banc_psc::Approval;

#[test]
fn the_way_back_bears_what_it_should_in_order() {
    let mut bench = Bench::new();
    let back = bench.authorize(&[]);
    assert_eq!(back.operation, "autorisation");
    let names: Vec<_> = back.back().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["state", "session_state", "iss", "code"]);
    assert_eq!(back.returned("state"), "etat");
    assert_eq!(back.returned("iss"), ISSUER);
    assert_eq!(back.returned("code").split('.').count(), 3);
    assert_eq!(back.seen().answer, PscAnswer::Code);
    assert_eq!(back.seen().interactive, Some(true));
    assert_eq!(back.seen().subject.as_deref(), Some(KIT));
    let written = serde_json::to_string(back.seen()).unwrap();
    assert!(!written.contains(&back.returned("code")), "{written}");
}

#[test]
fn every_address_and_method_of_the_endpoint_answers() {
    for target in ["/auth", "/auth/", &at("/auth")] {
        let mut bench = Bench::new();
        let by_get = bench.get(&format!("{target}?{}", form(&ASKED)));
        assert!(!by_get.returned("code").is_empty(), "{target}");
        let slashed = by_get.seen().quirks.contains(&"barre_finale".to_owned());
        assert_eq!(slashed, target == "/auth/");
        let mut bench = Bench::new();
        assert!(
            !bench.post(target, &ASKED).returned("code").is_empty(),
            "{target}"
        );
    }
}

#[test]
fn an_unknown_client_or_address_is_a_page_and_never_a_redirection() {
    let mut bench = Bench::new();
    for changes in [
        [("client_id", "inconnu")],
        [("client_id", "")],
        [("redirect_uri", "")],
        [("redirect_uri", "https://lgc.test/retour/")],
        [("redirect_uri", "https://LGC.test/retour")],
        [("redirect_uri", "https://autre.lgc.test/retour")],
        [("redirect_uri", "https://lgc.test/retour?x=1")],
        [("client_id", "banc-proxy")],
    ] {
        assert_eq!(
            bench.authorize(&changes).page(),
            (400, "erreur"),
            "{changes:?}"
        );
    }
    let twice = format!("/auth?{}&redirect_uri=https://mechant.test", form(&ASKED));
    assert_eq!(bench.get(&twice).page(), (400, "erreur"));
}

/// A parameter, then the error and its description.
type Wrong = ((&'static str, &'static str), &'static str, &'static str);

const WRONG: &[Wrong] = &[
    (
        ("response_type", ""),
        "invalid_request",
        "Missing parameter: response_type",
    ),
    (
        ("response_type", "autre"),
        "unsupported_response_type",
        "Invalid parameter: response_type",
    ),
    (
        ("scope", "openid autre"),
        "invalid_scope",
        "Invalid scopes: openid autre",
    ),
    (
        ("request", "x.y.z"),
        "request_not_supported",
        "request parameter is not supported",
    ),
    (
        ("request_uri", "https://a.test"),
        "request_uri_not_supported",
        "request_uri parameter is not supported",
    ),
    (
        ("prompt", "none login"),
        "invalid_request",
        "Invalid parameter: prompt",
    ),
    (("prompt", "none"), "login_required", "login_required"),
    (
        ("max_age", "demain"),
        "invalid_request",
        "Invalid parameter: max_age",
    ),
    (
        ("response_mode", "query.jwt"),
        "invalid_request",
        "Invalid parameter: response_mode",
    ),
    (
        ("code_challenge_method", "S256"),
        "invalid_request",
        "Missing parameter: code_challenge",
    ),
    (
        ("code_challenge_method", "S512"),
        "invalid_request",
        "Invalid parameter: code_challenge_method",
    ),
    (
        ("code_challenge", "court"),
        "invalid_request",
        "Invalid parameter: code_challenge",
    ),
    (
        ("id_token_hint", "a.b.c"),
        "invalid_request",
        "Invalid parameter: id_token_hint",
    ),
];

#[test]
fn what_is_wrong_is_said_on_the_way_back() {
    let mut bench = Bench::new();
    for (changes, error, description) in WRONG {
        let back = bench.authorize(&[*changes]);
        assert_eq!(back.returned("error"), *error, "{changes:?}");
        assert_eq!(
            back.returned("error_description"),
            *description,
            "{changes:?}"
        );
        assert_eq!(back.returned("state"), "etat");
        assert_eq!(back.returned("iss"), ISSUER);
        assert_eq!(back.returned("code"), "");
    }
    let twice = format!("/auth?{}&scope=openid", form(&ASKED));
    let back = bench.get(&twice);
    assert_eq!(back.returned("error_description"), "duplicated parameter");
    assert_eq!(
        back.seen().authorization.as_ref().unwrap().repeated,
        ["scope"]
    );
    let implicit = bench.authorize(&[("response_type", "id_token token")]);
    assert!(implicit.location().starts_with("https://lgc.test/retour#"));
    assert_eq!(implicit.returned("error"), "unauthorized_client");
}

#[test]
fn parameters_that_change_nothing_are_accepted() {
    let mut bench = Bench::new();
    for changes in [
        ("display", "popup"),
        ("ui_locales", "fr"),
        ("claims_locales", "fr"),
        ("claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}"),
        ("extra", "foobar"),
        ("kc_idp_hint", "OKTA_chu-test"),
        ("acr_values", "eidas2"),
        ("acr_values", ""),
        ("login_hint", "personne"),
        ("nonce", ""),
        ("state", ""),
        ("scope", "openid profile email address phone"),
    ] {
        bench.forget_cookies();
        let back = bench.authorize(&[changes]);
        assert!(!back.returned("code").is_empty(), "{changes:?}");
        if changes.0 == "state" {
            assert!(!back.back().iter().any(|(name, _)| name == "state"));
        }
    }
}

#[test]
fn settings_can_want_a_level_and_a_challenge() {
    let mut bench = Bench::with("[acr]\nautres = \"refuse\"\n[pkce]\nexige = true");
    let back = bench.authorize(&[("acr_values", "eidas2")]);
    assert_eq!(back.returned("error"), "unmet_authentication_requirements");
    assert!(back.seen().inferred);
    let back = bench.authorize(&[]);
    assert_eq!(
        back.returned("error_description"),
        "Missing parameter: code_challenge"
    );
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert!(!bench.code(&[("code_challenge", challenge)]).is_empty());
}

#[test]
fn a_session_answers_silently_until_it_may_not() {
    let mut bench = Bench::new();
    let first = bench.tokens(&[]);
    let again = bench.authorize(&[]);
    assert_eq!(again.seen().interactive, Some(false));
    assert_eq!(
        again.returned("session_state"),
        claims(&first["id_token"])["sid"]
    );
    let other = bench.authorize(&[("client_id", OTHER.0), ("prompt", "none")]);
    assert_eq!(
        other.seen().interactive,
        Some(false),
        "another client of the same browser"
    );
    let asked_again = bench.authorize(&[("prompt", "login")]);
    assert_eq!(asked_again.seen().interactive, Some(true));
    bench.pass(10);
    let recent = bench.authorize(&[("max_age", "10000")]);
    assert_eq!(recent.seen().interactive, Some(false));
    let old = bench.authorize(&[("max_age", "1")]);
    assert_eq!(old.seen().interactive, Some(true));
    let hint = first["id_token"].as_str().unwrap();
    let hinted = bench.authorize(&[("prompt", "none"), ("id_token_hint", hint)]);
    assert!(!hinted.returned("code").is_empty());
    bench.forget_cookies();
    assert_eq!(
        bench.authorize(&[("prompt", "none")]).returned("error"),
        "login_required"
    );
}

#[test]
fn auth_time_is_that_of_the_last_time_that_a_person_was_asked() {
    let mut bench = Bench::new();
    let time =
        |tokens: &serde_json::Value| claims(&tokens["id_token"])["auth_time"].as_i64().unwrap();
    let first = bench.tokens(&[]);
    bench.pass(30);
    let silent = bench.tokens(&[]);
    assert_eq!(time(&first), time(&silent));
    let asked = bench.tokens(&[("max_age", "1")]);
    assert!(time(&asked) >= time(&first) + 30);
    assert_eq!(
        claims(&first["id_token"])["sid"],
        claims(&asked["id_token"])["sid"]
    );
}

#[test]
fn the_hinted_person_signs_in_and_another_ones_session_is_not_used() {
    let mut bench = Bench::new();
    let robert = "899700218896";
    let first = bench.authorize(&[("login_hint", robert)]);
    assert_eq!(first.seen().subject.as_deref(), Some(robert));
    let code = first.returned("code");
    let tokens = bench.redeem(&code).ok();
    bench.forget_cookies();
    bench.code(&[("login_hint", KIT)]);
    let hint = tokens["id_token"].as_str().unwrap();
    let back = bench.authorize(&[("prompt", "none"), ("id_token_hint", hint)]);
    assert_eq!(back.returned("error"), "login_required");
    let suspended = bench.authorize(&[("login_hint", "899900001027"), ("prompt", "login")]);
    assert_eq!(suspended.returned("error"), "access_denied");
}

#[test]
fn answers_go_back_the_way_that_was_asked() {
    let mut bench = Bench::new();
    let fragment = bench.authorize(&[("response_mode", "fragment")]);
    assert!(
        fragment
            .location()
            .starts_with("https://lgc.test/retour#state=etat&")
    );
    let page = bench.authorize(&[("response_mode", "form_post")]);
    assert_eq!(page.answer.status, 200);
    assert_eq!(page.hidden("state"), "etat");
    let code = page.hidden("code");
    assert_eq!(bench.redeem(&code).answer.status, 200);
    let query = bench.authorize(&[("redirect_uri", "https://lgc.test/r?x=1")]);
    assert!(
        query
            .header("location")
            .unwrap()
            .starts_with("https://lgc.test/r?x=1&state=")
    );
}

#[test]
fn a_refusal_of_the_person_or_of_the_plan_goes_back() {
    let mut bench = Bench::new();
    bench.psc.set_approval(Approval::Refus);
    assert_eq!(bench.authorize(&[]).returned("error"), "access_denied");
    bench.psc.set_approval(Approval::Automatique);
    bench.refuse(Some("temporarily_unavailable"));
    let back = bench.authorize(&[]);
    assert_eq!(back.returned("error"), "temporarily_unavailable");
    assert_eq!(back.returned("state"), "etat");
    assert_eq!(
        bench.authorize(&[("client_id", "inconnu")]).page(),
        (400, "erreur")
    );
}

#[test]
fn two_lanes_do_not_share_cookies() {
    let (mut one, mut two) = (Bench::new(), Bench::new());
    one.code(&[]);
    // Same name (same lane name), same browser: a cookie of another provider opens nothing.
    let target = format!("/auth?{}", form(&asked(&[("prompt", "none")])));
    let refused = two.call("GET", &target, &[("Cookie", "PSC_SESSION_00000000=x")], "");
    assert_eq!(refused.returned("error"), "login_required");
    assert!(refused.location().starts_with(RETURN));
    assert_eq!(CLIENT.0, "banc-lgc");
}
