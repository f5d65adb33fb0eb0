//! What the fake Pro Santé Connect is to do, and what it received.

use std::collections::{BTreeMap, VecDeque};

use axum::http::{HeaderMap, Method};

pub(crate) type Fields = BTreeMap<String, String>;

/// What the fake is to do.
#[derive(Clone)]
pub(crate) struct Plan {
    /// Wrong answer, by name.
    pub(crate) wrong: &'static str,
    /// The person refuses on the sign-in page.
    pub(crate) refuses: bool,
    /// `SubjectNameID`.
    pub(crate) national_id: &'static str,
    pub(crate) family_name: &'static str,
    /// Answers to the polls to come, then tokens.
    pub(crate) polls: VecDeque<&'static str>,
    pub(crate) interval: u64,
    pub(crate) expires_in: u64,
    pub(crate) access_s: u64,
    pub(crate) refuses_refresh: bool,
    /// The sign-out comes back without `state`.
    pub(crate) loses_state: bool,
    /// Status of the proxy's `/connect` and `/send`.
    pub(crate) proxy: u16,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            wrong: "",
            refuses: false,
            national_id: "899700427885",
            family_name: "DOC0042788",
            polls: VecDeque::new(),
            interval: 1,
            expires_in: 120,
            access_s: 120,
            refuses_refresh: false,
            loses_state: false,
            proxy: 200,
        }
    }
}

/// One call received.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) fields: Fields,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> String {
        let value = self.headers.get(name);
        value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }
}
