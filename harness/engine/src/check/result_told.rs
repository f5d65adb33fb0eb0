//! The user was told what came of the action: words of its outcome, or a message on the screen that was
//! not there before. A message left from an earlier action tells nothing of this one.

use banc_contract::{Answer, Outcome, Question};
use serde::{Deserialize, Serialize};

use super::reading::{answer_before, answer_now, last_outcome, wrong_shape};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultTold {}

/// Words of an outcome, when it has some.
pub(super) fn words(outcome: &Outcome) -> Option<&str> {
    let text = match outcome {
        Outcome::Refuse { message, .. } => message.as_str(),
        Outcome::Fait(done) => done.message.as_deref()?,
        _ => return None,
    };
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn on_screen(question: &Question) -> bool {
    matches!(question, Question::ScreenMessage {})
}

impl Judge for ResultTold {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::ScreenMessage {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (index, _, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        if words(outcome).is_some() {
            return Finding::conforme(
                Provenance::Declaree,
                "le logiciel dit à l'utilisateur ce que l'action a donné",
            )
            .with([Evidence::Outcome { index }]);
        }
        let what = "message montré à l'utilisateur";
        let seen = match answer_now(facts, what, on_screen) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let before = match answer_before(facts, what, on_screen) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let (Answer::Message(now), Answer::Message(earlier)) = (seen.value, before.value) else {
            return wrong_shape(seen.index, what);
        };
        let new = now.as_ref().is_some_and(|text| !text.trim().is_empty()) && now != earlier;
        Finding::when(
            new,
            Provenance::Declaree,
            || "le logiciel montre à l'utilisateur ce que l'action a donné".to_owned(),
            || "le logiciel ne dit rien à l'utilisateur de ce que l'action a donné".to_owned(),
        )
        .with([before.evidence(), seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Done;

    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(before: Option<&str>, said: Option<&str>, now: Option<&str>) -> Verdict {
        let shown = |text: Option<&str>| Answer::Message(text.map(str::to_owned));
        let done = Done {
            message: said.map(str::to_owned),
            ..Done::default()
        };
        let facts = Sample::new()
            .saw(Question::ScreenMessage {}, shown(before))
            .act(Outcome::Fait(Box::new(done)))
            .saw(Question::ScreenMessage {}, shown(now))
            .facts();
        ResultTold {}.judge(&facts).verdict
    }

    #[test]
    fn something_new_must_be_said() {
        assert_eq!(verdict(None, Some("aucun"), None), Verdict::Conforme);
        assert_eq!(
            verdict(Some("bonjour"), None, Some("aucun")),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(Some("bonjour"), None, Some("bonjour")),
            Verdict::NonConforme
        );
        assert_eq!(verdict(None, Some(" "), None), Verdict::NonConforme);
    }

    #[test]
    fn an_adapter_that_cannot_tell_concludes_nothing() {
        let facts = Sample::new()
            .act(Outcome::Fait(Box::default()))
            .saw(Question::ScreenMessage {}, Answer::NonSupporte)
            .facts();
        assert_eq!(ResultTold {}.judge(&facts).verdict, Verdict::NonConcluant);
    }
}
