//! CIBA and the simulated phone.

use banc_core::fidelity::Confidence::{Deduit, Officiel, ProduitSousJacent};
use banc_core::fidelity::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "ciba.demande",
        Officiel,
        "code et documentation de l'ANS",
        "La demande porte `login_hint`, `scope`, `acr_values`, `binding_message` et `channel` ; seule l'interrogation est servie.",
    ),
    row(
        "ciba.reponse",
        ProduitSousJacent,
        "Keycloak ; bouchon de l'ANS",
        "La réponse porte `auth_req_id` (JWE de cinq parties), `expires_in` 120 et `interval` 5.",
    ),
    row(
        "ciba.attente",
        Officiel,
        "code de l'ANS",
        "Tant que la personne n'a pas répondu : 400 `authorization_pending`.",
    ),
    row(
        "ciba.ordre",
        ProduitSousJacent,
        "Keycloak",
        "À l'interrogation : identifiant, échéance, trop tôt, refus, attente, dans cet ordre.",
    ),
    row(
        "ciba.slow_down",
        ProduitSousJacent,
        "Keycloak",
        "Une interrogation trop proche reçoit `slow_down` ; elle ne repousse pas la suivante, et la première est permise aussitôt.",
    ),
    row(
        "ciba.oubli",
        ProduitSousJacent,
        "Keycloak",
        "Une demande échue est gardée `interval` + 10 s, pour dire `expired_token`.",
    ),
    row(
        "ciba.erreurs",
        ProduitSousJacent,
        "Keycloak",
        "`login_hint` est contrôlé avant `scope` ; chaque refus a son texte, espace avant les deux-points compris.",
    ),
    row(
        "ciba.binding_message",
        ProduitSousJacent,
        "Keycloak",
        "Tout texte simple de 50 caractères au plus est admis : rien ne dit que le service refuse autre chose que deux chiffres.",
    ),
    row(
        "ciba.channel_absent",
        Deduit,
        "choix du banc",
        "Sans `channel`, la demande va au téléphone ; une autre valeur que CARD et MOBILE est refusée.",
    ),
    row(
        "ciba.plusieurs_indications",
        Deduit,
        "CIBA Core §7.1",
        "Deux indications de personne sont refusées ; le texte est du banc.",
    ),
    row(
        "ciba.autre_client",
        Deduit,
        "d'après Keycloak",
        "La demande d'un autre client reçoit `invalid_grant` ; le texte est déduit.",
    ),
    row(
        "ciba.requested_expiry",
        Officiel,
        "CIBA Core §7.1",
        "`requested_expiry` est respecté, dix minutes au plus.",
    ),
    row(
        "ciba.identifiants",
        Officiel,
        "code et tests de l'ANS",
        "La personne est désignée par son identifiant national (8 suivi du RPPS, ou identifiant de structure).",
    ),
    row(
        "ecps.page",
        Deduit,
        "choix du banc",
        "L'application e-CPS est une page ; le code à quatre chiffres n'est pas simulé.",
    ),
    row(
        "ecps.cle",
        Deduit,
        "choix du banc",
        "Une réponse n'est admise que du formulaire de la page, qui porte une clé propre à la demande.",
    ),
];
