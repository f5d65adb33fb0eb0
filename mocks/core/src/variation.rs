//! Variations: correct but unusual answers that a service offers by name, chosen by keyed draws.
//!
//! What a variation does is the service's; here is only which calls have it.

use toml::Table;

use crate::fault::{PlanError, Scope, Vocabulary, text_of};
use crate::seed::{DrawKey, Seed};

/// A variation that a service offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variation {
    /// Its name.
    pub name: &'static str,
    /// What permits it, in our words, with the source.
    pub permitted_by: &'static str,
}

/// A variation and what permits it.
pub const fn variation(name: &'static str, permitted_by: &'static str) -> Variation {
    Variation { name, permitted_by }
}

/// The variations asked for one call, by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a>(pub &'a [String]);

impl Asked<'_> {
    /// Whether this one is asked.
    pub fn has(self, name: &str) -> bool {
        self.0.iter().any(|asked| asked == name)
    }
}

/// A rule `[[variation]]` of a plan.
#[derive(Debug)]
pub struct VariationRule {
    scope: Scope,
    variation: String,
}

const KEYS: [&str; 5] = ["nom", "variation", "service", "operation", "probabilite"];

impl VariationRule {
    /// Reads the rule. `nom` is the variation's name; `variation` gives it when two rules, which
    /// need different names, are about the same one.
    pub fn read(table: &Table, words: &Vocabulary) -> Result<Self, PlanError> {
        let scope = Scope::read(table, words, &KEYS)?;
        let variation = match table.get("variation") {
            Some(value) => text_of(&scope.name, "variation", value)?.to_owned(),
            None => scope.name.clone(),
        };
        let service = words.service(&scope.service);
        let known = service.map_or(&[][..], |service| &service.variations);
        crate::fault::known_word(&scope.name, "variation", &variation, known)?;
        Ok(Self { scope, variation })
    }

    /// Name of the rule.
    pub fn rule(&self) -> &str {
        &self.scope.name
    }

    /// The variation's name, when that call has it.
    pub fn decide(&self, seed: Seed, call: DrawKey<'_>) -> Option<&str> {
        if !self.scope.covers(call) {
            return None;
        }
        self.scope.draw(seed, call).map(|_| self.variation.as_str())
    }
}
