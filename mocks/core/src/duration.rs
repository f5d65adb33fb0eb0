//! Durations as written in configurations: `"1.5s"`, `"300ms"`, `"10min"`.

use std::time::Duration;

use serde::Deserialize;

/// What is not a duration.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not a duration: write a number and a unit among us, ms, s, min, h, e.g. \"1.5s\" or \"300ms\""
)]
pub struct NotADuration(pub String);

/// Reads a duration.
pub fn parse(text: &str) -> Result<Duration, NotADuration> {
    let failed = || NotADuration(text.to_owned());
    let trimmed = text.trim();
    let unit_at = trimmed
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .ok_or_else(failed)?;
    let (number, unit) = trimmed.split_at(unit_at);
    let seconds = match unit.trim() {
        "us" | "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(failed()),
    };
    let number: f64 = number.parse().map_err(|_| failed())?;
    Duration::try_from_secs_f64(number * seconds).map_err(|_| failed())
}

/// Writes a duration as [`parse`] reads it.
pub fn text(duration: Duration) -> String {
    if duration.is_zero() {
        "0s".to_owned()
    } else if duration < Duration::from_millis(1) {
        format!("{}us", millis(duration) * 1000.0)
    } else if duration < Duration::from_secs(1) {
        format!("{}ms", millis(duration))
    } else {
        format!("{}s", duration.as_secs_f64())
    }
}

/// Milliseconds, to the microsecond.
pub fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// For `#[serde(deserialize_with)]`: a duration in text.
pub fn deserialize<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).map_err(serde::de::Error::custom)
}

/// For `#[serde(with)]`: a duration in text.
pub fn serialize<S: serde::Serializer>(
    duration: &Duration,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*duration))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_with_their_unit_only() {
        assert_eq!(parse("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse("300ms"), Ok(Duration::from_millis(300)));
        assert_eq!(parse("10 min"), Ok(Duration::from_mins(10)));
        for wrong in ["", "12", "s", "-1s", "1.2.3s", "1 day", "1e400s"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        for written in ["1.5s", "300ms", "250us", "0s"] {
            assert_eq!(text(parse(written).unwrap()), written);
        }
    }
}
