//! Scopes asked for and granted.

use crate::discovery::SCOPES;
use crate::reply::Denied;

/// Scopes granted for those asked: `openid` and what was asked, with `profile` and `identity`, which
/// every client of the realm has. Source: `openid profile scope_all identity` is what the samples of
/// ANS show for `openid scope_all`.
pub(crate) fn granted(asked: Option<&str>) -> Result<String, Denied> {
    let asked = asked.unwrap_or_default();
    let words: Vec<&str> = asked.split_whitespace().collect();
    if words.iter().any(|word| !SCOPES.contains(word)) {
        return Err(Denied::bad(
            "invalid_scope",
            format!("Invalid scopes: {asked}"),
        ));
    }
    let mut scopes: Vec<&str> = Vec::new();
    let first = words.contains(&"openid").then_some("openid");
    for word in first
        .into_iter()
        .chain(["profile"])
        .chain(words)
        .chain(["identity"])
    {
        if !scopes.contains(&word) {
            scopes.push(word);
        }
    }
    // `identity` ends the list in the samples, wherever it was asked.
    scopes.retain(|scope| *scope != "identity");
    scopes.push("identity");
    Ok(scopes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_are_found_again() {
        let granted = |asked| granted(Some(asked)).unwrap();
        assert_eq!(
            granted("openid scope_all"),
            "openid profile scope_all identity"
        );
        assert_eq!(
            granted("scope_all openid"),
            "openid profile scope_all identity"
        );
        assert_eq!(granted("openid openid identity"), "openid profile identity");
        assert_eq!(granted("scope_all"), "profile scope_all identity");
    }

    #[test]
    fn an_unknown_scope_is_refused_with_all_that_was_asked() {
        let denied = granted(Some("openid inconnu")).unwrap_err();
        assert_eq!(denied.error, "invalid_scope");
        assert_eq!(
            denied.description.as_deref(),
            Some("Invalid scopes: openid inconnu")
        );
    }
}
