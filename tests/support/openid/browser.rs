//! A browser: cookies, redirections followed by hand, forms sent as a person would.

use reqwest::{Client, Method, Url};

use super::answer::Answer;
use super::cookies::Cookies;
use super::page::Page;
use super::{Bench, PROFESSIONAL};

/// Most redirections followed before giving up.
const HOPS: usize = 10;

/// One person's browser.
#[derive(Debug)]
pub(crate) struct Browser {
    http: Client,
    cookies: Cookies,
    /// Scheme, host and port of what is visited; any other address is the relying party's.
    provider: Vec<String>,
}

/// Where a navigation ended.
#[derive(Debug)]
pub(crate) enum Landing {
    /// At an address of the relying party.
    Callback(Callback),
    /// On a page of the provider.
    Page(Page),
}

/// An address of the relying party, with its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    /// The address without its query.
    pub(crate) uri: String,
    parameters: Vec<(String, String)>,
}

impl Callback {
    fn of(url: &Url) -> Self {
        let parameters = url.query_pairs().into_owned().collect();
        let uri = url.as_str().split(['?', '#']).next().unwrap_or_default();
        Self {
            uri: uri.to_owned(),
            parameters,
        }
    }

    /// A parameter; given twice, it is an error.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.parameters.iter().filter(|(one, _)| one == name);
        let first = found.next();
        assert!(found.next().is_none(), "{name} given twice: {self:?}");
        first.map(|(_, value)| value.as_str())
    }
}

impl Landing {
    /// The callback; a page is a failure.
    #[track_caller]
    pub(crate) fn callback(self) -> Callback {
        match self {
            Self::Callback(callback) => callback,
            Self::Page(page) => panic!(
                "a page instead of a redirection: {} {}\n{}",
                page.status, page.url, page.html
            ),
        }
    }

    /// The page; a redirection to the relying party is a failure.
    #[track_caller]
    pub(crate) fn page(self) -> Page {
        match self {
            Self::Page(page) => page,
            Self::Callback(callback) => panic!("redirected instead of a page: {callback:?}"),
        }
    }
}

impl Browser {
    /// A browser that never visited anything.
    pub(crate) fn new(bench: &Bench) -> Self {
        Self {
            http: bench.http(None),
            cookies: Cookies::default(),
            provider: bench.origins(),
        }
    }

    /// Goes to an address.
    pub(crate) async fn open(&mut self, url: &str) -> Landing {
        self.go(Method::GET, url.parse().unwrap(), None).await
    }

    /// Sends a form to an address.
    pub(crate) async fn post(&mut self, url: &str, fields: &[(String, String)]) -> Landing {
        let body = encoded(fields);
        self.go(Method::POST, url.parse().unwrap(), Some(body))
            .await
    }

    /// Presses a button of a page, after having typed in its form.
    #[track_caller]
    pub(crate) fn press<'a>(
        &'a mut self,
        page: &Page,
        button: &str,
        typed: &[(&str, &str)],
    ) -> impl Future<Output = Landing> + 'a {
        let (form, button) = page
            .button(button)
            .unwrap_or_else(|| panic!("no button {button:?} on {}:\n{}", page.url, page.html));
        let mut fields = form.inputs;
        for (name, value) in typed {
            let field = fields.iter_mut().find(|(one, _)| one == name);
            let field = field.unwrap_or_else(|| panic!("no input {name:?} in:\n{}", page.html));
            (*value).clone_into(&mut field.1);
        }
        if !button.name.is_empty() {
            fields.push((button.name, button.value));
        }
        let mut url = form.action;
        let body = encoded(&fields);
        async move {
            if form.post {
                return self.go(Method::POST, url, Some(body)).await;
            }
            url.set_query(Some(&body));
            self.go(Method::GET, url, None).await
        }
    }

    /// Identifies the professional on the login page, by the card.
    pub(crate) async fn identify(&mut self, page: &Page) -> Landing {
        self.press(page, "CPS", &[("login", PROFESSIONAL)]).await
    }

    async fn go(&mut self, method: Method, url: Url, body: Option<String>) -> Landing {
        let (mut method, mut url, mut body) = (method, url, body);
        for _ in 0..HOPS {
            if !self.is_provider(&url) {
                return Landing::Callback(Callback::of(&url));
            }
            let answer = self.send(&method, &url, body.as_deref()).await;
            let target = match answer.status {
                301..=303 => {
                    (method, body) = (Method::GET, None);
                    url.join(answer.header("location")).unwrap()
                }
                307 | 308 => url.join(answer.header("location")).unwrap(),
                status => {
                    let html = answer.text;
                    return Landing::Page(Page { url, status, html });
                }
            };
            url = target;
        }
        panic!("more than {HOPS} redirections, the last one to {url}");
    }

    async fn send(&mut self, method: &Method, url: &Url, body: Option<&str>) -> Answer {
        let mut request = self
            .http
            .request(method.clone(), url.clone())
            .header("user-agent", "Mozilla/5.0 (essais)")
            .header("accept", "text/html");
        if let Some(cookies) = self.cookies.header(url) {
            request = request.header("cookie", cookies);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.to_owned());
        }
        let answer = Answer::read(request.send().await.unwrap()).await;
        for header in answer.headers("set-cookie") {
            self.cookies.receive(url, header);
        }
        answer
    }

    fn is_provider(&self, url: &Url) -> bool {
        self.provider.contains(&url.origin().ascii_serialization())
    }
}

/// Form encoding.
pub(crate) fn encoded(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
