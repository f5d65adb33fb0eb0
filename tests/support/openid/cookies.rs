//! A browser's cookies: by host and path, not by port, as browsers do.

use reqwest::Url;

/// Source: RFC 6265 §5, without the domain attribute (every page of the tests is on one host).
#[derive(Clone, Debug, Default)]
pub(crate) struct Cookies {
    kept: Vec<Cookie>,
}

#[derive(Clone, Debug)]
struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
}

impl Cookies {
    /// The `Cookie` header of a request, none when nothing goes there.
    pub(crate) fn header(&self, url: &Url) -> Option<String> {
        let sent: Vec<_> = self
            .kept
            .iter()
            .filter(|cookie| cookie.goes_to(url))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!sent.is_empty()).then(|| sent.join("; "))
    }

    /// Keeps, replaces or forgets what a `Set-Cookie` header says.
    pub(crate) fn receive(&mut self, url: &Url, header: &str) {
        let mut fields = header.split(';').map(str::trim);
        let Some((name, value)) = fields.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let (mut path, mut over) = (default_path(url), value.is_empty());
        for field in fields {
            let (attribute, of) = field.split_once('=').unwrap_or((field, ""));
            match attribute.to_ascii_lowercase().as_str() {
                "path" if of.starts_with('/') => of.clone_into(&mut path),
                "max-age" => over |= of.parse::<i64>().is_ok_and(|seconds| seconds <= 0),
                "expires" => over |= of.contains(" 1970 ") || of.contains("-1970 "),
                _ => {}
            }
        }
        let cookie = Cookie {
            host: url.host_str().unwrap_or_default().to_owned(),
            path,
            name: name.to_owned(),
            value: value.to_owned(),
        };
        self.kept.retain(|one| {
            (&one.host, &one.path, &one.name) != (&cookie.host, &cookie.path, &cookie.name)
        });
        if !over {
            self.kept.push(cookie);
        }
    }
}

impl Cookie {
    fn goes_to(&self, url: &Url) -> bool {
        let path = url.path();
        let under = path.strip_prefix(self.path.as_str()).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/')
        });
        url.host_str() == Some(self.host.as_str()) && under
    }
}

fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some(("", _)) | None => "/".to_owned(),
        Some((folder, _)) => folder.to_owned(),
    }
}
