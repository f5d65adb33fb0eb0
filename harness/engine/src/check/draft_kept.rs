//! The message that the user was writing is still there.

use banc_contract::{Answer, Question};
use serde::{Deserialize, Serialize};

use super::reading::{answer_now, wrong_shape};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftKept {
    /// What the user had typed.
    pub texte: String,
}

impl Judge for DraftKept {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Draft {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let what = "message en cours d'écriture";
        let seen = match answer_now(facts, what, |question| {
            matches!(question, Question::Draft {})
        }) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let Answer::Brouillon(draft) = seen.value else {
            return wrong_shape(seen.index, what);
        };
        Finding::when(
            draft.texte.trim_end() == self.texte,
            Provenance::Declaree,
            || "le message en cours d'écriture est intact".to_owned(),
            || "le message en cours d'écriture est perdu ou changé".to_owned(),
        )
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Draft;

    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(answer: Answer) -> Verdict {
        let facts = Sample::new().saw(Question::Draft {}, answer).facts();
        let check = DraftKept {
            texte: "Cher confrère,".to_owned(),
        };
        check.judge(&facts).verdict
    }

    #[test]
    fn the_text_is_what_was_typed() {
        let draft = |texte: &str| {
            Answer::Brouillon(Draft {
                texte: texte.to_owned(),
                destinataires: Vec::new(),
            })
        };
        assert_eq!(verdict(draft("Cher confrère,\n")), Verdict::Conforme);
        assert_eq!(verdict(draft("")), Verdict::NonConforme);
        assert_eq!(verdict(Answer::NonSupporte), Verdict::NonConcluant);
    }
}
