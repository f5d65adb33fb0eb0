//! `banc pki`: what an editor imports to trust the bench and to be known by it.

use std::path::Path;

use crate::cli::PkiCommand;
use crate::failure::Failure;

/// Exports the installation's authority.
pub fn pki(home: &Path, command: &PkiCommand) -> Result<u8, Failure> {
    let PkiCommand::Export { directory } = command;
    let clock = banc_core::Clock::system();
    let authority = banc_core::pki::Authority::open_or_create(&crate::home::pki(home), &clock)
        .map_err(Failure::usage)?;
    let written = authority.export(directory).map_err(Failure::usage)?;
    for path in written {
        println!("{}", path.display());
    }
    println!("PKCS#12 password: {}", banc_core::pki::EXPORT_PASSWORD);
    println!("fictitious data: never use these certificates anywhere but against this bench");
    Ok(0)
}
