//! `banc list`: what the bench knows, one line each.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use banc_core::fault;
use banc_engine::catalogue::Coverage;

use crate::cli::{ListArgs, Listed};
use crate::failure::Failure;
use crate::feature_set::{self, FeatureSet};

/// Lists.
pub fn list(args: &ListArgs) -> Result<u8, Failure> {
    let mut text = String::new();
    write(&mut text, args)?;
    // A reader that closed the pipe has what it wanted.
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            return Err(Failure::bench(error));
        }
        _ => {}
    }
    Ok(0)
}

fn write(out: &mut String, args: &ListArgs) -> Result<(), Failure> {
    match args.what {
        Listed::Scenarios => scenarios(out, &load(args)?),
        Listed::Requirements => requirements(out, &load(args)?),
        Listed::Faults => faults(out),
        Listed::Variations => variations(out),
        Listed::Capabilities => capabilities(out),
        Listed::Defects => defects(out),
        Listed::Configuration => configuration(out),
    }
    .map_err(Failure::bench)
}

fn load(args: &ListArgs) -> Result<FeatureSet, Failure> {
    FeatureSet::load(args.features.as_deref()).map_err(Failure::usage)
}

fn scenarios(out: &mut String, set: &FeatureSet) -> fmt::Result {
    for (feature, scenario) in set.scenarios() {
        let tags: Vec<String> = feature_set::tags(feature, scenario)
            .map(|tag| format!("@{tag}"))
            .collect();
        writeln!(
            out,
            "{:<9} {}  {}",
            feature_set::identifier(scenario),
            scenario.name,
            tags.join(" ")
        )?;
    }
    Ok(())
}

fn requirements(out: &mut String, set: &FeatureSet) -> fmt::Result {
    for exigence in set.catalogue.exigences() {
        let coverage = match set.catalogue.coverage(exigence) {
            Coverage::Tested => "testée".to_owned(),
            Coverage::Partial(bare) => format!("testée en partie, sans {}", bare.join(", ")),
            Coverage::Untested(reason) => format!("non couverte : {reason}"),
        };
        writeln!(out, "{:<16} {}  [{coverage}]", exigence.id, exigence.titre)?;
    }
    Ok(())
}

fn faults(out: &mut String) -> fmt::Result {
    for spec in fault::CATALOGUE {
        writeln!(
            out,
            "{}\n    {}\n    le client voit : {}",
            spec.name, spec.summary, spec.client_sees
        )?;
        for parameter in spec.parameters {
            writeln!(out, "    {} : {}", parameter.name, parameter.meaning)?;
        }
    }
    Ok(())
}

fn variations(out: &mut String) -> fmt::Result {
    for variation in banc_server::catalogue::variations() {
        writeln!(
            out,
            "{:<9} {:<28} {}",
            variation.service, variation.name, variation.permitted_by
        )?;
    }
    Ok(())
}

fn capabilities(out: &mut String) -> fmt::Result {
    for capability in banc_contract::capability::ALL {
        let minimal = if capability.minimal { " (minimal)" } else { "" };
        writeln!(
            out,
            "{:<22} {}{minimal}",
            capability.name, capability.sentence
        )?;
    }
    Ok(())
}

fn defects(out: &mut String) -> fmt::Result {
    for defect in banc_lgc::Defect::ALL {
        let card = defect.card();
        writeln!(
            out,
            "{:<34} {}  [{}]",
            card.name,
            card.sentence,
            card.breaks.join(", ")
        )?;
    }
    Ok(())
}

fn configuration(out: &mut String) -> fmt::Result {
    writeln!(out, "{}", crate::config::DEFAULT.trim_end())?;
    writeln!(
        out,
        "\n# --- sections de [pile], à écrire [pile.ecoute], [pile.gestion], … ---\n"
    )?;
    writeln!(out, "{}", banc_server::StackConfig::default_toml())?;
    Ok(())
}
