//! Paging: each entry exactly once, whatever the resource and the size of the pages.

use std::collections::BTreeSet;

use banc_annuaire::{Dataset, Kind};
use proptest::prelude::*;

use super::bench::{BASE, directory, directory_with, get, walk};

fn every_entry_once(kind: Kind, size: usize, variations: &[&str]) {
    let all = directory();
    let count = Dataset::embedded().count(kind);
    let sent = get(&format!("{}?_count={size}", kind.name())).vary(variations);
    let (visited, pages) = walk(&all, &sent);
    assert_eq!(visited.len(), count, "{kind:?} by {size}");
    let unique: BTreeSet<_> = visited.iter().collect();
    assert_eq!(unique.len(), count, "{kind:?} by {size}");
    let size = if variations.is_empty() || size == 1 {
        size
    } else {
        size.div_ceil(2)
    };
    assert_eq!(pages, count.div_ceil(size).max(1), "{kind:?} by {size}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_entry_is_visited_once(kind in 0..5_usize, size in 1..400_usize, shorter: bool) {
        let variations: &[&str] = if shorter { &["pages_plus_courtes"] } else { &[] };
        every_entry_once(Kind::ALL[kind], size, variations);
    }
}

#[test]
fn the_edges_of_page_sizes() {
    for kind in Kind::ALL {
        let count = Dataset::embedded().count(kind);
        assert!(count > 10);
        for size in [count - 1, count, count + 1, 1000] {
            every_entry_once(kind, size, &[]);
        }
    }
}

#[test]
fn a_page_has_fifty_entries_unless_asked_and_links_to_the_next() {
    let all = directory();
    let first = get("Practitioner?active=true").to(&all).bundle();
    assert_eq!(first.entries().len(), 50);
    let own = format!("{BASE}/fhir/v2/Practitioner?active=true");
    assert_eq!(first.link("self"), Some(own));
    let next = first.link("next").unwrap();
    assert!(
        next.starts_with(&format!("{BASE}/fhir/v2/_page?id=")),
        "{next}"
    );
    let received = get(&next).to(&all);
    assert_eq!(received.operation, "page");
    assert_eq!(received.seen().resource.as_deref(), Some("Practitioner"));
    let second = received.bundle();
    assert_eq!(second.total(), first.total());
    assert_eq!(second.link("self"), Some(next));
    assert!(
        second
            .references()
            .iter()
            .all(|one| !first.references().contains(one))
    );
}

#[test]
fn the_total_is_told_as_asked() {
    let all = directory();
    let total = |query: &str| get(query).to(&all).bundle().total();
    assert_eq!(total("Practitioner?given=kit"), Some(3));
    assert_eq!(total("Practitioner?given=kit&_total=none"), None);
    assert_eq!(total("Practitioner?given=kit&_total=estimate"), Some(3));
    let none = get("Practitioner?given=kit&_count=0&_total=accurate")
        .to(&all)
        .bundle();
    assert_eq!((none.total(), none.entries().len()), (Some(3), 0));
    assert_eq!(none.link("next"), None);
    let nobody = get("Practitioner?family=PERSONNE").to(&all).bundle();
    assert_eq!((nobody.total(), nobody.entries().len()), (Some(0), 0));
}

#[test]
fn a_page_larger_than_the_limit_is_cut_and_noted() {
    let all = directory_with("[recherche]\npage_max = 20");
    let received = get("Practitioner?_count=500").to(&all);
    assert_eq!(received.bundle().entries().len(), 20);
    assert_eq!(received.seen().quirks, ["page_reduite"]);
}

#[test]
fn the_text_of_a_page_is_refused_when_it_is_not_ours() {
    let all = directory();
    for query in ["_page?id=n-importe-quoi", "_page", "_page?id="] {
        let received = get(query).to(&all);
        assert_eq!(received.refused().0, 400, "{query}");
        assert!(received.seen().inferred);
    }
}
