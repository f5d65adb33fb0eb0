//! Writes the tables of the fictitious directory in a folder:
//! `cargo run -p banc-annuaire --example jeu_annuaire -- fixtures/annuaire`.

#![expect(
    clippy::unwrap_used,
    reason = "a generator that cannot write must stop"
)]

#[path = "../tests/jeu/jeu.rs"]
mod jeu;

fn main() {
    let folder = std::env::args()
        .nth(1)
        .expect("give the folder to write in");
    for (name, text) in jeu::produire() {
        std::fs::write(std::path::Path::new(&folder).join(name), text).unwrap();
    }
}
