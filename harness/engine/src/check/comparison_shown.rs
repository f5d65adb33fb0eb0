//! After a code 00 the user sees local and returned identities side by side, with exactly the
//! fields that differ. Source: `INS/va1.52`.

use banc_contract::{Comparison, Outcome};
use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_before, last_found};
use super::traits_fields::{STRICT, label, shown, value};
use super::{Judge, Need, resultat};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonShown {
    /// Name under which the record is kept.
    pub usager: String,
}

impl Judge for ComparisonShown {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let call = match last_found(facts) {
            Ok(call) => call,
            Err(finding) => return finding,
        };
        let local = match identity_before(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let body = call
            .exchange
            .response
            .as_ref()
            .map(|answer| answer.body.bytes.clone());
        let Some(returned) = body.and_then(|bytes| resultat::read(&bytes)) else {
            return Finding::non_concluant("la réponse d'INSi n'est plus lisible dans le journal")
                .with([call.evidence()]);
        };
        let acts = facts
            .record
            .acts
            .iter()
            .enumerate()
            .skip(facts.record.window_act);
        let mut shown = acts.filter_map(|(index, act)| match &act.outcome {
            Some(Outcome::Fait(done)) => Some((index, done.comparaison.as_ref()?)),
            _ => None,
        });
        let evidence = [call.evidence(), local.evidence()];
        let Some((index, comparison)) = shown.next_back() else {
            return Finding::non_conforme(
                Provenance::Declaree,
                "INSi a rendu une identité, le logiciel ne montre aucune comparaison",
            )
            .with(evidence);
        };
        let evidence = evidence.into_iter().chain([Evidence::Outcome { index }]);
        match wrong(comparison, &local.value.traits, &returned) {
            Some(message) => Finding::non_conforme(Provenance::Declaree, message),
            None => Finding::conforme(
                Provenance::Declaree,
                "le logiciel montre l'identité locale et celle d'INSi avec leurs seules différences",
            ),
        }
        .with(evidence)
    }
}

/// What is wrong in the comparison, if anything. A field without a value on one side may be shown
/// as different or not; two equal values may not, two different ones must.
fn wrong(
    comparison: &Comparison,
    local: &banc_contract::Traits,
    returned: &resultat::Resultat,
) -> Option<String> {
    for field in STRICT {
        let (mine, theirs) = (value(local, field), value(&returned.traits, field));
        if mine.is_some() && value(&comparison.local, field) != mine {
            return Some(mismatch(
                "locale",
                field,
                mine,
                value(&comparison.local, field),
            ));
        }
        if theirs.is_some() && value(&comparison.insi, field) != theirs {
            return Some(mismatch(
                "d'INSi",
                field,
                theirs,
                value(&comparison.insi, field),
            ));
        }
        let said = comparison.differences.iter().any(|name| name == field);
        let (Some(mine), Some(theirs)) = (mine, theirs) else {
            continue;
        };
        if (mine != theirs) != said {
            let state = if said {
                "montré différent alors qu'il ne l'est pas"
            } else {
                "différent, et cela n'est pas montré"
            };
            return Some(format!(
                "comparaison : le champ « {} » est {state}",
                label(field)
            ));
        }
    }
    let held = returned.actif.as_ref().map(|actif| actif.numero.as_str());
    (held != Some(comparison.matricule.numero.as_str()))
        .then(|| "comparaison : le matricule montré n'est pas celui qu'INSi a rendu".to_owned())
}

fn mismatch(side: &str, field: &str, expected: Option<&str>, seen: Option<&str>) -> String {
    format!(
        "comparaison : le champ « {} » de l'identité {side} devait être {}, il est {}",
        label(field),
        shown(expected),
        shown(seen)
    )
}

#[cfg(test)]
mod tests {
    use banc_contract::{Done, Status};
    use banc_core::observed::insi::InsiOperation;

    use super::super::sample::{Sample, answered, found_body, identity, matricule, traits};
    use super::*;
    use crate::verdict::Verdict;

    fn finding(comparison: Option<Comparison>) -> Finding {
        let mut local = identity(Status::Provisoire);
        local.traits.date_naissance = Some("1980-03-13".to_owned());
        let done = Done {
            comparaison: comparison,
            ..Done::default()
        };
        let facts = Sample::new()
            .shows(local)
            .window()
            .call(answered(InsiOperation::RechercheTraits, "00"), found_body())
            .act(Outcome::Fait(Box::new(done)))
            .facts();
        ComparisonShown {
            usager: "usager".to_owned(),
        }
        .judge(&facts)
    }

    fn comparison(differences: &[&str]) -> Comparison {
        let mut local = traits();
        local.date_naissance = Some("1980-03-13".to_owned());
        Comparison {
            local,
            insi: traits(),
            matricule: matricule(),
            differences: differences.iter().map(|&name| name.to_owned()).collect(),
            alertes: Vec::new(),
        }
    }

    #[test]
    fn the_exact_differences_must_be_shown() {
        let good = finding(Some(comparison(&["date_naissance"])));
        assert_eq!(good.verdict, Verdict::Conforme, "{}", good.message);
        assert_eq!(finding(Some(comparison(&[]))).verdict, Verdict::NonConforme);
        let more = comparison(&["date_naissance", "sexe"]);
        assert_eq!(finding(Some(more)).verdict, Verdict::NonConforme);
        assert_eq!(finding(None).verdict, Verdict::NonConforme);
    }

    #[test]
    fn both_sides_and_the_matricule_must_be_true() {
        let base = comparison(&["date_naissance"]);
        let mut hidden = base.clone();
        hidden.local = traits();
        assert_eq!(finding(Some(hidden)).verdict, Verdict::NonConforme);
        let mut other = base;
        other.matricule.numero = "1".to_owned();
        assert_eq!(finding(Some(other)).verdict, Verdict::NonConforme);
    }

    #[test]
    fn without_a_found_identity_nothing_is_concluded() {
        let check = ComparisonShown {
            usager: "usager".to_owned(),
        };
        assert_eq!(
            check.judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
