//! How verdicts, counts and durations are written in every report.

use std::time::Duration;

use crate::tally::Counts;
use crate::verdict::Verdict;

/// Label of a state of coverage: a verdict, or *Non couvert*.
pub(super) fn state(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("Non couvert", Verdict::label)
}

/// Stable name of a state, for style sheets.
pub(super) fn slug(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::NonConforme) => "non-conforme",
        Some(Verdict::NonConcluant) => "non-concluant",
        Some(Verdict::ARevoir) => "a-revoir",
        Some(Verdict::Conforme) => "conforme",
        Some(Verdict::NonApplicable) => "non-applicable",
        None => "non-couvert",
    }
}

/// A glyph beside each colour: colour alone must not carry the verdict.
pub(super) fn glyph(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::NonConforme) => "✗",
        Some(Verdict::NonConcluant) => "?",
        Some(Verdict::ARevoir) => "!",
        Some(Verdict::Conforme) => "✓",
        Some(Verdict::NonApplicable) => "–",
        None => "○",
    }
}

/// The states in the order of reports: what needs work first.
pub(super) const STATES: [Option<Verdict>; 6] = [
    Some(Verdict::NonConforme),
    Some(Verdict::NonConcluant),
    Some(Verdict::ARevoir),
    Some(Verdict::Conforme),
    Some(Verdict::NonApplicable),
    None,
];

/// The count of a state.
pub(super) fn count(counts: Counts, state: Option<Verdict>) -> usize {
    match state {
        Some(Verdict::NonConforme) => counts.non_conforme,
        Some(Verdict::NonConcluant) => counts.non_concluant,
        Some(Verdict::ARevoir) => counts.a_revoir,
        Some(Verdict::Conforme) => counts.conforme,
        Some(Verdict::NonApplicable) => counts.non_applicable,
        None => counts.non_couvert,
    }
}

/// A duration in French: `0,3 ms`, `412 ms`, `1,25 s`, `2 min 05 s`.
pub(super) fn duration(duration: Duration) -> String {
    let ms = duration.as_secs_f64() * 1e3;
    let text = if ms < 10.0 {
        format!("{ms:.1} ms")
    } else if ms < 1000.0 {
        format!("{ms:.0} ms")
    } else if ms < 60_000.0 {
        format!("{:.2} s", ms / 1e3)
    } else {
        let seconds = duration.as_secs();
        return format!("{} min {:02} s", seconds / 60, seconds % 60);
    };
    text.replace('.', ",")
}

/// Without control characters (tabs and line ends become spaces): reports go to terminals and to
/// parsers that refuse them.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\t' | '\n' | '\r') {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_keep_the_digits_that_matter() {
        let cases = [
            (300, "0,3 ms"),
            (412_400, "412 ms"),
            (1_250_000, "1,25 s"),
            (125_000_000, "2 min 05 s"),
        ];
        for (micros, expected) in cases {
            assert_eq!(duration(Duration::from_micros(micros)), expected);
        }
    }

    #[test]
    fn printable_text_has_no_escape_sequence() {
        assert_eq!(printable("a\u{1b}[31m\tb\0\r\n"), "a[31m b  ");
    }
}
