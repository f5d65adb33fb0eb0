//! Faults: what may be done to an answer, and who decides when.
//!
//! A fault is an error of the service or of the network, never a correct answer (that is a
//! variation). Here are its catalogue and its effects; the recorder applies them. A decision is a
//! pure function of the seed and of what it is about.

use std::fmt::Debug;
use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value};

mod corps_tronque;
mod goutte_a_goutte;
mod latence_fixe;
mod latence_lognormale;
mod latence_uniforme;
mod ordinals;
mod plan;
mod refus_officiel;
mod reinitialisation;
mod rule;
mod silence_avant_entetes;
mod silence_dans_corps;
mod statut_http;
mod switch;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use ordinals::Ordinals;
pub use plan::{Decision, FaultPlan, PlanError};
pub use switch::PlanSwitch;
pub use vocabulary::{ServiceWords, Vocabulary};

pub(crate) use rule::{Scope, known_word, text_of};

/// The longest silence or latency that a fault may ask for; a drawn one is cut there.
pub const LONGEST: Duration = Duration::from_mins(10);

/// Every fault, in the order in which they are documented.
pub static CATALOGUE: &[&FaultSpec] = &[
    &latence_fixe::SPEC,
    &latence_uniforme::SPEC,
    &latence_lognormale::SPEC,
    &statut_http::SPEC,
    &refus_officiel::SPEC,
    &reinitialisation::SPEC,
    &silence_avant_entetes::SPEC,
    &silence_dans_corps::SPEC,
    &corps_tronque::SPEC,
    &goutte_a_goutte::SPEC,
];

/// What is said of a fault, to its users.
#[derive(Debug)]
pub struct FaultSpec {
    /// Name, as written in a plan.
    pub name: &'static str,
    /// What it does, one French sentence.
    pub summary: &'static str,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// What a plain client sees, one French sentence.
    pub client_sees: &'static str,
    /// Reads its parameters.
    read: fn(toml::Table) -> Result<Box<dyn Fault>, String>,
}

/// A parameter of a fault.
#[derive(Debug)]
pub struct Parameter {
    /// Name, as written in a plan.
    pub name: &'static str,
    /// What it is, in French.
    pub meaning: &'static str,
}

/// A fault with its parameters.
trait Fault: Debug + Send + Sync {
    /// Adds itself to what is done to a call, and gives the parameters drawn; nothing when another
    /// rule had taken the same place before.
    fn apply(&self, rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn;

    /// Code of the official refusal that it asks for.
    fn refusal(&self) -> Option<&str> {
        None
    }

    /// Says why the parameters make no sense, when they make none.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

/// Parameters drawn; nothing when another rule had taken the same place before.
type Drawn = Option<Map<String, Value>>;

/// What is done to a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// Time to wait before the answer's first byte, beyond the service's own; several add up.
    pub latency: Duration,
    /// An answer in place of the service's.
    pub replacement: Option<Replacement>,
    /// Official refusal to ask the service for.
    pub refusal: Option<String>,
    /// The connection is reset once so many bytes of the answer's body were sent; before anything
    /// was sent when zero.
    pub reset_at: Option<u64>,
    /// What is done to the answer's body.
    pub body: Option<BodyFault>,
}

/// An answer in place of the service's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// HTTP status.
    pub status: u16,
    /// Body, plain text.
    pub body: String,
}

/// What is done to an answer's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFault {
    /// Silence once so many bytes were sent, then the rest.
    Stall {
        /// Bytes before.
        at: u64,
        /// Length of the silence.
        time: Duration,
    },
    /// The connection is closed once so many bytes were sent, the full length having been declared.
    Truncate {
        /// Bytes sent.
        at: u64,
    },
    /// A few bytes at a time.
    Drip {
        /// Bytes each time.
        bytes: u64,
        /// Time between two sendings.
        every: Duration,
    },
}

fn read<F: Fault + serde::de::DeserializeOwned + 'static>(
    table: toml::Table,
) -> Result<Box<dyn Fault>, String> {
    let fault: F = table
        .try_into()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    fault.check()?;
    Ok(Box::new(fault))
}

/// The parameter that every fault that delays an answer writes: what was asked, in milliseconds.
pub const LATENCY_MS: &str = "latence_ms";

fn delay(time: Duration, effects: &mut Effects) -> Map<String, Value> {
    let time = time.min(LONGEST);
    effects.latency += time;
    let mut drawn = Map::new();
    drawn.insert(LATENCY_MS.to_owned(), crate::duration::millis(time).into());
    drawn
}

fn within_longest(time: Duration) -> Result<(), String> {
    if time <= LONGEST {
        return Ok(());
    }
    Err(format!(
        "{} is longer than the longest that a fault may ask for, {}",
        crate::duration::text(time),
        crate::duration::text(LONGEST)
    ))
}
