//! Who calls: a software certificate on one front, an assertion on the other.
//!
//! Source: guide v05 as quoted by a third party for the three modes (second-hand); clients for
//! their details.

pub(crate) mod assertion;
pub(crate) mod certificat_logiciel;

use banc_core::observed::insi::ObservedInsi;
use banc_core::pki::TrustAnchors;
use banc_core::service::Call;
use banc_core::soap::Envelope;
use jiff::Timestamp;

use crate::config::InsiConfig;
use crate::denied::Denied;

/// Front without client certificate (assertions of CPx cards or of Pro Santé Connect).
pub const FRONT_ASSERTION: &str = "insi";
/// Front with client certificate.
pub const FRONT_CERTIFICAT: &str = "insi_tlsm";

/// What authentication needs besides the message.
pub(crate) struct Circumstances<'a> {
    pub(crate) config: &'a InsiConfig,
    pub(crate) trust: &'a TrustAnchors,
    pub(crate) now: Timestamp,
}

/// Authenticates a call by the rules of its front.
pub(crate) fn check(
    call: &Call<'_>,
    text: &str,
    envelope: &Envelope<'_>,
    circumstances: &Circumstances<'_>,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    if call.front == FRONT_ASSERTION {
        assertion::check(text, envelope, circumstances, seen)
    } else {
        certificat_logiciel::check(call.connection, envelope, circumstances.config, seen)
    }
}
