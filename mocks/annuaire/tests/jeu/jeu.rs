//! The generator of the fictitious directory: the tables of `fixtures/annuaire`, always the same.
//!
//! It is kept beside the tests, which compare its output with the committed tables; the example
//! `jeu_annuaire` writes them.

mod noms;
mod personnes;
mod structures;
mod tirage;

pub(crate) use tirage::Tirage;

/// The tables, by file name.
#[derive(Default)]
pub(crate) struct Jeu {
    pub(crate) structures: Vec<String>,
    pub(crate) professionnels: Vec<String>,
    pub(crate) situations: Vec<String>,
    pub(crate) boites: Vec<String>,
    pub(crate) equipements: Vec<String>,
    pub(crate) activites: Vec<String>,
}

const NOTE: &str = "# Données fictives, écrites par `cargo run -p banc-annuaire --example jeu_annuaire` : ne pas modifier à la main.";

/// Makes the whole directory.
pub(crate) fn produire() -> Vec<(&'static str, String)> {
    let mut jeu = Jeu::default();
    let mut tirage = Tirage::new(0x0042_788A);
    let etablissements = structures::etablissements(&mut jeu, &mut tirage);
    personnes::du_kit(&mut jeu);
    personnes::inventees(&mut jeu, &etablissements, &mut tirage);
    let table =
        |columns: &str, rows: &[String]| format!("{NOTE}\n{columns}\n{}\n", rows.join("\n"));
    vec![
        (
            "structures.psv",
            table(
                "id|nature|raison_sociale|enseigne|idnst|finess|rpps_rang|entite_juridique|secteur|categorie|numero|type_voie|voie|code_postal|commune|telephone|courriel|licence|actif|maj",
                &jeu.structures,
            ),
        ),
        (
            "professionnels.psv",
            table(
                "id|rpps|civilite|titre|nom|prenoms|profession|categorie|savoir_faire|diplome|carte_type|carte|carte_debut|carte_fin|actif|maj",
                &jeu.professionnels,
            ),
        ),
        (
            "situations.psv",
            table(
                "id|identifiant|rpps|structure|genre|mode|fonction|section|actif|maj",
                &jeu.situations,
            ),
        ),
        (
            "boites.psv",
            table(
                "adresse|type|rattachement|service|description|dematerialisation|liste_rouge",
                &jeu.boites,
            ),
        ),
        (
            "equipements.psv",
            table(
                "id|arhgos|type|marque|modele|autorisation|structure|actif|maj",
                &jeu.equipements,
            ),
        ),
        (
            "activites.psv",
            table(
                "id|arhgos|profil|structure|type|modalite|forme|clientele|autorisation|actif|maj",
                &jeu.activites,
            ),
        ),
    ]
}
