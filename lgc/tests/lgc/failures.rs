//! Technical failures: told as such, traced, bounded, and never read as a business answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use banc_contract::Outcome;
use banc_lgc::clock::monotonic;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::ResponseTemplate;

use crate::driver::{Bench, search};
use crate::gateway::{ECETINSI, code, fault, found, late, soap};
use crate::identities::{ecetinsi, typed};

#[tokio::test]
async fn a_fault_is_traced_with_its_code_and_never_repeated() {
    let bench = Bench::sound().await;
    let usager = bench
        .create(typed("HOUILLES", "PIERRE", Some("PIERRE PAUL")))
        .await;
    bench.gateway.script([fault()]);
    let message = bench.refused(search(&usager)).await;
    assert!(
        message.contains("desir_550") && message.contains("Échec technique"),
        "{message}"
    );
    assert_eq!(
        bench.gateway.received().await.len(),
        1,
        "a refusal is not sent again, nor are the next first names"
    );
    let call = bench.calls().await.pop().unwrap();
    assert_eq!(call.code, None);
    assert!(
        call.echec
            .unwrap()
            .contains("Numéro d'autorisation inconnu")
    );
}

#[tokio::test]
async fn a_server_error_without_fault_is_tried_three_times_at_most() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([ResponseTemplate::new(503)]);
    assert!(bench.refused(search(&usager)).await.contains("503"));
    assert_eq!(bench.gateway.received().await.len(), 3);
    assert_eq!(bench.calls().await.len(), 3, "each attempt is an access");
    let ids = bench.gateway.values("wsa:MessageID").await;
    assert!(
        ids.iter().all(|id| *id == ids[0]),
        "one identifier per call"
    );
    bench
        .gateway
        .script([ResponseTemplate::new(502), found(&ECETINSI)]);
    assert!(bench.done(search(&usager)).await.comparaison.is_some());
}

#[tokio::test]
async fn a_late_answer_is_a_failure_and_is_not_repeated() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    let before = bench.identity(&usager).await;
    bench.gateway.script([late(code("01"))]);
    let begun = monotonic();
    let message = bench.refused(search(&usager)).await;
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(message.contains("pas de réponse complète"), "{message}");
    assert_eq!(bench.gateway.received().await.len(), 1);
    assert_eq!(bench.calls().await[0].code, None);
    assert_eq!(bench.identity(&usager).await, before);
}

#[tokio::test]
async fn the_deadline_of_the_action_is_kept() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([late(code("01"))]);
    let begun = monotonic();
    let outcome = bench.act_within(search(&usager), 300).await;
    assert!(begun.elapsed() < Duration::from_millis(300));
    match outcome {
        Outcome::Refuse { message, durees } => {
            assert!(message.contains("pas de réponse complète"), "{message}");
            assert!(durees.duree_percue_ms.unwrap() >= 140);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn anything_that_is_not_an_answer_is_a_failure() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    let body = |text: &str| ResponseTemplate::new(200).set_body_string(text.to_owned());
    let bomb = "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>";
    for (answer, word) in [
        (body(""), "illisible"),
        (body("<a"), "illisible"),
        (
            body("<html><body>en maintenance</body></html>"),
            "illisible",
        ),
        (body(bomb), "illisible"),
        (body(&"<a>".repeat(10_000)), "illisible"),
        (body(&"a".repeat((1 << 20) + 1)), "trop longue"),
        (code("77"), "77"),
        (code("00"), "INDIVIDU"),
        (soap(200, ""), "illisible"),
        (ResponseTemplate::new(404), "404"),
        (ResponseTemplate::new(302), "302"),
    ] {
        bench.gateway.script([answer]);
        let message = bench.refused(search(&usager)).await;
        assert!(
            message.contains(word) && message.contains("Échec technique"),
            "{word}: {message}"
        );
    }
    assert_eq!(
        bench.gateway.received().await.len(),
        11,
        "none of these is sent again"
    );
}

#[tokio::test]
async fn a_service_that_is_not_there_is_said_so_after_three_attempts() {
    let bench = Bench::sound().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let mut preparation = bench.preparation(crate::driver::software_certificates());
    for endpoint in preparation.services.values_mut() {
        endpoint.url = format!("http://{address}/lps");
    }
    let (status, _) = bench
        .post("/preparer", &serde_json::json!(preparation))
        .await;
    assert_eq!(status, 200);
    let usager = bench.create(ecetinsi()).await;
    assert!(
        bench
            .refused(search(&usager))
            .await
            .contains("connexion impossible")
    );
    assert_eq!(bench.calls().await.len(), 3);
}

#[tokio::test]
async fn a_silent_service_is_given_up() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let bench = Bench::sound().await;
    let mut preparation = bench.preparation(crate::driver::software_certificates());
    for endpoint in preparation.services.values_mut() {
        endpoint.url = format!("https://{address}/lps");
    }
    bench
        .post("/preparer", &serde_json::json!(preparation))
        .await;
    let usager = bench.create(ecetinsi()).await;
    // Connected but never a TLS answer: the connection bound is longer than the total one here.
    let message = bench.refused(search(&usager)).await;
    assert!(message.contains("400 ms"), "{message}");
}

