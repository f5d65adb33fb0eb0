//! What an assertion says.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use uppsala::NodeId;

use super::envelope::Envelope;
use super::refusal::malformed;
use super::{AssertionRefusal, AssertionRules, namespace};

/// The content of an assertion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assertion {
    /// `ID`.
    pub id: Option<String>,
    /// `IssueInstant`.
    pub issue_instant: Option<Timestamp>,
    /// `Issuer`.
    pub issuer: Option<String>,
    /// `Issuer/@Format`.
    pub issuer_format: Option<String>,
    /// `Subject/NameID`.
    pub name_id: Option<String>,
    /// `Subject/NameID/@NameQualifier`.
    pub name_qualifier: Option<String>,
    /// `AttributeStatement/Attribute`: values by `Name`.
    pub attributes: BTreeMap<String, Vec<String>>,
}

impl Assertion {
    /// First value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.first().map(String::as_str)
    }
}

/// Reads an assertion; tolerances used are added to `quirks`.
pub(super) fn read(
    envelope: &Envelope<'_>,
    node: NodeId,
    quirks: &mut Vec<String>,
) -> Result<Assertion, AssertionRefusal> {
    let mut assertion = Assertion {
        id: envelope.attribute(node, "ID").map(str::to_owned),
        issue_instant: envelope
            .attribute(node, "IssueInstant")
            .map(|text| instant("IssueInstant", text, quirks))
            .transpose()?,
        ..Assertion::default()
    };
    match envelope.attribute(node, "Version") {
        Some("2.0") => {}
        Some(other) => return Err(malformed(format!("version '{other}', not 2.0"))),
        None => quirks.push("assertion_without_version".to_owned()),
    }
    if let Some(issuer) = envelope.child(node, namespace::SAML, "Issuer")? {
        assertion.issuer = Some(envelope.text(issuer));
        assertion.issuer_format = envelope.attribute(issuer, "Format").map(str::to_owned);
    }
    if let Some(subject) = envelope.child(node, namespace::SAML, "Subject")?
        && let Some(name_id) = envelope.child(subject, namespace::SAML, "NameID")?
    {
        assertion.name_id = Some(envelope.text(name_id));
        assertion.name_qualifier = envelope
            .attribute(name_id, "NameQualifier")
            .map(str::to_owned);
    }
    let document = &envelope.document;
    for statement in document.child_elements_by_name_ns(node, namespace::SAML, "AttributeStatement")
    {
        for attribute in document.child_elements_by_name_ns(statement, namespace::SAML, "Attribute")
        {
            let name = envelope
                .attribute(attribute, "Name")
                .ok_or_else(|| malformed("an Attribute without Name"))?;
            let values = assertion.attributes.entry(name.to_owned()).or_default();
            for value in
                document.child_elements_by_name_ns(attribute, namespace::SAML, "AttributeValue")
            {
                values.push(envelope.text(value));
            }
        }
    }
    Ok(assertion)
}

/// Refuses an assertion from the future, one older than `max_age` when there is a limit, and one
/// outside of its own conditions.
pub(super) fn check_instants(
    envelope: &Envelope<'_>,
    node: NodeId,
    assertion: &Assertion,
    max_age: Option<jiff::SignedDuration>,
    rules: &AssertionRules,
    now: Timestamp,
) -> Result<(), AssertionRefusal> {
    let issued = assertion
        .issue_instant
        .ok_or_else(|| malformed("no IssueInstant"))?;
    if issued > later(now, rules.clock_skew) {
        return Err(AssertionRefusal::InTheFuture { issued, now });
    }
    if let Some(max_age) = max_age {
        let until = later(issued, max_age);
        if now > until {
            return Err(AssertionRefusal::Expired { until, now });
        }
    }
    let Some(conditions) = envelope.child(node, namespace::SAML, "Conditions")? else {
        return Ok(());
    };
    let mut quirks = Vec::new();
    if let Some(text) = envelope.attribute(conditions, "NotBefore") {
        let from = instant("NotBefore", text, &mut quirks)?;
        if from > later(now, rules.clock_skew) {
            return Err(AssertionRefusal::NotYetValid { from, now });
        }
    }
    if let Some(text) = envelope.attribute(conditions, "NotOnOrAfter") {
        let until = instant("NotOnOrAfter", text, &mut quirks)?;
        if now >= later(until, rules.clock_skew) {
            return Err(AssertionRefusal::Expired { until, now });
        }
    }
    Ok(())
}

fn later(instant: Timestamp, by: jiff::SignedDuration) -> Timestamp {
    instant.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// An `xs:dateTime`; one without zone is taken as UTC, and noted.
fn instant(
    name: &str,
    text: &str,
    quirks: &mut Vec<String>,
) -> Result<Timestamp, AssertionRefusal> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let local = text
        .parse::<DateTime>()
        .ok()
        .and_then(|local| local.to_zoned(TimeZone::UTC).ok())
        .ok_or_else(|| malformed(format!("{name} '{text}' is no instant")))?;
    quirks.push("instant_without_zone".to_owned());
    Ok(local.timestamp())
}
