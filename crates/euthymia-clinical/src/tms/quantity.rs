//! Rates, times, counts of pulses and intensities: a number is one of them only as its own type.

use super::amount::{self, AmountError};
use std::fmt;

/// The text or number is not such a quantity.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QuantityError {
    /// No number.
    #[error("\"{text}\" is not {what}; write it like \"{example}\"")]
    NotANumber {
        /// What was read.
        text: String,
        /// What it should be.
        what: &'static str,
        /// How it is written.
        example: &'static str,
    },
    /// A comma that may be the decimal one or separate thousands.
    #[error("\"{0}\" can be read in two ways; write the decimal mark as a point")]
    Ambiguous(String),
    /// A number alone, where its unit must be there.
    #[error(
        "\"{text}\" has no unit; {what} is written in {units}, like \"{example}\", and from {min} to {max} {symbol} is plausible"
    )]
    NoUnit {
        /// What was read.
        text: String,
        /// What it should be.
        what: &'static str,
        /// The units in words.
        units: &'static str,
        /// How it is written.
        example: &'static str,
        /// The smallest plausible number.
        min: f64,
        /// The largest plausible number.
        max: f64,
        /// The unit of both.
        symbol: &'static str,
    },
    /// A unit of something else.
    #[error(
        "\"{unit}\" is not a unit of {what}; it is written in {units}, like \"{example}\", and from {min} to {max} {symbol} is plausible"
    )]
    Unit {
        /// The unit found.
        unit: String,
        /// What it should be.
        what: &'static str,
        /// The units in words.
        units: &'static str,
        /// How it is written.
        example: &'static str,
        /// The smallest plausible number.
        min: f64,
        /// The largest plausible number.
        max: f64,
        /// The unit of both.
        symbol: &'static str,
    },
    /// A number that cannot be right.
    #[error("{} is not {what}: from {min} to {max} {symbol} is plausible{hint}", as_typed(typed.as_deref(), *value, symbol))]
    Implausible {
        /// What was read, where it has another unit.
        typed: Option<String>,
        /// The number in the unit of the quantity.
        value: f64,
        /// The unit.
        symbol: &'static str,
        /// What it should be.
        what: &'static str,
        /// The smallest plausible number.
        min: f64,
        /// The largest plausible number.
        max: f64,
        /// What may be meant, if that can be guessed.
        hint: &'static str,
    },
}

/// A number in the unit of its quantity, behind what was typed where that is another one.
fn as_typed(typed: Option<&str>, value: f64, symbol: &str) -> String {
    let own = format!("{} {symbol}", shown(value));
    match typed {
        Some(typed) => format!("{typed} ({own})"),
        None => own,
    }
}

/// A number for people: at most four decimals, none that are zeros at the end.
pub(crate) fn shown(value: f64) -> String {
    let size = value.abs();
    if !(1e-3..1e9).contains(&size) {
        return if size < 1e9 {
            value.to_string()
        } else {
            format!("{value:e}")
        };
    }
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Twelve digits of a converted number: what is behind them is noise of the conversion.
fn without_noise(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// What a quantity is called, in which units it is written and which numbers are plausible.
pub(crate) struct Kind {
    pub(crate) what: &'static str,
    pub(crate) symbol: &'static str,
    pub(crate) example: &'static str,
    pub(crate) min: f64,
    pub(crate) max: f64,
    /// Each unit with the number of ours that it is.
    pub(crate) units: &'static [(&'static str, f64)],
    /// The units in words.
    pub(crate) unit_words: &'static str,
    /// What a number below the bound may be meant as.
    pub(crate) if_below: &'static str,
}

impl Kind {
    pub(crate) fn checked(&self, value: f64) -> Result<f64, QuantityError> {
        if value >= self.min && value <= self.max {
            return Ok(value);
        }
        let is_small = value > 0.0 && value < self.min;
        Err(QuantityError::Implausible {
            typed: None,
            value,
            symbol: self.symbol,
            what: self.what,
            min: self.min,
            max: self.max,
            hint: if is_small { self.if_below } else { "" },
        })
    }

    pub(crate) fn parse(&self, text: &str) -> Result<f64, QuantityError> {
        let (number, unit) = self.split(text)?;
        let Some((_, factor)) = self.units.iter().find(|(name, _)| *name == unit) else {
            return Err(self.not_a_unit(text, unit));
        };
        if unit.is_empty() || unit == self.symbol.to_lowercase() {
            return self.checked(number * factor);
        }
        let mut checked = self.checked(without_noise(number * factor));
        if let Err(QuantityError::Implausible { typed, .. }) = &mut checked {
            *typed = Some(text.trim().to_owned());
        }
        checked
    }

    /// The same, where a number alone is not enough.
    pub(crate) fn parse_with_unit(&self, text: &str) -> Result<f64, QuantityError> {
        let (_, unit) = self.split(text)?;
        if unit.is_empty() {
            return Err(self.not_a_unit(text, unit));
        }
        self.parse(text)
    }

    fn split(&self, text: &str) -> Result<(f64, String), QuantityError> {
        amount::split(text).map_err(|error| match error {
            AmountError::Ambiguous => QuantityError::Ambiguous(text.trim().to_owned()),
            AmountError::NotANumber => QuantityError::NotANumber {
                text: text.trim().to_owned(),
                what: self.what,
                example: self.example,
            },
        })
    }

    fn not_a_unit(&self, text: &str, unit: String) -> QuantityError {
        let Self {
            what,
            symbol,
            example,
            min,
            max,
            unit_words: units,
            ..
        } = *self;
        if unit.is_empty() {
            let text = text.trim().to_owned();
            return QuantityError::NoUnit {
                text,
                what,
                units,
                example,
                min,
                max,
                symbol,
            };
        }
        QuantityError::Unit {
            unit,
            what,
            units,
            example,
            min,
            max,
            symbol,
        }
    }
}

