//! The simulated directory through its public interface, call by call, without network.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up must fail where it is"
)]

mod annuaire {
    mod bad_input;
    mod bench;
    mod extraction;
    mod gateway;
    mod inclusions;
    mod paging;
    mod parameters;
    mod profiles;
    mod resources;
    mod structures;
    mod variations;
}

#[path = "jeu/jeu.rs"]
mod jeu;

#[test]
fn the_committed_tables_are_what_the_generator_writes() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/annuaire");
    for (name, text) in jeu::produire() {
        let committed = std::fs::read_to_string(folder.join(name)).unwrap();
        assert!(
            committed == text,
            "{name} is not what the generator writes: run the example jeu_annuaire"
        );
    }
}
