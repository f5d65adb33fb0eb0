//! `banc serve`: the simulated services alone, until interrupted.

use std::path::Path;
use std::time::Duration;

use banc_server::{LaneHandle, LaneOptions, LanePorts, Stack};

use crate::cli::ServeArgs;
use crate::config::Config;
use crate::failure::Failure;

/// Time given to calls in progress when the user interrupts.
const DRAIN: Duration = Duration::from_secs(5);

/// Serves one lane until interrupted.
pub async fn serve(home: &Path, config: &Config, args: ServeArgs) -> Result<u8, Failure> {
    let mut stack_config = crate::stack::config(home, config)?;
    stack_config.listen.plain |= args.plain;
    if let Some(address) = args.listen {
        stack_config.listen.address = address;
    }
    let configured = stack_config.listen.first_port > 0;
    let plan = args
        .faults
        .as_deref()
        .map(super::run::read_plan)
        .transpose()?;
    let stack = crate::stack::start(stack_config, args.seed, args.journal)?;
    let ports = match args.port {
        Some(0) => LanePorts::Free,
        Some(first) => LanePorts::From(first),
        None if configured => LanePorts::Configured,
        None => LanePorts::Free,
    };
    let lane = stack.open_lane(LaneOptions {
        name: "serve".to_owned(),
        ports,
        plan,
        plain: None,
    })?;
    if args.json {
        println!("{}", said(&stack, &lane));
    } else {
        print!("{}", shown(&stack, &lane));
    }
    interrupted().await?;
    stack.finish(DRAIN).await?;
    Ok(0)
}

/// Where everything is, for programs.
fn said(stack: &Stack, lane: &LaneHandle) -> serde_json::Value {
    serde_json::json!({
        "gestion": stack.management_url(),
        "voie": lane.name(),
        "services": lane.endpoints(),
        "pki": stack.config().pki.directory,
        "graine": stack.seed().0,
    })
}

/// Where everything is, for people.
fn shown(stack: &Stack, lane: &LaneHandle) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("simulateur — données fictives\n\n");
    for (front, url) in lane.endpoints() {
        let meaning = match front.as_str() {
            "insi" => "TLS, server authentication only (CPx or Pro Santé Connect assertion)",
            "insi_tlsm" => "mutual TLS (software certificate INSI-AUTO or INSI-MANU)",
            "psc" => "Pro Santé Connect: issuer (client certificate requested)",
            "psc_portefeuille" => {
                "Pro Santé Connect: pages for the browser, simulated e-CPS at /ecps"
            }
            "api_psc" => "authorization server and protected API (mutual TLS)",
            "proxy_esante" => "Proxy e-Santé (connect, disconnect, send, traces)",
            "annuaire" => "Annuaire Santé, FHIR (header ESANTE-API-KEY)",
            "annuaire_extraction" => "Annuaire Santé, free-access extraction",
            _ => "plain HTTP",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{front:<20} {url}   {meaning}");
    }
    let _ = writeln!(text, "{:<20} {}", "management", stack.management_url());
    let _ = writeln!(text, "\ncertificates to import: banc pki export");
    let _ = writeln!(text, "interrupt (Ctrl-C) to stop");
    text
}

#[cfg(unix)]
async fn interrupted() -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate()).map_err(Failure::bench)?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result.map_err(Failure::bench),
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn interrupted() -> Result<(), Failure> {
    tokio::signal::ctrl_c().await.map_err(Failure::bench)
}
