//! The software's screen as a plain page: patients with their status colours, worklist, last message.
//! Rendered on the server, escaped, without script. It shows no INS, so that reading it is no access.

mod sign_in;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use banc_contract::Status;
use banc_contract::answer::WorkItem;
use minijinja::Environment;
use minijinja::value::{Serde, Value};
use serde::{Deserialize, Serialize};

use crate::driver::practices::PracticeKey;
use crate::driver::routes::Shared;
use crate::identity::Record;
use crate::identity::status::{attribute_label, status_label};

const TEMPLATE: &str = include_str!("pages/cabinet.html");

/// The page's route.
pub fn router() -> axum::Router<Shared> {
    axum::Router::new()
        .route("/cabinet", get(show))
        .merge(sign_in::router())
}

/// Which practice to show; the newest when nothing is said.
#[derive(Debug, Default, Deserialize)]
struct Choice {
    execution: Option<String>,
    scenario: Option<String>,
}

impl Choice {
    fn key(&self) -> PracticeKey {
        let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        PracticeKey {
            execution: given(&self.execution),
            scenario: given(&self.scenario),
        }
    }
}

/// A practice in the list.
#[derive(Serialize)]
struct Link {
    execution: String,
    scenario: String,
}

/// A patient's line.
#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    first_name: String,
    birth_date: String,
    sex: String,
    status: &'static str,
    colour: &'static str,
    attributes: String,
}

/// Everything the page shows.
#[derive(Serialize)]
struct Page {
    links: Vec<Link>,
    asked: Option<String>,
    found: bool,
    lines: Vec<Line>,
    message: Option<String>,
    worklist: Vec<WorkItem>,
    defects: Vec<&'static str>,
}

async fn show(State(shared): State<Shared>, Query(choice): Query<Choice>) -> Response {
    let asked = choice.key();
    let links: Vec<Link> = shared
        .practices
        .all()
        .into_iter()
        .map(|(key, _)| Link {
            execution: key.execution.unwrap_or_default(),
            scenario: key.scenario.unwrap_or_default(),
        })
        .collect();
    let practice = shared.practices.find(&asked);
    let (lines, message, worklist) = practice.as_ref().map_or_else(Default::default, |practice| {
        let state = practice.state();
        // Signed out, the screen shows no patient.
        let open = state.is_open();
        let lines: Vec<Line> = state.records().filter(|_| open).map(line).collect();
        let message = state.screen_message().map(ToOwned::to_owned);
        let worklist = state.worklist().iter().filter(|_| open);
        (lines, message, worklist.cloned().collect())
    });
    let defects: Vec<&'static str> = shared
        .config
        .defects
        .iter()
        .map(|defect| defect.card().sentence)
        .collect();
    let found = practice.is_some();
    let page = render(&Page {
        links,
        asked: asked.scenario,
        found,
        lines,
        message,
        worklist,
        defects,
    });
    match page {
        Ok(html) => Html(html).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// The template's name ends in `.html`, which turns escaping on.
fn render(page: &Page) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_filter("query", |value: String| percent_encoded(&value));
    environment.add_template("cabinet.html", TEMPLATE)?;
    environment
        .get_template("cabinet.html")?
        .render(Value::from(Serde(page)))
}

fn line(record: &Record) -> Line {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Line {
        id: record.id.clone(),
        name: text(&record.traits.nom_naissance),
        first_name: text(&record.traits.premier_prenom),
        birth_date: text(&record.traits.date_naissance),
        sex: text(&record.traits.sexe),
        status: status_label(record.status),
        colour: colour(record.status),
        attributes: record
            .attributes
            .iter()
            .map(|attribute| attribute_label(*attribute))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// Class of the status. Source: colours of one editor family (seen in a client).
fn colour(status: Status) -> &'static str {
    match status {
        Status::Provisoire => "rouge",
        Status::Validee => "jaune",
        Status::Recuperee => "orange",
        Status::Qualifiee => "vert",
    }
}

fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
