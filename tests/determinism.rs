//! The same seed gives the same digest whatever the order of things; another seed, another digest.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/campaign.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod campaign;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use campaign::play;

const PLAN: &str = r#"
[[regle]]
nom = "lenteur"
service = "insi"
faute = { nom = "latence_lognormale", p50 = "5ms", p95 = "20ms" }

[[variation]]
nom = "prefixe_ns2"
service = "insi"
probabilite = 0.5
"#;

#[test]
fn the_seed_decides_and_nothing_else() {
    let plan = process::fresh_dir("determinism").join("plan.toml");
    std::fs::write(&plan, PLAN).unwrap();
    let plan = plan.display().to_string();
    let digest = |name: &str, seed: &str, concurrency: &str| {
        let run = play(
            name,
            &[
                "demo",
                "--tags",
                "@INS and not @RES",
                "--seed",
                seed,
                "--faults",
                &plan,
                "--concurrency",
                concurrency,
            ],
        );
        assert_eq!(run.code, 0, "{}\n{}", run.printed, run.complained);
        run.digest().to_owned()
    };
    let first = digest("seed-7a", "7", "8");
    assert_eq!(first, digest("seed-7b", "7", "8"), "same seed");
    assert_eq!(
        first,
        digest("seed-7c", "7", "1"),
        "same seed, one scenario at a time"
    );
    assert_ne!(first, digest("seed-8", "8", "8"), "another seed");
}

#[test]
fn without_a_plan_too_the_seed_has_an_effect() {
    let digest = |name: &str, seed: &str| {
        let run = play(
            name,
            &[
                "demo",
                "--tags",
                "@INS-04 or @INS-05 or @INS-06 or @INS-08",
                "--seed",
                seed,
            ],
        );
        run.digest().to_owned()
    };
    assert_eq!(digest("calm-1a", "1"), digest("calm-1b", "1"));
    assert_ne!(digest("calm-1c", "1"), digest("calm-2", "2"));
}
