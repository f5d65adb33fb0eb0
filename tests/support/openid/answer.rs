//! What an endpoint answered: status, headers, body, and the checks that every answer goes through.

use serde_json::Value;

/// A whole answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// Body, as text.
    pub(crate) text: String,
    /// Body, `Null` when it is no JSON.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn read(response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    value.to_str().unwrap_or_default().to_owned(),
                )
            })
            .collect();
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self {
            status,
            headers,
            text,
            body,
        }
    }

    /// Values of a header, in order.
    pub(crate) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// First value of a header, empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers(name).next().unwrap_or_default()
    }

    /// A text member of the JSON body.
    pub(crate) fn text_member(&self, name: &str) -> &str {
        self.body[name]
            .as_str()
            .unwrap_or_else(|| panic!("no text `{name}` in {} {}", self.status, self.text))
    }

    fn assert_json(&self) {
        let media = self.header("content-type");
        assert!(
            media.split(';').next().unwrap_or_default().trim() == "application/json",
            "content-type {media:?} of {} {}",
            self.status,
            self.text
        );
    }

    /// A JSON answer of that status.
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self.assert_json();
        self
    }

    /// The tokens of a successful answer of the token endpoint. Source: RFC 6749 §5.1.
    pub(crate) fn expect_tokens(self) -> Self {
        let tokens = self.expect(200);
        let kept_nowhere = tokens
            .headers("cache-control")
            .any(|value| value.contains("no-store"));
        assert!(kept_nowhere, "a token answer may be cached: {tokens:?}");
        assert!(
            tokens
                .text_member("token_type")
                .eq_ignore_ascii_case("bearer")
        );
        assert!(tokens.body["expires_in"].as_u64().is_some_and(|s| s > 0));
        let access = tokens.text_member("access_token");
        assert!(!access.is_empty() && access.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
        tokens
    }

    /// An OAuth error: its status, its `error` in the allowed characters. Source: RFC 6749 §5.2.
    pub(crate) fn expect_error(self, status: u16, allowed: &[&str]) -> Self {
        let answer = self.expect(status);
        let error = answer.text_member("error");
        assert!(
            allowed.contains(&error),
            "error {error:?}, expected one of {allowed:?}: {}",
            answer.text
        );
        let printable = |text: &str| {
            text.chars()
                .all(|c| matches!(c, ' '..='~') && c != '"' && c != '\\')
        };
        assert!(printable(error));
        if !answer.body["error_description"].is_null() {
            let description = answer.text_member("error_description");
            assert!(printable(description), "error_description {description:?}");
        }
        answer
    }
}
