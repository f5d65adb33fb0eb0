//! The table that `banc bench` prints.

use super::statistics::Distribution;

/// One measure.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// What was measured.
    pub(super) name: String,
    /// Its values, in words of its own unit.
    pub(super) values: Values,
    /// Target and whether it holds; absent for a figure that only informs.
    pub(super) target: Option<(String, bool)>,
}

/// The values of a measure.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// Durations.
    Durations(Distribution),
    /// One figure with its number of samples.
    Figure {
        /// Number of samples.
        n: u64,
        /// Shown as it is.
        text: String,
    },
}

impl Row {
    /// True when the target does not hold.
    pub(super) fn missed(&self) -> bool {
        self.target.as_ref().is_some_and(|(_, holds)| !holds)
    }
}

/// The table, one line per measure.
pub(super) fn render(rows: &[Row]) -> String {
    let mut lines = vec![["measure", "n", "median", "p95", "p99", "target", ""].map(str::to_owned)];
    for row in rows {
        let (n, median, p95, p99) = match &row.values {
            Values::Durations(values) => (
                values.n.to_string(),
                duration(values.median_us),
                duration(values.p95_us),
                values.p99_us.map_or_else(|| "-".to_owned(), duration),
            ),
            Values::Figure { n, text } => {
                (n.to_string(), text.clone(), "-".to_owned(), "-".to_owned())
            }
        };
        let (target, state) = match &row.target {
            Some((target, true)) => (target.clone(), "ok"),
            Some((target, false)) => (target.clone(), "MISSED"),
            None => (String::new(), ""),
        };
        lines.push([
            row.name.clone(),
            n,
            median,
            p95,
            p99,
            target,
            state.to_owned(),
        ]);
    }
    let mut widths = [0_usize; 7];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in &lines {
        for (width, cell) in widths.iter().zip(line) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn duration(micros: f64) -> String {
    if micros >= 1_000_000.0 {
        format!("{:.2} s", micros / 1_000_000.0)
    } else if micros >= 1_000.0 {
        format!("{:.2} ms", micros / 1_000.0)
    } else {
        format!("{micros:.0} us")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_shows_n_and_what_is_missed() {
        let row = Row {
            name: "start".to_owned(),
            values: Values::Durations(Distribution::of([2_000_000, 3_000_000])),
            target: Some(("< 1 ms".to_owned(), false)),
        };
        assert!(row.missed());
        let text = render(&[row]);
        let line = text.lines().nth(1).unwrap();
        assert!(
            line.starts_with("start") && line.ends_with("MISSED") && line.contains(" 2 "),
            "{text}"
        );
    }
}
