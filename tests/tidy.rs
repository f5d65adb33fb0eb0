//! The project's own rules, checked on its files: dependency directions, sizes, headers, sources.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Longest file allowed, in lines.
const LONGEST: usize = 500;

/// What each crate may depend on inside the workspace.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("banc-contract", &[]),
    ("banc-fixtures", &[]),
    ("banc-core", &[]),
    ("banc-lgc", &["banc-contract"]),
    ("banc-insi", &["banc-core", "banc-fixtures"]),
    ("banc-psc", &["banc-core", "banc-fixtures"]),
    ("banc-api-psc", &["banc-core", "banc-fixtures"]),
    ("banc-annuaire", &["banc-core", "banc-fixtures"]),
    (
        "banc-server",
        &[
            "banc-annuaire",
            "banc-api-psc",
            "banc-core",
            "banc-fixtures",
            "banc-insi",
            "banc-psc",
        ],
    ),
    ("banc-engine", &["banc-contract", "banc-core"]),
    (
        "banc-runner",
        &[
            "banc-annuaire",
            "banc-api-psc",
            "banc-contract",
            "banc-core",
            "banc-engine",
            "banc-fixtures",
            "banc-insi",
            "banc-lgc",
            "banc-psc",
            "banc-server",
        ],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The files that git tracks or would track, with this extension; never an empty list.
fn files(extension: &str) -> Vec<PathBuf> {
    let root = root();
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root)
        .output()
        .expect("git lists the project's files");
    let list = String::from_utf8(output.stdout).unwrap();
    let found: Vec<PathBuf> = list
        .lines()
        .map(|line| root.join(line))
        .filter(|path| path.extension().is_some_and(|found| found == extension) && path.is_file())
        .collect();
    assert!(!found.is_empty(), "no .{extension} file was walked");
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

#[test]
fn dependencies_go_in_the_declared_directions() {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let allowed: BTreeMap<_, BTreeSet<_>> = DIRECTIONS
        .iter()
        .map(|(name, list)| (*name, list.iter().copied().collect()))
        .collect();
    let packages = metadata["packages"].as_array().unwrap();
    assert_eq!(
        packages.len(),
        DIRECTIONS.len(),
        "a crate has no declared direction"
    );
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let allowed = allowed
            .get(name)
            .unwrap_or_else(|| panic!("{name} has no declared direction"));
        for dependency in package["dependencies"].as_array().unwrap() {
            let target = dependency["name"].as_str().unwrap();
            assert!(
                !target.starts_with("banc-") || allowed.contains(target),
                "{name} must not depend on {target}"
            );
            assert!(
                target != "cucumber" || name == "banc-runner",
                "only banc-runner depends on cucumber, not {name}"
            );
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for path in files("rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        assert!(
            lines <= LONGEST,
            "{} has {lines} lines, more than {LONGEST}",
            shown(&path)
        );
        assert!(
            text.starts_with("//!"),
            "{} does not begin with //!",
            shown(&path)
        );
    }
}

#[test]
fn files_are_named_after_what_they_define() {
    for path in files("rs") {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        for vague in [
            "mod", "utils", "util", "helpers", "helper", "common", "misc",
        ] {
            assert_ne!(stem, vague, "{} has a name that says nothing", shown(&path));
        }
    }
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    for path in files("rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        let silenced = ["#[all", "#![all"]
            .iter()
            .any(|start| text.contains(&format!("{start}ow(")));
        assert!(!silenced, "{}: use #[expect(…, reason = …)]", shown(&path));
        // Written in two halves so that this file does not find itself.
        for (index, _) in text.match_indices(&["#[exp", "ect("].concat()) {
            let end = text[index..]
                .find(")]")
                .map_or(text.len(), |end| index + end);
            assert!(
                text[index..end].contains("reason"),
                "{}: an expect without reason",
                shown(&path)
            );
        }
    }
}

/// Files of a simulated service that state facts of the outside world.
fn states_foreign_facts(path: &Path) -> bool {
    let shown = shown(path);
    if shown.ends_with("tests.rs") || shown.contains("/tests/") {
        return false;
    }
    shown.starts_with("mocks/insi/src/")
        || shown.starts_with("lgc/src/insi/")
        || shown.starts_with("mocks/core/src/saml")
        || shown.starts_with("fixtures/src/")
}

#[test]
fn foreign_facts_cite_their_source() {
    let mut walked = 0;
    for path in files("rs")
        .into_iter()
        .filter(|path| states_foreign_facts(path))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let states = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .any(|line| {
                line.contains("\"urn:") || line.contains("\"http://") || line.contains("1.2.250.")
            });
        if states {
            walked += 1;
            assert!(
                code.contains("Source:"),
                "{} states a fact of the outside world (a URN, a namespace, an OID) without a `Source:`",
                shown(&path)
            );
        }
    }
    assert!(
        walked >= 3,
        "only {walked} files with foreign facts were walked"
    );
}

#[test]
fn nothing_speaks_of_the_machine_it_was_written_on() {
    // Written in two halves so that this file does not find itself.
    let forbidden = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"]].map(|halves| halves.concat());
    for extension in ["rs", "md", "toml", "feature", "py", "html", "json", "snap"] {
        for path in files(extension) {
            let text = std::fs::read_to_string(&path).unwrap();
            for words in &forbidden {
                assert!(
                    !text.contains(words),
                    "{} names a machine path {words}",
                    shown(&path)
                );
            }
        }
    }
}
