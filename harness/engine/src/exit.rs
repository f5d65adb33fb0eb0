//! Exit codes and their precedence: the whole run in one number for a pipeline.

use crate::record::{RunRecord, ScenarioRecord};
use crate::verdict::Verdict;

/// How the program ends, worst first: the order is the precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExitCode {
    /// A bug of the bench, a panic too.
    Bug,
    /// Usage or configuration.
    Usage,
    /// The adapter cannot be reached.
    DriverUnreachable,
    /// Non conforme, or a required capability is missing.
    NonConforme,
    /// Non concluant.
    NonConcluant,
    /// A known failure now passes: its line must go.
    KnownFailurePasses,
    /// À revoir.
    ARevoir,
    /// No scenario run, or all Non applicable.
    NothingPlayed,
    /// Conforme, or only known failures.
    Success,
}

impl ExitCode {
    /// Every code, worst first.
    pub const ALL: [Self; 9] = [
        Self::Bug,
        Self::Usage,
        Self::DriverUnreachable,
        Self::NonConforme,
        Self::NonConcluant,
        Self::KnownFailurePasses,
        Self::ARevoir,
        Self::NothingPlayed,
        Self::Success,
    ];

    /// The number given to the system.
    pub fn value(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::NonConforme => 1,
            Self::NonConcluant => 2,
            Self::ARevoir => 3,
            Self::NothingPlayed => 4,
            Self::KnownFailurePasses => 5,
            Self::Usage => 64,
            Self::DriverUnreachable => 69,
            Self::Bug => 70,
        }
    }

    /// The code that wins among two.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        self.min(other)
    }

    /// What it means, in French.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Success => "conforme, ou seulement des échecs connus",
            Self::NonConforme => "non conforme, ou capacité exigée absente",
            Self::NonConcluant => "non concluant",
            Self::ARevoir => "à revoir",
            Self::NothingPlayed => "aucun scénario joué, ou tous non applicables",
            Self::KnownFailurePasses => "un échec connu réussit désormais : retirez-le de la liste",
            Self::Usage => "erreur d'usage ou de configuration",
            Self::DriverUnreachable => "adaptateur injoignable",
            Self::Bug => "défaut du banc",
        }
    }

    /// The code of a run. `accept_a_revoir` is `--accept a-revoir`: what is À revoir does not fail.
    pub fn of(run: &RunRecord, accept_a_revoir: bool) -> Self {
        let mut codes = Vec::new();
        if run.driver_unreachable {
            codes.push(Self::DriverUnreachable);
        }
        if !run.missing_capabilities.is_empty() {
            codes.push(Self::NonConforme);
        }
        if !run.troubles.is_empty() {
            codes.push(Self::NonConcluant);
        }
        let played = run
            .scenarios
            .iter()
            .any(|scenario| scenario.verdict != Verdict::NonApplicable);
        if !played {
            codes.push(Self::NothingPlayed);
        }
        codes.extend(run.scenarios.iter().filter_map(|scenario| {
            of_scenario(scenario.verdict, known(run, scenario), accept_a_revoir)
        }));
        codes.into_iter().min().unwrap_or(Self::Success)
    }
}

/// The reason of a known failure, listed by example (`INS-12#2`) or by number (`INS-12`).
pub fn known<'a>(run: &'a RunRecord, scenario: &ScenarioRecord) -> Option<&'a str> {
    run.known_failures
        .get(&scenario.id)
        .or_else(|| run.known_failures.get(&scenario.number))
        .map(String::as_str)
}

/// Known failures that name no scenario of the run, played or not: a list may only shrink, so the
/// caller refuses them as a configuration error.
pub fn stale_known_failures(run: &RunRecord) -> Vec<&str> {
    let number = |id: &str| id.split('#').next().unwrap_or(id).to_owned();
    run.known_failures
        .keys()
        .map(String::as_str)
        .filter(|known| {
            let in_run = run
                .scenarios
                .iter()
                .any(|scenario| scenario.id == *known || scenario.number == *known);
            let skipped = run
                .not_played
                .iter()
                .any(|skipped| skipped.id == *known || number(&skipped.id) == *known);
            !in_run && !skipped
        })
        .collect()
}

