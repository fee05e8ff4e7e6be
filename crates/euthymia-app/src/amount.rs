//! Numbers as people type them, in every command alike: a decimal comma is understood, and one before
//! three digits is refused.

use crate::error::AppError;
use euthymia_clinical::tms::amount;

/// The text of an option with a decimal point, for readers that know no comma.
///
/// # Errors
/// [`AppError::Usage`] with the option for a comma that can be read in two ways.
pub(crate) fn pointed(option: &str, text: &str) -> Result<String, AppError> {
    amount::with_point(text)
        .map_err(|error| AppError::Usage(format!("{option}: \"{}\": {error}", text.trim())))
}

/// The entries of a list: between them a comma, which is none between two digits, or a semicolon.
pub(crate) fn entries(text: &str) -> Vec<&str> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let splits = text.char_indices().filter(|&(at, c)| {
        let (before, after) = text.split_at(at);
        let is_decimal = is_digit(before.chars().last()) && is_digit(after.chars().nth(1));
        c == ';' || c == ',' && !is_decimal
    });
    let mut found = Vec::new();
    let mut rest = text;
    let mut gone = 0;
    for (at, _) in splits {
        let (entry, after) = rest.split_at(at - gone);
        found.push(entry.trim());
        rest = after.strip_prefix([',', ';']).unwrap_or(after);
        gone = at + 1;
    }
    found.push(rest.trim());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_between_digits_is_a_decimal_mark() {
        assert_eq!(entries("40min,60min"), ["40min", "60min"]);
        assert_eq!(entries("0,5h, 1h;2h"), ["0,5h", "1h", "2h"]);
        assert_eq!(entries(""), [""]);
        assert_eq!(entries("−,µ"), ["−", "µ"]);
        assert_eq!(
            pointed("--dose", "0,5mg/kg").ok().as_deref(),
            Some("0.5mg/kg")
        );
        let error = pointed("--dose", "1,234mg").unwrap_err().to_string();
        assert!(error.contains("--dose: \"1,234mg\"") && error.contains("two ways"));
    }
}
