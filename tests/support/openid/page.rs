//! A page shown to a person, and the forms in it: just enough HTML to read a login page.

use reqwest::Url;

/// A page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Where it is.
    pub(crate) url: Url,
    /// HTTP status.
    pub(crate) status: u16,
    /// Its source.
    pub(crate) html: String,
}

/// A form of a page.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Where it is sent.
    pub(crate) action: Url,
    /// Sent by POST, otherwise by GET.
    pub(crate) post: bool,
    /// Inputs with their initial value, buttons apart.
    pub(crate) inputs: Vec<(String, String)>,
    /// Buttons.
    pub(crate) buttons: Vec<Button>,
}

/// A button that sends its form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Button {
    /// Name, empty when it has none.
    pub(crate) name: String,
    /// Value sent under that name.
    pub(crate) value: String,
    /// What a person reads on it.
    pub(crate) text: String,
}

impl Page {
    /// The forms, in order.
    pub(crate) fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut open = false;
        let mut rest = self.html.as_str();
        while let Some((tag, after)) = next_tag(rest) {
            rest = after;
            match tag.name.as_str() {
                "form" => {
                    let action = tag.attribute("action").unwrap_or_default();
                    forms.push(Form {
                        action: self.url.join(&action).unwrap(),
                        post: tag
                            .attribute("method")
                            .is_some_and(|method| method.eq_ignore_ascii_case("post")),
                        inputs: Vec::new(),
                        buttons: Vec::new(),
                    });
                    open = true;
                }
                "/form" => open = false,
                "input" | "button" if open => {
                    if let Some(form) = forms.last_mut() {
                        form.add(&tag, after);
                    }
                }
                _ => {}
            }
        }
        forms
    }

    /// The form that has a button on which a person reads exactly `text`, and that button.
    pub(crate) fn button(&self, text: &str) -> Option<(Form, Button)> {
        self.forms().into_iter().find_map(|form| {
            let button = form.buttons.iter().find(|one| one.says(text))?.clone();
            Some((form, button))
        })
    }
}

impl Form {
    fn add(&mut self, tag: &Tag, after: &str) {
        let name = tag.attribute("name").unwrap_or_default();
        let value = tag.attribute("value").unwrap_or_default();
        let kind = tag.attribute("type").unwrap_or_default();
        if tag.name == "button" {
            let text = after.split("</button").next().unwrap_or_default();
            self.buttons.push(Button {
                name,
                value,
                text: words(text),
            });
        } else if kind == "submit" {
            let text = value.clone();
            self.buttons.push(Button { name, value, text });
        } else if !name.is_empty() {
            self.inputs.push((name, value));
        }
    }
}

impl Button {
    /// Whether its last word is this one: `e-CPS` and `CPS` are different buttons.
    fn says(&self, word: &str) -> bool {
        self.text
            .split_whitespace()
            .next_back()
            .is_some_and(|last| last.eq_ignore_ascii_case(word))
    }
}

struct Tag {
    name: String,
    inside: String,
}

impl Tag {
    fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.inside.as_str();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c == '=' || c.is_whitespace())
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(given) => attribute_value(given.trim_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(decoded(value));
            }
            rest = after;
        }
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => text[1..].split_once(quote).unwrap_or((&text[1..], "")),
        None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}

/// The next tag and what follows it; comments are skipped.
fn next_tag(html: &str) -> Option<(Tag, &str)> {
    let mut rest = &html[html.find('<')? + 1..];
    while let Some(comment) = rest.strip_prefix("!--") {
        let after = &comment[comment.find("-->")? + 3..];
        rest = &after[after.find('<')? + 1..];
    }
    let (mut quote, mut end) = (None, rest.len());
    for (index, c) in rest.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            (None, '>') => {
                end = index;
                break;
            }
            _ => {}
        }
    }
    let (inside, after) = rest.split_at(end);
    let stop = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let tag = Tag {
        name: inside[..stop].to_ascii_lowercase(),
        inside: inside[stop..].to_owned(),
    };
    Some((tag, after.get(1..).unwrap_or_default()))
}

/// What a person reads: tags dropped, entities decoded.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    decoded(text.trim())
}

fn decoded(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
}
