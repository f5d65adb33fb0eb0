//! The user was told something new during the action: a refusal with words, a message of the
//! outcome, or a message on the screen that was not there before.

use banc_contract::{Answer, Outcome, Question};
use serde::{Deserialize, Serialize};

use super::reading::{answer_before, answer_now, last_outcome, wrong_shape};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserInformed {}

fn on_screen(question: &Question) -> bool {
    matches!(question, Question::ScreenMessage {})
}

/// What the actions of the window told the user.
fn told(facts: &Facts) -> Option<(usize, &str)> {
    let acts = facts
        .record
        .acts
        .iter()
        .enumerate()
        .skip(facts.record.window_act);
    acts.filter(|(_, act)| !act.setup)
        .filter_map(|(index, act)| {
            let text = match act.outcome.as_ref()? {
                Outcome::Refuse { message, .. } => message.as_str(),
                Outcome::Fait(done) => done.message.as_deref()?,
                _ => return None,
            };
            (!text.trim().is_empty()).then_some((index, text))
        })
        .next_back()
}

impl Judge for UserInformed {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::ScreenMessage {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        if let Err(finding) = last_outcome(facts) {
            return finding;
        }
        if let Some((index, text)) = told(facts) {
            return Finding::conforme(
                Provenance::Declaree,
                format!("le logiciel dit à l'utilisateur : « {text} »"),
            )
            .with([Evidence::Outcome { index }]);
        }
        let what = "message montré à l'utilisateur";
        let seen = match answer_now(facts, what, on_screen) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let Answer::Message(message) = seen.value else {
            return wrong_shape(seen.index, what);
        };
        let Some(text) = message.as_deref().filter(|text| !text.trim().is_empty()) else {
            return Finding::non_conforme(
                Provenance::Declaree,
                "le logiciel ne dit rien à l'utilisateur",
            )
            .with([seen.evidence()]);
        };
        let stale =
            answer_before(facts, what, on_screen).is_ok_and(|before| before.value == seen.value);
        let finding = Finding::conforme(
            Provenance::Declaree,
            format!("le logiciel montre à l'utilisateur : « {text} »"),
        )
        .with([seen.evidence()]);
        if stale {
            finding.capped("le même message était déjà montré avant l'action")
        } else {
            finding
        }
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
        UserInformed {}.judge(&facts).verdict
    }

    #[test]
    fn something_new_must_be_said() {
        assert_eq!(verdict(None, Some("non trouvé"), None), Verdict::Conforme);
        assert_eq!(verdict(None, None, Some("non trouvé")), Verdict::Conforme);
        assert_eq!(
            verdict(Some("bienvenue"), None, Some("non trouvé")),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(Some("bienvenue"), None, Some("bienvenue")),
            Verdict::ARevoir
        );
        assert_eq!(verdict(None, None, None), Verdict::NonConforme);
        assert_eq!(verdict(None, Some(" "), Some("")), Verdict::NonConforme);
    }

    #[test]
    fn an_adapter_that_cannot_tell_concludes_nothing() {
        let facts = Sample::new()
            .act(Outcome::Fait(Box::default()))
            .saw(Question::ScreenMessage {}, Answer::NonSupporte)
            .facts();
        assert_eq!(UserInformed {}.judge(&facts).verdict, Verdict::NonConcluant);
    }
}
