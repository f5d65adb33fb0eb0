//! Form bodies (`application/x-www-form-urlencoded`), written and read.

use std::collections::HashSet;

/// The parameters of a form, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a body; what is not UTF-8 is replaced.
    pub(crate) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// First value of a parameter; a parameter without a value is as if omitted.
    ///
    /// Source: RFC 6749 §3.2.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(candidate, value)| candidate == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// A parameter given more than once, other than those that may be.
    ///
    /// Source: RFC 6749 §3.2 for the rule, RFC 8693 §2.1 for the two exceptions.
    pub(crate) fn repeated(&self) -> Option<&str> {
        const MAY_BE: [&str; 2] = ["audience", "resource"];
        let mut met = HashSet::new();
        let mut names = self.0.iter().map(|(name, _)| name.as_str());
        names.find(|name| !MAY_BE.contains(name) && !met.insert(*name))
    }

    /// Every value of a parameter.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(candidate, value)| candidate == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }
}

/// Writes a body.
pub(crate) fn write(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_omitted_and_repetition_is_told() {
        let form = Form::read(b"scope=&scope2=a%20b&audience=x&audience=y");
        assert_eq!(form.get("scope"), None);
        assert_eq!(form.get("scope2"), Some("a b"));
        assert_eq!(form.repeated(), None);
        assert_eq!(form.all("audience").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(Form::read(b"a=1&b=2&a=").repeated(), Some("a"));
    }

    #[test]
    fn a_form_of_a_hundred_thousand_names_is_read_in_one_pass() {
        let names: Vec<String> = (0..100_000).map(|rank| format!("{rank}=")).collect();
        assert_eq!(Form::read(names.join("&").as_bytes()).repeated(), None);
        let again = format!("{}&99999=", names.join("&"));
        assert_eq!(Form::read(again.as_bytes()).repeated(), Some("99999"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = write(&[("login_hint", "5000/CPAT 1&é")]);
        assert_eq!(
            Form::read(text.as_bytes()).get("login_hint"),
            Some("5000/CPAT 1&é")
        );
    }
}
