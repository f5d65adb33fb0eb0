//! Search by carte Vitale.

use banc_insi::ACTION_CARTE;

use super::bench::{BAM, LPS, Sent, addressing, envelope, insi, sent};

fn card(inside: &str) -> Sent<'static> {
    let headers = format!("{}{BAM}{LPS}", addressing(ACTION_CARTE));
    let body =
        format!(r#"<RECVITALE xmlns="http://www.cnamts.fr/INSiRecVit">{inside}</RECVITALE>"#);
    sent(envelope(&headers, &body))
}

fn od(numero: &str) -> String {
    format!("<MatriculeOD><NumIdentifiant>{numero}</NumIdentifiant></MatriculeOD>")
}

#[test]
fn the_holder_and_the_child_of_the_same_card_are_told_apart() {
    let insi = insi();
    let ruth = card(&format!(
        "<MatriculeIndividu><NumIdentifiant>2770763220829</NumIdentifiant></MatriculeIndividu>{}<NomNaissance>NESSI</NomNaissance><DateNaissance>1977-07-14</DateNaissance><RangNaissance>1</RangNaissance>",
        od("2770763220829")
    ));
    let received = ruth.to(&insi);
    assert_eq!(
        (received.code(), received.operation),
        ("00", "recherche_carte_vitale")
    );
    assert_eq!(received.element("ListePrenom").as_deref(), Some("RUTH"));
    let child = card(&format!(
        "{}<DateNaissance>2010-08-07</DateNaissance>",
        od("2770763220829")
    ))
    .to(&insi);
    assert_eq!(
        child.element("ListePrenom").as_deref(),
        Some("MICHELANGELO ANTHONY")
    );
    assert_eq!(
        child
            .seen()
            .card
            .as_ref()
            .unwrap()
            .matricule_ouvrant_droit
            .as_deref(),
        Some("2770763220829")
    );
}

#[test]
fn twins_are_told_apart_by_their_rank() {
    let insi = insi();
    let twins = format!(
        "{}<DateNaissance>2015-03-21</DateNaissance>",
        od("2840933063001")
    );
    assert_eq!(card(&twins).to(&insi).code(), "02");
    let second = format!("{twins}<RangNaissance>2</RangNaissance>");
    assert_eq!(
        card(&second).to(&insi).element("ListePrenom").as_deref(),
        Some("LEA")
    );
    assert_eq!(
        card(&format!("{twins}<RangNaissance>3</RangNaissance>"))
            .to(&insi)
            .code(),
        "01"
    );
}

#[test]
fn unknown_cards_are_01_and_malformed_requests_a_fault_told_as_inferred() {
    let insi = insi();
    assert_eq!(card(&od("1234567890123")).to(&insi).code(), "01");
    for inside in [
        "",
        "<NomNaissance>NESSI</NomNaissance>",
        &od("27707632208291"),
        &format!(
            "{}<DateNaissance>14071977</DateNaissance>",
            od("2770763220829")
        ),
    ] {
        let received = card(inside).to(&insi);
        assert_eq!(received.refused(), "insi_101");
        assert!(received.seen().provisional);
    }
}

#[test]
fn the_individual_alone_is_found_when_on_a_card() {
    let insi = insi();
    let alone = |numero| {
        card(&format!(
            "<MatriculeIndividu><NumIdentifiant>{numero}</NumIdentifiant></MatriculeIndividu>"
        ))
    };
    assert_eq!(
        alone("2860793066001")
            .to(&insi)
            .element("ListePrenom")
            .as_deref(),
        Some("NORA")
    );
    // On no card.
    assert_eq!(alone("2880469123001").to(&insi).code(), "01");
}
