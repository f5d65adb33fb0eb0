//! `banc demo`: the scenarios against the reference practice software, started for the occasion.

use std::path::Path;
use std::sync::Arc;

use banc_lgc::DefectSet;

use crate::campaign::Campaign;
use crate::cli::{Accept, DemoArgs, Format};
use crate::config::Config;
use crate::failure::Failure;
use crate::reference_lgc::ReferenceLgc;

/// Plays against the reference software, sound or with the defects asked for.
pub async fn demo(home: &Path, config: &Config, args: DemoArgs) -> Result<u8, Failure> {
    DefectSet::named(&args.defect).map_err(Failure::usage)?;
    if args.play.format == Format::Text {
        println!("simulateur — données fictives");
        println!(
            "services simulés et logiciel de référence : les scénarios sont joués, les comptes rendus suivent.\n"
        );
    }
    let software = ReferenceLgc::start(&args.defect).await?;
    let driver = Arc::new(super::run::http(software.url())?);
    let campaign = Campaign {
        home,
        config,
        args: &args.play,
        driver,
        accept: Accept::ARevoir,
    };
    let code = campaign.run().await;
    software.stop().await;
    code
}
