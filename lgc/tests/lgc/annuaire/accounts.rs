//! The creation of an account: its RPPS number looked up, never guessed, postponed when the directory fails.

use banc_contract::Action;

use super::{DirectoryBench, account, bundle, by_name, create, down, practitioner};

const ANNE: &str = "10000000011";
const OTHER: &str = "10000000029";

#[tokio::test]
async fn a_unique_name_gives_its_number() {
    let bench = DirectoryBench::sound().await;
    let page = [
        practitioner("p1", ANNE, "MARTIN", "Anne", &[]),
        practitioner("p2", OTHER, "MARTINEAU", "ANNE", &[]),
    ];
    bench
        .on(
            "Practitioner",
            &[("family", "Martin"), ("given", "Anne")],
            bundle(&page, None),
        )
        .await;
    let message = bench
        .bench
        .done(create("anne", "Martin", "Anne"))
        .await
        .message
        .unwrap();
    assert!(message.contains(ANNE), "{message}");
    let shown = bench.account("anne").await;
    assert_eq!(
        (shown.rpps.as_deref(), shown.a_completer),
        (Some(ANNE), false)
    );
    bench.sign_in("anne").await;
}

#[tokio::test]
async fn homonyms_nobody_and_a_failure_leave_an_account_to_complete_and_usable() {
    let bench = DirectoryBench::sound().await;
    let homonyms = [
        practitioner("p1", ANNE, "MARTIN", "ANNE", &[]),
        practitioner("p2", OTHER, "MARTIN", "ANNE", &[]),
    ];
    bench
        .on(
            "Practitioner",
            &[("family", "Martin")],
            bundle(&homonyms, None),
        )
        .await;
    bench
        .on("Practitioner", &[("family", "Personne")], bundle(&[], None))
        .await;
    bench
        .on("Practitioner", &[("family", "Panne")], down())
        .await;
    for (login, family, word) in [
        ("a", "Martin", "Plusieurs"),
        ("b", "Personne", "ne connaît personne"),
        ("c", "Panne", "reportée"),
    ] {
        let message = bench
            .bench
            .done(create(login, family, "Anne"))
            .await
            .message
            .unwrap();
        assert!(message.contains(word), "{message}");
        let shown = bench.account(login).await;
        assert_eq!((shown.rpps, shown.a_completer), (None, true), "{login}");
        bench.sign_in(login).await;
    }
}

#[tokio::test]
async fn what_was_postponed_is_completed_by_the_next_search() {
    let bench = DirectoryBench::sound().await;
    bench.always(down()).await;
    bench.bench.done(create("anne", "Martin", "Anne")).await;
    bench.reset().await;
    let page = [practitioner("p1", ANNE, "MARTIN", "ANNE", &[])];
    bench
        .on("Practitioner", &[("given", "Anne")], bundle(&page, None))
        .await;
    bench
        .on("Practitioner", &[("family", "Durand")], bundle(&[], None))
        .await;
    let message = bench.bench.done(by_name("Durand")).await.message.unwrap();
    assert!(message.contains("anne"), "{message}");
    assert_eq!(bench.account("anne").await.rpps.as_deref(), Some(ANNE));
}

#[tokio::test]
async fn a_number_is_given_to_one_account_only() {
    let bench = DirectoryBench::sound().await;
    let page = [practitioner("p1", ANNE, "MARTIN", "ANNE", &[])];
    bench.on("Practitioner", &[], bundle(&page, None)).await;
    bench.bench.done(create("anne", "Martin", "Anne")).await;
    let message = bench
        .bench
        .done(create("autre", "Martin", "Anne"))
        .await
        .message
        .unwrap();
    assert!(message.contains("autre compte"), "{message}");
    assert!(bench.account("autre").await.a_completer);
}

#[tokio::test]
async fn a_given_number_is_kept_and_a_bad_account_is_refused_before_any_call() {
    let bench = DirectoryBench::sound().await;
    let compte = account("anne", "Martin", "Anne", Some("8 10000000011"));
    bench.bench.done(Action::CreateAccount { compte }).await;
    assert_eq!(bench.account("anne").await.rpps.as_deref(), Some(ANNE));
    for compte in [
        account("anne", "Martin", "Anne", None),
        account("zoe", "", "Zoé", None),
        account("zoe", "Martin", "Zoé", Some("123")),
    ] {
        bench.bench.refused(Action::CreateAccount { compte }).await;
    }
    assert!(bench.received().await.is_empty());
}
