//! The editor's configuration of a run, and how durations are written.
//!
//! The stack's own configuration is `banc_server`'s; here it is one table of the same file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

/// The commented default configuration: both the defaults and the reference.
pub const DEFAULT: &str = include_str!("config/banc.toml");

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// File.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what is expected.
    #[error("configuration {path}: {reason}")]
    Parse {
        /// File, or `default`.
        path: String,
        /// What is wrong, with its line.
        reason: String,
    },
}

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Capabilities that the adapter must declare; one that is missing turns the run Non conforme.
    #[serde(default)]
    pub capacites_exigees: Vec<String>,
    /// Known failures by scenario, each with its reason; a known failure that passes fails the run.
    #[serde(default)]
    pub echecs_connus: BTreeMap<String, String>,
    /// Length of the quiet windows that witness an absence.
    #[serde(default = "default_quiet", deserialize_with = "duration")]
    pub fenetre_silence: Duration,
    /// Longest time given to one action of the adapter.
    #[serde(default = "default_deadline", deserialize_with = "duration")]
    pub echeance_action: Duration,
    /// Scenarios played at once, when the adapter allows it.
    #[serde(default = "default_concurrency")]
    pub simultanes: u16,
    /// The simulated services, see `banc_server`.
    #[serde(default)]
    pub pile: toml::Table,
}

impl Config {
    /// The defaults, or the file's content.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return Self::parse("default", DEFAULT);
        };
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&path.display().to_string(), &text)
    }

    fn parse(path: &str, text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError::Parse {
            path: path.to_owned(),
            reason: error.to_string().trim_end().to_owned(),
        })?;
        for capability in &config.capacites_exigees {
            if banc_contract::capability::find(capability).is_none() {
                return Err(ConfigError::Parse {
                    path: path.to_owned(),
                    reason: format!(
                        "capacites_exigees names {capability}, which the contract does not know; \
                         see `banc list capabilities`"
                    ),
                });
            }
        }
        Ok(config)
    }
}

fn default_quiet() -> Duration {
    Duration::from_secs(3)
}

fn default_deadline() -> Duration {
    Duration::from_mins(1)
}

fn default_concurrency() -> u16 {
    16
}

fn duration<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_duration(&text).map_err(serde::de::Error::custom)
}

/// Reads `1.5s`, `300ms`, `2min`; a bare number is refused, because its unit is a guess.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let split = text
        .find(|character: char| character.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let wrong = || format!("{text:?} is not a duration; write for example 300ms, 1.5s or 2min");
    let scale = match unit {
        "ms" => 1e-3,
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(wrong()),
    };
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(number * scale).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_configuration_is_the_reference() {
        let config = Config::load(None).unwrap();
        assert_eq!(config.fenetre_silence, default_quiet());
        assert_eq!(config.echeance_action, default_deadline());
        assert_eq!(config.simultanes, default_concurrency());
    }

    #[test]
    fn an_unknown_key_and_an_unknown_capability_are_refused_by_name() {
        let error = Config::parse("x", "fenetre_silance = \"3s\"")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("fenetre_silance") && error.contains("fenetre_silence"),
            "{error}"
        );
        let error = Config::parse("x", "capacites_exigees = [\"ins.devine\"]")
            .unwrap_err()
            .to_string();
        assert!(error.contains("ins.devine"), "{error}");
    }

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(parse_duration("1.5s").unwrap(), Duration::from_millis(1500));
        assert_eq!(parse_duration("300ms").unwrap(), Duration::from_millis(300));
        assert_eq!(parse_duration("2min").unwrap(), Duration::from_mins(2));
        for wrong in ["3", "s", "-1s", "1 fortnight", "NaNs", ""] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }
}