/// Declares quantities: a checked number of one unit each.
macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident = $kind:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
            pub struct $name(f64);

            impl $name {
                /// Checks a number in the unit of this type.
                ///
                /// # Errors
                /// [`QuantityError::Implausible`] outside of the plausible range, with the range.
                pub fn new(value: f64) -> Result<Self, QuantityError> {
                    $kind.checked(value).map(Self)
                }

                /// Reads a number, with a unit or in the unit of this type.
                ///
                /// # Errors
                /// [`QuantityError`]: no number, a comma that can be read in two ways, a unit of
                /// something else, or a number that is not plausible.
                pub fn parse(text: &str) -> Result<Self, QuantityError> {
                    $kind.parse(text).map(Self)
                }

                /// Reads a number that has its unit beside it.
                ///
                /// # Errors
                /// As [`parse`](Self::parse), and for a number alone, with the units.
                pub fn parse_with_unit(text: &str) -> Result<Self, QuantityError> {
                    $kind.parse_with_unit(text).map(Self)
                }

                /// The number in the unit of this type.
                #[must_use]
                pub fn value(self) -> f64 {
                    self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{} {}", $crate::tms::quantity::shown(self.0), $kind.symbol)
                }
            }
        )+
    };
}
pub(crate) use quantities;

const HERTZ: Kind = Kind {
    what: "a rate of pulses",
    symbol: "Hz",
    example: "10 Hz",
    min: 0.1,
    max: 100.0,
    units: &[("", 1.0), ("hz", 1.0), ("/s", 1.0), ("/min", 1.0 / 60.0)],
    unit_words: "Hz, /s or /min",
    if_below: "",
};

const SECONDS: Kind = Kind {
    what: "a time",
    symbol: "s",
    example: "26 s",
    min: 0.0,
    max: 86_400.0,
    units: &[
        ("", 1.0),
        ("s", 1.0),
        ("sec", 1.0),
        ("ms", 1e-3),
        ("min", 60.0),
        ("h", 3_600.0),
    ],
    unit_words: "ms, s, min or h",
    if_below: "",
};

const PERCENT: Kind = Kind {
    what: "an intensity in percent of the motor threshold",
    symbol: "% of the motor threshold",
    example: "120 %",
    min: 20.0,
    max: 200.0,
    units: &[
        ("", 1.0),
        ("%", 1.0),
        ("%mt", 1.0),
        ("%rmt", 1.0),
        ("pct", 1.0),
    ],
    unit_words: "%",
    if_below: "; a share such as 1.2 is written 120",
};

quantities! {
    /// Pulses, or bursts, a second. Plausible from 0.1 to 100.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::tms::quantity::Hertz;
    /// assert_eq!(Hertz::parse("10 Hz")?.value(), 10.0);
    /// assert_eq!(Hertz::parse("0,5")?, Hertz::new(0.5)?);
    /// assert!(Hertz::parse("0 Hz").is_err());
    /// assert!(Hertz::parse("10 s").is_err());
    /// # Ok::<(), euthymia_clinical::tms::quantity::QuantityError>(())
    /// ```
    Hertz = HERTZ;

    /// A time in seconds, from none to a day.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::tms::quantity::Seconds;
    /// assert_eq!(Seconds::parse("40 min")?.value(), 2400.0);
    /// assert_eq!(Seconds::parse("200 ms")?, Seconds::new(0.2)?);
    /// assert!(Seconds::parse("-4").is_err());
    /// # Ok::<(), euthymia_clinical::tms::quantity::QuantityError>(())
    /// ```
    Seconds = SECONDS;

    /// An intensity in percent of the motor threshold; not of the stimulator's output. Plausible from
    /// 20 to 200.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::tms::quantity::PercentOfMotorThreshold;
    /// assert_eq!(PercentOfMotorThreshold::parse("120 %")?.value(), 120.0);
    /// let share = PercentOfMotorThreshold::parse("1.2").unwrap_err();
    /// assert!(share.to_string().contains("is written 120"));
    /// # Ok::<(), euthymia_clinical::tms::quantity::QuantityError>(())
    /// ```
    PercentOfMotorThreshold = PERCENT;
}

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0.0);

    /// A time that was worked out from checked ones.
    pub(crate) fn worked_out(value: f64) -> Self {
        Self(value)
    }

    /// Minutes and seconds as on a clock, to a tenth of a second: `36:56.5`, `3:20`.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::tms::quantity::Seconds;
    /// assert_eq!(Seconds::new(2216.5)?.clock(), "36:56.5");
    /// assert_eq!(Seconds::new(200.0)?.clock(), "3:20");
    /// # Ok::<(), euthymia_clinical::tms::quantity::QuantityError>(())
    /// ```
    #[must_use]
    // At most a day or a course of it: far inside of whole numbers.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn clock(self) -> String {
        let tenths = (self.0 * 10.0).round().max(0.0) as u64;
        let (minutes, seconds, tenth) = (tenths / 600, tenths / 10 % 60, tenths % 10);
        match tenth {
            0 => format!("{minutes}:{seconds:02}"),
            _ => format!("{minutes}:{seconds:02}.{tenth}"),
        }
    }
}

/// A number of pulses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pulses(u64);

impl Pulses {
    pub(crate) fn new(count: u64) -> Self {
        Self(count)
    }

    /// The number.
    #[must_use]
    pub fn count(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Pulses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pulses", self.0)
    }
}
