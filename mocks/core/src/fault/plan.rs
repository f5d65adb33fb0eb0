//! A fault plan: its rules, as read from TOML or from the management API, and its decisions.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Table;

use super::rule::{Rule, check_keys};
use super::{Effects, Vocabulary};
use crate::exchange::AppliedFault;
use crate::seed::{DrawKey, Seed};
use crate::variation::VariationRule;

/// A plan. The empty one changes nothing.
#[derive(Debug, Default)]
pub struct FaultPlan {
    rules: Vec<Rule>,
    variations: Vec<VariationRule>,
}

/// What was decided for one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// What is to be done.
    pub effects: Effects,
    /// The faults, as written in the exchange.
    pub faults: Vec<AppliedFault>,
    /// The variations, by name.
    pub variations: Vec<String>,
}

/// What is wrong with a plan.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Not TOML, or not of the expected shape.
    #[error("the fault plan cannot be read: {0}")]
    Syntax(String),
    /// A word that is not known.
    #[error("fault plan, rule \"{rule}\": unknown {what} \"{word}\"{suggestion}")]
    Unknown {
        /// Rule.
        rule: String,
        /// Kind of word.
        what: &'static str,
        /// The word.
        word: String,
        /// The nearest known one, or all of them.
        suggestion: String,
    },
    /// A value that makes no sense.
    #[error("fault plan, rule \"{rule}\": {reason}")]
    Wrong {
        /// Rule.
        rule: String,
        /// Why.
        reason: String,
    },
}

impl PlanError {
    pub(crate) fn wrong(rule: &str, reason: String) -> Self {
        Self::Wrong {
            rule: rule.to_owned(),
            reason,
        }
    }
}

const KEYS: [&str; 2] = ["regle", "variation"];

#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    regle: Vec<Table>,
    #[serde(default)]
    variation: Vec<Table>,
}

impl FaultPlan {
    /// Reads a plan written in TOML.
    pub fn from_toml(text: &str, words: &Vocabulary) -> Result<Self, PlanError> {
        let table: Table =
            toml::from_str(text).map_err(|error| PlanError::Syntax(error.to_string()))?;
        Self::from_table(table, words)
    }

    /// Reads a plan written in JSON, of the same shape.
    pub fn from_json(value: serde_json::Value, words: &Vocabulary) -> Result<Self, PlanError> {
        let table: Table =
            serde_json::from_value(value).map_err(|error| PlanError::Syntax(error.to_string()))?;
        Self::from_table(table, words)
    }

    /// Reads a plan that was parsed already.
    pub fn from_table(table: Table, words: &Vocabulary) -> Result<Self, PlanError> {
        check_keys("(plan)", table.keys(), &KEYS)?;
        let written: Written = table
            .try_into()
            .map_err(|error: toml::de::Error| PlanError::Syntax(error.message().to_owned()))?;
        let rules = written.regle.iter().map(|rule| Rule::read(rule, words));
        let variations = written.variation.iter();
        let plan = Self {
            rules: rules.collect::<Result<_, _>>()?,
            variations: variations
                .map(|rule| VariationRule::read(rule, words))
                .collect::<Result<_, _>>()?,
        };
        let mut seen = BTreeSet::new();
        for name in plan.names() {
            if !seen.insert(name) {
                let reason = "two rules have this nom, and draws are keyed by it: rename one";
                return Err(PlanError::wrong(name, reason.to_owned()));
            }
        }
        Ok(plan)
    }

    /// Names of the rules, faults first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let rules = self.rules.iter().map(|rule| rule.scope.name.as_str());
        rules.chain(self.variations.iter().map(VariationRule::rule))
    }

    /// True when nothing is ever changed.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.variations.is_empty()
    }

    /// What is done to a call; `call.rule` is ignored. A pure function of its arguments: the order
    /// in which concurrent calls ask changes nothing.
    pub fn decide(&self, seed: Seed, call: DrawKey<'_>) -> Decision {
        let mut decision = Decision::default();
        for rule in &self.rules {
            let applied = rule.apply(seed, call, &mut decision.effects);
            decision.faults.extend(applied);
        }
        for variation in &self.variations {
            if let Some(name) = variation.decide(seed, call)
                && !decision.variations.iter().any(|known| known == name)
            {
                decision.variations.push(name.to_owned());
            }
        }
        decision
    }
}
