//! Addresses, discovery document, keys.

use banc_core::fidelity::Confidence::{Deduit, Officiel, ProduitSousJacent, VuChezUnClient};
use banc_core::fidelity::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "adresses.royaume",
        Officiel,
        "documentation et code de l'ANS",
        "Le royaume est `/auth/realms/esante-wallet` ; ses points d'accès sont ceux de Keycloak.",
    ),
    row(
        "adresses.portefeuille",
        Officiel,
        "document de découverte publié",
        "La demande d'autorisation se fait sur l'hôte du portefeuille, à `/auth`.",
    ),
    row(
        "adresses.barre_finale",
        VuChezUnClient,
        "client de production de la CNAM",
        "`/auth/` est admis comme `/auth` ; l'écriture est notée.",
    ),
    row(
        "adresses.native",
        VuChezUnClient,
        "clients libres",
        "L'adresse d'autorisation native du royaume répond aussi.",
    ),
    row(
        "decouverte.membres",
        Officiel,
        "document publié de l'espace de test, janvier 2025",
        "Le document porte tous les membres publiés, y compris les deux « 0 » de `acr_values_supported`.",
    ),
    row(
        "decouverte.deux_chemins",
        VuChezUnClient,
        "clients libres ; Keycloak",
        "Le document est à `wallet-openid-configuration` ; celui du chemin standard porte l'adresse d'autorisation native.",
    ),
    row(
        "decouverte.plus_large",
        Deduit,
        "choix du banc",
        "Le document annonce PAR, l'enregistrement, l'appareil, le contrôle de session et les objets de demande : ils ne sont pas simulés (404, ou refus).",
    ),
    row(
        "cles.deux",
        ProduitSousJacent,
        "Keycloak ; code du connecteur de l'ANS",
        "Les clés publiées sont une clé `sig` RS256 et une clé `enc` RSA-OAEP, au moins.",
    ),
    row(
        "cles.kid",
        Officiel,
        "jetons publiés par l'ANS",
        "Le `kid` a 43 caractères ; ici c'est l'empreinte RFC 7638.",
    ),
    row(
        "cles.rotation",
        ProduitSousJacent,
        "Keycloak",
        "Après une rotation, la clé précédente reste publiée et admise ; à la suivante elle disparaît.",
    ),
    row(
        "jose.entete",
        Officiel,
        "jetons publiés par l'ANS",
        "L'en-tête des jetons porte des espaces autour de certains deux-points.",
    ),
    row(
        "transport.certificat",
        Officiel,
        "alias mTLS du document publié",
        "Les adresses sont les mêmes avec et sans certificat client : il est demandé, jamais exigé.",
    ),
    row(
        "transport.erreurs",
        Deduit,
        "choix du banc",
        "Un chemin inconnu reçoit 404, une autre méthode 405, un corps trop grand 413, en JSON.",
    ),
];
