//! `prompt`: whether a person may, or must, be asked.

/// What the request wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// Nobody may be asked.
    pub(crate) none: bool,
    /// The person must be asked again.
    pub(crate) login: bool,
}

impl Prompt {
    /// Reads the parameter; nothing when it makes no sense.
    ///
    /// Source: OpenID Connect Core §3.1.2.1 (`none` stands alone). `consent` and `select_account`
    /// change nothing here: there is neither consent nor choice of account.
    pub(crate) fn read(text: Option<&str>) -> Option<Self> {
        let words: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
        let known = ["none", "login", "consent", "select_account"];
        if words.iter().any(|word| !known.contains(word)) {
            return None;
        }
        let prompt = Self {
            none: words.contains(&"none"),
            login: words.contains(&"login"),
        };
        (!prompt.none || words.len() == 1).then_some(prompt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_stands_alone() {
        let read = |text| Prompt::read(Some(text));
        assert_eq!(Prompt::read(None), Some(Prompt::default()));
        assert!(read("none").is_some_and(|prompt| prompt.none));
        assert!(read("consent login").is_some_and(|prompt| prompt.login));
        assert_eq!(read("none login"), None);
        assert_eq!(read("autre"), None);
    }
}
