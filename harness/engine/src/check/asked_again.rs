//! Pro Santé Connect asked a person to authenticate during the action: no session answered in
//! silence. Source: `SC.PSC.01`, last steps: after logout, the button must ask again.

use banc_contract::SignInMode;
use banc_core::observed::proxy_esante::{ProxyAnswer, ProxyOperation};
use banc_core::observed::psc::{PscAnswer, PscOperation};
use serde::{Deserialize, Serialize};

use super::psc_call::{window_calls, window_proxy_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedAgain {
    /// How the session is opened.
    pub mode: SignInMode,
}

impl AskedAgain {
    /// Whether a person was asked. In a browser, by the first request that Pro Santé Connect
    /// answered for good: once someone has authenticated, the same address loaded again is answered
    /// by the new session.
    fn asked(&self, facts: &Facts) -> Option<(Evidence, bool)> {
        match self.mode {
            SignInMode::Navigateur => window_calls(facts)
                .into_iter()
                .find_map(|call| Some((call.evidence(), call.observed.interactive?))),
            // A CIBA request asks a person each time, by nature.
            SignInMode::Ciba => window_calls(facts)
                .into_iter()
                .rfind(|call| call.is(PscOperation::Ciba))
                .map(|call| {
                    let accepted = matches!(call.observed.answer, PscAnswer::DemandeCiba);
                    (call.evidence(), accepted)
                }),
            SignInMode::Proxy => window_proxy_calls(facts)
                .into_iter()
                .rfind(|call| call.is(ProxyOperation::Connect))
                .map(|call| {
                    let opened = matches!(call.observed.answer, ProxyAnswer::Session);
                    (call.evidence(), opened)
                }),
        }
    }
}

impl Judge for AskedAgain {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let Some((evidence, asked)) = self.asked(facts) else {
            return Finding::non_concluant(
                "aucune demande d'identification n'est arrivée pendant l'action",
            );
        };
        Finding::when(
            asked,
            Provenance::Constatee,
            || "le professionnel doit de nouveau s'authentifier".to_owned(),
            || "la session précédente a répondu sans que le professionnel s'authentifie".to_owned(),
        )
        .with([evidence])
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::Observed;

    use super::super::ciba_asked::tests::{ciba, connect};
    use super::super::psc_call::tests::call;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn judged(mode: SignInMode, sample: Sample) -> Verdict {
        AskedAgain { mode }.judge(&sample.facts()).verdict
    }

    #[test]
    fn silence_is_seen_in_each_mode() {
        let browser = |interactive| {
            let mut seen = call(PscOperation::Autorisation, PscAnswer::Code);
            seen.interactive = interactive;
            judged(SignInMode::Navigateur, Sample::new().psc(seen, ""))
        };
        assert_eq!(browser(Some(true)), Verdict::Conforme);
        assert_eq!(browser(Some(false)), Verdict::NonConforme);
        assert_eq!(browser(None), Verdict::NonConcluant);
        let loaded_twice = |first, second| {
            let seen = |interactive| {
                let mut seen = call(PscOperation::Autorisation, PscAnswer::Code);
                seen.interactive = Some(interactive);
                seen
            };
            let sample = Sample::new().psc(seen(first), "").psc(seen(second), "");
            judged(SignInMode::Navigateur, sample)
        };
        assert_eq!(loaded_twice(true, false), Verdict::Conforme);
        assert_eq!(loaded_twice(false, true), Verdict::NonConforme);
        assert_eq!(
            judged(SignInMode::Ciba, Sample::new().psc(ciba(), "")),
            Verdict::Conforme
        );
        let proxy = |answer| {
            let mut seen = connect();
            seen.answer = answer;
            let seen = Observed::ProxyEsante(Box::new(seen));
            judged(SignInMode::Proxy, Sample::new().exchange(seen, ""))
        };
        assert_eq!(proxy(ProxyAnswer::Session), Verdict::Conforme);
        assert_eq!(proxy(ProxyAnswer::DejaOuverte), Verdict::NonConforme);
    }
}
