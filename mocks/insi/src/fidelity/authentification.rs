//! Behaviours of authentication. « TLSI-INS », « SAPA », « PYX », « KIT-CS » and « ABAK » name client
//! programs; « HEALTHPHP » one that quotes the specification.

use banc_core::fidelity::Confidence::{DeSecondeMain, Deduit, Provisoire, VuChezUnClient};
use banc_core::fidelity::{Row, row};

/// The rows.
pub(super) const ROWS: &[Row] = &[
    row(
        "authentification.certificat",
        VuChezUnClient,
        "TLSI-INS (courriel du support)",
        "Le CN du certificat logiciel est exactement INSI-AUTO ou INSI-MANU.",
    ),
    row(
        "authentification.chaine",
        Deduit,
        "choix du banc",
        "Un certificat client absent, périmé, révoqué ou d'une autre autorité reçoit DESIR_560, afin que la raison soit visible.",
    ),
    row(
        "authentification.security_vide",
        VuChezUnClient,
        "TLSI-INS, SAPA",
        "Avec un certificat logiciel, wsse:Security peut être absent ou vide.",
    ),
    row(
        "authentification.cpx",
        VuChezUnClient,
        "TLSI-INS, KIT-CS",
        "Sans certificat client, une assertion SAML 2.0 est signée par la carte : rsa-sha256, sha256, canonicalisation exclusive, une référence à l'assertion.",
    ),
    row(
        "authentification.cpx_controle",
        Deduit,
        "choix du banc",
        "Signature, empreinte, chaîne et dates (Conditions comprises) sont vérifiées ; d'autres algorithmes, une seconde assertion, plus de huit certificats ou une ambiguïté font refuser.",
    ),
    row(
        "authentification.cpx_porteur",
        Deduit,
        "forme vue chez TLSI-INS et KIT-CS",
        "Issuer et NameID doivent être ceux du certificat signataire ; un NameQualifier autre que le type de la carte est admis et noté.",
    ),
    row(
        "authentification.cpx_carte",
        Deduit,
        "choix du banc",
        "Un signataire dont le certificat n'a ni type de carte ni numéro de professionnel, tel un certificat logiciel, est refusé.",
    ),
    row(
        "authentification.cpx_avance",
        Deduit,
        "choix du banc",
        "Une assertion émise dans le futur est refusée au-delà d'une avance réglable.",
    ),
    row(
        "authentification.cpx_duree",
        VuChezUnClient,
        "TLSI-INS",
        "Une assertion de professionnel vaut une heure.",
    ),
    row(
        "authentification.vitale",
        DeSecondeMain,
        "test CNDA 1.02 (DEVBOX)",
        "Une assertion Vitale est périmée après vingt minutes.",
    ),
    row(
        "authentification.vitale_refus",
        Deduit,
        "choix du banc",
        "Une assertion Vitale périmée fait refuser l'appel.",
    ),
    row(
        "authentification.psc",
        DeSecondeMain,
        "HEALTHPHP",
        "Une assertion PSC n'est pas signée et porte codeSpecialiteAMO et identifiantFacturation.",
    ),
    row(
        "authentification.psc_incomplete",
        Deduit,
        "choix du banc",
        "Une assertion PSC sans identifiant, date, NameID ou l'un des deux attributs est refusée ; son âge n'est pas contrôlé.",
    ),
    row(
        "authentification.psc_jeton",
        Provisoire,
        "non trouvé ; IG securisation-transport pour la forme",
        "Le transport du jeton vers INSi n'est pas connu : un jeton d'API au porteur, lié au certificat client de la connexion, est exigé, et son porteur doit être celui de l'assertion.",
    ),
    row(
        "authentification.psc_refus",
        Deduit,
        "IG securisation-transport (API Pro Santé Connectées)",
        "Un jeton absent, inconnu, périmé, lié à un autre certificat ou d'un autre professionnel reçoit un HTTP 401 et une faute FailedAuthentication.",
    ),
    row(
        "authentification.refus",
        Deduit,
        "WS-Security 1.1 §12",
        "Une assertion refusée reçoit une faute Sender dont le sous-code WS-Security est réglable.",
    ),
    row(
        "authentification.clair",
        Deduit,
        "choix du banc",
        "Le vrai service n'a pas de port en clair ; celui du banc n'authentifie pas, et le note.",
    ),
];
