//! Absences that do not last: what a session says of a call that comes after its quiet window.

use std::sync::Arc;
use std::time::Duration;

use banc_contract::{
    Action, Answer, Declaration, Outcome, Preparation, PreparationAnswer, Question,
};
use banc_core::Clock;
use banc_core::journal::{Journal, JournalConfig, NoteKind};
use banc_core::observed::insi::InsiOperation;
use banc_core::observed::psc::ObservedPsc;

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

/// An adapter that keeps its data in one folder.
struct Keeper(String);

impl Driver for Keeper {
    fn declare(&self) -> DriverFuture<'_, Declaration> {
        Mute::nothing()
    }
    fn prepare<'a>(
        &'a self,
        _: &'a Caller,
        _: &'a Preparation,
    ) -> DriverFuture<'a, PreparationAnswer> {
        Mute::nothing()
    }
    fn act<'a>(&'a self, _: &'a Caller, _: &'a Action, _: Duration) -> DriverFuture<'a, Outcome> {
        Mute::nothing()
    }
    fn observe<'a>(&'a self, _: &'a Caller, asked: &'a Question) -> DriverFuture<'a, Answer> {
        let answer = match asked {
            Question::Storage {} => Answer::Stockage(vec![self.0.clone()]),
            _ => Answer::NonSupporte,
        };
        Box::pin(async move { Ok(answer) })
    }
}

/// A journal and a session on the lane of the sample exchanges.
fn session() -> (Journal, Session) {
    session_with(Arc::new(Mute))
}

fn session_with(driver: Arc<dyn Driver>) -> (Journal, Session) {
    let clock = Clock::system();
    let journal = Journal::open(JournalConfig::default(), clock.clone()).unwrap();
    let session = Session::new(SessionParts {
        lane: "INS-08".to_owned(),
        caller: Caller::default(),
        driver,
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
async fn a_lull_begins_after_the_calls_that_were_expected() {
    let (journal, mut session) = session();
    session.begin_window(Vec::new()).await;
    call(&journal).await;
    session.wait_out("insi".to_owned()).await;
    let quiet = session.record().quiet.last().cloned().unwrap();
    assert!(quiet.lull && quiet.held, "{quiet:?}");
    assert!(quiet.control.is_some());
    // It is not an absence: a later call undoes nothing.
    call(&journal).await;
    assert_eq!(session.late_call(), None);
}

#[tokio::test]
async fn what_the_software_keeps_is_searched_for_the_tokens_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = Keeper(folder.path().display().to_string());
    let (journal, mut session) = session_with(Arc::new(keeper));
    let given = r#"{"access_token":"jeton-de-test-assez-long-pour-etre-unique"}"#;
    let facts = Sample::new().psc(ObservedPsc::default(), given).facts();
    let mut exchange = Exchange::clone(&facts.exchanges[0]);
    exchange.lane = "INS-08".into();
    journal.record(exchange).await;
    std::fs::write(folder.path().join("cache"), given).unwrap();
    session.search_storage().await;
    session.search_storage().await;
    let searches = &session.record().searches;
    assert_eq!(searches.len(), 1, "one search per action");
    assert_eq!((searches[0].tokens, searches[0].found.len()), (1, 1));
    let text = serde_json::to_string(&searches).unwrap();
    assert!(!text.contains("jeton-de-test"), "{text}");
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
