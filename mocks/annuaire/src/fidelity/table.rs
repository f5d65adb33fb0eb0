//! The table itself. « Guide » is the documentation of the FHIR API, « IG » the implementation
//! guide ans.fhir.fr.annuaire, « code » that of the directory's server, all three of the ANS.

use super::Confidence::{DeSecondeMain, Deduit, Officiel, VuChezUnClient};
use super::{Confidence, Row};

const GUIDE: &str = "guide de l'API FHIR (version 2)";
const IG: &str = "IG ans.fhir.fr.annuaire 1.1.0 et 1.2.0-snapshot-2";
const CODE: &str = "code du serveur de l'Annuaire";

const fn row(
    id: &'static str,
    confidence: Confidence,
    source: &'static str,
    behaviour: &'static str,
) -> Row {
    Row {
        id,
        behaviour,
        source,
        confidence,
    }
}

/// Every behaviour.
pub const ROWS: &[Row] = &[
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
    row(
        "ressource.practitioner",
        Officiel,
        IG,
        "Le professionnel a ses identifiants IDNPS et RPPS, son nom d'exercice, ses qualifications, sa carte, ses boîtes liées au seul RPPS.",
    ),
    row(
        "ressource.practitioner_role",
        Officiel,
        IG,
        "La situation a ses références, ses codes TRE_R22, R23, R21 et R06, et les boîtes liées au RPPS et à la structure.",
    ),
    row(
        "ressource.organization",
        Officiel,
        IG,
        "La structure a ses identifiants IDNST, FINEG ou FINEJ et RPPSRG, ses types, son adresse et ses boîtes ORG et APP.",
    ),
    row(
        "ressource.device",
        Officiel,
        IG,
        "L'équipement a son numéro ARHGOS, son type, sa marque et son état.",
    ),
    row(
        "ressource.healthcare_service",
        Officiel,
        IG,
        "L'activité de soins et l'équipement social ont chacun leur profil.",
    ),
    row(
        "ressource.vieux_systemes",
        Deduit,
        "exemples d'une édition antérieure de l'IG",
        "Les systèmes d'activité régulée, de modalité, de discipline et de clientèle sont ceux de l'édition antérieure.",
    ),
    row(
        "ressource.desactivee",
        Officiel,
        GUIDE,
        "Une ressource désactivée n'a plus que ses identifiants et active à false ; l'absence de meta est déduite.",
    ),
    row(
        "boites.types",
        Officiel,
        GUIDE,
        "Les boîtes sont PER, CAB, ORG ou APP, dans telecom, avec l'extension as-ext-mailbox-mss-metadata.",
    ),
    row(
        "boites.liste_rouge",
        Officiel,
        IG,
        "Une boîte en liste rouge n'est jamais publiée, ni cherchée.",
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
    row(
        "extraction.activites",
        VuChezUnClient,
        "en-têtes du fichier réel chez deux clients (2021, 2026) ; liste officielle non trouvée",
        "PS_LibreAcces_Personne_activite a 56 colonnes, une ligne par activité, et une barre en fin de ligne.",
    ),
    row(
        "extraction.boites",
        VuChezUnClient,
        "31 colonnes mesurées sur le fichier réel d'août 2026 ; fins des noms d'adresse chez un autre client",
        "Extraction_Correspondance_MSSante a une ligne par boîte publiée, sans les boîtes applicatives.",
    ),
    row(
        "extraction.cab",
        Deduit,
        "choix du banc : seuls PER et ORG ont été vus",
        "Une boîte de cabinet y est écrite CAB.",
    ),
    row(
        "extraction.texte",
        Deduit,
        "le service réel livre une archive ZIP, le miroir de données ouvertes le texte",
        "Le banc livre le texte, sans clé, sous /extraction/.",
    ),
    row(
        "donnees.fictives",
        Deduit,
        "choix du banc",
        "Les personnes, les structures et les domaines banc.mssante.fr sont inventés ; les RPPS sont de la plage 997, les FINESS commencent par 0B ou 1B.",
    ),
];
