//! Tests of the plan: what it refuses, what it decides.

use std::time::Duration;

use super::*;
use crate::clock::Clock;
use crate::exchange::Request;
use crate::journal::{Cursor, Entry, Journal, JournalConfig, NoteKind};
use crate::seed::{DrawKey, Seed};
use crate::service::{Answer, Call, Service};

struct Words;

impl Service for Words {
    fn name(&self) -> &'static str {
        "insi"
    }
    fn body_limit(&self) -> usize {
        1
    }
    fn classify(&self, _request: &Request) -> &'static str {
        "recherche_traits"
    }
    fn answer(&self, _call: &Call<'_>) -> Answer {
        Answer::default()
    }
    fn too_large(&self, _call: &Call<'_>) -> Answer {
        Answer::default()
    }
    fn operations(&self) -> Vec<&'static str> {
        vec!["recherche_traits", "recherche_carte"]
    }
    fn refusals(&self) -> Vec<&'static str> {
        vec!["siram_40"]
    }
    fn variations(&self) -> Vec<&'static str> {
        vec!["autre_prefixe"]
    }
}

fn plan(text: &str) -> Result<FaultPlan, PlanError> {
    let service: &dyn Service = &Words;
    FaultPlan::from_toml(text, &Vocabulary::of([service]))
}

fn call(ordinal: u64) -> DrawKey<'static> {
    DrawKey {
        rule: "",
        lane: "l",
        service: "insi",
        operation: "recherche_traits",
        ordinal,
    }
}

const MIXED: &str = r#"
[[regle]]
nom = "lent"
service = "insi"
probabilite = 0.5
faute = { nom = "latence_lognormale", p50 = "400ms", p95 = "2s" }

[[regle]]
nom = "coupe"
service = "insi"
operation = "recherche_traits"
ordinaux = "2-3"
faute = { nom = "reinitialisation", octet = 10 }

[[variation]]
nom = "autre_prefixe"
service = "insi"
probabilite = 0.3
"#;

#[test]
fn decisions_depend_on_the_seed_and_the_key_alone() {
    let plan = plan(MIXED).unwrap();
    let decide = |seed: u64, ordinal| plan.decide(Seed(seed), call(ordinal));
    let forwards: Vec<_> = (1..=200).map(|n| decide(1, n)).collect();
    let mut backwards: Vec<_> = (1..=200).rev().map(|n| decide(1, n)).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
    let other: Vec<_> = (1..=200).map(|n| decide(2, n)).collect();
    assert_ne!(forwards, other);

    let slow: Vec<_> = forwards
        .iter()
        .filter(|d| !d.effects.latency.is_zero())
        .collect();
    assert!((70..130).contains(&slow.len()), "{}", slow.len());
    let mut latencies: Vec<_> = slow.iter().map(|d| d.effects.latency).collect();
    latencies.sort();
    let median = latencies[latencies.len() / 2];
    assert!(median > Duration::from_millis(250) && median < Duration::from_millis(650));
    let varied = forwards
        .iter()
        .filter(|d| d.variations == ["autre_prefixe"]);
    assert!((30..90).contains(&varied.count()));
    let cut: Vec<_> = (1..=200)
        .filter(|n| decide(1, *n).effects.reset_at == Some(10))
        .collect();
    assert_eq!(cut, [2, 3]);
}

#[test]
fn what_was_decided_is_what_is_written() {
    let plan = plan(MIXED).unwrap();
    let decision = (1..100)
        .map(|n| plan.decide(Seed(1), call(n)))
        .find(|decision| !decision.faults.is_empty() && decision.effects.reset_at.is_none())
        .unwrap();
    let written = decision.faults[0].parameters[LATENCY_MS].as_f64().unwrap();
    let applied = crate::duration::millis(decision.effects.latency);
    assert!((written - applied).abs() < 0.001, "{written} {applied}");
    assert_eq!(decision.faults[0].fault, "latence_lognormale");
}

#[test]
fn every_fault_of_the_catalogue_is_read_and_does_something() {
    let written = [
        r#"{ nom = "latence_fixe", duree = "1.5s" }"#,
        r#"{ nom = "latence_uniforme", min = "10ms", max = "20ms" }"#,
        r#"{ nom = "latence_lognormale", p50 = "10ms", p95 = "20ms" }"#,
        r#"{ nom = "statut_http", code = 503 }"#,
        r#"{ nom = "refus_officiel", code = "siram_40" }"#,
        r#"{ nom = "reinitialisation" }"#,
        r#"{ nom = "silence_avant_entetes", duree = "10min" }"#,
        r#"{ nom = "silence_dans_corps", octet = 5 }"#,
        r#"{ nom = "corps_tronque", octet = 5 }"#,
        r#"{ nom = "goutte_a_goutte", octets = 1, intervalle = "5ms" }"#,
    ];
    assert_eq!(written.len(), CATALOGUE.len());
    for (fault, spec) in written.iter().zip(CATALOGUE) {
        assert!(fault.contains(&format!("\"{}\"", spec.name)), "{fault}");
        let plan = plan(&format!(
            "[[regle]]\nnom = \"r\"\nservice = \"insi\"\nfaute = {fault}"
        ));
        let decision = plan.unwrap().decide(Seed(1), call(1));
        assert_ne!(decision.effects, Effects::default(), "{fault}");
        assert_eq!(decision.faults.len(), 1, "{fault}");
    }
}

