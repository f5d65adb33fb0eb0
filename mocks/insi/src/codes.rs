//! The refusals of INSi: one constructor per attested code, and those that the user configures.
//!
//! Only four codes are attested. Whatever else the service may answer is not known, and no official
//! code is invented: see [`crate::fault`] for refusals without code.

use crate::config::{CardFault, ConfiguredRefusal, Layer};

/// Codes that are attested, as accepted by the fault plan.
pub const OFFICIAL: [&str; 4] = ["desir_550", "desir_1020", "insi_102", "DESIR_560"];

const UNAVAILABLE: &str = "Le service est temporairement inaccessible. Veuillez renouveler votre demande ultérieurement. Si le problème persiste, contactez l'éditeur du progiciel ou votre responsable informatique.";

/// A refusal with a code of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `Erreur/@code`.
    pub code: String,
    /// Local name of the sub-code, absent when it is not known.
    pub siram: Option<String>,
    /// Who answers it.
    pub layer: Layer,
    /// `Erreur/@severite`.
    pub severity: String,
    /// `Reason/Text`.
    pub reason: String,
    /// Text of `Erreur`.
    pub text: String,
    /// Text of the 2021 shape, when it differed.
    pub text_2021: Option<&'static str>,
    /// True when code or texts are inferred.
    pub inferred: bool,
}

/// Unknown authorisation number of the software.
///
/// Source: seen in a client (capture of the qualification platform, wrong IDAM).
pub fn desir_550() -> Refusal {
    official(
        "desir_550",
        Some("siram_100"),
        Layer::Passerelle,
        "erreur",
        "L'accès par ce progiciel au service n'est pas autorisé. Contactez l'éditeur du progiciel ou votre responsable informatique.",
        "Numéro d'autorisation du logiciel inconnu.",
    )
}

/// The service behind the gateway is unavailable.
///
/// Source: seen in a client (capture of 2025).
pub fn desir_1020() -> Refusal {
    official(
        "desir_1020",
        Some("siram_40"),
        Layer::Passerelle,
        "fatale",
        UNAVAILABLE,
        "Le service appelé est temporairement indisponible",
    )
}

/// The search by traits failed: wrong characters, or an identity that the platform does not hold.
///
/// Source: seen in a client (captures). `severite="fatal"` is outside the schema's enumeration: a
/// defect of the real service, reproduced.
pub fn insi_102() -> Refusal {
    Refusal {
        text_2021: Some(
            "L appel au service de recherche avec les traits d identité renvoie une erreur technique.",
        ),
        ..official(
            "insi_102",
            Some("siram_40"),
            Layer::Service,
            "fatal",
            UNAVAILABLE,
            "L'appel au service de recherche avec les traits d'identité renvoie une erreur technique.",
        )
    }
}

/// Certificate without the right to call INSi (CN neither INSI-AUTO nor INSI-MANU).
///
/// Source: seen in a client (a support mail quoted in its documentation): code and texts; the
/// sub-code and the severity are not known, none is written and `erreur` is inferred.
pub fn desir_560() -> Refusal {
    official(
        "DESIR_560",
        None,
        Layer::Passerelle,
        "erreur",
        "Niveau d'accès insuffisant",
        "Vous ne disposez pas des droits suffisants pour accéder à ce service",
    )
}

/// The card search failed. Source: inferred by symmetry with insi_102; names configurable.
pub fn card_search(fault: &CardFault) -> Refusal {
    Refusal {
        inferred: true,
        ..official(
            &fault.code,
            Some(&fault.siram),
            Layer::Service,
            "fatal",
            UNAVAILABLE,
            &fault.texte,
        )
    }
}

/// A refusal that the user configured.
pub fn configured(refusal: &ConfiguredRefusal) -> Refusal {
    Refusal {
        inferred: true,
        ..official(
            &refusal.code,
            Some(&refusal.siram),
            refusal.couche,
            &refusal.severite,
            &refusal.raison,
            &refusal.texte,
        )
    }
}

/// The refusal of that code, official or configured.
pub fn by_code(code: &str, more: &[ConfiguredRefusal]) -> Option<Refusal> {
    Some(match code {
        "desir_550" => desir_550(),
        "desir_1020" => desir_1020(),
        "insi_102" => insi_102(),
        "DESIR_560" => desir_560(),
        _ => configured(more.iter().find(|refusal| refusal.code == code)?),
    })
}

fn official(
    code: &str,
    siram: Option<&str>,
    layer: Layer,
    severity: &str,
    reason: &str,
    text: &str,
) -> Refusal {
    Refusal {
        code: code.to_owned(),
        siram: siram.map(str::to_owned),
        layer,
        severity: severity.to_owned(),
        reason: reason.to_owned(),
        text: text.to_owned(),
        text_2021: None,
        inferred: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_official_code_has_its_constructor() {
        for code in OFFICIAL {
            let refusal = by_code(code, &[]).unwrap();
            assert_eq!(refusal.code, code);
            assert!(!refusal.inferred);
        }
        assert_eq!(by_code("insi_103", &[]), None);
    }
}
