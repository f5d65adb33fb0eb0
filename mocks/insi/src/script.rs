//! Answers that a scenario sets in advance: the next ones, or all of them.
//!
//! A scripted answer replaces the business answer alone: authentication, context blocks and lexical
//! rules are checked before it, as for any call.

use banc_core::observed::insi::InsiOperation;
use serde::{Deserialize, Serialize};

/// One scripted answer; they are used in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedAnswer {
    /// Operation it waits for; any search or verification when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<InsiOperation>,
    /// How many calls it answers, 1 by default.
    #[serde(default = "once")]
    pub fois: u32,
    /// True to answer every further call.
    #[serde(default)]
    pub toujours: bool,
    /// The answer.
    pub reponse: Reply,
}

fn once() -> u32 {
    1
}

impl ScriptedAnswer {
    /// This answer once, to any operation.
    pub fn once(reponse: Reply) -> Self {
        Self {
            operation: None,
            fois: 1,
            toujours: false,
            reponse,
        }
    }

    /// This answer to every further call of any operation.
    pub fn always(reponse: Reply) -> Self {
        Self {
            toujours: true,
            ..Self::once(reponse)
        }
    }
}

/// What to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reply {
    /// The base's own answer.
    Normale,
    /// A code without individual; the usual label when none is given. For a verification, `OK` and
    /// `KO` stand for the configured codes.
    Code {
        /// `CodeCR`.
        code: String,
        /// `LibelleCR`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        libelle: Option<String>,
    },
    /// The base's own answer, altered when it is a 00.
    Alteree(Alteration),
    /// A 00 with this identity, whatever was asked.
    Identite {
        /// Its name in the base.
        id: String,
        /// What to change in it.
        #[serde(default)]
        alteration: Alteration,
    },
    /// A refusal, official or configured, by its code.
    Refus {
        /// `Erreur/@code`.
        code: String,
    },
}

/// Changes to a 00. An empty text writes an empty element; a name in `absents` writes none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alteration {
    /// `TIQ/NomNaissance`.
    pub nom_naissance: Option<String>,
    /// `TIQ/ListePrenom`.
    pub prenoms: Option<String>,
    /// `TIQ/Sexe`.
    pub sexe: Option<String>,
    /// `TIQ/DateNaissance`.
    pub date_naissance: Option<String>,
    /// `TIQ/LieuNaissance`.
    pub lieu_naissance: Option<String>,
    /// `INSACTIF/IdIndividu/NumIdentifiant`.
    pub numero: Option<String>,
    /// `INSACTIF/IdIndividu/Cle`.
    pub cle: Option<String>,
    /// `INSACTIF/OID`.
    pub oid: Option<String>,
    /// Elements of `TIQ` to leave out, e.g. `LieuNaissance`.
    pub absents: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_written_shortly() {
        let script: ScriptedAnswer =
            serde_json::from_str(r#"{"fois":2,"reponse":{"nature":"code","code":"02"}}"#).unwrap();
        assert_eq!(script.fois, 2);
        let blank: ScriptedAnswer = serde_json::from_str(
            r#"{"operation":"recherche_traits","reponse":{"nature":"alteree","sexe":""}}"#,
        )
        .unwrap();
        assert!(matches!(blank.reponse, Reply::Alteree(a) if a.sexe.as_deref() == Some("")));
        let unknown =
            serde_json::from_str::<ScriptedAnswer>(r#"{"reponse":{"nature":"alteree","sex":""}}"#);
        assert!(unknown.is_err());
    }
}
