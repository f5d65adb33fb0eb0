//! `identite.recevoir`: an identity arrives from another identification domain.
//!
//! Source: `INS/va1.11` (automatic verification, unless already récupérée or qualifiée here), `.13` and
//! `.57` (non-transitivity), `.04` (trust agreement), `.05`, `.07`, `.12` (KO).

use std::time::Instant;

use banc_contract::action::ReceivedIdentity;
use banc_contract::{Done, Status};

use super::arrival::Arrival;
use super::create_patient::present_fields;
use super::verify_ins::{Verdict, verification};
use super::{Practice, PracticeState};
use crate::defauts::Defect;
use crate::identity::record::Author;
use crate::identity::status::{self, Event};
use crate::identity::{Record, Refusal, matricule};
use crate::insi::{Caller, InsiRequest};

/// Name under which automatic calls are traced.
const AUTOMATE: &str = "automate";

impl Practice {
    pub(super) async fn receive_identity(
        &self,
        received: &ReceivedIdentity,
        deadline: Instant,
    ) -> Result<Done, Refusal> {
        let (arrival, request) = {
            let mut state = self.state();
            let arrival = state.read_arrival(received)?;
            if let Some(done) = state.already_held(&arrival)? {
                return Ok(done);
            }
            let request = state.verification_of_arrival(&arrival)?;
            (arrival, request)
        };
        let Some(request) = request else {
            return self.state().settle(&arrival, Verdict::Consistent);
        };
        let verdict = self
            .verify(Caller::Automatic, AUTOMATE, &request, deadline)
            .await;
        let mut state = self.state();
        match verdict {
            Ok(verdict) => state.settle(&arrival, verdict),
            // A technical failure says nothing of the identity: nothing is created nor changed.
            Err(failure) => {
                state.add_work(
                    arrival.known.as_deref(),
                    format!(
                        "identité reçue de {} : vérification de l'INS à refaire ({failure})",
                        arrival.domain
                    ),
                );
                Err(Refusal::new(format!(
                    "Échec technique de la vérification de l'identité reçue de {} : {failure}. Elle est mise en liste de travail.",
                    arrival.domain
                )))
            }
        }
    }
}

impl PracticeState {
    /// `INS/va1.11`: an identity already récupérée or qualifiée here is neither verified nor changed.
    fn already_held(&mut self, arrival: &Arrival) -> Result<Option<Done>, Refusal> {
        let Some(id) = arrival.known.clone() else {
            return Ok(None);
        };
        if !status::holds_ins(self.record(&id)?.status)
            || self.defects.has(Defect::VerificationRepetee)
        {
            return Ok(None);
        }
        let author = self.automatic_author();
        let record = self.record_mut(&id)?;
        record.trace(&author, "reception", None, Vec::new());
        let same = arrival.ins.as_ref().is_none_or(|ins| {
            record.ins.as_ref().is_some_and(|own| {
                matricule::number(&own.numero) == matricule::number(&ins.numero)
                    && own.oid == ins.oid
            })
        });
        let words = if same {
            format!(
                "Identité reçue de {} : déjà connue ici avec son INS.",
                arrival.domain
            )
        } else {
            self.add_work(
                Some(&id),
                format!(
                    "identité reçue de {} : INS différent de celui du dossier",
                    arrival.domain
                ),
            );
            format!(
                "Alerte : l'INS reçu de {} diffère de celui du dossier, qui n'est pas modifié.",
                arrival.domain
            )
        };
        Ok(Some(done(&id, words)))
    }

    /// The verification to make; none when no INS came with the identity.
    fn verification_of_arrival(&self, arrival: &Arrival) -> Result<Option<InsiRequest>, Refusal> {
        let blind = arrival.trusted && self.defects.has(Defect::ConfianceAveugle);
        if blind || self.defects.has(Defect::VerificationSystematiqueAbsente) {
            return Ok(None);
        }
        let Some(ins) = &arrival.ins else {
            return Ok(None);
        };
        verification(&Record::new(String::new(), arrival.traits.clone()), ins).map(Some)
    }

