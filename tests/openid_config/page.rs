//! The page that says which modules apply: each of its rows has a test of that name, and each test
//! named after a module has its row.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders and files of the tests, under `tests/`.
const TARGETS: [&str; 4] = [
    "openid_basic",
    "openid_ciba",
    "openid_config",
    "openid_logout",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn is_module(name: &str) -> bool {
    let of_a_plan = name.starts_with("oidcc_") || name.starts_with("fapi_ciba_");
    // Whole plans are named with an ellipsis.
    of_a_plan && !name.contains('…')
}

/// Modules that have a row, written as tests are.
fn rows() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs/openid.md")).unwrap();
    let names = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .filter(|(_, rest)| rest.starts_with(" | "))
        .map(|(name, _)| name.replace('-', "_"));
    let found: Vec<_> = names.filter(|name| is_module(name)).collect();
    let once: BTreeSet<_> = found.iter().cloned().collect();
    assert_eq!(found.len(), once.len(), "a module has two rows");
    once
}

/// Tests named after a module.
fn tests() -> BTreeSet<String> {
    let mut sources = Vec::new();
    for target in TARGETS {
        let folder = root().join("tests").join(target);
        sources.push(folder.with_extension("rs"));
        let inside = std::fs::read_dir(&folder).unwrap();
        sources.extend(inside.map(|entry| entry.unwrap().path()));
    }
    let texts = sources
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap());
    let names = texts.flat_map(|text| {
        let after = text.split("#[tokio::test]\nasync fn ").skip(1);
        let names = after.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned()));
        names.collect::<Vec<_>>()
    });
    names.filter(|name| is_module(name)).collect()
}

#[test]
fn each_module_of_the_page_has_its_test_and_the_reverse() {
    assert_eq!(rows(), tests());
    assert_eq!(rows().len(), 67);
}
