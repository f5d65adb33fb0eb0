//! Behaviours of HTTP, SOAP and headers. « TLSI-INS », « SAPA », « PYX », « KIT-CS » and « ABAK » name client
//! programs; « HEALTHPHP » one that quotes the specification.

use banc_core::fidelity::Confidence::{Deduit, Officiel, VuChezUnClient};
use banc_core::fidelity::{Row, row};

const WSDL: &str = "WSDL DESIR_ICIR_EXP_1.5.0 (CNAM)";
const CAPTURES: &str = "captures TLSI-INS";

/// The rows.
pub(super) const ROWS: &[Row] = &[
    row(
        "transport.chemin",
        VuChezUnClient,
        "PYX, TLSI-INS",
        "Tous les services sont à POST /lps, sur deux fronts : l'un sans, l'autre avec certificat client.",
    ),
    row(
        "transport.action",
        VuChezUnClient,
        "TLSI-INS, ABAK",
        "L'opération est choisie par le paramètre action du type de contenu, à défaut par wsa:Action.",
    ),
    row(
        "transport.action_divergente",
        Deduit,
        "choix du banc",
        "Quand les deux diffèrent, le paramètre action l'emporte et l'écart est noté.",
    ),
    row(
        "transport.soap12",
        Officiel,
        WSDL,
        "Les messages sont en SOAP 1.2, style document, sans bloc d'en-tête dans la réponse.",
    ),
    row(
        "transport.type_reponse",
        Deduit,
        "RFC 3902",
        "Les réponses sont en application/soap+xml;charset=utf-8 ; l'écriture exacte du service n'est pas connue.",
    ),
    row(
        "transport.type_requete",
        Deduit,
        "RFC 3902",
        "Un autre type de contenu reçoit le statut 415 et une faute Sender.",
    ),
    row(
        "transport.faute_500",
        VuChezUnClient,
        "TLSI-INS",
        "Toute faute attestée arrive avec le statut HTTP 500.",
    ),
    row(
        "transport.limites",
        Deduit,
        "choix du banc",
        "DTD, entités, encodages autres que UTF-8, US-ASCII et ISO-8859-1, imbrication de plus de 64 éléments et corps de plus de 1 Mio sont refusés.",
    ),
    row(
        "transport.methodes",
        Deduit,
        "RFC 9110",
        "Un autre chemin reçoit 404, une autre méthode 405, un corps trop grand 413 ; un corps compressé n'est pas décompressé.",
    ),
    row(
        "transport.soap11",
        Officiel,
        "SOAP 1.2 partie 1, annexe A",
        "Une enveloppe SOAP 1.1 reçoit la faute VersionMismatch, en SOAP 1.1.",
    ),
    row(
        "transport.must_understand",
        Officiel,
        "SOAP 1.2 partie 1 §2.4",
        "Un bloc d'en-tête obligatoire et inconnu reçoit la faute MustUnderstand.",
    ),
    row(
        "transport.action_inconnue",
        Deduit,
        "WS-Addressing 1.0, liaison SOAP §6.4.2",
        "Une action absente ou inconnue reçoit une faute Sender de sous-code wsa:ActionNotSupported.",
    ),
    row(
        "transport.wsdl",
        Deduit,
        "choix du banc",
        "GET /lps?wsdl rend une description autonome écrite pour le banc ; l'original importe un schéma du W3C.",
    ),
    row(
        "entete.ordre",
        VuChezUnClient,
        "TLSI-INS, PYX, ABAK, SAPA",
        "Les blocs d'en-tête viennent dans un ordre quelconque, avec des préfixes quelconques.",
    ),
    row(
        "entete.message_id_repete",
        VuChezUnClient,
        "TLSI-INS",
        "Un même MessageID peut servir à plusieurs appels.",
    ),
    row(
        "entete.message_id_forme",
        VuChezUnClient,
        "TLSI-INS",
        "MessageID s'écrit uuid:UUID ou UUID seul.",
    ),
    row(
        "entete.message_id_autre",
        Deduit,
        "choix du banc",
        "La forme urn:uuid:UUID est admise sans note ; toute autre est admise et notée.",
    ),
    row(
        "entete.message_id_absent",
        Deduit,
        "choix du banc",
        "Un MessageID absent est admis et noté.",
    ),
    row(
        "entete.contextes",
        Officiel,
        "schémas CTXLPS 01.00 et CTXBAM 01.02",
        "ContexteLPS et ContexteBAM ont un attribut Version, un Id et un Temps ; ContexteBAM a une COUVERTURE, vide pour une recherche par traits.",
    ),
    row(
        "entete.contexte_absent",
        Deduit,
        "schémas, sans capture de refus",
        "Un bloc absent, en double ou incomplet reçoit une faute Sender sans code du service.",
    ),
    row(
        "entete.version",
        Deduit,
        "KIT-CS emploie 1.00.00",
        "Une Version jamais vue est admise et notée.",
    ),
    row(
        "entete.temps",
        Deduit,
        "choix du banc",
        "L'écart de Temps avec l'heure du service n'est pas contrôlé, sauf réglage.",
    ),
    row(
        "entete.emetteur",
        VuChezUnClient,
        CAPTURES,
        "Emetteur n'est pas contrôlé avec un certificat logiciel ; l'écart est noté.",
    ),
];
