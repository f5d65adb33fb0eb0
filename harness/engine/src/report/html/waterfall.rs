//! The calls of a scenario as bars on one time axis, idle time folded, in inline SVG coordinates.
//!
//! Between two calls the software or the user thinks; the axis folds that time, says so, and keeps
//! one scale for all the calls, so that lengths can be compared.

use std::time::Duration;

use banc_core::Exchange;
use serde::Serialize;

use super::operation;
use crate::measure::{Leg, Timeline, timeline};
use crate::report::label;

/// Left edge of the bars, in user units.
const LEFT: f64 = 250.0;

/// Width of the bars' area.
const WIDTH: f64 = 640.0;

/// Height of a row.
const ROW: f64 = 24.0;

/// Room above the first row.
const TOP: f64 = 26.0;

/// Calls beyond which the drawing stops: the page says how many are left.
const MOST: usize = 60;

/// The drawing.
#[derive(Debug, Serialize)]
pub(super) struct WaterfallView {
    height: f64,
    rows: Vec<RowView>,
    /// Places where idle time was folded.
    folds: Vec<FoldView>,
    /// What the whole width stands for, folded time left out.
    scale: String,
    /// Calls not drawn.
    left_out: usize,
}

#[derive(Debug, Serialize)]
struct RowView {
    number: u64,
    y: f64,
    label: String,
    total: String,
    total_x: f64,
    bars: Vec<BarView>,
}

#[derive(Debug, Serialize)]
struct BarView {
    slug: &'static str,
    x: f64,
    width: f64,
    title: String,
}

#[derive(Debug, Serialize)]
struct FoldView {
    x: f64,
    title: String,
}

/// An entry of the legend.
#[derive(Debug, Serialize)]
pub(super) struct LegView {
    slug: &'static str,
    label: &'static str,
}

/// The legend.
pub(super) fn legend() -> Vec<LegView> {
    Leg::ALL
        .iter()
        .map(|leg| LegView {
            slug: leg.slug(),
            label: leg.label(),
        })
        .collect()
}

/// The drawing of some calls; `None` when none has an instant.
pub(super) fn view(exchanges: &[&Exchange]) -> Option<WaterfallView> {
    let mut calls: Vec<(&Exchange, Timeline)> = exchanges
        .iter()
        .map(|exchange| (*exchange, timeline(exchange)))
        .filter(|(_, timeline)| timeline.start().is_some())
        .collect();
    calls.sort_by_key(|(exchange, timeline)| (timeline.start(), exchange.number));
    let left_out = calls.len().saturating_sub(MOST);
    calls.truncate(MOST);
    let axis = Axis::of(calls.iter().map(|(_, timeline)| timeline))?;
    let rows = calls
        .iter()
        .enumerate()
        .map(|(index, (exchange, timeline))| row(index, exchange, timeline, &axis))
        .collect::<Vec<_>>();
    Some(WaterfallView {
        height: TOP + ROW * f64_of(rows.len()) + 8.0,
        folds: axis.folds(),
        scale: label::duration(Duration::from_nanos(axis.active)),
        rows,
        left_out,
    })
}

fn row(index: usize, exchange: &Exchange, timeline: &Timeline, axis: &Axis) -> RowView {
    let bars: Vec<BarView> = timeline
        .segments
        .iter()
        .map(|segment| {
            let (from, to) = (axis.x(segment.from.0), axis.x(segment.to.0));
            BarView {
                slug: segment.leg.slug(),
                x: from,
                // A bar thinner than this cannot be seen.
                width: (to - from).max(0.8),
                title: format!(
                    "{} : {}",
                    segment.leg.label(),
                    label::duration(segment.duration())
                ),
            }
        })
        .collect();
    let end = timeline.end().map_or(LEFT, |end| axis.x(end.0));
    let status = match &exchange.response {
        Some(_) if timeline.complete => String::new(),
        Some(response) => format!(" (HTTP {}, coupé)", response.status),
        None => " (sans réponse)".to_owned(),
    };
    RowView {
        number: exchange.number,
        y: TOP + ROW * f64_of(index),
        label: operation(&exchange.service, &exchange.operation),
        total: timeline
            .call_duration()
            .map(label::duration)
            .unwrap_or_default()
            + &status,
        total_x: end + 6.0,
        bars,
    }
}

