//! The cookies of the browser, kept and sent back by the rules of RFC 6265 that matter between hosts of a
//! workstation: host, path, `Secure`, lifetime. As in a browser, the port makes no difference. A `Domain`
//! attribute is not honoured: such a cookie stays with its host.

use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use url::Url;

#[derive(Clone, Debug)]
struct Cookie {
    name: String,
    value: String,
    host: String,
    path: String,
    secure: bool,
    until: Option<Timestamp>,
}

/// Every cookie kept.
#[derive(Debug, Default)]
pub(super) struct CookieJar {
    cookies: Vec<Cookie>,
}

impl CookieJar {
    /// Keeps what one `Set-Cookie` header says.
    pub(super) fn keep(&mut self, url: &Url, header: &str, now: Timestamp) {
        let Some(cookie) = read(url, header, now) else {
            return;
        };
        self.cookies.retain(|kept| {
            (&kept.name, &kept.host, &kept.path) != (&cookie.name, &cookie.host, &cookie.path)
        });
        if cookie.until.is_none_or(|until| until > now) {
            self.cookies.push(cookie);
        }
    }

    /// The `Cookie` header for an address; empty when there is nothing to send.
    pub(super) fn header(&self, url: &Url, now: Timestamp) -> String {
        let host = url.host_str().unwrap_or_default();
        self.cookies
            .iter()
            .filter(|cookie| cookie.host == host && covers(&cookie.path, url.path()))
            .filter(|cookie| !cookie.secure || url.scheme() == "https")
            .filter(|cookie| cookie.until.is_none_or(|until| until > now))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect::<Vec<_>>()
            .join("; ")
    }
}

fn read(url: &Url, header: &str, now: Timestamp) -> Option<Cookie> {
    let mut parts = header.split(';').map(str::trim);
    let (name, value) = parts.next()?.split_once('=')?;
    let mut cookie = Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        host: url.host_str()?.to_owned(),
        path: default_path(url.path()),
        secure: false,
        until: None,
    };
    let mut expires = None;
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match key.trim().to_ascii_lowercase().as_str() {
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "secure" => cookie.secure = true,
            // Max-Age goes before Expires (RFC 6265 §5.3).
            "max-age" => {
                let seconds: i64 = value.trim().parse().ok()?;
                cookie.until = now
                    .checked_add(SignedDuration::from_secs(seconds))
                    .ok()
                    .or(Some(Timestamp::MAX));
            }
            "expires" => expires = instant(value),
            _ => {}
        }
    }
    cookie.until = cookie.until.or(expires);
    (!cookie.name.is_empty()).then_some(cookie)
}

/// `Thu, 01 Jan 1970 00:00:00 GMT`, or with dashes in the date.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim().replace('-', " ");
    rfc2822::DateTimeParser::new().parse_timestamp(&text).ok()
}

/// RFC 6265 §5.1.4.
fn default_path(path: &str) -> String {
    match path.rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => path[..end].to_owned(),
    }
}

/// RFC 6265 §5.1.4.
fn covers(cookie: &str, path: &str) -> bool {
    path.strip_prefix(cookie)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || cookie.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn now() -> Timestamp {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    #[test]
    fn a_cookie_goes_back_to_its_host_and_path() {
        let mut jar = CookieJar::default();
        let realm = url("https://localhost:1/auth/realms/x");
        jar.keep(&realm, "SSO=1; Path=/auth/; Secure; HttpOnly", now());
        jar.keep(&realm, "ICI=2", now());
        let header = |address: &str| jar.header(&url(address), now());
        assert_eq!(header("https://localhost:9/auth/realms/y"), "SSO=1; ICI=2");
        assert_eq!(header("https://localhost:9/auth/autre"), "SSO=1");
        assert_eq!(header("http://localhost:9/auth/autre"), "");
        assert_eq!(header("https://localhost:9/autre"), "");
        assert_eq!(header("https://127.0.0.1:1/auth/realms/x"), "");
    }

    #[test]
    fn a_cookie_is_replaced_ended_and_dropped() {
        let mut jar = CookieJar::default();
        let page = url("https://localhost:1/");
        jar.keep(&page, "S=1", now());
        jar.keep(&page, "S=2", now());
        assert_eq!(jar.header(&page, now()), "S=2");
        jar.keep(&page, "S=; Max-Age=0", now());
        assert_eq!(jar.header(&page, now()), "");
        jar.keep(&page, "S=3; Expires=Thu, 01 Jan 1970 00:00:00 GMT", now());
        assert_eq!(jar.header(&page, now()), "");
        jar.keep(&page, "S=4; Max-Age=60", now());
        let later = now() + SignedDuration::from_secs(61);
        assert_eq!(jar.header(&page, now()), "S=4");
        assert_eq!(jar.header(&page, later), "");
    }
}
