//! The page for a person: what this is, what is open, where to look.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::failure::Failure;
use super::health::BANNER;

/// Nothing is loaded from elsewhere, and the page cannot be framed.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1b1b35}\
main{max-width:60rem;margin:0 auto;padding:1rem 2rem}\
.bandeau{background:#b34000;color:#fff;text-align:center;padding:.5rem;font-weight:700}\
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left}\
code{background:#f2f2f7}";

pub(super) async fn page(State(state): State<super::State>) -> Result<impl IntoResponse, Failure> {
    let stack = state.stack()?;
    let rows = stack.lanes().into_iter().flat_map(|lane| {
        let name = escaped(lane.name());
        let fronts = lane.endpoints().into_iter();
        let cells = fronts.map(|(front, url)| (escaped(&front), escaped(&url)));
        let rows = cells.map(|(front, url)| {
            format!("<tr><td>{name}</td><td>{front}</td><td><code>{url}</code></td></tr>")
        });
        rows.collect::<Vec<_>>()
    });
    let mut lanes = rows.collect::<Vec<_>>().concat();
    if lanes.is_empty() {
        lanes.push_str("<tr><td colspan=\"3\">aucune voie ouverte</td></tr>");
    }
    let troubles = stack.troubles();
    let told = stack.warnings().iter().chain(&troubles);
    let warnings: Vec<String> = told
        .map(|warning| format!("<p><strong>Attention :</strong> {}</p>", escaped(warning)))
        .collect();
    let warnings = warnings.concat();
    let html = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\">\
<title>Banc Ségur — {BANNER}</title><style>{STYLE}</style></head><body>\
<div class=\"bandeau\" role=\"note\">{BANNER}</div><main><h1>Banc Ségur</h1>\
<p>Services nationaux simulés pour essayer un logiciel de gestion de cabinet. \
N'y envoyez jamais de données de personnes réelles.</p>{warnings}\
<h2>Voies ouvertes</h2><table><tr><th>Voie</th><th>Façade</th><th>Adresse</th></tr>{lanes}</table>\
<h2>API de gestion</h2><ul>\
<li><a href=\"/voies\">Voies</a></li>\
<li><a href=\"/fautes\">Catalogue des fautes</a></li>\
<li><a href=\"/journal/entrees\">Journal des échanges</a></li>\
<li><a href=\"/horloge\">Horloge simulée</a></li>\
<li><a href=\"/autorite/autorites.pem\">Autorités de test à reconnaître (PEM)</a></li>\
<li><a href=\"/autorite/certificats\">Certificats clients de test</a></li>\
<li><a href=\"/sante\">État du banc</a></li>\
<li><a href=\"/openapi.json\">Description OpenAPI</a></li></ul></main></body></html>\n"
    );
    Ok((
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        html,
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
