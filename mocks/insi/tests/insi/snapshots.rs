//! The exact text of the usual answers: a change here is a change that clients see.

use super::bench::{Sent, catarina, insi, search, with_certificate};

#[test]
fn one_identity() {
    let received = search("ECETINSI", "PIERRE-ALAIN", "M", "2009-07-14", "63220").to(&insi());
    insta::assert_snapshot!("reponse_00", received.text());
    insta::assert_json_snapshot!("observe_00", received.seen());
}

#[test]
fn no_identity() {
    let received = search("TCHITCHI", "OLA", "F", "1936-06-21", "").to(&insi());
    insta::assert_snapshot!("reponse_01", received.text());
}

#[test]
fn several_identities() {
    let received = search("DE VINCI", "LEONARDO", "M", "2014-02-01", "").to(&insi());
    insta::assert_snapshot!("reponse_02", received.text());
}

#[test]
fn faults() {
    let insi = insi();
    for code in ["desir_550", "desir_1020", "insi_102"] {
        let received = Sent {
            refusal: Some(code),
            ..catarina()
        }
        .to(&insi);
        insta::assert_snapshot!(format!("faute_{code}"), received.text());
        let older = Sent {
            refusal: Some(code),
            ..catarina()
        }
        .vary(&["faute_2021"])
        .to(&insi);
        insta::assert_snapshot!(format!("faute_{code}_2021"), older.text());
    }
    let refused = Sent {
        connection: with_certificate("AUTRE", None),
        ..catarina()
    }
    .to(&insi);
    insta::assert_snapshot!("faute_desir_560", refused.text());
    let missing = Sent {
        front: "insi",
        ..catarina()
    }
    .to(&insi);
    insta::assert_snapshot!("faute_assertion", missing.text());
}
