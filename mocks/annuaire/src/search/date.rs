//! Dates of searches: a prefix and an instant known to the year, the month, the day, the minute or
//! the second. What has no zone is in universal time (guide: « 15h (GMT) »).

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// What is asked of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTest {
    prefix: Prefix,
    /// First instant of the period.
    low: Timestamp,
    /// First instant after it.
    high: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prefix {
    Equal,
    Different,
    Greater,
    Less,
    AtLeast,
    AtMost,
    Approximately,
}

impl DateTest {
    /// Reads `ge2025-05-27`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (prefix, rest) = Self::prefix(text);
        let (low, high) = period(rest)?;
        Some(Self { prefix, low, high })
    }

    fn prefix(text: &str) -> (Prefix, &str) {
        let prefix = match text.get(..2) {
            Some("eq") => Prefix::Equal,
            Some("ne") => Prefix::Different,
            // An instant has no length: it starts after a period when it is greater, and ends
            // before it when it is less.
            Some("gt" | "sa") => Prefix::Greater,
            Some("lt" | "eb") => Prefix::Less,
            Some("ge") => Prefix::AtLeast,
            Some("le") => Prefix::AtMost,
            Some("ap") => Prefix::Approximately,
            _ => return (Prefix::Equal, text),
        };
        (prefix, &text[2..])
    }

    /// Whether an instant is what is asked, seen from `now`.
    pub(crate) fn holds(&self, at: Timestamp, now: Timestamp) -> bool {
        match self.prefix {
            Prefix::Equal => self.low <= at && at < self.high,
            Prefix::Different => at < self.low || self.high <= at,
            Prefix::Greater => self.high <= at,
            Prefix::Less => at < self.low,
            Prefix::AtLeast => self.low <= at,
            Prefix::AtMost => at < self.high,
            Prefix::Approximately => {
                // Source: FHIR R4 §3.1.1.4.7: 10 % of the gap between now and the date.
                let margin = self.low.duration_until(now).abs() / 10;
                let low = self.low.saturating_sub(margin).unwrap_or(self.low);
                let high = self.high.saturating_add(margin).unwrap_or(self.high);
                low <= at && at < high
            }
        }
    }

    /// The instant from which everything later is asked: the call is a delta.
    pub(crate) fn delta_from(&self) -> Option<Timestamp> {
        match self.prefix {
            Prefix::Greater | Prefix::AtLeast => Some(self.low),
            _ => None,
        }
    }
}

/// First instant of what is written, and first instant after it.
fn period(text: &str) -> Option<(Timestamp, Timestamp)> {
    let Some((day, time)) = text.split_once('T') else {
        return days(text);
    };
    let (clock, zone) = split_zone(time)?;
    let (start, length) = match clock.len() {
        5 => (format!("{day}T{clock}:00"), Span::new().minutes(1)),
        8 => (format!("{day}T{clock}"), Span::new().seconds(1)),
        9.. => (format!("{day}T{clock}"), Span::new().milliseconds(1)),
        _ => return None,
    };
    let start: DateTime = start.parse().ok()?;
    let low = zone.to_timestamp(start).ok()?;
    let high = zone.to_timestamp(start.checked_add(length).ok()?).ok()?;
    Some((low, high))
}

/// A year, a month or a day.
fn days(text: &str) -> Option<(Timestamp, Timestamp)> {
    let (start, length) = match text.len() {
        4 => (format!("{text}-01-01"), Span::new().years(1)),
        7 => (format!("{text}-01"), Span::new().months(1)),
        10 => (text.to_owned(), Span::new().days(1)),
        _ => return None,
    };
    let start: Date = start.parse().ok()?;
    let end = start.checked_add(length).ok()?;
    let instant =
        |date: Date| TimeZone::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight()));
    Some((instant(start).ok()?, instant(end).ok()?))
}

fn split_zone(time: &str) -> Option<(&str, TimeZone)> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some((clock, TimeZone::UTC));
    }
    // A blank is a `+` that the client did not encode.
    let Some(at) = time.find(['+', '-', ' ']) else {
        return Some((time, TimeZone::UTC));
    };
    let (clock, offset) = time.split_at(at);
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    // Two digits each, as FHIR writes a zone: nothing here can overflow.
    let two = |text: &str| -> Option<i32> {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    let seconds = two(hours)? * 3600 + two(minutes)? * 60;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let zone = jiff::tz::Offset::from_seconds(sign * seconds).ok()?;
    Some((clock, TimeZone::fixed(zone)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(test: &str, at: &str) -> bool {
        let now = "2026-01-15T12:00:00Z".parse().unwrap();
        DateTest::parse(test)
            .unwrap_or_else(|| panic!("{test}"))
            .holds(at.parse().unwrap(), now)
    }

    #[test]
    fn each_prefix_compares_with_the_whole_period() {
        let (before, inside, after) = (
            "2025-05-26T23:59:59.999Z",
            "2025-05-27T10:00:00Z",
            "2025-05-28T00:00:00Z",
        );
        for (prefix, expected) in [
            ("", [false, true, false]),
            ("eq", [false, true, false]),
            ("ne", [true, false, true]),
            ("gt", [false, false, true]),
            ("sa", [false, false, true]),
            ("lt", [true, false, false]),
            ("eb", [true, false, false]),
            ("ge", [false, true, true]),
            ("le", [true, true, false]),
        ] {
            let found = [before, inside, after].map(|at| holds(&format!("{prefix}2025-05-27"), at));
            assert_eq!(found, expected, "{prefix}");
        }
        assert!(holds("ap2025-05-27", "2025-06-10T00:00:00Z"));
        assert!(!holds("ap2025-05-27", "2025-07-10T00:00:00Z"));
    }

    #[test]
    fn every_precision_and_zone_is_read() {
        assert!(holds("2025", "2025-12-31T23:59:59Z"));
        assert!(holds("2025-12", "2025-12-31T23:59:59Z"));
        assert!(holds("2025-05-27T10:16", "2025-05-27T10:16:59Z"));
        assert!(holds("2025-05-27T10:16:30", "2025-05-27T10:16:30.021Z"));
        assert!(holds(
            "2025-05-27T10:16:30.021+02:00",
            "2025-05-27T08:16:30.021Z"
        ));
        assert!(holds("2025-05-27T10:16:30 02:00", "2025-05-27T08:16:30Z"));
        for wrong in [
            "",
            "hier",
            "2025-13",
            "2025-05-27T",
            "2025-05-27T10:16:30+2",
            "2025-05-27T10:16:30+999999:00",
            "2025-05-27T10:16:30+-1:00",
            "é25",
        ] {
            assert_eq!(DateTest::parse(wrong), None, "{wrong}");
        }
    }
}
