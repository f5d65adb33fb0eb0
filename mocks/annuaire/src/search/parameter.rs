//! The search parameters of each resource, and the values that they look at.
//!
//! Source: capability statement v2 of the guide, tables of the documentation (spec §16.1).

use std::collections::BTreeMap;

use serde_json::Value;

use super::criterion::Indexed;
use crate::kind::Kind;

/// How a parameter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterType {
    Token,
    Text,
    Date,
    /// With the type that it refers to.
    Reference(Kind),
    Uri,
}

impl ParameterType {
    /// Name in a capability statement.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Text => "string",
            Self::Date => "date",
            Self::Reference(_) => "reference",
            Self::Uri => "uri",
        }
    }
}

/// A search parameter of a resource.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) kind: ParameterType,
    values: Values,
}

/// Where the values are.
#[derive(Clone, Copy, Debug)]
enum Values {
    /// The date of the last change, which is beside the resource.
    Updated,
    /// A text or a boolean at a path.
    Plain(&'static str),
    /// Codings of the concepts at a path.
    Codings(&'static str),
    /// Value and system of the identifiers.
    Identifiers,
    /// Types of the identifiers.
    IdentifierTypes,
    /// Every part of the names.
    Names,
    /// Every part of the addresses.
    Addresses,
    /// Addresses of the MSSanté mailboxes.
    Mailboxes,
    /// Types of the MSSanté mailboxes.
    MailboxTypes,
    /// A part of the extension of that name, wherever it is.
    Extension(&'static str, &'static str),
}

const fn row(name: &'static str, kind: ParameterType, values: Values) -> Parameter {
    Parameter { name, kind, values }
}

use ParameterType::{Date, Reference, Text, Token, Uri};

const ID: Parameter = row("_id", Token, Values::Plain("id"));
const UPDATED: Parameter = row("_lastUpdated", Date, Values::Updated);
const ACTIVE: Parameter = row("active", Token, Values::Plain("active"));
const SYSTEM: Parameter = row(
    "data-information-system",
    Token,
    Values::Extension("as-ext-data-trace", "systeme-information"),
);
const AUTHORITY: Parameter = row(
    "data-registration-authority",
    Token,
    Values::Extension("as-ext-data-trace", "autorite-enregistrement"),
);
const IDENTIFIER: Parameter = row("identifier", Token, Values::Identifiers);
const IDENTIFIER_TYPE: Parameter = row("identifier-type", Token, Values::IdentifierTypes);
const MAILBOX: Parameter = row("mailbox-mss", Text, Values::Mailboxes);
const MAILBOX_TYPE: Parameter = row("mailbox-mss-type", Token, Values::MailboxTypes);

static PRACTITIONER: &[Parameter] = &[
    ID,
    UPDATED,
    ACTIVE,
    SYSTEM,
    AUTHORITY,
    row("family", Text, Values::Plain("name.family")),
    row("given", Text, Values::Plain("name.given")),
    IDENTIFIER,
    IDENTIFIER_TYPE,
    MAILBOX,
    MAILBOX_TYPE,
    row("name", Text, Values::Names),
    row(
        "number-smartcard",
        Text,
        Values::Extension("as-ext-smartcard", "number"),
    ),
    row(
        "type-smartcard",
        Token,
        Values::Extension("as-ext-smartcard", "type"),
    ),
    row(
        "qualification-code",
        Token,
        Values::Codings("qualification.code"),
    ),
];

static PRACTITIONER_ROLE: &[Parameter] = &[
    ID,
    UPDATED,
    ACTIVE,
    SYSTEM,
    AUTHORITY,
    IDENTIFIER,
    MAILBOX,
    MAILBOX_TYPE,
    row(
        "organization",
        Reference(Kind::Organization),
        Values::Plain("organization.reference"),
    ),
    row(
        "practitioner",
        Reference(Kind::Practitioner),
        Values::Plain("practitioner.reference"),
    ),
    row("role", Token, Values::Codings("code")),
];

static ORGANIZATION: &[Parameter] = &[
    ID,
    UPDATED,
    ACTIVE,
    row("address", Text, Values::Addresses),
    row("address-city", Text, Values::Plain("address.city")),
    row("address-line", Text, Values::Plain("address.line")),
    row(
        "address-postalcode",
        Text,
        Values::Plain("address.postalCode"),
    ),
    SYSTEM,
    AUTHORITY,
    IDENTIFIER,
    IDENTIFIER_TYPE,
    MAILBOX,
    MAILBOX_TYPE,
    row("name", Text, Values::Plain("name")),
    row(
        "partof",
        Reference(Kind::Organization),
        Values::Plain("partOf.reference"),
    ),
    row(
        "pharmacy-licence",
        Text,
        Values::Extension("as-ext-organization-pharmacy-licence", ""),
    ),
    row("type", Token, Values::Codings("type")),
];

static DEVICE: &[Parameter] = &[
    ID,
    UPDATED,
    SYSTEM,
    AUTHORITY,
    IDENTIFIER,
    row("manufacturer", Text, Values::Plain("manufacturer")),
    row("model", Text, Values::Plain("modelNumber")),
    row(
        "organization",
        Reference(Kind::Organization),
        Values::Plain("owner.reference"),
    ),
    row("status", Token, Values::Plain("status")),
    row("type", Token, Values::Codings("type")),
];

static HEALTHCARE_SERVICE: &[Parameter] = &[
    ID,
    UPDATED,
    row("_profile", Uri, Values::Plain("meta.profile")),
    ACTIVE,
    row("characteristic", Token, Values::Codings("characteristic")),
    SYSTEM,
    AUTHORITY,
    IDENTIFIER,
    row(
        "organization",
        Reference(Kind::Organization),
        Values::Plain("providedBy.reference"),
    ),
    row("service-category", Token, Values::Codings("category")),
    row("service-type", Token, Values::Codings("type")),
];

/// The parameters of a resource.
pub(crate) fn of(kind: Kind) -> &'static [Parameter] {
    match kind {
        Kind::Practitioner => PRACTITIONER,
        Kind::PractitionerRole => PRACTITIONER_ROLE,
        Kind::Device => DEVICE,
        Kind::Organization => ORGANIZATION,
        Kind::HealthcareService => HEALTHCARE_SERVICE,
    }
}

/// What searches find a resource by.
pub(crate) fn index(kind: Kind, resource: &Value) -> BTreeMap<&'static str, Vec<Indexed>> {
    of(kind)
        .iter()
        .map(|parameter| (parameter.name, parameter.read(resource)))
        .filter(|(_, values)| !values.is_empty())
        .collect()
}

