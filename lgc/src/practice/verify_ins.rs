//! `ins.verifier`: unit verification of the INS a record holds.
//!
//! Source: `INS/va1.06`, `.63`, `.08`; the wire contract is provisional. A technical failure is not a
//! KO: it changes nothing.

use std::time::Instant;

use banc_contract::{Done, Matricule};

use super::search_ins::request_traits;
use super::{Practice, PracticeState};
use crate::defauts::Defect;
use crate::identity::status::{self, Event};
use crate::identity::{Record, Refusal, matricule};
use crate::insi::answer::Answer;
use crate::insi::{Caller, Failure, InsiRequest};

/// What a verification says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Consistent,
    Inconsistent,
}

impl Practice {
    pub(super) async fn verify_ins(&self, id: &str, deadline: Instant) -> Result<Done, Refusal> {
        let (request, revision, user) = {
            let state = self.state();
            state.check_may_call()?;
            let record = state.record(id)?;
            let request = verification_of(record)?;
            (request, record.revision, state.user.name.clone())
        };
        let verdict = if self.defects.has(Defect::VerificationSansAppel) {
            Ok(Verdict::Consistent)
        } else {
            self.verify(Caller::User, &user, &request, deadline).await
        };
        self.state().conclude_verification(id, revision, verdict)
    }

    /// Sends a verification and traces it.
    pub(super) async fn verify(
        &self,
        caller: Caller,
        user: &str,
        request: &InsiRequest,
        deadline: Instant,
    ) -> Result<Verdict, Failure> {
        let attempts = self.call_insi(caller, request, deadline).await;
        self.state().trace_attempts(user, request, &attempts);
        let last = attempts.into_iter().next_back();
        let outcome = last.map_or_else(
            || {
                Err(Failure::NotConfigured(
                    "aucun appel n'a été fait".to_owned(),
                ))
            },
            |attempt| attempt.outcome,
        );
        match outcome {
            Ok(Answer::Consistent) => Ok(Verdict::Consistent),
            Ok(Answer::Inconsistent) => Ok(Verdict::Inconsistent),
            Ok(other) => Err(Failure::Unreadable(format!(
                "code {} inattendu pour une vérification",
                other.code()
            ))),
            Err(_) if self.defects.has(Defect::EchecLuCommeKo) => Ok(Verdict::Inconsistent),
            Err(failure) => Err(failure),
        }
    }
}

impl PracticeState {
    fn conclude_verification(
        &mut self,
        id: &str,
        revision: u64,
        verdict: Result<Verdict, Failure>,
    ) -> Result<Done, Refusal> {
        let verdict = verdict.map_err(|failure| {
            Refusal::new(format!(
                "Échec technique de la vérification : {failure}. L'INS et le statut sont gardés, la vérification pourra être refaite."
            ))
        })?;
        let author = self.author();
        let ignores_ko = self.defects.has(Defect::KoIgnore);
        let record = self.record_mut(id)?;
        if record.revision != revision {
            return Err(Refusal::new(
                "Le dossier a été modifié pendant la vérification : relancez-la.",
            ));
        }
        let before = record.status;
        if verdict == Verdict::Consistent || ignores_ko {
            record.trace(&author, "verification", Some(before), Vec::new());
            return Ok(done(
                id,
                "Vérification de l'INS : OK, l'INS est cohérent avec les traits.",
            ));
        }
        // INS/va1.08: the INS goes, the identity falls back to provisoire and someone must look at it.
        let fields = record.apply(Event::VerificationFailed);
        record.trace(&author, "verification", Some(before), fields);
        let words = format!(
            "Vérification de l'INS : KO, l'INS n'est pas cohérent avec les traits. Matricule et OID retirés, identité au statut {}.",
            status::status_label(record.status)
        );
        self.pending.remove(id);
        self.add_work(
            Some(id),
            "vérification de l'INS KO : identité à contrôler".to_owned(),
        );
        Ok(done(id, &words))
    }
}

/// The verification of what a record holds.
fn verification_of(record: &Record) -> Result<InsiRequest, Refusal> {
    let ins = record
        .ins
        .as_ref()
        .ok_or_else(|| Refusal::new("Vérification impossible : ce dossier n'a pas d'INS."))?;
    verification(record, ins)
}

/// The verification of an INS against the traits of a record.
pub(super) fn verification(record: &Record, ins: &Matricule) -> Result<InsiRequest, Refusal> {
    Ok(InsiRequest::Verification {
        number: matricule::number(&ins.numero).to_owned(),
        key: matricule::key(&ins.numero).map(ToOwned::to_owned),
        oid: ins.oid.clone(),
        traits: request_traits(record, true)?,
    })
}

fn done(id: &str, message: &str) -> Done {
    Done {
        usager: Some(id.to_owned()),
        message: Some(message.to_owned()),
        ..Done::default()
    }
}
