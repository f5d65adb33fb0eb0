//! `refus_officiel`: the service refuses the call by one of its official codes.

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::Map;

use super::{Drawn, Effects, Fault, FaultSpec, Parameter, read};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "refus_officiel",
    summary: "Le service refuse l'appel par l'un de ses codes officiels.",
    parameters: &[Parameter {
        name: "code",
        meaning: "code du refus, parmi ceux que le service connaît",
    }],
    client_sees: "Le refus du service, dans sa forme officielle.",
    read: read::<RefusOfficiel>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusOfficiel {
    code: String,
}

impl Fault for RefusOfficiel {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        if effects.refusal.is_some() {
            return None;
        }
        effects.refusal = Some(self.code.clone());
        let mut drawn = Map::new();
        drawn.insert("code".to_owned(), self.code.clone().into());
        Some(drawn)
    }

    fn refusal(&self) -> Option<&str> {
        Some(&self.code)
    }
}
