//! `report.html`: one self-contained page in French, for the screen, the projector and the printer.
//!
//! It holds no script and fetches nothing. Everything shown is escaped by the template engine and
//! passes through the redaction first.

mod call;
mod requirement;
mod scenario;
mod waterfall;

use std::collections::BTreeMap;
use std::time::Duration;

use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::{Subject, label, redaction};
use crate::exit::ExitCode;
use crate::measure::{Leg, Spread, injected, timeline};
use crate::record::{NotPlayed, RunRecord};
use crate::tally::Counts;
use crate::verdict::Verdict;

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/style.css");

/// A verdict as the page shows it.
#[derive(Clone, Debug, Serialize)]
struct State {
    label: &'static str,
    slug: &'static str,
    glyph: &'static str,
}

impl State {
    fn of(verdict: Option<Verdict>) -> Self {
        Self {
            label: label::state(verdict),
            slug: label::slug(verdict),
            glyph: label::glyph(verdict),
        }
    }
}

/// A state with the number of things in it.
#[derive(Clone, Debug, Serialize)]
struct Count {
    state: State,
    n: usize,
    /// Share of the total, percent, for the bar.
    share: f64,
}

/// All that the template shows.
#[derive(Debug, Serialize)]
struct PageView<'a> {
    run: &'a RunRecord,
    troubles: Vec<String>,
    title: String,
    verdict: Option<State>,
    started: String,
    ended: Option<String>,
    exit: Option<String>,
    exigence_counts: Vec<Count>,
    scenario_counts: Vec<Count>,
    preuve_counts: Vec<Count>,
    partial: usize,
    exigences: Vec<requirement::RequirementView>,
    scenarios: Vec<scenario::ScenarioView>,
    latencies: Vec<LatencyView>,
    calls: Vec<SpreadView>,
    overhead: Option<String>,
    legs: Vec<waterfall::LegView>,
    not_applicable: Vec<&'a NotPlayed>,
    left_out: Vec<&'a NotPlayed>,
    style: &'static str,
}

/// The page.
pub fn render(subject: &Subject<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.add_template("page.html", PAGE)?;
    let run = subject.run;
    let tally = &subject.tally;
    let exit = run.exit_code.and_then(|code| {
        let known = ExitCode::ALL.iter().find(|known| known.value() == code)?;
        Some(format!("{code} ({})", known.meaning()))
    });
    let page = PageView {
        troubles: run
            .troubles
            .iter()
            .map(|one| redaction::text(one))
            .collect(),
        run,
        title: run.software.as_ref().map_or_else(
            || "Logiciel inconnu".to_owned(),
            |software| format!("{} {}", software.logiciel, software.version),
        ),
        verdict: tally.verdict.map(|verdict| State::of(Some(verdict))),
        started: day(&run.started),
        ended: run.ended.as_deref().map(day),
        exit,
        exigence_counts: counts(tally.exigence_counts),
        scenario_counts: counts(tally.scenario_counts),
        preuve_counts: counts(tally.preuve_counts),
        partial: tally
            .exigences
            .iter()
            .filter(|one| one.is_partial())
            .count(),
        exigences: requirement::views(subject),
        scenarios: scenario::views(subject),
        latencies: latencies(subject),
        calls: calls(subject),
        overhead: run
            .adapter_overhead_ms
            .map(|ms| format!("{ms:.1} ms").replace('.', ",")),
        legs: waterfall::legend(),
        not_applicable: run
            .not_played
            .iter()
            .filter(|one| one.not_applicable)
            .collect(),
        left_out: run
            .not_played
            .iter()
            .filter(|one| !one.not_applicable)
            .collect(),
        style: STYLE,
    };
    let page = environment
        .get_template("page.html")?
        .render(minijinja::value::Serde(&page))?;
    // HTML allows no control character, and what the software says may hold some.
    Ok(page
        .chars()
        .filter(|each| !each.is_control() || matches!(each, '\n' | '\t'))
        .collect())
}

fn counts(counts: Counts) -> Vec<Count> {
    let total = counts.total().max(1);
    label::STATES
        .iter()
        .map(|state| (label::count(counts, *state), *state))
        .filter(|(n, _)| *n > 0)
        .map(|(n, state)| Count {
            state: State::of(state),
            n,
            share: percent(n, total),
        })
        .collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of scenarios are far below 2^52"
)]
fn percent(part: usize, total: usize) -> f64 {
    part as f64 * 100.0 / total as f64
}

/// `2026-11-22T10:00:12.3Z` as `22/11/2026 10:00:12 UTC`; as it stands when it is not an instant.
fn day(instant: &str) -> String {
    instant.parse::<jiff::Timestamp>().map_or_else(
        |_| instant.to_owned(),
        |instant| instant.strftime("%d/%m/%Y %H:%M:%S UTC").to_string(),
    )
}

/// A line of the table of latencies asked for and had.
#[derive(Debug, Serialize)]
struct LatencyView {
    operation: String,
    n: usize,
    requested: String,
    achieved: String,
    excess_median: String,
    excess_max: String,
}

fn latencies(subject: &Subject<'_>) -> Vec<LatencyView> {
    injected(subject.exchanges)
        .into_iter()
        .map(|one| LatencyView {
            operation: operation(&one.service, &one.operation),
            n: one.requested.n,
            requested: label::duration(one.requested.median),
            achieved: label::duration(one.achieved.median),
            excess_median: label::duration(one.excess.median),
            excess_max: label::duration(one.excess.max),
        })
        .collect()
}

/// A line of the table of calls.
#[derive(Debug, Serialize)]
struct SpreadView {
    operation: String,
    n: usize,
    min: String,
    median: String,
    p95: Option<String>,
    p99: Option<String>,
    max: String,
    mock: String,
}

fn calls(subject: &Subject<'_>) -> Vec<SpreadView> {
    // Whole durations, and the part of the simulator.
    type Samples = (Vec<Duration>, Vec<Duration>);
    let mut groups: BTreeMap<(&str, &str), Samples> = BTreeMap::new();
    for exchange in subject.exchanges {
        let timeline = timeline(exchange);
        if let Some(total) = timeline.call_duration().filter(|_| timeline.complete) {
            let group = groups
                .entry((&exchange.service, &exchange.operation))
                .or_default();
            group.0.push(total);
            group.1.push(timeline.duration(Leg::Mock));
        }
    }
    groups
        .into_iter()
        .filter_map(|((service, name), (totals, mocks))| {
            let spread = Spread::of(totals)?;
            Some(SpreadView {
                operation: operation(service, name),
                n: spread.n,
                min: label::duration(spread.min),
                median: label::duration(spread.median),
                p95: spread.p95.map(label::duration),
                p99: spread.p99.map(label::duration),
                max: label::duration(spread.max),
                mock: label::duration(Spread::of(mocks)?.median),
            })
        })
        .collect()
}

/// An operation in the words of a practice, with its service.
fn operation(service: &str, operation: &str) -> String {
    let words = match operation {
        "recherche_traits" => "recherche par traits",
        "recherche_carte_vitale" => "recherche par carte Vitale",
        "verification" => "vérification de l'INS",
        "inconnue" => "appel non reconnu",
        other => return format!("{service} · {}", other.replace('_', " ")),
    };
    format!(
        "{} · {words}",
        if service == "insi" { "INSi" } else { service }
    )
}

/// An identifier as an anchor of the page.
fn anchor(prefix: &str, id: &str) -> String {
    format!("{prefix}-{}", crate::record::file_name(id))
}

#[cfg(test)]
mod tests;
