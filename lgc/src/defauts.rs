//! Deliberate defects: each breaks one rule at the very place where the rule stands, so that the bench
//! can be shown to see it. Which exigences a defect must turn red is declared beside it, one file each.

use std::collections::BTreeSet;

use crate::error::LgcError;

mod acces_ins_non_trace;
mod acces_insi_non_date;
mod appel_non_trace;
mod assertion_non_signee;
mod authentification_tue;
mod carte_par_traits;
mod champs_non_verrouilles;
mod cle_matricule_ignoree;
mod comparaison_sautee;
mod confiance_aveugle;
mod contrat_ignore;
mod creation_sans_trait;
mod date_incomplete_acceptee;
mod donnees_insi_non_tracees;
mod doute_garde_statut;
mod droit_insi_ignore;
mod droit_voir_ins_ignore;
mod echec_lu_comme_ko;
mod homonyme_choisi;
mod insi_malgre_doute;
mod justificatif_oublie;
mod ko_cree_avec_ins;
mod ko_ignore;
mod ko_met_a_jour;
mod ko_sans_alerte;
mod minuscules_conservees;
mod mode_non_trace;
mod modification_non_tracee;
mod nom_utilise_obligatoire;
mod nom_utilise_verrouille;
mod permis_vaut_preuve;
mod prenom_incoherent_tu;
mod qualification_manquee;
mod recherche_sans_nom_utilise;
mod recherche_sensible_aux_accents;
mod relance_sans_fin;
mod statut_initial_valide;
mod statut_recupere_manquant;
mod super_utilisateur_garde_ins;
mod trait_vide_accepte;
mod transitivite;
mod validation_sans_effet;
mod verification_non_tracee;
mod verification_repetee;
mod verification_sans_appel;
mod verification_systematique_absente;

/// What a defect is: its name, what it does in French, and the exigences it must turn red.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefectCard {
    /// Name on the command line.
    pub name: &'static str,
    /// What it does, in French.
    pub sentence: &'static str,
    /// Exactly the exigences that must become *Non conforme*.
    pub breaks: &'static [&'static str],
}

/// A deliberate defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Defect {
    /// Les accès à l'INS d'un usager ne sont pas tracés.
    AccesInsNonTrace,
    /// La trace d'un accès à INSi n'a ni date ni utilisateur.
    AccesInsiNonDate,
    /// Les appels de recherche à INSi ne sont pas tracés.
    AppelNonTrace,
    /// L'assertion de la carte CPx part sans signature.
    AssertionNonSignee,
    /// La trace d'un appel ne dit pas le mode d'authentification.
    AuthentificationTue,
    /// La recherche par carte Vitale appelle l'opération de recherche par traits.
    CarteParTraits,
    /// Les traits stricts restent modifiables aux statuts récupérée et qualifiée.
    ChampsNonVerrouilles,
    /// La recherche par matricule ne contrôle ni la longueur ni la clé.
    CleMatriculeIgnoree,
    /// L'identité renvoyée par INSi remplace l'identité locale sans comparaison.
    ComparaisonSautee,
    /// Sous contrat de confiance, l'identité reçue est qualifiée sans vérification.
    ConfianceAveugle,
    /// L'identité reçue d'un partenaire sous contrat de confiance n'est pas gardée qualifiée.
    ContratIgnore,
    /// Un dossier est créé même quand un trait strict manque.
    CreationSansTrait,
    /// Une identité dont le jour ou le mois de naissance est 00 est acceptée.
    DateIncompleteAcceptee,
    /// La trace d'un appel ne garde ni les traits, ni le matricule, ni l'historique renvoyés.
    DonneesInsiNonTracees,
    /// Poser l'attribut douteux ou fictif garde le statut et l'INS.
    DouteGardeStatut,
    /// Un utilisateur sans droit peut appeler INSi.
    DroitInsiIgnore,
    /// Un utilisateur sans droit voit l'INS.
    DroitVoirInsIgnore,
    /// Un échec technique de la vérification est lu comme un KO.
    EchecLuCommeKo,
    /// Sur un code 02, le logiciel tient l'identité pour récupérée sans choix de l'utilisateur.
    HomonymeChoisi,
    /// INSi est appelé pour une identité douteuse ou fictive.
    InsiMalgreDoute,
    /// La nature du justificatif présenté n'est pas enregistrée.
    JustificatifOublie,
    /// Une identité reçue dont la vérification est KO est créée avec son INS.
    KoCreeAvecIns,
    /// Une vérification KO laisse le matricule et le statut en place.
    KoIgnore,
    /// Une identité reçue dont la vérification est KO remplace les traits du dossier existant.
    KoMetAJour,
    /// Une identité reçue dont la vérification est KO n'alerte pas et n'entre pas en liste de travail.
    KoSansAlerte,
    /// Les noms sont gardés tels que saisis, minuscules et accents compris.
    MinusculesConservees,
    /// La trace d'un appel à INSi ne dit pas si la recherche était par carte ou par traits.
    ModeNonTrace,
    /// Les modifications de traits ne sont pas tracées.
    ModificationNonTracee,
    /// La création exige aussi le nom utilisé.
    NomUtiliseObligatoire,
    /// Le nom et le prénom utilisés sont verrouillés aux statuts récupérée et qualifiée.
    NomUtiliseVerrouille,
    /// Le permis de conduire et la carte Vitale valident l'identité.
    PermisVautPreuve,
    /// Aucune alerte quand le premier prénom diffère du début des prénoms renvoyés.
    PrenomIncoherentTu,
    /// Une identité validée dont l'INS est récupéré ne devient pas qualifiée.
    QualificationManquee,
    /// La recherche locale ignore le nom utilisé et le prénom utilisé.
    RechercheSansNomUtilise,
    /// La recherche locale distingue les accents, les tirets et les apostrophes.
    RechercheSensibleAuxAccents,
    /// Un appel en échec est relancé sans autre borne que l'échéance de l'action.
    RelanceSansFin,
    /// Un nouveau dossier naît au statut validée.
    StatutInitialValide,
    /// Une identité provisoire dont l'INS est récupéré reste provisoire.
    StatutRecupereManquant,
    /// La modification d'un trait strict par un super-utilisateur garde l'INS et le statut.
    SuperUtilisateurGardeIns,
    /// Une identité dont le nom, les prénoms ou le sexe est vide est acceptée.
    TraitVideAccepte,
    /// Une identité reçue qualifiée est créée qualifiée sans contrat de confiance.
    Transitivite,
    /// Un justificatif à haut niveau de confiance ne valide pas l'identité.
    ValidationSansEffet,
    /// Les appels de vérification ne sont pas tracés.
    VerificationNonTracee,
    /// L'INS reçu est vérifié même quand l'identité est déjà récupérée ou qualifiée ici.
    VerificationRepetee,
    /// La vérification est dite OK sans appeler INSi.
    VerificationSansAppel,
    /// L'INS d'une identité reçue n'est pas vérifié.
    VerificationSystematiqueAbsente,
}

