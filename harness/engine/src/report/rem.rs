//! `rem.csv`: one row per preuve, with the columns of the REM export and what the bench found.
//!
//! The REM has up to ten pairs of preuve columns per row; one pair per row is kept here, so that
//! each preuve has its verdict. Titles are our own words. Source: columns of the REM export (second-hand).

use super::table::Table;
use super::{Subject, label};
use crate::record::file_name;
use crate::tally::{ExigenceTally, PreuveTally, ScenarioAnsTally};

/// Columns, in order.
const COLUMNS: [&str; 19] = [
    "Exigence conditionnelle (OUI/NON)",
    "Profil",
    "ID Section",
    "Section",
    "Bloc",
    "Fonction",
    "Nature (EXIGENCE/PRECONISATION)",
    "N° exigence",
    "Énoncé",
    "N° scénario",
    "Scénario de conformité",
    "N° preuve",
    "Preuve",
    "Verdict",
    "Provenance",
    "Provenance minimale",
    "Scénario du banc",
    "Fichier de preuve",
    "Texte de l'exigence",
];

/// The table.
pub fn render(subject: &Subject<'_>) -> String {
    let mut table = Table::new(&COLUMNS);
    for tally in &subject.tally.exigences {
        let mut empty = true;
        for scenario in &tally.scenarios {
            for preuve in &scenario.preuves {
                row(&mut table, tally, Some((scenario, preuve)));
                empty = false;
            }
        }
        if empty {
            row(&mut table, tally, None);
        }
    }
    table.finish()
}

/// A row; an exigence without preuve has one too, so that nothing is silently missing.
fn row(
    table: &mut Table,
    tally: &ExigenceTally<'_>,
    preuve: Option<(&ScenarioAnsTally<'_>, &PreuveTally<'_>)>,
) {
    let exigence = tally.exigence;
    let (scenario, preuve) = preuve.unzip();
    let verdict = preuve.and_then(|preuve| preuve.verdict);
    let provenance = preuve.and_then(|preuve| preuve.provenance);
    let mut played: Vec<&str> = preuve
        .map(|preuve| {
            preuve
                .supports
                .iter()
                .map(|one| one.scenario.as_str())
                .collect()
        })
        .unwrap_or_default();
    played.dedup();
    let played = played.join(", ");
    let file = preuve
        .filter(|preuve| preuve.supports.iter().any(|one| one.provenance.is_some()))
        .map(|preuve| format!("evidence/{}/manifest.json", file_name(&preuve.preuve.id)));
    table.row(&[
        if exigence.conditionnelle {
            "OUI"
        } else {
            "NON"
        },
        &exigence.profil,
        exigence.id.split('/').next().unwrap_or_default(),
        &exigence.section,
        &exigence.bloc,
        &exigence.fonction,
        exigence.nature.label(),
        &exigence.id,
        &exigence.titre,
        scenario.map_or("", |scenario| &scenario.scenario.id),
        scenario.map_or("", |scenario| &scenario.scenario.titre),
        preuve.map_or("", |preuve| &preuve.preuve.id),
        preuve.map_or("", |preuve| &preuve.preuve.titre),
        label::state(verdict),
        provenance.map_or("", crate::verdict::Provenance::label),
        exigence.provenance_min.label(),
        &played,
        file.as_deref().unwrap_or_default(),
        exigence.source.label(),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::small;
    use crate::record::sample;

    #[test]
    fn one_row_per_preuve_and_per_exigence_without_preuve() {
        let (run, exchanges) = sample::run();
        let catalogue = small();
        insta::assert_snapshot!(render(&Subject::new(&run, &catalogue, &exchanges)));
    }
}
