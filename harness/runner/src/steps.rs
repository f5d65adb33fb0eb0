//! The words of scenarios: each step is a pattern and what it does or checks. One file per domain.
//!
//! Steps know the practice's words and the driver contract; they judge nothing: an `Alors` names a
//! check, which the engine judges.

mod annuaire;
mod base_locale;
mod compte;
mod connexion;
mod droits;
mod journaux;
mod panne;
mod poste;
mod pro_sante_connect;
mod reception;
mod recherche;
mod situation;
mod statut;
mod teleservice;
mod traits;
mod verification;
mod words;

use std::sync::OnceLock;

use banc_engine::Check;
use banc_engine::record::StepKind;
use futures_util::future::LocalBoxFuture;
use regex::Regex;

use crate::world::Scene;

/// Why a step could not be done. It is never a verdict on the software.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct StepError(pub(crate) String);

impl StepError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// What a step gives.
pub(crate) type StepResult = Result<(), StepError>;

/// A step that acts.
pub(crate) type StepFuture<'a> = LocalBoxFuture<'a, StepResult>;

/// What was captured in the text of a step, in the order of the groups; absent groups are empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Args(Vec<Option<String>>);

impl Args {
    /// The n-th group, from 0; empty when it is absent.
    pub(crate) fn text(&self, index: usize) -> &str {
        self.get(index).unwrap_or_default()
    }

    /// The n-th group, when it is there.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        self.0.get(index)?.as_deref()
    }

    /// The n-th group as a number.
    pub(crate) fn number(&self, index: usize) -> Result<usize, StepError> {
        let text = self.text(index);
        text.parse()
            .map_err(|_| StepError::new(format!("« {text} » n'est pas un nombre")))
    }
}

/// What a step does.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// Acts on the situation or on the software.
    Do(for<'a> fn(&'a mut Scene, &'a Args) -> StepFuture<'a>),
    /// Names the check of an `Alors`.
    Check(fn(&Scene, &Args) -> Result<Check, StepError>),
}

/// A step as its domain declares it.
#[derive(Clone, Copy)]
pub(crate) struct StepSpec {
    /// Kind of the step.
    pub(crate) kind: StepKind,
    /// Pattern of the whole text, without the keyword.
    pub(crate) pattern: &'static str,
    /// What it does.
    pub(crate) run: Run,
}

/// An `Étant donné`.
pub(crate) const fn given(
    pattern: &'static str,
    run: for<'a> fn(&'a mut Scene, &'a Args) -> StepFuture<'a>,
) -> StepSpec {
    StepSpec {
        kind: StepKind::Given,
        pattern,
        run: Run::Do(run),
    }
}

/// A `Quand`.
pub(crate) const fn when(
    pattern: &'static str,
    run: for<'a> fn(&'a mut Scene, &'a Args) -> StepFuture<'a>,
) -> StepSpec {
    StepSpec {
        kind: StepKind::When,
        pattern,
        run: Run::Do(run),
    }
}

/// An `Alors`.
pub(crate) const fn then(
    pattern: &'static str,
    check: fn(&Scene, &Args) -> Result<Check, StepError>,
) -> StepSpec {
    StepSpec {
        kind: StepKind::Then,
        pattern,
        run: Run::Check(check),
    }
}

/// A step ready to be matched.
struct Step {
    spec: StepSpec,
    regex: Regex,
}

fn all() -> &'static [Step] {
    static ALL: OnceLock<Vec<Step>> = OnceLock::new();
    ALL.get_or_init(|| {
        let domains = [
            situation::STEPS,
            traits::STEPS,
            base_locale::STEPS,
            recherche::STEPS,
            journaux::STEPS,
            statut::STEPS,
            verification::STEPS,
            reception::STEPS,
            droits::STEPS,
            panne::STEPS,
            annuaire::STEPS,
            pro_sante_connect::STEPS,
            connexion::STEPS,
            compte::STEPS,
            teleservice::STEPS,
            poste::STEPS,
        ];
        domains
            .into_iter()
            .flatten()
            .map(|spec| Step {
                spec: *spec,
                regex: compiled(spec),
            })
            .collect()
    })
}

#[expect(
    clippy::expect_used,
    reason = "patterns are constants, each compiled by a unit test"
)]
fn compiled(spec: &StepSpec) -> Regex {
    Regex::new(&format!("^(?:{})$", spec.pattern))
        .expect("a step's pattern is a regular expression")
}

/// Why a text matches no step, or more than one: a bug of the bench, found before the run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepLookup {
    /// No step has this text.
    #[error("no step matches \"{0}\"; see docs/etapes.md for the steps that exist")]
    Undefined(String),
    /// Several have.
    #[error("\"{0}\" matches {1} steps; make their patterns exclusive")]
    Ambiguous(String, usize),
}

/// The step of that text, with what was captured.
pub(crate) fn find(kind: StepKind, text: &str) -> Result<(Run, Args), StepLookup> {
    let text = plain(text);
    let mut found = all()
        .iter()
        .filter(|step| step.spec.kind == kind)
        .filter_map(|step| Some((step, step.regex.captures(text)?)));
    let Some((step, captures)) = found.next() else {
        return Err(StepLookup::Undefined(text.to_owned()));
    };
    let more = found.count();
    if more > 0 {
        return Err(StepLookup::Ambiguous(text.to_owned(), more + 1));
    }
    let groups = captures.iter().skip(1);
    let args = groups
        .map(|group| group.map(|found| found.as_str().to_owned()))
        .collect();
    Ok((step.spec.run, Args(args)))
}

/// The text without the « que » that a keyword may leave (`Étant donné que`, `Étant donné qu'`).
fn plain(text: &str) -> &str {
    text.strip_prefix("que ")
        .or_else(|| text.strip_prefix("qu'"))
        .unwrap_or(text)
}

/// Every step, for the documentation: kind and pattern.
pub fn catalogue() -> Vec<(StepKind, &'static str)> {
    all()
        .iter()
        .map(|step| (step.spec.kind, step.spec.pattern))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_no_text_is_guessed() {
        assert!(catalogue().len() > 40);
        let undefined = find(StepKind::When, "le professionnel danse").err();
        assert!(matches!(undefined, Some(StepLookup::Undefined(_))));
        assert!(find(StepKind::Given, "que INSi est rétabli").is_ok());
        assert!(find(StepKind::When, "INSi est rétabli").is_err());
    }
}
