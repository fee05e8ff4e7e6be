//! Quantities as people write them: a number with its unit, and the range in which it can be right.
//!
//! A dose by weight is not a dose, and neither is a time: each is a type of its own.

use std::fmt;

/// A text that is no such quantity, or a value that cannot be right.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QuantityError {
    /// A number without a unit.
    #[error("\"{text}\" has no unit; write {what} such as {example}")]
    NoUnit {
        /// What was written.
        text: String,
        /// What it should be.
        what: &'static str,
        /// How to write one.
        example: &'static str,
    },
    /// The unit of something else.
    #[error("\"{unit}\" is no unit of {what}; write it such as {example} (units: {units})")]
    Unit {
        /// What was found.
        unit: String,
        /// What it should be.
        what: &'static str,
        /// How to write one.
        example: &'static str,
        /// The units that are understood.
        units: String,
    },
    /// A comma, which separates thousands in some places and decimals in others.
    #[error(
        "\"{0}\" has a comma; write decimals with a point, such as 0.5, and no mark for thousands"
    )]
    Comma(String),
    /// No number.
    #[error("\"{text}\" is no number with a unit; write {what} such as {example}")]
    NoNumber {
        /// What was written.
        text: String,
        /// What it should be.
        what: &'static str,
        /// How to write one.
        example: &'static str,
    },
    /// A value outside of what can be right.
    #[error("{what} of {found} cannot be right; plausible are {low} to {high} {unit}")]
    Range {
        /// What it is.
        what: &'static str,
        /// What was found, as it was written where it had a unit.
        found: String,
        /// The unit.
        unit: &'static str,
        /// The smallest plausible value.
        low: f64,
        /// The largest plausible value.
        high: f64,
    },
    /// What is weighed has a weight.
    #[error("a body weight of {0} kg cannot be right; it is above 0")]
    Weightless(f64),
}

/// What a quantity is called, its units, and its range.
struct Kind {
    what: &'static str,
    example: &'static str,
    /// Names in lower case with how many of the first unit each is.
    units: &'static [(&'static str, f64)],
    /// Whether a number alone is in the first unit.
    bare: bool,
    low: f64,
    high: f64,
}

