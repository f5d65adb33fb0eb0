//! What a request is about: its path, and the pairs of its query and of its form.
//!
//! Source: paths of the documentation: `/fhir/v2`, `/fhir/v1`, `/fhir`, `{Type}`, `{Type}/{id}`,
//! `{Type}/_search`, `_page?id=`, `metadata`.

use banc_core::exchange::Request;
use banc_core::observed::annuaire::AnnuaireOperation;

use crate::extraction;
use crate::kind::Kind;
use crate::problem::Problem;

/// The target of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// `/fhir/v2`, `/fhir/v1` or `/fhir`; empty outside.
    pub(super) prefix: String,
    pub(super) wanted: Wanted,
    /// `_search` ends the path: a POST is a search.
    form: bool,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Metadata,
    One(Kind, String),
    Search(Kind),
    Page,
    /// A type that the directory has not.
    Unknown(String),
    Extraction(String),
    /// A path that leads nowhere.
    Nothing,
}

/// Reads the path.
pub(super) fn read(request: &Request) -> Target {
    let (path, _) = split(&request.target);
    if path.starts_with(extraction::FOLDER) {
        return Target {
            prefix: String::new(),
            wanted: Wanted::Extraction(path.to_owned()),
            form: false,
        };
    }
    for prefix in ["/fhir/v2", "/fhir/v1", "/fhir"] {
        let Some(rest) = path.strip_prefix(prefix) else {
            continue;
        };
        if !rest.is_empty() && !rest.starts_with('/') {
            continue;
        }
        let (wanted, form) = within(rest.trim_start_matches('/').trim_end_matches('/'));
        return Target {
            prefix: prefix.to_owned(),
            wanted,
            form,
        };
    }
    Target {
        prefix: String::new(),
        wanted: Wanted::Nothing,
        form: false,
    }
}

fn within(path: &str) -> (Wanted, bool) {
    let mut parts = path.split('/');
    let (first, second, third) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let wanted = match (first, second, third) {
        ("", ..) | (_, _, Some(_)) => Wanted::Nothing,
        ("metadata", None, None) => Wanted::Metadata,
        ("_page", None, None) => Wanted::Page,
        (name, second, None) => match (Kind::of(name), second) {
            (None, _) => Wanted::Unknown(name.to_owned()),
            (Some(kind), None | Some("_search")) => Wanted::Search(kind),
            (Some(kind), Some(id)) => Wanted::One(kind, id.to_owned()),
        },
    };
    (wanted, second == Some("_search"))
}

/// The pairs of the query, then those of the form.
pub(super) fn pairs(request: &Request, target: &Target) -> Result<Vec<(String, String)>, Problem> {
    let (_, query) = split(&request.target);
    let mut all = decoded(query.as_bytes());
    if request.method == "POST" && target.form && !request.body.bytes.is_empty() {
        let content_type = request.header("content-type").unwrap_or_default();
        let media = content_type.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Problem::bad_form(content_type));
        }
        all.extend(decoded(&request.body.bytes));
    }
    Ok(all)
}

fn decoded(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text)
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

impl Target {
    /// Operation, when the path is one of the directory's.
    pub(super) fn operation(&self) -> Option<AnnuaireOperation> {
        match &self.wanted {
            Wanted::Metadata => Some(AnnuaireOperation::Metadata),
            Wanted::One(..) => Some(AnnuaireOperation::Lecture),
            Wanted::Search(_) => Some(AnnuaireOperation::Recherche),
            Wanted::Page => Some(AnnuaireOperation::Page),
            Wanted::Extraction(_) => Some(AnnuaireOperation::Extraction),
            Wanted::Unknown(_) | Wanted::Nothing => None,
        }
    }

    /// The resource type.
    pub(super) fn kind(&self) -> Option<Kind> {
        match &self.wanted {
            Wanted::One(kind, _) | Wanted::Search(kind) => Some(*kind),
            _ => None,
        }
    }

    /// The resource type as written.
    pub(super) fn resource(&self) -> Option<&str> {
        match &self.wanted {
            Wanted::Unknown(name) => Some(name),
            _ => self.kind().map(Kind::name),
        }
    }

    /// Whether that method would change something: only GET, and POST of a search, do not.
    pub(super) fn is_write(&self, method: &str) -> bool {
        let search = method == "POST" && self.form;
        method != "GET" && !search
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(target: &str) -> (String, Wanted) {
        let request = Request {
            target: target.to_owned(),
            ..Request::default()
        };
        let found = read(&request);
        (found.prefix, found.wanted)
    }

    #[test]
    fn every_path_is_told_apart() {
        let search = Wanted::Search(Kind::Device);
        for (target, prefix, expected) in [
            ("/fhir/v2/Device?type=1", "/fhir/v2", search.clone()),
            ("/fhir/v1/Device/", "/fhir/v1", search.clone()),
            ("/fhir/Device/_search", "/fhir", search),
            (
                "/fhir/Device/002-1",
                "/fhir",
                Wanted::One(Kind::Device, "002-1".into()),
            ),
            ("/fhir/v2/metadata", "/fhir/v2", Wanted::Metadata),
            ("/fhir/v2/_page?id=x", "/fhir/v2", Wanted::Page),
            (
                "/fhir/v2/Patient",
                "/fhir/v2",
                Wanted::Unknown("Patient".into()),
            ),
            ("/fhir/v3/Device", "/fhir", Wanted::Unknown("v3".into())),
            ("/fhir/v2", "/fhir/v2", Wanted::Nothing),
            ("/fhirs/v2/Device", "", Wanted::Nothing),
            ("/fhir/v2/Device/1/_history", "/fhir/v2", Wanted::Nothing),
            ("/", "", Wanted::Nothing),
        ] {
            assert_eq!(wanted(target), (prefix.to_owned(), expected), "{target}");
        }
    }
}