/// What follows the name and the service of a rule, and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    (
        "faute = { nom = \"latense_fixe\", duree = \"1s\" }",
        "unknown fault \"latense_fixe\", do you mean \"latence_fixe\"?",
    ),
    (
        "faute = { nom = \"latence_fixe\", dure = \"1s\" }",
        "unknown key \"dure\", do you mean \"duree\"?",
    ),
    (
        "faute = { nom = \"latence_fixe\", duree = \"1\" }",
        "\"1\" is not a duration",
    ),
    (
        "faute = { nom = \"latence_fixe\" }",
        "missing field `duree`",
    ),
    (
        "faute = { nom = \"latence_fixe\", duree = \"11min\" }",
        "longer than the longest",
    ),
    (
        "faute = { nom = \"latence_uniforme\", min = \"2s\", max = \"1s\" }",
        "min is greater than max",
    ),
    (
        "faute = { nom = \"statut_http\", code = 200 }",
        "not between 300 and 599",
    ),
    (
        "faute = { nom = \"refus_officiel\", code = \"siram_41\" }",
        "unknown refusal \"siram_41\", do you mean \"siram_40\"?",
    ),
    (
        "operation = \"recherche_trait\"\nfaute = { nom = \"reinitialisation\" }",
        "unknown operation \"recherche_trait\", do you mean \"recherche_traits\"?",
    ),
    (
        "ordinal = \"1\"\nfaute = { nom = \"reinitialisation\" }",
        "unknown key \"ordinal\", do you mean \"ordinaux\"?",
    ),
    (
        "ordinaux = \"3-2\"\nfaute = { nom = \"reinitialisation\" }",
        "is not a range of calls",
    ),
    (
        "probabilite = 1.5\nfaute = { nom = \"reinitialisation\" }",
        "from 0 to 1",
    ),
    ("", "it has no fault"),
];

#[test]
fn mistakes_are_named_with_the_nearest_known_word() {
    for (rest, expected) in MISTAKES {
        let text = format!("[[regle]]\nnom = \"r\"\nservice = \"insi\"\n{rest}");
        let error = plan(&text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("rule \"r\""), "{error}");
    }
    for (text, expected) in [
        ("[[regles]]", "do you mean \"regle\"?"),
        (
            "[[regle]]\nnom = \"r\"\nservice = \"insii\"",
            "do you mean \"insi\"?",
        ),
        (
            "[[regle]]\nnom = \"r\"\nservise = \"insi\"",
            "do you mean \"service\"?",
        ),
        (
            "[[variation]]\nnom = \"autre_prefix\"\nservice = \"insi\"",
            "do you mean \"autre_prefixe\"?",
        ),
        ("x", "cannot be read"),
    ] {
        let error = plan(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let twice =
        "[[regle]]\nnom = \"r\"\nservice = \"insi\"\nfaute = { nom = \"reinitialisation\" }\n";
    assert!(
        plan(&twice.repeat(2))
            .unwrap_err()
            .to_string()
            .contains("rename one")
    );
}

#[tokio::test]
async fn a_plan_is_replaced_while_running_and_the_journal_says_so() {
    let journal = Journal::open(JournalConfig::default(), Clock::system()).unwrap();
    let switch = PlanSwitch::default();
    assert!(switch.current().is_empty());
    let service: &dyn Service = &Words;
    let json = serde_json::json!({"regle": [{"nom": "r", "service": "insi",
        "faute": {"nom": "statut_http", "code": 503}}]});
    let plan = FaultPlan::from_json(json, &Vocabulary::of([service])).unwrap();
    switch.replace(plan, &journal, Some("l"));
    let decision = switch.current().decide(Seed(0), call(1));
    assert_eq!(decision.effects.replacement.unwrap().status, 503);
    let notes = journal.since(Cursor::default(), Some("l"));
    let kinds: Vec<_> = notes
        .iter()
        .filter_map(Entry::note)
        .map(|n| &n.kind)
        .collect();
    assert_eq!(
        kinds,
        [&NoteKind::FaultPlanChanged {
            rules: vec!["r".to_owned()]
        }]
    );
}
