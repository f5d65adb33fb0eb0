//! The trace of teleservice calls: one line per attempt, since each is an access.
//!
//! Source: `INS/va1.38`, `.35`, `.49`, `.06`, `.63`.

use banc_contract::answer::TracedCall;

use super::PracticeState;
use crate::defauts::Defect;
use crate::insi::answer::Answer;
use crate::insi::{Attempt, InsiRequest};

impl PracticeState {
    /// Traces the attempts of one call, made by `user`.
    pub(super) fn trace_attempts(
        &mut self,
        user: &str,
        request: &InsiRequest,
        attempts: &[Attempt],
    ) {
        let silent = match request {
            InsiRequest::Verification { .. } => Defect::VerificationNonTracee,
            InsiRequest::Traits(_) | InsiRequest::Card(_) => Defect::AppelNonTrace,
        };
        if self.defects.has(silent) {
            return;
        }
        for attempt in attempts {
            let line = self.traced(user, request, attempt);
            self.calls.push(line);
        }
    }

    fn traced(&self, user: &str, request: &InsiRequest, attempt: &Attempt) -> TracedCall {
        let undated = self.defects.has(Defect::AccesInsiNonDate);
        let mut line = TracedCall {
            instant: if undated {
                String::new()
            } else {
                attempt.at.to_string()
            },
            utilisateur: if undated {
                String::new()
            } else {
                user.to_owned()
            },
            operation: request.operation().to_owned(),
            mode: request
                .mode()
                .filter(|_| !self.defects.has(Defect::ModeNonTrace))
                .map(ToOwned::to_owned),
            authentification: attempt
                .authentication
                .filter(|_| !self.defects.has(Defect::AuthentificationTue))
                .map(ToOwned::to_owned),
            code: None,
            echec: None,
            traits: None,
            matricule: None,
            historique_ins: Vec::new(),
        };
        match &attempt.outcome {
            Err(failure) => line.echec = Some(failure.to_string()),
            Ok(answer) => {
                line.code = Some(answer.code().to_owned());
                if let Answer::Found(identity) = answer
                    && !self.defects.has(Defect::DonneesInsiNonTracees)
                {
                    line.traits = Some(identity.traits.clone());
                    line.matricule = Some(identity.matricule.clone());
                    line.historique_ins.clone_from(&identity.history);
                }
            }
        }
        line
    }
}
