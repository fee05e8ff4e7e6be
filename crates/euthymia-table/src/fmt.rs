//! Numbers as people read them.
//!
//! **Rounding** is half away from zero on the shortest decimal text that identifies the value, so
//! 0.15 becomes 0.2 and −2.5 becomes −3. That is what a reader does by hand with the digits that
//! were typed or printed, and what clinical journals print; rounding the binary value instead
//! would turn 0.15 (stored slightly below) into 0.1, which looks like an error to anyone who
//! checks. Rounding happens here and nowhere before.
//!
//! **Signs**: a real minus sign (U+2212) for people; a value that rounds to zero has no sign.
//! Machines get ASCII from [`machine`].

/// What people see where there is no value.
pub const MISSING: &str = "—";

/// Rounds half away from zero on the shortest decimal representation, with an ASCII minus sign.
///
/// Not-a-number gives `NaN` and infinities `inf`; callers keep them out of tables.
fn rounded(value: f64, decimals: u8) -> String {
    if !value.is_finite() {
        return format!("{value}");
    }
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let digits: Vec<u8> = mantissa
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|digit| digit - b'0')
        .collect();
    // The digit at index i counts 10^(exponent − i); `keep` of them stand before the cut.
    let keep = exponent + 1 + i64::from(decimals);
    let mut kept: Vec<u8> = match usize::try_from(keep) {
        Ok(keep) => (0..keep)
            .map(|index| digits.get(index).copied().unwrap_or(0))
            .collect(),
        Err(_) => Vec::new(),
    };
    let next = usize::try_from(keep).ok().and_then(|keep| digits.get(keep));
    if next.is_some_and(|digit| *digit >= 5) {
        increment(&mut kept);
    }
    let point = kept.len().saturating_sub(usize::from(decimals));
    let mut text = String::with_capacity(kept.len() + 3);
    if value < 0.0 && kept.iter().any(|digit| *digit != 0) {
        text.push('-');
    }
    text.extend(kept[..point].iter().map(|digit| char::from(b'0' + digit)));
    if point == 0 {
        text.push('0');
    }
    if decimals > 0 {
        let fraction: String = kept[point..]
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        text.push('.');
        text.push_str(&format!(
            "{fraction:0>width$}",
            width = usize::from(decimals)
        ));
    }
    text
}

/// Adds one unit in the last place.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

/// A number with a fixed number of decimals.
///
/// Infinities are `∞` and `−∞`; not-a-number is [`MISSING`].
///
/// # Example
/// ```
/// use euthymia_table::fmt::number;
/// assert_eq!(number(27.6190476, 1), "27.6");
/// assert_eq!(number(0.15, 1), "0.2");
/// assert_eq!(number(1.005, 2), "1.01");
/// assert_eq!(number(-2.5, 0), "−3");
/// assert_eq!(number(-0.04, 1), "0.0");
/// assert_eq!(number(999.96, 1), "1000.0");
/// ```
#[must_use]
pub fn number(value: f64, decimals: u8) -> String {
    if value.is_nan() {
        return MISSING.to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "∞".to_owned()
        } else {
            "−∞".to_owned()
        };
    }
    rounded(value, decimals).replace('-', "\u{2212}")
}

/// A proportion as a percentage: `percent(0.190476, 1)` is `19.0 %`.
///
/// The decimal digits of the proportion are moved, not multiplied, so that 0.145 is 14.5 % exactly.
///
/// # Example
/// ```
/// use euthymia_table::fmt::percent;
/// assert_eq!(percent(4.0 / 21.0, 1), "19.0 %");
/// assert_eq!(percent(0.1445, 1), "14.5 %");
/// assert_eq!(percent(-0.02, 0), "−2 %");
/// ```
#[must_use]
pub fn percent(proportion: f64, decimals: u8) -> String {
    if !proportion.is_finite() {
        return number(proportion, decimals);
    }
    let scientific = format!("{proportion:e}");
    let moved = scientific
        .split_once('e')
        .and_then(|(mantissa, exponent)| Some((mantissa, exponent.parse::<i32>().ok()? + 2)))
        .and_then(|(mantissa, exponent)| format!("{mantissa}e{exponent}").parse::<f64>().ok());
    format!(
        "{} %",
        number(moved.unwrap_or(proportion * 100.0), decimals)
    )
}

/// An estimate with its interval: `0.49 [0.34, 0.70]`.
///
/// # Example
/// ```
/// use euthymia_table::fmt::interval;
/// assert_eq!(interval(0.489, 0.344, 0.696, 2), "0.49 [0.34, 0.70]");
/// assert_eq!(interval(-0.3, -0.5, -0.1, 1), "−0.3 [−0.5, −0.1]");
/// ```
#[must_use]
pub fn interval(estimate: f64, lower: f64, upper: f64, decimals: u8) -> String {
    format!(
        "{} [{}, {}]",
        number(estimate, decimals),
        number(lower, decimals),
        number(upper, decimals)
    )
}

