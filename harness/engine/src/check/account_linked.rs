//! The local account bears the `sub` that Pro Santé Connect gave.
//! Source: `PSC/va1.01.03`, `SC.PSC.02`: the local identity is marked with the `sub`.

use banc_contract::Question;
use serde::{Deserialize, Serialize};

use super::psc_call::account_now;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::token;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLinked {
    /// Login.
    pub compte: String,
}

impl Judge for AccountLinked {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Account {
            compte: self.compte.clone(),
        })]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let Some(sub) = token::last_sub(&facts.exchanges) else {
            return Finding::non_concluant(
                "Pro Santé Connect n'a donné aucun identifiant (sub) au logiciel",
            );
        };
        let seen = match account_now(facts, &self.compte) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let Some(account) = seen.value else {
            return Finding::non_concluant("le logiciel ne montre pas ce compte local")
                .with([seen.evidence()]);
        };
        let finding = match account.sub_psc.as_deref() {
            Some(held) if held == sub => Finding::conforme(
                Provenance::Declaree,
                "le compte local garde l'identifiant (sub) donné par Pro Santé Connect",
            ),
            Some(_) => Finding::non_conforme(
                Provenance::Declaree,
                "le compte local garde un autre identifiant (sub) que celui donné par Pro Santé Connect",
            ),
            None => Finding::non_conforme(
                Provenance::Declaree,
                "le compte local ne garde pas l'identifiant (sub) donné par Pro Santé Connect",
            ),
        };
        finding.with([seen.evidence()])
    }
}

#[cfg(test)]
pub(super) mod tests {
    use banc_contract::{Account, Answer};
    use banc_core::observed::psc::{PscAnswer, PscOperation};

    use super::super::psc_call::tests::call;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    /// An account with this link.
    pub(in super::super) fn account(compte: &str, sub: Option<&str>) -> Answer {
        Answer::Compte(Some(Account {
            compte: compte.to_owned(),
            nom: "DOC".to_owned(),
            prenom: "KIT".to_owned(),
            rpps: None,
            sub_psc: sub.map(str::to_owned),
            a_completer: false,
        }))
    }

    pub(in super::super) fn question(compte: &str) -> Question {
        Question::Account {
            compte: compte.to_owned(),
        }
    }

    fn verdict(given: bool, answer: Answer) -> Verdict {
        let mut sample = Sample::new();
        if given {
            let seen = call(PscOperation::Userinfo, PscAnswer::Reussite);
            sample = sample.psc(seen, r#"{"sub":"f:1:8"}"#);
        }
        let facts = sample.saw(question("dr.kit"), answer).facts();
        let check = AccountLinked {
            compte: "dr.kit".to_owned(),
        };
        check.judge(&facts).verdict
    }

    #[test]
    fn the_sub_is_the_one_given() {
        let linked = || account("dr.kit", Some("f:1:8"));
        assert_eq!(verdict(true, linked()), Verdict::Conforme);
        assert_eq!(verdict(true, account("dr.kit", None)), Verdict::NonConforme);
        let other = account("dr.kit", Some("f:1:9"));
        assert_eq!(verdict(true, other), Verdict::NonConforme);
        assert_eq!(verdict(false, linked()), Verdict::NonConcluant);
        assert_eq!(verdict(true, Answer::Compte(None)), Verdict::NonConcluant);
        let stranger = account("secretaire", Some("f:1:8"));
        assert_eq!(verdict(true, stranger), Verdict::NonConcluant);
    }
}
