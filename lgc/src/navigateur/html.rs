//! What the browser needs of a page: its sign-in form, whether it reloads itself, its title. A scan of
//! tags, tolerant of what pages hold; no page is drawn and no script is run.

use std::time::Duration;

use hyper::Method;

/// The field where the identifier is typed (seen in a client).
const LOGIN: &str = "login";

/// One tag: name in lower case, attributes as written.
struct Tag<'a> {
    name: String,
    attributes: Vec<(String, String)>,
    /// Position after the tag.
    end: usize,
    page: &'a str,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The text up to the next closing tag of that name.
    fn text(&self) -> &str {
        let rest = &self.page[self.end..];
        let stop = format!("</{}", self.name);
        rest.find(&stop).map_or(rest, |end| &rest[..end])
    }
}

/// A form that asks for an identifier.
#[derive(Debug)]
pub(super) struct Form {
    /// Where it goes; the page itself when absent.
    pub(super) action: Option<String>,
    /// GET or POST.
    pub(super) method: Method,
    hidden: Vec<(String, String)>,
    button: Option<(String, String)>,
}

impl Form {
    /// The fields sent when the user has typed `login` and pressed the e-CPS button.
    pub(super) fn filled(&self, login: &str) -> Vec<(String, String)> {
        let mut fields = self.hidden.clone();
        fields.push((LOGIN.to_owned(), login.to_owned()));
        fields.extend(self.button.clone());
        fields
    }
}

/// The sign-in form of a page, when it has one.
pub(super) fn sign_in_form(page: &str) -> Option<Form> {
    let tags = tags(page);
    let field = tags
        .iter()
        .position(|tag| tag.name == "input" && tag.get("name") == Some(LOGIN))?;
    let start = tags[..field].iter().rposition(|tag| tag.name == "form")?;
    let inside = &tags[start + 1..];
    let length = inside
        .iter()
        .position(|tag| tag.name == "/form")
        .unwrap_or(inside.len());
    let inside = &inside[..length];
    let named = |tag: &Tag<'_>| {
        Some((
            tag.get("name")?.to_owned(),
            tag.get("value").unwrap_or_default().to_owned(),
        ))
    };
    let hidden = inside
        .iter()
        .filter(|tag| tag.name == "input" && tag.get("type") == Some("hidden"))
        .filter_map(named)
        .collect();
    let form = &tags[start];
    let post = form
        .get("method")
        .is_some_and(|method| method.eq_ignore_ascii_case("post"));
    Some(Form {
        action: form
            .get("action")
            .filter(|action| !action.is_empty())
            .map(ToOwned::to_owned),
        method: if post { Method::POST } else { Method::GET },
        hidden,
        button: inside.iter().find(|tag| is_ecps(tag)).and_then(named),
    })
}

/// The button whose words name the e-CPS (seen in a client).
fn is_ecps(tag: &Tag<'_>) -> bool {
    let words = match tag.name.as_str() {
        "button" => tag.text(),
        "input" if tag.get("type") == Some("submit") => tag.get("value").unwrap_or_default(),
        _ => return false,
    };
    words.to_lowercase().contains("e-cps")
}

/// When a page reloads itself: after how long, and where.
pub(super) fn reload(page: &str) -> Option<(Duration, Option<String>)> {
    let tags = tags(page);
    let tag = tags.iter().find(|tag| {
        tag.name == "meta"
            && tag
                .get("http-equiv")
                .is_some_and(|value| value.eq_ignore_ascii_case("refresh"))
    })?;
    let (seconds, rest) = match tag.get("content")?.split_once(';') {
        Some((seconds, rest)) => (seconds, Some(rest.trim())),
        None => (tag.get("content")?, None),
    };
    let target = rest
        .and_then(|rest| rest.split_once('='))
        .map(|(_, url)| url.trim().trim_matches(['\'', '"']).to_owned());
    let pause = Duration::try_from_secs_f64(seconds.trim().parse().ok()?).ok()?;
    Some((pause, target))
}

/// The title of a page, else its beginning.
pub(super) fn title(page: &str) -> String {
    let tags = tags(page);
    let title = tags
        .iter()
        .find(|tag| tag.name == "title")
        .map_or(page, Tag::text);
    decoded(title.trim()).chars().take(120).collect()
}

fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = page[at..].find('<').map(|start| at + start) {
        let rest = &page[start + 1..];
        if rest.starts_with("!--") {
            at = rest
                .find("-->")
                .map_or(page.len(), |end| start + 1 + end + 3);
            continue;
        }
        let Some((tag, end)) = read_tag(page, start + 1) else {
            at = start + 1;
            continue;
        };
        at = end;
        found.push(tag);
    }
    found
}

/// Reads the tag whose name begins at `start`.
fn read_tag(page: &str, start: usize) -> Option<(Tag<'_>, usize)> {
    let name_length = page[start..].find(|c: char| c.is_whitespace() || c == '>')?;
    let name = page[start..start + name_length]
        .trim_end_matches('/')
        .to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return None;
    }
    let mut at = start + name_length;
    let mut attributes = Vec::new();
    loop {
        at += page[at..].find(|c: char| !c.is_whitespace() && c != '/')?;
        if page[at..].starts_with('>') {
            let end = at + 1;
            let tag = Tag {
                name,
                attributes,
                end,
                page,
            };
            return Some((tag, end));
        }
        let length = page[at..].find(|c: char| c.is_whitespace() || c == '=' || c == '>')?;
        let key = page[at..at + length].to_ascii_lowercase();
        at += length;
        let (value, next) = read_value(page, at)?;
        attributes.push((key, decoded(value)));
        // A tag that makes no progress is no tag.
        if next == at && length == 0 {
            return None;
        }
        at = next;
    }
}

/// The value after an attribute's name, empty when there is none.
fn read_value(page: &str, at: usize) -> Option<(&str, usize)> {
    let after = at + page[at..].find(|c: char| !c.is_whitespace())?;
    if !page[after..].starts_with('=') {
        return Some(("", at));
    }
    let begin = after + 1;
    let begin = begin + page[begin..].find(|c: char| !c.is_whitespace())?;
    for quote in ['"', '\''] {
        if page[begin..].starts_with(quote) {
            let length = page[begin + 1..].find(quote)?;
            let end = begin + 1 + length;
            return Some((&page[begin + 1..end], end + 1));
        }
    }
    let length = page[begin..].find(|c: char| c.is_whitespace() || c == '>')?;
    Some((&page[begin..begin + length], begin + length))
}

/// The few character references that pages use in addresses and words.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest.find(';').map(|end| &rest[1..end]);
        if let Some(character) = reference.and_then(character) {
            out.push(character);
            // The reference, its ampersand and its semicolon.
            rest = &rest[reference.map_or(1, str::len) + 2..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn character(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><head><title>S'identifier &amp; entrer</title></head><body>
<!-- <input name="login"> --><form method="get" action="/recherche"><input name="q"></form>
<form method="POST" action='/auth/suite?a=1&amp;b=2'><input type="hidden" name="jeton" value="&#x41;b"/>
<label>Identifiant <input type=text name=login autofocus></label>
<button name="moyen" value="cps">Carte CPS</button><button type="submit" name="moyen" value="ecps">Se connecter avec <b>e-CPS</b></button></form></body>"#;

    #[test]
    fn the_sign_in_form_is_found_and_filled() {
        let form = sign_in_form(PAGE).unwrap();
        assert_eq!(form.method, Method::POST);
        assert_eq!(form.action.as_deref(), Some("/auth/suite?a=1&b=2"));
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            form.filled("899700427885"),
            [
                pair("jeton", "Ab"),
                pair("login", "899700427885"),
                pair("moyen", "ecps")
            ]
        );
        assert_eq!(title(PAGE), "S'identifier & entrer");
        assert!(reload(PAGE).is_none());
    }

    #[test]
    fn a_page_that_reloads_itself_is_seen() {
        let page =
            "<meta charset=utf-8><META HTTP-EQUIV=\"refresh\" content=\"2; url='/attente?x=1'\">";
        let (pause, next) = reload(page).unwrap();
        assert_eq!(pause, Duration::from_secs(2));
        assert_eq!(next.as_deref(), Some("/attente?x=1"));
        let (_, next) = reload("<meta http-equiv=refresh content=1>").unwrap();
        assert_eq!(next, None);
    }

    #[test]
    fn broken_pages_are_read_to_their_end() {
        for page in [
            "",
            "<",
            "<<<",
            "<form",
            "<a b=",
            "<a b='",
            "<é ü>",
            "a<b & c>d",
            "<form><input name=login",
            "<a =x>",
            "<a = >",
            "&;",
            "&#xZZ;",
            "<!--",
        ] {
            assert!(sign_in_form(page).is_none(), "{page}");
            let _ = (title(page), reload(page));
        }
    }
}
