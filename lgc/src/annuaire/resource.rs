//! The FHIR R4 resources of the directory, as far as this software reads them.
//!
//! Source: IG of the Annuaire Santé (ansforge/IG-fhir-annuaire) and its server's code.

use serde::Deserialize;
use serde_json::Value;

use super::failure::DirectoryFailure;

const RPPS_SYSTEM: &str = "https://rpps.esante.gouv.fr";
const EMAIL_TYPE: &str =
    "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type";
const MAILBOX_METADATA: &str = "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata";

/// A page of a search.
#[derive(Debug, Default, Deserialize)]
pub struct Bundle {
    #[serde(default, rename = "resourceType")]
    kind: String,
    #[serde(default)]
    entry: Vec<BundleEntry>,
    #[serde(default)]
    link: Vec<Link>,
}

#[derive(Debug, Deserialize)]
struct BundleEntry {
    resource: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Link {
    relation: String,
    url: String,
}

impl Bundle {
    /// Reads a page; anything else is a failure.
    pub fn read(body: &[u8]) -> Result<Self, DirectoryFailure> {
        let bundle: Self = serde_json::from_slice(body).map_err(unreadable)?;
        if bundle.kind == "Bundle" {
            return Ok(bundle);
        }
        Err(DirectoryFailure::Unreadable(format!(
            "« {} » au lieu d'un Bundle",
            bundle.kind
        )))
    }

    /// Address of the page that follows.
    pub fn next(&self) -> Option<&str> {
        let link = self.link.iter().find(|link| link.relation == "next")?;
        Some(&link.url)
    }

    /// The resources of the page, in order; kinds that this software does not use are left out.
    pub fn resources(self) -> Result<Vec<Resource>, DirectoryFailure> {
        let values = self.entry.into_iter().filter_map(|entry| entry.resource);
        values
            .filter_map(|value| Resource::read(value).transpose())
            .collect()
    }
}

/// A resource that this software uses.
#[derive(Debug)]
pub enum Resource {
    /// A professional.
    Practitioner(Practitioner),
    /// A professional in a structure.
    Role(PractitionerRole),
    /// A structure.
    Organization(Organization),
}

impl Resource {
    fn read(value: Value) -> Result<Option<Self>, DirectoryFailure> {
        let kind = value.get("resourceType").and_then(Value::as_str);
        Ok(Some(match kind {
            Some("Practitioner") => {
                Self::Practitioner(serde_json::from_value(value).map_err(unreadable)?)
            }
            Some("PractitionerRole") => {
                Self::Role(serde_json::from_value(value).map_err(unreadable)?)
            }
            Some("Organization") => {
                Self::Organization(serde_json::from_value(value).map_err(unreadable)?)
            }
            Some(_) => return Ok(None),
            None => {
                return Err(DirectoryFailure::Unreadable(
                    "ressource sans resourceType".to_owned(),
                ));
            }
        }))
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is the argument of map_err"
)]
fn unreadable(error: serde_json::Error) -> DirectoryFailure {
    DirectoryFailure::Unreadable(error.to_string())
}

/// A professional; once deactivated, only its identifiers remain.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Practitioner {
    /// Logical identifier.
    pub id: String,
    active: Option<bool>,
    identifier: Vec<Identifier>,
    name: Vec<HumanName>,
    /// Mailboxes of the professional.
    pub telecom: Vec<Telecom>,
}

impl Practitioner {
    /// RPPS number, eleven digits; from the national identifier (`8` and RPPS) when it is alone.
    pub fn rpps(&self) -> Option<&str> {
        let digits = |value: &str, length| {
            value.len() == length && value.bytes().all(|byte| byte.is_ascii_digit())
        };
        let direct = self.identifier.iter().find(|identifier| {
            (identifier.system == RPPS_SYSTEM || identifier.is("RPPS"))
                && digits(&identifier.value, 11)
        });
        if let Some(identifier) = direct {
            return Some(&identifier.value);
        }
        self.identifier
            .iter()
            .filter(|identifier| identifier.is("IDNPS") && digits(&identifier.value, 12))
            .find_map(|identifier| identifier.value.strip_prefix('8'))
    }

    /// False once deactivated; true where the directory says nothing.
    pub fn is_active(&self) -> bool {
        self.active != Some(false)
    }

    /// Surname and first name in practice; the other first names, which few use, are left out.
    pub fn names(&self) -> (String, Option<String>) {
        let usual = self.name.iter().find(|name| name.usage == "usual");
        let Some(name) = usual.or(self.name.first()) else {
            return (String::new(), None);
        };
        (name.family.clone(), name.given.first().cloned())
    }
}

/// A professional in a structure.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PractitionerRole {
    /// Logical identifier.
    pub id: String,
    active: Option<bool>,
    practitioner: Reference,
    organization: Reference,
    /// Mailboxes of the professional in this structure.
    pub telecom: Vec<Telecom>,
}

impl PractitionerRole {
    /// False once deactivated.
    pub fn is_active(&self) -> bool {
        self.active != Some(false)
    }

    /// Logical identifier of the professional.
    pub fn practitioner(&self) -> Option<&str> {
        self.practitioner.id("Practitioner")
    }

    /// Logical identifier of the structure.
    pub fn organization(&self) -> Option<&str> {
        self.organization.id("Organization")
    }
}

/// A structure.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Organization {
    /// Logical identifier.
    pub id: String,
    active: Option<bool>,
    /// *Raison sociale*.
    pub name: String,
    /// Mailboxes of the structure, and its ordinary addresses.
    pub telecom: Vec<Telecom>,
}

