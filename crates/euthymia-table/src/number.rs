//! The written forms of a number, and what each can mean.
//!
//! Reading happens in two steps. [`Written::parse`] says which *form* a text has, for instance
//! "digits, a comma, three digits", without deciding what the comma means. The column's
//! [`crate::convention::Convention`] then says what it means, or that nobody can know.

use crate::options::DecimalMark;

/// The form of a written number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `12`: no mark at all.
    Whole,
    /// `0.5`, `12.34`, `1234.567`: the point can only be a decimal mark.
    PointDecimal,
    /// `1.234`: the point could separate thousands.
    PointEither,
    /// `0,5`, `12,34`: the comma can only be a decimal mark.
    CommaDecimal,
    /// `1,234`: the comma could separate thousands.
    CommaEither,
    /// `1,234,567` or `1,234.5`: commas can only separate thousands.
    CommaThousands,
    /// `1.234.567` or `1.234,5`: points can only separate thousands.
    PointThousands,
}

/// A text that has the form of a decimal number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) form: Form,
    pub(crate) negative: bool,
    pub(crate) percent: bool,
    /// Digits and marks, without sign, exponent and spaces between thousands.
    body: String,
    /// The exponent's digits with sign, when there is one.
    exponent: Option<String>,
}

impl Written {
    /// Takes a trimmed text apart; `None` when it is not a decimal number in any reading.
    ///
    /// Signs may be ASCII or U+2212. Spaces (also no-break and thin ones) and apostrophes are
    /// accepted between groups of three digits. Words such as `NaN` and `inf` are not numbers.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (text, percent) = match text.strip_suffix('%') {
            Some(rest) => (rest.trim_end(), true),
            None => (text, false),
        };
        let (negative, unsigned) = split_sign(text);
        let (body, exponent) = split_exponent(unsigned)?;
        let (body, spaced) = without_spaces(body)?;
        let form = form_of(&body, spaced)?;
        Some(Self {
            form,
            negative,
            percent,
            body,
            exponent,
        })
    }

    /// The number as Rust and C write it, when `mark` is the decimal mark; without the exponent.
    fn plain(&self, mark: DecimalMark) -> String {
        let unit = match mark {
            DecimalMark::Point => '.',
            DecimalMark::Comma => ',',
        };
        let mut plain = String::with_capacity(self.body.len() + 1);
        if self.negative {
            plain.push('-');
        }
        for character in self.body.chars() {
            if character.is_ascii_digit() {
                plain.push(character);
            } else if character == unit {
                plain.push('.');
            }
        }
        plain
    }

    /// The value; `None` when it is too large, or not zero and too small, for double precision.
    pub(crate) fn value(&self, mark: DecimalMark) -> Option<f64> {
        let mut plain = self.plain(mark);
        let has_digit_above_zero = plain.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        if let Some(exponent) = &self.exponent {
            plain.push('e');
            plain.push_str(exponent);
        }
        let value: f64 = plain.parse().ok()?;
        let lost = value.abs() == 0.0 && has_digit_above_zero;
        // Adding zero turns a negative zero into zero.
        (value.is_finite() && !lost).then_some(value + 0.0)
    }

    /// The value as a count: no sign, no exponent, nothing but zeros after the decimal mark.
    pub(crate) fn count(&self, mark: DecimalMark) -> Option<u64> {
        // Above this, whole numbers are no longer exact in double precision.
        const COUNT_MAX: u64 = 1 << 53;
        if self.negative || self.percent || self.exponent.is_some() {
            return None;
        }
        let plain = self.plain(mark);
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        if fraction.bytes().any(|byte| byte != b'0') {
            return None;
        }
        whole.parse().ok().filter(|count| *count <= COUNT_MAX)
    }
}

fn split_sign(text: &str) -> (bool, &str) {
    for minus in ['-', '\u{2212}'] {
        if let Some(rest) = text.strip_prefix(minus) {
            return (true, rest);
        }
    }
    (false, text.strip_prefix('+').unwrap_or(text))
}

/// Splits off `e±digits`; `None` when an `e` is followed by anything else.
fn split_exponent(text: &str) -> Option<(&str, Option<String>)> {
    let Some((body, exponent)) = text.split_once(['e', 'E']) else {
        return Some((text, None));
    };
    let (negative, digits) = split_sign(exponent);
    // More than six digits cannot be a finite number, whatever the body.
    let valid = (1..=6).contains(&digits.len()) && is_digits(digits);
    valid.then(|| {
        (
            body,
            Some(format!("{}{digits}", if negative { "-" } else { "" })),
        )
    })
}

/// Removes the spaces or apostrophes between groups of three digits of the whole part; says
/// whether there were any; `None` when the groups are not groups of three.
fn without_spaces(body: &str) -> Option<(String, bool)> {
    let is_gap = |c: char| {
        matches!(
            c,
            ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\'' | '\u{2019}'
        )
    };
    if !body.contains(is_gap) {
        return Some((body.to_owned(), false));
    }
    let whole = body.split(['.', ',']).next().unwrap_or(body);
    let rest = &body[whole.len()..];
    if rest.contains(is_gap) || !is_grouped(whole.split(is_gap)) {
        return None;
    }
    let mut joined: String = whole.chars().filter(char::is_ascii_digit).collect();
    joined.push_str(rest);
    Some((joined, true))
}

