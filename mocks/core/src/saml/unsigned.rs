//! Reading the unsigned assertion of the Pro Santé Connect mode.
//!
//! Nothing is proven here: the token that goes with it is verified elsewhere.

use uppsala::NodeId;

use super::content::{self, Assertion};
use super::envelope::Envelope;
use super::{AssertionRefusal, AssertionRules, PSC, VITALE};

/// An assertion that was read without proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedAssertion {
    /// What it says.
    pub assertion: Assertion,
    /// True when its `NameQualifier` is the one of Pro Santé Connect.
    pub is_psc: bool,
    /// True when it bears a signature after all; it was not verified.
    pub signed: bool,
    /// The assertion about the carte Vitale that came along; it was not verified either.
    pub vitale: Option<Assertion>,
    /// Tolerances used, by name.
    pub quirks: Vec<String>,
}

/// Reads the only assertion of an envelope, a Vitale one aside. Its age is not judged: no rule was found.
///
/// Also the way to learn, before anything is verified, which mode a caller chose.
pub fn read_unsigned_assertion(
    envelope: &str,
    rules: &AssertionRules,
) -> Result<UnsignedAssertion, AssertionRefusal> {
    let envelope = Envelope::parse(envelope, rules)?;
    let (vitale, others): (Vec<NodeId>, Vec<NodeId>) = envelope
        .assertions
        .iter()
        .copied()
        .partition(|node| envelope.name_qualifier(*node) == Some(VITALE));
    let node = match others.as_slice() {
        [] => return Err(AssertionRefusal::MissingAssertion),
        [one] if vitale.len() < 2 => *one,
        _ => {
            return Err(AssertionRefusal::SeveralAssertions(
                envelope.assertions.len(),
            ));
        }
    };
    let mut quirks = Vec::new();
    let vitale = vitale
        .first()
        .map(|node| content::read(&envelope, *node, &mut quirks))
        .transpose()?;
    let assertion = content::read(&envelope, node, &mut quirks)?;
    let is_psc = assertion.name_qualifier.as_deref() == Some(PSC);
    let signed = envelope.signature_of(node)?.is_some();
    if is_psc && signed {
        quirks.push("signed_psc_assertion".to_owned());
    }
    Ok(UnsignedAssertion {
        assertion,
        is_psc,
        signed,
        vitale,
        quirks,
    })
}
