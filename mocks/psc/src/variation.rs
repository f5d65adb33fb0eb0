//! Variations: answers that are correct but unusual, each with what permits it.
//!
//! They break clients that were fitted to one capture; they are not faults.

use banc_core::variation::variation;
pub use banc_core::variation::{Asked, Variation};

pub(crate) const NONCE_VIDE: &str = "nonce_vide";
pub(crate) const ACR_DOUBLE: &str = "acr_double";
pub(crate) const ACR_EIDAS2: &str = "acr_eidas2";
pub(crate) const ACR_EIDAS3: &str = "acr_eidas3";
pub(crate) const EMAIL_VERIFIED: &str = "email_verified_2021";
pub(crate) const ACCES_60S: &str = "acces_60s";
pub(crate) const SANS_SESSION_STATE: &str = "jeton_identite_sans_session_state";
pub(crate) const IDENTIFIANT_ANS: &str = "identifiant_ans";
pub(crate) const LOGOUT_SANS_STATE: &str = "deconnexion_sans_state";
pub(crate) const USERINFO_SIMPLIFIE: &str = "userinfo_simplifie";
pub(crate) const USERINFO_JWT: &str = "userinfo_jwt";
pub(crate) const OTHER_IDS: &str = "other_ids_majuscules";
pub(crate) const CIVILITE_2023: &str = "civilite_au_sommet";
pub(crate) const ORGANISATION_VIDE: &str = "organisation_vide";
pub(crate) const ORGANISATION_ABSENTE: &str = "organisation_absente";
pub(crate) const AUTH_MODE_ABSENT: &str = "auth_mode_absent";
pub(crate) const INTROSPECTION_NAME_ID: &str = "introspection_subject_name_id";
pub(crate) const INVALID_CLIENT: &str = "erreur_invalid_client";
pub(crate) const TOKEN_INVALID: &str = "erreur_token_invalid";
pub(crate) const INVALID_USER: &str = "ciba_invalid_user";
pub(crate) const INTERVALLE_1: &str = "ciba_intervalle_1";
pub(crate) const SANS_INTERVALLE: &str = "ciba_sans_intervalle";
pub(crate) const REFRESH_HS256: &str = "renouvellement_hs256";
pub(crate) const BEARER_MINUSCULE: &str = "bearer_minuscule";
pub(crate) const DECOUVERTE_ANCIENNE: &str = "decouverte_ancienne";

