//! `reinitialisation`: the TCP connection is reset, before the answer or inside its body.

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::Map;

use super::{Drawn, Effects, Fault, FaultSpec, Parameter, read};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "reinitialisation",
    summary: "La connexion TCP est réinitialisée avant la réponse, ou après les premiers octets de son corps.",
    parameters: &[Parameter {
        name: "octet",
        meaning: "octets du corps envoyés avant la coupure ; 0 par défaut : rien n'est envoyé, pas même les en-têtes",
    }],
    client_sees: "« Connexion réinitialisée par le pair » (RST), sous TLS aussi, sans close_notify.",
    read: read::<Reinitialisation>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reinitialisation {
    #[serde(default)]
    octet: u64,
}

impl Fault for Reinitialisation {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        if effects.reset_at.is_some() {
            return None;
        }
        effects.reset_at = Some(self.octet);
        let mut drawn = Map::new();
        drawn.insert("octet".to_owned(), self.octet.into());
        Some(drawn)
    }
}
