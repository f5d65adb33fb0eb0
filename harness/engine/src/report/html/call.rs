//! One exchange as the page shows it: both messages, redacted, indented where they can be.

use std::fmt::Write as _;

use banc_core::Exchange;
use banc_core::exchange::Body;
use serde::Serialize;

use super::operation;
use crate::measure::timeline;
use crate::report::{label, redaction, xml};

/// Characters of a body shown; the whole is in the run folder.
const SHOWN: usize = 48 * 1024;

/// An exchange.
#[derive(Debug, Serialize)]
pub(super) struct CallView {
    number: u64,
    anchor: String,
    operation: String,
    status: String,
    total: Option<String>,
    connection: String,
    faults: Vec<String>,
    variations: Vec<String>,
    trouble: Option<String>,
    request: String,
    response: Option<String>,
    /// Said when a message is shown in part.
    cut: bool,
}

/// The view of an exchange.
pub(super) fn view(exchange: &Exchange) -> CallView {
    let mut cut = false;
    let request = &exchange.request;
    let first = format!("{} {}", request.method, request.target);
    let request = message(&first, &request.headers, &request.body, &mut cut);
    let response = exchange.response.as_ref().map(|response| {
        let first = format!("HTTP {}", response.status);
        message(&first, &response.headers, &response.body, &mut cut)
    });
    let timeline = timeline(exchange);
    CallView {
        number: exchange.number,
        anchor: format!("x-{}", exchange.number),
        operation: operation(&exchange.service, &exchange.operation),
        status: exchange.response.as_ref().map_or_else(
            || "sans réponse".to_owned(),
            |answer| format!("HTTP {}", answer.status),
        ),
        total: timeline
            .call_duration()
            .filter(|_| timeline.complete)
            .map(label::duration),
        connection: connection(exchange),
        faults: exchange
            .faults
            .iter()
            .map(|fault| {
                let parameters: Vec<String> = fault
                    .parameters
                    .iter()
                    .map(|(name, value)| format!("{name} = {value}"))
                    .collect();
                format!(
                    "{} (règle « {} » : {})",
                    fault.fault,
                    fault.rule,
                    parameters.join(", ")
                )
            })
            .collect(),
        variations: exchange.variations.clone(),
        trouble: exchange.trouble.clone(),
        request,
        response,
        cut,
    }
}

fn connection(exchange: &Exchange) -> String {
    let Some(tls) = &exchange.connection.tls else {
        return "connexion en clair".to_owned();
    };
    let mut text = tls.version.clone();
    if !tls.cipher_suite.is_empty() {
        let _ = write!(text, ", {}", tls.cipher_suite);
    }
    if let Some(certificate) = &tls.client_certificate {
        let name = certificate.common_name.as_deref().unwrap_or("sans nom");
        let _ = write!(text, ", certificat client « {name} »");
        if let Some(distrust) = &certificate.distrust {
            let _ = write!(text, " non reconnu : {distrust}");
        }
    }
    text
}

fn message(first: &str, headers: &[(String, String)], body: &Body, cut: &mut bool) -> String {
    // An address bears secrets too: a code, the token of a logout.
    let mut text = redaction::text(first) + "\n";
    for (name, value) in headers {
        let _ = writeln!(text, "{name}: {}", redaction::header(name, value));
    }
    if body.length == 0 {
        return text;
    }
    text.push('\n');
    if body.bytes.is_empty() {
        let _ = write!(text, "[corps de {} octets, absent du dossier]", body.length);
        return text;
    }
    let raw = body.text();
    let shown = xml::indented(&raw).unwrap_or_else(|| raw.into_owned());
    let shown = redaction::text(&shown);
    let mut kept: String = shown
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take(SHOWN)
        .collect();
    if kept.len() < shown.len() && shown.chars().count() > SHOWN {
        *cut = true;
        kept.push_str("\n[…]");
    }
    text + &kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secrets_of_an_address_are_hidden() {
        let mut cut = false;
        let first = "GET /logout?id_token_hint=eyJhbGciOiJub25lIn0.e30.SECRET&state=s";
        let headers = [(
            "referer".to_owned(),
            "https://x/?code=SECRET-0123456789".to_owned(),
        )];
        let shown = message(first, &headers, &Body::default(), &mut cut);
        assert!(!shown.contains("SECRET"), "{shown}");
        assert!(
            shown.starts_with("GET /logout?") && shown.contains("state=s"),
            "{shown}"
        );
    }
}
