//! Kinds of identity proof and the trust each deserves.
//!
//! Source: regional identity-vigilance guides (second-hand): passport, identity card, residence
//! permit, birth-certificate extract and family book are of high trust; the driving licence and the
//! carte Vitale are not.

use super::Refusal;

/// A proof shown by the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProofKind {
    /// Name in the contract, e.g. `passeport`.
    pub name: &'static str,
    /// Label shown to the user.
    pub label: &'static str,
    /// True when it validates an identity (*dispositif à haut niveau de confiance*).
    pub high_trust: bool,
}

const fn kind(name: &'static str, label: &'static str, high_trust: bool) -> ProofKind {
    ProofKind {
        name,
        label,
        high_trust,
    }
}

/// Every kind this practice knows.
pub const ALL: &[ProofKind] = &[
    kind("passeport", "passeport", true),
    kind("carte_identite", "carte nationale d'identité", true),
    kind("titre_sejour", "titre de séjour", true),
    kind("acte_naissance", "extrait d'acte de naissance", true),
    kind("livret_famille", "livret de famille", true),
    kind("permis_conduire", "permis de conduire", false),
    kind("carte_vitale", "carte Vitale", false),
];

/// The kind with that name.
pub fn find(name: &str) -> Result<ProofKind, Refusal> {
    ALL.iter()
        .copied()
        .find(|kind| kind.name == name)
        .ok_or_else(|| Refusal::new(format!("justificatif « {name} » inconnu de ce cabinet")))
}
