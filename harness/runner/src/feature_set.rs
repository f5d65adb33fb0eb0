//! The scenarios and the requirement catalogue that can be played: embedded in the binary, or with
//! a folder that adds to them or replaces them by name.
//!
//! Outlines are expanded here and every scenario gets its identifier (`INS-12#2`); what is played
//! of them is chosen by `select`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use banc_engine::catalogue::{Catalogue, CatalogueError};
use cucumber::feature::Ext as _;
use cucumber::gherkin::{Feature, GherkinEnv, Scenario};

/// The files of `features/` at build time: name and text.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/features.in"));

/// Prefix of the tag that carries a scenario's identifier; no feature writes it.
const ID: &str = "identifiant:";

/// Features that cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum FeatureSetError {
    /// A file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder holds nothing to play.
    #[error("{0} holds no .feature and no .toml file; correct --features")]
    Empty(PathBuf),
    /// A feature does not parse.
    #[error("feature {file}: {reason}")]
    Syntax {
        /// File.
        file: String,
        /// What is wrong, with its line.
        reason: String,
    },
    /// A scenario has no catalogue number, or several.
    #[error("feature {file}, line {line}: {reason}")]
    Number {
        /// File.
        file: String,
        /// Line of the scenario.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The catalogue cannot be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// What can be played.
#[derive(Clone, Debug)]
pub struct FeatureSet {
    /// Features with outlines expanded; every scenario has an identifier, see [`identifier`].
    pub features: Vec<Feature>,
    /// The requirement catalogue.
    pub catalogue: Catalogue,
    /// SHA-256 of every file's name and text, hexadecimal.
    pub sha256: String,
    /// `intégrées`, or the folder that adds to them.
    pub origin: String,
}

impl FeatureSet {
    /// The embedded files, with those of `folder` added or replacing them.
    pub fn load(folder: Option<&Path>) -> Result<Self, FeatureSetError> {
        let mut files: BTreeMap<String, String> = EMBEDDED
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        let mut origin = "intégrées".to_owned();
        if let Some(folder) = folder {
            let before = files.len();
            let mut added = BTreeMap::new();
            walk(folder, folder, &mut added)?;
            if added.is_empty() {
                return Err(FeatureSetError::Empty(folder.to_owned()));
            }
            origin = format!("intégrées ({before} fichiers) et {}", folder.display());
            files.extend(added);
        }
        Self::parse(&files, origin)
    }

    fn parse(files: &BTreeMap<String, String>, origin: String) -> Result<Self, FeatureSetError> {
        let with = |kind: &'static str| {
            files
                .iter()
                .filter(move |(name, _)| name.ends_with(kind))
                .map(|(name, text)| (name.as_str(), text.as_str()))
        };
        let catalogue = Catalogue::parse(&with(".toml").collect::<Vec<_>>())?;
        let mut features = Vec::new();
        for (name, text) in with(".feature") {
            features.push(feature(name, text)?);
        }
        identify(&mut features)?;
        let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
        for (name, text) in files {
            for part in [name, text] {
                context.update(&(part.len() as u64).to_le_bytes());
                context.update(part.as_bytes());
            }
        }
        Ok(Self {
            features,
            catalogue,
            sha256: hex::encode(context.finish()),
            origin,
        })
    }

    /// Every scenario with its feature.
    pub fn scenarios(&self) -> impl Iterator<Item = (&Feature, &Scenario)> {
        self.features
            .iter()
            .flat_map(|feature| scenarios(feature).map(move |scenario| (feature, scenario)))
    }
}

/// The scenarios of a feature, those of its rules included.
pub fn scenarios(feature: &Feature) -> impl Iterator<Item = &Scenario> {
    feature
        .scenarios
        .iter()
        .chain(feature.rules.iter().flat_map(|rule| &rule.scenarios))
}

/// Identifier of a scenario: its catalogue number, with `#n` for the n-th that bears it.
pub fn identifier(scenario: &Scenario) -> &str {
    scenario
        .tags
        .iter()
        .find_map(|tag| tag.strip_prefix(ID))
        .unwrap_or_default()
}

/// Catalogue number of a scenario.
pub fn number(scenario: &Scenario) -> &str {
    let identifier = identifier(scenario);
    identifier
        .split_once('#')
        .map_or(identifier, |(number, _)| number)
}

/// The tags of a scenario and of its feature as written, without the identifier.
pub fn tags<'a>(feature: &'a Feature, scenario: &'a Scenario) -> impl Iterator<Item = &'a str> {
    let written = |tag: &&String| !tag.starts_with(ID);
    let own = scenario.tags.iter().filter(written);
    feature
        .tags
        .iter()
        .filter(move |tag| !scenario.tags.contains(tag))
        .chain(own)
        .map(String::as_str)
}

