//! Every search parameter, against what the typed directory says.

use banc_annuaire::dataset::{MailboxKind, Professional};
use banc_annuaire::{Annuaire, Dataset};

use super::bench::{directory, directory_with, get, post, walk};

/// What a search of professionals finds, against a predicate on the active ones.
fn finds(annuaire: &Annuaire, query: &str, wanted: impl Fn(&Professional) -> bool) {
    let (found, _) = walk(annuaire, &get(&format!("Practitioner?{query}")));
    let expected: Vec<String> = Dataset::embedded()
        .professionals()
        .iter()
        .filter(|one| one.active && wanted(one))
        .map(|one| format!("Practitioner/{}", one.id))
        .collect();
    assert!(!expected.is_empty(), "{query} would find nothing");
    assert_eq!(found, expected, "{query}");
}

#[test]
fn professionals_by_each_parameter() {
    let all = directory();
    let kit = |one: &Professional| one.rpps == "99700427885";
    finds(&all, "identifier=99700427885", kit);
    finds(&all, "identifier=899700427885", kit);
    finds(
        &all,
        "identifier=https%3A%2F%2Frpps.esante.gouv.fr%7C99700427885",
        kit,
    );
    finds(
        &all,
        "identifier=urn:oid:1.2.250.1.71.4.2.1%7C&active=true",
        |_| true,
    );
    finds(&all, "_id=003-0000100-0000700", kit);
    finds(&all, "active=true", |_| true);
    finds(&all, "identifier-type=RPPS&active=true", |_| true);
    finds(&all, "family=doc0042788", kit);
    finds(&all, "family:exact=DOC0042788", kit);
    finds(&all, "family:contains=C0042788", kit);
    finds(&all, "given=kit", |one| one.prenom() == "KIT");
    finds(&all, "given=eloise", |one| one.prenom() == "Éloïse");
    finds(&all, "given:exact=%C3%89lo%C3%AFse", |one| {
        one.prenom() == "Éloïse"
    });
    finds(&all, "name=doc00", |one| one.nom.starts_with("DOC00"));
    finds(&all, "name:family=doc&name:given=kit", |one| {
        one.nom.starts_with("DOC")
    });
    finds(&all, "qualification-code=SM26", |one| {
        one.savoir_faire.as_deref() == Some("SM26")
    });
    finds(
        &all,
        "qualification-code=https%3A%2F%2Fmos.esante.gouv.fr%2FNOS%2FTRE_G15-ProfessionSante%2FFHIR%2FTRE-G15-ProfessionSante%7C60",
        |one| one.profession == "60",
    );
    finds(&all, "qualification-code=21,50", |one| {
        ["21", "50"].contains(&&*one.profession)
    });
    finds(
        &all,
        "qualification-code=10&qualification-code=SM40",
        |one| one.savoir_faire.as_deref() == Some("SM40"),
    );
    finds(&all, "qualification-code:not=10&active=true", |one| {
        one.profession != "10"
    });
}

#[test]
fn professionals_by_mailbox_card_origin_and_date() {
    let all = directory();
    let kit = |one: &Professional| one.rpps == "99700427885";
    finds(&all, "mailbox-mss:contains=%40", |one| {
        one.mailboxes.iter().any(|m| !m.red_list)
    });
    finds(
        &all,
        "mailbox-mss:contains=@pharmacien.banc.mssante.fr",
        |one| {
            one.mailboxes
                .iter()
                .any(|m| !m.red_list && m.address.ends_with("@pharmacien.banc.mssante.fr"))
        },
    );
    finds(
        &all,
        "mailbox-mss:exact=kit.doc0042788@medecin.banc.mssante.fr",
        kit,
    );
    finds(&all, "mailbox-mss=KIT.doc0042788", kit);
    finds(&all, "number-smartcard=2800000100", kit);
    finds(&all, "type-smartcard=CPS", |one| one.carte.is_some());
    finds(&all, "data-information-system=RPPS", |_| true);
    finds(&all, "data-registration-authority=CNOM/CNOM/CNOM", |_| true);
    let day = "2025-04-20T16:19:26.335Z".parse().unwrap();
    finds(
        &all,
        "_lastUpdated=eq2025-04-20T16:19:26&active=true",
        |one| one.updated == day,
    );
    finds(
        &all,
        "_lastUpdated=ge2025-06&_lastUpdated=lt2025-07&active=true",
        |one| {
            let june = "2025-06-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap();
            let july = "2025-07-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap();
            june <= one.updated && one.updated < july
        },
    );
}

