//! Behaviours of paths, keys, limits and refusals. « Guide » is the documentation of the FHIR API, « IG » the implementation
//! guide ans.fhir.fr.annuaire, « code » that of the directory's server, all three of the ANS.

use banc_core::fidelity::Confidence::{Deduit, Officiel};
use banc_core::fidelity::{Row, row};

const GUIDE: &str = "guide de l'API FHIR (version 2)";
const CODE: &str = "code du serveur de l'Annuaire";

/// The rows.
pub(super) const ROWS: &[Row] = &[
    row(
        "chemins.versions",
        Officiel,
        GUIDE,
        "L'API est sous /fhir/v2 et /fhir/v1 ; /fhir sans numéro est la version 2 depuis décembre 2025 ou janvier 2026.",
    ),
    row(
        "chemins.sans_version",
        Deduit,
        "choix du banc",
        "Les liens d'une réponse gardent le préfixe par lequel le client a appelé.",
    ),
    row(
        "chemins.hors_api",
        Deduit,
        "passerelle Gravitee",
        "Un chemin qui ne mène nulle part reçoit 404 dans la forme de la passerelle.",
    ),
    row(
        "cle.entete",
        Officiel,
        GUIDE,
        "Tout appel FHIR porte la clé dans l'en-tête ESANTE-API-KEY.",
    ),
    row(
        "refus.cle_inconnue",
        Deduit,
        "forme par défaut de Gravitee ; le corps réel n'a pas été trouvé",
        "Sans clé connue, la passerelle répond 401 en JSON, sans OperationOutcome.",
    ),
    row(
        "debit.limite",
        Officiel,
        GUIDE,
        "Une application a droit à 17 requêtes par seconde.",
    ),
    row(
        "refus.limite_de_debit",
        Deduit,
        "forme par défaut de Gravitee ; le corps réel n'a pas été trouvé",
        "Au-delà, 429 en JSON ; la fenêtre est glissante et un appel refusé ne compte pas.",
    ),
    row(
        "methodes.lecture",
        Officiel,
        GUIDE,
        "On lit par GET, et on cherche par GET ou par POST d'un formulaire sur {Type}/_search.",
    ),
    row(
        "methodes.get_et_formulaire",
        Officiel,
        "FHIR R4 §3.1.0.8",
        "Les paramètres de l'URL s'ajoutent à ceux du formulaire.",
    ),
    row(
        "refus.ecriture_interdite",
        Deduit,
        "guide pour l'interdiction, texte déduit",
        "Toute écriture reçoit 403 ; le texte de l'erreur n'est pas connu.",
    ),
    row(
        "reponse.type",
        Officiel,
        GUIDE,
        "Les réponses FHIR sont en application/fhir+json;charset=UTF-8.",
    ),
    row(
        "refus.ressource_introuvable",
        Officiel,
        CODE,
        "Une lecture sans résultat reçoit 404 et « Resource not found with id: … ».",
    ),
    row(
        "erreur.type_inconnu",
        Officiel,
        GUIDE,
        "Un type inconnu reçoit 404 et le texte HAPI-0302, que le guide de la version 2 montre encore.",
    ),
    row(
        "erreur.forme_v2",
        Officiel,
        CODE,
        "La version 2 écrit un OperationOutcome de code exception.",
    ),
    row(
        "erreur.forme_v1",
        Deduit,
        "HAPI ; seul HAPI-0302 est documenté",
        "La version 1 écrit un OperationOutcome de code processing, au texte numéroté de HAPI.",
    ),
    row(
        "refus.erreur_inattendue",
        Officiel,
        CODE,
        "Une erreur du serveur reçoit 500 et « Unexpected error ».",
    ),
];
