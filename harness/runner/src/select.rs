//! Which scenarios are played: by tag expression, by wave, by what the adapter declares.
//!
//! Selection precedes the run, so that what is not played is in every report with its reason.

use banc_engine::Catalogue;
use banc_engine::record::NotPlayed;
use cucumber::gherkin::tagexpr::TagOperation;
use cucumber::gherkin::{Feature, Scenario};
use cucumber::tag::Ext as _;

use crate::feature_set::{FeatureSet, identifier, number, scenarios, tags};

/// Prefix of the tags that name a capability.
const CAPABILITY: &str = "capacite.";

/// What is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Selection<'a> {
    /// Cucumber tag expression; `@INS/va1.35.02` and the like stand for the scenarios behind.
    pub tags: Option<&'a str>,
    /// Ségur wave.
    pub wave: Option<u8>,
    /// Capabilities that the adapter declares.
    pub capabilities: &'a [String],
}

/// What was selected.
#[derive(Clone, Debug, Default)]
pub struct Selected {
    /// The features with the scenarios to play alone; none is empty.
    pub features: Vec<Feature>,
    /// Identifiers of the scenarios to play.
    pub kept: Vec<String>,
    /// The others, with the reason.
    pub not_played: Vec<NotPlayed>,
}

/// A selection that cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    /// The tag expression.
    #[error("--tags {expression:?}: {reason}")]
    Tags {
        /// What was given.
        expression: String,
        /// Why.
        reason: String,
    },
    /// The wave.
    #[error("--wave {0}: no exigence of that wave in the catalogue; see `banc list requirements`")]
    Wave(u8),
}

/// Selects.
pub fn select(set: &FeatureSet, selection: &Selection<'_>) -> Result<Selected, SelectError> {
    let tree = selection
        .tags
        .map(|text| expression(&set.catalogue, text))
        .transpose()?;
    let of_wave = |wave| {
        set.catalogue
            .exigences()
            .iter()
            .any(|exigence| exigence.vague == wave)
    };
    if let Some(wave) = selection.wave.filter(|wave| !of_wave(*wave)) {
        return Err(SelectError::Wave(wave));
    }
    let wave = selection.wave.map(|wave| (wave, set.catalogue.wave(wave)));
    let mut selected = Selected::default();
    for feature in &set.features {
        let mut kept = feature.clone();
        let mut wanted = |scenario: &Scenario| {
            let tags: Vec<&str> = tags(feature, scenario).collect();
            let outside = wave
                .as_ref()
                .filter(|(_, numbers)| !numbers.contains(number(scenario)));
            let missing = missing(&tags, selection.capabilities);
            let (reason, not_applicable) = if tree.as_ref().is_some_and(|tree| !tree.eval(&tags)) {
                ("hors de la sélection par étiquettes".to_owned(), false)
            } else if let Some((wave, _)) = outside {
                (format!("hors de la vague {wave}"), false)
            } else if missing.is_empty() {
                selected.kept.push(identifier(scenario).to_owned());
                return true;
            } else {
                (format!("capacité non déclarée : {missing}"), true)
            };
            selected.not_played.push(NotPlayed {
                id: identifier(scenario).to_owned(),
                name: scenario.name.clone(),
                reason,
                not_applicable,
            });
            false
        };
        kept.scenarios.retain(&mut wanted);
        for rule in &mut kept.rules {
            rule.scenarios.retain(&mut wanted);
        }
        if scenarios(&kept).next().is_some() {
            selected.features.push(kept);
        }
    }
    Ok(selected)
}

/// The capabilities that a scenario needs and that are not declared.
fn missing(tags: &[&str], declared: &[String]) -> String {
    let needed = tags.iter().filter_map(|tag| tag.strip_prefix(CAPABILITY));
    let absent = needed.filter(|name| !declared.iter().any(|each| each == name));
    absent.collect::<Vec<_>>().join(", ")
}

/// Reads an expression; an atom of the catalogue becomes the numbers of the scenarios behind it.
fn expression(catalogue: &Catalogue, text: &str) -> Result<TagOperation, SelectError> {
    let refuse = |reason: String| SelectError::Tags {
        expression: text.to_owned(),
        reason,
    };
    let mut out = String::new();
    for word in split(text) {
        let Some(atom) = word.strip_prefix('@') else {
            out.push_str(word);
            continue;
        };
        match catalogue
            .resolve(atom)
            .map_err(|error| refuse(error.to_string()))?
        {
            None => out.push_str(word),
            // No scenario bears this tag: an exigence that is not tested selects nothing.
            Some(numbers) if numbers.is_empty() => out.push_str("@aucun-scenario"),
            Some(numbers) => {
                let tags: Vec<_> = numbers.iter().map(|number| format!("@{number}")).collect();
                out.push('(');
                out.push_str(&tags.join(" or "));
                out.push(')');
            }
        }
    }
    out.trim()
        .parse()
        .map_err(|error| refuse(format!("{error}")))
}

/// An expression cut into tags, and what is between them.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let in_tag = rest.starts_with('@');
        let ends = |each: char| {
            if in_tag {
                each.is_whitespace() || matches!(each, '(' | ')')
            } else {
                each == '@'
            }
        };
        let found = rest.char_indices().skip(1).find(|(_, each)| ends(*each));
        let (word, after) = rest.split_at(found.map_or(rest.len(), |(at, _)| at));
        words.push(word);
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<String> {
        let declared = banc_contract::capability::ALL;
        declared
            .iter()
            .map(|capability| capability.name.to_owned())
            .collect()
    }

    fn kept(tags: &str) -> Vec<String> {
        let set = FeatureSet::load(None).unwrap();
        let selection = Selection {
            tags: Some(tags),
            capabilities: &all(),
            ..Selection::default()
        };
        select(&set, &selection).unwrap().kept
    }

    #[test]
    fn tags_waves_and_requirements_select() {
        assert_eq!(kept("@INS-05"), ["INS-05"]);
        assert_eq!(kept("@INS-02").len(), 5);
        assert!(kept("@INS/va1.51").contains(&"INS-13".to_owned()));
        assert!(kept("@INS and not @INS/va1.51").len() > 20);
        assert!(!kept("@INS and not @INS/va1.51").contains(&"INS-13".to_owned()));
        assert!(kept("@INS/va1.42").is_empty());
        let set = FeatureSet::load(None).unwrap();
        let refused = |tags| {
            select(
                &set,
                &Selection {
                    tags: Some(tags),
                    ..Selection::default()
                },
            )
        };
        assert!(refused("@INS/va9.99").is_err());
        assert!(refused("@INS and and").is_err());
        let wave = Selection {
            wave: Some(2),
            ..Selection::default()
        };
        assert!(select(&set, &wave).unwrap().kept.is_empty());
    }

    #[test]
    fn a_capability_that_is_missing_makes_a_scenario_not_applicable() {
        let set = FeatureSet::load(None).unwrap();
        let selected = select(&set, &Selection::default()).unwrap();
        assert!(selected.kept.is_empty() && !selected.not_played.is_empty());
        assert!(selected.not_played.iter().all(|each| each.not_applicable));
    }
}