#[test]
fn a_code_without_system_and_a_code_of_no_system_are_not_the_same() {
    let all = directory();
    let any = get("Practitioner?qualification-code=10").to(&all).bundle();
    assert!(any.total().unwrap() > 50);
    let none = get("Practitioner?qualification-code=%7C10")
        .to(&all)
        .bundle();
    assert_eq!(none.total(), Some(0));
    let bare = get("Practitioner?type-smartcard=%7CCPS").to(&all).bundle();
    assert!(bare.total().unwrap() > 50);
}

#[test]
fn searches_find_deactivated_resources_by_what_they_still_publish() {
    let all = directory();
    let gone = Dataset::embedded().deactivated()[0].clone();
    let found = get(&format!("Practitioner?identifier={}", gone.rpps)).to(&all);
    let json = found.json();
    assert_eq!(
        json["entry"][0]["resource"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["resourceType", "id", "identifier", "active"]
    );
    assert_eq!(json["entry"][0]["resource"]["active"], false);
    let query = format!("Practitioner?identifier={}&active=true", gone.rpps);
    assert_eq!(get(&query).to(&all).bundle().total(), Some(0));
    let deactivated = get("Practitioner?active=false").to(&all).bundle();
    assert_eq!(
        deactivated.total(),
        Some(Dataset::embedded().deactivated().len() as u64)
    );
}

#[test]
fn red_list_mailboxes_are_neither_shown_nor_found() {
    let all = directory();
    let hidden: Vec<String> = Dataset::embedded()
        .professionals()
        .iter()
        .flat_map(Professional::all_mailboxes)
        .chain(
            Dataset::embedded()
                .structures()
                .iter()
                .flat_map(|one| &one.mailboxes),
        )
        .filter(|mailbox| mailbox.red_list)
        .map(|mailbox| mailbox.address.clone())
        .collect();
    assert!(hidden.len() > 10);
    for kind in ["Practitioner", "PractitionerRole", "Organization"] {
        let everything = get(&format!("{kind}?_count=1000")).to(&all);
        for address in &hidden {
            assert!(!everything.text().contains(address), "{address}");
            let query = format!("{kind}?mailbox-mss:exact={address}");
            assert_eq!(get(&query).to(&all).bundle().total(), Some(0), "{address}");
        }
    }
}

#[test]
fn the_type_of_mailboxes_is_searched_when_the_setting_says_so() {
    let refused = get("Practitioner?mailbox-mss-type=PER")
        .to(&directory())
        .refused();
    let text = "Parameter mailbox-mss-type not found for resource Practitioner";
    assert_eq!(refused, (400, text.to_owned()));
    let all = directory_with("mailbox_mss_type = true");
    for (kind, wanted) in [
        ("PractitionerRole", MailboxKind::Cab),
        ("Organization", MailboxKind::App),
    ] {
        let query = format!("{kind}?mailbox-mss-type={}", wanted.code());
        assert!(
            get(&query).to(&all).bundle().total().unwrap() > 0,
            "{query}"
        );
    }
    assert_eq!(
        get("Practitioner?mailbox-mss-type=ORG")
            .to(&all)
            .bundle()
            .total(),
        Some(0)
    );
}

#[test]
fn a_form_and_a_query_are_one_search() {
    let all = directory();
    let by_get = get("Practitioner?given=kit&qualification-code=SM26").to(&all);
    for sent in [
        post("Practitioner/_search", "given=kit&qualification-code=SM26"),
        post("Practitioner/_search?given=kit", "qualification-code=SM26"),
    ] {
        let received = sent.to(&all);
        assert_eq!(received.matched(), by_get.matched());
        assert_eq!(received.operation, "recherche");
        assert_eq!(received.seen().parameters, by_get.seen().parameters);
    }
    assert_eq!(by_get.matched().len(), 2);
}

#[test]
fn referring_resources_can_be_asked_about() {
    let all = directory();
    let query = "Practitioner?_has:PractitionerRole:practitioner:role=GENR03&active=true";
    let found = get(query).to(&all).matched();
    let expected: Vec<_> = Dataset::embedded()
        .professionals()
        .iter()
        .filter(|one| one.active && one.active_situations().any(|role| role.genre == "GENR03"))
        .map(|one| format!("Practitioner/{}", one.id))
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(found, expected);
    assert_eq!(
        get("Practitioner?_has:Device:owner:x=1")
            .to(&all)
            .refused()
            .0,
        400
    );
}
