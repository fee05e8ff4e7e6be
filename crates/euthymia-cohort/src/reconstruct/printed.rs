//! A number as a paper prints it: digits, decimals, and the values that round to them.

use std::fmt;
use std::str::FromStr;

use super::ReconstructError;

/// Most digits after the point.
const DECIMALS_MAX: u8 = 6;
/// Largest number of units of the last place.
const UNITS_MAX: i64 = 1_000_000_000;

/// A printed decimal number. Trailing zeros count: `27.60` says more than `27.6`.
///
/// It stands for every value at most half a unit of the last printed place away, **both ends
/// included**: whoever rounds half away from zero and whoever rounds half to even are both allowed.
/// All comparisons are made in whole numbers.
///
/// # Example
/// ```
/// use euthymia_cohort::reconstruct::Printed;
/// let mean: Printed = "27.60".parse()?;
/// assert_eq!((mean.lower(), mean.upper()), (27.595, 27.605));
/// assert_eq!(mean.to_string(), "27.60");
/// assert!("27,6".parse::<Printed>().is_err());
/// # Ok::<(), euthymia_cohort::reconstruct::ReconstructError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    units: i64,
    decimals: u8,
}

impl Printed {
    /// Exactly "0".
    pub(crate) const ZERO: Self = Self {
        units: 0,
        decimals: 0,
    };

    /// A number given by its units of the last place: 276 with one decimal is 27.6.
    ///
    /// # Errors
    /// [`ReconstructError::Number`] for more than six decimals or 10⁹ units.
    pub fn new(units: i64, decimals: u8) -> Result<Self, ReconstructError> {
        let fits = decimals <= DECIMALS_MAX && (-UNITS_MAX..=UNITS_MAX).contains(&units);
        fits.then_some(Self { units, decimals })
            .ok_or_else(|| ReconstructError::Number {
                found: format!("{units} units of 10^-{decimals}"),
            })
    }

    /// Smallest value that rounds to the number, in halves of the last place.
    pub(crate) fn lower_halves(self) -> i128 {
        2 * i128::from(self.units) - 1
    }

    /// Largest value that rounds to the number, in halves of the last place.
    pub(crate) fn upper_halves(self) -> i128 {
        2 * i128::from(self.units) + 1
    }

    /// How many halves of the last place make one.
    pub(crate) fn halves_in_one(self) -> i128 {
        2 * 10_i128.pow(u32::from(self.decimals))
    }

    /// Units of the last place.
    pub(crate) fn units(self) -> i64 {
        self.units
    }

    /// The number itself.
    #[must_use]
    pub fn value(self) -> f64 {
        2.0 * self.units as f64 / self.halves_in_one() as f64
    }

    /// Smallest value that rounds to the number.
    #[must_use]
    pub fn lower(self) -> f64 {
        self.lower_halves() as f64 / self.halves_in_one() as f64
    }

    /// Largest value that rounds to the number.
    #[must_use]
    pub fn upper(self) -> f64 {
        self.upper_halves() as f64 / self.halves_in_one() as f64
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self {
            units: self.units.abs(),
            ..self
        }
    }
}

impl FromStr for Printed {
    type Err = ReconstructError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ReconstructError::Number {
            found: text.to_owned(),
        };
        let plain = text.trim().replace('\u{2212}', "-");
        let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = format!("{whole}{fraction}");
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let units: i64 = digits.parse().map_err(|_| error())?;
        let decimals = u8::try_from(fraction.len()).map_err(|_| error())?;
        let sign = if plain.starts_with('-') { -1 } else { 1 };
        Self::new(sign * units, decimals)
            .ok()
            .filter(|_| is_number)
            .ok_or_else(error)
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let units = self.units.unsigned_abs();
        if self.decimals == 0 {
            return write!(f, "{sign}{units}");
        }
        let one = 10_u64.pow(u32::from(self.decimals));
        let width = usize::from(self.decimals);
        write!(f, "{sign}{}.{:0width$}", units / one, units % one)
    }
}
