//! The journal by the management API: places, windows, one exchange, long waits.

use banc_server::LaneOptions;
use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::bench::{Bench, DEADLINE, search_on};

#[tokio::test]
async fn windows_follow_each_other_without_loss_or_repetition() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let one = bench.stack.open_lane(LaneOptions::named("une")).unwrap();
    let two = bench.stack.open_lane(LaneOptions::named("deux")).unwrap();
    for _ in 0..3 {
        search_on(&bench.client, &one, "insi_clair", "ZOE").await;
        search_on(&bench.client, &two, "insi_clair", "ZOE").await;
    }
    let mut seen = Vec::new();
    let mut place = 0;
    loop {
        let window = bench
            .get(&format!(
                "/journal/entrees?depuis={place}&limite=2&voie=une"
            ))
            .await;
        for entry in window["entrees"].as_array().unwrap() {
            seen.push(entry["numero"].as_u64().unwrap());
            if let Some(exchange) = entry.get("echange") {
                assert_eq!(exchange["voie"], "une");
            }
        }
        place = window["curseur"].as_u64().unwrap();
        if window["suite"] == false {
            break;
        }
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(seen, sorted);
    let all = bench.get("/journal/entrees?voie=une&limite=1000").await;
    assert_eq!(all["entrees"].as_array().unwrap().len(), seen.len());
    assert_eq!(
        bench.get("/journal/curseur").await["curseur"]
            .as_u64()
            .unwrap(),
        place
    );
    let summary = bench.finish().await;
    assert_eq!(summary.exchanges, 6);
    assert!(bench.run_folder().read_dir().unwrap().next().is_some());
}

#[tokio::test]
async fn one_exchange_is_given_with_its_bodies() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let lane = bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    search_on(&bench.client, &lane, "insi_clair", "ZOE").await;
    let binary = bench
        .client
        .post(&lane.endpoints()["insi_clair"])
        .body(vec![0xff, 0xfe, 0]);
    assert_ne!(binary.send().await.unwrap().status(), 200);
    let window = bench.get("/journal/entrees?voie=a").await;
    let numbers: Vec<u64> = window["entrees"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry.get("echange")?["numero"].as_u64())
        .collect();
    assert_eq!(numbers.len(), 2);
    let first = bench
        .get(&format!("/journal/echanges/{}", numbers[0]))
        .await;
    assert!(
        first["requete"]["texte"]
            .as_str()
            .unwrap()
            .contains("RECSANSVITALE")
    );
    assert!(
        first["reponse"]["texte"]
            .as_str()
            .unwrap()
            .contains("2751263220749")
    );
    assert_eq!(first["requete"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        first["echange"]["operation"],
        first["echange"]["compris"]["operation"]
    );
    assert_eq!(first["echange"]["statut"], 200);
    let stages = first["instants_ns"].as_object().unwrap();
    assert!(stages["head"].as_u64().unwrap() <= stages["answered"].as_u64().unwrap());
    let second = bench
        .get(&format!("/journal/echanges/{}", numbers[1]))
        .await;
    assert_eq!(second["requete"]["base64"], "//4A");
    assert!(second["requete"].get("texte").is_none());
}

#[tokio::test]
async fn unusable_readings_are_refused() {
    let bench = Bench::start("");
    for path in [
        "/journal/echanges/0",
        "/journal/echanges/1",
        "/journal/echanges/99999",
    ] {
        assert_eq!(
            bench.refused(Method::GET, path, None).await.0,
            404,
            "{path}"
        );
    }
    for path in [
        "/journal/echanges/x",
        "/journal/entrees?depuis=x",
        "/journal/entrees?limite=0",
        "/journal/entrees?limite=1001",
        "/journal/entrees?lane=a",
        "/journal/attente",
        "/journal/attente?echeance_ms=60001",
        "/journal/attente?echeance_ms=-1",
    ] {
        assert_eq!(
            bench.refused(Method::GET, path, None).await.0,
            400,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_wait_ends_with_the_call_or_at_its_deadline() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let lane = bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    let place = bench.get("/journal/curseur").await["curseur"].clone();
    let path =
        format!("/journal/attente?depuis={place}&voie=a&service=insi&nombre=2&echeance_ms=10000");
    let calls = async {
        for _ in 0..2 {
            search_on(&bench.client, &lane, "insi_clair", "ZOE").await;
        }
    };
    let (waited, ()) = tokio::join!(bench.get(&path), calls);
    assert_eq!(waited["satisfaite"], true, "{waited}");
    assert_eq!(waited["echanges"].as_array().unwrap().len(), 2);
    let none = bench
        .get(&format!(
            "/journal/attente?depuis={place}&operation=wsdl&echeance_ms=50"
        ))
        .await;
    assert_eq!(none["satisfaite"], false);
    assert_eq!(none["echanges"].as_array().unwrap().len(), 0);
    assert!(none["duree_ms"].as_f64().unwrap() >= 50.0, "{none}");
}

#[tokio::test]
async fn a_wait_does_not_hold_the_end_of_the_stack() {
    let bench = Bench::start("");
    let host = format!("localhost:{}", bench.stack.management_port());
    let mut connection = TcpStream::connect(("127.0.0.1", bench.stack.management_port()))
        .await
        .unwrap();
    // Both requests at once: when the first is answered, the second is being served.
    let both = format!(
        "GET /journal/curseur HTTP/1.1\r\nHost: {host}\r\n\r\n\
         GET /journal/attente?voie=a&echeance_ms=60000 HTTP/1.1\r\nHost: {host}\r\n\r\n"
    );
    connection.write_all(both.as_bytes()).await.unwrap();
    let mut first = [0; 1024];
    let read = connection.read(&mut first).await.unwrap();
    assert!(String::from_utf8_lossy(&first[..read]).contains("curseur"));
    bench.get("/sante").await;
    let from = bench.stack.clock().mono();
    bench.finish().await;
    assert!(bench.stack.clock().mono().since(from) < DEADLINE / 2);
    let mut rest = String::new();
    connection.read_to_string(&mut rest).await.unwrap();
    assert!(rest.starts_with("HTTP/1.1 503"), "{rest}");
}
