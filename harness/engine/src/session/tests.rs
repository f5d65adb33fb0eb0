//! Absences that do not last: what a session says of a call that comes after its quiet window.

use std::sync::Arc;
use std::time::Duration;

use banc_contract::{
    Action, Answer, Declaration, Outcome, Preparation, PreparationAnswer, Question,
};
use banc_core::Clock;
use banc_core::journal::{Journal, JournalConfig, NoteKind};
use banc_core::observed::insi::InsiOperation;

use super::*;
use crate::check::no_call::NoCall;
use crate::check::sample::{Sample, answered};
use crate::driver::DriverFuture;
use crate::verdict::Verdict;

/// An adapter that is not asked anything here.
struct Mute;

impl Mute {
    fn nothing<'a, T: Send + 'a>() -> DriverFuture<'a, T> {
        Box::pin(async {
            Err(DriverError::Unreachable {
                address: "nowhere".to_owned(),
                reason: "mute".to_owned(),
            })
        })
    }
}

impl Driver for Mute {
    fn declare(&self) -> DriverFuture<'_, Declaration> {
        Self::nothing()
    }
    fn prepare<'a>(
        &'a self,
        _: &'a Caller,
        _: &'a Preparation,
    ) -> DriverFuture<'a, PreparationAnswer> {
        Self::nothing()
    }
    fn act<'a>(&'a self, _: &'a Caller, _: &'a Action, _: Duration) -> DriverFuture<'a, Outcome> {
        Self::nothing()
    }
    fn observe<'a>(&'a self, _: &'a Caller, _: &'a Question) -> DriverFuture<'a, Answer> {
        Self::nothing()
    }
}

/// A journal and a session on the lane of the sample exchanges.
fn session() -> (Journal, Session) {
    let clock = Clock::system();
    let journal = Journal::open(JournalConfig::default(), clock.clone()).unwrap();
    let session = Session::new(SessionParts {
        lane: "INS-08".to_owned(),
        caller: Caller::default(),
        driver: Arc::new(Mute),
        journal: journal.clone(),
        clock,
        deadline: Duration::from_secs(1),
        quiet_window: Duration::from_millis(20),
    });
    (journal, session)
}

async fn call(journal: &Journal) {
    let facts = Sample::new()
        .call(answered(InsiOperation::RechercheTraits, "00"), "")
        .facts();
    let mut exchange = Exchange::clone(&facts.exchanges[0]);
    exchange.lane = "INS-08".into();
    journal.record(exchange).await;
}

#[tokio::test]
async fn a_call_after_the_quiet_window_undoes_the_absence() {
    let (journal, mut session) = session();
    call(&journal).await;
    session.begin_window(Vec::new()).await;
    let (finding, _) = session.verify(&Check::NoCall(NoCall::to("insi"))).await;
    assert_eq!(finding.verdict, Verdict::Conforme);
    assert_eq!(session.late_call(), None);
    call(&journal).await;
    assert!(session.late_call().unwrap().contains("n'est pas établie"));
}

#[tokio::test]
async fn a_handshake_that_fails_while_an_absence_is_watched_is_a_trouble() {
    let (journal, mut session) = session();
    call(&journal).await;
    session.begin_window(Vec::new()).await;
    journal.note(
        Some("INS-08"),
        NoteKind::HandshakeFailed {
            front: "insi".to_owned(),
            peer: "127.0.0.1:1".to_owned(),
            reason: "no suite in common".to_owned(),
            suites: Vec::new(),
        },
    );
    session.verify(&Check::NoCall(NoCall::to("insi"))).await;
    assert_eq!(session.troubles().len(), 1, "{:?}", session.troubles());
}
