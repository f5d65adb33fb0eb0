//! Who calls: a software certificate on one front, the assertion of a card on the other, that of Pro
//! Santé Connect with its token on either.
//!
//! Source: guide v05 as quoted by a third party for the three modes (second-hand); clients for
//! their details.

pub(crate) mod assertion;
pub(crate) mod certificat_logiciel;
pub(crate) mod psc;

use banc_core::api_token::ApiTokens;
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
    /// Who knows the API tokens; none where no authorization server stands beside.
    pub(crate) tokens: Option<&'a dyn ApiTokens>,
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
    if assertion::is_psc(envelope) && !psc_is_ignored(call) {
        seen.signer = assertion::person(envelope).and_then(assertion::named);
        psc::check(call, text, circumstances, seen)
    } else if call.front == FRONT_ASSERTION {
        assertion::check(text, envelope, circumstances, seen)
    } else {
        certificat_logiciel::check(call.connection, envelope, circumstances.config, seen)
    }
}

/// On the front of software certificates, an assertion without a token adds nothing to the
/// certificate, which is enough (seen in a client that sends an empty `wsse:Security`).
fn psc_is_ignored(call: &Call<'_>) -> bool {
    call.front != FRONT_ASSERTION && call.request.header("authorization").is_none()
}
