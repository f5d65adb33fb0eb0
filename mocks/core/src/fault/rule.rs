//! One rule of a plan: which calls, how often, which fault.

use toml::{Table, Value};

use super::{CATALOGUE, Effects, Fault, FaultSpec, Ordinals, PlanError, Vocabulary};
use crate::exchange::AppliedFault;
use crate::nearest::suggestion;
use crate::seed::{DrawKey, Seed};

/// A rule that adds a fault.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) scope: Scope,
    ordinals: Ordinals,
    spec: &'static FaultSpec,
    fault: Box<dyn Fault>,
}

/// Which calls a rule is for, faults and variations alike.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Name of the rule: the draws are keyed by it.
    pub(crate) name: String,
    /// Service.
    pub(crate) service: String,
    operation: Option<String>,
    probability: f64,
}

const KEYS: [&str; 6] = [
    "nom",
    "service",
    "operation",
    "ordinaux",
    "probabilite",
    "faute",
];

impl Rule {
    pub(super) fn read(table: &Table, words: &Vocabulary) -> Result<Self, PlanError> {
        let scope = Scope::read(table, words, &KEYS)?;
        let rule = &scope.name;
        let wrong = |reason: String| PlanError::wrong(rule, reason);
        let ordinals = match table.get("ordinaux") {
            None => Ordinals::ALL,
            Some(value) => text_of(rule, "ordinaux", value)?.parse().map_err(wrong)?,
        };
        let Some(Value::Table(fault)) = table.get("faute") else {
            return Err(wrong(
                "it has no fault: write faute = { nom = \"latence_fixe\", duree = \"1.5s\" }"
                    .into(),
            ));
        };
        let (spec, fault) = read_fault(rule, fault)?;
        if let Some(code) = fault.refusal() {
            let service = words.service(&scope.service);
            let known = service.map_or(&[][..], |service| &service.refusals);
            known_word(rule, "refusal", code, known)?;
        }
        Ok(Self {
            scope,
            ordinals,
            spec,
            fault,
        })
    }

    /// Adds the fault to a call when the rule is for it.
    pub(super) fn apply(
        &self,
        seed: Seed,
        call: DrawKey<'_>,
        effects: &mut Effects,
    ) -> Option<AppliedFault> {
        if !self.ordinals.contains(call.ordinal) || !self.scope.covers(call) {
            return None;
        }
        let mut rng = self.scope.draw(seed, call)?;
        Some(AppliedFault {
            rule: self.scope.name.clone(),
            fault: self.spec.name.to_owned(),
            parameters: self.fault.apply(&mut rng, effects)?,
        })
    }
}

fn read_fault(
    rule: &str,
    table: &Table,
) -> Result<(&'static FaultSpec, Box<dyn Fault>), PlanError> {
    let name = match table.get("nom") {
        Some(value) => text_of(rule, "faute.nom", value)?,
        None => return Err(PlanError::wrong(rule, "its fault has no nom".into())),
    };
    let names = || CATALOGUE.iter().map(|spec| spec.name);
    let Some(spec) = CATALOGUE.iter().find(|spec| spec.name == name) else {
        return Err(PlanError::Unknown {
            rule: rule.to_owned(),
            what: "fault",
            word: name.to_owned(),
            suggestion: suggestion(name, names()),
        });
    };
    let mut known = vec!["nom"];
    known.extend(spec.parameters.iter().map(|parameter| parameter.name));
    check_keys(rule, table.keys(), &known)?;
    let mut parameters = table.clone();
    parameters.remove("nom");
    let fault = (spec.read)(parameters)
        .map_err(|reason| PlanError::wrong(rule, format!("{}: {reason}", spec.name)))?;
    Ok((spec, fault))
}

impl Scope {
    /// `keys` are all those that the table may have: a mistyped one is told before what it leaves
    /// missing.
    pub(crate) fn read(
        table: &Table,
        words: &Vocabulary,
        keys: &[&str],
    ) -> Result<Self, PlanError> {
        let name = match table.get("nom") {
            Some(value) => text_of("?", "nom", value)?.to_owned(),
            None => return Err(PlanError::wrong("?", "a rule has no nom".into())),
        };
        check_keys(&name, table.keys(), keys)?;
        let service = match table.get("service") {
            Some(value) => text_of(&name, "service", value)?.to_owned(),
            None => return Err(PlanError::wrong(&name, "it has no service".into())),
        };
        let Some(of_service) = words.service(&service) else {
            return Err(PlanError::Unknown {
                rule: name,
                what: "service",
                suggestion: suggestion(&service, words.services()),
                word: service,
            });
        };
        let operation = match table.get("operation") {
            None => None,
            Some(value) => {
                let operation = text_of(&name, "operation", value)?;
                known_word(&name, "operation", operation, &of_service.operations)?;
                Some(operation.to_owned())
            }
        };
        let probability = match table.get("probabilite") {
            None | Some(Value::Integer(1)) => 1.0,
            Some(Value::Integer(0)) => 0.0,
            Some(Value::Float(share)) => *share,
            Some(_) => f64::NAN,
        };
        if !(0.0..=1.0).contains(&probability) {
            let reason = "probabilite is a number from 0 to 1".to_owned();
            return Err(PlanError::wrong(&name, reason));
        }
        Ok(Self {
            name,
            service,
            operation,
            probability,
        })
    }

    /// True when the rule is for that service and operation.
    pub(crate) fn covers(&self, call: DrawKey<'_>) -> bool {
        self.service == call.service
            && self
                .operation
                .as_deref()
                .is_none_or(|of| of == call.operation)
    }

    /// The generator for this rule and this call, when chance wants the rule applied.
    pub(crate) fn draw(&self, seed: Seed, call: DrawKey<'_>) -> Option<rand_chacha::ChaCha8Rng> {
        use rand::RngExt as _;
        let mut rng = seed.rng(DrawKey {
            rule: &self.name,
            ..call
        });
        // Drawn even when it is certain: a change of probability does not move the parameters.
        let share = rng.random::<f64>();
        (share < self.probability).then_some(rng)
    }
}

/// Refuses a key that is not known, naming the nearest.
pub(super) fn check_keys<'a>(
    rule: &str,
    keys: impl IntoIterator<Item = &'a String>,
    known: &[&str],
) -> Result<(), PlanError> {
    match keys.into_iter().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(PlanError::Unknown {
            rule: rule.to_owned(),
            what: "key",
            word: key.clone(),
            suggestion: suggestion(key, known.iter().copied()),
        }),
    }
}

/// Refuses a word that the service does not know, naming the nearest.
pub(crate) fn known_word(
    rule: &str,
    what: &'static str,
    word: &str,
    known: &[String],
) -> Result<(), PlanError> {
    if known.iter().any(|candidate| candidate == word) {
        return Ok(());
    }
    Err(PlanError::Unknown {
        rule: rule.to_owned(),
        what,
        word: word.to_owned(),
        suggestion: suggestion(word, known.iter().map(String::as_str)),
    })
}

/// The text of a value.
pub(crate) fn text_of<'a>(rule: &str, key: &str, value: &'a Value) -> Result<&'a str, PlanError> {
    value
        .as_str()
        .ok_or_else(|| PlanError::wrong(rule, format!("{key} is a text between quotes")))
}
