//! The session of the software is open, for the right professional, the way it was asked.
//!
//! A session said to come from Pro Santé Connect proves nothing when Pro Santé Connect gave nothing.

use banc_contract::{Question, SessionState, SignInMode};
use serde::{Deserialize, Serialize};

use super::psc_call::{mode_name, opening, session_now};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionOpen {
    /// Login of the account expected; any when absent.
    pub compte: Option<String>,
    /// `locale` or `psc`; any when absent.
    pub methode: Option<String>,
    /// `SubjectNameID` of the professional, for a session that Pro Santé Connect gave.
    pub identifiant: Option<String>,
    /// Mode, for such a session; any when absent.
    pub mode: Option<SignInMode>,
}

impl SessionOpen {
    fn wrong(&self, session: &SessionState) -> Option<String> {
        if !session.ouverte {
            return Some("elle est fermée".to_owned());
        }
        if let Some(expected) = &self.compte
            && session.compte.as_ref() != Some(expected)
        {
            return Some("elle est ouverte sur un autre compte".to_owned());
        }
        if let Some(expected) = &self.identifiant {
            let Some(psc) = &session.psc else {
                return Some("elle ne vient pas de Pro Santé Connect".to_owned());
            };
            if &psc.identifiant != expected {
                return Some("elle porte l'identité d'un autre professionnel".to_owned());
            }
            if let Some(mode) = self.mode
                && psc.mode != mode
            {
                return Some(format!(
                    "elle n'est pas passée par {}, mais par {}",
                    mode_name(mode),
                    mode_name(psc.mode)
                ));
            }
        }
        let other_way = self.methode.is_some() && session.methode != self.methode;
        other_way.then(|| "elle a été ouverte autrement".to_owned())
    }
}

impl Judge for SessionOpen {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Session {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match session_now(facts) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        if let Some(reason) = self.wrong(seen.value) {
            return Finding::non_conforme(
                Provenance::Declaree,
                format!(
                    "la session du logiciel devait être ouverte pour ce professionnel : {reason}"
                ),
            )
            .with([seen.evidence()]);
        }
        let Some(identifiant) = &self.identifiant else {
            return Finding::conforme(
                Provenance::Declaree,
                "la session du logiciel est ouverte pour ce professionnel",
            )
            .with([seen.evidence()]);
        };
        match opening(facts, identifiant) {
            Some(given) => Finding::conforme(
                Provenance::Declaree,
                "la session du logiciel est ouverte pour le professionnel que Pro Santé Connect a identifié",
            )
            .with([seen.evidence(), given]),
            None => Finding::non_concluant(
                "le logiciel dit sa session ouverte par Pro Santé Connect, qui n'a rien donné pour ce professionnel",
            )
            .with([seen.evidence()]),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use banc_contract::Answer;
    use banc_contract::sign_in::PscSession;
    use banc_core::observed::psc::PscOperation;

    use super::super::psc_call::tests::tokens;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    pub(in super::super) const KIT: &str = "899700427885";

    /// A session opened by Pro Santé Connect for `dr.kit`.
    pub(in super::super) fn open() -> SessionState {
        SessionState {
            ouverte: true,
            compte: Some("dr.kit".to_owned()),
            methode: Some("psc".to_owned()),
            psc: Some(PscSession {
                identifiant: KIT.to_owned(),
                mode: SignInMode::Navigateur,
                navigateur: Some("systeme".to_owned()),
            }),
        }
    }

    fn verdict(session: SessionState, given: bool) -> Verdict {
        let mut sample = Sample::new();
        if given {
            sample = sample.psc(tokens(PscOperation::JetonCode), "");
        }
        let facts = sample
            .saw(Question::Session {}, Answer::Session(session))
            .facts();
        let check = SessionOpen {
            compte: Some("dr.kit".to_owned()),
            identifiant: Some(KIT.to_owned()),
            mode: Some(SignInMode::Navigateur),
            methode: None,
        };
        check.judge(&facts).verdict
    }

    #[test]
    fn the_session_must_be_that_of_the_professional() {
        assert_eq!(verdict(open(), true), Verdict::Conforme);
        assert_eq!(verdict(open(), false), Verdict::NonConcluant);
        assert_eq!(verdict(SessionState::default(), true), Verdict::NonConforme);
        let mut other = open();
        other.compte = Some("secretaire".to_owned());
        assert_eq!(verdict(other, true), Verdict::NonConforme);
        let mut other = open();
        if let Some(psc) = &mut other.psc {
            psc.identifiant = "899700218896".to_owned();
        }
        assert_eq!(verdict(other, true), Verdict::NonConforme);
        let mut other = open();
        if let Some(psc) = &mut other.psc {
            psc.mode = SignInMode::Ciba;
        }
        assert_eq!(verdict(other, true), Verdict::NonConforme);
    }

    #[test]
    fn an_earlier_or_altered_answer_opens_nothing() {
        use banc_contract::{Action, Channel, Outcome};
        let sign_in = || Action::SignIn {
            mode: SignInMode::Navigateur,
            identifiant: KIT.to_owned(),
            moyen: Channel::Mobile,
        };
        let act = |sample: Sample| {
            let done = Some(Outcome::Fait(Box::default()));
            sample.window().act_of(sign_in(), done)
        };
        let judged = |sample: Sample| {
            let seen = Answer::Session(open());
            let facts = sample.saw(Question::Session {}, seen).facts();
            let check = SessionOpen {
                identifiant: Some(KIT.to_owned()),
                ..SessionOpen::default()
            };
            check.judge(&facts).verdict
        };
        let given = || tokens(PscOperation::JetonCode);
        let before = act(Sample::new()).psc(given(), "");
        assert_eq!(judged(act(before)), Verdict::NonConcluant);
        let during = act(act(Sample::new()).psc(given(), "")).psc(given(), "");
        assert_eq!(judged(during), Verdict::Conforme);
        let mut altered = given();
        altered.deviation = Some("nonce_altere".to_owned());
        assert_eq!(
            judged(act(Sample::new()).psc(altered, "")),
            Verdict::NonConcluant
        );
    }

    #[test]
    fn a_local_session_needs_no_call_and_silence_concludes_nothing() {
        let check = SessionOpen {
            compte: Some("dr.kit".to_owned()),
            methode: Some("locale".to_owned()),
            ..SessionOpen::default()
        };
        let local = SessionState {
            methode: Some("locale".to_owned()),
            psc: None,
            ..open()
        };
        let facts = |answer| Sample::new().saw(Question::Session {}, answer).facts();
        let judged = |answer| check.judge(&facts(answer)).verdict;
        assert_eq!(judged(Answer::Session(local)), Verdict::Conforme);
        assert_eq!(judged(Answer::Session(open())), Verdict::NonConforme);
        assert_eq!(judged(Answer::NonSupporte), Verdict::NonConcluant);
        assert_eq!(judged(Answer::Message(None)), Verdict::NonConcluant);
    }
}
