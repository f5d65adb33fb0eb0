//! What an adapter says of itself: names, contract version, capabilities.

use banc_contract::{CONTRACT_VERSION, Declaration, capability};
use banc_core::nearest::nearest;

use super::Inspection;

impl Inspection {
    pub(super) fn declaration(&mut self, declaration: &Declaration) {
        let named = [
            ("editeur", &declaration.editeur),
            ("logiciel", &declaration.logiciel),
            ("version", &declaration.version),
        ];
        let empty: Vec<&str> = named
            .iter()
            .filter(|(_, value)| value.trim().is_empty())
            .map(|(name, _)| *name)
            .collect();
        if empty.is_empty() {
            self.pass(
                "declaration",
                format!(
                    "{} {} ({})",
                    declaration.logiciel, declaration.version, declaration.editeur
                ),
            );
        } else {
            self.fail(
                "declaration",
                format!(
                    "champ vide : {} ; le rapport nomme le logiciel par ces champs.",
                    empty.join(", ")
                ),
            );
        }
        if declaration.contrat == CONTRACT_VERSION {
            self.pass("contrat", format!("version {CONTRACT_VERSION} du contrat"));
        } else {
            self.fail(
                "contrat",
                format!(
                    "l'adaptateur annonce la version {:?} du contrat, le banc parle la version {CONTRACT_VERSION:?} : mettez « contrat » à {CONTRACT_VERSION:?} après avoir relu docs/pilote.md.",
                    declaration.contrat
                ),
            );
        }
        self.capabilities(&declaration.capacites);
    }

    fn capabilities(&mut self, declared: &[String]) {
        let unknown: Vec<String> = declared
            .iter()
            .filter(|name| capability::find(name).is_none())
            .map(
                |name| match nearest(name, capability::ALL.iter().map(|known| known.name)) {
                    Some(near) => format!("« {name} » (vouliez-vous « {near} » ?)"),
                    None => format!("« {name} »"),
                },
            )
            .collect();
        let mut sorted = declared.to_vec();
        sorted.sort();
        let twice = sorted.windows(2).find(|pair| pair[0] == pair[1]);
        if !unknown.is_empty() {
            self.fail("capacites", format!("capacité inconnue : {} ; les scénarios qui en dépendent resteraient « Non applicable ».", unknown.join(", ")));
        } else if let Some([again, _]) = twice {
            self.fail(
                "capacites",
                format!("capacité déclarée deux fois : « {again} »."),
            );
        } else if declared.is_empty() {
            self.fail("capacites", "aucune capacité déclarée : tout serait « Non applicable ». Déclarez au moins « patient.creer » et « ins.rechercher ».");
        } else {
            let missing: Vec<&str> = capability::ALL
                .iter()
                .map(|known| known.name)
                .filter(|name| !declared.iter().any(|declared| declared == name))
                .collect();
            let rest = if missing.is_empty() {
                "toutes".to_owned()
            } else {
                format!(
                    "non déclarées, donc « Non applicable » : {}",
                    missing.join(", ")
                )
            };
            self.pass(
                "capacites",
                format!("{} capacité(s) déclarée(s) ; {rest}", declared.len()),
            );
        }
    }
}
