//! The committed fault profiles of real incidents are plans that can be used, and do what they say.

use banc_core::Seed;
use banc_core::fault::{FaultPlan, Vocabulary};
use banc_core::seed::DrawKey;

use super::bench::directory;

const JUNE_2026: &str = include_str!("../../../../fixtures/profils/annuaire-juin-2026.toml");
const JANUARY_2024: &str = include_str!("../../../../fixtures/profils/annuaire-janvier-2024.toml");

fn decisions(text: &str) -> Vec<banc_core::fault::Decision> {
    let annuaire = directory();
    let plan = FaultPlan::from_toml(text, &Vocabulary::of([&annuaire as _])).unwrap();
    (1..=1000)
        .map(|ordinal| {
            plan.decide(
                Seed(7),
                DrawKey {
                    rule: "",
                    lane: "essai",
                    service: "annuaire",
                    operation: "recherche",
                    ordinal,
                },
            )
        })
        .collect()
}

#[test]
fn june_2026_mixes_failures_of_the_gateway_with_successes() {
    let all = decisions(JUNE_2026);
    let count = |wanted: Option<u16>| {
        let status = |one: &&banc_core::fault::Decision| {
            one.effects.replacement.as_ref().map(|r| r.status) == wanted
        };
        all.iter().filter(status).count()
    };
    let (none, bad, late) = (count(None), count(Some(502)), count(Some(504)));
    assert_eq!(none + bad + late, 1000);
    assert!(none > 250 && bad > 150 && late > 150, "{none} {bad} {late}");
}

#[test]
fn january_2024_delays_nine_calls_of_ten_beyond_five_seconds() {
    let all = decisions(JANUARY_2024);
    let slow = all
        .iter()
        .filter(|one| one.effects.latency.as_secs_f64() > 5.0)
        .count();
    assert!((850..=950).contains(&slow), "{slow}");
    assert!(all.iter().all(|one| one.effects.replacement.is_none()));
}
