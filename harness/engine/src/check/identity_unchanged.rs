//! The identity is, field by field, as it was before the action.

use banc_contract::Identity;
use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_before, identity_now};
use super::traits_fields::{ALL, label, matricule, shown, value};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityUnchanged {
    /// Name under which the record is kept.
    pub usager: String,
}

impl Judge for IdentityUnchanged {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let before = match identity_before(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let now = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let change = change(before.value, now.value);
        match change {
            None => Finding::conforme(
                Provenance::Declaree,
                "l'identité est, champ par champ, celle d'avant l'action",
            ),
            Some(what) => Finding::non_conforme(
                Provenance::Declaree,
                format!("l'identité devait rester inchangée : {what}"),
            ),
        }
        .with([before.evidence(), now.evidence()])
    }
}

fn change(before: &Identity, now: &Identity) -> Option<String> {
    if before.statut != now.statut {
        return Some("le statut a changé".to_owned());
    }
    for field in ALL {
        let (was, is) = (value(&before.traits, field), value(&now.traits, field));
        if was != is {
            return Some(format!(
                "« {} » était {}, il est {}",
                label(field),
                shown(was),
                shown(is)
            ));
        }
    }
    if matricule(before) != matricule(now) {
        return Some("le matricule INS a changé".to_owned());
    }
    if before.historique_ins != now.historique_ins {
        return Some("l'historique INS a changé".to_owned());
    }
    (before.attributs != now.attributs).then(|| "les attributs ont changé".to_owned())
}

#[cfg(test)]
mod tests {
    use banc_contract::{Outcome, Status};

    use super::super::sample::{Sample, identity, matricule};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(change: impl FnOnce(&mut Identity)) -> Verdict {
        let mut after = identity(Status::Provisoire);
        change(&mut after);
        let facts = Sample::new()
            .shows(identity(Status::Provisoire))
            .act(Outcome::Fait(Box::default()))
            .shows(after)
            .facts();
        IdentityUnchanged {
            usager: "usager".to_owned(),
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn any_change_is_seen() {
        assert_eq!(verdict(|_| {}), Verdict::Conforme);
        assert_eq!(
            verdict(|now| now.traits.nom_utilise = Some(String::new())),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(|now| now.statut = Status::Recuperee),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|now| now.traits.sexe = Some("M".to_owned())),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|now| now.matricule = Some(matricule())),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|now| now.historique_ins.push(matricule())),
            Verdict::NonConforme
        );
    }

    #[test]
    fn without_a_first_look_nothing_is_concluded() {
        let facts = Sample::new()
            .act(Outcome::Fait(Box::default()))
            .shows(identity(Status::Provisoire))
            .facts();
        let check = IdentityUnchanged {
            usager: "usager".to_owned(),
        };
        assert_eq!(check.judge(&facts).verdict, Verdict::NonConcluant);
    }
}
