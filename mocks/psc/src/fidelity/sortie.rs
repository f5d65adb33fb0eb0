//! Ends of session.

use banc_core::fidelity::Confidence::{Deduit, Officiel, ProduitSousJacent, VuChezUnClient};
use banc_core::fidelity::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "deconnexion.hint",
        Officiel,
        "documentation du connecteur de l'ANS",
        "Avec `id_token_hint`, la session se ferme et le navigateur revient avec `state`.",
    ),
    row(
        "deconnexion.retour_declare",
        Officiel,
        "documentation du connecteur de l'ANS",
        "L'adresse de retour doit être déclarée ; une autre reçoit une page d'erreur et ne ferme rien.",
    ),
    row(
        "deconnexion.page",
        VuChezUnClient,
        "client libre",
        "Sans adresse de retour, Pro Santé Connect montre sa page de session fermée.",
    ),
    row(
        "deconnexion.confirmation",
        ProduitSousJacent,
        "Keycloak",
        "Sans preuve de la session, la personne confirme ; le formulaire porte une clé propre à son cookie.",
    ),
    row(
        "deconnexion.hint_invalide",
        ProduitSousJacent,
        "Keycloak",
        "Un `id_token_hint` non signé, altéré, ou d'un autre algorithme, reçoit une page d'erreur.",
    ),
    row(
        "deconnexion.serveur",
        Officiel,
        "tests de l'ANS",
        "Un serveur peut fermer la session par POST d'un `id_token_hint` : la réponse est 200.",
    ),
    row(
        "deconnexion.refresh_token",
        ProduitSousJacent,
        "Keycloak",
        "POST d'un `refresh_token` avec l'authentification du client : 204 ; sans jeton, « No refresh token ».",
    ),
    row(
        "deconnexion.effet",
        Officiel,
        "documentation de l'ANS",
        "Après la déconnexion, les jetons sont inactifs et la personne est redemandée.",
    ),
    row(
        "deconnexion.backchannel",
        Officiel,
        "OpenID Connect Back-Channel Logout ; document publié",
        "Chaque logiciel de la session qui a déclaré une adresse reçoit un jeton de déconnexion signé.",
    ),
    row(
        "deconnexion.expiration",
        Deduit,
        "choix du banc",
        "Une session qui expire d'elle-même ne prévient personne.",
    ),
];
