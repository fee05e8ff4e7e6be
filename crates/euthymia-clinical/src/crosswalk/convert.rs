//! A total through a table.

use super::{Crosswalk, Row, TableKind};

/// A converted score: a range, and what is known of its uncertainty. For groups only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Converted {
    /// Lowest score.
    pub low: f64,
    /// Highest score.
    pub high: f64,
    /// Standard error of the value, where the table prints one.
    pub se: Option<f64>,
    /// True where the score lies between rows and was found on the line between them.
    pub interpolated: bool,
}

/// A score that the table does not convert.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ConvertError {
    /// Outside the rows.
    #[error("{score} is outside the table, which runs from {first} to {last}")]
    Outside {
        /// The score asked for.
        score: f64,
        /// First row.
        first: f64,
        /// Last row.
        last: f64,
    },
    /// Between rows of a table whose gap is not to be bridged.
    #[error("the table has no row for {score}")]
    NoRow {
        /// The score asked for.
        score: f64,
    },
}

/// Looks a score up in a table, corrections applied. Between the rows of a table of anchors, and
/// for a mean between two neighbouring rows, the line between the middles is used and the result
/// says so; a whole score that a full table leaves out has no answer.
///
/// # Errors
/// [`ConvertError`].
pub fn convert(table: &Crosswalk, score: f64) -> Result<Converted, ConvertError> {
    let rows = table.corrected();
    let outside = || ConvertError::Outside {
        score,
        first: rows.first().map_or(f64::NAN, |row| row.from),
        last: rows.last().map_or(f64::NAN, |row| row.from),
    };
    if let Some(row) = rows.iter().find(|row| row.from.total_cmp(&score).is_eq()) {
        let (low, high) = row.range().ok_or(ConvertError::NoRow { score })?;
        return Ok(Converted {
            low,
            high,
            se: row.se,
            interpolated: false,
        });
    }
    let pair = rows
        .windows(2)
        .find(|pair| pair[0].from < score && score < pair[1].from)
        .ok_or_else(outside)?;
    let bridged = table.kind == TableKind::Anchors || pair[1].from - pair[0].from <= 1.0;
    if !bridged {
        return Err(ConvertError::NoRow { score });
    }
    let value = between(&pair[0], &pair[1], score).ok_or(ConvertError::NoRow { score })?;
    Ok(Converted {
        low: value,
        high: value,
        se: None,
        interpolated: true,
    })
}

/// The point above `score` on the line between the middles of two rows.
pub(super) fn between(a: &Row, b: &Row, score: f64) -> Option<f64> {
    let (first, second) = (a.middle()?, b.middle()?);
    let share = (score - a.from) / (b.from - a.from);
    Some(first + share * (second - first))
}