/// Every variation.
pub const ALL: [Variation; 25] = [
    variation(
        NONCE_VIDE,
        "Les jetons d'accès et introspections publiés par l'ANS portent un `nonce` vide, ici même quand la demande en portait un ; le jeton d'identité, lui, le rend toujours.",
    ),
    variation(
        ACR_DOUBLE,
        "Un jeton d'accès de 2021 publié par l'ANS porte deux fois la clé `acr` ; RFC 7519 §4 laisse alors retenir la dernière.",
    ),
    variation(
        ACR_EIDAS2,
        "En production, en 2026, les jetons obtenus par carte portent `acr` eidas2, `auth_level` 1 et la portée `openid scope_all` (ticket public du connecteur de l'ANS).",
    ),
    variation(
        ACR_EIDAS3,
        "Dans l'espace de test, de 2021 à 2023, les jetons obtenus par carte portaient `acr` eidas3 (jetons publiés par l'ANS).",
    ),
    variation(
        EMAIL_VERIFIED,
        "En 2021, jetons, introspection et UserInfo portaient `email_verified` faux (jetons publiés par l'ANS).",
    ),
    variation(
        ACCES_60S,
        "En 2021 et 2022 le jeton d'accès de l'espace de test vivait 60 s (jetons publiés par l'ANS) ; `expires_in` le dit.",
    ),
    variation(
        SANS_SESSION_STATE,
        "Depuis sa version 24, Keycloak n'écrit plus `session_state` dans le jeton d'identité, mais `sid`.",
    ),
    variation(
        IDENTIFIANT_ANS,
        "L'outil EDIT fabrique des identités de test dont l'identifiant n'est pas un nombre ; l'une d'elles se connecte quand personne n'est désigné.",
    ),
    variation(
        LOGOUT_SANS_STATE,
        "Le connecteur de l'ANS a une option pour les retours de déconnexion sans `state` : cela arrive.",
    ),
    variation(
        USERINFO_SIMPLIFIE,
        "Un utilisateur sans professionnel rapproché reçoit six membres (vu dans les tests d'un client).",
    ),
    variation(
        USERINFO_JWT,
        "UserInfo peut être un JWT signé (OpenID Connect Core §5.3.2) ; le connecteur de l'ANS lit les deux formes.",
    ),
    variation(
        OTHER_IDS,
        "Une classe de l'ANS écrit `otherIDs` là où les réponses publiées portent `otherIds`.",
    ),
    variation(
        CIVILITE_2023,
        "En novembre 2023, `codeCivilite` et `codeGenreActivite` étaient au sommet de UserInfo (réponse vue chez un client).",
    ),
    variation(
        ORGANISATION_VIDE,
        "`SubjectOrganizationID` est vide dans l'exemple publié par l'ANS.",
    ),
    variation(
        ORGANISATION_ABSENTE,
        "Le schéma de l'ANS n'exige pas `SubjectOrganizationID`.",
    ),
    variation(
        AUTH_MODE_ABSENT,
        "Les réponses UserInfo de 2021 n'ont pas `authMode`, que le schéma de l'ANS ne décrit pas.",
    ),
    variation(
        INTROSPECTION_NAME_ID,
        "La page de l'ANS sur l'introspection dit que `SubjectNameID` y figure quand le jeton est d'accès ; le schéma de l'ANS ne l'admet pas.",
    ),
    variation(
        INVALID_CLIENT,
        "RFC 6749 §5.2 et les versions plus anciennes de Keycloak nomment `invalid_client` un client mal authentifié.",
    ),
    variation(
        TOKEN_INVALID,
        "Les versions plus anciennes de Keycloak décrivent un jeton refusé par « Token invalid: … ».",
    ),
    variation(
        INVALID_USER,
        "Keycloak 26.7 décrit par `invalid_user` un utilisateur inconnu de CIBA.",
    ),
    variation(
        INTERVALLE_1,
        "Le bouchon de l'ANS répond `interval` 1 ; CIBA Core §7.3 laisse le choix au fournisseur.",
    ),
    variation(
        SANS_INTERVALLE,
        "CIBA Core §7.3 rend `interval` facultatif ; absent, il vaut 5 s.",
    ),
    variation(
        REFRESH_HS256,
        "Keycloak signe les jetons de renouvellement en HS256 ou HS512 selon sa version.",
    ),
    variation(
        BEARER_MINUSCULE,
        "La casse de `token_type` est libre (RFC 6749 §5.1).",
    ),
    variation(
        DECOUVERTE_ANCIENNE,
        "Le document de 2021-2022 n'avait ni CIBA, ni PAR, ni alias mTLS, ni `iss` de retour (documentation d'un client).",
    ),
];

/// Form of the tokens of one client in one session: what a variation chose when they were first
/// issued holds for those that follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent choices, each one a variation"
)]
pub(crate) struct Profile {
    pub(crate) empty_nonce: bool,
    pub(crate) repeated_acr: bool,
    pub(crate) eidas2: bool,
    pub(crate) eidas3: bool,
    pub(crate) email_verified: bool,
    pub(crate) without_session_state: bool,
}

impl Profile {
    /// What is asked of this call, added to what held before.
    #[must_use]
    pub(crate) fn with(self, asked: Asked<'_>) -> Self {
        Self {
            empty_nonce: self.empty_nonce || asked.has(NONCE_VIDE),
            repeated_acr: self.repeated_acr || asked.has(ACR_DOUBLE),
            eidas2: self.eidas2 || asked.has(ACR_EIDAS2),
            eidas3: self.eidas3 || asked.has(ACR_EIDAS3),
            email_verified: self.email_verified || asked.has(EMAIL_VERIFIED),
            without_session_state: self.without_session_state || asked.has(SANS_SESSION_STATE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_name_and_a_sentence() {
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|v| v.name).collect();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|v| v.permitted_by.ends_with('.')));
    }

    #[test]
    fn what_was_chosen_holds() {
        let asked = [ACR_EIDAS2.to_owned()];
        let first = Profile::default().with(Asked(&asked));
        assert!(first.eidas2 && first.with(Asked(&[])) == first);
    }
}
