//! The `banc` binary as a library: command line, scenario world and steps, selection, exit codes.
//!
//! It composes the other crates; it holds no protocol and no judgement.

mod accounts;
pub mod campaign;
pub mod cli;
pub mod config;
pub mod failure;
pub mod feature_set;
pub mod home;
pub mod play;
pub mod reference_lgc;
pub mod select;
pub mod stack;
pub mod steps;
mod world;
