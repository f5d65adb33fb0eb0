//! The description of the management API: served, complete, and committed as it is generated.

use std::path::Path;

use serde_json::Value;

use crate::bench::Bench;

const COMMITTED: &str = "../../docs/openapi/gestion.json";

#[test]
fn the_committed_description_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == banc_server::openapi_json(),
        "docs/openapi/gestion.json is not what the code generates: run `banc docs`"
    );
}

#[tokio::test]
async fn the_description_is_served_and_every_route_is_described() {
    let bench = Bench::start("");
    let served = bench.get("/openapi.json").await;
    let generated: Value = serde_json::from_str(&banc_server::openapi_json()).unwrap();
    assert_eq!(served, generated);
    let paths = served["paths"].as_object().unwrap();
    assert!(paths.len() >= 17, "{}", paths.len());
    let mut operations = 0;
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            operations += 1;
            let said = operation["summary"]
                .as_str()
                .or(operation["description"].as_str());
            assert!(said.is_some_and(|text| !text.is_empty()), "{method} {path}");
            assert!(!operation["responses"].as_object().unwrap().is_empty());
        }
    }
    assert!(operations >= 22, "{operations}");
    // Every schema referred to is there.
    let text = served.to_string();
    for name in text.split("#/components/schemas/").skip(1) {
        let name = name.split('"').next().unwrap();
        assert!(
            served["components"]["schemas"].get(name).is_some(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_landing_page_says_what_this_is() {
    let bench = Bench::start("");
    bench
        .stack
        .open_lane(banc_server::LaneOptions::named("INS-01"))
        .unwrap();
    let answer = bench
        .request(reqwest::Method::GET, "/")
        .send()
        .await
        .unwrap();
    assert!(answer.headers().contains_key("content-security-policy"));
    let page = answer.text().await.unwrap();
    assert!(page.contains("<html lang=\"fr\">"));
    assert!(page.contains("simulateur — données fictives"));
    assert!(page.contains("INS-01") && page.contains("/lps"));
    for link in page.split("href=\"").skip(1) {
        let link = link.split('"').next().unwrap();
        let found = bench
            .request(reqwest::Method::GET, link)
            .send()
            .await
            .unwrap();
        assert_eq!(found.status(), 200, "{link}");
    }
}
