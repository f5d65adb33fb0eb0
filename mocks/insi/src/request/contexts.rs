//! The two context blocks: `ContexteLPS` and `ContexteBAM`.
//!
//! Source: official schemas CTXLPS 01.00 and CTXBAM 01.02 for names and what is mandatory. What the
//! service answers when something is missing is not known: those refusals are inferred.

use banc_core::observed::insi::ObservedInsi;
use banc_core::soap::Envelope;
use banc_core::xml::Node;
use jiff::{SignedDuration, Timestamp};

use super::{block, child_text};
use crate::codes;
use crate::config::InsiConfig;
use crate::denied::Denied;
use crate::quirk::{Quirk, note};

/// Namespace of `ContexteLPS`.
pub(crate) const CTXLPS: &str = "urn:siram:lps:ctxlps";
/// Namespace of `ContexteBAM`.
pub(crate) const CTXBAM: &str = "urn:siram:bam:ctxbam";

/// Reads what is observed of `ContexteLPS`, without judging it.
pub(crate) fn observe(envelope: &Envelope<'_>, seen: &mut ObservedInsi) {
    let Some(context) = envelope.header(CTXLPS, "ContexteLPS") else {
        return;
    };
    seen.emetteur = child_text(context.node, CTXLPS, "Emetteur");
    if let Some(lps) = context.node.child(CTXLPS, "LPS") {
        seen.idam = child_text(lps, CTXLPS, "IDAM");
        seen.instance = child_text(lps, CTXLPS, "Instance");
    }
}

/// Checks both blocks, authorisation number first.
pub(crate) fn check(
    envelope: &Envelope<'_>,
    config: &InsiConfig,
    now: Timestamp,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let lps = required(envelope, CTXLPS, "ContexteLPS")?;
    check_idam(lps, config, seen)?;
    check_block(
        lps,
        CTXLPS,
        "CTXLPS",
        &config.contexte.versions_ctxlps,
        seen,
    )?;
    let bam = required(envelope, CTXBAM, "ContexteBAM")?;
    check_block(
        bam,
        CTXBAM,
        "CTXBAM",
        &config.contexte.versions_ctxbam,
        seen,
    )?;
    if bam.child(CTXBAM, "COUVERTURE").is_none() {
        return Err(Denied::sender(
            "ContexteBAM sans COUVERTURE (obligatoire, peut être vide).",
        ));
    }
    for context in [(lps, CTXLPS), (bam, CTXBAM)] {
        check_time(context, config.contexte.ecart_temps_max, now, seen)?;
    }
    Ok(())
}

fn required<'d, 'i>(
    envelope: &'d Envelope<'i>,
    namespace: &str,
    local: &str,
) -> Result<Node<'d, 'i>, Denied> {
    block(envelope, namespace, local)?
        .ok_or_else(|| Denied::sender(format!("Bloc d'en-tête {local} absent.")))
}

fn check_idam(
    lps: Node<'_, '_>,
    config: &InsiConfig,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let Some(idam) = &seen.idam else {
        return Err(Denied::coded(
            codes::desir_550(),
            "ContexteLPS sans LPS/IDAM.",
        ));
    };
    let list = &config.progiciel.idam_autorises;
    let allowed = if list.is_empty() {
        idam.len() == 12 && idam.bytes().all(|byte| byte.is_ascii_alphanumeric())
    } else {
        list.contains(idam)
    };
    if !allowed || config.progiciel.idam_refuses.contains(idam) {
        return Err(Denied::coded(
            codes::desir_550(),
            format!("Numéro d'autorisation (IDAM) non admis : {idam}"),
        ));
    }
    let reference = lps
        .child(CTXLPS, "LPS")
        .and_then(|software| software.child(CTXLPS, "IDAM"))
        .and_then(|idam| idam.attribute("", "R"));
    if reference != Some("4") {
        note(&mut seen.quirks, Quirk::IdamReference);
    }
    Ok(())
}

fn check_block(
    context: Node<'_, '_>,
    namespace: &str,
    nature: &str,
    versions: &[String],
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let name = context.local_name();
    match context.attribute("", "Version") {
        None => return Err(Denied::sender(format!("{name} sans attribut Version."))),
        Some(version) if !versions.iter().any(|known| known == version) => {
            note(&mut seen.quirks, Quirk::VersionInattendue);
        }
        Some(_) => {}
    }
    if context
        .attribute("", "Nature")
        .is_some_and(|value| value != nature)
    {
        note(&mut seen.quirks, Quirk::NatureInattendue);
    }
    for mandatory in ["Id", "Temps"] {
        if context.child(namespace, mandatory).is_none() {
            return Err(Denied::sender(format!("{name} sans {mandatory}.")));
        }
    }
    Ok(())
}

fn check_time(
    (context, namespace): (Node<'_, '_>, &str),
    most: SignedDuration,
    now: Timestamp,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let Some(temps) = context.child(namespace, "Temps") else {
        return Ok(());
    };
    let Ok(temps) = temps.text().trim().parse::<Timestamp>() else {
        note(&mut seen.quirks, Quirk::TempsIllisible);
        return Ok(());
    };
    if most.is_zero() || now.duration_since(temps).abs() <= most {
        return Ok(());
    }
    Err(Denied::sender(format!(
        "{} : Temps {temps} s'écarte de plus de {most} de l'heure du service.",
        context.local_name()
    )))
}