impl Parameter {
    fn read(&self, resource: &Value) -> Vec<Indexed> {
        match self.values {
            Values::Updated => Vec::new(),
            Values::Plain(path) => self.plain(&at(resource, path)),
            Values::Codings(path) => codings(&at(resource, path)),
            Values::Identifiers => {
                let identifiers = at(resource, "identifier");
                let token = |one: &&Value| Indexed::token(one.get("system"), one.get("value"));
                identifiers.iter().filter_map(token).collect()
            }
            Values::IdentifierTypes => codings(&at(resource, "identifier.type")),
            Values::Names => {
                let parts = ["family", "given", "prefix", "suffix"];
                let texts = parts.map(|part| at(resource, &format!("name.{part}")));
                self.plain(&texts.concat())
            }
            Values::Addresses => {
                let parts = ["line", "city", "postalCode", "country"];
                let texts = parts.map(|part| at(resource, &format!("address.{part}")));
                self.plain(&texts.concat())
            }
            Values::Mailboxes => self.plain(&mss(resource, "value")),
            Values::MailboxTypes => codings(&mss(resource, "type")),
            Values::Extension(name, part) => self.extension(resource, name, part),
        }
    }

    fn plain(&self, values: &[&Value]) -> Vec<Indexed> {
        let texts = values.iter().filter_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        });
        texts
            .map(|text| match self.kind {
                Token => Indexed::Token {
                    system: None,
                    code: text,
                },
                _ => Indexed::text(text),
            })
            .collect()
    }

    fn extension(&self, resource: &Value, name: &str, part: &str) -> Vec<Indexed> {
        let all = [at(resource, "extension"), at(resource, "meta.extension")].concat();
        let mut found = Vec::new();
        for extension in all.into_iter().filter(|one| has_url(one, name)) {
            let holders = if part.is_empty() {
                vec![extension]
            } else {
                let parts = at(extension, "extension").into_iter();
                parts.filter(|one| has_url(one, part)).collect()
            };
            for holder in holders {
                found.extend(codings(&at(holder, "valueCodeableConcept")));
                found.extend(self.plain(&at(holder, "valueCode")));
                found.extend(self.plain(&at(holder, "valueString")));
            }
        }
        found
    }
}

/// The values at a path, through every list on the way.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for step in path.split('.') {
        found = found
            .into_iter()
            .filter_map(|value| value.get(step))
            .flat_map(|value| match value {
                Value::Array(list) => list.iter().collect(),
                other => vec![other],
            })
            .collect();
    }
    found
}

fn codings(concepts: &[&Value]) -> Vec<Indexed> {
    concepts
        .iter()
        .flat_map(|concept| at(concept, "coding"))
        .filter_map(|coding| Indexed::token(coding.get("system"), coding.get("code")))
        .collect()
}

fn has_url(extension: &Value, name: &str) -> bool {
    let url = extension.get("url").and_then(Value::as_str);
    url.is_some_and(|url| url == name || url.ends_with(&format!("/{name}")))
}

/// The address, or the concepts of the type, of each MSSanté mailbox.
fn mss<'a>(resource: &'a Value, wanted: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    for contact in at(resource, "telecom") {
        for metadata in at(contact, "extension") {
            if !has_url(metadata, "as-ext-mailbox-mss-metadata") {
                continue;
            }
            if wanted == "value" {
                found.extend(contact.get("value"));
                continue;
            }
            let parts = at(metadata, "extension").into_iter();
            for part in parts.filter(|one| has_url(one, wanted)) {
                found.extend(part.get("valueCodeableConcept"));
            }
        }
    }
    found
}
