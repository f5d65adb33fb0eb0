//! `latence_fixe`: the answer comes later, always by the same time.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::{Drawn, Effects, Fault, FaultSpec, Parameter, delay, read, within_longest};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "latence_fixe",
    summary: "La réponse part après une durée fixe, en plus du temps propre du simulateur.",
    parameters: &[Parameter {
        name: "duree",
        meaning: "durée ajoutée, p. ex. \"1.5s\" ; dix minutes au plus",
    }],
    client_sees: "Une réponse exacte, en retard de la durée demandée.",
    read: read::<LatenceFixe>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LatenceFixe {
    #[serde(deserialize_with = "crate::duration::deserialize")]
    duree: Duration,
}

impl Fault for LatenceFixe {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        Some(delay(self.duree, effects))
    }

    fn check(&self) -> Result<(), String> {
        within_longest(self.duree)
    }
}
