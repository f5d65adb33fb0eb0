//! The committed profiles of real incidents are plans that can be used, and do what they say.

use banc_core::Seed;
use banc_core::fault::{Decision, FaultPlan, Vocabulary};
use banc_core::seed::DrawKey;

use super::bench::Bench;

const UNAVAILABLE: &str = include_str!("../../../../fixtures/profils/psc-ciba-indisponible.toml");
const SLOW: &str = include_str!("../../../../fixtures/profils/psc-lent.toml");
const PRODUCTION_2026: &str = include_str!("../../../../fixtures/profils/psc-production-2026.toml");
const TOKENS_2021: &str = include_str!("../../../../fixtures/profils/psc-jetons-2021.toml");

fn decisions(text: &str, operation: &str) -> Vec<Decision> {
    let bench = Bench::new();
    let plan = FaultPlan::from_toml(text, &Vocabulary::of([&bench.psc as _])).unwrap();
    let decide = |ordinal| {
        plan.decide(
            Seed(7),
            DrawKey {
                rule: "",
                lane: "essai",
                service: "psc",
                operation,
                ordinal,
            },
        )
    };
    (1..=400).map(decide).collect()
}

fn with_status(all: &[Decision], status: u16) -> usize {
    let replaced = all
        .iter()
        .filter_map(|one| one.effects.replacement.as_ref());
    replaced
        .filter(|replacement| replacement.status == status)
        .count()
}

#[test]
fn ciba_fails_now_and_then_and_the_rest_never() {
    let asked = decisions(UNAVAILABLE, "ciba");
    assert!((80..=160).contains(&with_status(&asked, 503)));
    let polled = decisions(UNAVAILABLE, "jeton_ciba");
    let (bad, late) = (with_status(&polled, 502), with_status(&polled, 504));
    assert!(bad > 60 && late > 40 && bad + late < 250, "{bad} {late}");
    let other = decisions(UNAVAILABLE, "userinfo");
    assert!(other.iter().all(|one| one.effects.replacement.is_none()));
}

#[test]
fn the_back_channel_is_slower_than_real_clients_wait() {
    let beyond = |operation: &str, seconds: f64| {
        let all = decisions(SLOW, operation);
        let slow = all
            .iter()
            .filter(|one| one.effects.latency.as_secs_f64() > seconds);
        slow.count()
    };
    assert_eq!(beyond("jeton_code", 3.0), 400);
    assert!((150..=250).contains(&beyond("userinfo", 5.0)));
    assert!((150..=250).contains(&beyond("jeton_renouvellement", 10.0)));
    assert_eq!(beyond("autorisation", 0.0), 0);
}

#[test]
fn the_years_have_their_variations() {
    let of = |text: &str, operation: &str| decisions(text, operation)[0].variations.clone();
    assert_eq!(of(PRODUCTION_2026, "jeton_code"), ["acr_eidas2"]);
    let tokens = of(TOKENS_2021, "jeton_code");
    for name in [
        "acr_double",
        "acr_eidas3",
        "email_verified_2021",
        "nonce_vide",
        "acces_60s",
    ] {
        assert!(tokens.iter().any(|one| one == name), "{name}");
    }
    // And a sign-in under all of them at once is still a sign-in.
    let mut bench = Bench::new();
    let names: Vec<&str> = tokens.iter().map(String::as_str).collect();
    bench.vary(&names);
    let tokens = bench.tokens(&[]);
    assert_eq!(tokens["expires_in"], 60);
}