    fn settle(&mut self, arrival: &Arrival, verdict: Verdict) -> Result<Done, Refusal> {
        match (&arrival.known, verdict) {
            (None, Verdict::Consistent) => Ok(self.create_arrived(arrival, true)),
            (None, Verdict::Inconsistent) => {
                let with_ins = self.defects.has(Defect::KoCreeAvecIns);
                let done = self.create_arrived(arrival, with_ins);
                Ok(self.alert_of_failure(arrival, done))
            }
            (Some(id), Verdict::Inconsistent) => {
                let id = id.clone();
                self.leave_untouched(arrival, &id)?;
                let done = done(&id, String::new());
                Ok(self.alert_of_failure(arrival, done))
            }
            (Some(id), Verdict::Consistent) => {
                let id = id.clone();
                let author = self.automatic_author();
                self.record_mut(&id)?
                    .trace(&author, "reception", None, Vec::new());
                let reason = format!(
                    "identité reçue de {} : rapprochement à confirmer",
                    arrival.domain
                );
                self.add_work(Some(&id), reason);
                Ok(done(
                    &id,
                    format!(
                        "Identité reçue de {} : un dossier existe déjà, rapprochement en liste de travail.",
                        arrival.domain
                    ),
                ))
            }
        }
    }

    /// `INS/va1.13`, `.57`: what others qualified is récupérée here. `INS/va1.04`: qualifiée is kept
    /// under a trust agreement. `INS/va1.05`: without INS, the identity is provisoire.
    fn create_arrived(&mut self, arrival: &Arrival, with_ins: bool) -> Done {
        let author = self.automatic_author();
        let trusted = arrival.trusted && !self.defects.has(Defect::ContratIgnore);
        let transitive =
            self.defects.has(Defect::Transitivite) && arrival.sender_status == Status::Qualifiee;
        let mut fields = present_fields(&arrival.traits);
        let ins = arrival.ins.clone().filter(|_| with_ins);
        let id = self.add_record(|id| {
            let mut record = Record::new(id, arrival.traits.clone());
            if let Some(ins) = ins {
                record.ins = Some(ins);
                record.apply(Event::InsAccepted);
                fields.extend(["matricule".to_owned(), "oid".to_owned()]);
                if trusted || transitive {
                    record.apply(Event::Validated);
                }
            }
            record.trace(&author, "reception", Some(Status::Provisoire), fields);
            record
        });
        let label = self
            .records
            .get(&id)
            .map_or("", |record| status::status_label(record.status));
        let words = format!(
            "Identité reçue de {} : dossier créé au statut {label}.",
            arrival.domain
        );
        done(&id, words)
    }

    /// `INS/va1.07`: a KO never changes the record that exists.
    fn leave_untouched(&mut self, arrival: &Arrival, id: &str) -> Result<(), Refusal> {
        let author = self.automatic_author();
        let updates = self.defects.has(Defect::KoMetAJour);
        let record = self.record_mut(id)?;
        if updates {
            record.traits = arrival.traits.clone();
            record.ins.clone_from(&arrival.ins);
            record.revision += 1;
        }
        record.trace(&author, "reception", None, Vec::new());
        Ok(())
    }

    /// `INS/va1.12`: a KO alerts and goes to the worklist.
    fn alert_of_failure(&mut self, arrival: &Arrival, mut done: Done) -> Done {
        if self.defects.has(Defect::KoSansAlerte) {
            done.message = None;
            return done;
        }
        let reason = format!(
            "identité reçue de {} : vérification de l'INS KO",
            arrival.domain
        );
        self.add_work(done.usager.as_deref(), reason);
        done.message = Some(format!(
            "Alerte : la vérification de l'INS reçu de {} est KO. L'INS n'est pas repris, l'identité est en liste de travail et ses données de santé ne sont pas intégrées.",
            arrival.domain
        ));
        done
    }

    fn automatic_author(&self) -> Author {
        Author {
            user: AUTOMATE.to_owned(),
            at: self.clock.now(),
        }
    }
}

fn done(id: &str, message: String) -> Done {
    Done {
        usager: Some(id.to_owned()),
        message: Some(message),
        ..Done::default()
    }
}
