//! What an adapter says of itself: `GET /`.

use serde::{Deserialize, Serialize};

/// Answer to `GET /`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Contract version, [`crate::CONTRACT_VERSION`].
    pub contrat: String,
    /// Editor's name.
    pub editeur: String,
    /// Product name.
    pub logiciel: String,
    /// Product version.
    pub version: String,
    /// Capabilities of the software, see [`crate::capability`]. One that is not declared makes its
    /// scenarios *Non applicable*, which every report shows.
    pub capacites: Vec<String>,
    /// True when answers may come in any order and several scenarios may be played at once.
    #[serde(default)]
    pub actions_simultanees: bool,
}
