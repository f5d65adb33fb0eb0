//! SOAP 1.1 and 1.2 messages: reading envelopes, writing faults.
//!
//! It knows header blocks and the body by expanded name; it knows no service, no WS-Addressing and
//! no WS-Security.

mod envelope;
pub mod fault;

pub use envelope::{Envelope, HeaderBlock, SoapError, Version};
pub use fault::Fault;

/// Namespace of SOAP 1.1 envelopes.
pub const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// Namespace of SOAP 1.2 envelopes.
pub const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";
