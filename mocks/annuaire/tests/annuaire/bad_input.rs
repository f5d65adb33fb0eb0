//! Calls that make no sense, and calls that are tolerated.

use banc_core::service::Service as _;
use proptest::prelude::*;

use super::bench::{directory, get, post};

#[test]
fn each_mistake_has_its_message() {
    let all = directory();
    for (target, status, text) in [
        (
            "Practitioner?gender=male",
            400,
            "Parameter gender not found for resource Practitioner",
        ),
        (
            "Organization?family=A",
            400,
            "Parameter family not found for resource Organization",
        ),
        (
            "Practitioner?_count=beaucoup",
            400,
            "The _count parameter must be in the FHIR format with an integer value : \"_count=30\"",
        ),
        (
            "Practitioner?_count=-1",
            400,
            "The _count parameter must be in the FHIR format with an integer value : \"_count=30\"",
        ),
        (
            "Practitioner?_total=all",
            400,
            "Bad value for the _total parameter. Allowed values are : accurate, none, estimate",
        ),
        (
            "Practitioner?_lastUpdated=hier",
            400,
            "Invalid date/time format: \"hier\"",
        ),
        (
            "Practitioner/003-0",
            404,
            "Resource not found with id: 003-0",
        ),
        (
            "PractitiXXXner",
            404,
            "HAPI-0302: Unknown resource type 'PractitiXXXner' - Server knows how to handle: [Practitioner, PractitionerRole, Device, Organization, HealthcareService]",
        ),
        (
            "Practitioner?practitioner.family=A",
            400,
            "Parameter family not found for resource Practitioner",
        ),
    ] {
        assert_eq!(
            get(target).to(&all).refused(),
            (status, text.to_owned()),
            "{target}"
        );
    }
    let mut sent = post("Practitioner/_search", "{}");
    sent.headers.retain(|(name, _)| name != "Content-Type");
    sent.headers
        .push(("Content-Type".to_owned(), "application/json".to_owned()));
    assert_eq!(sent.to(&all).refused().0, 400);
    let outside = get("/fhir/v2/").to(&all);
    assert_eq!(
        (outside.refused().0, &*outside.operation),
        (404, "inconnue")
    );
}

#[test]
fn what_the_real_server_ignores_is_ignored_and_noted() {
    let all = directory();
    let total = get("Practitioner").to(&all).bundle().total();
    for (target, quirk) in [
        ("Practitioner?_sort=family", Some("parametre_ignore")),
        ("Practitioner?_summary=true", Some("parametre_ignore")),
        ("Practitioner?family=", Some("parametre_vide")),
        ("Practitioner?_pretty=true&_format=json", None),
    ] {
        let received = get(target).to(&all);
        assert_eq!(received.bundle().total(), total, "{target}");
        assert_eq!(
            received.seen().quirks.first().map(String::as_str),
            quirk,
            "{target}"
        );
    }
    let modifier = get("Practitioner?family:phonetic=doc0042788").to(&all);
    assert_eq!(modifier.matched().len(), 1);
    assert_eq!(modifier.seen().quirks, ["modificateur_ignore"]);
    let delta = get("Practitioner?_lastUpdated=ge2020-01-01").to(&all);
    assert_eq!(delta.seen().quirks, ["delta_trop_long"]);
    assert_eq!(delta.bundle().total(), total);
    let bounded = get("Practitioner?_lastUpdated=lt2020-01-01").to(&all);
    assert!(bounded.seen().quirks.is_empty());
}

#[test]
fn escaped_separators_belong_to_values() {
    let all = directory();
    assert_eq!(
        get("Practitioner?family=DOC0042788%5C%2CX")
            .to(&all)
            .matched()
            .len(),
        0
    );
    assert_eq!(
        get("Practitioner?family=DOC0042788%2CX")
            .to(&all)
            .matched()
            .len(),
        1
    );
    assert_eq!(
        get("Practitioner?identifier=9%5C%7C9")
            .to(&all)
            .matched()
            .len(),
        0
    );
}

#[test]
fn a_chain_without_end_is_refused_and_does_not_exhaust_the_stack() {
    let all = directory();
    for steps in [9, 1_000, 30_000] {
        let body = format!("{}name=x", "partof.".repeat(steps));
        let sent = post("Organization/_search", &body).to(&all);
        assert_eq!(sent.answer.status, 400, "{steps}");
    }
    let within = format!("Organization?{}name=x", "partof.".repeat(8));
    assert_eq!(get(&within).to(&all).answer.status, 200);
}

#[test]
fn an_inclusion_asked_many_times_is_followed_once() {
    let all = directory();
    let body = "_revinclude=*&_revinclude=PractitionerRole:practitioner&".repeat(2_000);
    let many = post("Practitioner/_search", &body).to(&all);
    let once = get("Practitioner?_revinclude=*").to(&all);
    assert_eq!(many.answer.status, 200);
    assert_eq!(
        many.bundle().json["entry"].as_array().map(Vec::len),
        once.bundle().json["entry"].as_array().map(Vec::len)
    );
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let all = directory();
    let sent = post("Practitioner/_search", "");
    assert_eq!(sent.with(&all, |call| all.too_large(call)).status, 413);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_target_makes_it_panic(path in "(/fhir(/v[12])?)?/[A-Za-z_]{0,16}(/[ -~]{0,12})?", query in "[ -~é|,:.&=%]{0,60}") {
        let all = directory();
        let mut sent = get("metadata");
        sent.target = format!("{path}?{query}");
        let status = sent.to(&all).answer.status;
        prop_assert!([200, 400, 404].contains(&status), "{}", status);
    }

    #[test]
    fn no_search_makes_it_panic(name in "(family|identifier|_lastUpdated|_count|_has|name|active)[:.a-zA-Z]{0,8}", value in "\\PC{0,20}") {
        let pair = form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
        let status = get(&format!("Practitioner?{pair}")).to(&directory()).answer.status;
        prop_assert!([200, 400].contains(&status), "{}", status);
    }
}
