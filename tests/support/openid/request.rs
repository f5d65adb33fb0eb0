//! An authorization request, as the modules vary it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::REDIRECT_URI;
use super::browser::encoded;

/// Parameters of an authorization request, in the order in which they are sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    parameters: Vec<(String, String)>,
}

impl Request {
    /// What every module begins with: `code`, `openid scope_all`, a fresh `state` and `nonce`.
    /// Source: documentation of PSC, where `scope_all` is the scope to ask.
    pub(crate) fn of(client_id: &str) -> Self {
        let parameters = [
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "openid scope_all"),
            ("state", &random()),
            ("nonce", &random()),
        ];
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            parameters: parameters.into_iter().map(owned).collect(),
        }
    }

    /// With that parameter, in place of the one of that name.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        match self.parameters.iter_mut().find(|(one, _)| one == name) {
            Some((_, kept)) => value.clone_into(kept),
            None => self.parameters.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Without that parameter.
    #[must_use]
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(one, _)| one != name);
        self
    }

    /// With the parameters sent from last to first.
    #[must_use]
    pub(crate) fn reversed(mut self) -> Self {
        self.parameters.reverse();
        self
    }

    /// A parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The parameters.
    pub(crate) fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// The address to which the browser is sent.
    pub(crate) fn url(&self, endpoint: &str) -> String {
        format!("{endpoint}?{}", encoded(&self.parameters))
    }
}

/// A fresh value that nobody guesses: 22 characters of the base64url alphabet.
pub(crate) fn random() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    URL_SAFE_NO_PAD.encode(bytes)
}
