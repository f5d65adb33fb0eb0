//! Rows of the authorization server and of the protected API.

use banc_core::fidelity::Confidence::{Deduit, Officiel, Provisoire, VuChezUnClient};
use banc_core::fidelity::{Row, row};

const IG: &str = "IG ans.fr.securisation-transport 1.2.0 (ANS)";
const CONFORMANCE: &str = "API PSC tests de conformité (ANS) et jetons de son environnement";

/// Every behaviour.
pub(super) const ROWS: &[Row] = &[
    row(
        "as.echange",
        Officiel,
        IG,
        "POST /as/token.oauth2 échange un jeton PSC contre un jeton d'API (RFC 8693), en TLS mutuel, sans secret.",
    ),
    row(
        "as.client",
        Officiel,
        IG,
        "Le client_id est celui du certificat présenté ; une différence est une erreur.",
    ),
    row(
        "as.client_erreur",
        Deduit,
        "RFC 6749 §5.2",
        "Client inconnu, certificat absent, inconnu ou d'un autre client : 401 invalid_client.",
    ),
    row(
        "as.portee",
        Officiel,
        IG,
        "Le paramètre scope est obligatoire et les portées sont vérifiées selon le client.",
    ),
    row(
        "as.portee_erreur",
        Deduit,
        "RFC 6749 §5.2",
        "Une portée que le client n'a pas est refusée : 400 invalid_scope.",
    ),
    row(
        "as.introspection_psc",
        Officiel,
        IG,
        "Le jeton PSC est introspecté auprès de PSC à chaque échange.",
    ),
    row(
        "as.usage_unique",
        Officiel,
        IG,
        "Un jeton PSC ne sert qu'une fois.",
    ),
    row(
        "as.usage_unique_erreur",
        Deduit,
        "choix du banc",
        "Un jeton PSC déjà échangé reçoit la même erreur qu'un jeton refusé ; la clé usage_unique lève le contrôle.",
    ),
    row(
        "as.client_psc",
        Deduit,
        "choix du banc",
        "Un client n'échange que les jetons des clients PSC qui lui sont associés.",
    ),
    row(
        "as.jeton_perime",
        Officiel,
        IG,
        "Un jeton PSC périmé reçoit une erreur avec l'URL d'authentification de PSC (cas 1a).",
    ),
    row(
        "as.jeton_perime_forme",
        Deduit,
        "RFC 8693 §2.2.2",
        "Cette erreur est 400 invalid_request, l'URL est dans authentication_url ; ni le code ni le membre n'ont été trouvés, tous deux sont réglables.",
    ),
    row(
        "as.jeton_impossible",
        Deduit,
        "choix du banc",
        "Un jeton non signé (alg none) ou d'un autre émetteur que PSC est refusé sans interroger PSC.",
    ),
    row(
        "as.jeton_acces",
        Deduit,
        "RFC 8693 §2.1",
        "Un refresh token de PSC, que l'introspection dit actif aussi, n'est pas échangé.",
    ),
    row(
        "as.psc_indisponible",
        Deduit,
        "RFC 6749 §4.1.2.1",
        "Quand PSC ne répond pas, l'échange reçoit 503 temporarily_unavailable.",
    ),
    row(
        "as.types",
        Officiel,
        IG,
        "subject_token_type est access_token ou jwt.",
    ),
    row(
        "as.acteur",
        Officiel,
        IG,
        "actor_token (projet) est un JWT facultatif : lps_nom, lps_id, lps_version, situation_exercice.",
    ),
    row(
        "as.acteur_non_verifie",
        Deduit,
        "choix du banc",
        "La signature de actor_token n'est pas vérifiée : aucune clé n'est décrite.",
    ),
    row(
        "as.subject_issuer",
        VuChezUnClient,
        "proxy de l'ANS",
        "subject_issuer=psc est accepté, comme par un serveur fondé sur Keycloak.",
    ),
    row(
        "as.reponse",
        Officiel,
        IG,
        "La réponse porte access_token, issued_token_type, token_type et expires_in, avec Cache-Control: no-cache, no-store.",
    ),
    row(
        "as.duree",
        VuChezUnClient,
        CONFORMANCE,
        "Un jeton d'API vit 14400 s par défaut ; l'exemple de l'IG en dit 60, qu'une variation et une clé donnent.",
    ),
    row(
        "as.sans_renouvellement",
        Deduit,
        "choix du banc",
        "Il n'est pas donné de refresh_token ni d'id_token avec le jeton d'API, que l'environnement de conformité donne.",
    ),
    row(
        "as.revendications",
        Officiel,
        IG,
        "Le jeton d'API est un JWT qui porte iss, sub (identifiant national), aud, exp, iat et scope.",
    ),
    row(
        "as.revendications_keycloak",
        VuChezUnClient,
        CONFORMANCE,
        "Il porte aussi azp, session_state, sid, acr, SubjectNameID, preferred_username et, si UserInfo est demandé, le nom.",
    ),
    row(
        "as.signature",
        Deduit,
        "choix du banc",
        "Le jeton d'API est signé en RS256 ; les clés sont à GET /as/certs.",
    ),
    row(
        "as.cnf",
        VuChezUnClient,
        "exemples de l'IG et jetons de l'environnement de conformité",
        "cnf.x5t#S256 est le base64 avec bourrage de l'empreinte SHA-256 en hexadécimal ; la forme de la RFC 8705 est réglable.",
    ),
    row(
        "as.introspection",
        Provisoire,
        "RFC 7662",
        "POST /as/introspect, avec le certificat d'un client déclaré, dit ce que vaut un jeton d'API.",
    ),
    row(
        "api.controles",
        Officiel,
        IG,
        "L'API vérifie le jeton, puis les portées, puis le certificat présenté contre cnf.",
    ),
    row(
        "api.refus",
        Officiel,
        IG,
        "Un jeton absent ou refusé reçoit 401 avec une description propre à l'API.",
    ),
    row(
        "api.refus_forme",
        Deduit,
        "RFC 6750 §3, RFC 8705 §3",
        "Le refus porte WWW-Authenticate: Bearer, invalid_token quand un jeton est venu ; une portée absente reçoit 403 insufficient_scope.",
    ),
    row(
        "api.cnf_deux_formes",
        Deduit,
        "choix du banc",
        "Les deux formes de cnf sont acceptées.",
    ),
    row(
        "api.conformite",
        Officiel,
        CONFORMANCE,
        "POST /apipsc/signsessiondata rend les quatre données de session reçues et leur signature.",
    ),
    row(
        "api.conformite_signature",
        Provisoire,
        "choix du banc",
        "La signature est un JWS compact RS256 des quatre données ; la forme réelle n'a pas été trouvée.",
    ),
    row(
        "api.ressource",
        Provisoire,
        "exemple GET /resource/v1 de l'IG",
        "GET /apipsc/ressource/v1 rend ce que l'API sait de son appelant.",
    ),
];
