//! The search proposes the correspondents that the directory knows for the criteria: each expected one,
//! with the addresses that the directory publishes and no other, and nobody that the criteria exclude.

use banc_contract::Correspondent;
use serde::{Deserialize, Serialize};

use super::directory_call::{disturbed, proposed, same_address, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CorrespondentsProposed {
    /// Professionals who must be proposed.
    pub attendus: Vec<Expected>,
    /// RPPS numbers of every professional who answers the criteria.
    pub admis: Vec<String>,
}

/// A professional expected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Expected {
    /// RPPS number.
    pub rpps: String,
    /// MSSanté addresses published by the directory.
    pub adresses: Vec<String>,
    /// True when the software may leave this one out: nobody can write to them.
    pub facultatif: bool,
}

impl Expected {
    /// What is wrong with the proposal of this professional.
    fn wrong(&self, found: &[Correspondent]) -> Option<String> {
        let own: Vec<&Correspondent> = found
            .iter()
            .filter(|each| each.rpps.as_deref() == Some(self.rpps.as_str()))
            .collect();
        if own.is_empty() {
            return (!self.facultatif)
                .then(|| format!("le professionnel {} n'est pas proposé", self.rpps));
        }
        let shown: Vec<&String> = own.iter().flat_map(|each| &each.adresses).collect();
        if let Some(foreign) = shown
            .iter()
            .find(|address| !self.adresses.iter().any(|own| same_address(own, address)))
        {
            return Some(format!(
                "l'adresse {foreign} proposée pour le professionnel {} n'est pas celle de l'annuaire",
                self.rpps
            ));
        }
        let missing = self
            .adresses
            .iter()
            .find(|own| !shown.iter().any(|address| same_address(own, address)));
        missing.map(|address| {
            format!(
                "l'adresse {address} du professionnel {} n'est pas proposée",
                self.rpps
            )
        })
    }
}

impl CorrespondentsProposed {
    fn wrong(&self, found: &[Correspondent]) -> Option<String> {
        if let Some(wrong) = self.attendus.iter().find_map(|each| each.wrong(found)) {
            return Some(wrong);
        }
        let stranger = found
            .iter()
            .filter_map(|each| each.rpps.as_ref())
            .find(|rpps| !self.admis.contains(rpps));
        if let Some(rpps) = stranger {
            return Some(format!(
                "le professionnel {rpps} est proposé et ne répond pas aux critères"
            ));
        }
        let nobody = self.admis.is_empty() && self.attendus.is_empty();
        (nobody && !found.is_empty()).then(|| {
            "un correspondant est proposé alors que l'annuaire n'en connaît aucun".to_owned()
        })
    }
}

impl Judge for CorrespondentsProposed {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (outcome, found) = match proposed(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let calls = window_calls(facts);
        let call = calls.last().map(|call| Evidence::Exchange {
            number: call.exchange.number,
        });
        let evidence: Vec<Evidence> = call.into_iter().chain([outcome]).collect();
        if let Some(wrong) = self.wrong(found) {
            if let Some(disturbed) = disturbed(facts) {
                return disturbed;
            }
            return Finding::non_conforme(Provenance::Declaree, wrong).with(evidence);
        }
        if calls.is_empty() {
            return Finding::non_concluant(
                "l'Annuaire Santé n'a reçu aucun appel pendant l'action : ce qui est proposé n'est que déclaré",
            )
            .with(evidence);
        }
        Finding::conforme(
            Provenance::Declaree,
            if self.attendus.is_empty() {
                "aucun correspondant n'est proposé"
            } else {
                "les correspondants de l'annuaire sont proposés avec leurs adresses, et eux seuls"
            },
        )
        .with(evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::super::directory_call::tests::{broken, called, correspondent, search, searched};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(check: &CorrespondentsProposed, found: &[Correspondent]) -> Verdict {
        let sample = called(Sample::new(), search(&[]));
        check.judge(&searched(sample, found).facts()).verdict
    }

    fn expecting(facultatif: bool, adresses: &[&str]) -> CorrespondentsProposed {
        CorrespondentsProposed {
            attendus: vec![Expected {
                rpps: "1".to_owned(),
                adresses: adresses.iter().map(|each| (*each).to_owned()).collect(),
                facultatif,
            }],
            admis: vec!["1".to_owned(), "2".to_owned()],
        }
    }

    #[test]
    fn the_expected_one_is_there_with_its_addresses() {
        let check = expecting(false, &["a@x"]);
        assert_eq!(
            verdict(&check, &[correspondent("1", &["A@x"])]),
            Verdict::Conforme
        );
        assert_eq!(verdict(&check, &[]), Verdict::NonConforme);
        assert_eq!(
            verdict(&check, &[correspondent("1", &[])]),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(&check, &[correspondent("1", &["a@x", "invente@x"])]),
            Verdict::NonConforme
        );
        let others = [correspondent("1", &["a@x"]), correspondent("2", &[])];
        assert_eq!(verdict(&check, &others), Verdict::Conforme);
        let stranger = [correspondent("1", &["a@x"]), correspondent("3", &[])];
        assert_eq!(verdict(&check, &stranger), Verdict::NonConforme);
    }

    #[test]
    fn one_without_address_may_be_left_out_and_nobody_is_nobody() {
        let check = expecting(true, &[]);
        assert_eq!(verdict(&check, &[]), Verdict::Conforme);
        assert_eq!(
            verdict(&check, &[correspondent("1", &[])]),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(&check, &[correspondent("1", &["invente@x"])]),
            Verdict::NonConforme
        );
        let nobody = CorrespondentsProposed::default();
        assert_eq!(verdict(&nobody, &[]), Verdict::Conforme);
        let structure = Correspondent {
            rpps: None,
            ..correspondent("1", &["s@x"])
        };
        assert_eq!(verdict(&nobody, &[structure]), Verdict::NonConforme);
    }

    #[test]
    fn what_rests_on_no_call_or_on_no_search_concludes_nothing() {
        let check = expecting(false, &["a@x"]);
        let silent = searched(Sample::new(), &[correspondent("1", &["a@x"])]).facts();
        assert_eq!(check.judge(&silent).verdict, Verdict::NonConcluant);
        let faulty = searched(broken(Sample::new(), search(&[])), &[]).facts();
        assert_eq!(check.judge(&faulty).verdict, Verdict::NonConcluant);
        assert_eq!(
            check.judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
