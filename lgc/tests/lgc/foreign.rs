//! Foreign judges and official texts: where they are, and what is said when they are not at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the official INSi schemas; `None` when it or `xmllint` is not at hand.
#[expect(
    clippy::disallowed_methods,
    reason = "the place of the official texts is a property of the machine, given by its environment"
)]
pub(crate) fn schemas() -> Option<PathBuf> {
    let root = std::env::var_os("BANC_REFERENCE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference"),
        PathBuf::from,
    );
    let folder = root.join("insi/xsd");
    let present = folder.is_dir();
    (at_hand("official INSi schemas", present) && tool("xmllint")).then_some(folder)
}

/// True when a command-line tool answers.
pub(crate) fn tool(name: &str) -> bool {
    let answers = Command::new(name).arg("--version").output().is_ok();
    at_hand(name, answers)
}

/// Says what is missing; fails where nothing may be.
#[expect(
    clippy::disallowed_methods,
    reason = "whether a skip is allowed is decided by the environment of the run"
)]
fn at_hand(what: &str, present: bool) -> bool {
    if present {
        return true;
    }
    let required = std::env::var_os("BANC_REFERENCE_REQUIRED").is_some_and(|value| value == "1");
    assert!(!required, "{what} is not at hand");
    // Past the capture of the test runner: a skipped test that passes must be seen too.
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("SKIPPED: {what} is not at hand\n").as_bytes(),
    );
    false
}
