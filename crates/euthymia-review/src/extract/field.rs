//! One question of a form.

use std::fmt;

use serde::Deserialize;

/// What is entered into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number with a decimal point.
    Number,
    /// A percentage, 0 to 100.
    Percent,
    /// One of a list of words.
    Choice,
    /// A year, a month `2020-05`, or a day `2020-05-17`.
    Date,
}

/// A unit in which a number may be entered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// As it is printed: `mg`.
    pub name: String,
    /// The number times this, plus [`Unit::plus`], is the number in the unit that is kept.
    #[serde(default = "one")]
    pub times: f64,
    /// See [`Unit::times`].
    #[serde(default)]
    pub plus: f64,
    /// The unit that is kept, where it is not the first of the list. A unit without `times`, `plus`
    /// and `of` is kept itself: milligrams, and milligrams a kilogram.
    #[serde(default)]
    pub of: Option<String>,
}

/// A question of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in places.
    pub id: String,
    /// What is asked, in words.
    pub ask: Option<String>,
    /// What is entered.
    pub kind: FieldType,
    /// Whether a study without it is incomplete.
    pub is_required: bool,
    /// Smallest number that can be, in the unit that is kept.
    pub min: Option<f64>,
    /// Largest number that can be.
    pub max: Option<f64>,
    /// Units; none where the number has none.
    pub units: Vec<Unit>,
    /// Words of a choice.
    pub choices: Vec<String>,
    /// Whether what two people entered is compared. Not for remarks in free words.
    pub is_compared: bool,
}

fn one() -> f64 {
    1.0
}

impl FieldType {
    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Percent)
    }

    /// What is expected, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "words",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Percent => "percent, 0 to 100",
            Self::Choice => "one of",
            Self::Date => "a year, 2020-05 or 2020-05-17",
        }
    }
}

impl Field {
    /// The smallest and the largest number that can be, by the type and what the form says.
    pub fn range(&self) -> (Option<f64>, Option<f64>) {
        let (low, high) = match self.kind {
            FieldType::Percent => (Some(0.0), Some(100.0)),
            _ => (None, None),
        };
        (self.min.or(low), self.max.or(high))
    }

    /// The unit that is kept where a number is entered in this one.
    pub fn kept<'f>(&'f self, unit: &'f Unit) -> &'f str {
        match (&unit.of, unit.times == 1.0 && unit.plus == 0.0) {
            (Some(of), _) => of,
            (None, true) => &unit.name,
            (None, false) => self.units.first().map_or("", |first| &first.name),
        }
    }

    /// The unit of a name.
    pub fn unit(&self, name: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.name == name.trim())
    }
}

impl fmt::Display for Unit {
    /// With the conversion: `g (times 1000)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)?;
        let (times, plus) = (self.times, self.plus);
        match (times != 1.0, plus != 0.0) {
            (false, false) => Ok(()),
            (true, false) => write!(out, " (times {times})"),
            (false, true) => write!(out, " (plus {plus})"),
            (true, true) => write!(out, " (times {times}, plus {plus})"),
        }
    }
}
