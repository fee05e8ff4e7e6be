//! FHIR dates and times.

use jiff::{Timestamp, civil::Date};

/// A day, and the moment within it where one is given.
///
/// The day is the one that was written, in the place where it was written: 2026-02-05T23:30:00-04:00
/// is 5 February, although it is the 6th in Greenwich. Moments compare by day, then by time; one
/// without a time comes first on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day as written.
    pub date: Date,
    /// The instant, where a time with its offset from Greenwich is given.
    pub instant: Option<Timestamp>,
}

/// The text is not a complete FHIR date or time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not {wanted}")]
pub struct MomentError {
    /// What was read.
    pub found: String,
    /// What would be right.
    pub wanted: &'static str,
}

impl Moment {
    /// Reads `2026-02-05` or `2026-02-05T09:35:00-04:00`.
    ///
    /// # Errors
    /// [`MomentError`] for anything else, also for FHIR's incomplete dates (`2026`, `2026-02`): which
    /// day they mean is not known.
    ///
    /// # Example
    /// ```
    /// use euthymia_fhir::moment::Moment;
    /// let late = Moment::parse("2026-02-05T23:30:00-04:00")?;
    /// assert_eq!(late.date.to_string(), "2026-02-05");
    /// assert!(Moment::parse("2026-02").is_err());
    /// # Ok::<(), euthymia_fhir::moment::MomentError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, MomentError> {
        let error = |wanted| MomentError {
            found: text.to_owned(),
            wanted,
        };
        let wanted = "a date complete to the day (2026-02-05)";
        let day = text.get(..10).filter(|day| is_shaped_like_a_date(day));
        let day = day.ok_or_else(|| error(wanted))?;
        let date: Date = day.parse().map_err(|_| error(wanted))?;
        if text.len() == day.len() {
            return Ok(Self {
                date,
                instant: None,
            });
        }
        let wanted = "a time with its offset (2026-02-05T09:35:00-04:00)";
        let instant = text.parse().map_err(|_| error(wanted))?;
        Ok(Self {
            date,
            instant: Some(instant),
        })
    }
}

fn is_shaped_like_a_date(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| {
        if at == 4 || at == 7 {
            byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_read() {
        for text in [
            "2026-02-05",
            "2026-02-05T09:35:00-04:00",
            "2026-02-05T09:35:00.000Z",
        ] {
            assert_eq!(Moment::parse(text).unwrap().date.to_string(), "2026-02-05");
        }
    }

    #[test]
    fn anything_else_is_an_error() {
        for text in [
            "",
            "2026",
            "2026-02",
            "2026-02-30",
            "20260205",
            "2026-02-05T",
            "2026-02-05T09:35:00",
            "2026-02-05 later",
            "05.02.2026",
            "2026-2-5xxx",
            "ééééé",
        ] {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn moments_of_one_day_are_in_order() {
        let read = |text| Moment::parse(text).unwrap();
        let noon = read("2026-02-05T12:00:00+00:00");
        assert!(read("2026-02-05") < noon);
        assert!(noon < read("2026-02-05T09:35:00-04:00"));
        assert!(read("2026-02-05T23:59:00-04:00") < read("2026-02-06T00:01:00Z"));
    }
}
