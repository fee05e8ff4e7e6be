//! Daily doses: a number is a dose only with its unit.

use std::fmt;

/// Milligrams a day. Not milligrams per kilogram, and not milligrams an administration.
///
/// # Example
/// ```
/// use euthymia_clinical::dose::MgPerDay;
/// assert_eq!(MgPerDay::parse("100 mg")?.value(), 100.0);
/// assert_eq!(MgPerDay::parse("0.15 g/day")?, MgPerDay::parse("150mg/d")?);
/// assert!(MgPerDay::parse("100").is_err());
/// assert!(MgPerDay::parse("1,200 mg").is_err());
/// assert!(MgPerDay::parse("0.5 mg/kg").is_err());
/// # Ok::<(), euthymia_clinical::dose::DoseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct MgPerDay(f64);

/// The text is not a daily dose.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DoseError {
    /// A number without a unit.
    #[error("\"{0}\" has no unit; write the daily dose as \"{0} mg\"")]
    NoUnit(String),
    /// A unit that is not an amount a day.
    #[error(
        "\"{unit}\" is not a daily amount in mg, µg or g; write the daily dose, such as \"100 mg\""
    )]
    Unit {
        /// The unit found.
        unit: String,
    },
    /// A mark that may be the decimal one or separate thousands.
    #[error("\"{0}\" can be read in two ways; write \"1200 mg\" or \"1.2 mg\"")]
    Ambiguous(String),
    /// Not a number above zero.
    #[error("\"{0}\" is not an amount above zero; write the daily dose, such as \"100 mg\"")]
    Amount(String),
}

impl MgPerDay {
    /// A dose in milligrams a day.
    ///
    /// # Errors
    /// [`DoseError::Amount`] for what is not finite and above zero.
    pub fn new(milligrams: f64) -> Result<Self, DoseError> {
        if milligrams.is_finite() && milligrams > 0.0 {
            Ok(Self(milligrams))
        } else {
            Err(DoseError::Amount(milligrams.to_string()))
        }
    }

    /// Reads a dose: a number, a unit (mg, µg or mcg, g), and optionally what says "a day": `/d`,
    /// `/day`, `/24h`, `daily`. A decimal comma is understood; a mark before exactly three digits
    /// is not, unless only zeros stand before it, because it may separate thousands.
    ///
    /// # Errors
    /// [`DoseError`]: no unit, another unit (mg/kg is a dose by weight), or no amount.
    pub fn parse(text: &str) -> Result<Self, DoseError> {
        let text = text.trim();
        let end = text
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .unwrap_or(text.len());
        let (digits, unit) = text.split_at(end);
        let parts = digits.split_once([',', '.']);
        // 0.125 can only be a decimal; 1.200 and 1,200 can be twelve hundred.
        if parts
            .is_some_and(|(before, after)| after.len() == 3 && !before.trim_matches('0').is_empty())
        {
            return Err(DoseError::Ambiguous(text.to_owned()));
        }
        let amount: f64 = digits
            .replace(',', ".")
            .parse()
            .map_err(|_| DoseError::Amount(text.to_owned()))?;
        let unit: String = unit.split_whitespace().collect::<String>().to_lowercase();
        let per_day = ["/day", "/d", "/24h", "daily", "aday", "perday"];
        let bare = per_day
            .iter()
            .find_map(|suffix| unit.strip_suffix(suffix))
            .unwrap_or(&unit);
        let factor = match bare {
            "" => return Err(DoseError::NoUnit(digits.to_owned())),
            "mg" => 1.0,
            "µg" | "μg" | "mcg" | "ug" => 1e-3,
            "g" => 1e3,
            _ => return Err(DoseError::Unit { unit }),
        };
        Self::new(amount * factor).map_err(|_| DoseError::Amount(text.to_owned()))
    }

    /// The amount in milligrams a day.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for MgPerDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mg/day", self.0)
    }
}
