//! The rules of the arithmetic, each on the smallest run that shows it.

use super::*;
use crate::catalogue::tests::small;
use crate::finding::Finding;
use crate::record::{StepKind, StepStatus, sample};
use Verdict::{ARevoir, Conforme, NonApplicable, NonConcluant, NonConforme};

const P: &str = "INS/va1.38.02.01";

fn conforme() -> Finding {
    Finding::conforme(Provenance::Declaree, "bien")
}

fn non_conforme() -> Finding {
    Finding::non_conforme(Provenance::Declaree, "mal")
}

/// INS-08 with its two `Alors`, the second supporting [`P`].
fn scenario(finding: Finding) -> ScenarioRecord {
    let mut scenario = sample::empty_scenario("INS-08");
    scenario.steps = vec![
        sample::step(StepKind::Given, "Étant donné un usager"),
        sample::then(1, &[], conforme()),
        sample::then(2, &[P], finding),
    ];
    scenario
}

fn support_of(scenario: &ScenarioRecord) -> Support {
    let supports = preuve_verdicts(scenario, &small());
    assert_eq!(supports.len(), 1);
    assert_eq!(supports[0].0, P);
    supports[0].1.clone()
}

#[test]
fn least_provenance_and_caps_give_a_revoir_and_never_improve() {
    use Provenance::{Attestee, Constatee, Declaree};
    let good = |provenance| Finding::conforme(provenance, "x");
    let bad = |provenance| Finding::non_conforme(provenance, "x");
    let cases = [
        (good(Declaree), Declaree, None, Conforme),
        (good(Constatee), Declaree, None, Conforme),
        (good(Declaree), Constatee, None, ARevoir),
        (good(Attestee), Declaree, None, ARevoir),
        (good(Constatee), Declaree, Some("provisoire"), ARevoir),
        (bad(Attestee), Constatee, Some("provisoire"), NonConforme),
        (Finding::non_concluant("x"), Constatee, None, NonConcluant),
    ];
    for (finding, least, cap, expected) in cases {
        assert_eq!(effective(&finding, least, cap), expected, "{finding:?}");
    }
}

#[test]
fn an_example_supports_only_what_it_proves() {
    let text = crate::catalogue::tests::SMALL;
    let map = "numero = \"INS-08\"\n";
    assert!(text.contains(map));
    let text = text.replace(map, &format!("{map}exemples = {{ \"{P}\" = [2] }}\n"));
    let catalogue = Catalogue::parse(&[("ins.toml", &text)]).unwrap();
    let of = |id: &str| {
        let mut played = scenario(non_conforme());
        played.id = id.to_owned();
        preuve_verdicts(&played, &catalogue).len()
    };
    assert_eq!((of("INS-08#1"), of("INS-08#2"), of("INS-08")), (0, 1, 1));
    for wrong in ["[]", "[0]"] {
        let text = text.replace("[2]", wrong);
        assert!(Catalogue::parse(&[("ins.toml", &text)]).is_err(), "{wrong}");
    }
    let stray = text.replace(&format!("\"{P}\" = [2]"), "\"INS/va1.99.01.01\" = [1]");
    assert!(Catalogue::parse(&[("ins.toml", &stray)]).is_err());
}

#[test]
fn a_done_scenario_gives_its_checks_verdicts() {
    let good = scenario(conforme());
    assert_eq!(scenario_verdict(&good), Conforme);
    assert_eq!(support_of(&good).verdict, Conforme);
    let bad = scenario(non_conforme());
    assert_eq!(scenario_verdict(&bad), NonConforme);
    assert_eq!(support_of(&bad).message, "mal");
}

#[test]
fn a_failed_given_or_an_alors_never_reached_is_non_concluant() {
    let mut failed = scenario(conforme());
    failed.steps[0].status = StepStatus::Failed {
        reason: "panne".to_owned(),
    };
    assert_eq!(scenario_verdict(&failed), NonConcluant);
    let support = support_of(&failed);
    assert_eq!(support.verdict, NonConcluant);
    assert!(support.message.contains("panne"), "{}", support.message);
    // What was found before the failure stands when it is worse.
    let mut worse = scenario(non_conforme());
    worse.steps[0].status = StepStatus::Failed {
        reason: "panne".to_owned(),
    };
    assert_eq!(support_of(&worse).verdict, NonConforme);

    let mut unreached = scenario(conforme());
    unreached.steps.pop();
    assert_eq!(support_of(&unreached).verdict, NonConcluant);
    assert!(support_of(&unreached).message.contains("pas été atteint"));
    let nothing = sample::empty_scenario("INS-08");
    assert_eq!(scenario_verdict(&nothing), NonConcluant);
}

