//! Behaviours of searches, pages and inclusions. « Guide » is the documentation of the FHIR API, « IG » the implementation
//! guide ans.fhir.fr.annuaire, « code » that of the directory's server, all three of the ANS.

use banc_core::fidelity::Confidence::{DeSecondeMain, Deduit, Officiel};
use banc_core::fidelity::{Row, row};

const GUIDE: &str = "guide de l'API FHIR (version 2)";
const IG: &str = "IG ans.fhir.fr.annuaire 1.1.0 et 1.2.0-snapshot-2";
const CODE: &str = "code du serveur de l'Annuaire";

/// The rows.
pub(super) const ROWS: &[Row] = &[
    row(
        "bundle.forme",
        Officiel,
        CODE,
        "Le Bundle porte resourceType, type, id, total, entry et link, sans search.mode ; entry est présent même vide.",
    ),
    row(
        "bundle.total",
        Officiel,
        GUIDE,
        "Le total est donné d'ordinaire ; _total=none l'enlève, accurate et estimate le donnent exact.",
    ),
    row(
        "page.taille",
        Officiel,
        GUIDE,
        "Une page a 50 entrées quand _count n'est pas donné.",
    ),
    row(
        "page.zero",
        Deduit,
        "FHIR R4 §3.1.1.5.2",
        "_count=0 rend le total sans entrée.",
    ),
    row(
        "page.suivante",
        Officiel,
        CODE,
        "Le lien next est absolu, vers _page?id= et un texte opaque ; les ressources sont dans l'ordre de l'annuaire, chacune une fois.",
    ),
    row(
        "page.texte_inconnu",
        Deduit,
        "choix du banc",
        "Un texte de page inconnu reçoit 400.",
    ),
    row(
        "recherche.parametres",
        Officiel,
        IG,
        "Chaque ressource a les paramètres du CapabilityStatement v2.",
    ),
    row(
        "recherche.parametre_inconnu",
        Officiel,
        CODE,
        "Un paramètre inconnu reçoit 400 et « Parameter p not found for resource R » ; s'il commence par un tiret bas, il est ignoré.",
    ),
    row(
        "recherche.texte",
        Officiel,
        GUIDE,
        "Un texte cherche ce qui commence par lui, sans casse ni accents ; :contains et :exact sont connus.",
    ),
    row(
        "recherche.jeton",
        Officiel,
        GUIDE,
        "Un jeton s'écrit code, système|code ou système| ; :not est connu du code du serveur.",
    ),
    row(
        "recherche.jeton_sans_systeme",
        Deduit,
        "FHIR R4 §3.1.1.4.10",
        "|code cherche un code sans système.",
    ),
    row(
        "recherche.date",
        Officiel,
        GUIDE,
        "_lastUpdated connaît les préfixes eq, ne, gt, lt, ge, le, sa, eb et ap, de l'année à la seconde, en temps universel sans fuseau.",
    ),
    row(
        "recherche.date_illisible",
        Deduit,
        "choix du banc",
        "Une date illisible reçoit 400.",
    ),
    row(
        "recherche.et_ou",
        Officiel,
        GUIDE,
        "Un paramètre répété se cumule, une virgule sépare des valeurs au choix.",
    ),
    row(
        "recherche.nom_partie",
        Officiel,
        GUIDE,
        "name:family et name:given cherchent le nom et le prénom.",
    ),
    row(
        "recherche.chainage",
        Officiel,
        CODE,
        "Une référence peut être suivie (organization.address-city), et _has remonte une référence.",
    ),
    row(
        "recherche.mailbox_mss_type",
        DeSecondeMain,
        "essai de l'ANS du 12 juin 2026",
        "mailbox-mss-type, décrit dans l'IG en cours, est refusé comme inconnu ; un réglage le sert.",
    ),
    row(
        "recherche.inactifs",
        Officiel,
        GUIDE,
        "Une recherche rend aussi les ressources désactivées, que active=true écarte.",
    ),
    row(
        "recherche.index_inactif",
        Deduit,
        "choix du banc",
        "Une ressource désactivée n'est trouvée que par ce qu'elle publie encore et par sa date.",
    ),
    row(
        "recherche.delta",
        Deduit,
        "guide pour la consigne de 30 jours ; la réponse au-delà n'a pas été trouvée",
        "Un appel différentiel de plus de 30 jours est servi et noté.",
    ),
    row(
        "inclusion.connues",
        Officiel,
        IG,
        "_include et _revinclude suivent les références déclarées, * toutes celles de la ressource ; une autre valeur reçoit 400.",
    ),
    row(
        "inclusion.par_page",
        Officiel,
        GUIDE,
        "Chaque page porte ce qui accompagne ses entrées : une structure peut revenir d'une page à l'autre.",
    ),
    row(
        "inclusion.sans_double",
        Deduit,
        "FHIR R4, règle bdl-7",
        "Dans une page, une ressource ne vient qu'une fois.",
    ),
    row(
        "inclusion.inverse_etoile",
        Deduit,
        "choix du banc",
        "_revinclude=* suit toutes les références vers la ressource.",
    ),
    row(
        "elements.membres",
        Deduit,
        "FHIR R4 §3.1.1.5.7",
        "_elements garde le type, l'identifiant, les métadonnées et les membres demandés.",
    ),
];