/// A proportion with its interval as percentages: `19.0 % [5.4, 41.9]`.
///
/// # Example
/// ```
/// use euthymia_table::fmt::percent_interval;
/// assert_eq!(percent_interval(0.19048, 0.05446, 0.41907, 1), "19.0 % [5.4, 41.9]");
/// ```
#[must_use]
pub fn percent_interval(estimate: f64, lower: f64, upper: f64, decimals: u8) -> String {
    let bare = |proportion| {
        percent(proportion, decimals)
            .trim_end_matches(" %")
            .to_owned()
    };
    format!(
        "{} [{}, {}]",
        percent(estimate, decimals),
        bare(lower),
        bare(upper)
    )
}

/// A mean with its standard deviation: `27.6 ± 6.4`. Say in the header which spread it is.
#[must_use]
pub fn plus_minus(mean: f64, spread: f64, decimals: u8) -> String {
    format!("{} ± {}", number(mean, decimals), number(spread, decimals))
}

/// How p-values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PStyle {
    /// `0.023`, `< 0.001`: medical journals.
    #[default]
    LeadingZero,
    /// `.023`, `< .001`: psychological journals, because p cannot exceed 1.
    NoLeadingZero,
}

/// A p-value with three decimals, `< 0.001` below that and `> 0.999` near one.
///
/// A value whose rounding would move it across 0.05 or onto it gets more decimals, so that 0.0496
/// is never shown as 0.050. Values outside 0 to 1 and not-a-number are [`MISSING`].
///
/// # Example
/// ```
/// use euthymia_table::fmt::{PStyle, p_value};
/// assert_eq!(p_value(0.0234, PStyle::LeadingZero), "0.023");
/// assert_eq!(p_value(0.0234, PStyle::NoLeadingZero), ".023");
/// assert_eq!(p_value(5.6e-7, PStyle::NoLeadingZero), "< .001");
/// assert_eq!(p_value(0.0496, PStyle::LeadingZero), "0.0496");
/// assert_eq!(p_value(0.99999, PStyle::LeadingZero), "> 0.999");
/// ```
#[must_use]
pub fn p_value(p: f64, style: PStyle) -> String {
    const THRESHOLD: f64 = 0.05;
    if !(0.0..=1.0).contains(&p) {
        return MISSING.to_owned();
    }
    let written = if p < 0.001 {
        "< 0.001".to_owned()
    } else if p < 1.0 && rounded(p, 3) == "1.000" {
        "> 0.999".to_owned()
    } else {
        let side = p.total_cmp(&THRESHOLD);
        let keeps_side = |decimals: &u8| {
            rounded(p, *decimals)
                .parse::<f64>()
                .is_ok_and(|shown| shown.total_cmp(&THRESHOLD) == side)
        };
        // Seventeen digits identify every value, so one of these keeps the side.
        rounded(p, (3..=20).find(keeps_side).unwrap_or(20))
    };
    match style {
        PStyle::LeadingZero => written,
        PStyle::NoLeadingZero => written.replacen("0.", ".", 1),
    }
}

/// The shortest decimal text that reads back as the same value, ASCII, for machines.
///
/// Whole values have no decimal point, very large and small ones an exponent; minus zero is `0`.
/// `None` for not-a-number and infinities, which no table format can hold.
///
/// # Example
/// ```
/// use euthymia_table::fmt::machine;
/// assert_eq!(machine(-0.1).as_deref(), Some("-0.1"));
/// assert_eq!(machine(3.0).as_deref(), Some("3"));
/// assert_eq!(machine(1e300).as_deref(), Some("1e300"));
/// assert_eq!(machine(f64::NAN), None);
/// ```
#[must_use]
pub fn machine(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{:?}", value + 0.0);
    Some(text.strip_suffix(".0").unwrap_or(&text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_by_hand() {
        for (value, decimals, expected) in [
            (0.0, 0, "0"),
            (0.5, 0, "1"),
            (1.5, 0, "2"),
            (2.5, 0, "3"),
            (0.05, 1, "0.1"),
            (0.049, 1, "0.0"),
            (0.25, 1, "0.3"),
            (0.35, 1, "0.4"),
            (9.995, 2, "10.00"),
            (0.000_4, 3, "0.000"),
            (0.000_5, 3, "0.001"),
            (-0.000_5, 3, "-0.001"),
            (1e-300, 3, "0.000"),
            (123_456.789, 2, "123456.79"),
            (1e21, 1, "1000000000000000000000.0"),
            (0.09, 0, "0"),
            (0.6, 0, "1"),
        ] {
            assert_eq!(rounded(value, decimals), expected, "{value} to {decimals}");
        }
    }

    #[test]
    fn p_values_keep_their_side_of_five_hundredths() {
        assert_eq!(p_value(0.05, PStyle::LeadingZero), "0.050");
        assert_eq!(p_value(0.050_04, PStyle::LeadingZero), "0.05004");
        assert_eq!(p_value(0.049_999_6, PStyle::LeadingZero), "0.0499996");
        assert_eq!(p_value(0.049_4, PStyle::LeadingZero), "0.049");
        assert_eq!(p_value(1.0, PStyle::NoLeadingZero), "1.000");
        assert_eq!(p_value(0.001, PStyle::NoLeadingZero), ".001");
        assert_eq!(p_value(0.0, PStyle::LeadingZero), "< 0.001");
        assert_eq!(p_value(f64::NAN, PStyle::LeadingZero), MISSING);
        assert_eq!(p_value(-0.1, PStyle::LeadingZero), MISSING);
    }
}
