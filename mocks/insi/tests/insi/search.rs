//! Search by traits: the inventory of attested identities, the lexical rules, the settings.

use banc_core::observed::insi::{InsiAnswer, InsiAuthentication, InsiOperation};
use banc_fixtures::identity::{Behaviour, identities};

use super::bench::{catarina, insi, insi_with, search};

#[test]
fn the_answer_holds_what_live_captures_hold() {
    let received = catarina().to(&insi());
    assert_eq!(received.code(), "00");
    assert_eq!(received.operation, "recherche_traits");
    for (element, value) in [
        ("LibelleCR", "OK"),
        ("NumIdentifiant", "2360663220836"),
        ("Cle", "56"),
        ("OID", "1.2.250.1.213.1.4.8"),
        ("NomNaissance", "TCHITCHI"),
        ("ListePrenom", "CATARINA BELLA"),
        ("Sexe", "F"),
        ("DateNaissance", "1936-06-21"),
        ("LieuNaissance", "63220"),
    ] {
        assert_eq!(
            received.element(element).as_deref(),
            Some(value),
            "{element}"
        );
    }
    for absent in ["Prenom", "TypeMatricule", "Header", "DateDeb"] {
        assert_eq!(received.element(absent), None, "{absent}");
    }
    let seen = received.seen();
    assert_eq!(seen.operation, Some(InsiOperation::RechercheTraits));
    assert_eq!(
        seen.authentication,
        Some(InsiAuthentication::CertificatLogiciel)
    );
    assert_eq!(seen.signer.as_deref(), Some("INSI-MANU"));
    assert_eq!(seen.idam.as_deref(), Some("AAA17NF00AA0"));
    assert_eq!(seen.action_source.as_deref(), Some("wsa:Action"));
    assert_eq!(
        seen.answer,
        InsiAnswer::Metier {
            code: "00".into(),
            matricule: Some("236066322083656".into()),
            oid: Some("1.2.250.1.213.1.4.8".into()),
            identity: Some("tchitchi-catarina".into()),
        }
    );
    assert!(!seen.provisional);
}

/// Each row of the inventory, as it is to be answered.
#[test]
fn every_identity_is_answered_as_the_inventory_says() {
    let insi = insi();
    let mut counts = std::collections::BTreeMap::new();
    for identity in &identities().all {
        let lieu = identity.lieu_naissance.as_deref().unwrap_or_default();
        let first = identity.prenoms.split(' ').next().unwrap();
        let sent = search(
            &identity.nom_naissance,
            first,
            &identity.sexe,
            &identity.date_naissance,
            lieu,
        );
        let received = sent.to(&insi);
        let expected = match (&*identity.id, identity.comportement) {
            ("d-aeion-coeur" | "de-vinci-leonardo" | "patb-quatre-laurence", _)
            | (_, Behaviour::Erreur) => "insi_102",
            (_, Behaviour::Aucune) => "01",
            (
                "banc-homonyme-rennes"
                | "banc-homonyme-rose"
                | "banc-jumeau-un"
                | "banc-jumeau-deux",
                _,
            ) => "02",
            _ => "00",
        };
        *counts.entry(expected).or_insert(0) += 1;
        if expected == "insi_102" {
            assert_eq!(received.refused(), expected, "{}", identity.id);
            assert_eq!(received.answer.status, 500);
            continue;
        }
        assert_eq!(received.code(), expected, "{}", identity.id);
        if expected == "00" {
            let own = identity.matricule.as_ref().unwrap();
            assert_eq!(
                received.element("NumIdentifiant").as_deref(),
                Some(&*own.numero)
            );
            assert_eq!(
                received.element("ListePrenom").as_deref(),
                Some(&*identity.prenoms)
            );
        }
    }
    assert_eq!(counts["insi_102"], 4);
    assert!(counts["00"] > 30 && counts["02"] == 4 && counts["01"] == 1);
}

#[test]
fn cnda_cases_with_several_calls() {
    let insi = insi();
    let code = |nom, prenom, sexe, date, lieu| {
        search(nom, prenom, sexe, date, lieu)
            .to(&insi)
            .code()
            .to_owned()
    };
    assert_eq!(code("TCHITCHI", "OLA", "F", "1936-06-21", ""), "01");
    assert_eq!(code("TCHITCHI", "BELLA", "F", "1936-06-21", ""), "00");
    for prenom in ["PIERRE", "PAUL", "JACQUES", "PIERRE PAUL JACQUES"] {
        assert_eq!(code("HOUILLES", prenom, "M", "1993-01-27", ""), "01");
    }
    assert_eq!(code("DE VINCI", "LEONARDO", "M", "2014-02-01", ""), "02");
    assert_eq!(code("LE GOFF", "YANN", "M", "1975-02-28", "29019"), "01");
    assert_eq!(code("LE-GOFF", "YANN", "M", "1975-02-28", "29019"), "00");
    assert_eq!(code("MOREAU", "CAMILLE", "F", "1985-05-15", ""), "02");
    assert_eq!(
        code("MOREAU", "CAMILLE LOUISE", "F", "1985-05-15", ""),
        "02"
    );
    assert_eq!(
        code("MOREAU", "CAMILLE LOUISE", "F", "1985-05-15", "35238"),
        "00"
    );
    assert_eq!(code("LEROUX", "PAUL", "M", "1970-01-20", "59350"), "02");
}

