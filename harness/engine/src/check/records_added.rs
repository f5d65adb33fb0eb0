//! The local base gained an exact number of records during the action.

use banc_contract::{Answer, Identity, Question};
use serde::{Deserialize, Serialize};

use super::reading::{Read, Seen, answer_before, answer_now, wrong_shape};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordsAdded {
    /// Number of records.
    pub nombre: usize,
}

fn records<'a>(seen: &Seen<&'a Answer>) -> Read<Seen<&'a [Identity]>> {
    match seen.value {
        Answer::Patients(patients) => Ok(Seen {
            index: seen.index,
            value: patients,
        }),
        _ => Err(wrong_shape(seen.index, "liste des usagers")),
    }
}

fn added_in_words(count: usize) -> String {
    match count {
        0 => "aucun usager ajouté".to_owned(),
        1 => "1 usager ajouté".to_owned(),
        more => format!("{more} usagers ajoutés"),
    }
}

impl Judge for RecordsAdded {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Patients {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let what = "liste des usagers";
        let matches = |question: &Question| matches!(question, Question::Patients {});
        let before = match answer_before(facts, what, matches).and_then(|seen| records(&seen)) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let now = match answer_now(facts, what, matches).and_then(|seen| records(&seen)) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let known = |usager: &str| before.value.iter().any(|each| each.usager == usager);
        let added = now.value.iter().filter(|each| !known(&each.usager)).count();
        let lost = before.value.len() + added != now.value.len();
        Finding::when(
            added == self.nombre && !lost,
            Provenance::Declaree,
            || format!("{} à la base", added_in_words(added)),
            || {
                let loss = if lost {
                    ", et des usagers ont disparu"
                } else {
                    ""
                };
                format!(
                    "attendu : {} à la base ; montré : {}{loss}",
                    added_in_words(self.nombre),
                    added_in_words(added)
                )
            },
        )
        .with([before.evidence(), now.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::{Outcome, Status};

    use super::super::sample::{Sample, identity};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(before: &[&str], now: &[&str]) -> Verdict {
        let base = |records: &[&str]| {
            let record = |usager: &&str| Identity {
                usager: (*usager).to_owned(),
                ..identity(Status::Provisoire)
            };
            Answer::Patients(records.iter().map(record).collect())
        };
        let facts = Sample::new()
            .saw(Question::Patients {}, base(before))
            .act(Outcome::Fait(Box::default()))
            .saw(Question::Patients {}, base(now))
            .facts();
        RecordsAdded { nombre: 1 }.judge(&facts).verdict
    }

    #[test]
    fn the_number_is_exact() {
        assert_eq!(verdict(&["a"], &["a", "b"]), Verdict::Conforme);
        assert_eq!(verdict(&["a"], &["a"]), Verdict::NonConforme);
        assert_eq!(verdict(&["a"], &["b"]), Verdict::NonConforme);
        assert_eq!(verdict(&[], &["a", "b"]), Verdict::NonConforme);
        let unseen = RecordsAdded { nombre: 0 }.judge(&Sample::new().facts());
        assert_eq!(unseen.verdict, Verdict::NonConcluant);
    }
}