impl Defect {
    /// Every defect, by name.
    pub const ALL: &[Self] = &[
        Self::AccesInsNonTrace,
        Self::AccesInsiNonDate,
        Self::AppelNonTrace,
        Self::AssertionNonSignee,
        Self::AuthentificationTue,
        Self::CarteParTraits,
        Self::ChampsNonVerrouilles,
        Self::CleMatriculeIgnoree,
        Self::ComparaisonSautee,
        Self::ConfianceAveugle,
        Self::ContratIgnore,
        Self::CreationSansTrait,
        Self::DateIncompleteAcceptee,
        Self::DonneesInsiNonTracees,
        Self::DouteGardeStatut,
        Self::DroitInsiIgnore,
        Self::DroitVoirInsIgnore,
        Self::EchecLuCommeKo,
        Self::HomonymeChoisi,
        Self::InsiMalgreDoute,
        Self::JustificatifOublie,
        Self::KoCreeAvecIns,
        Self::KoIgnore,
        Self::KoMetAJour,
        Self::KoSansAlerte,
        Self::MinusculesConservees,
        Self::ModeNonTrace,
        Self::ModificationNonTracee,
        Self::NomUtiliseObligatoire,
        Self::NomUtiliseVerrouille,
        Self::PermisVautPreuve,
        Self::PrenomIncoherentTu,
        Self::QualificationManquee,
        Self::RechercheSansNomUtilise,
        Self::RechercheSensibleAuxAccents,
        Self::RelanceSansFin,
        Self::StatutInitialValide,
        Self::StatutRecupereManquant,
        Self::SuperUtilisateurGardeIns,
        Self::TraitVideAccepte,
        Self::Transitivite,
        Self::ValidationSansEffet,
        Self::VerificationNonTracee,
        Self::VerificationRepetee,
        Self::VerificationSansAppel,
        Self::VerificationSystematiqueAbsente,
    ];

