//! A local account exists and bears the RPPS number that the directory gives for its holder, or none and
//! the mark of what remains to be completed where the directory cannot tell.

use banc_contract::Question;
use serde::{Deserialize, Serialize};

use super::directory_call::disturbed;
use super::psc_call::account_now;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::{Provenance, Verdict};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountNumber {
    /// Login.
    pub compte: String,
    /// RPPS number expected; absent when no number may be given.
    pub rpps: Option<String>,
}

impl Judge for AccountNumber {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Account {
            compte: self.compte.clone(),
        })]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let seen = match account_now(facts, &self.compte) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let evidence = seen.evidence();
        let wrong = |reason: &str| Finding::non_conforme(Provenance::Declaree, reason);
        let Some(account) = seen.value else {
            return wrong("le compte n'existe pas dans le logiciel").with([evidence]);
        };
        let finding = match (&self.rpps, &account.rpps) {
            (Some(expected), Some(held)) if expected == held => Finding::conforme(
                Provenance::Declaree,
                "le compte porte le numéro RPPS de l'annuaire",
            ),
            (Some(_), Some(_)) => {
                wrong("le compte porte un numéro RPPS qui n'est pas celui de l'annuaire")
            }
            (Some(_), None) => wrong("le compte ne porte pas le numéro RPPS de l'annuaire"),
            (None, Some(_)) => {
                wrong("le compte a reçu un numéro RPPS que l'annuaire ne pouvait pas donner")
            }
            (None, None) if account.a_completer => Finding::conforme(
                Provenance::Declaree,
                "le compte existe sans numéro RPPS, marqué comme à compléter",
            ),
            (None, None) => {
                wrong("le compte existe sans numéro RPPS, et rien ne dit qu'il reste à compléter")
            }
        };
        let wanting = finding.verdict == Verdict::NonConforme && self.rpps.is_some();
        if let Some(disturbed) = disturbed(facts).filter(|_| wanting && account.rpps.is_none()) {
            return disturbed;
        }
        finding.with([evidence])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::{Account, Answer};

    use super::super::directory_call::tests::{broken, search};
    use super::super::sample::Sample;
    use super::*;

    fn verdict(expected: Option<&str>, held: Option<&str>, a_completer: bool) -> Verdict {
        let account = Account {
            compte: "dr.essai".to_owned(),
            nom: "MARTIN".to_owned(),
            prenom: "ANNE".to_owned(),
            rpps: held.map(str::to_owned),
            sub_psc: None,
            a_completer,
        };
        judged(expected, Answer::Compte(Some(account)))
    }

    fn judged(expected: Option<&str>, answer: Answer) -> Verdict {
        let check = AccountNumber {
            compte: "dr.essai".to_owned(),
            rpps: expected.map(str::to_owned),
        };
        let compte = check.compte.clone();
        let facts = Sample::new()
            .saw(Question::Account { compte }, answer)
            .facts();
        check.judge(&facts).verdict
    }

    #[test]
    fn the_number_is_the_directory_s_or_none_and_said_so() {
        assert_eq!(verdict(Some("1"), Some("1"), false), Verdict::Conforme);
        assert_eq!(verdict(Some("1"), Some("2"), false), Verdict::NonConforme);
        assert_eq!(verdict(Some("1"), None, true), Verdict::NonConforme);
        assert_eq!(verdict(None, None, true), Verdict::Conforme);
        assert_eq!(verdict(None, None, false), Verdict::NonConforme);
        assert_eq!(verdict(None, Some("1"), true), Verdict::NonConforme);
    }

    #[test]
    fn a_fault_on_the_look_up_is_not_held_against_the_software() {
        let check = AccountNumber {
            compte: "dr.essai".to_owned(),
            rpps: Some("1".to_owned()),
        };
        let compte = check.compte.clone();
        let account = Account {
            compte: compte.clone(),
            nom: "MARTIN".to_owned(),
            prenom: "ANNE".to_owned(),
            rpps: None,
            sub_psc: None,
            a_completer: true,
        };
        let facts = broken(Sample::new(), search(&[]))
            .saw(Question::Account { compte }, Answer::Compte(Some(account)))
            .facts();
        assert_eq!(check.judge(&facts).verdict, Verdict::NonConcluant);
    }

    #[test]
    fn no_account_is_wrong_and_no_answer_concludes_nothing() {
        assert_eq!(judged(None, Answer::Compte(None)), Verdict::NonConforme);
        assert_eq!(judged(None, Answer::NonSupporte), Verdict::NonConcluant);
    }
}
