//! `corps_tronque`: the full length is declared, the connection closes before it.

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::Map;

use super::{BodyFault, Drawn, Effects, Fault, FaultSpec, Parameter, read};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "corps_tronque",
    summary: "La réponse déclare sa longueur entière et la connexion se ferme avant.",
    parameters: &[Parameter {
        name: "octet",
        meaning: "octets du corps envoyés ; un corps plus court part entier, puis la connexion se ferme",
    }],
    client_sees: "Un corps plus court que `Content-Length` : une réponse incomplète.",
    read: read::<CorpsTronque>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CorpsTronque {
    octet: u64,
}

impl Fault for CorpsTronque {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        if effects.body.is_some() {
            return None;
        }
        effects.body = Some(BodyFault::Truncate { at: self.octet });
        let mut drawn = Map::new();
        drawn.insert("octet".to_owned(), self.octet.into());
        Some(drawn)
    }
}
