//! Searches: what is asked of the directory, how its answers are joined, what the user is told, what
//! enters the draft and when.

use banc_contract::DirectoryCriteria;

use super::{DirectoryBench, bundle, by_name, organization, pick, practitioner, role, search};
use serde_json::json;

const MARTIN: &str = "10000000011";
const OTHER: &str = "10000000029";

fn criteria(change: impl FnOnce(&mut DirectoryCriteria)) -> DirectoryCriteria {
    let mut criteria = DirectoryCriteria::default();
    change(&mut criteria);
    criteria
}

#[tokio::test]
async fn a_professional_is_proposed_with_every_mailbox_and_nothing_is_picked() {
    let bench = DirectoryBench::sound().await;
    let page = [
        practitioner("p1", MARTIN, "MARTIN", "ANNE", &["anne@pro.mssante.fr"]),
        role(
            "r1",
            "p1",
            "o1",
            &["anne@hopital.mssante.fr", "anne@pro.mssante.fr"],
        ),
    ];
    bench
        .on("Practitioner", &[("family", "Martin")], bundle(&page, None))
        .await;
    let done = bench.bench.done(by_name("Martin")).await;
    let proposed = done.correspondants.unwrap();
    assert_eq!(proposed.len(), 1);
    assert_eq!(proposed[0].rpps.as_deref(), Some(MARTIN));
    assert_eq!(
        proposed[0].adresses,
        ["anne@pro.mssante.fr", "anne@hopital.mssante.fr"]
    );
    assert!(done.message.unwrap().contains("1 correspondant"));
    assert!(bench.draft().await.destinataires.is_empty());
    assert_eq!(bench.received().await.len(), 1);
}

#[tokio::test]
async fn several_addresses_are_chosen_by_the_user_and_one_is_inserted_once() {
    let bench = DirectoryBench::sound().await;
    let page = [practitioner(
        "p1",
        MARTIN,
        "MARTIN",
        "ANNE",
        &["a@x.mssante.fr", "b@x.mssante.fr"],
    )];
    bench.on("Practitioner", &[], bundle(&page, None)).await;
    let done = bench.bench.done(by_name("Martin")).await;
    let id = done.correspondants.unwrap().remove(0).id;
    let asked = bench.bench.refused(pick(&id, None)).await;
    assert!(asked.contains("a@x.mssante.fr, b@x.mssante.fr"), "{asked}");
    assert!(bench.draft().await.destinataires.is_empty());
    assert!(
        bench
            .bench
            .refused(pick(&id, Some("c@x")))
            .await
            .contains("c@x")
    );
    for _ in 0..2 {
        bench.bench.done(pick(&id, Some("b@x.mssante.fr"))).await;
    }
    assert_eq!(bench.draft().await.destinataires, ["b@x.mssante.fr"]);
    assert_eq!(bench.book().await[0].rpps.as_deref(), Some(MARTIN));
    assert!(
        bench
            .bench
            .refused(pick("inconnu", None))
            .await
            .contains("inconnu")
    );
}

#[tokio::test]
async fn homonyms_are_all_shown_and_those_without_address_are_told() {
    let bench = DirectoryBench::sound().await;
    let page = [
        practitioner("p1", MARTIN, "MARTIN", "ANNE", &["a@x.mssante.fr"]),
        practitioner("p2", OTHER, "Martin", "Anne", &[]),
    ];
    bench.on("Practitioner", &[], bundle(&page, None)).await;
    let done = bench.bench.done(by_name("Martin")).await;
    let message = done.message.unwrap();
    assert!(
        message.contains("même nom") && message.contains("Sans adresse"),
        "{message}"
    );
    let proposed = done.correspondants.unwrap();
    assert_eq!(proposed.len(), 2);
    let without = proposed
        .iter()
        .find(|each| each.adresses.is_empty())
        .unwrap();
    let refused = bench.bench.refused(pick(&without.id, None)).await;
    assert!(refused.contains("n'a pas d'adresse MSSanté"), "{refused}");
    assert!(bench.draft().await.destinataires.is_empty());
}

#[tokio::test]
async fn no_result_and_a_deactivated_professional_are_told() {
    let bench = DirectoryBench::sound().await;
    let mut gone = practitioner("p1", MARTIN, "MARTIN", "ANNE", &["a@x.mssante.fr"]);
    bench
        .on(
            "Practitioner",
            &[("family", "Martin")],
            bundle(std::slice::from_ref(&gone), None),
        )
        .await;
    let id = bench
        .bench
        .done(by_name("Martin"))
        .await
        .correspondants
        .unwrap()[0]
        .id
        .clone();
    bench.bench.done(pick(&id, None)).await;
    bench.reset().await;
    gone["active"] = json!(false);
    gone["name"] = json!([]);
    gone["telecom"] = json!([]);
    bench
        .on(
            "Practitioner",
            &[("identifier", MARTIN)],
            bundle(&[gone], None),
        )
        .await;
    bench.on("Practitioner", &[], bundle(&[], None)).await;
    let done = bench.bench.done(by_name("Personne")).await;
    assert!(done.message.unwrap().contains("Aucun correspondant"));
    assert_eq!(done.correspondants.unwrap(), []);
    let action = search(criteria(|each| each.rpps = Some(MARTIN.to_owned())));
    let done = bench.bench.done(action).await;
    assert!(done.message.unwrap().contains("plus actif"));
    assert_eq!(done.correspondants.unwrap(), []);
    assert!(bench.book().await[0].desactive);
}

