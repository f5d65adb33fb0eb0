//! Resources brought with those that match.

use banc_annuaire::Dataset;
use banc_core::observed::annuaire::AnnuaireAnswer;

use super::bench::{directory, get, walk};

fn kinds(query: &str) -> Vec<(String, usize)> {
    let received = get(query).to(&directory());
    let references = received.bundle().references();
    let unique: std::collections::BTreeSet<_> = references.iter().collect();
    assert_eq!(unique.len(), references.len(), "{query} repeats an entry");
    let AnnuaireAnswer::Ressources {
        matched, included, ..
    } = &received.seen().answer
    else {
        panic!("{query}");
    };
    assert_eq!(matched.len() + included, references.len(), "{query}");
    let mut counts = std::collections::BTreeMap::new();
    for reference in references {
        let kind = reference.split('/').next().unwrap().to_owned();
        *counts.entry(kind).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

#[test]
fn references_are_followed_both_ways() {
    let one = |kind: &str, count: usize| (kind.to_owned(), count);
    let practitioner = "PractitionerRole?practitioner.family=DOC0042788";
    assert_eq!(kinds(practitioner), [one("PractitionerRole", 1)]);
    assert_eq!(
        kinds(&format!(
            "{practitioner}&_include=PractitionerRole:organization"
        )),
        [one("Organization", 1), one("PractitionerRole", 1)]
    );
    let both = [
        one("Organization", 1),
        one("Practitioner", 1),
        one("PractitionerRole", 1),
    ];
    assert_eq!(kinds(&format!("{practitioner}&_include=*")), both);
    let list = "&_include=PractitionerRole:organization,PractitionerRole:practitioner";
    assert_eq!(kinds(&format!("{practitioner}{list}")), both);
    assert_eq!(
        kinds("Practitioner?identifier=99700427885&_revinclude=PractitionerRole:practitioner"),
        [one("Practitioner", 1), one("PractitionerRole", 1)]
    );
    let hospital = "Organization?identifier=0B0000001";
    assert_eq!(
        kinds(&format!("{hospital}&_include=Organization:partof")),
        [one("Organization", 2)]
    );
    assert_eq!(
        kinds(&format!(
            "{hospital}&_revinclude=Device:organization&_revinclude=HealthcareService:organization"
        )),
        [
            one("Device", 2),
            one("HealthcareService", 2),
            one("Organization", 1)
        ]
    );
    let everything = kinds(&format!("{hospital}&_revinclude=*"));
    assert!(
        everything
            .iter()
            .any(|(kind, _)| kind == "PractitionerRole"),
        "{everything:?}"
    );
}

#[test]
fn an_unknown_reference_is_refused_as_a_parameter() {
    for (kind, value) in [
        ("Practitioner", "_include=Practitioner:organization"),
        ("Practitioner", "_include=PractitionerRole:practitioner"),
        ("PractitionerRole", "_include=PractitionerRole:location"),
        ("Practitioner", "_revinclude=Device:organization"),
    ] {
        let (_, named) = value.split_once('=').unwrap();
        let text = format!("Parameter {named} not found for resource {kind}");
        let refused = get(&format!("{kind}?{value}")).to(&directory()).refused();
        assert_eq!(refused, (400, text), "{value}");
    }
}

#[test]
fn what_matches_is_visited_once_even_when_pages_bring_others() {
    let sent = get("Organization?_count=7&_include=*&_revinclude=PractitionerRole:organization");
    let (visited, _) = walk(&directory(), &sent);
    assert_eq!(visited.len(), Dataset::embedded().structures().len());
}