    /// Its card.
    pub const fn card(self) -> DefectCard {
        match self {
            Self::AccesInsNonTrace => acces_ins_non_trace::CARD,
            Self::AccesInsiNonDate => acces_insi_non_date::CARD,
            Self::AppelNonTrace => appel_non_trace::CARD,
            Self::AssertionNonSignee => assertion_non_signee::CARD,
            Self::AuthentificationTue => authentification_tue::CARD,
            Self::CarteParTraits => carte_par_traits::CARD,
            Self::ChampsNonVerrouilles => champs_non_verrouilles::CARD,
            Self::CleMatriculeIgnoree => cle_matricule_ignoree::CARD,
            Self::ComparaisonSautee => comparaison_sautee::CARD,
            Self::ConfianceAveugle => confiance_aveugle::CARD,
            Self::ContratIgnore => contrat_ignore::CARD,
            Self::CreationSansTrait => creation_sans_trait::CARD,
            Self::DateIncompleteAcceptee => date_incomplete_acceptee::CARD,
            Self::DonneesInsiNonTracees => donnees_insi_non_tracees::CARD,
            Self::DouteGardeStatut => doute_garde_statut::CARD,
            Self::DroitInsiIgnore => droit_insi_ignore::CARD,
            Self::DroitVoirInsIgnore => droit_voir_ins_ignore::CARD,
            Self::EchecLuCommeKo => echec_lu_comme_ko::CARD,
            Self::HomonymeChoisi => homonyme_choisi::CARD,
            Self::InsiMalgreDoute => insi_malgre_doute::CARD,
            Self::JustificatifOublie => justificatif_oublie::CARD,
            Self::KoCreeAvecIns => ko_cree_avec_ins::CARD,
            Self::KoIgnore => ko_ignore::CARD,
            Self::KoMetAJour => ko_met_a_jour::CARD,
            Self::KoSansAlerte => ko_sans_alerte::CARD,
            Self::MinusculesConservees => minuscules_conservees::CARD,
            Self::ModeNonTrace => mode_non_trace::CARD,
            Self::ModificationNonTracee => modification_non_tracee::CARD,
            Self::NomUtiliseObligatoire => nom_utilise_obligatoire::CARD,
            Self::NomUtiliseVerrouille => nom_utilise_verrouille::CARD,
            Self::PermisVautPreuve => permis_vaut_preuve::CARD,
            Self::PrenomIncoherentTu => prenom_incoherent_tu::CARD,
            Self::QualificationManquee => qualification_manquee::CARD,
            Self::RechercheSansNomUtilise => recherche_sans_nom_utilise::CARD,
            Self::RechercheSensibleAuxAccents => recherche_sensible_aux_accents::CARD,
            Self::RelanceSansFin => relance_sans_fin::CARD,
            Self::StatutInitialValide => statut_initial_valide::CARD,
            Self::StatutRecupereManquant => statut_recupere_manquant::CARD,
            Self::SuperUtilisateurGardeIns => super_utilisateur_garde_ins::CARD,
            Self::TraitVideAccepte => trait_vide_accepte::CARD,
            Self::Transitivite => transitivite::CARD,
            Self::ValidationSansEffet => validation_sans_effet::CARD,
            Self::VerificationNonTracee => verification_non_tracee::CARD,
            Self::VerificationRepetee => verification_repetee::CARD,
            Self::VerificationSansAppel => verification_sans_appel::CARD,
            Self::VerificationSystematiqueAbsente => verification_systematique_absente::CARD,
        }
    }
}

/// The defects switched on; none in the sound software.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefectSet(BTreeSet<Defect>);

impl DefectSet {
    /// The set with these names.
    pub fn named<Name: AsRef<str>>(names: &[Name]) -> Result<Self, LgcError> {
        names.iter().map(|name| find(name.as_ref())).collect()
    }

    /// True when the defect is on.
    pub fn has(&self, defect: Defect) -> bool {
        self.0.contains(&defect)
    }

    /// The defects that are on.
    pub fn iter(&self) -> impl Iterator<Item = Defect> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<Defect> for DefectSet {
    fn from_iter<Defects: IntoIterator<Item = Defect>>(defects: Defects) -> Self {
        Self(defects.into_iter().collect())
    }
}

fn find(name: &str) -> Result<Defect, LgcError> {
    Defect::ALL
        .iter()
        .copied()
        .find(|defect| defect.card().name == name)
        .ok_or_else(|| LgcError::UnknownDefect {
            name: name.to_owned(),
            known: Defect::ALL
                .iter()
                .map(|defect| defect.card().name)
                .collect::<Vec<_>>()
                .join(", "),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        let names: BTreeSet<&str> = Defect::ALL
            .iter()
            .map(|defect| defect.card().name)
            .collect();
        assert_eq!(names.len(), Defect::ALL.len());
        for defect in Defect::ALL {
            let set = DefectSet::named(&[defect.card().name]).unwrap();
            assert!(set.has(*defect));
            assert_eq!(set.iter().count(), 1);
        }
    }

    #[test]
    fn an_unknown_name_is_refused_and_the_known_ones_are_listed() {
        let error = DefectSet::named(&["inconnu"]).unwrap_err().to_string();
        assert!(
            error.contains("inconnu") && error.contains("ko_ignore"),
            "{error}"
        );
    }
}
