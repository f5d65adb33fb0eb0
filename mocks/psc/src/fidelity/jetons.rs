//! Tokens, UserInfo, introspection, revocation.

use banc_core::fidelity::Confidence::{Deduit, Officiel, ProduitSousJacent, VuChezUnClient};
use banc_core::fidelity::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "jeton.reponse",
        Officiel,
        "code de l'ANS ; Keycloak",
        "La réponse a les membres de Keycloak, `not-before-policy` et `session_state` compris.",
    ),
    row(
        "jeton.acces",
        Officiel,
        "jetons publiés par l'ANS (2023)",
        "Le jeton d'accès a les revendications publiées, sans `aud`, sans `cnf`, sans `SubjectNameID` ; `nonce` est vide quand il n'est pas demandé.",
    ),
    row(
        "jeton.acr",
        Officiel,
        "documentation de l'ANS",
        "`acr` vaut eidas1.",
    ),
    row(
        "jeton.identite",
        VuChezUnClient,
        "clients ; Keycloak",
        "Aucun jeton d'identité réel n'a été trouvé : il porte les revendications que lisent les clients.",
    ),
    row(
        "jeton.renouvellement",
        VuChezUnClient,
        "client de production ; Keycloak",
        "Le jeton de renouvellement est un JWT signé par HMAC, que sa durée borne.",
    ),
    row(
        "jeton.durees",
        Officiel,
        "guide d'interopérabilité",
        "Accès 2 min, renouvellement 30 min glissantes, session 4 h ; rien ne dépasse la fin de la session.",
    ),
    row(
        "jeton.nonce_renouvele",
        Deduit,
        "OpenID Connect Core §12.2",
        "Le jeton d'identité renouvelé garde le `nonce` d'origine.",
    ),
    row(
        "jeton.auth_mode",
        Deduit,
        "valeurs de channel",
        "`authMode` vaut CARD (vu) ou MOBILE (déduit).",
    ),
    row(
        "jeton.erreurs_code",
        ProduitSousJacent,
        "Keycloak",
        "Chaque code refusé a sa description ; une mauvaise tentative consomme le code.",
    ),
    row(
        "jeton.reutilisation",
        ProduitSousJacent,
        "Keycloak",
        "Un code réutilisé retire le logiciel de la session : ses jetons ne valent plus rien.",
    ),
    row(
        "jeton.rotation",
        ProduitSousJacent,
        "Keycloak, réutilisation refusée",
        "Un renouvellement rend un jeu complet ; l'ancien jeton reçoit « Stale token ».",
    ),
    row(
        "jeton.erreurs_renouvellement",
        Deduit,
        "d'après Keycloak",
        "« Token is not active » et « Invalid refresh token » sont des textes déduits.",
    ),
    row(
        "jeton.flux_fermes",
        Deduit,
        "d'après Keycloak",
        "Les flux annoncés mais fermés (mot de passe, client, appareil) reçoivent `unauthorized_client`.",
    ),
    row(
        "jeton.grant_absent",
        Deduit,
        "d'après Keycloak",
        "Sans `grant_type`, « Missing form parameter: grant_type » ; un flux inconnu reçoit « Unsupported grant_type ».",
    ),
    row(
        "jeton.sans_openid",
        ProduitSousJacent,
        "Keycloak",
        "Sans la portée `openid`, il n'y a ni jeton d'identité ni UserInfo.",
    ),
    row(
        "userinfo.membres",
        Officiel,
        "réponses et schéma publiés par l'ANS",
        "UserInfo a les membres publiés, dans leur ordre ; chaque activité en a trente.",
    ),
    row(
        "userinfo.portee",
        Deduit,
        "sens du nom scope_all",
        "Sans `scope_all`, UserInfo se réduit à six membres.",
    ),
    row(
        "userinfo.simplifie",
        VuChezUnClient,
        "tests d'un client",
        "Un utilisateur sans professionnel rapproché a six membres.",
    ),
    row(
        "userinfo.structure",
        Deduit,
        "choix du banc",
        "Un salarié sans RPPS a l'origine STRUCTURE dans `otherIds` : aucun exemple n'a été trouvé.",
    ),
    row(
        "userinfo.erreurs",
        ProduitSousJacent,
        "Keycloak",
        "Jeton absent, refusé, session échue ou fermée : 401, chacun avec sa description et son défi `Bearer`.",
    ),
    row(
        "userinfo.sans_jeton",
        Deduit,
        "choix entre deux versions de Keycloak",
        "Un appel sans jeton reçoit 401 et « Token not provided ».",
    ),
    row(
        "userinfo.sans_openid",
        Deduit,
        "RFC 6750",
        "Sans `openid`, UserInfo répond 403 `insufficient_scope`.",
    ),
    row(
        "introspection.membres",
        Officiel,
        "réponse et schéma publiés par l'ANS",
        "L'introspection reprend les revendications du jeton, puis `client_id`, `username` et `active`.",
    ),
    row(
        "introspection.inactif",
        Officiel,
        "documentation de l'ANS",
        "Un jeton inconnu, échu ou révoqué reçoit 200 et `{\"active\":false}`.",
    ),
    row(
        "introspection.tous_clients",
        ProduitSousJacent,
        "Keycloak",
        "Tout client peut interroger le jeton d'un autre : ainsi font les serveurs d'autorisation des API.",
    ),
    row(
        "introspection.erreurs",
        ProduitSousJacent,
        "Keycloak",
        "Jeton absent, client public, mauvais secret et `token_type_hint` inconnu ont chacun leur texte.",
    ),
    row(
        "revocation.rfc7009",
        ProduitSousJacent,
        "Keycloak ; RFC 7009",
        "La révocation répond 200 sans corps, même pour un jeton inconnu ; un jeton d'un autre client est refusé.",
    ),
    row(
        "revocation.effet",
        ProduitSousJacent,
        "Keycloak",
        "Révoquer le renouvellement retire le logiciel de la session ; révoquer l'accès n'atteint que ce jeton.",
    ),
];
