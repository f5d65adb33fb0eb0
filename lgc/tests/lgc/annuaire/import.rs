//! The import of the extraction: what it adds and completes, what it reports, what it leaves when it fails.

use banc_contract::Action;
use wiremock::ResponseTemplate;

use super::{DirectoryBench, HEADER, bundle, create, down, line, pick, practitioner};

const ANNE: &str = "10000000011";
const BOB: &str = "10000000029";

#[tokio::test]
async fn correspondents_are_filled_and_counted() {
    let bench = DirectoryBench::sound().await;
    let first = [
        HEADER.to_owned(),
        line(ANNE, "MARTIN", "ANNE", "a@x.mssante.fr"),
        line(BOB, "MARTIN", "BOB", "b@x.mssante.fr"),
        "ORG|accueil@x.mssante.fr||||1|1990000001|ACCUEIL||||CENTRE DES LILAS".to_owned(),
        "tronquée".to_owned(),
    ];
    bench.extraction(&first.join("\n")).await;
    let done = bench.bench.done(Action::ImportExtraction {}).await;
    let message = done.message.unwrap();
    assert!(
        message.contains("3 lignes lues, 3 correspondants ajoutés, 0 mis à jour")
            && message.contains("1 lignes illisibles"),
        "{message}"
    );
    assert_eq!(done.correspondants.unwrap(), bench.book().await);
    let call = bench.received().await.remove(0);
    assert!(
        !call.headers.contains_key("esante-api-key"),
        "the extraction is free of access"
    );

    bench.reset().await;
    let second = [
        HEADER.to_owned(),
        line(ANNE, "MARTIN", "ANNE", "neuve@x.mssante.fr"),
    ];
    bench.extraction(&second.join("\n")).await;
    let message = bench
        .bench
        .done(Action::ImportExtraction {})
        .await
        .message
        .unwrap();
    assert!(
        message.contains("0 correspondants ajoutés") && message.contains("3 adresses retirées"),
        "{message}"
    );
    let book = bench.book().await;
    let anne = book
        .iter()
        .find(|each| each.rpps.as_deref() == Some(ANNE))
        .unwrap();
    assert_eq!(anne.adresses, ["neuve@x.mssante.fr"]);
    bench.bench.done(pick(&anne.id, None)).await;
    assert_eq!(bench.draft().await.destinataires, ["neuve@x.mssante.fr"]);
}

#[tokio::test]
async fn an_extraction_of_professionals_gives_numbers_and_marks_who_left() {
    let bench = DirectoryBench::sound().await;
    bench.always(down()).await;
    for (login, given) in [("anne", "Anne"), ("bob", "Bob"), ("zoe", "Zoé")] {
        bench.bench.done(create(login, "Martin", given)).await;
    }
    bench.reset().await;
    let header = "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom d'exercice|Prénom d'exercice|Raison sociale site|";
    let row = |rpps: &str, given: &str| format!("8|{rpps}|8{rpps}|MARTIN|{given}|CABINET|");
    let text = [
        header.to_owned(),
        row(ANNE, "ANNE"),
        row(ANNE, "ANNE"),
        row(BOB, "BOB"),
        row("10000000037", "BOB"),
    ];
    bench.extraction(&text.join("\n")).await;
    bench.on("Practitioner", &[], bundle(&[], None)).await;
    let message = bench
        .bench
        .done(Action::ImportExtraction {})
        .await
        .message
        .unwrap();
    assert!(
        message.contains("3 correspondants ajoutés") && message.contains("1 comptes complétés"),
        "{message}"
    );
    assert_eq!(bench.account("anne").await.rpps.as_deref(), Some(ANNE));
    for login in ["bob", "zoe"] {
        let shown = bench.account(login).await;
        assert_eq!((shown.rpps, shown.a_completer), (None, true), "{login}");
    }

    bench.reset().await;
    bench
        .extraction(&[header.to_owned(), row(ANNE, "ANNE")].join("\n"))
        .await;
    bench.on("Practitioner", &[], bundle(&[], None)).await;
    let message = bench
        .bench
        .done(Action::ImportExtraction {})
        .await
        .message
        .unwrap();
    assert!(message.contains("2 professionnels désactivés"), "{message}");
    let marked = bench.book().await.into_iter().filter(|each| each.desactive);
    assert_eq!(marked.count(), 2);
}

#[tokio::test]
async fn a_failed_import_leaves_the_book_as_it_was() {
    let bench = DirectoryBench::sound().await;
    bench
        .extraction(&format!(
            "{HEADER}\n{}",
            line(ANNE, "MARTIN", "ANNE", "a@x.mssante.fr")
        ))
        .await;
    bench.bench.done(Action::ImportExtraction {}).await;
    let before = bench.book().await;
    for answer in [
        down(),
        ResponseTemplate::new(200).set_body_string("<html>maintenance</html>"),
        ResponseTemplate::new(200).set_body_string(HEADER),
    ] {
        bench.reset().await;
        bench.always(answer).await;
        let message = bench.bench.refused(Action::ImportExtraction {}).await;
        assert!(message.contains("n'a pas abouti"), "{message}");
        assert_eq!(bench.book().await, before);
    }
}

#[tokio::test]
async fn an_account_is_completed_where_extraction_and_directory_agree() {
    let bench = DirectoryBench::sound().await;
    bench.always(down()).await;
    bench.bench.done(create("anne", "Martin", "Anne")).await;
    bench.bench.done(create("bob", "Martin", "Bob")).await;
    bench.reset().await;
    let text = [
        HEADER.to_owned(),
        line(ANNE, "MARTIN", "ANNE", "a@x.mssante.fr"),
        line(BOB, "MARTIN", "BOB", "b@x.mssante.fr"),
    ];
    bench.extraction(&text.join("\n")).await;
    let anne = practitioner("p1", ANNE, "MARTIN", "ANNE", &["a@x.mssante.fr"]);
    bench
        .on("Practitioner", &[("given", "Anne")], bundle(&[anne], None))
        .await;
    // The extraction holds one Bob, the directory two: the other has no mailbox.
    let bobs = [
        practitioner("p2", BOB, "MARTIN", "BOB", &["b@x.mssante.fr"]),
        practitioner("p3", "10000000037", "MARTIN", "BOB", &[]),
    ];
    bench
        .on("Practitioner", &[("given", "Bob")], bundle(&bobs, None))
        .await;
    let message = bench
        .bench
        .done(Action::ImportExtraction {})
        .await
        .message
        .unwrap();
    assert!(message.contains("1 comptes complétés"), "{message}");
    let anne = bench.account("anne").await;
    assert_eq!(
        (anne.rpps.as_deref(), anne.a_completer),
        (Some(ANNE), false)
    );
    assert_eq!(
        (anne.nom.as_str(), anne.prenom.as_str()),
        ("Martin", "Anne"),
        "what was typed stays"
    );
    let bob = bench.account("bob").await;
    assert_eq!((bob.rpps, bob.a_completer), (None, true));
}
