//! Settings of the simulated directory. One commented file, embedded, is both the defaults and the
//! reference; what a user gives is laid over it.

use banc_core::settings::lay_over;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// The embedded, commented settings.
pub const DEFAULT: &str = include_str!("../annuaire.toml");

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or keys and values that are not known.
    #[error("annuaire settings: {0}")]
    Toml(#[from] toml::de::Error),
    /// No key at all.
    #[error("annuaire settings: `cles` is empty, and every call would be refused: give one key")]
    NoKey,
    /// A number that must be positive.
    #[error("annuaire settings: `{0}` is zero: give a positive number")]
    Zero(&'static str),
}

/// Settings; the meaning and source of each key is in the embedded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct AnnuaireConfig {
    pub corps_max: usize,
    pub cles: Vec<String>,
    pub sans_version: Unversioned,
    pub v1_active: bool,
    pub mailbox_mss_type: bool,
    pub recherche: Search,
    pub debit: Rate,
}

/// What `/fhir` without version serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unversioned {
    /// The first version.
    V1,
    /// The second version.
    V2,
}

/// Searches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Search {
    pub page: usize,
    pub page_max: usize,
    #[serde(with = "days")]
    pub delta_max: SignedDuration,
}

/// The limit of calls by key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Rate {
    pub actif: bool,
    pub requetes: usize,
    #[serde(with = "banc_core::duration")]
    pub periode: std::time::Duration,
}

/// A number of whole days, written `"30d"`.
mod days {
    use jiff::SignedDuration;
    use serde::{Deserialize as _, Deserializer, Serializer};

    const HOURS: i64 = 24;

    pub(super) fn serialize<S: Serializer>(
        value: &SignedDuration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}d", value.as_hours() / HOURS))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SignedDuration, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.strip_suffix('d')
            .and_then(|days| days.trim().parse::<u16>().ok())
            .map(|days| SignedDuration::from_hours(i64::from(days) * HOURS))
            .ok_or_else(|| {
                serde::de::Error::custom(format!(
                    "\"{text}\" is not a number of days: write for example \"30d\""
                ))
            })
    }
}

impl AnnuaireConfig {
    /// The embedded settings with `text` laid over them.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_table(toml::from_str(text)?)
    }

    /// The embedded settings with a table laid over them.
    pub fn from_table(over: toml::Table) -> Result<Self, ConfigError> {
        let mut table: toml::Table = toml::from_str(DEFAULT)?;
        lay_over(&mut table, over);
        let config: Self = table.try_into()?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        if self.cles.is_empty() {
            return Err(ConfigError::NoKey);
        }
        let numbers = [
            ("recherche.page", self.recherche.page),
            ("recherche.page_max", self.recherche.page_max),
            ("debit.requetes", self.debit.requetes),
        ];
        match numbers.into_iter().find(|(_, number)| *number == 0) {
            Some((name, _)) => Err(ConfigError::Zero(name)),
            None if self.debit.periode.is_zero() => Err(ConfigError::Zero("debit.periode")),
            None => Ok(()),
        }
    }
}

impl Default for AnnuaireConfig {
    #[expect(
        clippy::expect_used,
        reason = "the file is embedded and a test reads it"
    )]
    fn default() -> Self {
        Self::from_table(toml::Table::new()).expect("annuaire.toml is embedded and tested")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_read_and_laid_over() {
        let default = AnnuaireConfig::default();
        assert_eq!(default.recherche.page, 50);
        assert_eq!(default.debit.requetes, 17);
        assert_eq!(
            default.recherche.delta_max,
            SignedDuration::from_hours(30 * 24)
        );
        let config =
            AnnuaireConfig::from_toml("sans_version = \"v1\"\n[debit]\nactif = false").unwrap();
        assert_eq!(config.sans_version, Unversioned::V1);
        assert_eq!(config.debit.requetes, 17);
        let written = toml::Table::try_from(&config).unwrap();
        assert_eq!(AnnuaireConfig::from_table(written).unwrap(), config);
    }

    #[test]
    fn unusable_settings_are_errors() {
        for (text, word) in [
            ("clefs = []", "clefs"),
            ("cles = []", "cles"),
            ("[recherche]\npage = 0", "recherche.page"),
            ("[debit]\nperiode = \"0s\"", "debit.periode"),
            ("[recherche]\ndelta_max = \"un mois\"", "un mois"),
        ] {
            let error = AnnuaireConfig::from_toml(text).unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}
