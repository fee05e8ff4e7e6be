//! A number in one cell, read without the rest of its column.

use crate::convention::{Convention, Doubt};
use crate::number::{Form, Written};
use crate::options::DecimalMark;

/// A number, and which decimal mark its writing shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoneNumber {
    /// The value.
    pub value: f64,
    /// The decimal mark that it was read with, where it has a point or a comma.
    pub shows: Option<DecimalMark>,
}

/// Why a text was not read as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoneNumberError {
    /// It is none.
    NotANumber,
    /// It has a percent sign, and it is not known whether 50 or 0.5 is meant.
    Percent,
    /// It can be read with thousands or with decimals, such as `1,234`.
    Ambiguous,
    /// It has another decimal mark than the one given.
    NotAsGiven(DecimalMark),
    /// Double precision cannot hold it.
    TooLarge,
}

/// Reads the trimmed text of one cell.
///
/// Without `decimal`, a comma that can only be a decimal mark is one, as in [`crate::Cell::number`].
/// What only the rest of the column could settle (`1,234`) is refused; `1.234` is read with a
/// decimal point. Whether the cells of a column agree in their marks is for the caller to see.
///
/// # Errors
/// [`LoneNumberError`].
///
/// # Example
/// ```
/// use euthymia_table::{DecimalMark, LoneNumberError, lone_number};
/// let number = lone_number("7,5", None).unwrap();
/// assert_eq!((number.value, number.shows), (7.5, Some(DecimalMark::Comma)));
/// assert_eq!(lone_number("1,234", None), Err(LoneNumberError::Ambiguous));
/// assert_eq!(lone_number("1,234", Some(DecimalMark::Comma)).unwrap().value, 1.234);
/// ```
pub fn lone_number(
    text: &str,
    decimal: Option<DecimalMark>,
) -> Result<LoneNumber, LoneNumberError> {
    let written = Written::parse(text).ok_or(LoneNumberError::NotANumber)?;
    if written.percent {
        return Err(LoneNumberError::Percent);
    }
    let convention = decimal.map_or(Convention::Open, Convention::Given);
    let mark = convention.mark(written.form).map_err(|doubt| match doubt {
        Doubt::NotAsGiven(mark) => LoneNumberError::NotAsGiven(mark),
        Doubt::Ambiguous | Doubt::Mixed { .. } => LoneNumberError::Ambiguous,
    })?;
    let value = written.value(mark).ok_or(LoneNumberError::TooLarge)?;
    let shows = (written.form != Form::Whole).then_some(mark);
    Ok(LoneNumber { value, shows })
}
