//! Each deliberate defect of the reference software turns red the set of exigences that it declares,
//! and nothing else; and each tested exigence has a defect that turns it red.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/campaign.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod campaign;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use banc_engine::catalogue::Coverage;
use banc_runner::feature_set::FeatureSet;

/// Campaigns at once.
const AT_ONCE: usize = 4;

#[test]
fn each_defect_turns_red_exactly_what_it_declares() {
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    // A run mostly waits, for quiet windows and for paced polls: a few at once fill two cores.
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(defect) =
                    banc_lgc::Defect::ALL.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    if let Err(difference) = prove(*defect) {
                        wrong.lock().unwrap().push(difference);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(banc_lgc::Defect::ALL.len() >= 12);
    assert!(
        wrong.is_empty(),
        "{} defects:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Plays against the defect; the exigences that went red must be those it declares, and the run must
/// fail even where a defect breaks a rule that no exigence states.
fn prove(defect: banc_lgc::Defect) -> Result<(), String> {
    let card = defect.card();
    let run = campaign::play(
        &format!("defect-{}", card.name),
        &["demo", "--defect", card.name],
    );
    let declared: BTreeSet<String> = card.breaks.iter().map(|id| (*id).to_owned()).collect();
    let red = run.red();
    if red == declared && run.code == 1 {
        let _ = std::fs::remove_dir_all(&run.directory);
        return Ok(());
    }
    let verdicts = run.verdicts();
    let hit: Vec<_> = verdicts
        .iter()
        .filter(|(_, verdict)| *verdict != "conforme")
        .collect();
    Err(format!(
        "{}: declared {declared:?}, red {red:?}, exit {}, scenarios {hit:?}",
        card.name, run.code
    ))
}

#[test]
fn each_tested_exigence_has_a_defect() {
    let set = FeatureSet::load(None).unwrap();
    let broken: BTreeSet<&str> = banc_lgc::Defect::ALL
        .iter()
        .flat_map(|defect| defect.card().breaks)
        .copied()
        .collect();
    let mut tested = 0;
    for exigence in set.catalogue.exigences() {
        if !matches!(set.catalogue.coverage(exigence), Coverage::Untested(_)) {
            tested += 1;
            assert!(
                broken.contains(exigence.id.as_str()),
                "{} is tested, but no defect of the reference software turns it red: its checks are not proven",
                exigence.id
            );
        }
    }
    assert!(tested >= 30, "only {tested} exigences are tested");
    for id in broken {
        assert!(
            set.catalogue.exigence(id).is_some(),
            "a defect declares {id}, which the catalogue does not know"
        );
    }
}
