//! Parameters of a call: the query of a GET, the form of a POST, and what was given twice.

use std::collections::HashSet;

use banc_core::exchange::Request;

/// Parameters in the order received.
#[derive(Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Those of the query.
    pub(crate) fn of_query(request: &Request) -> Self {
        let query = request
            .target
            .split_once('?')
            .map_or("", |(_, query)| query);
        Self::parse(query.as_bytes())
    }

    /// Those of the form; none when the body is something else.
    pub(crate) fn of_form(request: &Request) -> Self {
        let media = request.header("content-type").unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        if media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Self::parse(&request.body.bytes)
        } else {
            Self::default()
        }
    }

    /// Those of the form for a POST, of the query otherwise.
    pub(crate) fn of(request: &Request) -> Self {
        if request.method == "POST" {
            Self::of_form(request)
        } else {
            Self::of_query(request)
        }
    }

    fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// First value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(candidate, _)| candidate == name)
            .map(|(_, value)| value.as_str())
    }

    /// First value of a parameter, when it is not empty.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// First value of a parameter, owned.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// True when the parameter is there, even empty.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Names given more than once, in order of their second place.
    pub(crate) fn repeated(&self) -> Vec<String> {
        let (mut once, mut again) = (HashSet::new(), HashSet::new());
        let all = self.0.iter().map(|(name, _)| name);
        all.filter(|name| !once.insert(*name) && again.insert(*name))
            .cloned()
            .collect()
    }

    /// Names that are not among `known`, each once.
    pub(crate) fn others(&self, known: &[&str]) -> Vec<String> {
        let mut met = HashSet::new();
        let all = self.0.iter().map(|(name, _)| name);
        all.filter(|name| !known.contains(&name.as_str()) && met.insert(*name))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_repetitions_seen() {
        let parameters = Parameters::parse(b"a=1&b=x+y%C3%A9&a=2&c=&zz");
        assert_eq!(parameters.get("a"), Some("1"));
        assert_eq!(parameters.get("b"), Some("x yé"));
        assert!(parameters.has("c") && parameters.filled("c").is_none());
        assert_eq!(parameters.repeated(), ["a"]);
        assert_eq!(parameters.others(&["a", "b"]), ["c", "zz"]);
    }

    #[test]
    fn a_form_of_a_hundred_thousand_names_is_read_in_one_pass() {
        let names: Vec<String> = (0..100_000).map(|rank| format!("{rank}=")).collect();
        let parameters = Parameters::parse(format!("{0}&7&3&7", names.join("&")).as_bytes());
        assert_eq!(parameters.repeated(), ["7", "3"]);
        assert_eq!(parameters.others(&["0"]).len(), 99_999);
    }

    #[test]
    fn only_forms_are_forms() {
        let mut request = Request {
            method: "POST".into(),
            target: "/x?a=query".into(),
            headers: vec![("Content-Type".into(), "application/json".into())],
            body: banc_core::exchange::Body::new(bytes::Bytes::from_static(b"a=1")),
        };
        assert_eq!(Parameters::of(&request).get("a"), None);
        request.headers[0].1 = "Application/X-WWW-form-urlencoded; charset=utf-8".into();
        assert_eq!(Parameters::of(&request).get("a"), Some("1"));
    }
}