#[test]
fn a_trouble_of_the_bench_is_never_non_conforme() {
    let mut troubled = scenario(non_conforme());
    troubled.troubles = vec!["le simulateur s'est arrêté".to_owned()];
    assert_eq!(scenario_verdict(&troubled), NonConcluant);
    assert_eq!(support_of(&troubled).verdict, NonConcluant);
    assert!(support_of(&troubled).message.contains("s'est arrêté"));
}

#[test]
fn a_provisional_contract_and_an_inferred_exigence_cap_each_preuve() {
    let mut provisional = sample::empty_scenario("INS-17");
    provisional.steps = vec![sample::then(1, &[P], conforme())];
    let catalogue = small();
    let verdicts = preuve_verdicts(&provisional, &catalogue);
    assert_eq!(verdicts.len(), 2);
    assert!(
        verdicts
            .iter()
            .all(|(_, support)| support.verdict == ARevoir)
    );
    assert!(verdicts[0].1.message.contains("contrat provisoire"));
}

#[test]
fn the_worst_support_wins_and_what_was_not_played_is_uncovered() {
    let catalogue = small();
    let mut run = sample::empty_run();
    run.scenarios = vec![scenario(conforme())];
    let tally = Tally::of(&run, &catalogue);
    let [first, second, third] = tally.exigences.as_slice() else {
        panic!("three exigences")
    };
    assert_eq!(first.verdict, Some(Conforme));
    assert!(first.is_partial());
    assert_eq!((first.covered, first.total), (1, 2));
    assert_eq!(second.verdict, None);
    assert!(
        second
            .uncovered_reason()
            .unwrap()
            .contains("aucun de ses scénarios")
    );
    assert_eq!(third.uncovered_reason().unwrap(), "homologation du CNDA");
    assert_eq!(tally.exigence_counts.conforme, 1);
    assert_eq!(tally.exigence_counts.non_couvert, 2);
    assert_eq!(tally.exigence_counts.total(), 3);

    let mut provisional = sample::empty_scenario("INS-17");
    provisional.steps = vec![sample::then(1, &[P], non_conforme())];
    run.scenarios.push(provisional);
    let tally = Tally::of(&run, &catalogue);
    assert_eq!(tally.exigences[0].verdict, Some(NonConforme));
    let supports = &tally.exigences[0].scenarios[1].preuves[0].supports;
    let scenarios: Vec<_> = supports.iter().map(|one| one.scenario.as_str()).collect();
    assert_eq!(scenarios, ["INS-08", "INS-17"]);
}

#[test]
fn non_applicable_comes_from_the_capability_alone() {
    let catalogue = small();
    let mut run = sample::empty_run();
    let skipped = |id: &str, not_applicable| crate::record::NotPlayed {
        id: id.to_owned(),
        name: String::new(),
        reason: "capacité absente".to_owned(),
        not_applicable,
    };
    run.not_played = vec![skipped("INS-08", true), skipped("INS-17", false)];
    let tally = Tally::of(&run, &catalogue);
    assert_eq!(tally.exigences[0].verdict, Some(NonApplicable));
    assert_eq!(tally.exigences[1].verdict, None);
    assert_eq!(tally.scenario_counts.non_applicable, 1);
    assert_eq!(tally.verdict, Some(NonApplicable));
}

#[test]
fn the_run_is_as_bad_as_its_worst_part() {
    let mut run = sample::empty_run();
    assert_eq!(run_verdict(&run), None);
    run.scenarios = vec![scenario(conforme())];
    assert_eq!(run_verdict(&run), Some(Conforme));
    run.troubles.push("disque plein".to_owned());
    assert_eq!(run_verdict(&run), Some(NonConcluant));
    run.missing_capabilities.push("ins.verifier".to_owned());
    assert_eq!(run_verdict(&run), Some(NonConforme));
}
