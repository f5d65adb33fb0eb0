//! None of these local accounts was linked in silence to the professional who signed in.
//! Source: `PSC/va1.01.03`: without an account that knows the RPPS number, the user signs in locally
//! once before anything is linked.

use banc_contract::Question;
use serde::{Deserialize, Serialize};

use super::psc_call::account_now;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsUnlinked {
    /// Logins.
    pub comptes: Vec<String>,
    /// RPPS number of the professional, eleven digits.
    pub rpps: String,
}

impl Judge for AccountsUnlinked {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        self.comptes
            .iter()
            .map(|compte| {
                Need::Ask(Question::Account {
                    compte: compte.clone(),
                })
            })
            .collect()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let mut evidence: Vec<Evidence> = Vec::new();
        let mut shown = 0;
        for compte in &self.comptes {
            let seen = match account_now(facts, compte) {
                Ok(seen) => seen,
                Err(finding) => return finding,
            };
            evidence.push(seen.evidence());
            let Some(account) = seen.value else { continue };
            shown += 1;
            if account.sub_psc.is_some() || account.rpps.as_ref() == Some(&self.rpps) {
                return Finding::non_conforme(
                    Provenance::Declaree,
                    format!("le compte local « {compte} » est rapproché sans que l'utilisateur l'ait confirmé"),
                )
                .with([seen.evidence()]);
            }
        }
        if shown == 0 {
            return Finding::non_concluant("le logiciel ne montre aucun de ses comptes locaux")
                .with(evidence);
        }
        Finding::conforme(
            Provenance::Declaree,
            "aucun compte local n'est rapproché en silence",
        )
        .with(evidence)
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Answer;

    use super::super::account_linked::tests::{account, question};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(answer: Answer) -> Verdict {
        let facts = Sample::new()
            .saw(question("dr.kit"), account("dr.kit", None))
            .saw(question("dr.sans.rpps"), answer)
            .facts();
        let check = AccountsUnlinked {
            comptes: vec!["dr.kit".to_owned(), "dr.sans.rpps".to_owned()],
            rpps: "99700428883".to_owned(),
        };
        check.judge(&facts).verdict
    }

    #[test]
    fn no_account_is_linked() {
        assert_eq!(verdict(account("dr.sans.rpps", None)), Verdict::Conforme);
        let linked = account("dr.sans.rpps", Some("f:1:8"));
        assert_eq!(verdict(linked), Verdict::NonConforme);
        let mut known = account("dr.sans.rpps", None);
        if let Answer::Compte(Some(account)) = &mut known {
            account.rpps = Some("99700428883".to_owned());
        }
        assert_eq!(verdict(known), Verdict::NonConforme);
        assert_eq!(verdict(Answer::NonSupporte), Verdict::NonConcluant);
    }
}
