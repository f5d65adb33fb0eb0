//! The shape of a requirement file.
//!
//! Titles are our own words; the official text is never copied.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PreuveId;
use crate::verdict::Provenance;

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) exigence: Vec<Exigence>,
    #[serde(default)]
    pub(super) scenario: Vec<ScenarioMap>,
}

/// A requirement of the REM.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exigence {
    /// Identifier, e.g. `INS/va1.38`.
    pub id: String,
    /// Identifier in earlier versions, e.g. `INS.40`.
    #[serde(default)]
    pub ancien: Option<String>,
    /// Rule of the *guide d'implémentation*, e.g. `R37`.
    #[serde(default)]
    pub regle: Option<String>,
    /// What it asks, in our own words.
    pub titre: String,
    /// REM profile.
    pub profil: String,
    /// Wave of the Ségur programme, 1 or 2.
    pub vague: u8,
    /// REM section.
    pub section: String,
    /// REM block.
    pub bloc: String,
    /// REM function.
    pub fonction: String,
    /// DOIT or PEUT.
    pub nature: Nature,
    /// True when it applies only to some software.
    pub conditionnelle: bool,
    /// Where the text comes from.
    pub source: Source,
    /// Least provenance of evidence accepted.
    pub provenance_min: Provenance,
    /// Why no scenario tests it, when none does.
    #[serde(default)]
    pub non_teste: Option<String>,
    /// Its conformity scenarios.
    #[serde(default)]
    pub scenario: Vec<ScenarioAns>,
}

impl Exigence {
    /// Every preuve, in order.
    pub fn preuves(&self) -> impl Iterator<Item = &Preuve> {
        self.scenario.iter().flat_map(|scenario| &scenario.preuve)
    }
}

/// A conformity scenario of the ANS.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioAns {
    /// Identifier, e.g. `INS/va1.38.02`.
    pub id: String,
    /// What it does, in our own words.
    pub titre: String,
    /// Whether the numbering is published.
    pub numerotation: Numerotation,
    /// Its preuves.
    #[serde(default)]
    pub preuve: Vec<Preuve>,
}

/// A proof asked for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preuve {
    /// Identifier, e.g. `INS/va1.38.02.01`.
    pub id: PreuveId,
    /// What it shows, in our own words.
    pub titre: String,
    /// Codes of the kinds of proof accepted: one or more of `DVLMXPSAGECTF`, separated by commas.
    pub nature: String,
}

/// What each `Alors` of one of our scenarios proves.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioMap {
    /// Catalogue number, e.g. `INS-08`.
    pub numero: String,
    /// True when it rests on a provisional contract: nothing is better than À revoir.
    #[serde(default)]
    pub provisoire: bool,
    /// One entry per `Alors`, `Et` and `Mais` included, in order.
    pub alors: Vec<Alors>,
    /// In an outline, the examples that prove a preuve, from 1, when not all of them do.
    #[serde(default)]
    pub exemples: BTreeMap<PreuveId, Vec<usize>>,
}

impl ScenarioMap {
    /// True when a scenario, bearing `#n` for the n-th example, proves a preuve that its outline is
    /// mapped to.
    pub fn proves(&self, id: &str, preuve: &str) -> bool {
        let Some(examples) = self.exemples.get(preuve) else {
            return true;
        };
        let example = id.split_once('#').and_then(|(_, rank)| rank.parse().ok());
        example.is_none_or(|rank: usize| examples.contains(&rank))
    }
}

/// One `Alors`: a list of preuves, or the word `controle`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "each entry of `alors` is a list of preuve ids or \"controle\""
)]
pub enum Alors {
    /// It supports these preuves.
    Preuves(Vec<PreuveId>),
    /// It proves nothing by itself.
    Controle(Controle),
}

/// The word `controle`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Controle {
    /// `controle`.
    #[serde(rename = "controle")]
    Controle,
}

impl Alors {
    /// The preuves it supports, none for a control.
    pub fn preuves(&self) -> &[PreuveId] {
        match self {
            Self::Preuves(ids) => ids,
            Self::Controle(_) => &[],
        }
    }
}

/// DOIT or PEUT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Nature {
    /// Must.
    #[serde(rename = "EXIGENCE")]
    Exigence,
    /// May.
    #[serde(rename = "PRECONISATION")]
    Preconisation,
}

impl Nature {
    /// As the REM writes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exigence => "EXIGENCE",
            Self::Preconisation => "PRECONISATION",
        }
    }
}

/// Where the text of an exigence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Published.
    #[serde(rename = "officiel")]
    Officiel,
    /// Published as a draft.
    #[serde(rename = "brouillon")]
    Brouillon,
    /// Inferred by us: verdicts are capped at À revoir.
    #[serde(rename = "déduit")]
    Deduit,
}

impl Source {
    /// As the file writes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Officiel => "officiel",
            Self::Brouillon => "brouillon",
            Self::Deduit => "déduit",
        }
    }
}

/// Whether an identifier is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numerotation {
    /// Published.
    #[serde(rename = "officielle")]
    Officielle,
    /// Inferred from the published scheme.
    #[serde(rename = "déduite")]
    Deduite,
}
