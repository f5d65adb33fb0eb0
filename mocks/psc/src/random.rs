//! Random identifiers: unpredictable, since codes, cookies and tokens rest on them.

use aws_lc_rs::rand;

use crate::jose::b64;

/// Random bytes.
#[expect(
    clippy::expect_used,
    reason = "a machine without randomness cannot serve a secret: stopping is the only answer"
)]
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0_u8; N];
    rand::fill(&mut out).expect("the machine gives random bytes");
    out
}

/// A random UUID.
pub(crate) fn uuid() -> String {
    uuid::Builder::from_random_bytes(bytes())
        .into_uuid()
        .to_string()
}

/// A text of 256 random bits.
pub(crate) fn token() -> String {
    b64(bytes::<32>())
}
