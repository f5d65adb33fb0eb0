//! `banc check-driver`: is this adapter worth playing scenarios against?

use banc_engine::driver::inspection::check_driver as inspect;

use crate::cli::CheckDriverArgs;
use crate::failure::Failure;

/// Checks the adapter and says, in French, what to put right; 1 when something is wrong.
pub async fn check_driver(args: CheckDriverArgs) -> Result<u8, Failure> {
    let clock = banc_core::Clock::system();
    let inspection = match (&args.url, &args.driver_command) {
        (Some(url), _) => inspect(&super::run::http(url)?, &clock).await,
        (None, Some(command)) => inspect(&super::run::command(command)?, &clock).await,
        (None, None) => {
            return Err(Failure::Usage(
                "give the adapter's URL or --driver-command".to_owned(),
            ));
        }
    };
    for check in &inspection.checks {
        println!(
            "{} {} : {}",
            if check.ok { "✓" } else { "✗" },
            check.name,
            check.message
        );
    }
    if let Some((median_ms, n)) = inspection.overhead {
        println!("surcoût de l'adaptateur : {median_ms:.1} ms en médiane (n = {n})");
    }
    if inspection.unreachable {
        return Err(Failure::Unreachable(
            "the adapter cannot be reached".to_owned(),
        ));
    }
    let wrong = inspection.checks.iter().filter(|check| !check.ok).count();
    if wrong == 0 {
        println!(
            "L'adaptateur respecte le contrat : {} points vérifiés.",
            inspection.checks.len()
        );
        return Ok(0);
    }
    println!("{wrong} point(s) à corriger avant de jouer des scénarios.");
    Ok(1)
}
