//! Names of lanes; a service that panics.

use std::time::Duration;

use banc_core::exchange::Request;
use banc_core::journal::{Cursor, Entry};
use banc_core::service::{Answer, Call, Service};

use super::*;

#[test]
fn names_of_lanes_stand_in_a_path() {
    for good in ["INS-08", "INS-08#2", "serie", "a.b_c"] {
        assert!(check_name(good).is_ok(), "{good}");
    }
    let long = "x".repeat(81);
    for bad in ["", ".", "..", "a/b", "é", "a b", "gestion", &long] {
        assert!(check_name(bad).is_err(), "{bad}");
    }
}

/// A service with a bug.
struct Panicking;

impl Service for Panicking {
    fn name(&self) -> &'static str {
        "insi"
    }

    fn body_limit(&self) -> usize {
        1024
    }

    fn classify(&self, _: &Request) -> &'static str {
        "inconnue"
    }

    fn answer(&self, _: &Call<'_>) -> Answer {
        panic!("the ledger is upside down")
    }

    fn too_large(&self, _: &Call<'_>) -> Answer {
        Answer::default()
    }

    fn operations(&self) -> Vec<&'static str> {
        Vec::new()
    }

    fn refusals(&self) -> Vec<&'static str> {
        Vec::new()
    }

    fn variations(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

/// Opens a lane whose service panics, calls it, and gives the stack after the call.
async fn after_a_panic(pki: &std::path::Path) -> Stack {
    let mut config = StackConfig::default();
    config.pki.directory = pki.join("autorite");
    config.listen.plain = true;
    let stack = Stack::start(config, Seed(1), None).unwrap();
    let mut services = LaneServices::new(&stack.shared.installation, "bogue", None);
    services.replaced = Some(Arc::new(Panicking));
    let lane = stack
        .open_lane_of(LaneOptions::named("bogue"), services)
        .unwrap();
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let response = reqwest::Client::new()
        .post(&lane.endpoints()["insi_clair"])
        .body("x")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 500);
    stack
}

#[tokio::test]
async fn a_panic_of_a_service_surfaces_when_the_stack_ends() {
    let folder = tempfile::tempdir().unwrap();
    let stack = after_a_panic(folder.path()).await;
    let entries = stack.journal().since(Cursor(0), Some("bogue"));
    let notes = entries.iter().filter_map(Entry::note);
    assert_eq!(notes.filter(|note| note.kind.is_trouble()).count(), 1);
    match stack.finish(Duration::from_secs(5)).await {
        Err(ServerError::Panicked { messages, summary }) => {
            assert_eq!(messages.len(), 1);
            assert!(messages[0].contains("upside down"), "{messages:?}");
            let summary = summary.unwrap();
            assert_eq!(summary.exchanges, 1);
            assert!(!summary.troubles.is_empty());
        }
        other => panic!("{other:?}"),
    }
    let again = stack.finish(Duration::from_secs(1)).await;
    assert!(matches!(again, Err(ServerError::Ended)));
}

#[tokio::test]
async fn a_panic_of_a_closed_lane_is_told_at_both_ends() {
    let folder = tempfile::tempdir().unwrap();
    let stack = after_a_panic(folder.path()).await;
    assert!(matches!(
        stack.close_lane("bogue").await,
        Err(ServerError::Panicked { summary: None, .. })
    ));
    assert_eq!(stack.troubles().len(), 1);
    assert!(stack.lanes().is_empty());
    assert!(matches!(
        stack.finish(Duration::from_secs(5)).await,
        Err(ServerError::Panicked {
            summary: Some(_),
            ..
        })
    ));
}
