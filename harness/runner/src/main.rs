//! The `banc` command.
fn main() {}
