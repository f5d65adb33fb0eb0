//! The simulated INSi through its public interface, call by call, without network.

mod insi {
    mod authentication;
    mod bad_input;
    mod bench;
    mod card;
    mod captured_shapes;
    mod description;
    mod scenarios;
    mod schemas;
    mod search;
    mod snapshots;
    mod variations;
    mod verification;
}
