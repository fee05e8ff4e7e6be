//! The time of an entry, as its author's clock had it.

use std::fmt;
use std::str::FromStr;

/// A second in universal time. Order is the order of time.
///
/// # Example
/// ```
/// use euthymia_review::Time;
/// let time: Time = "2026-03-01T09:30:00Z".parse().unwrap();
/// assert_eq!(time.to_string(), "2026-03-01T09:30:00Z");
/// assert!("2026-03-01 09:30".parse::<Time>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time(u64);

/// A text that is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no time: write universal time such as 2026-03-01T09:30:00Z")]
pub struct NotATime(pub String);

/// What stands at each place of a time; `0` is any digit.
const PATTERN: &[u8; 20] = b"0000-00-00T00:00:00Z";

impl FromStr for Time {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        digits(text)
            .filter(|&digits| is_possible(digits))
            .map(Self)
            .ok_or_else(|| NotATime(text.to_owned()))
    }
}

/// The fourteen digits as one number.
fn digits(text: &str) -> Option<u64> {
    if text.len() != PATTERN.len() {
        return None;
    }
    let mut number = 0;
    for (&byte, &pattern) in text.as_bytes().iter().zip(PATTERN) {
        match pattern {
            b'0' if byte.is_ascii_digit() => number = number * 10 + u64::from(byte - b'0'),
            _ if byte == pattern && pattern != b'0' => {}
            _ => return None,
        }
    }
    Some(number)
}

/// Month, day, hour, minute and second in their ranges; a leap second is one.
fn is_possible(digits: u64) -> bool {
    let [month, day, hour, minute, second] = parts(digits);
    (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60
}

fn parts(digits: u64) -> [u64; 5] {
    [100_000_000, 1_000_000, 10_000, 100, 1].map(|unit| digits / unit % 100)
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.0 / 10_000_000_000;
        let [month, day, hour, minute, second] = parts(self.0);
        write!(
            out,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}
