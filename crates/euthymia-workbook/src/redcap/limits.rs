//! What the validation of a field allows.

use jiff::civil::{Date, DateTime, Time};

use super::field::{Field, FieldKind};

/// How values are read to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Whole,
    Number,
    Date,
    Moment,
    Clock,
}

/// A value that can be compared with others of its reading.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Read {
    Number(f64),
    Moment(DateTime),
    Clock(Time),
}

/// What a value of a field must be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Limits {
    reading: Reading,
    minimum: Option<(Read, String)>,
    maximum: Option<(Read, String)>,
    /// Limits that depend on the day or on other fields.
    pub(super) unchecked: Vec<String>,
}

/// Why a value does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Misfit {
    /// It is not what the validation asks for.
    Unreadable(&'static str),
    /// It is outside the range.
    Outside(String),
}

impl Limits {
    /// What the dictionary asks of a field; `None` when any text is allowed.
    pub(super) fn of(field: &Field) -> Option<Self> {
        let reading = match field.kind {
            FieldKind::Slider => Reading::Whole,
            FieldKind::Text => reading(field.validation.as_deref()?)?,
            _ => return None,
        };
        let mut unchecked = Vec::new();
        let mut limit = |text: &Option<String>| {
            let text = text.as_ref()?;
            let read = reading.read(text);
            if read.is_none() {
                unchecked.push(text.clone());
            }
            Some((read?, text.clone()))
        };
        let (mut minimum, mut maximum) = (limit(&field.minimum), limit(&field.maximum));
        if field.kind == FieldKind::Slider {
            minimum = minimum.or_else(|| Some((Read::Number(0.0), "0".to_owned())));
            maximum = maximum.or_else(|| Some((Read::Number(100.0), "100".to_owned())));
        }
        Some(Self {
            reading,
            minimum,
            maximum,
            unchecked,
        })
    }

    pub(super) fn check(&self, text: &str) -> Result<(), Misfit> {
        let value = self.reading.read(text);
        let value = value.ok_or(Misfit::Unreadable(self.reading.expected()))?;
        let below = self
            .minimum
            .as_ref()
            .is_some_and(|(limit, _)| value < *limit);
        let above = self
            .maximum
            .as_ref()
            .is_some_and(|(limit, _)| value > *limit);
        if !below && !above {
            return Ok(());
        }
        let range = match (&self.minimum, &self.maximum) {
            (Some((_, low)), Some((_, high))) => format!("{low} to {high}"),
            (Some((_, low)), None) => format!("at least {low}"),
            (None, Some((_, high))) => format!("at most {high}"),
            (None, None) => String::new(),
        };
        Err(Misfit::Outside(range))
    }
}

fn reading(validation: &str) -> Option<Reading> {
    let name = validation.to_ascii_lowercase();
    match name.as_str() {
        "integer" => Some(Reading::Whole),
        "time" | "time_hh_mm_ss" => Some(Reading::Clock),
        _ if name.starts_with("datetime_") => Some(Reading::Moment),
        _ if name.starts_with("date_") => Some(Reading::Date),
        _ if name.starts_with("number") => Some(Reading::Number),
        _ => None,
    }
}

impl Reading {
    fn expected(self) -> &'static str {
        match self {
            Self::Whole => "expected a whole number",
            Self::Number => "expected a number",
            Self::Date => "expected a date as yyyy-mm-dd",
            Self::Moment => "expected a date and time as yyyy-mm-dd hh:mm",
            Self::Clock => "expected a time as hh:mm",
        }
    }

    fn read(self, text: &str) -> Option<Read> {
        match self {
            Self::Whole => text
                .parse::<i64>()
                .ok()
                .map(|value| Read::Number(value as f64)),
            Self::Number => {
                // Fields of one decimal mark each have it in their validation's name.
                let value: f64 = text.replacen(',', ".", 1).parse().ok()?;
                value.is_finite().then_some(Read::Number(value))
            }
            Self::Date => {
                let date: Date = text.parse().ok()?;
                Some(Read::Moment(date.to_datetime(Time::midnight())))
            }
            Self::Moment => text.parse().ok().map(Read::Moment),
            Self::Clock => text.parse().ok().map(Read::Clock),
        }
    }
}
