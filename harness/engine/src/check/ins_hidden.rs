//! A user without the right to see the INS does not see it. Source: `INS/va1.32`, `.50`.

use serde::{Deserialize, Serialize};

use super::reading::{ask_identity, identity_before, identity_now};
use super::traits_fields::matricule;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module. The record must have shown a matricule before the user changed: it is the
/// control that there was something to hide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsHidden {
    /// Name under which the record is kept.
    pub usager: String,
}

impl Judge for InsHidden {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let before = match identity_before(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        if matricule(before.value).is_none() {
            return Finding::non_concluant("l'identité ne montrait aucun matricule avant l'action")
                .with([before.evidence()]);
        }
        let now = match identity_now(facts, &self.usager) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let hidden = matricule(now.value).is_none() && now.value.historique_ins.is_empty();
        Finding::when(
            hidden,
            Provenance::Declaree,
            || "l'INS n'est pas montré à cet utilisateur".to_owned(),
            || "l'INS est montré à un utilisateur qui n'en a pas le droit".to_owned(),
        )
        .with([before.evidence(), now.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::{Outcome, Status};

    use super::super::sample::{Sample, identity};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(before: Status, now: Status) -> Verdict {
        let facts = Sample::new()
            .shows(identity(before))
            .act(Outcome::Fait(Box::default()))
            .shows(identity(now))
            .facts();
        InsHidden {
            usager: "usager".to_owned(),
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn a_matricule_seen_before_must_be_hidden_now() {
        assert_eq!(
            verdict(Status::Qualifiee, Status::Validee),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(Status::Qualifiee, Status::Qualifiee),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(Status::Validee, Status::Validee),
            Verdict::NonConcluant
        );
    }
}
