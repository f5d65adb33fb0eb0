//! The software holds correspondents of the directory, with their RPPS number and their addresses, which
//! it did not hold before the action.

use banc_contract::{Answer, Correspondent, Question};
use serde::{Deserialize, Serialize};

use super::correspondents_proposed::Expected;
use super::directory_call::{correspondents_now, same_address};
use super::reading::answer_before;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrespondentsHeld {
    /// Those looked for; their addresses are those of the directory.
    pub attendus: Vec<Expected>,
}

fn holds(held: &[Correspondent], wanted: &Expected) -> bool {
    held.iter()
        .filter(|each| each.rpps.as_deref() == Some(wanted.rpps.as_str()))
        .any(|each| {
            wanted.adresses.iter().all(|own| {
                each.adresses
                    .iter()
                    .any(|address| same_address(own, address))
            })
        })
}

impl Judge for CorrespondentsHeld {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Correspondents {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let now = match correspondents_now(facts) {
            Ok(now) => now,
            Err(finding) => return finding,
        };
        if let Some(missing) = self.attendus.iter().find(|each| !holds(now.value, each)) {
            return Finding::non_conforme(
                Provenance::Declaree,
                format!(
                    "le logiciel ne tient pas le professionnel {} avec ses adresses de l'annuaire",
                    missing.rpps
                ),
            )
            .with([now.evidence()]);
        }
        let finding = Finding::conforme(
            Provenance::Declaree,
            "les correspondants du logiciel portent le numéro RPPS et les adresses de l'annuaire",
        )
        .with([now.evidence()]);
        let before = answer_before(facts, "correspondants d'avant l'action", |question| {
            matches!(question, Question::Correspondents {})
        });
        match before.map(|seen| seen.value) {
            Ok(Answer::Correspondants(earlier))
                if !self.attendus.iter().all(|each| holds(earlier, each)) =>
            {
                finding
            }
            Ok(Answer::Correspondants(_)) => {
                finding.capped("le logiciel les tenait déjà avant l'action")
            }
            _ => finding.capped("ce que le logiciel tenait avant l'action n'est pas connu"),
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Outcome;

    use super::super::directory_call::tests::correspondent;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(before: Option<&[Correspondent]>, now: Answer) -> Verdict {
        let check = CorrespondentsHeld {
            attendus: vec![Expected {
                rpps: "1".to_owned(),
                adresses: vec!["a@x".to_owned()],
                facultatif: false,
            }],
        };
        let mut sample = Sample::new();
        if let Some(before) = before {
            let answer = Answer::Correspondants(before.to_vec());
            sample = sample.saw(Question::Correspondents {}, answer);
        }
        let facts = sample
            .act(Outcome::Fait(Box::default()))
            .saw(Question::Correspondents {}, now)
            .facts();
        check.judge(&facts).verdict
    }

    #[test]
    fn number_and_address_must_be_held_and_new() {
        let held = [correspondent("1", &["A@x", "b@x"])];
        let now = || Answer::Correspondants(held.to_vec());
        assert_eq!(verdict(Some(&[]), now()), Verdict::Conforme);
        assert_eq!(verdict(Some(&held), now()), Verdict::ARevoir);
        assert_eq!(verdict(None, now()), Verdict::ARevoir);
        let other = Answer::Correspondants(vec![correspondent("1", &[])]);
        assert_eq!(verdict(Some(&[]), other), Verdict::NonConforme);
        assert_eq!(
            verdict(Some(&[]), Answer::NonSupporte),
            Verdict::NonConcluant
        );
    }
}
