//! Each deliberate defect of the reference software turns red the set of exigences that it declares,
//! and nothing else; and each tested exigence has a defect that turns it red.

#[path = "support/campaign.rs"]
mod campaign;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::collections::BTreeSet;

use banc_engine::catalogue::Coverage;
use banc_runner::feature_set::FeatureSet;

#[test]
fn each_defect_turns_red_exactly_what_it_declares() {
    let mut wrong = Vec::new();
    let mut played = 0;
    for defect in banc_lgc::Defect::ALL {
        let card = defect.card();
        let run = campaign::play(
            &format!("defect-{}", card.name),
            &["demo", "--defect", card.name],
        );
        let declared: BTreeSet<String> = card.breaks.iter().map(|id| (*id).to_owned()).collect();
        let red = run.red();
        played += 1;
        let expected_code = i32::from(!declared.is_empty());
        if red != declared || run.code != expected_code {
            let verdicts = run.verdicts();
            let hit: Vec<_> = verdicts
                .iter()
                .filter(|(_, verdict)| *verdict == "non_conforme")
                .collect();
            wrong.push(format!(
                "{}: declared {declared:?}, red {red:?}, exit {}, scenarios {hit:?}",
                card.name, run.code
            ));
        }
        let _ = std::fs::remove_dir_all(&run.directory);
    }
    assert!(played >= 12, "only {played} defects");
    assert!(
        wrong.is_empty(),
        "{} defects:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
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
