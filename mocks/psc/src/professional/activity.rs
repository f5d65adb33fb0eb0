//! A place and way of practising, as UserInfo describes it: thirty members, always present.
//!
//! Source: UserInfo samples and JSON schema published by ANS; the odd spellings are theirs.

use serde::{Deserialize, Serialize};

/// One activity; every member is text, empty when it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the members bear the names of the official document, which says no more"
)]
pub struct Activity {
    #[serde(rename = "codeModeExercice")]
    pub code_mode_exercice: String,
    #[serde(rename = "codeSecteurDactivite")]
    pub code_secteur_dactivite: String,
    #[serde(rename = "codeSectionPharmacien")]
    pub code_section_pharmacien: String,
    #[serde(rename = "codeRole")]
    pub code_role: String,
    #[serde(rename = "codeGenreActivite")]
    pub code_genre_activite: String,
    #[serde(rename = "numeroSiretSite")]
    pub numero_siret_site: String,
    #[serde(rename = "numeroSirenSite")]
    pub numero_siren_site: String,
    #[serde(rename = "numeroFinessSite")]
    pub numero_finess_site: String,
    #[serde(rename = "numeroFinessetablissementJuridique")]
    pub numero_finessetablissement_juridique: String,
    #[serde(rename = "identifiantTechniqueDeLaStructure")]
    pub identifiant_technique_de_la_structure: String,
    #[serde(rename = "raisonSocialeSite")]
    pub raison_sociale_site: String,
    #[serde(rename = "enseigneCommercialeSite")]
    pub enseigne_commerciale_site: String,
    #[serde(rename = "complementDestinataire")]
    pub complement_destinataire: String,
    #[serde(rename = "complementPointGeographique")]
    pub complement_point_geographique: String,
    #[serde(rename = "numeroVoie")]
    pub numero_voie: String,
    #[serde(rename = "indiceRepetitionVoie")]
    pub indice_repetition_voie: String,
    #[serde(rename = "codeTypeDeVoie")]
    pub code_type_de_voie: String,
    #[serde(rename = "libelleVoie")]
    pub libelle_voie: String,
    #[serde(rename = "mentionDistribution")]
    pub mention_distribution: String,
    #[serde(rename = "bureauCedex")]
    pub bureau_cedex: String,
    #[serde(rename = "codePostal")]
    pub code_postal: String,
    #[serde(rename = "codeCommune")]
    pub code_commune: String,
    #[serde(rename = "codePays")]
    pub code_pays: String,
    #[serde(rename = "telephone")]
    pub telephone: String,
    #[serde(rename = "telephone2")]
    pub telephone2: String,
    #[serde(rename = "telecopie")]
    pub telecopie: String,
    #[serde(rename = "adresseEMail")]
    pub adresse_email: String,
    #[serde(rename = "codeDepartement")]
    pub code_departement: String,
    #[serde(rename = "ancienIdentifiantDeLaStructure")]
    pub ancien_identifiant_de_la_structure: String,
    #[serde(rename = "autoriteDenregistrement")]
    pub autorite_denregistrement: String,
}