fn feature(name: &str, text: &str) -> Result<Feature, FeatureSetError> {
    let wrong = |reason: String| FeatureSetError::Syntax {
        file: name.to_owned(),
        reason,
    };
    let environment = GherkinEnv::new("fr").map_err(|error| wrong(error.to_string()))?;
    let mut feature =
        Feature::parse(text, environment).map_err(|error| wrong(error.to_string()))?;
    feature.path = Some(PathBuf::from(name));
    feature
        .expand_examples()
        .map_err(|error| wrong(error.to_string()))
}

/// Gives every scenario its identifier, by the order of files and lines.
fn identify(features: &mut [Feature]) -> Result<(), FeatureSetError> {
    let mut totals: BTreeMap<String, usize> = BTreeMap::new();
    for feature in features.iter() {
        for scenario in scenarios(feature) {
            *totals
                .entry(catalogue_number(feature, scenario)?)
                .or_default() += 1;
        }
    }
    let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
    for feature in features {
        let file = feature.clone();
        let rules = feature
            .rules
            .iter_mut()
            .flat_map(|rule| &mut rule.scenarios);
        for scenario in feature.scenarios.iter_mut().chain(rules) {
            let number = catalogue_number(&file, scenario)?;
            let rank = ranks.entry(number.clone()).or_default();
            *rank += 1;
            let several = totals.get(&number).is_some_and(|total| *total > 1);
            let identifier = if several {
                format!("{number}#{rank}")
            } else {
                number
            };
            scenario.tags.push(format!("{ID}{identifier}"));
        }
    }
    Ok(())
}

/// The one tag that looks like `INS-08`.
fn catalogue_number(feature: &Feature, scenario: &Scenario) -> Result<String, FeatureSetError> {
    let is_number = |tag: &&String| {
        tag.split_once('-').is_some_and(|(function, rank)| {
            function.bytes().all(|byte| byte.is_ascii_uppercase())
                && !function.is_empty()
                && rank.len() == 2
                && rank.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let numbers: Vec<&String> = scenario.tags.iter().filter(is_number).collect();
    match numbers.as_slice() {
        [number] => Ok((*number).clone()),
        others => Err(FeatureSetError::Number {
            file: feature
                .path
                .as_ref()
                .map_or_else(String::new, |path| path.display().to_string()),
            line: scenario.position.line,
            reason: format!(
                "the scenario « {} » bears {} catalogue numbers; give it one tag such as @INS-08",
                scenario.name,
                others.len()
            ),
        }),
    }
}

fn walk(
    root: &Path,
    directory: &Path,
    files: &mut BTreeMap<String, String>,
) -> Result<(), FeatureSetError> {
    let read = |path: &Path| {
        let path = path.to_owned();
        move |source| FeatureSetError::Read { path, source }
    };
    for entry in std::fs::read_dir(directory).map_err(read(directory))? {
        let path = entry.map_err(read(directory))?.path();
        if path.is_dir() {
            walk(root, &path, files)?;
        } else if path
            .extension()
            .is_some_and(|kind| kind == "feature" || kind == "toml")
        {
            let text = std::fs::read_to_string(&path).map_err(read(&path))?;
            let name = path.strip_prefix(root).unwrap_or(&path);
            files.insert(name.to_string_lossy().replace('\\', "/"), text);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(files: &[(&str, &str)]) -> Result<FeatureSet, FeatureSetError> {
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        FeatureSet::parse(&files, "essai".to_owned())
    }

    #[test]
    fn outlines_are_expanded_and_identified_in_order() {
        let set = parse(&[(
            "a.feature",
            "# language: fr\n@INS\nFonctionnalité: F\n  @INS-02\n  Plan du Scénario: sans <trait>\n    Étant donné <trait>\n\n    Exemples:\n      | trait |\n      | nom   |\n      | sexe  |\n\n  @INS-03 @negatif\n  Scénario: seul\n    Étant donné rien\n",
        )])
        .unwrap();
        let ids: Vec<&str> = set
            .scenarios()
            .map(|(_, scenario)| identifier(scenario))
            .collect();
        assert_eq!(ids, ["INS-02#1", "INS-02#2", "INS-03"]);
        let (feature, last) = set.scenarios().last().unwrap();
        assert_eq!(
            tags(feature, last).collect::<Vec<_>>(),
            ["INS", "INS-03", "negatif"]
        );
        assert_eq!(number(set.scenarios().next().unwrap().1), "INS-02");
    }

    #[test]
    fn a_feature_that_does_not_parse_or_has_no_number_is_refused_by_name() {
        let error = parse(&[("b.feature", "Fonctionnalité\n  nimporte")])
            .unwrap_err()
            .to_string();
        assert!(error.contains("b.feature"), "{error}");
        let text =
            "# language: fr\nFonctionnalité: F\n  Scénario: sans numéro\n    Étant donné rien\n";
        let error = parse(&[("c.feature", text)]).unwrap_err().to_string();
        assert!(
            error.contains("c.feature") && error.contains("@INS-08"),
            "{error}"
        );
    }
}
