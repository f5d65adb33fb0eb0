//! UserInfo and introspection.

use super::bench::{Bench, CLIENT, ISSUER, KIT, OTHER, at, basic, claims, denied, form, verify};
use banc_psc::Professional;

#[test]
fn userinfo_is_given_by_the_three_ways() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let access = tokens["access_token"].as_str().unwrap();
    let bearer = format!("Bearer {access}");
    let userinfo = at("/userinfo");
    let answers = [
        bench.call("GET", &userinfo, &[("Authorization", &bearer)], ""),
        bench.call("POST", &userinfo, &[("authorization", &bearer)], ""),
        bench.post(&userinfo, &[("access_token", access)]),
    ];
    for received in &answers {
        assert_eq!(received.operation, "userinfo");
        let info = received.ok();
        assert_eq!(info["sub"], claims(&tokens["id_token"])["sub"]);
        assert_eq!(info["SubjectNameID"], KIT);
        assert_eq!(info["SubjectRole"][0], "10^1.2.250.1.213.1.1.5.5");
        assert_eq!(info["Secteur_Activite"], "SA07^1.2.250.1.71.4.2.4");
        assert_eq!(info["SubjectOrganizationID"], "R102671");
        let activity = &info["SubjectRefPro"]["exercices"][0]["activities"][0];
        assert_eq!(activity.as_object().unwrap().len(), 30);
        assert_eq!(received.seen().subject.as_deref(), Some(KIT));
    }
    let order = [
        "\"Secteur_Activite\"",
        "\"sub\"",
        "\"SubjectOrganization\"",
        "\"UITVersion\"",
        "\"SubjectRefPro\"",
        "\"SubjectNameID\"",
        "\"family_name\"",
    ];
    let places: Vec<_> = order
        .iter()
        .map(|name| answers[0].text().find(name).unwrap())
        .collect();
    assert!(places.is_sorted());
}

#[test]
fn a_token_that_is_not_one_is_refused() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let missing = bench.get(&at("/userinfo"));
    assert_eq!(
        missing.refused(),
        denied(401, "invalid_request", "Token not provided")
    );
    let access = tokens["access_token"].as_str().unwrap();
    let spoilt = format!("{}A", &access[..access.len() - 1]);
    for wrong in [
        tokens["id_token"].as_str().unwrap(),
        tokens["refresh_token"].as_str().unwrap(),
        "x",
        &spoilt[..spoilt.len() - 4],
    ] {
        let received = bench.userinfo(wrong);
        assert_eq!(
            received.refused(),
            denied(401, "invalid_token", "Token verification failed")
        );
    }
    bench.vary(&["erreur_token_invalid"]);
    assert!(
        bench
            .userinfo("x")
            .refused()
            .2
            .starts_with("Token invalid: ")
    );
}

#[test]
fn a_token_of_another_provider_is_refused() {
    let (mut one, mut two) = (Bench::new(), Bench::new());
    let tokens = one.tokens(&[]);
    two.tokens(&[]);
    // Same keys, same issuer, another lane: the session is not there.
    let received = two.userinfo(tokens["access_token"].as_str().unwrap());
    assert_eq!(received.answer.status, 401);
    assert_eq!(
        two.introspect(tokens["access_token"].as_str().unwrap())["active"],
        false
    );
    assert_eq!(
        two.refresh(tokens["refresh_token"].as_str().unwrap())
            .refused()
            .2,
        "Invalid refresh token"
    );
}

#[test]
fn a_narrow_scope_and_an_unmatched_user_have_six_members() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[("scope", "openid")]);
    let narrow = bench.userinfo(tokens["access_token"].as_str().unwrap());
    assert!(narrow.seen().inferred);
    assert_eq!(narrow.ok().as_object().unwrap().len(), 6);
    let tokens = bench.tokens(&[("prompt", "login"), ("login_hint", "ANS20240115093000")]);
    let unmatched = bench.userinfo(tokens["access_token"].as_str().unwrap());
    assert!(!unmatched.seen().inferred);
    assert_eq!(unmatched.ok().as_object().unwrap().len(), 6);
}

