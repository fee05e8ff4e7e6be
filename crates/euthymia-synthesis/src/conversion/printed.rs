//! A number as it was printed: its digits, and which exact numbers round to them.

use super::ConversionError;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A decimal number with the places it was printed to: "12.50" is not "12.5".
///
/// A tie may be printed either way. Rounding half up and rounding half to even differ there, and so do
/// programs that round the nearest double: 23 of 2,000 is 1.15 %, which many print as 1.1.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::printed::Printed;
/// let printed: Printed = "12.5".parse()?;
/// // 1/8 is 12.5 %; 12.45 and 12.55 are ties, 12.56 is beyond.
/// assert!(printed.is_rounding_of(100, 8) && printed.is_rounding_of(1245, 100));
/// assert!(printed.is_rounding_of(1255, 100) && !printed.is_rounding_of(1256, 100));
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The digits as a whole number.
    digits: i64,
    /// How many of them stand after the point.
    places: u32,
}

/// Digits beyond these are not exact in doubles, and no paper prints them.
const DIGITS_MAX: usize = 15;

impl FromStr for Printed {
    type Err = ConversionError;

    fn from_str(text: &str) -> Result<Self, ConversionError> {
        let refused = || ConversionError::NotPrinted(text.to_owned());
        let (sign, plain) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let all = [whole, part].concat();
        let digits_only = !all.is_empty() && all.bytes().all(|b| b.is_ascii_digit());
        if !digits_only || all.len() > DIGITS_MAX || (plain.contains('.') && part.is_empty()) {
            return Err(refused());
        }
        let digits: i64 = all.parse().map_err(|_| refused())?;
        let places = u32::try_from(part.len()).map_err(|_| refused())?;
        Ok(Self {
            digits: sign * digits,
            places,
        })
    }
}

impl Printed {
    /// The number.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.digits as f64 / self.unit() as f64
    }

    /// The smallest and the largest number that are printed so.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64) {
        let (digits, unit) = (self.digits as f64, self.unit() as f64);
        ((digits - 0.5) / unit, (digits + 0.5) / unit)
    }

    /// 10 to the number of places: how many units of the last place make one.
    fn unit(&self) -> i128 {
        10_i128.pow(self.places)
    }

    /// True when numerator / denominator is printed so, decided in whole numbers.
    ///
    /// False for a denominator that is not positive, and for numbers beyond 2¹²⁶ (no count is).
    #[must_use]
    pub fn is_rounding_of(&self, numerator: i128, denominator: i128) -> bool {
        let excess = || {
            let scaled = numerator.checked_mul(self.unit())?;
            let printed = denominator.checked_mul(i128::from(self.digits))?;
            scaled.checked_sub(printed)?.checked_mul(2)
        };
        let Some(excess) = excess() else {
            return false;
        };
        denominator > 0 && (-denominator..=denominator).contains(&excess)
    }

    /// True when `value` is printed so; ties count, and the last few bits of a double do not.
    #[must_use]
    pub fn is_near(&self, value: f64) -> bool {
        let digits = self.digits as f64;
        let distance = (value * self.unit() as f64 - digits).abs();
        distance <= 0.5 + 1e-13 * digits.abs().max(1.0)
    }

    /// Returns the whole numbers t for which t · `scale` / `n` is printed so; `None` when there are
    /// none.
    ///
    /// `scale` is 100 for a percentage and 1 for a mean or a proportion.
    #[must_use]
    pub fn multiples(&self, scale: u32, n: u64) -> Option<RangeInclusive<i128>> {
        let (n, scale) = (i128::from(n), i128::from(scale));
        let step = scale.checked_mul(self.unit())?.checked_mul(2)?;
        if n == 0 || step == 0 {
            return None;
        }
        let twice = i128::from(self.digits) * 2;
        let low = ceil_over((twice - 1) * n, step);
        let high = floor_over((twice + 1) * n, step);
        (low <= high).then_some(low..=high)
    }
}

fn floor_over(a: i128, b: i128) -> i128 {
    a.div_euclid(b)
}

fn ceil_over(a: i128, b: i128) -> i128 {
    -(-a).div_euclid(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        text.parse().unwrap()
    }

    #[test]
    fn a_tie_is_printed_either_way() {
        for text in ["0.12", "0.13"] {
            assert!(printed(text).is_rounding_of(125, 1000));
            assert!(!printed(text).is_rounding_of(136, 1000));
        }
        assert!(printed("0.0").is_rounding_of(-5, 100) && printed("0.0").is_rounding_of(5, 100));
        assert!(printed("-0.13").is_rounding_of(-135, 1000));
        assert!(!printed("-0.13").is_rounding_of(130, 1000));
        // No denominator, no ratio.
        assert!(!printed("0").is_rounding_of(0, 0) && !printed("0").is_rounding_of(1, -3));
    }

    #[test]
    fn what_is_no_printed_number_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            "1e3",
            "1,5",
            "12 ",
            "0.1234567890123456",
        ] {
            assert_eq!(
                text.parse::<Printed>(),
                Err(ConversionError::NotPrinted(text.to_owned()))
            );
        }
        assert_eq!(printed(".50").value(), 0.5);
        assert_eq!(printed("−3.2").value(), -3.2);
    }

    #[test]
    fn multiples_are_those_that_a_search_finds() {
        for (text, scale) in [
            ("12.5", 100),
            ("0.13", 1),
            ("-0.13", 1),
            ("0", 100),
            ("50", 100),
        ] {
            for n in 1..60_u64 {
                let found: Vec<i128> = (-200..200)
                    .filter(|t| printed(text).is_rounding_of(t * i128::from(scale), i128::from(n)))
                    .collect();
                let range = printed(text).multiples(scale, n);
                assert_eq!(
                    range.map_or_else(Vec::new, |r| r.collect()),
                    found,
                    "{text} of {n}"
                );
            }
        }
    }
}
