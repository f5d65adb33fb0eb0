//! What is refused, and the two shapes in which it is said: the second version's own, and that of
//! HAPI for the first. The gateway in front of both has a third.
//!
//! Source: server code (v2), documentation (HAPI-0302); the bodies of the gateway and most texts of
//! the first version were not found and are inferred from Gravitee and from HAPI.

use serde_json::{Value, json};

use crate::kind::Kind;

/// Version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    V1,
    V2,
}

impl Api {
    /// Name, as in paths.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaker {
    /// The gateway: its own JSON.
    Gateway,
    /// The FHIR server: an OperationOutcome.
    Server,
    /// HAPI in both versions, as the documentation of the second still shows it.
    Hapi,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    speaker: Speaker,
    text: String,
    hapi: String,
    /// The text or the status has no source.
    pub(crate) inferred: bool,
}

/// Refusals that the fault plan may ask for.
pub(crate) const REFUSALS: [&str; 5] = [
    "cle_inconnue",
    "limite_de_debit",
    "ecriture_interdite",
    "ressource_introuvable",
    "erreur_inattendue",
];

impl Problem {
    fn server(status: u16, text: impl Into<String>, hapi: impl Into<String>) -> Self {
        Self {
            status,
            speaker: Speaker::Server,
            text: text.into(),
            hapi: hapi.into(),
            inferred: false,
        }
    }

    fn gateway(status: u16, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            status,
            speaker: Speaker::Gateway,
            hapi: text.clone(),
            text,
            inferred: true,
        }
    }

    fn inferred(self) -> Self {
        Self {
            inferred: true,
            ..self
        }
    }

    /// No key, or one that is not known.
    pub(crate) fn unknown_key() -> Self {
        Self::gateway(401, "Unauthorized")
    }

    /// Too many calls with one key.
    pub(crate) fn too_many(limit: usize, period: &str) -> Self {
        Self::gateway(
            429,
            format!("Rate limit exceeded ! You reach the limit of {limit} requests per {period}"),
        )
    }

    /// A path that leads nowhere.
    pub(crate) fn no_path() -> Self {
        Self::gateway(404, "No context-path matches the request URI.")
    }

    /// A version of the API that is over.
    pub(crate) fn version_over() -> Self {
        Self::gateway(404, "No context-path matches the request URI.")
    }

    /// A body that is too large.
    pub(crate) fn too_large() -> Self {
        Self::gateway(413, "Request Entity Too Large")
    }

    /// A write.
    pub(crate) fn write_forbidden() -> Self {
        Self::server(403, "Forbidden", "HAPI-0333: Forbidden").inferred()
    }

    /// A read of what is not there.
    pub(crate) fn not_found(kind: Kind, id: &str) -> Self {
        Self::server(
            404,
            format!("Resource not found with id: {id}"),
            format!("HAPI-2001: Resource {}/{id} is not known", kind.name()),
        )
    }

    /// A type that the directory has not.
    pub(crate) fn unknown_resource(name: &str) -> Self {
        let known = Kind::ALL.map(Kind::name).join(", ");
        let text = format!(
            "HAPI-0302: Unknown resource type '{name}' - Server knows how to handle: [{known}]"
        );
        Self {
            speaker: Speaker::Hapi,
            ..Self::server(404, text.clone(), text)
        }
    }

    /// A search parameter that the resource has not.
    pub(crate) fn unknown_parameter(parameter: &str, resource: &str) -> Self {
        Self::server(
            400,
            format!("Parameter {parameter} not found for resource {resource}"),
            format!(
                "HAPI-0524: Unknown search parameter \"{parameter}\" for resource type \"{resource}\""
            ),
        )
    }

    /// A `_count` that is no number.
    pub(crate) fn bad_count() -> Self {
        let text =
            "The _count parameter must be in the FHIR format with an integer value : \"_count=30\"";
        Self::server(400, text, format!("HAPI-1891: {text}"))
    }

    /// A `_total` that does not exist.
    pub(crate) fn bad_total() -> Self {
        let text =
            "Bad value for the _total parameter. Allowed values are : accurate, none, estimate";
        Self::server(400, text, format!("HAPI-0522: {text}"))
    }

    /// A date that is none.
    pub(crate) fn bad_date(value: &str) -> Self {
        let text = format!("Invalid date/time format: \"{value}\"");
        Self::server(400, text.clone(), format!("HAPI-1882: {text}")).inferred()
    }

    /// A page identifier that was not given by the directory.
    pub(crate) fn bad_page() -> Self {
        Self::server(
            400,
            "Unknown error",
            "HAPI-0416: Search ID does not exist and may have expired",
        )
        .inferred()
    }

    /// A form that is not one.
    pub(crate) fn bad_form(content_type: &str) -> Self {
        Self::server(
            400,
            format!("Content type {content_type} not supported: application/x-www-form-urlencoded"),
            format!("HAPI-0450: Unable to parse request: {content_type}"),
        )
        .inferred()
    }

    /// A failure of the server.
    pub(crate) fn unexpected() -> Self {
        Self::server(500, "Unexpected error", "HAPI-0389: Unexpected error")
    }

    /// The refusal of that name, when the fault plan asks for it.
    pub(crate) fn by_code(code: &str, kind: Kind, limit: usize, period: &str) -> Option<Self> {
        Some(match code {
            "cle_inconnue" => Self::unknown_key(),
            "limite_de_debit" => Self::too_many(limit, period),
            "ecriture_interdite" => Self::write_forbidden(),
            "ressource_introuvable" => Self::not_found(kind, "inconnue"),
            "erreur_inattendue" => Self::unexpected(),
            _ => return None,
        })
    }

    /// The body is JSON of the gateway, not FHIR.
    pub(crate) fn is_of_the_gateway(&self) -> bool {
        self.speaker == Speaker::Gateway
    }

    /// What is told.
    pub(crate) fn told(&self, api: Api) -> &str {
        match api {
            Api::V1 => &self.hapi,
            Api::V2 => &self.text,
        }
    }

    /// True when what is told in that version has no source.
    pub(crate) fn is_inferred(&self, api: Api) -> bool {
        self.inferred || (api == Api::V1 && self.speaker == Speaker::Server)
    }

    /// The body.
    pub(crate) fn body(&self, api: Api) -> Value {
        if self.is_of_the_gateway() {
            return json!({"message": self.text, "http_status_code": self.status});
        }
        let code = match (api, self.speaker) {
            (Api::V2, Speaker::Server) => "exception",
            _ => "processing",
        };
        json!({
            "resourceType": "OperationOutcome",
            "issue": [{
                "severity": "error",
                "code": code,
                "diagnostics": self.told(api),
            }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_has_its_shape_and_the_gateway_its_own() {
        let problem = Problem::unknown_parameter("gender", "Practitioner");
        assert_eq!(
            problem.body(Api::V2)["issue"][0],
            json!({"severity": "error", "code": "exception",
                "diagnostics": "Parameter gender not found for resource Practitioner"})
        );
        assert_eq!(problem.body(Api::V1)["issue"][0]["code"], "processing");
        assert!(problem.is_inferred(Api::V1) && !problem.is_inferred(Api::V2));
        assert_eq!(
            Problem::unknown_key().body(Api::V2),
            json!({"message": "Unauthorized", "http_status_code": 401})
        );
    }

    #[test]
    fn every_refusal_of_the_plan_exists() {
        for code in REFUSALS {
            assert!(
                Problem::by_code(code, Kind::Device, 17, "1s").is_some(),
                "{code}"
            );
        }
        assert_eq!(Problem::by_code("autre", Kind::Device, 17, "1s"), None);
    }
}
