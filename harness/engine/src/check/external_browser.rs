//! The sign-in went through the browser of the system, not through a view inside the software.
//! Source: `SC.PSC.01`, native software with an external browser.
//!
//! Two signs: what the software says of it, and the user agent seen on the wire, which must not be
//! that of the software's own calls nor that of a known embedded view.

use banc_contract::Question;
use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, session_now, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalBrowser {}

/// Marks of views embedded in a program, in user agents.
const EMBEDDED: [&str; 7] = [
    "; wv)",
    "WebView",
    "Electron/",
    "CefSharp",
    "QtWebEngine",
    "JavaFX",
    "MSIE 7.0",
];

/// What a browser alone asks for.
const BY_BROWSER: &[PscOperation] = &[PscOperation::Autorisation, PscOperation::Connexion];
/// What the software alone asks for. The rest (an icon, the page of the simulated phone) may come
/// from either.
const BY_SOFTWARE: &[PscOperation] = &[
    PscOperation::Decouverte,
    PscOperation::Jwks,
    PscOperation::JetonCode,
    PscOperation::JetonRenouvellement,
    PscOperation::JetonCiba,
    PscOperation::JetonAutre,
    PscOperation::Userinfo,
    PscOperation::Introspection,
    PscOperation::Revocation,
    PscOperation::Ciba,
];

fn agent<'a>(calls: &[PscCall<'a>], operations: &[PscOperation]) -> Option<(PscCall<'a>, &'a str)> {
    calls
        .iter()
        .filter(|call| operations.iter().any(|operation| call.is(*operation)))
        .find_map(|call| Some((*call, call.observed.user_agent.as_deref()?)))
}

impl Judge for ExternalBrowser {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Session {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = window_calls(facts);
        let Some((front, seen)) = agent(&calls, BY_BROWSER) else {
            return Finding::non_concluant(
                "aucun navigateur qui se nomme n'est venu chez Pro Santé Connect",
            );
        };
        let wrong = |message: &str| {
            Finding::non_conforme(Provenance::Constatee, message).with([front.evidence()])
        };
        if EMBEDDED.iter().any(|mark| seen.contains(mark)) {
            return wrong("la page de Pro Santé Connect est ouverte dans une vue intégrée");
        }
        let back = agent(&calls, BY_SOFTWARE);
        if back.is_some_and(|(_, own)| own == seen) {
            return wrong(
                "la page de Pro Santé Connect est demandée par le logiciel lui-même, pas par un navigateur",
            );
        }
        let session = match session_now(facts) {
            Ok(session) => session,
            Err(finding) => return finding,
        };
        let evidence = [front.evidence(), session.evidence()];
        let said = session.value.psc.as_ref().map(|psc| &psc.navigateur);
        match said {
            Some(Some(said)) if said == "systeme" => {
                let finding = Finding::conforme(
                    Provenance::Declaree,
                    "l'identification passe par le navigateur du système",
                )
                .with(evidence);
                if back.is_none() {
                    return finding.capped("les appels du logiciel ne se nomment pas");
                }
                finding
            }
            Some(Some(_)) => Finding::non_conforme(
                Provenance::Declaree,
                "le logiciel dit employer un navigateur intégré",
            )
            .with(evidence),
            Some(None) => Finding::conforme(
                Provenance::Constatee,
                "la page de Pro Santé Connect est demandée par un autre programme que le logiciel",
            )
            .with(evidence)
            .capped("le logiciel ne dit pas quel navigateur il emploie"),
            None => {
                Finding::non_concluant("le logiciel ne montre aucune session Pro Santé Connect")
                    .with(evidence)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Answer;
    use banc_core::observed::psc::PscAnswer;

    use super::super::psc_call::tests::{call, tokens};
    use super::super::sample::Sample;
    use super::super::session_open::tests::open;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(front: Option<&str>, back: Option<&str>, said: Option<&str>) -> Verdict {
        let mut asked = call(PscOperation::Autorisation, PscAnswer::Code);
        asked.user_agent = front.map(str::to_owned);
        let mut exchanged = tokens(PscOperation::JetonCode);
        exchanged.user_agent = back.map(str::to_owned);
        let mut session = open();
        if let Some(psc) = &mut session.psc {
            psc.navigateur = said.map(str::to_owned);
        }
        let facts = Sample::new()
            .psc(asked, "")
            .psc(exchanged, "")
            .saw(Question::Session {}, Answer::Session(session))
            .facts();
        ExternalBrowser {}.judge(&facts).verdict
    }

    #[test]
    fn an_icon_that_the_browser_asks_for_is_not_a_call_of_the_software() {
        let from_browser = |operation| {
            let mut seen = call(PscOperation::Autorisation, PscAnswer::Code);
            seen.operation = operation;
            seen.user_agent = Some("Mozilla/5.0 Firefox/140.0".to_owned());
            seen
        };
        let mut exchanged = tokens(PscOperation::JetonCode);
        exchanged.user_agent = Some("lgc/1.0".to_owned());
        let facts = Sample::new()
            .psc(from_browser(Some(PscOperation::Autorisation)), "")
            .psc(from_browser(None), "")
            .psc(exchanged, "")
            .saw(Question::Session {}, Answer::Session(open()))
            .facts();
        let verdict = ExternalBrowser {}.judge(&facts).verdict;
        assert_eq!(verdict, Verdict::Conforme);
    }

    #[test]
    fn the_browser_must_be_that_of_the_system() {
        let (browser, own) = (Some("Mozilla/5.0 Firefox/140.0"), Some("lgc/1.0"));
        let system = Some("systeme");
        assert_eq!(verdict(browser, own, system), Verdict::Conforme);
        assert_eq!(verdict(own, own, system), Verdict::NonConforme);
        assert_eq!(verdict(Some("X; wv) Y"), own, system), Verdict::NonConforme);
        assert_eq!(verdict(browser, own, Some("integre")), Verdict::NonConforme);
        assert_eq!(verdict(browser, None, system), Verdict::ARevoir);
        assert_eq!(verdict(browser, own, None), Verdict::ARevoir);
        assert_eq!(verdict(None, own, system), Verdict::NonConcluant);
    }
}
