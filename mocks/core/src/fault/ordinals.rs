//! Which calls a rule is for: the n-th ones of their operation.

use std::str::FromStr;

/// A range of ordinals, from 1: `"1"`, `"2-4"`, `"3-"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinals {
    first: u64,
    last: u64,
}

impl Ordinals {
    /// Every call.
    pub const ALL: Self = Self {
        first: 1,
        last: u64::MAX,
    };

    /// True when the ordinal is in the range.
    pub fn contains(&self, ordinal: u64) -> bool {
        (self.first..=self.last).contains(&ordinal)
    }
}

impl FromStr for Ordinals {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let failed =
            || format!("\"{text}\" is not a range of calls: write \"1\", \"2-4\" or \"3-\"");
        let number = |part: &str| part.trim().parse::<u64>().map_err(|_| failed());
        let (first, last) = match text.split_once('-') {
            None => (number(text)?, number(text)?),
            Some((first, last)) if last.trim().is_empty() => (number(first)?, u64::MAX),
            Some((first, last)) => (number(first)?, number(last)?),
        };
        if first == 0 || first > last {
            return Err(failed());
        }
        Ok(Self { first, last })
    }
}
