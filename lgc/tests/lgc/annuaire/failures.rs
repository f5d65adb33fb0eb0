//! Failures of the directory: bounded attempts, pauses honoured, told as failures and never as results.

use banc_lgc::clock::monotonic;
use wiremock::ResponseTemplate;

use super::{DirectoryBench, bundle, by_name, down, late, pick, practitioner};

#[tokio::test]
async fn a_failure_is_told_and_is_no_empty_result() {
    for (answer, word, calls) in [
        (down(), "503", 3),
        (ResponseTemplate::new(400).set_body_raw(
            r#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":"Parameter x not found"}]}"#,
            "application/fhir+json",
        ), "Parameter x not found", 1),
        (ResponseTemplate::new(401), "clé d'accès", 1),
        (ResponseTemplate::new(404), "404", 1),
        (ResponseTemplate::new(200).set_body_raw("<html>", "text/html"), "illisible", 1),
        (late(), "pas de réponse complète", 1),
    ] {
        let bench = DirectoryBench::sound().await;
        bench.always(answer).await;
        let message = bench.bench.refused(by_name("Martin")).await;
        assert!(message.contains(word), "{message}");
        assert!(!message.contains("Aucun correspondant"), "{message}");
        assert_eq!(bench.received().await.len(), calls, "{word}");
    }
}

#[tokio::test]
async fn a_limit_is_waited_out_as_asked() {
    let bench = DirectoryBench::sound().await;
    let limited = ResponseTemplate::new(429).insert_header("Retry-After", "1");
    let found = [practitioner(
        "p1",
        "10000000011",
        "MARTIN",
        "ANNE",
        &["a@x.mssante.fr"],
    )];
    let before = {
        use wiremock::{Mock, matchers::any};
        Mock::given(any())
            .respond_with(limited.clone())
            .up_to_n_times(1)
            .mount(&bench.server)
            .await;
        bench.on("Practitioner", &[], bundle(&found, None)).await;
        monotonic()
    };
    let done = bench.bench.done(by_name("Martin")).await;
    assert_eq!(done.correspondants.unwrap().len(), 1);
    assert!(before.elapsed().as_millis() >= 950);

    bench.reset().await;
    bench
        .always(ResponseTemplate::new(429).insert_header("Retry-After", "3600"))
        .await;
    let message = bench.bench.refused(by_name("Martin")).await;
    assert!(message.contains("limite le nombre d'appels"), "{message}");
    assert_eq!(bench.received().await.len(), 1, "nobody waits an hour");
}

#[tokio::test]
async fn without_key_nothing_is_sent_and_the_user_is_told() {
    let bench = DirectoryBench::sound().await.prepared(None).await;
    let message = bench.bench.refused(by_name("Martin")).await;
    assert!(message.contains("ESANTE-API-KEY"), "{message}");
    assert!(bench.received().await.is_empty());
}

#[tokio::test]
async fn a_failure_forgets_what_was_proposed_before() {
    let bench = DirectoryBench::sound().await;
    let found = [practitioner(
        "p1",
        "10000000011",
        "MARTIN",
        "ANNE",
        &["a@x.mssante.fr"],
    )];
    bench.on("Practitioner", &[], bundle(&found, None)).await;
    let id = bench
        .bench
        .done(by_name("Martin"))
        .await
        .correspondants
        .unwrap()[0]
        .id
        .clone();
    bench.reset().await;
    bench.always(down()).await;
    bench.bench.refused(by_name("Durand")).await;
    bench.bench.refused(pick(&id, None)).await;
    assert!(bench.draft().await.destinataires.is_empty());
}
