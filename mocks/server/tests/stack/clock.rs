//! The simulated clock, moved by the management API.

use banc_server::LaneOptions;
use reqwest::Method;
use serde_json::json;

use crate::bench::Bench;

#[tokio::test]
async fn an_advance_is_seen_by_all_and_noted() {
    let bench = Bench::start("");
    bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    assert_eq!(bench.get("/horloge").await["avance_ms"], 0);
    let (status, moved) = bench
        .ask(
            Method::POST,
            "/horloge/avancer",
            Some(json!({"duree": "210 jours"})),
        )
        .await;
    assert_eq!(status, 200, "{moved}");
    assert_eq!(moved["avance_ms"], 210 * 86_400_000_i64);
    let simulated: jiff::Timestamp = moved["simulee"].as_str().unwrap().parse().unwrap();
    let real: jiff::Timestamp = moved["reelle"].as_str().unwrap().parse().unwrap();
    let days = simulated.duration_since(real).as_hours() / 24;
    assert!((209..=210).contains(&days), "{days}");
    assert!(bench.stack.clock().now() >= simulated);
    let window = bench.get("/journal/entrees?voie=a&limite=1000").await;
    let notes = window["entrees"].as_array().unwrap();
    let note = notes
        .iter()
        .find(|one| one["note"]["kind"] == "clock_moved")
        .unwrap();
    assert_eq!(note["note"]["ahead_ms"], moved["avance_ms"]);
    let (_, back) = bench
        .ask(
            Method::POST,
            "/horloge/avancer",
            Some(json!({"duree": "-210 jours"})),
        )
        .await;
    assert_eq!(back["avance_ms"], 0);
}

#[tokio::test]
async fn unusable_advances_are_refused_and_move_nothing() {
    let bench = Bench::start("");
    for body in [
        json!({"duree": "demain"}),
        json!({"duree": "12"}),
        json!({"duree": 12}),
        json!({"duree": "99999999 jours"}),
        json!({"durée": "1s"}),
        json!({}),
    ] {
        let refused = bench
            .refused(Method::POST, "/horloge/avancer", Some(body.clone()))
            .await;
        assert_eq!(refused.0, 422, "{body}: {refused:?}");
    }
    assert_eq!(bench.get("/horloge").await["avance_ms"], 0);
}