fn form_of(body: &str, spaced: bool) -> Option<Form> {
    let points = body.matches('.').count();
    let commas = body.matches(',').count();
    match (points, commas) {
        (0, 0) => is_digits(body).then_some(Form::Whole),
        (1, 0) => {
            let (whole, fraction) = body.split_once('.')?;
            let digits = is_digits_or_empty(whole) && is_digits_or_empty(fraction);
            let thousands = !spaced && is_grouped([whole, fraction].into_iter());
            (digits && body.len() > 1).then_some(if thousands {
                Form::PointEither
            } else {
                Form::PointDecimal
            })
        }
        (0, 1) => {
            let (whole, fraction) = body.split_once(',')?;
            let digits = is_digits_or_empty(whole) && is_digits(fraction);
            let thousands = !spaced && is_grouped([whole, fraction].into_iter());
            digits.then_some(if thousands {
                Form::CommaEither
            } else {
                Form::CommaDecimal
            })
        }
        _ if spaced => None,
        (0, _) => is_grouped(body.split(',')).then_some(Form::CommaThousands),
        (_, 0) => is_grouped(body.split('.')).then_some(Form::PointThousands),
        (1, _) if body.rfind(',') < body.find('.') => {
            let (whole, fraction) = body.split_once('.')?;
            let valid = is_grouped(whole.split(',')) && is_digits_or_empty(fraction);
            valid.then_some(Form::CommaThousands)
        }
        (_, 1) if body.rfind('.') < body.find(',') => {
            let (whole, fraction) = body.split_once(',')?;
            let valid = is_grouped(whole.split('.')) && is_digits(fraction);
            valid.then_some(Form::PointThousands)
        }
        _ => None,
    }
}

/// One to three digits that do not start with zero, then groups of exactly three digits.
fn is_grouped<'a>(mut groups: impl Iterator<Item = &'a str>) -> bool {
    let first = groups.next().unwrap_or("");
    is_digits(first)
        && first.len() <= 3
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && is_digits_or_empty(text)
}

fn is_digits_or_empty(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Option<Form> {
        Written::parse(text).map(|written| written.form)
    }

    #[test]
    fn forms_by_hand() {
        let table = [
            ("12", Form::Whole),
            ("+12", Form::Whole),
            ("1 234 567", Form::Whole),
            ("1'234", Form::Whole),
            ("0.5", Form::PointDecimal),
            (".5", Form::PointDecimal),
            ("5.", Form::PointDecimal),
            ("0.123", Form::PointDecimal),
            ("1234.567", Form::PointDecimal),
            ("1.234", Form::PointEither),
            ("0,5", Form::CommaDecimal),
            ("0,123", Form::CommaDecimal),
            ("1234,567", Form::CommaDecimal),
            ("1 234,567", Form::CommaDecimal),
            ("1,234", Form::CommaEither),
            ("\u{2212}1,234", Form::CommaEither),
            ("1,234,567", Form::CommaThousands),
            ("1,234.5", Form::CommaThousands),
            ("1.234.567", Form::PointThousands),
            ("1.234,5", Form::PointThousands),
            ("12,5 %", Form::CommaDecimal),
        ];
        for (text, expected) in table {
            assert_eq!(form(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_number() {
        for text in [
            "",
            "-",
            "+",
            ".",
            ",",
            "%",
            "e5",
            "1e",
            "1e+",
            "NaN",
            "inf",
            "0x10",
            "1_000",
            "5,",
            "1,23,456",
            "1.2.2020",
            "1 23",
            "1,234 567",
            "3–5",
            "1..2",
            "--1",
            "(5)",
            "1,2.3,4",
            "5e0000000001",
            "٣",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }

    #[test]
    fn values_under_each_mark() {
        let value = |text: &str, mark| Written::parse(text).unwrap().value(mark);
        assert_eq!(value("1,234", DecimalMark::Point), Some(1234.0));
        assert_eq!(value("1,234", DecimalMark::Comma), Some(1.234));
        assert_eq!(value("\u{2212}1.234,5", DecimalMark::Comma), Some(-1234.5));
        assert_eq!(value("1.5E-3", DecimalMark::Point), Some(0.0015));
        assert_eq!(value("1e999", DecimalMark::Point), None);
        assert_eq!(value("1e-999", DecimalMark::Point), None);
        assert_eq!(value("0e-999", DecimalMark::Point), Some(0.0));
        assert!(value("-0", DecimalMark::Point).unwrap().is_sign_positive());
    }

    #[test]
    fn counts_are_whole() {
        let count = |text: &str| Written::parse(text).unwrap().count(DecimalMark::Point);
        assert_eq!(count("12"), Some(12));
        assert_eq!(count("12.0"), Some(12));
        assert_eq!(count("1,234,567"), Some(1_234_567));
        assert_eq!(count("3.5"), None);
        assert_eq!(count("-1"), None);
        assert_eq!(count("1e3"), None);
        assert_eq!(count("9007199254740992"), Some(1 << 53));
        assert_eq!(count("9007199254740993"), None);
        assert_eq!(count("99999999999999999999999"), None);
    }
}
