//! A number with what stands behind it.

/// Why a text does not start with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountError {
    /// There is no number.
    NotANumber,
    /// A comma before three digits: a decimal mark, or one between thousands.
    Ambiguous,
}

/// The number that a text starts with, and what follows it without blanks and in small letters.
///
/// A decimal comma is understood, except before exactly three digits; a point is always a decimal one.
pub(crate) fn split(text: &str) -> Result<(f64, String), AmountError> {
    let text = text.trim();
    let is_sign = |(at, c): (usize, char)| at == 0 && matches!(c, '-' | '+' | '−');
    let end = text
        .char_indices()
        .find(|&(at, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',') || is_sign((at, c))))
        .map_or(text.len(), |(at, _)| at);
    let (number, rest) = text.split_at(end);
    if let Some((before, after)) = number.split_once(',')
        && after.len() == 3
        && after.bytes().all(|byte| byte.is_ascii_digit())
        && !before.trim_matches(['0', '-', '+', '−']).is_empty()
    {
        return Err(AmountError::Ambiguous);
    }
    let number = number.replace(',', ".").replace('−', "-");
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
