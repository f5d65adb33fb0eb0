//! Signs of defects of the directory: searches, import, accounts.

use banc_contract::{Action, DirectoryCriteria, Outcome};

use crate::annuaire::{
    DirectoryBench, HEADER, bundle, by_name, create, down, line, organization, pick, practitioner,
    search,
};

const ANNE: &str = "10000000011";
const OTHER: &str = "10000000029";

/// A software with the defects of `names` and a directory that knows two Anne Martin, of whom the second
/// has no mailbox.
async fn homonyms(names: &[&str]) -> DirectoryBench {
    let bench = DirectoryBench::with(names).await;
    let page = [
        practitioner(
            "p1",
            ANNE,
            "MARTIN",
            "ANNE",
            &["a@x.mssante.fr", "b@x.mssante.fr"],
        ),
        practitioner("p2", OTHER, "MARTIN", "ANNE", &[]),
    ];
    bench
        .on("Practitioner", &[("family", "Martin")], bundle(&page, None))
        .await;
    bench.on("Practitioner", &[], bundle(&[], None)).await;
    bench
}

pub(super) async fn address_is_invented(names: &[&str]) -> bool {
    let bench = homonyms(names).await;
    let done = bench.bench.done(by_name("Martin")).await;
    done.correspondants
        .unwrap()
        .iter()
        .any(|each| each.rpps.as_deref() == Some(OTHER) && !each.adresses.is_empty())
}

pub(super) async fn directory_is_not_asked(names: &[&str]) -> bool {
    let bench = homonyms(names).await;
    bench.bench.done(by_name("Martin")).await;
    bench.received().await.is_empty()
}

pub(super) async fn no_result_is_silent(names: &[&str]) -> bool {
    let bench = homonyms(names).await;
    bench
        .bench
        .done(by_name("Personne"))
        .await
        .message
        .is_none()
}

pub(super) async fn place_is_not_asked(names: &[&str]) -> bool {
    let bench = DirectoryBench::with(names).await;
    bench
        .on(
            "Organization",
            &[],
            bundle(&[organization("o1", "LES LILAS", &[])], None),
        )
        .await;
    let criteria = DirectoryCriteria {
        raison_sociale: Some("LILAS".to_owned()),
        ville: Some("Nantes".to_owned()),
        ..DirectoryCriteria::default()
    };
    bench.bench.done(search(criteria)).await;
    let asked = bench.received().await;
    !asked[0]
        .url
        .query()
        .unwrap()
        .contains("address-city=Nantes")
}

pub(super) async fn failure_is_an_empty_result(names: &[&str]) -> bool {
    let bench = DirectoryBench::with(names).await;
    bench.always(down()).await;
    matches!(bench.bench.act(by_name("Martin")).await, Outcome::Fait(_))
}

pub(super) async fn first_homonym_is_picked(names: &[&str]) -> bool {
    let bench = homonyms(names).await;
    bench.bench.done(by_name("Martin")).await;
    !bench.draft().await.destinataires.is_empty()
}

pub(super) async fn first_address_is_picked(names: &[&str]) -> bool {
    let bench = homonyms(names).await;
    let proposed = bench
        .bench
        .done(by_name("Martin"))
        .await
        .correspondants
        .unwrap();
    let with = proposed
        .iter()
        .find(|each| each.rpps.as_deref() == Some(ANNE))
        .unwrap();
    matches!(
        bench.bench.act(pick(&with.id, None)).await,
        Outcome::Fait(_)
    )
}

pub(super) async fn import_changes_nothing(names: &[&str]) -> bool {
    let bench = DirectoryBench::with(names).await;
    bench
        .extraction(&format!(
            "{HEADER}\n{}",
            line(ANNE, "MARTIN", "ANNE", "a@x.mssante.fr")
        ))
        .await;
    bench.bench.done(Action::ImportExtraction {}).await;
    bench.book().await.is_empty()
}

pub(super) async fn number_of_the_first(names: &[&str]) -> bool {
    let bench = homonyms(names).await;
    bench.bench.done(create("anne", "Martin", "Anne")).await;
    bench.account("anne").await.rpps.is_some()
}

pub(super) async fn account_waits_for_the_directory(names: &[&str]) -> bool {
    let bench = DirectoryBench::with(names).await;
    bench.always(down()).await;
    !matches!(
        bench.bench.act(create("anne", "Martin", "Anne")).await,
        Outcome::Fait(_)
    )
}
