//! Variations: answers that are correct but unusual, each with the sentence that permits it.
//!
//! They break clients that were fitted to one capture; they are not faults.

use banc_core::variation::variation;
pub use banc_core::variation::{Asked, Variation};

/// Every variation.
pub const ALL: [Variation; 19] = [
    variation(
        "prefixe_ns2",
        "Les fichiers du CNDA écrivent `ns2:RESULTAT` ; les préfixes sont libres (Namespaces in XML 1.0 §2).",
    ),
    variation(
        "prefixe_inattendu",
        "Les préfixes sont libres, y compris ceux de l'enveloppe (Namespaces in XML 1.0 §2).",
    ),
    variation(
        "declaration_xml",
        "La déclaration XML est facultative (XML 1.0 §2.8).",
    ),
    variation(
        "espaces",
        "Des blancs peuvent séparer les éléments d'un contenu d'éléments (XML 1.0 §2.10).",
    ),
    variation(
        "commentaires",
        "Un commentaire peut figurer hors de tout balisage (XML 1.0 §2.5).",
    ),
    variation(
        "references_de_caracteres",
        "Tout caractère peut être écrit par une référence (XML 1.0 §4.1).",
    ),
    variation(
        "cdata",
        "Une section CDATA peut figurer partout où figure du texte (XML 1.0 §2.7).",
    ),
    variation(
        "entete_vide",
        "L'élément Header est facultatif et peut être vide (SOAP 1.2 partie 1 §5.2).",
    ),
    variation(
        "charset_entre_guillemets",
        "Un paramètre de type de contenu peut être entre guillemets, et sa casse est libre (RFC 9110 §8.3.1).",
    ),
    variation(
        "type_matricule",
        "Des fichiers du CNDA portent TypeMatricule=NIR ; le schéma le permet (0..1).",
    ),
    variation(
        "cle_absente",
        "Le schéma rend la clé facultative (Cle 0..1).",
    ),
    variation(
        "lieu_absent",
        "Le schéma rend le lieu de naissance facultatif (LieuNaissance 0..1).",
    ),
    variation(
        "prenom_dans_tiq",
        "Le schéma permet un élément Prenom avant ListePrenom (0..1).",
    ),
    variation(
        "dates_de_validite",
        "Le schéma permet DateDeb et DateFin sur INSACTIF (0..1).",
    ),
    variation(
        "inshisto_egal_insactif",
        "Un fichier du CNDA porte un INSHISTO égal à INSACTIF (test 2.08 cas 1).",
    ),
    variation(
        "inshisto_dates_inversees",
        "Une capture porte un INSHISTO dont DateFin précède DateDeb.",
    ),
    variation(
        "historique_du_fichier",
        "Le fichier du test CNDA 2.04 cas 2 porte une seconde entrée d'historique.",
    ),
    variation(
        "faute_deux_lignes",
        "Une capture porte un retour à la ligne après « inaccessible. » dans la raison de la faute.",
    ),
    variation(
        "faute_2021",
        "De 2021 à 2024 les fautes portaient le préfixe `S:` et `xml:lang=\"en\"`.",
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
