//! `banc judge`: the checks of a recorded run, played again on what was recorded.

use banc_engine::judge;

use crate::cli::JudgeArgs;
use crate::failure::Failure;

/// Judges again; the exit code is that of the run, or 70 when a finding is no longer the same.
pub fn judge(args: &JudgeArgs) -> Result<u8, Failure> {
    let judgement = judge::judge(&args.run).map_err(Failure::usage)?;
    println!(
        "{} contrôles rejoués sur {} échanges (campagne {}).",
        judgement.checks,
        judgement.exchanges.len(),
        judgement.run.execution
    );
    if judgement.killed {
        println!("La campagne a été interrompue : ce qui est jugé est ce qui a été écrit.");
    }
    for difference in &judgement.differences {
        println!(
            "{} (Alors n° {}) : {} « {} » devient {} « {} »",
            difference.scenario,
            difference.rank,
            difference.recorded.verdict.label(),
            difference.recorded.message,
            difference.now.verdict.label(),
            difference.now.message,
        );
    }
    if !judgement.differences.is_empty() {
        return Err(Failure::Bench(format!(
            "{} findings are not those recorded: this bench judges differently (see CHANGELOG.md), or the \
             folder was altered",
            judgement.differences.len()
        )));
    }
    println!("Tous les constats sont ceux qui avaient été enregistrés.");
    Ok(judgement.run.exit_code.unwrap_or(2))
}
