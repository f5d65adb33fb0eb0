//! Reading the messages of the driver: an unknown word is answered `non_supporte`, a malformed message
//! is refused with its reason.

use banc_contract::{ActionRequest, QuestionRequest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Actions this software knows.
pub const ACTIONS: &[&str] = &[
    "banc.rien",
    "patient.creer",
    "patient.ouvrir",
    "patient.modifier",
    "patient.chercher",
    "patient.justifier",
    "patient.attribuer",
    "carte.presenter",
    "ins.rechercher",
    "ins.decider",
    "ins.verifier",
    "identite.recevoir",
    "utilisateur.changer",
    "psc.connecter",
    "psc.deconnecter",
    "session.ouvrir",
    "session.fermer",
    "brouillon.saisir",
    "horloge.avancer",
    "annuaire.rechercher",
    "annuaire.choisir",
    "annuaire.importer",
    "compte.creer",
];

/// Questions this software knows.
pub const QUESTIONS: &[&str] = &[
    "patient.identite",
    "patient.liste",
    "journal.appels",
    "journal.identite",
    "liste.travail",
    "ecran.message",
    "droits",
    "session",
    "compte",
    "journal.connexions",
    "stockage",
    "brouillon",
    "correspondants",
];

/// What a message came to.
#[derive(Debug)]
pub enum Read<Message> {
    /// Understood.
    Known(Message),
    /// A word this software does not know.
    Unknown,
    /// Not a message of the contract.
    Malformed(String),
}

/// Reads the body of `POST /agir`.
pub fn read_action(body: &[u8]) -> Read<ActionRequest> {
    read(body, "action", ACTIONS)
}

/// Reads the body of `POST /observer`.
pub fn read_question(body: &[u8]) -> Read<QuestionRequest> {
    read(body, "question", QUESTIONS)
}

fn read<Message: DeserializeOwned>(body: &[u8], word: &str, known: &[&str]) -> Read<Message> {
    let mut value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return Read::Malformed(format!("the body is not JSON: {error}")),
    };
    let Some(object) = value.as_object_mut() else {
        return Read::Malformed("the body is not a JSON object".to_owned());
    };
    match object.get(word).and_then(Value::as_str) {
        None => return Read::Malformed(format!("`{word}` is missing or is not a string")),
        Some(name) if !known.contains(&name) => return Read::Unknown,
        Some(_) => {}
    }
    object
        .entry("parametres")
        .or_insert_with(|| Value::Object(Map::new()));
    match serde_json::from_value(value) {
        Ok(message) => Read::Known(message),
        Err(error) => Read::Malformed(format!("the message cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message with the parameters that its word needs is known; this keeps the two lists equal to
    /// the contract's own words.
    #[test]
    fn every_word_listed_is_a_word_of_the_contract() {
        for action in ACTIONS {
            let body = format!(
                "{{\"id\":\"1\",\"action\":\"{action}\",\"echeance_ms\":1,\"parametres\":{{}}}}"
            );
            if let Read::Malformed(reason) = read_action(body.as_bytes()) {
                assert!(reason.contains("missing field"), "{action}: {reason}");
            }
        }
        for question in QUESTIONS {
            let body = format!("{{\"id\":\"1\",\"question\":\"{question}\",\"parametres\":{{}}}}");
            if let Read::Malformed(reason) = read_question(body.as_bytes()) {
                assert!(reason.contains("missing field"), "{question}: {reason}");
            }
        }
    }

    #[test]
    fn unknown_and_malformed_are_told_apart() {
        let unknown = br#"{"id":"1","action":"dmp.ouvrir","parametres":{"x":1},"echeance_ms":5}"#;
        assert!(matches!(read_action(unknown), Read::Unknown));
        for bad in [
            &b"{"[..],
            b"[]",
            b"{}",
            br#"{"id":"1","action":"patient.ouvrir","echeance_ms":5}"#,
        ] {
            assert!(matches!(read_action(bad), Read::Malformed(_)));
        }
        assert!(matches!(
            read_question(br#"{"id":"1","question":"droits"}"#),
            Read::Known(_)
        ));
    }
}