/// A known failure excuses Non conforme alone: Non concluant taught nothing, and what is Conforme
/// or À revoir no longer fails.
fn of_scenario(verdict: Verdict, known: Option<&str>, accept_a_revoir: bool) -> Option<ExitCode> {
    match (verdict, known) {
        (Verdict::NonConforme, None) => Some(ExitCode::NonConforme),
        (Verdict::NonConcluant, _) => Some(ExitCode::NonConcluant),
        (Verdict::Conforme | Verdict::ARevoir, Some(_)) => Some(ExitCode::KnownFailurePasses),
        (Verdict::ARevoir, None) => (!accept_a_revoir).then_some(ExitCode::ARevoir),
        (Verdict::NonConforme, Some(_))
        | (Verdict::NonApplicable, _)
        | (Verdict::Conforme, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample;
    use Verdict::{ARevoir, Conforme, NonApplicable, NonConcluant, NonConforme};

    fn run(verdicts: &[Verdict]) -> RunRecord {
        let mut run = sample::empty_run();
        for (index, verdict) in verdicts.iter().enumerate() {
            let mut scenario = sample::empty_scenario(&format!("INS-0{}", index + 1));
            scenario.verdict = *verdict;
            run.scenarios.push(scenario);
        }
        run
    }

    fn code(run: &RunRecord) -> u8 {
        ExitCode::of(run, false).value()
    }

    #[test]
    fn each_code_has_its_cause() {
        assert_eq!(code(&run(&[Conforme, NonApplicable])), 0);
        assert_eq!(code(&run(&[Conforme, NonConforme])), 1);
        assert_eq!(code(&run(&[Conforme, NonConcluant])), 2);
        assert_eq!(code(&run(&[Conforme, ARevoir])), 3);
        assert_eq!(code(&run(&[])), 4);
        assert_eq!(code(&run(&[NonApplicable])), 4);
        let mut unreachable = run(&[]);
        unreachable.driver_unreachable = true;
        assert_eq!(code(&unreachable), 69);
        let mut troubled = run(&[Conforme]);
        troubled.troubles.push("disque plein".to_owned());
        assert_eq!(code(&troubled), 2);
        let mut missing = run(&[Conforme]);
        missing.missing_capabilities.push("ins.verifier".to_owned());
        assert_eq!(code(&missing), 1);
        assert_eq!(ExitCode::Usage.value(), 64);
        assert_eq!(ExitCode::Bug.value(), 70);
    }

    #[test]
    fn the_precedence_is_that_of_the_manual() {
        let order: Vec<u8> = ExitCode::ALL.iter().map(|code| code.value()).collect();
        assert_eq!(order, [70, 64, 69, 1, 2, 5, 3, 4, 0]);
        for pair in ExitCode::ALL.windows(2) {
            assert_eq!(pair[0].worse(pair[1]), pair[0]);
            assert_eq!(pair[1].worse(pair[0]), pair[0]);
        }
        let mut all = run(&[ARevoir, NonConcluant, NonConforme, Conforme]);
        assert_eq!(code(&all), 1);
        all.driver_unreachable = true;
        assert_eq!(code(&all), 69);
    }

    #[test]
    fn a_known_failure_is_excused_while_it_fails_and_denounced_when_it_passes() {
        let mut known = run(&[NonConforme, Conforme]);
        known
            .known_failures
            .insert("INS-01".to_owned(), "ticket 12".to_owned());
        assert_eq!(code(&known), 0);
        known.scenarios[0].verdict = NonConcluant;
        assert_eq!(code(&known), 2);
        for passing in [Conforme, ARevoir] {
            known.scenarios[0].verdict = passing;
            assert_eq!(code(&known), 5);
        }
        known.scenarios[1].verdict = ARevoir;
        assert_eq!(code(&known), 5);
        known.scenarios[1].verdict = NonConcluant;
        assert_eq!(code(&known), 2);
        assert!(stale_known_failures(&known).is_empty());
        known
            .known_failures
            .insert("INS-77".to_owned(), "?".to_owned());
        assert_eq!(stale_known_failures(&known), ["INS-77"]);
    }

    #[test]
    fn accepting_a_revoir_accepts_nothing_else() {
        assert_eq!(ExitCode::of(&run(&[ARevoir]), true).value(), 0);
        assert_eq!(
            ExitCode::of(&run(&[ARevoir, NonConcluant]), true).value(),
            2
        );
        assert_eq!(ExitCode::of(&run(&[]), true).value(), 4);
    }
}
