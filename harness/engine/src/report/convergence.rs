//! `convergence.csv`: the columns of Convergence's import and nothing else, in our own words.
//!
//! What the bench does not know is left empty (`Profil historique`, `Criticité`). Source: columns of
//! the import file (second-hand).

use super::table::Table;
use super::{Subject, label};
use crate::tally::{ExigenceTally, PreuveTally, ScenarioAnsTally};

/// Columns, in order.
const COLUMNS: [&str; 14] = [
    "Périmètre",
    "ID",
    "Chapitre",
    "Fonction",
    "Exigence",
    "Commentaire",
    "Profil",
    "N° scénario",
    "Scénario",
    "N° preuve",
    "Preuve",
    "Profil historique",
    "Criticité",
    "Ordre",
];

/// The table.
pub fn render(subject: &Subject<'_>) -> String {
    let mut table = Table::new(&COLUMNS);
    let mut order = 0;
    for tally in &subject.tally.exigences {
        let preuves: Vec<_> = tally
            .scenarios
            .iter()
            .flat_map(|scenario| {
                scenario
                    .preuves
                    .iter()
                    .map(move |preuve| (scenario, preuve))
            })
            .collect();
        if preuves.is_empty() {
            order += 1;
            row(&mut table, tally, None, order);
        }
        for preuve in preuves {
            order += 1;
            row(&mut table, tally, Some(preuve), order);
        }
    }
    table.finish()
}

fn row(
    table: &mut Table,
    tally: &ExigenceTally<'_>,
    preuve: Option<(&ScenarioAnsTally<'_>, &PreuveTally<'_>)>,
    order: usize,
) {
    let exigence = tally.exigence;
    let (scenario, preuve) = preuve.unzip();
    let perimeter = format!("MDV-LGC vague {}", exigence.vague);
    table.row(&[
        &perimeter,
        &exigence.id,
        &exigence.section,
        &exigence.fonction,
        &exigence.titre,
        &comment(tally, preuve),
        &exigence.profil,
        scenario.map_or("", |scenario| &scenario.scenario.id),
        scenario.map_or("", |scenario| &scenario.scenario.titre),
        preuve.map_or("", |preuve| &preuve.preuve.id),
        preuve.map_or("", |preuve| &preuve.preuve.titre),
        "",
        "",
        &order.to_string(),
    ]);
}

/// The verdict, and the sentence of the support that decided it.
fn comment(tally: &ExigenceTally<'_>, preuve: Option<&PreuveTally<'_>>) -> String {
    let verdict = preuve.and_then(|preuve| preuve.verdict);
    let reason = preuve
        .and_then(|preuve| {
            let decisive = |one: &&crate::tally::Support| Some(one.verdict) == verdict;
            preuve.supports.iter().find(decisive)
        })
        .map(|support| format!("{} : {}", support.scenario, support.message))
        .or_else(|| tally.uncovered_reason());
    match reason {
        Some(reason) => format!("{} — {}", label::state(verdict), label::printable(&reason)),
        None => label::state(verdict).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::small;
    use crate::record::sample;

    #[test]
    fn the_columns_are_those_of_the_import_alone() {
        let (run, exchanges) = sample::run();
        let catalogue = small();
        insta::assert_snapshot!(render(&Subject::new(&run, &catalogue, &exchanges)));
    }
}
