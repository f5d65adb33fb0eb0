//! `banc list`: what the bench knows, one line each.

use banc_core::fault;
use banc_engine::catalogue::Coverage;

use crate::cli::{ListArgs, Listed};
use crate::failure::Failure;
use crate::feature_set::{self, FeatureSet};

/// Lists.
pub fn list(args: &ListArgs) -> Result<u8, Failure> {
    match args.what {
        Listed::Scenarios => scenarios(&load(args)?),
        Listed::Requirements => requirements(&load(args)?),
        Listed::Faults => faults(),
        Listed::Variations => variations(),
        Listed::Capabilities => capabilities(),
        Listed::Defects => defects(),
        Listed::Configuration => configuration(),
    }
    Ok(0)
}

fn load(args: &ListArgs) -> Result<FeatureSet, Failure> {
    FeatureSet::load(args.features.as_deref()).map_err(Failure::usage)
}

fn scenarios(set: &FeatureSet) {
    for (feature, scenario) in set.scenarios() {
        let tags: Vec<String> = feature_set::tags(feature, scenario)
            .map(|tag| format!("@{tag}"))
            .collect();
        println!(
            "{:<9} {}  {}",
            feature_set::identifier(scenario),
            scenario.name,
            tags.join(" ")
        );
    }
}

fn requirements(set: &FeatureSet) {
    for exigence in set.catalogue.exigences() {
        let coverage = match set.catalogue.coverage(exigence) {
            Coverage::Tested => "testée".to_owned(),
            Coverage::Partial(bare) => format!("testée en partie, sans {}", bare.join(", ")),
            Coverage::Untested(reason) => format!("non couverte : {reason}"),
        };
        println!("{:<16} {}  [{coverage}]", exigence.id, exigence.titre);
    }
}

fn faults() {
    for spec in fault::CATALOGUE {
        println!(
            "{}\n    {}\n    le client voit : {}",
            spec.name, spec.summary, spec.client_sees
        );
        for parameter in spec.parameters {
            println!("    {} : {}", parameter.name, parameter.meaning);
        }
    }
}

fn variations() {
    for variation in banc_insi::variation::ALL {
        println!("insi  {:<28} {}", variation.name, variation.permitted_by);
    }
}

fn capabilities() {
    for capability in banc_contract::capability::ALL {
        let minimal = if capability.minimal { " (minimal)" } else { "" };
        println!("{:<22} {}{minimal}", capability.name, capability.sentence);
    }
}

fn defects() {
    for defect in banc_lgc::Defect::ALL {
        let card = defect.card();
        println!(
            "{:<34} {}  [{}]",
            card.name,
            card.sentence,
            card.breaks.join(", ")
        );
    }
}

fn configuration() {
    println!("{}", crate::config::DEFAULT.trim_end());
    println!("\n# --- sections de [pile], à écrire [pile.ecoute], [pile.gestion], … ---\n");
    println!("{}", banc_server::StackConfig::default_toml());
}