#[tokio::test]
async fn a_structure_is_proposed_with_those_who_work_there() {
    let bench = DirectoryBench::sound().await;
    let places = [
        organization("o1", "CENTRE DES LILAS", &["accueil@lilas.mssante.fr"]),
        role("r1", "p1", "o1", &[]),
        role("r2", "p9", "o9", &[]),
    ];
    bench
        .on(
            "Organization",
            &[("address-city", "Nantes")],
            bundle(&places, None),
        )
        .await;
    let people = [
        practitioner("p1", MARTIN, "MARTIN", "ANNE", &[]),
        role("r1", "p1", "o1", &["anne@lilas.mssante.fr"]),
    ];
    bench
        .on("Practitioner", &[("_id", "p1")], bundle(&people, None))
        .await;
    let action = search(criteria(|each| each.ville = Some("Nantes".to_owned())));
    let proposed = bench.bench.done(action).await.correspondants.unwrap();
    let names: Vec<_> = proposed.iter().map(|each| each.nom.as_str()).collect();
    assert_eq!(names, ["CENTRE DES LILAS", "MARTIN"]);
    assert_eq!(proposed[0].adresses, ["accueil@lilas.mssante.fr"]);
    assert_eq!(proposed[1].adresses, ["anne@lilas.mssante.fr"]);
}

#[tokio::test]
async fn a_person_and_a_place_are_both_asked_and_both_must_hold() {
    let bench = DirectoryBench::sound().await;
    let people = [
        practitioner("p1", MARTIN, "MARTIN", "ANNE", &["a@x.mssante.fr"]),
        practitioner("p2", OTHER, "MARTIN", "ANNE", &["b@x.mssante.fr"]),
        role("r1", "p1", "o1", &[]),
        role("r2", "p2", "o2", &[]),
    ];
    bench
        .on(
            "Practitioner",
            &[("family", "Martin")],
            bundle(&people, None),
        )
        .await;
    bench
        .on(
            "Organization",
            &[("_id", "o1,o2"), ("address-postalcode", "44000")],
            bundle(
                &[organization("o2", "CABINET", &["cabinet@x.mssante.fr"])],
                None,
            ),
        )
        .await;
    let action = search(criteria(|each| {
        each.nom = Some("Martin".to_owned());
        each.code_postal = Some("44000".to_owned());
    }));
    let proposed = bench.bench.done(action).await.correspondants.unwrap();
    assert_eq!(proposed.len(), 1, "the structure itself was not asked for");
    assert_eq!(proposed[0].rpps.as_deref(), Some(OTHER));
}

#[tokio::test]
async fn a_mailbox_is_searched_wherever_it_may_be() {
    let bench = DirectoryBench::sound().await;
    let wanted = ("mailbox-mss:contains", "lilas");
    bench.on("Practitioner", &[wanted], bundle(&[], None)).await;
    bench
        .on(
            "PractitionerRole",
            &[wanted],
            bundle(&[role("r1", "p1", "o1", &["anne@lilas.mssante.fr"])], None),
        )
        .await;
    let person = [
        practitioner("p1", MARTIN, "MARTIN", "ANNE", &["anne@pro.mssante.fr"]),
        role("r1", "p1", "o1", &["anne@lilas.mssante.fr"]),
    ];
    bench
        .on("Practitioner", &[("_id", "p1")], bundle(&person, None))
        .await;
    bench
        .on(
            "Organization",
            &[wanted],
            bundle(
                &[organization(
                    "o1",
                    "LES LILAS",
                    &["accueil@lilas.mssante.fr"],
                )],
                None,
            ),
        )
        .await;
    let action = search(criteria(|each| each.adresse_mss = Some("lilas".to_owned())));
    let proposed = bench.bench.done(action).await.correspondants.unwrap();
    assert_eq!(proposed.len(), 2);
    assert_eq!(
        proposed[1].adresses,
        ["anne@pro.mssante.fr", "anne@lilas.mssante.fr"]
    );
}

#[tokio::test]
async fn pages_are_followed_and_bounded_and_never_elsewhere() {
    let bench = DirectoryBench::sound().await;
    let next = format!("{}/fhir/v2/_page?id=abc", bench.server.uri());
    let first = [practitioner(
        "p1",
        MARTIN,
        "MARTIN",
        "ANNE",
        &["a@x.mssante.fr"],
    )];
    let second = [practitioner(
        "p2",
        OTHER,
        "MARTIN",
        "BOB",
        &["b@x.mssante.fr"],
    )];
    bench
        .on("Practitioner", &[], bundle(&first, Some(&next)))
        .await;
    bench
        .on("_page", &[("id", "abc")], bundle(&second, None))
        .await;
    let done = bench.bench.done(by_name("Martin")).await;
    assert_eq!(done.correspondants.unwrap().len(), 2);
    assert!(!done.message.unwrap().contains("Trop de réponses"));

    bench.reset().await;
    bench
        .on("Practitioner", &[], bundle(&first, Some(&next)))
        .await;
    bench.on("_page", &[], bundle(&second, Some(&next))).await;
    let done = bench.bench.done(by_name("Martin")).await;
    assert!(done.message.unwrap().contains("Trop de réponses"));
    assert_eq!(bench.received().await.len(), 12);

    bench.reset().await;
    let elsewhere = "https://127.0.0.2:1/fhir/v2/_page?id=abc";
    bench
        .on("Practitioner", &[], bundle(&first, Some(elsewhere)))
        .await;
    assert!(
        bench
            .bench
            .refused(by_name("Martin"))
            .await
            .contains("page suivante")
    );
}

#[tokio::test]
async fn an_empty_search_asks_nothing() {
    let bench = DirectoryBench::sound().await;
    let refused = bench
        .bench
        .refused(search(DirectoryCriteria::default()))
        .await;
    assert!(refused.contains("au moins un critère"));
    let action = search(criteria(|each| each.rpps = Some("12".to_owned())));
    assert!(bench.bench.refused(action).await.contains("onze chiffres"));
    assert!(bench.received().await.is_empty());
}