/// The folded axis: spans of time during which a call was under way, in nanoseconds.
struct Axis {
    spans: Vec<(u64, u64)>,
    active: u64,
    gap: f64,
}

impl Axis {
    fn of<'a>(timelines: impl Iterator<Item = &'a Timeline>) -> Option<Self> {
        let mut spans: Vec<(u64, u64)> = Vec::new();
        // Timelines come by start.
        for timeline in timelines {
            let (from, to) = (timeline.start()?.0, timeline.end()?.0);
            match spans.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => spans.push((from, to)),
            }
        }
        let active = spans.iter().map(|(from, to)| to - from).sum::<u64>().max(1);
        let gaps = f64_of(spans.len().checked_sub(1)?);
        // Folds take a third of the width at the most.
        let gap = if gaps > 0.0 {
            (WIDTH / 3.0 / gaps).min(14.0)
        } else {
            0.0
        };
        Some(Self { spans, active, gap })
    }

    /// Width of one nanosecond.
    fn unit(&self) -> f64 {
        let gaps = f64_of(self.spans.len() - 1) * self.gap;
        (WIDTH - gaps) / nanos(self.active)
    }

    fn x(&self, at: u64) -> f64 {
        let mut x = LEFT;
        for (from, to) in &self.spans {
            if at <= *to {
                return round(x + nanos(at.saturating_sub(*from)) * self.unit());
            }
            x += nanos(to - from) * self.unit() + self.gap;
        }
        round(x - self.gap)
    }

    fn folds(&self) -> Vec<FoldView> {
        self.spans
            .windows(2)
            .map(|pair| FoldView {
                x: round(self.x(pair[0].1) + self.gap / 2.0),
                title: format!(
                    "{} sans appel",
                    label::duration(Duration::from_nanos(pair[1].0 - pair[0].1))
                ),
            })
            .collect()
    }
}

fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

#[expect(clippy::cast_precision_loss, reason = "coordinates of a drawing")]
fn nanos(nanos: u64) -> f64 {
    nanos as f64
}

#[expect(clippy::cast_precision_loss, reason = "coordinates of a drawing")]
fn f64_of(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample;

    #[test]
    fn bars_stay_in_the_frame_on_one_scale_and_idle_time_is_folded() {
        let calls = [
            sample::exchange(1, "l", Some(100.0)),
            sample::exchange(2, "l", None),
        ];
        let view = view(&calls.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(view.rows.len(), 2);
        assert_eq!(view.folds.len(), 1);
        assert!(
            view.folds[0].title.contains("892 ms"),
            "{}",
            view.folds[0].title
        );
        let bars = || view.rows.iter().flat_map(|row| &row.bars);
        for bar in bars() {
            assert!(
                bar.x >= LEFT && bar.x + bar.width <= LEFT + WIDTH + 1.0,
                "{bar:?}"
            );
        }
        // 100.2 ms against 4 ms, both drawn: lengths are in proportion.
        let width = |slug| bars().find(|bar| bar.slug == slug).unwrap().width;
        let ratio = width("injecte") / width("connexion");
        assert!((ratio - 25.05).abs() < 0.2, "{ratio}");
    }

    #[test]
    fn nothing_is_drawn_without_instants_and_many_calls_are_cut() {
        assert!(view(&[]).is_none());
        let many: Vec<Exchange> = (1..=80).map(|n| sample::exchange(n, "l", None)).collect();
        let view = view(&many.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!((view.rows.len(), view.left_out), (60, 20));
    }
}
