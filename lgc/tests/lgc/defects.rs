//! Each defect seen from outside: one sign, absent from the sound software, present with the defect.
//! The match has no default arm: a defect without a sign does not compile.

mod card_signs;
mod directory_signs;
mod insi_signs;
mod local_signs;
mod psc_signs;
mod received_signs;

use banc_lgc::Defect;

use crate::driver::Bench;

/// True when the wrong behaviour shows; signs of the directory prepare a software of their own.
#[expect(clippy::too_many_lines, reason = "one line per defect")]
async fn shows(defect: Defect, bench: &Bench, names: &[&str]) -> bool {
    use {
        card_signs as card, directory_signs as directory, insi_signs as insi, local_signs as local,
        psc_signs as psc, received_signs as received,
    };
    match defect {
        Defect::AccesInsNonTrace => local::access_is_untraced(bench).await,
        Defect::AccesInsiNonDate => insi::call_has_no_date(bench).await,
        Defect::AcrValuesAbsent => psc::acr_is(None, names).await,
        Defect::AcrValuesAutre => psc::acr_is(Some("eidas2"), names).await,
        Defect::AdresseInventee => directory::address_is_invented(names).await,
        Defect::AlgConfusAccepte => psc::opens_on("alg_confus", names).await,
        Defect::AlgNoneAccepte => psc::opens_on("alg_none", names).await,
        Defect::AnnuaireEnCache => directory::directory_is_not_asked(names).await,
        Defect::AnnuaireMuet => directory::no_result_is_silent(names).await,
        Defect::AppelNonTrace => insi::search_is_untraced(bench).await,
        Defect::AssertionNonSignee => card::assertion_is_unsigned(bench).await,
        Defect::AudienceIgnoree => psc::opens_on("audience_alteree", names).await,
        Defect::AuthentificationTue => insi::authentication_is_untold(bench).await,
        Defect::BrouillonPerdu => psc::draft_is_lost(names).await,
        Defect::CarteParTraits => card::card_search_goes_by_traits(bench).await,
        Defect::ChampsNonVerrouilles => local::locked_name_changes(bench).await,
        Defect::CibaBoucleSerree => psc::polls_are_hurried(names).await,
        Defect::CibaInsiste => psc::polls_go_on_after_a_refusal(names).await,
        Defect::CibaRefusMuet => psc::refusal_is_mute(names).await,
        Defect::CibaSansCode => psc::code_is_hidden(names).await,
        Defect::CleMatriculeIgnoree => local::wrong_key_is_searched(bench).await,
        Defect::ComparaisonSautee => insi::ins_comes_without_decision(bench).await,
        Defect::CompteBloque => directory::account_waits_for_the_directory(names).await,
        Defect::CompteDouble => psc::second_account_is_opened(names).await,
        Defect::ConfianceAveugle => received::trusted_ko_is_qualifiee(bench).await,
        Defect::ContratIgnore => received::trusted_ok_is_not_qualifiee(bench).await,
        Defect::CreationSansTrait => local::created_without_sex(bench).await,
        Defect::CriteresIgnores => directory::place_is_not_asked(names).await,
        Defect::DateIncompleteAcceptee => insi::bad_date_is_offered(bench).await,
        Defect::DeconnexionLocale => psc::session_goes_on_at_the_provider(names).await,
        Defect::DonneesInsiNonTracees => insi::data_are_untraced(bench).await,
        Defect::DouteGardeStatut => local::doubt_keeps_status(bench).await,
        Defect::DroitInsiIgnore => insi::call_without_right(bench).await,
        Defect::DroitVoirInsIgnore => local::ins_seen_without_right(bench).await,
        Defect::EchecLuCommeKo => insi::failure_removes_ins(bench).await,
        Defect::ExpirationIgnoree => psc::opens_on("jeton_expire", names).await,
        Defect::HomonymeChoisi => insi::several_changes_status(bench).await,
        Defect::IdentitePscPerdue => psc::identity_is_lost(names).await,
        Defect::ImportSansEffet => directory::import_changes_nothing(names).await,
        Defect::InactiviteIgnoree => psc::idle_session_stays(names).await,
        Defect::InsiMalgreDoute => insi::doubted_is_called(bench).await,
        Defect::IssIgnore => {
            psc::opens_on("iss_altere", names).await
                && psc::opens_on("emetteur_altere", names).await
        }
        Defect::JetonDansJournal => psc::token_is_in_the_journal(names).await,
        Defect::JetonSurDisque => psc::token_is_on_disk(names).await,
        Defect::JustificatifOublie => local::proof_is_forgotten(bench).await,
        Defect::KoCreeAvecIns => received::ko_creates_with_ins(bench).await,
        Defect::KoIgnore => insi::ko_keeps_ins(bench).await,
        Defect::KoMetAJour => received::ko_changes_record(bench).await,
        Defect::KoSansAlerte => received::ko_is_silent(bench).await,
        Defect::LiaisonSilencieuse => psc::namesake_is_linked(names).await,
        Defect::MinusculesConservees => local::lower_case_is_kept(bench).await,
        Defect::ModeNonTrace => insi::mode_is_untold(bench).await,
        Defect::ModificationNonTracee => local::change_is_untraced(bench).await,
        Defect::NavigateurIntegre => psc::browser_is_embedded(names).await,
        Defect::NomUtiliseObligatoire => local::used_name_is_required(bench).await,
        Defect::NomUtiliseVerrouille => local::used_name_is_locked(bench).await,
        Defect::NonceIgnore => psc::opens_on("nonce_altere", names).await,
        Defect::PanneLueCommeVide => directory::failure_is_an_empty_result(names).await,
        Defect::PermisVautPreuve => local::licence_validates(bench).await,
        Defect::PremierHomonyme => directory::first_homonym_is_picked(names).await,
        Defect::PremiereAdresse => directory::first_address_is_picked(names).await,
        Defect::PrenomIncoherentTu => insi::no_alert_on_first_name(bench).await,
        Defect::ProxyContourne => psc::proxy_is_bypassed(names).await,
        Defect::QualificationManquee => insi::validee_is_not_qualified(bench).await,
        Defect::RechercheSansNomUtilise => local::used_name_is_not_found(bench).await,
        Defect::RechercheSensibleAuxAccents => local::accents_matter(bench).await,
        Defect::RelanceSansFin => insi::more_than_three_attempts(bench).await,
        Defect::RenouvellementSansFin => psc::renewal_is_asked_without_end(names).await,
        Defect::RppsDuPremier => directory::number_of_the_first(names).await,
        Defect::SessionSurvitAuRefus => psc::session_outlives_the_refusal(names).await,
        Defect::SignatureIgnoree => psc::opens_on("signature_alteree", names).await,
        Defect::StateConstant => psc::state_is_always_the_same(names).await,
        Defect::StateIgnore => psc::opens_on("state_altere", names).await,
        Defect::StatutInitialValide => local::born_validee(bench).await,
        Defect::StatutRecupereManquant => insi::provisoire_is_not_recuperee(bench).await,
        Defect::SubIncoherentAccepte => psc::opens_on("sub_incoherent", names).await,
        Defect::SubNonGarde => psc::sub_is_forgotten(names).await,
        Defect::SuperUtilisateurGardeIns => local::super_user_keeps_ins(bench).await,
        Defect::TraitVideAccepte => insi::empty_trait_is_offered(bench).await,
        Defect::Transitivite => received::qualified_elsewhere_is_qualifiee(bench).await,
        Defect::ValidationSansEffet => local::passport_does_not_validate(bench).await,
        Defect::VerificationNonTracee => insi::verification_is_untraced(bench).await,
        Defect::VerificationRepetee => received::known_identity_is_verified(bench).await,
        Defect::VerificationSansAppel => insi::verification_is_not_sent(bench).await,
        Defect::VerificationSystematiqueAbsente => received::nothing_is_verified(bench).await,
    }
}

/// The bench whose certificates make the sign visible.
async fn bench(defect: Defect, names: &[&str]) -> Bench {
    let certificates = match defect {
        Defect::AssertionNonSignee => card_signs::certificates(),
        _ => crate::driver::software_certificates(),
    };
    Bench::with(names, certificates).await
}

#[tokio::test]
async fn every_defect_shows_and_the_sound_software_shows_none() {
    for defect in Defect::ALL.iter().copied() {
        let name = defect.card().name;
        let sound = bench(defect, &[]).await;
        assert!(
            !shows(defect, &sound, &[]).await,
            "{name} shows in the sound software"
        );
        let defective = bench(defect, &[name]).await;
        assert!(
            shows(defect, &defective, &[name]).await,
            "{name} does not show"
        );
    }
}
