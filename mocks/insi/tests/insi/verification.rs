//! Unit verification, under the provisional contract.

use banc_insi::{Reply, ScriptedAnswer};

use super::bench::{BAM, LPS, Received, addressing, envelope, insi, insi_with, sent};

const ACTION: &str = "urn:ServiceIdentiteCertifiee:1.0.0:verifierInsAvecTraitsIdentite";

fn request(numero: &str, oid: &str, nom: &str, namespace: &str) -> String {
    format!(
        r#"<v:IndividuVerifie xmlns:v="{namespace}"><v:INSFourni><v:IdIndividu><v:NumIdentifiant>{numero}</v:NumIdentifiant><v:Cle>56</v:Cle></v:IdIndividu><v:OID>{oid}</v:OID></v:INSFourni><v:TraitsIdentiteIndividu><v:NomNaissance>{nom}</v:NomNaissance><v:ListePrenom>CATARINA BELLA</v:ListePrenom><v:Sexe>F</v:Sexe><v:DateNaissance>1936-06-21</v:DateNaissance><v:LieuNaissance>63220</v:LieuNaissance></v:TraitsIdentiteIndividu></v:IndividuVerifie>"#
    )
}

fn verify(insi: &banc_insi::Insi, body: &str) -> Received {
    sent(envelope(&format!("{BAM}{LPS}{}", addressing(ACTION)), body)).to(insi)
}

fn verdict(received: &Received) -> String {
    let banc_core::observed::insi::InsiAnswer::Metier { code, .. } = &received.seen().answer else {
        panic!("{:?}", received.seen());
    };
    code.clone()
}

const NAMESPACE: &str = "http://www.cnamts.fr/INSiLot2/REQUnitaire";
const OID: &str = "1.2.250.1.213.1.4.8";

#[test]
fn consistent_is_ok_and_anything_else_is_ko() {
    let insi = insi();
    let ok = verify(&insi, &request("2360663220836", OID, "TCHITCHI", NAMESPACE));
    assert_eq!(
        (verdict(&ok).as_str(), ok.operation),
        ("OK", "verification")
    );
    assert_eq!(ok.element("CodeCR").as_deref(), Some("00"));
    assert!(
        ok.text()
            .contains("http://www.cnamts.fr/INSiLot2/REPUnitaire")
    );
    assert!(ok.seen().provisional);
    assert_eq!(
        ok.seen().verified.as_ref().unwrap().matricule.as_deref(),
        Some("236066322083656")
    );
    for other in [
        request("2360663220837", OID, "TCHITCHI", NAMESPACE),
        request(
            "2360663220836",
            "1.2.250.1.213.1.4.10",
            "TCHITCHI",
            NAMESPACE,
        ),
        request("2360663220836", OID, "TCHICHI", NAMESPACE),
    ] {
        assert_eq!(verdict(&verify(&insi, &other)), "KO");
    }
}

#[test]
fn other_names_are_let_through_and_noted_but_a_body_without_ins_is_refused() {
    let insi = insi();
    let other = verify(
        &insi,
        &request("2360663220836", OID, "TCHITCHI", "urn:autre"),
    );
    assert_eq!(verdict(&other), "OK");
    assert!(
        other
            .seen()
            .quirks
            .iter()
            .any(|quirk| quirk == "noms_provisoires")
    );
    assert_eq!(verify(&insi, "<x/>").refused(), "soap:Sender");
}

#[test]
fn names_are_configurable_and_the_operation_can_be_switched_off() {
    let settings = "[verification]\nreponse_espace = \"urn:r\"\nreponse_racine = \"R\"\ncode_ok = \"V00\"\nlibelle_ok = \"VALIDE\"";
    let text = request("2360663220836", OID, "TCHITCHI", NAMESPACE);
    let received = verify(&insi_with(settings), &text);
    assert_eq!(received.element("CodeCR").as_deref(), Some("V00"));
    assert!(received.text().contains("<R xmlns=\"urn:r\""));
    let off = verify(&insi_with("[verification]\nactive = false"), &text);
    assert_eq!(
        (off.refused(), off.operation),
        ("wsa:ActionNotSupported", "inconnue")
    );
}

#[test]
fn a_script_decides() {
    let insi = insi();
    let ko = Reply::Code {
        code: "KO".into(),
        libelle: None,
    };
    insi.script(vec![
        ScriptedAnswer::once(ko),
        ScriptedAnswer::once(Reply::Refus {
            code: "desir_1020".into(),
        }),
    ])
    .unwrap();
    let text = request("2360663220836", OID, "TCHITCHI", NAMESPACE);
    assert_eq!(verdict(&verify(&insi, &text)), "KO");
    assert_eq!(verify(&insi, &text).refused(), "desir_1020");
    assert_eq!(verdict(&verify(&insi, &text)), "OK");
}
