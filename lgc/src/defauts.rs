//! Deliberate defects: each breaks one rule at the very place where the rule stands, so that the bench
//! can be shown to see it. Which exigences a defect must turn red is declared beside it, one file each.

use std::collections::BTreeSet;

use crate::error::LgcError;

mod acces_ins_non_trace;
mod acces_insi_non_date;
mod acr_values_absent;
mod acr_values_autre;
mod adresse_inventee;
mod alg_confus_accepte;
mod alg_none_accepte;
mod annuaire_en_cache;
mod annuaire_muet;
mod appel_non_trace;
mod assertion_non_signee;
mod audience_ignoree;
mod authentification_tue;
mod brouillon_perdu;
mod carte_par_traits;
mod champs_non_verrouilles;
mod ciba_boucle_serree;
mod ciba_insiste;
mod ciba_refus_muet;
mod ciba_sans_code;
mod cle_matricule_ignoree;
mod comparaison_sautee;
mod compte_bloque;
mod compte_double;
mod confiance_aveugle;
mod contrat_ignore;
mod creation_sans_trait;
mod criteres_ignores;
mod date_incomplete_acceptee;
mod deconnexion_locale;
mod donnees_insi_non_tracees;
mod doute_garde_statut;
mod droit_insi_ignore;
mod droit_voir_ins_ignore;
mod echec_lu_comme_ko;
mod expiration_ignoree;
mod homonyme_choisi;
mod identite_psc_perdue;
mod import_sans_effet;
mod inactivite_ignoree;
mod insi_malgre_doute;
mod iss_ignore;
mod jeton_dans_journal;
mod jeton_sur_disque;
mod justificatif_oublie;
mod ko_cree_avec_ins;
mod ko_ignore;
mod ko_met_a_jour;
mod ko_sans_alerte;
mod liaison_silencieuse;
mod minuscules_conservees;
mod mode_non_trace;
mod modification_non_tracee;
mod navigateur_integre;
mod nom_utilise_obligatoire;
mod nom_utilise_verrouille;
mod nonce_ignore;
mod panne_lue_comme_vide;
mod permis_vaut_preuve;
mod premier_homonyme;
mod premiere_adresse;
mod prenom_incoherent_tu;
mod proxy_contourne;
mod qualification_manquee;
mod recherche_sans_nom_utilise;
mod recherche_sensible_aux_accents;
mod relance_sans_fin;
mod renouvellement_sans_fin;
mod rpps_du_premier;
mod session_survit_au_refus;
mod signature_ignoree;
mod state_constant;
mod state_ignore;
mod statut_initial_valide;
mod statut_recupere_manquant;
mod sub_incoherent_accepte;
mod sub_non_garde;
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

