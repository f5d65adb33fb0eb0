//! Variations: answers that are correct but unusual, each with the sentence that permits it.
//!
//! They break clients that were fitted to one capture; they are not faults.

use banc_core::variation::variation;
pub use banc_core::variation::{Asked, Variation};

/// Every variation.
pub const ALL: [Variation; 10] = [
    variation(
        "total_absent",
        "Bundle.total est facultatif (FHIR R4, 0..1) ; le serveur ne l'écrit pas toujours.",
    ),
    variation(
        "entrees_inversees",
        "Sans _sort, l'ordre des résultats est au choix du serveur (FHIR R4 §3.1.1.5.1).",
    ),
    variation(
        "lien_self_en_premier",
        "L'ordre des liens d'un Bundle n'a pas de sens : c'est `relation` qui les distingue (FHIR R4, Bundle.link).",
    ),
    variation(
        "entry_absente",
        "Un tableau vide n'existe pas en JSON FHIR : sans résultat, `entry` peut manquer (FHIR R4 §2.6.2).",
    ),
    variation(
        "mode_de_recherche",
        "Bundle.entry.search.mode dit si l'entrée répond ou accompagne (FHIR R4, 0..1) ; le serveur ne l'écrit pas.",
    ),
    variation(
        "pages_plus_courtes",
        "Une page peut porter moins d'entrées que _count (FHIR R4 §3.1.1.5.2) : seul le lien `next` dit qu'il y en a d'autres.",
    ),
    variation(
        "extension_inconnue",
        "Une extension inconnue n'est pas une raison de refuser une ressource (FHIR R4 §2.4).",
    ),
    variation(
        "type_de_contenu",
        "Casse et blancs d'un type de contenu sont libres (RFC 9110 §8.3.1).",
    ),
    variation(
        "json_indente",
        "Des blancs peuvent entourer tout élément de structure (RFC 8259 §2).",
    ),
    variation(
        "membres_tries",
        "Les membres d'un objet n'ont pas d'ordre (RFC 8259 §4).",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_name_and_a_sentence() {
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|v| v.name).collect();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|v| v.permitted_by.ends_with('.')));
    }
}