#[test]
fn an_unknown_matricule_is_supplied_by_the_user_or_told() {
    let leonardo = search("DE VINCI", "LEONARDO", "M", "2014-02-01", "63220");
    let received = leonardo.to(&insi());
    assert_eq!(received.refused(), "insi_102");
    assert!(received.reason().contains("[matricules.de-vinci-leonardo]"));
    // Fictitious, for this test alone.
    let with = insi_with(
        "[matricules.de-vinci-leonardo]\nnumero = \"1140263220001\"\ncle = \"00\"\nnature = \"nir\"",
    );
    assert_eq!(leonardo.to(&with).code(), "00");
}

#[test]
fn histories_are_given_as_attested() {
    let insi = insi();
    let ecetinsi = search("ECETINSI", "PIERRE-ALAIN", "M", "2009-07-14", "63220");
    let received = ecetinsi.to(&insi);
    assert_eq!(
        received.elements("NumIdentifiant"),
        ["1090763220834", "2090763220834"]
    );
    assert_eq!(received.elements("DateDeb"), ["2019-03-01"]);
    assert_eq!(received.elements("DateFin"), ["2019-02-28"]);
    let corse = search("CORSE", "ANTHONY", "M", "1980-03-02", "2B020").to(&insi);
    assert_eq!(
        corse.elements("NumIdentifiant"),
        ["180032B020401", "180032B020401"]
    );
    let nia = search("PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220").to(&insi);
    assert_eq!(nia.element("OID").as_deref(), Some("1.2.250.1.213.1.4.9"));
    let banc = search("FONTAINE", "LUCIE", "F", "1988-04-12", "").to(&insi);
    assert_eq!(banc.element("OID").as_deref(), Some("1.2.250.1.213.1.4.10"));
}

#[test]
fn oids_follow_the_settings() {
    let insi = insi_with("[oid]\nnir = \"1.2.250.1.213.1.4.11\"");
    assert_eq!(
        catarina().to(&insi).element("OID").as_deref(),
        Some("1.2.250.1.213.1.4.11")
    );
}

#[test]
fn lexical_breaches_are_answered_by_insi_102_with_their_reason() {
    let insi = insi();
    for (sent, reason) in [
        (
            search("tchitchi", "CATARINA", "F", "1936-06-21", ""),
            "NomNaissance",
        ),
        (
            search("D’ÆION", "CŒUR", "M", "1987-01-01", ""),
            "NomNaissance",
        ),
        (
            search("TCHITCHI", "CATARINA-", "F", "1936-06-21", ""),
            "Prenom",
        ),
        (
            search("TCHITCHI", "CATARINA", "I", "1936-06-21", ""),
            "Sexe",
        ),
        (
            search("TCHITCHI", "CATARINA", "F", "21/06/1936", ""),
            "DateNaissance",
        ),
        (
            search("TCHITCHI", "CATARINA", "F", "1936-06-21", "6322"),
            "LieuNaissance",
        ),
        (
            search("", "CATARINA", "F", "1936-06-21", ""),
            "NomNaissance",
        ),
    ] {
        let received = sent.to(&insi);
        assert_eq!(received.refused(), "insi_102");
        assert_eq!(received.answer.status, 500);
        assert!(
            received.reason().starts_with(reason),
            "{}",
            received.reason()
        );
        assert!(received.text().contains("severite=\"fatal\""));
    }
}

#[test]
fn the_qualification_quirk_answers_faults_to_the_unknown() {
    let insi = insi_with("[recherche]\ninconnue = \"insi_102\"");
    assert_eq!(
        search("TCHITCHI", "OLA", "F", "1936-06-21", "")
            .to(&insi)
            .refused(),
        "insi_102"
    );
    assert_eq!(
        search("PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220")
            .to(&insi)
            .refused(),
        "insi_102"
    );
    assert_eq!(catarina().to(&insi).code(), "00");
}

#[test]
fn several_first_name_elements_are_matched_together() {
    let mut sent = catarina();
    let text = String::from_utf8(sent.body).unwrap();
    sent.body = text
        .replace(
            "<i:Prenom>CATARINA</i:Prenom>",
            "<i:Prenom>CATARINA</i:Prenom><i:Prenom>BELLA</i:Prenom>",
        )
        .into();
    let received = sent.to(&insi());
    assert_eq!(received.code(), "00");
    assert_eq!(
        received.seen().quirks,
        ["action_par_adressage", "plusieurs_prenoms"]
    );
}
