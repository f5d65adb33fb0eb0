//! What moves the digest, and what must not.

use super::*;
use crate::record::sample;
use banc_core::clock::Mono;
use banc_core::exchange::{Connection, Stage};
use banc_core::observed::insi::InsiAnswer;

fn digest(run: &RunRecord, exchanges: Vec<Exchange>) -> String {
    let exchanges: Vec<Arc<Exchange>> = exchanges.into_iter().map(Arc::new).collect();
    of(run, &exchanges)
}

fn calls() -> Vec<Exchange> {
    let (_, exchanges) = sample::run();
    exchanges.into_iter().map(Arc::unwrap_or_clone).collect()
}

#[test]
fn instants_ports_identifiers_order_and_the_seed_do_not_move_it() {
    let (run, _) = sample::run();
    let before = digest(&run, calls());
    let mut other = run.clone();
    other.seed = 43;
    other.execution = "autre".to_owned();
    other.started = "2027-01-01T00:00:00Z".to_owned();
    other.scenarios.reverse();
    for scenario in &mut other.scenarios {
        scenario.duration_ms += 1000;
        scenario.lane.push('x');
    }
    let mut moved = calls();
    moved.reverse();
    for call in &mut moved {
        call.instants.stamp(Stage::LastByte, Mono(99));
        call.connection = Arc::new(Connection {
            peer: "127.0.0.1:1".to_owned(),
            ..(*call.connection).clone()
        });
        let Some(Observed::Insi(insi)) = &mut call.observed else {
            panic!()
        };
        insi.message_id = Some("urn:uuid:autre".to_owned());
    }
    assert_eq!(digest(&other, moved), before);
}

#[test]
fn verdicts_messages_faults_variations_statuses_and_answers_move_it() {
    let (run, _) = sample::run();
    let before = digest(&run, calls());
    let mut seen = vec![before.clone()];
    for change in 0..6 {
        let mut changed = run.clone();
        let mut calls = calls();
        match change {
            0 => changed.scenarios[0].verdict = crate::Verdict::Conforme,
            1 => {
                let check = changed.scenarios[0].steps[3].check.as_mut().unwrap();
                check.finding.message.push('!');
            }
            2 => {
                let parameters = &mut calls[0].faults[0].parameters;
                parameters.insert(banc_core::fault::LATENCY_MS.to_owned(), 101.0.into());
            }
            3 => calls[1].variations.push("prefixe".to_owned()),
            4 => calls[1].response.as_mut().unwrap().status = 500,
            _ => {
                let Some(Observed::Insi(insi)) = &mut calls[1].observed else {
                    panic!()
                };
                insi.answer = InsiAnswer::Refus {
                    code: "insi_102".to_owned(),
                };
            }
        }
        let after = digest(&changed, calls);
        assert!(!seen.contains(&after), "change {change} does not show");
        seen.push(after);
    }
}
