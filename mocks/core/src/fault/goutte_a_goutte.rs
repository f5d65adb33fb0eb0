//! `goutte_a_goutte`: the body comes a few bytes at a time.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::Map;

use super::{BodyFault, Drawn, Effects, Fault, FaultSpec, Parameter, read, within_longest};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "goutte_a_goutte",
    summary: "Le corps de la réponse arrive par petits morceaux espacés.",
    parameters: &[
        Parameter {
            name: "octets",
            meaning: "octets par morceau, au moins un",
        },
        Parameter {
            name: "intervalle",
            meaning: "temps entre deux morceaux",
        },
    ],
    client_sees: "Une réponse exacte et très lente, sans silence assez long pour un délai de lecture.",
    read: read::<GoutteAGoutte>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoutteAGoutte {
    octets: u64,
    #[serde(deserialize_with = "crate::duration::deserialize")]
    intervalle: Duration,
}

impl Fault for GoutteAGoutte {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        if effects.body.is_some() {
            return None;
        }
        effects.body = Some(BodyFault::Drip {
            bytes: self.octets,
            every: self.intervalle,
        });
        let mut drawn = Map::new();
        drawn.insert("octets".to_owned(), self.octets.into());
        let every = crate::duration::millis(self.intervalle);
        drawn.insert("intervalle_ms".to_owned(), every.into());
        Some(drawn)
    }

    fn check(&self) -> Result<(), String> {
        if self.octets == 0 {
            return Err("octets is zero: nothing would ever be sent".to_owned());
        }
        within_longest(self.intervalle)
    }
}
