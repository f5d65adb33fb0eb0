//! Starting and ending: quick, refused with a reason, clean.

use std::time::{Duration, Instant};

use banc_core::seed::Seed;
use banc_server::{ErrorKind, LaneOptions, ServerError, Stack, StackConfig};

use crate::bench::{Bench, DEADLINE};

#[tokio::test]
async fn a_management_port_in_use_is_a_usage_error() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port();
    let error = Bench::try_start(&format!("[gestion]\nport = {port}"))
        .err()
        .unwrap();
    assert!(matches!(error, ServerError::PortInUse { port: told, .. } if told == port));
    assert_eq!(error.kind(), ErrorKind::Usage);
    let text = error.to_string();
    assert!(
        text.contains(&port.to_string()) && text.contains("[gestion] port"),
        "{text}"
    );
}

#[tokio::test]
async fn an_authority_folder_must_be_given() {
    let error = Stack::start(StackConfig::default(), Seed(1), None).unwrap_err();
    assert!(error.to_string().contains("[pki] repertoire"), "{error}");
}

#[test]
fn a_runtime_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = StackConfig::default();
    config.pki.directory = folder.path().join("autorite");
    let error = Stack::start(config, Seed(1), None).unwrap_err();
    assert!(matches!(error, ServerError::Start(_)), "{error}");
}

#[tokio::test]
async fn nothing_answers_once_the_stack_has_ended() {
    let bench = Bench::start("");
    let lane = bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    bench.finish().await;
    let url = bench.stack.management_url();
    assert!(bench.client.get(url).send().await.unwrap_err().is_connect());
    let url = &lane.endpoints()["insi"];
    assert!(
        bench
            .tls_client(None)
            .get(url)
            .send()
            .await
            .unwrap_err()
            .is_connect()
    );
    assert!(matches!(
        bench.stack.open_lane(LaneOptions::named("b")),
        Err(ServerError::Ended)
    ));
}

#[tokio::test]
async fn a_stack_that_is_dropped_frees_its_ports() {
    let bench = Bench::start("");
    let lane = bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    let url = lane.endpoints()["insi"].clone();
    let port: u16 = url
        .rsplit(':')
        .next()
        .unwrap()
        .trim_end_matches("/lps")
        .parse()
        .unwrap();
    drop(lane);
    drop(bench);
    let freed = async {
        while std::net::TcpListener::bind(("127.0.0.1", port)).is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, freed).await.unwrap();
}

/// The bound is wide of the 50 ms of an optimised build: this one may be neither optimised nor
/// alone on its processors. It catches a start that makes keys or waits.
#[expect(
    clippy::disallowed_methods,
    reason = "the test measures real time from outside"
)]
#[tokio::test]
async fn a_start_over_an_existing_authority_is_quick() {
    let folder = tempfile::tempdir().unwrap();
    let mut best = Duration::MAX;
    for _ in 0..4 {
        let mut config = StackConfig::default();
        config.pki.directory = folder.path().join("autorite");
        let from = Instant::now();
        let stack = Stack::start(config, Seed(1), None).unwrap();
        stack.open_lane(LaneOptions::named("a")).unwrap();
        best = best.min(from.elapsed());
        stack.finish(DEADLINE).await.unwrap();
    }
    assert!(best < Duration::from_millis(250), "{best:?}");
}
