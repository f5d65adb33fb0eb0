//! `banc lgc`: the reference practice software alone.

use banc_lgc::{DefectSet, LgcConfig};
use tokio::io::AsyncReadExt as _;

use crate::cli::LgcArgs;
use crate::failure::Failure;

/// Serves until interrupted or, when tied, until standard input closes.
pub async fn lgc(args: LgcArgs) -> Result<u8, Failure> {
    let config = LgcConfig {
        listen: args.listen,
        defects: DefectSet::named(&args.defect).map_err(Failure::usage)?,
        ..LgcConfig::default()
    };
    let running = banc_lgc::serve(config).await.map_err(Failure::usage)?;
    println!("{}", banc_lgc::announce(&running));
    if args.tied {
        tokio::select! {
            () = input_closed() => {}
            result = tokio::signal::ctrl_c() => result.map_err(Failure::bench)?,
        }
    } else {
        tokio::signal::ctrl_c().await.map_err(Failure::bench)?;
    }
    Ok(0)
}

/// Waits for the end of standard input: the process that started us is gone.
async fn input_closed() {
    let mut byte = [0_u8; 64];
    let mut input = tokio::io::stdin();
    while input.read(&mut byte).await.is_ok_and(|read| read > 0) {}
}
