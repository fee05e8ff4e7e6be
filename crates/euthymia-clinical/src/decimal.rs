//! Exact comparison of numbers as they are written in decimal.
//!
//! From 1.2 to 0.9 is a decrease of a quarter for a reader, but not in binary arithmetic. Here a
//! double stands for its shortest decimal text, which is what was typed, and comparisons are
//! made in whole numbers.

/// digits × 10^exponent.
#[derive(Debug, Clone, Copy)]
struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    fn of(value: f64) -> Option<Self> {
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let decimals = mantissa
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        let digits: i128 = mantissa.replacen('.', "", 1).parse().ok()?;
        Some(Self {
            digits,
            exponent: exponent - i32::try_from(decimals).ok()?,
        })
    }

    /// The digits when counted in units of 10^unit; `None` when they do not fit.
    fn in_units(self, unit: i32) -> Option<i128> {
        let power = u32::try_from(self.exponent.checked_sub(unit)?).ok()?;
        self.digits.checked_mul(10_i128.checked_pow(power)?)
    }
}

/// Whether 100 (before − after) ≥ percent · before, exactly in decimal.
///
/// Numbers so different in size that whole numbers overflow are compared in binary; they cannot be
/// at the boundary to any digit that was typed.
pub(crate) fn falls_by_at_least(before: f64, after: f64, percent: f64) -> bool {
    exactly(before, after, percent).unwrap_or(100.0 * (before - after) >= percent * before)
}

/// Whether 100 (before − after) ≤ percent · before, exactly in decimal.
pub(crate) fn falls_by_at_most(before: f64, after: f64, percent: f64) -> bool {
    // Negated, it is the same question: 100 (after − before) ≥ −percent · before.
    let negated = |value: f64| -value;
    exactly(negated(before), negated(after), percent)
        .unwrap_or(100.0 * (before - after) <= percent * before)
}

fn exactly(before: f64, after: f64, percent: f64) -> Option<bool> {
    // Whole numbers of this size are exact in binary, products included.
    const WHOLE_MAX: f64 = 1e6;
    // A cast from a float saturates, and what was not whole does not come back the same.
    #[allow(clippy::cast_possible_truncation, clippy::float_cmp)]
    let is_small_whole = |value: f64| value.abs() <= WHOLE_MAX && f64::from(value as i32) == value;
    if [before, after, percent].into_iter().all(is_small_whole) {
        return Some(100.0 * (before - after) >= percent * before);
    }
    let (b, a, p) = (
        Decimal::of(before)?,
        Decimal::of(after)?,
        Decimal::of(percent)?,
    );
    let unit = b.exponent.min(a.exponent);
    let (b, a) = (b.in_units(unit)?, a.in_units(unit)?);
    let share_unit = p.exponent.min(0);
    let scale = 10_i128.checked_pow(u32::try_from(-share_unit).ok()?)?;
    let left = b.checked_sub(a)?.checked_mul(100)?.checked_mul(scale)?;
    let right = p.in_units(share_unit)?.checked_mul(b)?;
    Some(left >= right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_as_written() {
        assert!(falls_by_at_least(10.2, 5.1, 50.0));
        assert!(!falls_by_at_least(10.2, 5.11, 50.0));
        assert!(falls_by_at_least(0.3, 0.2, 33.3));
        assert!(falls_by_at_least(30.0, 20.01, 33.3));
        assert!(!falls_by_at_least(30.0, 20.02, 33.3));
        assert!(falls_by_at_least(1e-7, 5e-8, 50.0));
    }

    #[test]
    fn naive_binary_arithmetic_would_fail_here() {
        // The reason for this module, as a test: from 1.2 to 0.9 is exactly 25%.
        let (before, after) = (1.2_f64, 0.9_f64);
        assert!(100.0 * (before - after) < 25.0 * before);
        assert!((before - after) / before * 100.0 < 25.0);
        assert!(falls_by_at_least(before, after, 25.0));
    }

    #[test]
    fn extreme_sizes_fall_back_without_overflow() {
        assert!(falls_by_at_least(1e300, 1e-300, 50.0));
        assert!(!falls_by_at_least(1e-300, 1e300, 50.0));
    }
}
