//! The simulated INSi through its public interface, call by call, without network.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up must fail where it is"
)]

mod insi {
    mod authentication;
    mod bad_input;
    mod bench;
    mod captured_shapes;
    mod card;
    mod description;
    mod psc;
    mod scenarios;
    mod schemas;
    mod search;
    mod snapshots;
    mod variations;
    mod verification;
}
