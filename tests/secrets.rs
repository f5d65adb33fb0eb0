//! What a run of the Pro Santé Connect and directory scenarios writes beside its raw exchanges holds
//! no token, no code, no secret: reports travel.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/campaign.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod campaign;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::collections::BTreeSet;

use banc_core::exchange::Exchange;

/// What travels: everything but the raw exchanges and the preuves made of them.
const TRAVELS: &[&str] = &[
    "report.html",
    "junit.xml",
    "rem.csv",
    "convergence.csv",
    "run.json",
    "summary.txt",
];

/// Members, parameters and cookies whose value opens something.
const SECRET: &[&str] = &[
    "access_token",
    "auth_req_id",
    "client_secret",
    "code",
    "code_verifier",
    "id_token",
    "id_token_hint",
    "logout_token",
    "proxy_session_id",
    "refresh_token",
    "subject_token",
];

/// Shorter values are words, not secrets.
const SHORTEST: usize = 16;

/// Values of the secret parameters of a query or a form.
fn of_pairs(text: &str, found: &mut BTreeSet<String>) {
    let Ok(url) = reqwest::Url::parse(&format!("http://localhost/?{text}")) else {
        return;
    };
    for (name, value) in url.query_pairs() {
        if SECRET.contains(&&*name) {
            found.insert(value.into_owned());
        }
    }
}

/// Values of the secret members of a JSON document.
fn of_json(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    // The codes of a FHIR resource are no secret.
                    Some(text) if name != "code" && SECRET.contains(&name.as_str()) => {
                        found.insert(text.to_owned());
                    }
                    _ => of_json(member, found),
                }
            }
        }
        serde_json::Value::Array(members) => {
            for member in members {
                of_json(member, found);
            }
        }
        _ => {}
    }
}

fn of_headers(headers: &[(String, String)], found: &mut BTreeSet<String>) {
    for (name, value) in headers {
        match name.to_ascii_lowercase().as_str() {
            "authorization" => found.extend(value.split(' ').nth(1).map(str::to_owned)),
            "cookie" | "set-cookie" => {
                let first = value.split(';').next().unwrap_or_default();
                found.extend(first.split_once('=').map(|(_, value)| value.to_owned()));
            }
            "esante-api-key" => found.extend([value.clone()]),
            "location" => of_pairs(value.split_once('?').map_or("", |(_, query)| query), found),
            _ => {}
        }
    }
}

/// Every secret that an exchange bore.
fn secrets_of(exchange: &Exchange, found: &mut BTreeSet<String>) {
    let request = &exchange.request;
    of_pairs(
        request
            .target
            .split_once('?')
            .map_or("", |(_, query)| query),
        found,
    );
    let mut part = |headers: &[(String, String)], bytes: &[u8]| {
        of_headers(headers, found);
        if let Ok(value) = serde_json::from_slice(bytes) {
            of_json(&value, found);
        } else if let Ok(text) = std::str::from_utf8(bytes) {
            of_pairs(text, found);
        }
    };
    part(&request.headers, &request.body.bytes);
    if let Some(response) = &exchange.response {
        part(&response.headers, &response.body.bytes);
    }
}

#[test]
fn nothing_that_travels_holds_a_token_or_a_secret() {
    let run = campaign::play("secrets", &["demo", "--tags", "@PSC or @ANN"]);
    let recorded = banc_core::journal::read(&run.directory).unwrap();
    let mut secrets = BTreeSet::new();
    for exchange in recorded.exchanges() {
        secrets_of(exchange, &mut secrets);
    }
    secrets.retain(|secret| secret.len() >= SHORTEST);
    assert!(
        secrets.len() >= 100,
        "only {} secrets were seen: {}",
        secrets.len(),
        run.complained
    );
    let mut written: Vec<(&str, String)> = TRAVELS
        .iter()
        .map(|name| {
            let text = std::fs::read_to_string(run.directory.join(name)).unwrap();
            (*name, text)
        })
        .collect();
    written.push(("standard output", run.printed));
    written.push(("standard error", run.complained));
    for (name, text) in &written {
        // A page writes some characters otherwise; none of a token's but the slash of base64.
        let text = text.replace("&#x2f;", "/").replace("&#x3d;", "=");
        for secret in &secrets {
            let end = secret.rsplit('.').next().unwrap_or(secret);
            let told =
                text.contains(secret.as_str()) || (end.len() >= SHORTEST && text.contains(end));
            assert!(!told, "{name} holds {secret}");
        }
    }
}