#[test]
fn everybody_who_may_sign_in_has_a_userinfo() {
    let mut bench = Bench::new();
    let all: Vec<_> = bench.psc.professionals();
    assert!(all.len() >= 7);
    for person in all.iter().filter(|person| !person.desactive) {
        bench.forget_cookies();
        let tokens = bench.tokens(&[("login_hint", &person.national_id)]);
        let info = bench
            .userinfo(tokens["access_token"].as_str().unwrap())
            .ok();
        assert_eq!(info["SubjectNameID"], *person.national_id);
        assert_eq!(info["family_name"], *person.family_name);
    }
}

#[test]
fn a_professional_added_by_a_scenario_signs_in() {
    let mut bench = Bench::new();
    let kit = Professional::clone(&bench.psc.professionals()[0]);
    bench.psc.add_professional(Professional {
        family_name: "CHANGE".to_owned(),
        ..kit
    });
    let count = bench.psc.professionals().len();
    let tokens = bench.tokens(&[]);
    assert_eq!(claims(&tokens["id_token"])["family_name"], "CHANGE");
    let someone = bench.psc.professionals()[1].national_id.clone();
    bench.psc.set_default_professional(&someone);
    let back = bench.authorize(&[("prompt", "login")]);
    assert_eq!(back.seen().subject.as_ref(), Some(&someone));
    let kept: Vec<_> = bench
        .psc
        .professionals()
        .iter()
        .skip(1)
        .map(|one| Professional::clone(one))
        .collect();
    bench.psc.set_professionals(kept);
    assert_eq!(bench.psc.professionals().len(), count - 1);
}

#[test]
fn a_client_may_be_set_to_a_signed_userinfo() {
    let mut bench = Bench::with("[clients.banc-lgc]\nuserinfo_jwt = true");
    let tokens = bench.tokens(&[]);
    let received = bench.userinfo(tokens["access_token"].as_str().unwrap());
    assert_eq!(received.header("content-type"), Some("application/jwt"));
    let info = verify(&mut bench, received.text()).unwrap();
    assert_eq!(
        (&info["iss"], &info["aud"]),
        (&ISSUER.into(), &CLIENT.0.into())
    );
    assert_eq!(info["SubjectNameID"], KIT);
}

#[test]
fn introspection_repeats_the_token_to_any_client() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let access = tokens["access_token"].as_str().unwrap();
    let received = bench.back_as(OTHER, "/token/introspect", &[("token", access)]);
    assert_eq!(received.operation, "introspection");
    let said = received.ok();
    let token = claims(&tokens["access_token"]);
    for (name, value) in token.as_object().unwrap() {
        assert_eq!(&said[name], value, "{name}");
    }
    assert_eq!(
        (&said["active"], &said["client_id"]),
        (&true.into(), &CLIENT.0.into())
    );
    assert_eq!(said["username"], KIT);
    assert!(
        received.text().starts_with("{\"exp\":") && received.text().ends_with("\"active\":true}")
    );
    let refresh = bench.introspect(tokens["refresh_token"].as_str().unwrap());
    assert_eq!(
        (&refresh["active"], &refresh["typ"]),
        (&true.into(), &"Refresh".into())
    );
    let none = bench.back("/token/introspect", &[("token", "x")]);
    assert_eq!(none.text(), "{\"active\":false}");
}

#[test]
fn introspection_has_its_own_errors() {
    let mut bench = Bench::new();
    let words = |received: super::bench::Received| received.refused();
    assert_eq!(
        words(bench.back("/token/introspect", &[("a", "b")])),
        denied(400, "invalid_request", "Token not provided.")
    );
    let hinted = [("token", "x"), ("token_type_hint", "autre")];
    assert_eq!(
        words(bench.back("/token/introspect", &hinted)),
        denied(400, "invalid_request", "Unsupported token type.")
    );
    let wrong = bench.call(
        "POST",
        &at("/token/introspect"),
        &[("Authorization", &basic((CLIENT.0, "faux")))],
        &form(&hinted[..1]),
    );
    assert_eq!(
        words(wrong),
        denied(401, "invalid_request", "Authentication failed.")
    );
}
