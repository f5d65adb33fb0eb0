//! Behaviours of refusals, searches, answers, verification. « TLSI-INS », « SAPA », « PYX », « KIT-CS » and « ABAK » name client
//! programs; « HEALTHPHP » one that quotes the specification.

use banc_core::fidelity::Confidence::{
    DeSecondeMain, Deduit, Officiel, Provisoire, VuChezUnClient,
};
use banc_core::fidelity::{Row, row};

const WSDL: &str = "WSDL DESIR_ICIR_EXP_1.5.0 (CNAM)";
const CAPTURES: &str = "captures TLSI-INS";

/// The rows.
pub(super) const ROWS: &[Row] = &[
    row(
        "faute.desir_550",
        VuChezUnClient,
        CAPTURES,
        "Un numéro d'autorisation (IDAM) inconnu reçoit siram_100, desir_550, de la passerelle.",
    ),
    row(
        "faute.idam_forme",
        Deduit,
        "forme vue chez des clients",
        "Sans liste d'autorisés, tout IDAM de douze lettres ou chiffres est admis.",
    ),
    row(
        "faute.DESIR_560",
        VuChezUnClient,
        "TLSI-INS (courriel du support)",
        "Un certificat sans droit reçoit DESIR_560 ; son sous-code et sa sévérité ne sont pas connus : aucun sous-code n'est écrit.",
    ),
    row(
        "faute.DESIR_560_forme",
        Deduit,
        "forme de desir_550",
        "DESIR_560 est rendu dans la forme de la passerelle, sévérité « erreur », MessageID rappelé.",
    ),
    row(
        "faute.desir_1020",
        VuChezUnClient,
        "TLSI-INS (historique)",
        "Un service indisponible reçoit siram_40, desir_1020, sévérité fatale, de la passerelle.",
    ),
    row(
        "faute.insi_102",
        VuChezUnClient,
        CAPTURES,
        "Une recherche par traits en échec reçoit siram_40, insi_102, du service, sévérité « fatal » hors de l'énumération du schéma.",
    ),
    row(
        "faute.passerelle",
        VuChezUnClient,
        CAPTURES,
        "La passerelle rend le préfixe soap:, la langue fr et rappelle le MessageID ; de 2021 à 2024, le préfixe S: et la langue en (variation).",
    ),
    row(
        "faute.service",
        VuChezUnClient,
        CAPTURES,
        "Le service rend le préfixe S:, le code Receiver, la langue en, sans MessageID.",
    ),
    row(
        "faute.prefixe_siram",
        VuChezUnClient,
        "TLSI-INS",
        "Le préfixe siram: d'Erreur est littéral, car des clients le cherchent.",
    ),
    row(
        "faute.insi_101",
        Deduit,
        "symétrie avec insi_102",
        "Une recherche par carte mal formée reçoit insi_101, réglable.",
    ),
    row(
        "faute.autres",
        Provisoire,
        "non trouvé",
        "Les autres codes du service ne sont pas connus : aucun n'est inventé, l'utilisateur peut en régler.",
    ),
    row(
        "traits.corps",
        Officiel,
        WSDL,
        "RECSANSVITALE porte NomNaissance, Prenom, Sexe, DateNaissance et LieuNaissance, dans cet ordre.",
    ),
    row(
        "traits.obligatoires",
        VuChezUnClient,
        "SAPA",
        "Nom, prénom, sexe et date sont obligatoires, le lieu ne l'est pas.",
    ),
    row(
        "traits.obligatoires_faute",
        Deduit,
        "choix du banc",
        "Un trait obligatoire absent reçoit la faute insi_102.",
    ),
    row(
        "traits.lexique",
        DeSecondeMain,
        "SEL-MP-043 v05 cité par HEALTHPHP",
        "Noms et prénoms n'ont que A à Z, espace, apostrophe droite et trait d'union, avec des règles de place.",
    ),
    row(
        "traits.lexique_faute",
        VuChezUnClient,
        CAPTURES,
        "Un nom ou un prénom qui manque aux règles lexicales reçoit la faute insi_102.",
    ),
    row(
        "traits.forme_faute",
        Deduit,
        "choix du banc",
        "Un sexe autre que M ou F, une date ou un lieu mal écrits, vides ou entourés de blancs reçoivent la faute insi_102.",
    ),
    row(
        "traits.apostrophe",
        Deduit,
        "« couple espace et apostrophe » compris dans les deux sens",
        "Une espace et une apostrophe contiguës sont refusées.",
    ),
    row(
        "traits.rapprochement",
        Deduit,
        "tests CNDA 2.03 à 2.08",
        "Nom, sexe et date sont égaux ; le prénom est l'un des prénoms ou leur liste entière ; le lieu envoyé est égal à celui que la base connaît, s'il y en a un.",
    ),
    row(
        "traits.nom_strict",
        DeSecondeMain,
        "foire aux questions du référencement",
        "Le nom est rapproché strictement, trait d'union compris.",
    ),
    row(
        "traits.plusieurs_prenoms",
        Deduit,
        "schéma : Prenom 0..n",
        "Plusieurs éléments Prenom sont rapprochés ensemble, joints par une espace.",
    ),
    row(
        "traits.inconnue",
        DeSecondeMain,
        "fichiers de réponse du CNDA",
        "Une identité inconnue répond 01 ; la plateforme de qualification répond insi_102 (réglage).",
    ),
    row(
        "traits.sans_matricule",
        Deduit,
        "choix du banc",
        "Une identité trouvée mais sans matricule attesté reçoit insi_102, sauf matricule fourni dans les réglages.",
    ),
    row(
        "carte.corps",
        Officiel,
        WSDL,
        "RECVITALE porte MatriculeIndividu, MatriculeOD, NomNaissance, DateNaissance et RangNaissance.",
    ),
    row(
        "carte.remplissage",
        VuChezUnClient,
        "PYX",
        "Les matricules de la requête n'ont pas de clé.",
    ),
    row(
        "carte.rapprochement",
        Deduit,
        "choix du banc",
        "Le bénéficiaire est cherché parmi ceux de la carte de l'ouvrant droit, puis par tout ce qui est envoyé.",
    ),
    row(
        "carte.beneficiaire",
        DeSecondeMain,
        "gcsguyasis.fr",
        "La réponse est l'INS du bénéficiaire, non l'identité de la carte.",
    ),
    row(
        "reponse.codes",
        VuChezUnClient,
        "TLSI-INS",
        "00 OK, 01 Aucune identite trouvee, 02 Plusieurs identites trouvees, sans accent.",
    ),
    row(
        "reponse.resultat",
        Officiel,
        "schéma INSi_RESULTAT_INS",
        "RESULTAT porte CR et, pour 00, INDIVIDU avec INSACTIF, INSHISTO et TIQ.",
    ),
    row(
        "reponse.forme",
        VuChezUnClient,
        CAPTURES,
        "RESULTAT est dans l'espace de noms par défaut, avec les déclarations inutiles ns0 et ns1 ; TIQ porte ListePrenom sans Prenom, sans TypeMatricule.",
    ),
    row(
        "reponse.enveloppe",
        Deduit,
        "captures du seul Body",
        "Le préfixe de l'enveloppe est soap:, celui du corps env:.",
    ),
    row(
        "reponse.oid",
        VuChezUnClient,
        CAPTURES,
        "Les identités attestées ont les OID .8 et .9.",
    ),
    row(
        "reponse.oid_banc",
        Deduit,
        "choix du banc",
        "Les identités du banc ont l'OID de test .10 pour un NIR, .9 pour un NIA faute d'OID de test ; tous sont réglables.",
    ),
    row(
        "reponse.cle",
        VuChezUnClient,
        "règle vérifiée sur quatorze matricules captés ou du CNDA",
        "La clé est 97 moins le reste du matricule par 97, 2A valant 19 et 2B valant 18.",
    ),
    row(
        "reponse.historique",
        VuChezUnClient,
        CAPTURES,
        "INSHISTO peut égaler INSACTIF, et DateFin précéder DateDeb.",
    ),
    row(
        "verification.contrat",
        Provisoire,
        "KIT-CS (noms vus une fois)",
        "La vérification unitaire suit un contrat provisoire, aux noms réglables ; d'autres noms sont admis et notés.",
    ),
    row(
        "verification.regle",
        Provisoire,
        "gcsguyasis.fr, pages de l'ANS",
        "Elle est OK quand matricule actif, OID et traits s'accordent avec la base, KO sinon.",
    ),
    row(
        "verification.lot",
        Provisoire,
        "non trouvé",
        "La vérification par lot n'est pas simulée.",
    ),
    row(
        "service.ordre",
        Deduit,
        "choix du banc",
        "Sont contrôlés dans l'ordre : enveloppe, action, authentification, numéro d'autorisation, contextes, lexique, recherche.",
    ),
    row(
        "service.delais",
        Provisoire,
        "non trouvé",
        "Aucun temps de réponse officiel n'est connu : les latences simulées sont celles du plan de pannes.",
    ),
];
