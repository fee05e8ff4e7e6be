//! A number with what stands behind it.

/// Why a text does not start with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// There is no number.
    #[error("there is no number")]
    NotANumber,
    /// A comma before three digits: a decimal mark, or one between thousands.
    #[error("it can be read in two ways; write the decimal mark as a point")]
    Ambiguous,
}

/// Where the number that a text starts with ends.
fn end(text: &str) -> usize {
    let is_sign = |(at, c): (usize, char)| at == 0 && matches!(c, '-' | '+' | '−');
    let mut behind = text
        .char_indices()
        .filter(|&(at, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',') || is_sign((at, c))));
    behind.next().map_or(text.len(), |(at, _)| at)
}

/// The text with the decimal comma of the number that it starts with as a point, and with a plain
/// minus.
///
/// # Errors
/// [`AmountError::Ambiguous`] for a comma before exactly three digits, unless only zeros stand before
/// it.
///
/// # Example
/// ```
/// use euthymia_clinical::tms::amount::{AmountError, with_point};
/// assert_eq!(with_point("0,5mg/kg")?, "0.5mg/kg");
/// assert_eq!(with_point("1,234"), Err(AmountError::Ambiguous));
/// # Ok::<(), AmountError>(())
/// ```
pub fn with_point(text: &str) -> Result<String, AmountError> {
    let text = text.trim();
    let (number, rest) = text.split_at(end(text));
    if let Some((before, after)) = number.split_once(',')
        && after.len() == 3
        && after.bytes().all(|byte| byte.is_ascii_digit())
        && !before.trim_matches(['0', '-', '+', '−']).is_empty()
    {
        return Err(AmountError::Ambiguous);
    }
    Ok(number.replace(',', ".").replace('−', "-") + rest)
}

/// The number that a text starts with, and what follows it without blanks and in small letters.
///
/// A decimal comma is understood, except before exactly three digits; a point is always a decimal one.
///
/// # Errors
/// [`AmountError`].
///
/// # Example
/// ```
/// use euthymia_clinical::tms::amount::{AmountError, split};
/// assert_eq!(split("50,5 %")?, (50.5, "%".to_owned()));
/// assert_eq!(split("Hz"), Err(AmountError::NotANumber));
/// # Ok::<(), AmountError>(())
/// ```
pub fn split(text: &str) -> Result<(f64, String), AmountError> {
    let text = with_point(text)?;
    let (number, rest) = text.split_at(end(&text));
    let value: f64 = number.parse().map_err(|_| AmountError::NotANumber)?;
    let unit = rest.split_whitespace().collect::<String>().to_lowercase();
    Ok((value, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_a_decimal_mark_only_where_it_can_be_nothing_else() {
        assert_eq!(split("0,5 s"), Ok((0.5, "s".to_owned())));
        assert_eq!(split("36,5"), Ok((36.5, String::new())));
        assert_eq!(split("1,200"), Err(AmountError::Ambiguous));
        assert_eq!(split("0,125"), Ok((0.125, String::new())));
        assert_eq!(split("1.125 cm"), Ok((1.125, "cm".to_owned())));
        assert_eq!(split("−4"), Ok((-4.0, String::new())));
        for text in ["", "Hz", "1.2.3", "-", "1,2,3"] {
            assert_eq!(split(text), Err(AmountError::NotANumber), "{text}");
        }
    }
}
