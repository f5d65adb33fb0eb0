//! Systems, profiles and extensions of the directory's resources.
//!
//! Source: implementation guide ans.fhir.fr.annuaire (1.1.0 and 1.2.0-snapshot-2), guide of the
//! FHIR API, fr-core; the systems of regulated activities are those of an older example of the
//! guide, the only ones that were found.

pub(crate) const RPPS: &str = "https://rpps.esante.gouv.fr";
pub(crate) const RPPS_RANG: &str = "https://rppsrang.esante.gouv.fr";
pub(crate) const FINESS: &str = "https://finess.esante.gouv.fr";
pub(crate) const IDNPS: &str = "urn:oid:1.2.250.1.71.4.2.1";
pub(crate) const IDNST: &str = "urn:oid:1.2.250.1.71.4.2.2";
pub(crate) const TYPE_IDENTIFIANT: &str =
    "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203";
pub(crate) const TYPE_ORGANISATION: &str =
    "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-3307";
pub(crate) const SOURCE: &str = "https://annuaire.sante.fr";

pub(crate) const EMAIL_TYPE: &str =
    "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type";
pub(crate) const FR_CORE: &str = "https://hl7.fr/ig/fhir/core/StructureDefinition/";
pub(crate) const AS: &str = "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/";

/// `https://mos.esante.gouv.fr/NOS/<table>/FHIR/<table with hyphens>`.
pub(crate) fn nos(table: &str) -> String {
    format!(
        "https://mos.esante.gouv.fr/NOS/{table}/FHIR/{}",
        table.replacen('_', "-", 1)
    )
}

pub(crate) const PROFESSION: &str = "TRE_G15-ProfessionSante";
pub(crate) const CATEGORIE_PROFESSIONNELLE: &str = "TRE_R09-CategorieProfessionnelle";
pub(crate) const SPECIALITE: &str = "TRE_R38-SpecialiteOrdinale";
pub(crate) const DIPLOME: &str = "TRE_R48-DiplomeEtatFrancais";
pub(crate) const TYPE_DIPLOME: &str = "TRE_R14-TypeDiplome";
pub(crate) const GENRE: &str = "TRE_R22-GenreActivite";
pub(crate) const MODE: &str = "TRE_R23-ModeExercice";
pub(crate) const FONCTION: &str = "TRE_R21-Fonction";
pub(crate) const SECTION: &str = "TRE_R06-SectionTableauCNOP";
pub(crate) const SECTEUR: &str = "TRE_R02-SecteurActivite";
pub(crate) const CATEGORIE_ETABLISSEMENT: &str = "TRE_R66-CategorieEtablissement";
pub(crate) const TYPE_MESSAGERIE: &str = "TRE_R256-TypeMessagerie";
pub(crate) const TYPE_BAL: &str = "TRE_R257-TypeBAL";
pub(crate) const EQUIPEMENT: &str = "TRE_R272-EquipementMaterielLourd";
pub(crate) const FORME: &str = "TRE_R276-FormeActivite";
pub(crate) const TYPE_ACTIVITE: &str = "TRE_R209-TypeActivite";
pub(crate) const ACTIVITE_REGULEE: &str = "JDV_J133-ActiviteSanitaireRegulee-RASS";
pub(crate) const MODALITE: &str = "JDV_J132-ModaliteActivite-RASS";
pub(crate) const DISCIPLINE_SOCIALE: &str = "JDV_J136-DisciplineEquipementSocial-RASS";
pub(crate) const CLIENTELE: &str = "JDV_J137-Clientele-RASS";
pub(crate) const AUTORITE: &str = "JDV_J83-AutoriteEnregistrement-RASS";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_written_as_the_guide_does() {
        assert_eq!(
            nos(PROFESSION),
            "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
        );
    }
}
