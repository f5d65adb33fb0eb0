//! The pages generated from the code are those that are committed.

use std::path::Path;

#[test]
fn generated_pages_are_up_to_date() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let pages = banc_runner::cli::docs::pages();
    assert!(pages.len() >= 3);
    for (name, text) in pages {
        let committed = std::fs::read_to_string(docs.join(name)).unwrap_or_default();
        assert!(
            committed == text,
            "docs/{name} is not up to date: run `cargo run -- docs`"
        );
    }
}
