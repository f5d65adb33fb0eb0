//! Clients and how they authenticate.

use banc_core::fidelity::Confidence::{
    DeSecondeMain, Deduit, Officiel, ProduitSousJacent, VuChezUnClient,
};
use banc_core::fidelity::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "client.methodes",
        VuChezUnClient,
        "commentaires d'une bibliothèque cliente",
        "Seuls `client_secret_basic`, `client_secret_post` et `tls_client_auth` sont servis, bien que cinq soient annoncés.",
    ),
    row(
        "client.certificat",
        Officiel,
        "guide d'interopérabilité ; RFC 8705",
        "Le client est reconnu au sujet de son certificat, dont l'autorité doit être celle du banc ou déclarée.",
    ),
    row(
        "client.ciba_ferme",
        ProduitSousJacent,
        "Keycloak",
        "Un client sans CIBA reçoit « Client not allowed OIDC CIBA Grant », 401 à la demande, 400 à l'interrogation.",
    ),
    row(
        "client.refus",
        Deduit,
        "d'après Keycloak",
        "Un client mal authentifié reçoit 401 `unauthorized_client` ; le texte est déduit.",
    ),
    row(
        "client.secret_non_encode",
        Deduit,
        "choix du banc",
        "Un secret laissé sans encodage dans l'en-tête Basic est admis et noté.",
    ),
    row(
        "client.public",
        ProduitSousJacent,
        "Keycloak",
        "Un client public n'a pas de secret et ne peut pas interroger les jetons.",
    ),
    row(
        "client.secret_et_certificat",
        DeSecondeMain,
        "foire aux questions des industriels",
        "L'espace de confiance impose le certificat : c'est la configuration du client qui le dit, non l'adresse.",
    ),
];
