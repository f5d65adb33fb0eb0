//! What every check shares: blocked scenarios, troubles, provisional contracts, missing calls.

use banc_contract::Status;
use banc_core::observed::insi::{InsiAnswer, InsiOperation, ObservedInsi};

use super::*;
use sample::{Sample, answered, identity};

fn check() -> Check {
    Check::StatusIs(status_is::StatusIs {
        usager: "usager".to_owned(),
        statut: Status::Qualifiee,
    })
}

#[test]
fn a_blocked_scenario_concludes_nothing() {
    let facts = Sample::new()
        .shows(identity(Status::Provisoire))
        .with(|record| record.blocked = Some("création refusée".to_owned()))
        .facts();
    assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
    assert!(check().needs(&facts).is_empty());
}

#[test]
fn the_provisional_contract_caps_and_an_unknown_call_concludes_nothing() {
    let sound = || {
        Sample::new()
            .shows(identity(Status::Qualifiee))
            .with(|record| record.provisional = true)
    };
    assert_eq!(check().judge(&sound().facts()).verdict, Verdict::ARevoir);
    let unknown = sound().call(ObservedInsi::default(), "").facts();
    assert_eq!(check().judge(&unknown).verdict, Verdict::NonConcluant);
    let refused = ObservedInsi {
        operation: Some(InsiOperation::Verification),
        answer: InsiAnswer::Refus {
            code: "insi_102".to_owned(),
        },
        ..ObservedInsi::default()
    };
    let facts = sound().call(refused.clone(), "").facts();
    assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
    let facts = sound().injured_call(refused, "refus_officiel").facts();
    assert_eq!(check().judge(&facts).verdict, Verdict::ARevoir);
}

#[test]
fn what_needed_a_call_that_never_came_is_not_believed() {
    let sample = |status| {
        Sample::new()
            .shows(identity(status))
            .with(|record| record.call_expected = true)
    };
    let verdict = |sample: Sample| check().judge(&sample.facts()).verdict;
    assert_eq!(verdict(sample(Status::Qualifiee)), Verdict::NonConcluant);
    assert_eq!(verdict(sample(Status::Provisoire)), Verdict::NonConforme);
    let call = answered(InsiOperation::RechercheTraits, "00");
    assert_eq!(
        verdict(sample(Status::Qualifiee).call(call, "")),
        Verdict::Conforme
    );
}

#[test]
fn a_trouble_of_the_bench_concludes_nothing() {
    let mut facts = Sample::new()
        .call(answered(InsiOperation::RechercheTraits, "00"), "")
        .shows(identity(Status::Provisoire))
        .facts();
    let exchange = std::sync::Arc::get_mut(&mut facts.exchanges[0]).unwrap();
    exchange.trouble = Some("panique".to_owned());
    assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
}

#[test]
fn a_check_survives_a_round_trip() {
    let text = serde_json::to_string(&check()).unwrap();
    assert_eq!(serde_json::from_str::<Check>(&text).unwrap(), check());
}
