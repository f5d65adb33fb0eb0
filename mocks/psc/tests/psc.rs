//! The simulated Pro Santé Connect through its public interface, call by call, without network.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up must fail where it is"
)]

mod psc {
    mod authorization;
    mod bench;
    mod ciba;
    mod clients;
    mod code;
    mod deviations;
    mod discovery;
    mod lifetimes;
    mod login;
    mod logout;
    mod observed;
    mod profiles;
    mod refresh;
    mod revocation;
    mod schema;
    mod userinfo;
    mod variations;
}
