//! Lanes: opened and closed by both ways, apart from each other, on the ports asked for.

use banc_core::pki::ClientKind;
use banc_server::{LaneOptions, LanePorts, ServerError};
use reqwest::Method;
use serde_json::json;

use crate::bench::{Bench, search_on};

#[tokio::test]
async fn a_lane_answers_on_its_fronts_as_the_service_does() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let lane = bench.stack.open_lane(LaneOptions::named("INS-01")).unwrap();
    let auto = bench.tls_client(Some(ClientKind::InsiAuto));
    let (status, body) = search_on(&auto, &lane, "insi_tlsm", "ZOE").await;
    assert_eq!(status, 200, "{body}");
    assert!(body.contains("2751263220749"), "{body}");
    let (status, body) = search_on(&bench.client, &lane, "insi_clair", "ZOE").await;
    assert_eq!(status, 200, "{body}");
    // Without a certificate, or with one of another name, the service itself refuses.
    for kind in [
        None,
        Some(ClientKind::InsiTest),
        Some(ClientKind::SoftwareUntrusted),
    ] {
        let client = bench.tls_client(kind);
        let (status, body) = search_on(&client, &lane, "insi_tlsm", "ZOE").await;
        assert_eq!(status, 500, "{kind:?}: {body}");
        assert!(body.contains("DESIR_560"), "{kind:?}: {body}");
    }
    let anonymous = bench.tls_client(None);
    let (status, body) = search_on(&anonymous, &lane, "insi", "ZOE").await;
    assert_eq!(status, 500, "no assertion: {body}");
    let summary = bench.finish().await;
    assert_eq!(summary.exchanges, 6);
}

