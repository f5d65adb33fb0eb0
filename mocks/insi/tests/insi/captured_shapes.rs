//! Requests in the shapes that real clients send: order of blocks, prefixes, parameters.
//!
//! Source: shapes seen in clients; the values are fictitious.

use banc_insi::ACTION_TRAITS;

use super::bench::{BAM, LPS, Received, Sent, addressing, body, catarina, envelope, insi, sent};

const WSSE: &str = r#"<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>"#;

fn answered(text: String) -> Received {
    let received = sent(text).to(&insi());
    assert_eq!(received.code(), "00");
    received
}

fn request() -> String {
    body("TCHITCHI", "CATARINA", "F", "1936-06-21", "63220")
}

#[test]
fn blocks_come_in_any_order() {
    let action = format!("<wsa:Action>{ACTION_TRAITS}</wsa:Action>");
    let id = "<wsa:MessageID>uuid:e1825f06-58e9-42da-8829-1f199c99f2a8</wsa:MessageID>";
    for headers in [
        format!("{BAM}{LPS}{action}{id}"),
        format!("{id}{action}{WSSE}{BAM}{LPS}"),
        format!("{BAM}{action}{LPS}{id}"),
        format!(
            "{action}<wsa:To>https://insi.test/lps</wsa:To><wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>{id}{LPS}{BAM}{WSSE}"
        ),
    ] {
        let received = answered(envelope(&headers, &request()));
        assert_eq!(received.seen().quirks, ["action_par_adressage"]);
    }
}

#[test]
fn prefixes_are_free() {
    let text = format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">
  <S:Header><a:Action S:mustUnderstand="true">{ACTION_TRAITS}</a:Action><a:MessageID>e1825f06-58e9-42da-8829-1f199c99f2a8</a:MessageID>
  <ContexteLPS xmlns="urn:siram:lps:ctxlps" Version="1.00.00"><Id>1</Id><Temps>2026-01-15T09:30:00Z</Temps><LPS><IDAM R="4">AAA17NF00AA0</IDAM></LPS></ContexteLPS>
  <ContexteBAM xmlns="urn:siram:bam:ctxbam" Version="01_02"><Id>1</Id><Temps>2026-01-15T09:30:00+01:00</Temps><COUVERTURE/></ContexteBAM></S:Header>
  <S:Body Id="_0"><RECSANSVITALE xmlns="http://www.cnamts.fr/INSiRecSans"><NomNaissance>TCHITCHI</NomNaissance><Prenom>CATARINA</Prenom><Sexe>F</Sexe><DateNaissance>1936-06-21</DateNaissance></RECSANSVITALE></S:Body>
</S:Envelope>"#
    );
    let received = answered(text);
    assert_eq!(
        received.seen().quirks,
        ["action_par_adressage", "emetteur_different"]
    );
}

#[test]
fn the_action_of_the_content_type_wins_and_divergence_is_noted() {
    let with = |content_type| {
        Sent {
            content_type: Some(content_type),
            ..catarina()
        }
        .to(&insi())
    };
    let same = with(
        "application/soap+xml; charset=utf-8; action=\"urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite\"",
    );
    assert_eq!(same.code(), "00");
    assert_eq!(same.seen().action_source.as_deref(), Some("content-type"));
    assert!(same.seen().quirks.is_empty());
    let other = with(
        "application/soap+xml;action=\"urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecCarteVitale\"",
    );
    assert_eq!(
        (other.refused(), other.operation),
        ("soap:Sender", "recherche_carte_vitale")
    );
    assert_eq!(other.seen().quirks, ["action_divergente"]);
}

#[test]
fn an_action_only_in_the_content_type_is_enough() {
    let headers = format!("{BAM}{LPS}");
    let request = Sent {
        content_type: Some(
            "application/soap+xml;charset=utf-8;action=\"urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite\"",
        ),
        ..sent(envelope(&headers, &request()))
    };
    let received = request.to(&insi());
    assert_eq!(received.code(), "00");
    assert_eq!(received.seen().quirks, ["message_id_absent"]);
}

#[test]
fn unusual_values_are_let_through_and_noted() {
    let headers = format!("{}{BAM}{LPS}", addressing(ACTION_TRAITS))
        .replace("uuid:e1825f06-58e9-42da-8829-1f199c99f2a8", "42")
        .replace(" R=\"4\"", "")
        .replace("Nature=\"CTXBAM\"", "Nature=\"BAM\"")
        .replace("2026-01-15T09:30:00.000Z", "hier");
    let body = request().replace("<i:Sexe>", "<i:Autre/><i:Sexe>");
    let received = answered(envelope(&headers, &body));
    assert_eq!(
        received.seen().quirks,
        [
            "message_id_forme",
            "action_par_adressage",
            "element_inconnu",
            "idam_reference",
            "nature_inattendue",
            "temps_illisible"
        ]
    );
}

#[test]
fn a_time_limit_can_be_set() {
    let strict = super::bench::insi_with("[contexte]\necart_temps_max = \"5m\"");
    let received = catarina().to(&strict);
    assert_eq!(received.refused(), "soap:Sender");
    assert!(received.reason().contains("Temps"));
}
