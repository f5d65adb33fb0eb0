//! Tolerances: what the directory serves although it is not as the documentation asks, by name.

/// A tolerance, noted in the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quirk {
    /// A parameter that begins with `_` and is not known.
    ParametreIgnore,
    /// A parameter without value.
    ParametreVide,
    /// A modifier that the parameter does not have.
    ModificateurIgnore,
    /// A delta that goes further back than the documentation asks.
    DeltaTropLong,
    /// More entries by page than the bench gives.
    PageReduite,
}

impl Quirk {
    /// Every tolerance.
    pub const ALL: [Self; 5] = [
        Self::ParametreIgnore,
        Self::ParametreVide,
        Self::ModificateurIgnore,
        Self::DeltaTropLong,
        Self::PageReduite,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ParametreIgnore => "parametre_ignore",
            Self::ParametreVide => "parametre_vide",
            Self::ModificateurIgnore => "modificateur_ignore",
            Self::DeltaTropLong => "delta_trop_long",
            Self::PageReduite => "page_reduite",
        }
    }

    /// What is tolerated, one French sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::ParametreIgnore => {
                "Un paramètre inconnu qui commence par `_` (par exemple `_sort`) est ignoré, comme dans le code du serveur."
            }
            Self::ParametreVide => "Un paramètre sans valeur est ignoré.",
            Self::ModificateurIgnore => {
                "Un modificateur que le paramètre n'a pas est ignoré, comme dans le code du serveur."
            }
            Self::DeltaTropLong => {
                "Un appel différentiel qui remonte à plus de 30 jours est servi ; la documentation demande de ne pas le faire."
            }
            Self::PageReduite => "Un `_count` plus grand que la limite du banc est ramené à elle.",
        }
    }
}