impl Organization {
    /// False once deactivated.
    pub fn is_active(&self) -> bool {
        self.active != Some(false)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Reference {
    reference: String,
}

impl Reference {
    /// The identifier of a reference `Kind/id`, relative or absolute.
    fn id(&self, kind: &str) -> Option<&str> {
        let (before, id) = self.reference.rsplit_once('/')?;
        (before == kind || before.ends_with(&format!("/{kind}"))).then_some(id)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Identifier {
    system: String,
    value: String,
    #[serde(rename = "type")]
    kind: Concept,
}

impl Identifier {
    fn is(&self, code: &str) -> bool {
        self.kind.coding.iter().any(|coding| coding.code == code)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Concept {
    coding: Vec<Coding>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Coding {
    code: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct HumanName {
    #[serde(rename = "use")]
    usage: String,
    family: String,
    given: Vec<String>,
}

/// A contact point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Telecom {
    system: String,
    value: String,
    rank: Option<u32>,
    extension: Vec<Extension>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Extension {
    url: String,
    #[serde(rename = "valueCoding")]
    coding: Option<Coding>,
    #[serde(rename = "valueBoolean")]
    boolean: Option<bool>,
    #[serde(rename = "extension")]
    nested: Vec<Extension>,
}

impl Telecom {
    /// The MSSanté addresses among contact points, the preferred first, those on the red list apart.
    pub fn mailboxes(points: &[Self]) -> Vec<String> {
        let mut kept: Vec<&Self> = points.iter().filter(|point| point.is_mailbox()).collect();
        kept.sort_by_key(|point| point.rank.unwrap_or(u32::MAX));
        kept.into_iter().map(|point| point.value.clone()).collect()
    }

    fn is_mailbox(&self) -> bool {
        let typed = self.extension.iter().any(|extension| {
            extension.url == EMAIL_TYPE
                && extension
                    .coding
                    .as_ref()
                    .is_some_and(|coding| coding.code == "MSSANTE")
        });
        let metadata = self
            .extension
            .iter()
            .find(|extension| extension.url == MAILBOX_METADATA);
        let red_list = metadata.is_some_and(|metadata| {
            metadata
                .nested
                .iter()
                .any(|each| each.url == "listeRouge" && each.boolean == Some(true))
        });
        let email = self.system == "email" && self.value.contains('@');
        email && (typed || metadata.is_some()) && !red_list
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn telecom(value: &str, extension: &Value) -> Value {
        json!({"system": "email", "value": value, "extension": extension})
    }

    #[test]
    fn only_mss_mailboxes_are_addresses_and_the_red_list_is_kept_apart() {
        let typed = json!([{"url": EMAIL_TYPE, "valueCoding": {"code": "MSSANTE"}}]);
        let red = json!([{"url": MAILBOX_METADATA, "extension": [{"url": "listeRouge", "valueBoolean": true}]}]);
        let mut preferred = telecom("b@x.mssante.fr", &typed);
        preferred["rank"] = json!(1);
        let points: Vec<Telecom> = serde_json::from_value(json!([
            telecom("a@x.mssante.fr", &typed),
            telecom("c@x.mssante.fr", &red),
            telecom("contact@x.fr", &json!([])),
            {"system": "phone", "value": "0100000000"},
            preferred,
        ]))
        .unwrap();
        assert_eq!(
            Telecom::mailboxes(&points),
            ["b@x.mssante.fr", "a@x.mssante.fr"]
        );
    }

    #[test]
    fn the_rpps_number_comes_from_either_identifier() {
        let read = |identifier: Value| -> Practitioner {
            serde_json::from_value(json!({"id": "1", "identifier": identifier})).unwrap()
        };
        let idnps = json!({"type": {"coding": [{"code": "IDNPS"}]}, "value": "899700427885"});
        let rpps = json!({"system": RPPS_SYSTEM, "value": "99700427885"});
        assert_eq!(read(json!([idnps, rpps])).rpps(), Some("99700427885"));
        assert_eq!(read(json!([idnps])).rpps(), Some("99700427885"));
        let adeli = json!({"type": {"coding": [{"code": "IDNPS"}]}, "value": "012345678"});
        assert_eq!(read(json!([adeli])).rpps(), None);
    }

    #[test]
    fn what_is_not_a_bundle_is_a_failure_and_foreign_kinds_are_left_out() {
        assert!(Bundle::read(b"{\"resourceType\":\"OperationOutcome\",\"issue\":[]}").is_err());
        assert!(Bundle::read(b"<html/>").is_err());
        let page = json!({"resourceType": "Bundle", "entry": [
            {"resource": {"resourceType": "Device", "id": "1"}},
            {"resource": {"resourceType": "PractitionerRole", "id": "2",
                "practitioner": {"reference": "https://x/fhir/v2/Practitioner/003-1"},
                "organization": {"reference": "Organization/org-1"}}},
        ], "link": [{"relation": "self", "url": "s"}, {"relation": "next", "url": "n"}]});
        let bundle = Bundle::read(page.to_string().as_bytes()).unwrap();
        assert_eq!(bundle.next(), Some("n"));
        let resources = bundle.resources().unwrap();
        let [Resource::Role(role)] = resources.as_slice() else {
            panic!("{resources:?}");
        };
        assert_eq!(role.practitioner(), Some("003-1"));
        assert_eq!(role.organization(), Some("org-1"));
    }
}