/// A server that reads a request, says `answer`, and hangs up; counts its connections.
async fn broken_server(answer: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    tokio::spawn(async move {
        loop {
            let (mut tcp, _) = listener.accept().await.unwrap();
            seen.fetch_add(1, Ordering::SeqCst);
            let mut request = Vec::new();
            while !request.ends_with(b"</soap:Envelope>") {
                if tcp.read_buf(&mut request).await.unwrap_or(0) == 0 {
                    break;
                }
            }
            tcp.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, count)
}

#[tokio::test]
async fn a_connection_cut_before_or_inside_the_answer_is_a_failure() {
    for answer in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<RESULTAT><CR><CodeCR>01",
    ] {
        let (address, connections) = broken_server(answer).await;
        let bench = Bench::sound().await;
        let mut preparation = bench.preparation(crate::driver::software_certificates());
        for endpoint in preparation.services.values_mut() {
            endpoint.url = format!("http://{address}/lps");
        }
        bench
            .post("/preparer", &serde_json::json!(preparation))
            .await;
        let usager = bench.create(ecetinsi()).await;
        let message = bench.refused(search(&usager)).await;
        assert!(message.contains("connexion rompue"), "{message}");
        assert_eq!(connections.load(Ordering::SeqCst), 3);
        assert!(bench.calls().await.iter().all(|call| call.code.is_none()));
    }
}

#[tokio::test]
async fn malformed_messages_are_refused_and_the_software_goes_on() {
    let bench = Bench::sound().await;
    for (route, body) in [
        ("/agir", "{"),
        (
            "/agir",
            "{\"id\":\"1\",\"action\":\"patient.ouvrir\",\"echeance_ms\":1}",
        ),
        ("/observer", "[]"),
        ("/preparer", "{\"scenario\":1}"),
    ] {
        let (status, answer) = bench.post_text(route, body).await;
        assert_eq!(status, 400, "{route} {body}");
        assert!(
            answer["erreur"]
                .as_str()
                .is_some_and(|reason| !reason.is_empty())
        );
    }
    let unknown = "{\"id\":\"1\",\"action\":\"dmp.ouvrir\",\"parametres\":{},\"echeance_ms\":1}";
    assert_eq!(
        bench.post_text("/agir", unknown).await.1["issue"],
        "non_supporte"
    );
    let unknown = "{\"id\":\"1\",\"question\":\"dmp.documents\"}";
    assert_eq!(
        bench.post_text("/observer", unknown).await.1["reponse"],
        "non_supporte"
    );
    bench.create(ecetinsi()).await;
}
