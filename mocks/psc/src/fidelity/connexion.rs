//! Authorization requests, the login page.

use banc_core::fidelity::Confidence::{
    DeSecondeMain, Deduit, Officiel, ProduitSousJacent, VuChezUnClient,
};
use banc_core::fidelity::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "autorisation.page_400",
        ProduitSousJacent,
        "Keycloak ; RFC 6749 §4.1.2.1",
        "Un client inconnu ou une adresse de retour non déclarée reçoit une page d'erreur 400, jamais une redirection.",
    ),
    row(
        "autorisation.redirect_exacte",
        VuChezUnClient,
        "notes d'exploitation d'un client",
        "L'adresse de retour est comparée caractère par caractère.",
    ),
    row(
        "autorisation.retour",
        Officiel,
        "guide d'interopérabilité ; Keycloak pour session_state et iss",
        "Le retour porte `state`, `session_state`, `iss` et `code`.",
    ),
    row(
        "autorisation.code_forme",
        ProduitSousJacent,
        "Keycloak",
        "Le code a la forme `uuid.session.client` et vit 60 s.",
    ),
    row(
        "autorisation.erreurs",
        ProduitSousJacent,
        "Keycloak",
        "Une demande mal formée revient au logiciel avec `error`, `error_description`, `state` et `iss`.",
    ),
    row(
        "autorisation.scope",
        Officiel,
        "jetons publiés par l'ANS",
        "`openid scope_all` donne la portée `openid profile scope_all identity` ; une portée inconnue est refusée.",
    ),
    row(
        "autorisation.acr",
        VuChezUnClient,
        "anciens clients",
        "Tout `acr_values`, même absent, est admis ; la configuration peut refuser ce qui n'est pas eidas1.",
    ),
    row(
        "autorisation.acr_refus",
        Deduit,
        "OpenID Connect Core",
        "Quand la configuration le veut, un autre niveau est refusé par `unmet_authentication_requirements`.",
    ),
    row(
        "autorisation.pkce",
        Officiel,
        "document publié ; configuration Apache de l'ANS",
        "PKCE est admis (S256, plain) sans être exigé : aucun texte public ne le rend obligatoire.",
    ),
    row(
        "autorisation.types",
        ProduitSousJacent,
        "Keycloak",
        "Seul `response_type=code` est ouvert ; les autres types connus reçoivent `unauthorized_client`.",
    ),
    row(
        "autorisation.request",
        Deduit,
        "OpenID Connect Core §3.1.2.6",
        "`request` et `request_uri` sont refusés par leurs erreurs standard, bien que le document les annonce.",
    ),
    row(
        "autorisation.modes",
        ProduitSousJacent,
        "Keycloak",
        "`query`, `fragment` et `form_post` sont servis ; les modes signés sont refusés.",
    ),
    row(
        "autorisation.prompt",
        Officiel,
        "OpenID Connect Core §3.1.2.1",
        "`prompt=none` sans session reçoit `login_required` ; `prompt=login` et un `max_age` dépassé redemandent la personne.",
    ),
    row(
        "autorisation.id_token_hint",
        Deduit,
        "OpenID Connect Core §3.1.2.1",
        "Un `id_token_hint` qui n'est pas un jeton d'identité du fournisseur est refusé ; un jeton échu est admis.",
    ),
    row(
        "autorisation.repetitions",
        ProduitSousJacent,
        "Keycloak",
        "Un paramètre répété est refusé par « duplicated parameter ».",
    ),
    row(
        "autorisation.ignores",
        Officiel,
        "OpenID Connect Core",
        "`claims`, `display`, `ui_locales`, `claims_locales`, `kc_idp_hint` et les paramètres inconnus sont admis sans effet.",
    ),
    row(
        "session.sso",
        Officiel,
        "guide d'interopérabilité",
        "La session vit 4 h, ou 30 min sans activité ; un second logiciel du même navigateur obtient un code sans que la personne soit redemandée.",
    ),
    row(
        "session.cookie",
        Deduit,
        "choix du banc",
        "Le cookie de session est propre à la voie, `Secure`, `HttpOnly` et `SameSite=None`.",
    ),
    row(
        "page.champs",
        VuChezUnClient,
        "automate d'un client",
        "La page de connexion a un champ texte `login` et un bouton dont le texte contient « E-CPS ».",
    ),
    row(
        "page.cps",
        Deduit,
        "choix du banc",
        "Le bouton CPS connecte aussitôt : ni lecteur ni code porteur ne sont simulés.",
    ),
    row(
        "page.inconnu",
        DeSecondeMain,
        "foire aux questions",
        "Un identifiant inconnu, ou un RPPS sans son 8, ramène la page avec un message.",
    ),
    row(
        "page.refus",
        ProduitSousJacent,
        "Keycloak",
        "Refuser, sur la page ou sur l'e-CPS, revient au logiciel avec `access_denied`.",
    ),
    row(
        "approbation.automatique",
        Deduit,
        "choix du banc",
        "En approbation automatique, la personne désignée par `login_hint`, sinon celle de la configuration, est connectée sans page.",
    ),
];
