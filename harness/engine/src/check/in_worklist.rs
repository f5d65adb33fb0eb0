//! The worklist holds the record. Source: `INS/va1.08`, `.12`.

use banc_contract::{Answer, Question};
use serde::{Deserialize, Serialize};

use super::reading::{answer_now, subject, wrong_shape};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InWorklist {
    /// Name under which the record is kept.
    pub usager: String,
    /// True when it must be there, false when it must not.
    pub present: bool,
}

impl Judge for InWorklist {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Worklist {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let usager = match subject(facts, &self.usager) {
            Ok(usager) => usager,
            Err(finding) => return finding,
        };
        let what = "liste de travail";
        let seen = match answer_now(facts, what, |question| {
            matches!(question, Question::Worklist {})
        }) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let Answer::Travail(items) = seen.value else {
            return wrong_shape(seen.index, what);
        };
        let there = items
            .iter()
            .any(|item| item.usager.as_deref() == Some(usager));
        let said = |there: bool| if there { "contient" } else { "ne contient pas" };
        Finding::when(
            there == self.present,
            Provenance::Declaree,
            || format!("la liste de travail {} cet usager", said(there)),
            || format!("la liste de travail {} cet usager, à tort", said(there)),
        )
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::answer::WorkItem;

    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(answer: Answer) -> Verdict {
        let facts = Sample::new().saw(Question::Worklist {}, answer).facts();
        InWorklist {
            usager: "usager".to_owned(),
            present: true,
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn the_record_must_be_listed() {
        let item = |usager: &str| WorkItem {
            usager: Some(usager.to_owned()),
            motif: "à vérifier".to_owned(),
        };
        assert_eq!(
            verdict(Answer::Travail(vec![item("p1")])),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(Answer::Travail(vec![item("p2")])),
            Verdict::NonConforme
        );
        assert_eq!(verdict(Answer::Travail(Vec::new())), Verdict::NonConforme);
        assert_eq!(verdict(Answer::NonSupporte), Verdict::NonConcluant);
        assert_eq!(verdict(Answer::Message(None)), Verdict::NonConcluant);
    }
}
