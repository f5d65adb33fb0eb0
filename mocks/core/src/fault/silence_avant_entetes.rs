//! `silence_avant_entetes`: the request is read, and nothing comes for a long while.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::{Drawn, Effects, Fault, FaultSpec, LONGEST, Parameter, delay, read, within_longest};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "silence_avant_entetes",
    summary: "Le service lit la demande puis se tait avant le premier octet de sa réponse.",
    parameters: &[Parameter {
        name: "duree",
        meaning: "durée du silence ; dix minutes par défaut et au plus, après quoi la réponse part",
    }],
    client_sees: "Rien : c'est son propre délai d'attente qui le tire d'affaire.",
    read: read::<SilenceAvantEntetes>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SilenceAvantEntetes {
    #[serde(default = "longest", deserialize_with = "crate::duration::deserialize")]
    duree: Duration,
}

fn longest() -> Duration {
    LONGEST
}

impl Fault for SilenceAvantEntetes {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        Some(delay(self.duree, effects))
    }

    fn check(&self) -> Result<(), String> {
        within_longest(self.duree)
    }
}
