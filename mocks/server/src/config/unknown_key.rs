//! An unknown key of the configuration, told by its path and with the known key nearest to it.

use banc_core::nearest::nearest;
use toml::{Table, Value};

use crate::ServerError;

/// The error for a refusal of serde: names the key and its nearest neighbour when serde says that
/// a key is unknown, repeats serde's words otherwise.
///
/// `given` is what was deserialized, `known` the reference configuration.
pub(super) fn explain(error: &toml::de::Error, given: &Table, known: &Table) -> ServerError {
    let Some((key, expected)) = unknown_field(error.message()) else {
        return ServerError::Config(error.to_string().trim().to_owned());
    };
    let parents = parents_of(&key, given, Some(known)).unwrap_or_default();
    let path = |key: &str| {
        let parts: Vec<&str> = parents.iter().map(String::as_str).chain([key]).collect();
        parts.join(".")
    };
    ServerError::UnknownKey {
        nearest: nearest(&key, expected.iter().map(String::as_str)).map(path),
        key: path(&key),
    }
}

/// The unknown key and the keys expected in its place, from a message of serde.
///
/// Source: text of `serde::de::Error::unknown_field`, held by a test below.
fn unknown_field(message: &str) -> Option<(String, Vec<String>)> {
    let (_, rest) = message.split_once("unknown field `")?;
    let (key, rest) = rest.split_once('`')?;
    let rest = rest.lines().next().unwrap_or_default();
    let expected = rest.split('`').skip(1).step_by(2).map(str::to_owned);
    Some((key.to_owned(), expected.collect()))
}

/// The tables around the first key of that name that the reference does not have there.
fn parents_of(key: &str, given: &Table, known: Option<&Table>) -> Option<Vec<String>> {
    if given.contains_key(key) && !known.is_some_and(|known| known.contains_key(key)) {
        return Some(Vec::new());
    }
    given.iter().find_map(|(name, value)| {
        let Value::Table(inner) = value else {
            return None;
        };
        let known = known.and_then(|known| known.get(name)?.as_table());
        let mut parents = parents_of(key, inner, known)?;
        parents.insert(0, name.clone());
        Some(parents)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_still_words_unknown_fields_as_this_file_reads_them() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Two {
            #[expect(dead_code, reason = "only the key matters")]
            alpha: Option<u8>,
            #[expect(dead_code, reason = "only the key matters")]
            beta: Option<u8>,
        }
        let error = toml::from_str::<Two>("alfa = 1").unwrap_err();
        let (key, expected) = unknown_field(error.message()).unwrap();
        assert_eq!(key, "alfa");
        assert_eq!(expected, ["alpha", "beta"]);
        assert_eq!(unknown_field("invalid type"), None);
    }
}
