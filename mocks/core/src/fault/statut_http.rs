//! `statut_http`: an HTTP status in place of the service's answer, as a gateway would send.

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::Map;

use super::{Drawn, Effects, Fault, FaultSpec, Parameter, Replacement, read};

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "statut_http",
    summary: "Un statut HTTP d'erreur remplace la réponse du service, comme le ferait une passerelle.",
    parameters: &[
        Parameter {
            name: "code",
            meaning: "statut, de 300 à 599",
        },
        Parameter {
            name: "corps",
            meaning: "texte du corps, vide par défaut",
        },
    ],
    client_sees: "Le statut demandé, sans réponse métier.",
    read: read::<StatutHttp>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatutHttp {
    code: u16,
    #[serde(default)]
    corps: String,
}

impl Fault for StatutHttp {
    fn apply(&self, _rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        if effects.replacement.is_some() {
            return None;
        }
        effects.replacement = Some(Replacement {
            status: self.code,
            body: self.corps.clone(),
        });
        let mut drawn = Map::new();
        drawn.insert("code".to_owned(), self.code.into());
        Some(drawn)
    }

    fn check(&self) -> Result<(), String> {
        if (300..=599).contains(&self.code) {
            return Ok(());
        }
        Err(format!("code {} is not between 300 and 599", self.code))
    }
}
