//! Access token, introspection and UserInfo, as the one object that ANS's JSON schema describes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use banc_psc::variation;
use serde_json::{Map, Value, json};

use super::bench::{Bench, verify};

/// Variations that the schema refuses, and why that is faithful all the same.
const REFUSED: [(&str, &str); 3] = [
    (
        "introspection_subject_name_id",
        "the page of ANS and its schema contradict each other",
    ),
    (
        "other_ids_majuscules",
        "otherIds is required under its usual spelling",
    ),
    ("userinfo_simplifie", "nine required members are missing"),
];

/// Validates each document of standard input; prints the first complaint of each, or `null`.
const SCRIPT: &str = "
import json, sys
from jsonschema import Draft4Validator
schema = json.load(open(sys.argv[1], encoding='utf-8'))
Draft4Validator.check_schema(schema)
judge = Draft4Validator(schema)
said = {}
for name, document in json.load(sys.stdin).items():
    errors = sorted(judge.iter_errors(document), key=str)
    said[name] = errors[0].message if errors else None
print(json.dumps(said))
";

fn judged(
    python: &Path,
    schema: &Path,
    documents: &Map<String, Value>,
) -> BTreeMap<String, Option<String>> {
    let mut child = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(schema)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = serde_json::to_vec(documents).unwrap();
    child.stdin.take().unwrap().write_all(&text).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn assembled(variations: &[&str], person: &str) -> Value {
    let mut bench = Bench::new();
    bench.vary(variations);
    let tokens = bench.tokens(&[("login_hint", person)]);
    let access = tokens["access_token"].as_str().unwrap();
    let introspection = bench.introspect(access);
    let received = bench.userinfo(access);
    let userinfo = if received.header("content-type") == Some("application/jwt") {
        verify(&mut bench, received.text()).unwrap()
    } else {
        received.ok()
    };
    json!({ "PscAccessToken": access, "IntrospectionResponse": introspection, "UserInfo": userinfo })
}

#[test]
fn the_schema_accepts_every_professional_and_all_but_the_listed_variations() {
    let (Some(reference), Some(python)) = (
        banc_fixtures::reference(),
        banc_fixtures::python_with(&["jsonschema"]),
    ) else {
        return;
    };
    let schema = reference.join("psc/userinfo.schema.json");
    let mut documents = Map::new();
    documents.insert("rien".to_owned(), json!({}));
    for person in Bench::new().psc.professionals() {
        if !person.desactive && !person.simplifie {
            let name = format!("personne {}", person.national_id);
            documents.insert(name, assembled(&[], &person.national_id));
        }
    }
    for one in variation::ALL {
        documents.insert(one.name.to_owned(), assembled(&[one.name], ""));
    }
    let said = judged(&python, &schema, &documents);
    assert!(
        said["rien"].is_some(),
        "a schema that accepts anything judges nothing"
    );
    let refused: Vec<_> = said
        .iter()
        .filter(|(name, complaint)| complaint.is_some() && *name != "rien")
        .map(|(name, _)| &**name)
        .collect();
    let mut expected: Vec<_> = REFUSED.iter().map(|(name, _)| *name).collect();
    expected.sort_unstable();
    assert_eq!(refused, expected, "{said:#?}");
}
