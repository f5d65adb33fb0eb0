//! `silence_dans_corps`: the answer stops in the middle of its body.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::Map;

use super::{
    BodyFault, Drawn, Effects, Fault, FaultSpec, LONGEST, Parameter, read, within_longest,
};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "silence_dans_corps",
    summary: "La réponse s'interrompt au milieu de son corps, puis reprend.",
    parameters: &[
        Parameter {
            name: "octet",
            meaning: "octets du corps envoyés avant le silence",
        },
        Parameter {
            name: "duree",
            meaning: "durée du silence ; dix minutes par défaut et au plus, après quoi le reste part",
        },
    ],
    client_sees: "Des en-têtes exacts et le début du corps, puis plus rien jusqu'à son délai d'attente.",
    read: read::<SilenceDansCorps>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SilenceDansCorps {
    octet: u64,
    #[serde(default = "longest", deserialize_with = "crate::duration::deserialize")]
    duree: Duration,
}

fn longest() -> Duration {
    LONGEST
}

impl Fault for SilenceDansCorps {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        if effects.body.is_some() {
            return None;
        }
        effects.body = Some(BodyFault::Stall {
            at: self.octet,
            time: self.duree,
        });
        let mut drawn = Map::new();
        drawn.insert("octet".to_owned(), self.octet.into());
        let silence = crate::duration::millis(self.duree);
        drawn.insert("silence_ms".to_owned(), silence.into());
        Some(drawn)
    }

    fn check(&self) -> Result<(), String> {
        within_longest(self.duree)
    }
}
