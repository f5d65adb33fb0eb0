//! The calls of the window were authenticated in an allowed mode and under a valid identity.

use banc_core::observed::insi::{InsiAnswer, InsiAuthentication};
use serde::{Deserialize, Serialize};

use super::reading::{injured, insi_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticated {
    /// Mode expected.
    pub mode: InsiAuthentication,
}

impl Judge for Authenticated {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = insi_calls(facts);
        if calls.is_empty() {
            return Finding::non_concluant("INSi n'a reçu aucun appel pendant l'action");
        }
        let expected = name(self.mode);
        if let Some(wrong) = calls
            .iter()
            .find(|call| call.observed.authentication != Some(self.mode))
        {
            let seen = wrong
                .observed
                .authentication
                .map_or("aucune authentification", name);
            return Finding::non_conforme(
                Provenance::Constatee,
                format!("l'appel devait être authentifié par {expected} ; INSi a vu : {seen}"),
            )
            .with([wrong.evidence()]);
        }
        let refused = calls.iter().find(|call| {
            matches!(call.observed.answer, InsiAnswer::Refus { .. }) && !injured(call.exchange)
        });
        if let Some(refused) = refused {
            return Finding::non_conforme(
                Provenance::Constatee,
                format!("l'appel est authentifié par {expected}, mais INSi le refuse"),
            )
            .with([refused.evidence()]);
        }
        Finding::conforme(
            Provenance::Constatee,
            format!("chaque appel est authentifié par {expected} et INSi l'accepte"),
        )
        .with(calls.iter().map(super::reading::InsiCall::evidence))
    }
}

fn name(mode: InsiAuthentication) -> &'static str {
    match mode {
        InsiAuthentication::CertificatLogiciel => "certificat logiciel",
        InsiAuthentication::Cpx => "carte CPx",
        InsiAuthentication::Psc => "Pro Santé Connect",
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::insi::{InsiOperation, ObservedInsi};

    use super::super::sample::{Sample, answered};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(mode: Option<InsiAuthentication>, answer: Option<InsiAnswer>) -> Verdict {
        let base = answered(InsiOperation::RechercheTraits, "00");
        let answer = answer.unwrap_or_else(|| base.answer.clone());
        let observed = ObservedInsi {
            authentication: mode,
            answer,
            ..base
        };
        let facts = Sample::new().call(observed, "").facts();
        Authenticated {
            mode: InsiAuthentication::Cpx,
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn the_mode_must_be_the_expected_one_and_accepted() {
        assert_eq!(
            verdict(Some(InsiAuthentication::Cpx), None),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(Some(InsiAuthentication::CertificatLogiciel), None),
            Verdict::NonConforme
        );
        assert_eq!(verdict(None, None), Verdict::NonConforme);
        let refus = InsiAnswer::Refus {
            code: "x".to_owned(),
        };
        assert_eq!(
            verdict(Some(InsiAuthentication::Cpx), Some(refus)),
            Verdict::NonConforme
        );
        let nothing = Authenticated {
            mode: InsiAuthentication::Cpx,
        }
        .judge(&Sample::new().facts());
        assert_eq!(nothing.verdict, Verdict::NonConcluant);
    }
}
