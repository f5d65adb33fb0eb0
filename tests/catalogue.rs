//! The requirement catalogue and the features agree: every `Alors` is mapped once, every identifier
//! is known, everything that can be mapped is played.

use std::collections::{BTreeMap, BTreeSet};

use banc_engine::catalogue::Coverage;
use banc_runner::feature_set::{self, FeatureSet};
use cucumber::gherkin::StepType;

fn set() -> FeatureSet {
    FeatureSet::load(None).expect("the embedded features and catalogue are sound")
}

#[test]
fn every_alors_is_mapped_once() {
    let set = set();
    let mut counts: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (_, scenario) in set.scenarios() {
        let alors = scenario
            .steps
            .iter()
            .filter(|step| step.ty == StepType::Then)
            .count();
        counts
            .entry(feature_set::number(scenario).to_owned())
            .or_default()
            .insert(alors);
    }
    assert!(
        counts.len() >= 22,
        "only {} scenarios: {counts:?}",
        counts.len()
    );
    for (number, alors) in &counts {
        assert_eq!(
            alors.len(),
            1,
            "the examples of {number} have different numbers of Alors: {alors:?}"
        );
        let mapped = set.catalogue.scenario(number).map(|map| map.alors.len());
        assert_eq!(
            mapped,
            alors.first().copied(),
            "{number}: entries of `alors` in the catalogue"
        );
    }
    for map in set.catalogue.scenarios() {
        assert!(
            counts.contains_key(&map.numero),
            "the catalogue maps {}, which no feature plays",
            map.numero
        );
    }
}

#[test]
fn every_exigence_is_tested_or_says_why_not() {
    let set = set();
    let mut tested = 0;
    for exigence in set.catalogue.exigences() {
        match set.catalogue.coverage(exigence) {
            Coverage::Untested(reason) => assert!(reason.len() > 15, "{}: {reason:?}", exigence.id),
            Coverage::Tested | Coverage::Partial(_) => tested += 1,
        }
    }
    assert!(tested >= 30, "only {tested} exigences are tested");
    let rows = set.catalogue.exigences().len();
    assert!(
        rows >= 54,
        "only {rows} exigences: a row of the INS block is missing"
    );
}

#[test]
fn a_scenario_names_the_capabilities_it_needs() {
    let set = set();
    for (feature, scenario) in set.scenarios() {
        let capabilities: Vec<&str> = feature_set::tags(feature, scenario)
            .filter_map(|tag| tag.strip_prefix("capacite."))
            .collect();
        let id = feature_set::identifier(scenario);
        assert!(!capabilities.is_empty(), "{id} names no capability");
        for name in capabilities {
            assert!(
                banc_contract::capability::find(name).is_some(),
                "{id} names {name}, unknown to the contract"
            );
        }
    }
}