impl Kind {
    fn unit(&self) -> &'static str {
        self.units.first().map_or("", |(name, _)| name)
    }

    fn check(&self, value: f64) -> Result<f64, QuantityError> {
        self.written(value, || format!("{value} {}", self.unit()))
    }

    fn written(&self, value: f64, found: impl Fn() -> String) -> Result<f64, QuantityError> {
        match (self.low..=self.high).contains(&value) {
            true => Ok(value),
            false => Err(QuantityError::Range {
                what: self.what,
                found: found(),
                unit: self.unit(),
                low: self.low,
                high: self.high,
            }),
        }
    }

    fn parse(&self, text: &str) -> Result<f64, QuantityError> {
        let text = text.trim();
        if text.contains(',') {
            return Err(QuantityError::Comma(text.to_owned()));
        }
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
        let end = text.find(|c| !is_number(c)).unwrap_or(text.len());
        let (digits, unit) = text.split_at(end);
        let number: f64 = digits.parse().map_err(|_| QuantityError::NoNumber {
            text: text.to_owned(),
            what: self.what,
            example: self.example,
        })?;
        let unit: String = unit.split_whitespace().collect::<String>().to_lowercase();
        // The micro sign and the Greek letter look alike.
        let unit = unit.replace(['µ', 'μ'], "u");
        let found = self
            .units
            .iter()
            .find(|(name, _)| name.to_lowercase() == unit);
        match found {
            Some((_, factor)) => self.written(number * factor, || text.to_owned()),
            None if unit.is_empty() && self.bare => self.check(number),
            None if unit.is_empty() => Err(QuantityError::NoUnit {
                text: text.to_owned(),
                what: self.what,
                example: self.example,
            }),
            None => Err(QuantityError::Unit {
                unit,
                what: self.what,
                example: self.example,
                units: self
                    .units
                    .iter()
                    .map(|(name, _)| *name)
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident: $kind:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
            pub struct $name(f64);

            impl $name {
                const KIND: Kind = $kind;

                /// A value in the unit of the type.
                ///
                /// # Errors
                /// [`QuantityError::Range`] for a value that cannot be right.
                pub fn new(value: f64) -> Result<Self, QuantityError> {
                    Self::KIND.check(value).map(Self)
                }

                /// Reads a number with its unit; another unit of the same thing is converted.
                ///
                /// # Errors
                /// [`QuantityError`].
                pub fn parse(text: &str) -> Result<Self, QuantityError> {
                    Self::KIND.parse(text).map(Self)
                }

                /// The value in the unit of the type.
                #[must_use]
                pub fn value(self) -> f64 {
                    self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{} {}", self.0, Self::KIND.unit())
                }
            }
        )+
    };
}

quantities! {
    /// An amount in milligrams.
    Milligrams: Kind {
        what: "a dose",
        example: "35mg or 0.5mg/kg",
        units: &[("mg", 1.0), ("ug", 1e-3), ("mcg", 1e-3), ("g", 1e3)],
        bare: false,
        low: 0.001,
        high: 2000.0,
    };
    /// An amount by body weight, in milligrams per kilogram.
    ///
    /// # Example
    /// ```
    /// use euthymia_pharmacokinetics::quantity::{Kilograms, Milligrams, MilligramsPerKilogram};
    /// let dose = MilligramsPerKilogram::parse("500 µg/kg")?.of(Kilograms::new(70.0)?)?;
    /// assert_eq!(dose, Milligrams::new(35.0)?);
    /// assert!(Milligrams::parse("0.5mg/kg").is_err());
    /// assert!(Milligrams::parse("0,5mg").is_err());
    /// # Ok::<(), euthymia_pharmacokinetics::quantity::QuantityError>(())
    /// ```
    MilligramsPerKilogram: Kind {
        what: "a dose by weight",
        example: "0.5mg/kg",
        units: &[("mg/kg", 1.0), ("ug/kg", 1e-3), ("mcg/kg", 1e-3)],
        bare: false,
        low: 0.001,
        high: 20.0,
    };
    /// A time in hours, from 0.
    Hours: Kind {
        what: "a time",
        example: "40min, 1h or 3d",
        units: &[
            ("h", 1.0),
            ("min", 1.0 / 60.0),
            ("s", 1.0 / 3600.0),
            ("d", 24.0),
            ("hours", 1.0),
            ("hour", 1.0),
            ("minutes", 1.0 / 60.0),
            ("days", 24.0),
            ("day", 24.0),
        ],
        bare: false,
        low: 0.0,
        high: 2400.0,
    };
    /// A concentration in nanograms per millilitre.
    NanogramsPerMillilitre: Kind {
        what: "a concentration",
        example: "100ng/mL",
        units: &[("ng/mL", 1.0), ("ug/L", 1.0), ("mcg/L", 1.0), ("mg/L", 1e3), ("ug/mL", 1e3)],
        bare: true,
        low: 0.001,
        high: 1e5,
    };
    /// An age in years.
    Years: Kind {
        what: "an age",
        example: "45",
        units: &[("years", 1.0), ("y", 1.0)],
        bare: true,
        low: 18.0,
        high: 110.0,
    };
}

/// A body weight in kilograms: any above 0, because whose weight it is, is not known here.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Kilograms(f64);

impl Kilograms {
    /// A weight in kilograms.
    ///
    /// # Errors
    /// [`QuantityError::Weightless`] for what is not above 0, or not finite.
    pub fn new(value: f64) -> Result<Self, QuantityError> {
        match value.is_finite() && value > 0.0 {
            true => Ok(Self(value)),
            false => Err(QuantityError::Weightless(value)),
        }
    }

    /// The value in kilograms.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl MilligramsPerKilogram {
    /// The dose at a weight.
    ///
    /// # Errors
    /// [`QuantityError::Range`] where the dose cannot be right.
    pub fn of(self, weight: Kilograms) -> Result<Milligrams, QuantityError> {
        Milligrams::new(self.0 * weight.0)
    }
}

/// A dose, absolute or by weight.
///
/// # Example
/// ```
/// use euthymia_pharmacokinetics::quantity::{Dose, Kilograms};
/// let weight = Kilograms::new(104.0)?;
/// assert_eq!(Dose::parse("0.5mg/kg")?.at(weight)?.value(), 52.0);
/// assert_eq!(Dose::parse("35 mg")?.at(weight)?.value(), 35.0);
/// assert!(Dose::parse("35").is_err());
/// assert!(Dose::parse("35ml").is_err());
/// # Ok::<(), euthymia_pharmacokinetics::quantity::QuantityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dose {
    /// The same for every weight.
    Absolute(Milligrams),
    /// In proportion to the weight.
    PerWeight(MilligramsPerKilogram),
}

impl Dose {
    /// Reads a dose; a unit that ends in `/kg` makes it one by weight.
    ///
    /// # Errors
    /// [`QuantityError`].
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        match text.trim().to_lowercase().ends_with("/kg") {
            true => MilligramsPerKilogram::parse(text).map(Self::PerWeight),
            false => Milligrams::parse(text).map(Self::Absolute),
        }
    }

    /// The amount at a body weight.
    ///
    /// # Errors
    /// [`QuantityError::Range`] where the amount cannot be right.
    pub fn at(self, weight: Kilograms) -> Result<Milligrams, QuantityError> {
        match self {
            Self::Absolute(amount) => Ok(amount),
            Self::PerWeight(dose) => dose.of(weight),
        }
    }
}

impl fmt::Display for Dose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absolute(amount) => amount.fmt(f),
            Self::PerWeight(dose) => dose.fmt(f),
        }
    }
}
