//! Variations: answers that are correct but unusual, each with the sentence that permits it.
//!
//! They break clients that were fitted to one capture; they are not faults.

pub use banc_core::variation::Variation;
use banc_core::variation::variation;

/// Every variation: those of the authorization server and protected API, then the proxy's.
pub static ALL: [Variation; 9] = [
    variation(
        "cnf_rfc8705",
        "La RFC 8705 §3.1 écrit l'empreinte en base64url sans bourrage des 32 octets bruts.",
    ),
    variation(
        "cnf_ans_hex64",
        "Les exemples de l'IG écrivent l'empreinte en base64 avec bourrage de son hexadécimal.",
    ),
    variation(
        "audience_simple",
        "L'audience est un texte ou une liste (RFC 7519 §4.1.3) ; l'IG dit qu'elle peut être une liste.",
    ),
    variation(
        "duree_60s",
        "L'exemple de réponse de l'IG donne expires_in 60.",
    ),
    variation(
        "reponse_keycloak",
        "Une réponse peut porter d'autres membres (RFC 6749 §5.1) ; l'API de conformité de l'ANS en porte.",
    ),
    variation(
        "type_minuscule",
        "La casse de token_type est libre (RFC 6749 §5.1).",
    ),
    variation(
        "cookie_attributs",
        "Un cookie peut porter d'autres attributs que Path (RFC 6265 §4.1.2).",
    ),
    variation(
        "membre_en_plus",
        "Le contrat v1.0 n'interdit pas d'autres membres dans l'objet session.",
    ),
    variation(
        "charset_json",
        "Un type de contenu peut porter des paramètres (RFC 9110 §8.3.1).",
    ),
];

/// How many of them are the authorization server's and the protected API's.
const OF_API_PSC: usize = 6;

/// Variations of the authorization server and of the protected API.
pub fn of_api_psc() -> &'static [Variation] {
    &ALL[..OF_API_PSC]
}

/// Variations of the Proxy e-Santé.
pub fn of_proxy_esante() -> &'static [Variation] {
    &ALL[OF_API_PSC..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_name_and_a_sentence() {
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|v| v.name).collect();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|v| v.permitted_by.ends_with('.')));
        assert_eq!(of_api_psc().last().map(|v| v.name), Some("type_minuscule"));
        assert_eq!(of_proxy_esante().len(), 3);
    }
}
