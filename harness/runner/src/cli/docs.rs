//! `banc docs`: the documentation that is generated from the code. A test compares it with what is
//! committed.

mod steps;

use std::fmt::Write as _;

use crate::cli::DocsArgs;
use crate::failure::Failure;

/// Writes every generated page.
pub fn docs(args: &DocsArgs) -> Result<u8, Failure> {
    for (name, text) in pages() {
        let path = args.directory.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Failure::usage)?;
        }
        std::fs::write(&path, text).map_err(Failure::usage)?;
        println!("{}", path.display());
    }
    Ok(0)
}

/// The pages: name under `docs/`, and text.
pub fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("fidelite.md", fidelity()),
        ("fautes.md", faults()),
        ("etapes.md", steps::page()),
        ("openapi/gestion.json", banc_server::openapi_json()),
    ]
}

fn fidelity() -> String {
    format!(
        "# Fidélité des services simulés\n\n\
         Page produite par `banc docs` ; ne pas la modifier à la main.\n\n\
         Chaque comportement d'un service simulé, avec sa source et la confiance qu'elle mérite. *Officiel* : un \
         texte ou un schéma publié. *Vu chez un client* : le code ou les captures d'un logiciel réel. *Code du produit sous-jacent* : le produit sur lequel le vrai service est bâti fait ainsi, ce qui est probable \
         sans être montré. *De seconde \
         main* : quelqu'un cite un texte que nous n'avons pas. *Déduit* : notre lecture, que rien ne contredit. \
         *Provisoire* : le contrat réel n'a pas été trouvé ; un verdict qui s'y appuie est au mieux « À revoir ».\n\n{}",
        banc_server::catalogue::fidelity()
    )
}

fn faults() -> String {
    let mut text = String::from(
        "# Fautes et variations\n\n\
         Page produite par `banc docs` ; ne pas la modifier à la main.\n\n\
         Une *faute* est une erreur du service ou du réseau. Une *variation* est une réponse correcte mais \
         inhabituelle : un logiciel sain l'accepte. Les deux sont tirées par graine, et inscrites dans l'échange \
         qu'elles touchent.\n\n\
         ## Plan de fautes\n\n\
         ```toml\n[[regle]]\nnom = \"insi-lent\"           # nom libre, inscrit dans le journal\n\
         service = \"insi\"\noperation = \"recherche_traits\"  # toutes si absente\n\
         ordinaux = \"2-4\"             # quels appels, par voie, service et opération ; tous si absents\n\
         probabilite = 0.5            # toujours si absente\n\
         faute = { nom = \"latence_fixe\", duree = \"800ms\" }\n```\n\n## Fautes\n",
    );
    for spec in banc_core::fault::CATALOGUE {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n### `{}`\n\n{}\n\nCe que voit un client : {}\n",
            spec.name, spec.summary, spec.client_sees
        );
        if !spec.parameters.is_empty() {
            text.push_str("\n| paramètre | sens |\n|---|---|\n");
            for parameter in spec.parameters {
                let _ = writeln!(text, "| `{}` | {} |", parameter.name, parameter.meaning);
            }
        }
    }
    text.push_str("\n## Variations\n\n| service | nom | ce qui la permet |\n|---|---|---|\n");
    for variation in banc_server::catalogue::variations() {
        let _ = writeln!(
            text,
            "| `{}` | `{}` | {} |",
            variation.service, variation.name, variation.permitted_by
        );
    }
    text
}
