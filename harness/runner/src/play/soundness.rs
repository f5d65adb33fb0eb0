//! Whether the features and the requirement catalogue can be played as they are: every step is
//! defined once, every scenario is mapped `Alors` by `Alors`, every capability exists.

use banc_engine::record::StepKind;

use super::PlayError;
use crate::feature_set::{FeatureSet, identifier, number, tags};
use crate::steps;
use crate::world::kind_of;

/// Says what is wrong first, selected or not: a feature nobody can play is a bug of the bench.
pub(super) fn check(set: &FeatureSet) -> Result<(), PlayError> {
    for (feature, scenario) in set.scenarios() {
        let wrong = |reason: String| PlayError::Scenario {
            scenario: identifier(scenario).to_owned(),
            reason,
        };
        let background = feature
            .background
            .iter()
            .flat_map(|background| &background.steps);
        let mut alors = 0;
        for step in background.chain(&scenario.steps) {
            let kind = kind_of(step);
            alors += usize::from(kind == StepKind::Then);
            steps::find(kind, &step.value).map_err(|source| PlayError::Step {
                scenario: identifier(scenario).to_owned(),
                source,
            })?;
        }
        let number = number(scenario);
        let Some(map) = set.catalogue.scenario(number) else {
            return Err(wrong(format!(
                "the requirement catalogue does not map {number}"
            )));
        };
        if map.alors.len() != alors {
            return Err(wrong(format!(
                "it has {alors} Alors, the requirement catalogue maps {}",
                map.alors.len()
            )));
        }
        let unknown = tags(feature, scenario)
            .filter_map(|tag| tag.strip_prefix("capacite."))
            .find(|name| banc_contract::capability::find(name).is_none());
        if let Some(name) = unknown {
            return Err(wrong(format!(
                "capability {name} is not in the driver contract"
            )));
        }
    }
    for map in set.catalogue.scenarios() {
        let examples = set
            .scenarios()
            .filter(|(_, scenario)| number(scenario) == map.numero)
            .count();
        let beyond = map
            .exemples
            .iter()
            .find(|(_, ranks)| ranks.iter().any(|&rank| rank > examples));
        if let Some((preuve, _)) = beyond.filter(|_| examples > 0) {
            return Err(PlayError::Scenario {
                scenario: map.numero.clone(),
                reason: format!(
                    "the requirement catalogue gives {preuve} an example beyond its {examples}"
                ),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_embedded_features_can_be_played() {
        let set = FeatureSet::load(None).unwrap();
        if let Err(error) = check(&set) {
            panic!("{error}");
        }
        let numbers: BTreeSet<_> = set
            .scenarios()
            .map(|(_, scenario)| number(scenario).to_owned())
            .collect();
        for rank in (1..=15).chain(17..=23) {
            assert!(numbers.contains(&format!("INS-{rank:02}")), "INS-{rank:02}");
        }
        for rank in 1..=14 {
            assert!(numbers.contains(&format!("PSC-{rank:02}")), "PSC-{rank:02}");
        }
        for rank in 1..=3 {
            assert!(numbers.contains(&format!("ANN-{rank:02}")), "ANN-{rank:02}");
        }
        for map in set.catalogue.scenarios() {
            assert!(
                numbers.contains(&map.numero),
                "{} is mapped and does not exist",
                map.numero
            );
        }
    }

    #[test]
    fn an_example_that_the_outline_does_not_have_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let text = include_str!("../../../../features/exigences/ins.toml");
        let line = "\"INS/va1.60.01.01\" = [1]";
        assert!(text.contains(line));
        // Under the same name, it replaces the embedded catalogue.
        std::fs::create_dir(folder.path().join("exigences")).unwrap();
        let checked = |text: &str| {
            std::fs::write(folder.path().join("exigences/ins.toml"), text).unwrap();
            check(&FeatureSet::load(Some(folder.path())).unwrap())
        };
        assert!(checked(text).is_ok());
        let wrong = text.replace(line, "\"INS/va1.60.01.01\" = [9]");
        assert!(matches!(checked(&wrong), Err(PlayError::Scenario { .. })));
    }

    #[test]
    fn an_undefined_step_and_an_unmapped_scenario_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| std::fs::write(folder.path().join("x.feature"), text).unwrap();
        let checked = || check(&FeatureSet::load(Some(folder.path())).unwrap());
        write("# language: fr\nFonctionnalité: x\n@INS-13\nScénario: y\nQuand tout va bien\n");
        assert!(matches!(checked(), Err(PlayError::Step { .. })));
        write(
            "# language: fr\nFonctionnalité: x\n@ZZZ-99\nScénario: y\nQuand le professionnel crée cet usager\n",
        );
        assert!(matches!(checked(), Err(PlayError::Scenario { .. })));
    }
}
