//! What scenarios set: identities, scripted answers, planned refusals.

use banc_core::service::Service as _;
use banc_fixtures::Identity;
use banc_insi::{Alteration, Insi, Reply, ScriptError, ScriptedAnswer};

use super::bench::{Sent, catarina, insi, insi_with};

fn code(code: &str) -> Reply {
    Reply::Code {
        code: code.into(),
        libelle: None,
    }
}

#[test]
fn identities_are_added_replaced_and_removed() {
    let insi = insi();
    let known = insi
        .state()
        .base()
        .by_id("tchitchi-catarina")
        .unwrap()
        .as_ref()
        .clone();
    assert!(insi.state().remove("tchitchi-catarina"));
    assert_eq!(catarina().to(&insi).code(), "01");
    insi.state().add(known.clone());
    assert_eq!(catarina().to(&insi).code(), "00");
    insi.state().add(Identity {
        id: "homonyme".into(),
        ..known
    });
    assert_eq!(catarina().to(&insi).code(), "02");
    insi.state().reset();
    assert_eq!(catarina().to(&insi).code(), "00");
}

#[test]
fn scripted_answers_come_in_order_then_the_base_again() {
    let insi = insi();
    let twice = ScriptedAnswer {
        fois: 2,
        ..ScriptedAnswer::once(code("02"))
    };
    insi.script(vec![twice, ScriptedAnswer::once(code("01"))])
        .unwrap();
    let codes: Vec<_> = (0..4)
        .map(|_| catarina().to(&insi).code().to_owned())
        .collect();
    assert_eq!(codes, ["02", "02", "01", "00"]);
    insi.script(vec![ScriptedAnswer::always(code("02"))])
        .unwrap();
    for _ in 0..5 {
        assert_eq!(catarina().to(&insi).code(), "02");
    }
    assert_eq!(
        catarina().to(&insi).element("LibelleCR").as_deref(),
        Some("Plusieurs identites trouvees")
    );
}

#[test]
fn a_script_waits_for_a_call_that_reaches_the_business() {
    let insi = insi();
    insi.script(vec![ScriptedAnswer::once(code("02"))]).unwrap();
    let refused = Sent {
        connection: super::bench::with_certificate("AUTRE", None),
        ..catarina()
    };
    assert_eq!(refused.to(&insi).refused(), "DESIR_560");
    assert_eq!(insi.state().pending().len(), 1);
    assert_eq!(catarina().to(&insi).code(), "02");
}

fn altered(insi: &Insi, alteration: Alteration) -> super::bench::Received {
    insi.script(vec![ScriptedAnswer::once(Reply::Alteree(alteration))])
        .unwrap();
    let received = catarina().to(insi);
    assert_eq!(received.code(), "00");
    received
}

#[test]
fn fields_of_a_00_are_altered_blanked_or_left_out() {
    let insi = insi();
    let text = |value: &str| Some(value.to_owned());
    let date = altered(
        &insi,
        Alteration {
            date_naissance: text("1950-00-00"),
            ..Alteration::default()
        },
    );
    assert_eq!(date.element("DateNaissance").as_deref(), Some("1950-00-00"));
    let blank = altered(
        &insi,
        Alteration {
            nom_naissance: text(""),
            sexe: text(""),
            ..Alteration::default()
        },
    );
    assert_eq!(
        (
            blank.element("NomNaissance").as_deref(),
            blank.element("Sexe").as_deref()
        ),
        (Some(""), Some(""))
    );
    let absent = altered(
        &insi,
        Alteration {
            absents: vec!["ListePrenom".into()],
            ..Alteration::default()
        },
    );
    assert_eq!(absent.element("ListePrenom"), None);
    let other = altered(
        &insi,
        Alteration {
            prenoms: text("JEANNE MARIE"),
            oid: text("1.2.250.1.213.1.4.9"),
            ..Alteration::default()
        },
    );
    assert_eq!(
        other.element("ListePrenom").as_deref(),
        Some("JEANNE MARIE")
    );
    assert_eq!(other.element("OID").as_deref(), Some("1.2.250.1.213.1.4.9"));
}

#[test]
fn an_identity_can_be_imposed() {
    let insi = insi();
    let reply = Reply::Identite {
        id: "banc-jeanne-marie".into(),
        alteration: Alteration::default(),
    };
    insi.script(vec![ScriptedAnswer::once(reply)]).unwrap();
    assert_eq!(
        catarina().to(&insi).element("ListePrenom").as_deref(),
        Some("JEANNE MARIE")
    );
}

#[test]
fn scripts_that_name_nothing_known_are_refused() {
    let insi = insi();
    let nobody = Reply::Identite {
        id: "personne".into(),
        alteration: Alteration::default(),
    };
    assert_eq!(
        insi.script(vec![ScriptedAnswer::once(nobody)]),
        Err(ScriptError::UnknownIdentity("personne".into()))
    );
    let nothing = Reply::Refus {
        code: "insi_999".into(),
    };
    assert_eq!(
        insi.script(vec![ScriptedAnswer::once(nothing)]),
        Err(ScriptError::UnknownRefusal("insi_999".into()))
    );
}

#[test]
fn planned_refusals_are_official_or_configured() {
    let settings = "[[refus]]\ncode = \"perso_1\"\nsiram = \"siram_10\"\ncouche = \"service\"\nseverite = \"erreur\"\nraison = \"raison\"\ntexte = \"texte <1>\"";
    let insi = insi_with(settings);
    assert_eq!(
        insi.refusals(),
        [
            "desir_550",
            "desir_1020",
            "insi_102",
            "DESIR_560",
            "perso_1"
        ]
    );
    for refusal in insi.refusals() {
        let received = Sent {
            refusal: Some(refusal),
            ..catarina()
        }
        .to(&insi);
        assert_eq!((received.refused(), received.answer.status), (refusal, 500));
        assert!(received.seen().traits.is_some());
        assert_eq!(received.seen().provisional, refusal == "perso_1");
    }
}