#[tokio::test]
async fn the_api_opens_lists_and_closes_lanes() {
    let bench = Bench::start("");
    let (status, lane) = bench
        .ask(
            Method::POST,
            "/voies",
            Some(json!({"nom": "INS-08#2", "clair": true})),
        )
        .await;
    assert_eq!(status, 201, "{lane}");
    for (front, scheme) in [
        ("insi", "https"),
        ("insi_tlsm", "https"),
        ("insi_clair", "http"),
    ] {
        let url = lane["services"][front].as_str().unwrap();
        assert!(
            url.starts_with(&format!("{scheme}://localhost:")) && url.ends_with("/lps"),
            "{url}"
        );
    }
    assert!(lane["identites"].as_u64().unwrap() > 18);
    assert_eq!(bench.get("/voies").await.as_array().unwrap().len(), 1);
    assert_eq!(bench.get("/voies/INS-08%232").await["nom"], "INS-08#2");
    let again = bench
        .refused(Method::POST, "/voies", Some(json!({"nom": "INS-08#2"})))
        .await;
    assert_eq!(again.0, 409, "{again:?}");
    let (status, _) = bench.ask(Method::DELETE, "/voies/INS-08%232", None).await;
    assert_eq!(status, 204);
    assert_eq!(
        bench
            .refused(Method::DELETE, "/voies/INS-08%232", None)
            .await
            .0,
        404
    );
    let url = lane["services"]["insi_clair"].as_str().unwrap();
    assert!(bench.client.get(url).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn bad_openings_are_refused_with_the_reason() {
    let bench = Bench::start("");
    for (body, status, word) in [
        (json!({}), 422, "nom"),
        (json!({"nom": "a/b"}), 422, "a/b"),
        (json!({"nom": "a", "plans": "x"}), 422, "plans"),
        (
            json!({"nom": "a", "plan": "[[regle]]\nnom = 1"}),
            422,
            "nom",
        ),
        (json!({"nom": "a", "serie": true}), 422, "premier_port"),
        (
            json!({"nom": "a", "serie": true, "premier_port": 4000}),
            422,
            "exclude",
        ),
        (json!({"nom": "a", "premier_port": 0}), 422, "at least 1"),
        (json!({"nom": "a", "premier_port": 65535}), 422, "65535"),
        (json!({"nom": "a", "premier_port": 70000}), 422, "70000"),
    ] {
        let refused = bench
            .refused(Method::POST, "/voies", Some(body.clone()))
            .await;
        assert_eq!(refused.0, status, "{body}: {refused:?}");
        assert!(refused.1.contains(word), "{body}: {refused:?}");
    }
    // None of them left a lane or a listener behind.
    assert_eq!(bench.get("/voies").await, json!([]));
    assert_eq!(
        bench
            .stack
            .open_lane(LaneOptions::named("a"))
            .unwrap()
            .name(),
        "a"
    );
}

#[tokio::test]
async fn two_lanes_know_nothing_of_each_other() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let one = bench.stack.open_lane(LaneOptions::named("une")).unwrap();
    let two = bench.stack.open_lane(LaneOptions::named("deux")).unwrap();
    one.insi().state().remove("adrun-zoe");
    one.set_plan(
        "[[regle]]\nnom = \"panne\"\nservice = \"insi\"\nordinaux = \"2-\"\nfaute = { nom = \"statut_http\", code = 503 }",
    )
    .unwrap();
    let (status, body) = search_on(&bench.client, &one, "insi_clair", "ZOE").await;
    assert!(status == 200 && body.contains("<CodeCR>01"), "{body}");
    assert_eq!(
        search_on(&bench.client, &one, "insi_clair", "ZOE").await.0,
        503
    );
    for _ in 0..2 {
        let (status, body) = search_on(&bench.client, &two, "insi_clair", "ZOE").await;
        assert!(status == 200 && body.contains("2751263220749"), "{body}");
    }
    for (lane, ordinals) in [("une", [1, 2]), ("deux", [1, 2])] {
        let entries = bench.get(&format!("/journal/entrees?voie={lane}")).await;
        let exchanges = entries["entrees"].as_array().unwrap().iter();
        let exchanges: Vec<_> = exchanges.filter_map(|one| one.get("echange")).collect();
        assert!(exchanges.iter().all(|one| one["voie"] == lane));
        let seen: Vec<_> = exchanges
            .iter()
            .map(|one| one["ordinal"].as_u64().unwrap())
            .collect();
        assert_eq!(seen, ordinals, "{lane}");
    }
}

#[tokio::test]
async fn a_client_certificate_does_not_follow_its_client_to_another_lane() {
    // Clients look for a TLS session by host name: all lanes have the same.
    let bench = Bench::start("");
    let with = bench.tls_client(Some(ClientKind::InsiAuto));
    for name in ["une", "deux"] {
        let lane = bench.stack.open_lane(LaneOptions::named(name)).unwrap();
        search_on(&with, &lane, "insi_tlsm", "ZOE").await;
    }
    let seen = bench
        .stack
        .journal()
        .since(banc_core::journal::Cursor(0), None);
    let resumed: Vec<bool> = seen
        .iter()
        .filter_map(|entry| entry.exchange())
        .map(|exchange| exchange.connection.tls.as_ref().unwrap().resumed)
        .collect();
    assert_eq!(resumed, [false, false]);
}

#[tokio::test]
async fn a_port_in_use_names_the_port_and_the_key_to_change() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port();
    let bench = Bench::start("");
    // The second front of the lane falls on the port held: the first must not stay open.
    let first = port.checked_sub(1).unwrap();
    let error = bench
        .stack
        .open_lane(LaneOptions {
            ports: LanePorts::From(first),
            ..LaneOptions::named("serie")
        })
        .unwrap_err();
    let ServerError::PortInUse {
        port: told, front, ..
    } = &error
    else {
        panic!("{error:?}");
    };
    // The port before may be held by another program: then it is the one named.
    assert!(*told == port || *told == first, "{error}");
    assert!(front.starts_with("insi"));
    assert!(error.to_string().contains("premier_port"), "{error}");
    assert!(bench.stack.lane("serie").is_err());
    let refused = bench
        .refused(
            Method::POST,
            "/voies",
            Some(json!({"nom": "s", "premier_port": port})),
        )
        .await;
    assert_eq!(refused.0, 409);
    assert!(refused.1.contains(&port.to_string()), "{refused:?}");
}

#[tokio::test]
async fn the_serial_mode_takes_the_configured_ports_one_lane_at_a_time() {
    let (first, held) = free_pair();
    drop(held);
    let bench = Bench::start(&format!("[ecoute]\npremier_port = {first}"));
    let serial = |name: &str| LaneOptions {
        ports: LanePorts::Configured,
        ..LaneOptions::named(name)
    };
    let lane = bench.stack.open_lane(serial("une")).unwrap();
    assert_eq!(
        lane.endpoints()["insi"],
        format!("https://localhost:{first}/lps")
    );
    assert_eq!(
        lane.endpoints()["insi_tlsm"],
        format!("https://localhost:{}/lps", first + 1)
    );
    let error = bench.stack.open_lane(serial("deux")).unwrap_err();
    assert!(matches!(error, ServerError::PortInUse { port, .. } if port == first));
    bench.stack.close_lane("une").await.unwrap();
    bench.stack.open_lane(serial("deux")).unwrap();
}

/// Two free ports that follow each other, held until dropped.
fn free_pair() -> (u16, [std::net::TcpListener; 2]) {
    loop {
        let one = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let first = one.local_addr().unwrap().port();
        if let Some(second) = first.checked_add(1)
            && let Ok(two) = std::net::TcpListener::bind(("127.0.0.1", second))
        {
            return (first, [one, two]);
        }
    }
}