/// Writes the list of defects once: variant, and the module of its card.
macro_rules! defects {
    ($($(#[$doc:meta])+ $variant:ident = $module:ident;)+) => {
        /// A deliberate defect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Defect {
            $($(#[$doc])+ $variant,)+
        }

        impl Defect {
            /// Every defect.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What it is.
            pub fn card(self) -> DefectCard {
                match self {
                    $(Self::$variant => $module::CARD,)+
                }
            }
        }
    };
}

defects! {
    /// Les accès à l'INS d'un usager ne sont pas tracés.
    AccesInsNonTrace = acces_ins_non_trace;
    /// La trace d'un accès à INSi n'a ni date ni utilisateur.
    AccesInsiNonDate = acces_insi_non_date;
    /// La demande d'authentification ne porte pas acr_values.
    AcrValuesAbsent = acr_values_absent;
    /// La demande d'authentification porte acr_values=eidas2.
    AcrValuesAutre = acr_values_autre;
    /// Un professionnel sans adresse MSSanté reçoit une adresse composée de son nom.
    AdresseInventee = adresse_inventee;
    /// Un id_token signé par HS256 avec la clé publique est accepté.
    AlgConfusAccepte = alg_confus_accepte;
    /// Un id_token sans signature (alg none) est accepté.
    AlgNoneAccepte = alg_none_accepte;
    /// La recherche d'un destinataire lit le carnet sans interroger l'annuaire.
    AnnuaireEnCache = annuaire_en_cache;
    /// Une recherche de destinataire sans résultat ne dit rien à l'utilisateur.
    AnnuaireMuet = annuaire_muet;
    /// Les appels de recherche à INSi ne sont pas tracés.
    AppelNonTrace = appel_non_trace;
    /// L'assertion de la carte CPx part sans signature.
    AssertionNonSignee = assertion_non_signee;
    /// Un id_token destiné à un autre client est accepté.
    AudienceIgnoree = audience_ignoree;
    /// La trace d'un appel ne dit pas le mode d'authentification.
    AuthentificationTue = authentification_tue;
    /// La fermeture de la session perd le message en cours d'écriture.
    BrouillonPerdu = brouillon_perdu;
    /// La recherche par carte Vitale appelle l'opération de recherche par traits.
    CarteParTraits = carte_par_traits;
    /// Les traits stricts restent modifiables aux statuts récupérée et qualifiée.
    ChampsNonVerrouilles = champs_non_verrouilles;
    /// L'attente CIBA interroge sans respecter l'intervalle ni slow_down.
    CibaBoucleSerree = ciba_boucle_serree;
    /// L'attente CIBA continue après un refus ou une expiration.
    CibaInsiste = ciba_insiste;
    /// Le refus d'une connexion CIBA n'est pas expliqué à l'utilisateur.
    CibaRefusMuet = ciba_refus_muet;
    /// Le code à deux chiffres de la connexion CIBA n'est pas montré.
    CibaSansCode = ciba_sans_code;
    /// La recherche par matricule ne contrôle ni la longueur ni la clé.
    CleMatriculeIgnoree = cle_matricule_ignoree;
    /// L'identité renvoyée par INSi remplace l'identité locale sans comparaison.
    ComparaisonSautee = comparaison_sautee;
    /// Un compte ne peut pas être créé tant que l'annuaire ne répond pas.
    CompteBloque = compte_bloque;
    /// La connexion avec Pro Santé Connect ouvre un second compte au lieu de celui qui porte le même RPPS.
    CompteDouble = compte_double;
    /// Sous contrat de confiance, l'identité reçue est qualifiée sans vérification.
    ConfianceAveugle = confiance_aveugle;
    /// L'identité reçue d'un partenaire sous contrat de confiance n'est pas gardée qualifiée.
    ContratIgnore = contrat_ignore;
    /// Un dossier est créé même quand un trait strict manque.
    CreationSansTrait = creation_sans_trait;
    /// La voie, le code postal et la ville ne sont pas demandés à l'annuaire.
    CriteresIgnores = criteres_ignores;
    /// Une identité dont le jour ou le mois de naissance est 00 est acceptée.
    DateIncompleteAcceptee = date_incomplete_acceptee;
    /// La déconnexion ferme la session du logiciel sans celle de Pro Santé Connect.
    DeconnexionLocale = deconnexion_locale;
    /// La trace d'un appel ne garde ni les traits, ni le matricule, ni l'historique renvoyés.
    DonneesInsiNonTracees = donnees_insi_non_tracees;
    /// Poser l'attribut douteux ou fictif garde le statut et l'INS.
    DouteGardeStatut = doute_garde_statut;
    /// Un utilisateur sans droit peut appeler INSi.
    DroitInsiIgnore = droit_insi_ignore;
    /// Un utilisateur sans droit voit l'INS.
    DroitVoirInsIgnore = droit_voir_ins_ignore;
    /// Un échec technique de la vérification est lu comme un KO.
    EchecLuCommeKo = echec_lu_comme_ko;
    /// Un id_token périmé est accepté.
    ExpirationIgnoree = expiration_ignoree;
    /// Sur un code 02, le logiciel tient l'identité pour récupérée sans choix de l'utilisateur.
    HomonymeChoisi = homonyme_choisi;
    /// INSi est appelé par le certificat logiciel malgré la session Pro Santé Connect.
    IdentitePscPerdue = identite_psc_perdue;
    /// L'extraction de l'annuaire est lue sans rien compléter.
    ImportSansEffet = import_sans_effet;
    /// La session reste ouverte quel que soit le temps d'inactivité.
    InactiviteIgnoree = inactivite_ignoree;
    /// INSi est appelé pour une identité douteuse ou fictive.
    InsiMalgreDoute = insi_malgre_doute;
    /// L'émetteur de la réponse et de l'id_token n'est pas contrôlé.
    IssIgnore = iss_ignore;
    /// La trace d'une connexion refusée contient l'id_token.
    JetonDansJournal = jeton_dans_journal;
    /// Les jetons de Pro Santé Connect sont écrits sur le disque et y restent.
    JetonSurDisque = jeton_sur_disque;
    /// La nature du justificatif présenté n'est pas enregistrée.
    JustificatifOublie = justificatif_oublie;
    /// Une identité reçue dont la vérification est KO est créée avec son INS.
    KoCreeAvecIns = ko_cree_avec_ins;
    /// Une vérification KO laisse le matricule et le statut en place.
    KoIgnore = ko_ignore;
    /// Une identité reçue dont la vérification est KO remplace les traits du dossier existant.
    KoMetAJour = ko_met_a_jour;
    /// Une identité reçue dont la vérification est KO n'alerte pas et n'entre pas en liste de travail.
    KoSansAlerte = ko_sans_alerte;
    /// Un professionnel sans RPPS connu est rattaché au compte du même nom sans connexion locale.
    LiaisonSilencieuse = liaison_silencieuse;
    /// Les noms sont gardés tels que saisis, minuscules et accents compris.
    MinusculesConservees = minuscules_conservees;
    /// La trace d'un appel à INSi ne dit pas si la recherche était par carte ou par traits.
    ModeNonTrace = mode_non_trace;
    /// Les modifications de traits ne sont pas tracées.
    ModificationNonTracee = modification_non_tracee;
    /// La connexion se fait dans une vue web intégrée au logiciel.
    NavigateurIntegre = navigateur_integre;
    /// La création exige aussi le nom utilisé.
    NomUtiliseObligatoire = nom_utilise_obligatoire;
    /// Le nom et le prénom utilisés sont verrouillés aux statuts récupérée et qualifiée.
    NomUtiliseVerrouille = nom_utilise_verrouille;
    /// Le nonce de l'id_token n'est pas comparé à celui envoyé.
    NonceIgnore = nonce_ignore;
    /// Une panne de l'annuaire est montrée comme une recherche sans résultat.
    PanneLueCommeVide = panne_lue_comme_vide;
    /// Le permis de conduire et la carte Vitale valident l'identité.
    PermisVautPreuve = permis_vaut_preuve;
    /// Entre plusieurs réponses de l'annuaire, la première est prise sans demander.
    PremierHomonyme = premier_homonyme;
    /// Entre plusieurs adresses d'un correspondant, la première est prise sans demander.
    PremiereAdresse = premiere_adresse;
    /// Aucune alerte quand le premier prénom diffère du début des prénoms renvoyés.
    PrenomIncoherentTu = prenom_incoherent_tu;
    /// Les appels INSi ne passent pas par le Proxy e-Santé de la session.
    ProxyContourne = proxy_contourne;
    /// Une identité validée dont l'INS est récupéré ne devient pas qualifiée.
    QualificationManquee = qualification_manquee;
    /// La recherche locale ignore le nom utilisé et le prénom utilisé.
    RechercheSansNomUtilise = recherche_sans_nom_utilise;
    /// La recherche locale distingue les accents, les tirets et les apostrophes.
    RechercheSensibleAuxAccents = recherche_sensible_aux_accents;
    /// Un appel en échec est relancé sans autre borne que l'échéance de l'action.
    RelanceSansFin = relance_sans_fin;
    /// Un renouvellement de jeton refusé est redemandé sans fin.
    RenouvellementSansFin = renouvellement_sans_fin;
    /// Un nouveau compte reçoit le numéro RPPS du premier homonyme.
    RppsDuPremier = rpps_du_premier;
    /// La session Pro Santé Connect reste montrée ouverte après le refus du renouvellement.
    SessionSurvitAuRefus = session_survit_au_refus;
    /// La signature de l'id_token n'est pas vérifiée.
    SignatureIgnoree = signature_ignoree;
    /// Le paramètre state est toujours le même.
    StateConstant = state_constant;
    /// Le paramètre state de la réponse n'est pas comparé à celui envoyé.
    StateIgnore = state_ignore;
    /// Un nouveau dossier naît au statut validée.
    StatutInitialValide = statut_initial_valide;
    /// Une identité provisoire dont l'INS est récupéré reste provisoire.
    StatutRecupereManquant = statut_recupere_manquant;
    /// UserInfo d'une autre personne que celle de l'id_token est accepté.
    SubIncoherentAccepte = sub_incoherent_accepte;
    /// Le sub de Pro Santé Connect n'est pas gardé dans le compte rattaché.
    SubNonGarde = sub_non_garde;
    /// La modification d'un trait strict par un super-utilisateur garde l'INS et le statut.
    SuperUtilisateurGardeIns = super_utilisateur_garde_ins;
    /// Une identité dont le nom, les prénoms ou le sexe est vide est acceptée.
    TraitVideAccepte = trait_vide_accepte;
    /// Une identité reçue qualifiée est créée qualifiée sans contrat de confiance.
    Transitivite = transitivite;
    /// Un justificatif à haut niveau de confiance ne valide pas l'identité.
    ValidationSansEffet = validation_sans_effet;
    /// Les appels de vérification ne sont pas tracés.
    VerificationNonTracee = verification_non_tracee;
    /// L'INS reçu est vérifié même quand l'identité est déjà récupérée ou qualifiée ici.
    VerificationRepetee = verification_repetee;
    /// La vérification est dite OK sans appeler INSi.
    VerificationSansAppel = verification_sans_appel;
    /// L'INS d'une identité reçue n'est pas vérifié.
    VerificationSystematiqueAbsente = verification_systematique_absente;
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
