//! The modules of the OpenID Foundation's basic plan, each as a test of its name, against the
//! simulated Pro Santé Connect; `docs/openid.md` says which apply and why.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "openid_basic/codes.rs"]
mod codes;
#[path = "support/openid.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "each test target uses a part of the support"
)]
mod openid;
#[path = "openid_basic/parameters.rs"]
mod parameters;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;
#[path = "openid_basic/prompts.rs"]
mod prompts;
#[path = "openid_basic/request_objects.rs"]
mod request_objects;
#[path = "openid_basic/scopes.rs"]
mod scopes;
#[path = "openid_basic/sign_in.rs"]
mod sign_in;
#[path = "openid_basic/wrong_answers.rs"]
mod wrong_answers;
