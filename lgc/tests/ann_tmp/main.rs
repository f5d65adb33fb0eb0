//! temporary
#![allow(dead_code, clippy::unwrap_used)]
mod annuaire;
mod certificates;
mod driver;
mod gateway;
mod defects {
    #[path = "/work/main/lgc/tests/lgc/defects/directory_signs.rs"]
    mod directory;
    #[tokio::test]
    async fn signs() {
        let _ = banc_lgc::Defect::ALL;
        macro_rules! t { ($($n:literal => $f:path),* $(,)?) => { $(
            assert!(!$f(&[]).await, "{} sound", $n); assert!($f(&[$n]).await, "{} defect", $n); )* } }
        t! {
          "adresse_inventee" => directory::address_is_invented,
          "annuaire_en_cache" => directory::directory_is_not_asked,
          "annuaire_muet" => directory::no_result_is_silent,
          "compte_bloque" => directory::account_waits_for_the_directory,
          "criteres_ignores" => directory::place_is_not_asked,
          "import_sans_effet" => directory::import_changes_nothing,
          "panne_lue_comme_vide" => directory::failure_is_an_empty_result,
          "premier_homonyme" => directory::first_homonym_is_picked,
          "premiere_adresse" => directory::first_address_is_picked,
          "rpps_du_premier" => directory::number_of_the_first,
        }
    }
}
