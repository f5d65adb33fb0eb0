//! `latence_uniforme`: the answer comes later, by a time drawn between two bounds.

use std::time::Duration;

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::{Drawn, Effects, Fault, FaultSpec, Parameter, delay, read, within_longest};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "latence_uniforme",
    summary: "La réponse part après une durée tirée uniformément entre deux bornes.",
    parameters: &[
        Parameter {
            name: "min",
            meaning: "plus petite durée ajoutée",
        },
        Parameter {
            name: "max",
            meaning: "plus grande durée ajoutée ; dix minutes au plus",
        },
    ],
    client_sees: "Une réponse exacte, dont le retard change d'un appel à l'autre.",
    read: read::<LatenceUniforme>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LatenceUniforme {
    #[serde(deserialize_with = "crate::duration::deserialize")]
    min: Duration,
    #[serde(deserialize_with = "crate::duration::deserialize")]
    max: Duration,
}

impl Fault for LatenceUniforme {
    fn apply(&self, rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        let share = rng.random::<f64>();
        let width = self.max.saturating_sub(self.min);
        Some(delay(self.min + width.mul_f64(share), effects))
    }

    fn check(&self) -> Result<(), String> {
        if self.min > self.max {
            return Err("min is greater than max".to_owned());
        }
        within_longest(self.max)
    }
}
