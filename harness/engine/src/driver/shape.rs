//! Strict reading of adapters' answers: an error names the place in the JSON and what was expected.
//!
//! The contract's types say what is valid; this file only takes their tags apart first, because a
//! tagged type read whole loses the place of its errors.

use banc_contract::{Answer, Outcome};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Issues of an action, as the contract spells them.
const ISSUES: [&str; 4] = ["fait", "refuse", "non_supporte", "inconnu"];

/// Answers to a question, as the contract spells them.
const ANSWERS: &[&str] = &[
    "identite",
    "patients",
    "appels",
    "evenements",
    "travail",
    "message",
    "droits",
    "session",
    "compte",
    "connexions",
    "stockage",
    "brouillon",
    "correspondants",
    "non_supporte",
];

/// Reads JSON text.
pub(super) fn json(bytes: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(bytes).map_err(|error| {
        format!(
            "not JSON ({error}); it begins with {:?}",
            excerpt(bytes, 80)
        )
    })
}

/// The first characters of an answer, for messages.
pub(super) fn excerpt(bytes: &[u8], limit: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut short: String = text.chars().take(limit).collect();
    if text.chars().count() > limit {
        short.push('…');
    }
    short
}

/// Reads a value of the contract; `at` is the path of the value in the whole answer.
pub(super) fn typed<T: DeserializeOwned>(value: Value, at: &str) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let place = match (at, path.as_str()) {
            ("", ".") => "the whole answer".to_owned(),
            ("", path) => path.to_owned(),
            (at, ".") => at.to_owned(),
            (at, path) => format!("{at}.{path}"),
        };
        format!("at {place}: {}", error.into_inner())
    })
}

/// Reads an outcome.
pub(super) fn outcome(value: Value) -> Result<Outcome, String> {
    let fields = object(&value)?;
    match tag(fields, "issue", &ISSUES)? {
        "fait" => Ok(Outcome::Fait(Box::new(typed(value, "")?))),
        "refuse" => {
            text(fields, "message", "the words shown to the user")?;
            typed(value, "")
        }
        "inconnu" => {
            text(fields, "cause", "why the adapter does not know")?;
            typed(value, "")
        }
        _ => Ok(Outcome::NonSupporte),
    }
}

/// Reads an answer to a question.
pub(super) fn answer(value: Value) -> Result<Answer, String> {
    let name = tag(object(&value)?, "reponse", ANSWERS)?.to_owned();
    if name == "non_supporte" {
        return Ok(Answer::NonSupporte);
    }
    let Value::Object(mut fields) = value else {
        return Err("at the whole answer: expected a JSON object".to_owned());
    };
    let Some(content) = fields.remove("contenu") else {
        return Err(format!(
            "at contenu: missing; the answer {name:?} needs its content"
        ));
    };
    let at = "contenu";
    Ok(match name.as_str() {
        "identite" => Answer::Identite(Box::new(typed(content, at)?)),
        "patients" => Answer::Patients(typed(content, at)?),
        "appels" => Answer::Appels(typed(content, at)?),
        "evenements" => Answer::Evenements(typed(content, at)?),
        "travail" => Answer::Travail(typed(content, at)?),
        "message" => Answer::Message(typed(content, at)?),
        "session" => Answer::Session(typed(content, at)?),
        "compte" => Answer::Compte(typed(content, at)?),
        "connexions" => Answer::Connexions(typed(content, at)?),
        "stockage" => Answer::Stockage(typed(content, at)?),
        "brouillon" => Answer::Brouillon(typed(content, at)?),
        "correspondants" => Answer::Correspondants(typed(content, at)?),
        _ => Answer::Droits(typed(content, at)?),
    })
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value.as_object().ok_or_else(|| {
        format!(
            "at the whole answer: expected a JSON object, found {}",
            excerpt(value.to_string().as_bytes(), 60)
        )
    })
}

fn tag<'a>(fields: &'a Map<String, Value>, name: &str, known: &[&str]) -> Result<&'a str, String> {
    let expected = known.join(", ");
    match fields.get(name) {
        Some(Value::String(found)) if known.contains(&found.as_str()) => Ok(found),
        Some(found) => Err(format!(
            "at {name}: expected one of {expected}, found {}",
            excerpt(found.to_string().as_bytes(), 60)
        )),
        None => Err(format!("at {name}: missing; expected one of {expected}")),
    }
}

fn text(fields: &Map<String, Value>, name: &str, meaning: &str) -> Result<(), String> {
    match fields.get(name) {
        Some(Value::String(_)) => Ok(()),
        Some(found) => Err(format!(
            "at {name}: expected text ({meaning}), found {}",
            excerpt(found.to_string().as_bytes(), 60)
        )),
        None => Err(format!("at {name}: missing; expected text ({meaning})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_tag_of_the_contract_is_read() {
        for issue in ISSUES {
            outcome(json!({"issue": issue, "message": "m", "cause": "c"})).unwrap();
        }
        assert_eq!(
            answer(json!({"reponse": "message", "contenu": null})).unwrap(),
            Answer::Message(None)
        );
        assert_eq!(
            answer(json!({"reponse": "non_supporte"})).unwrap(),
            Answer::NonSupporte
        );
        let contents = [
            (
                "identite",
                json!({"usager": "1", "statut": "provisoire", "traits": {}}),
            ),
            ("patients", json!([])),
            ("appels", json!([])),
            ("evenements", json!([])),
            ("travail", json!([])),
            ("message", json!("m")),
            ("droits", json!({"utilisateur": "u", "droits": []})),
            ("session", json!({"ouverte": false})),
            ("compte", json!(null)),
            ("connexions", json!([])),
            ("stockage", json!([])),
            ("brouillon", json!({"texte": ""})),
            ("correspondants", json!([])),
        ];
        assert_eq!(contents.len() + 1, ANSWERS.len());
        for (name, content) in contents {
            let value = json!({"reponse": name, "contenu": content});
            let read = answer(value.clone()).unwrap();
            assert_eq!(
                serde_json::to_value(&read).unwrap()["reponse"],
                value["reponse"]
            );
        }
    }

    #[test]
    fn errors_name_the_place_and_what_was_expected() {
        let cases = [
            (
                outcome(json!({"issue": "ok"})),
                "at issue: expected one of fait, refuse, non_supporte, inconnu, found \"ok\"",
            ),
            (outcome(json!([1])), "expected a JSON object, found [1]"),
            (outcome(json!({"issue": "refuse"})), "at message: missing"),
            (
                outcome(json!({"issue": "fait", "usager": 12})),
                "at usager: invalid type: integer `12`, expected a string",
            ),
            (
                outcome(json!({"issue": "fait", "comparaison": {
                    "local": {}, "insi": {}, "differences": [],
                    "matricule": {"numero": "1", "oid": 3}}})),
                "at comparaison.matricule.oid: invalid type",
            ),
        ];
        for (result, expected) in cases {
            let message = result.unwrap_err();
            assert!(message.contains(expected), "{message} lacks {expected}");
        }
        let message = answer(json!({"reponse": "identite", "contenu": {
            "usager": "7", "statut": "certain", "traits": {}}}))
        .unwrap_err();
        assert!(
            message.starts_with("at contenu.statut: unknown variant `certain`"),
            "{message}"
        );
        let message = answer(json!({"reponse": "appels"})).unwrap_err();
        assert!(message.contains("at contenu: missing"), "{message}");
    }

    #[test]
    fn text_that_is_not_json_is_quoted() {
        let message = json(b"<html>oops").unwrap_err();
        assert!(message.contains("<html>oops"), "{message}");
    }
}
