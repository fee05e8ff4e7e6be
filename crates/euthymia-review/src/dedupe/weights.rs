//! How much each level of each field speaks for or against one record: a table of log-odds.
//!
//! The numbers were fitted by `reference/generators/py/dedupe_weights.py` to labelled pairs, with
//! fields left out at random, under the conditions that a better level never weighs less than a
//! worse one and that a missing field weighs no more than an equal and no less than a different
//! one. They were then stretched and shifted in common, so that of the pairs which no rule forbids and
//! whose group was left out of the fit, the share that is one record agrees with the probability. A
//! score is the sum; a probability is its logistic function.

use super::level::{Field, Level};

/// Log-odds of a pair that has some key in common, before any field is compared.
pub const PRIOR: f64 = -10.9;

/// Log-odds by field and level. A level that a field does not have is not in the table.
pub const WEIGHTS: [(Field, &[(Level, f64)]); 10] = [
    (
        Field::Title,
        &[
            (Level::Same, 9.4),
            (Level::Close, 9.4),
            (Level::Part, 7.0),
            (Level::Missing, 0.0),
            (Level::Alike, -0.1),
            (Level::Weak, -7.2),
            (Level::Numbered, -8.8),
            (Level::Different, -11.5),
        ],
    ),
    (
        Field::Authors,
        &[
            (Level::Same, 4.2),
            (Level::Close, 4.2),
            (Level::Part, 3.0),
            (Level::Missing, 0.0),
            (Level::Weak, -2.6),
            (Level::Different, -10.1),
        ],
    ),
    (
        Field::Year,
        &[
            (Level::Same, 3.7),
            (Level::Close, 0.0),
            (Level::Missing, 0.0),
            (Level::Weak, -6.2),
            (Level::Different, -9.9),
        ],
    ),
    (
        Field::Journal,
        &[
            (Level::Same, 3.0),
            (Level::Alike, 3.0),
            (Level::Missing, 0.0),
            (Level::Different, -4.0),
        ],
    ),
    (
        Field::Volume,
        &[
            (Level::Same, 2.1),
            (Level::Missing, 0.0),
            (Level::Different, -8.3),
        ],
    ),
    (
        Field::Issue,
        &[
            (Level::Same, 2.1),
            (Level::Missing, 0.0),
            (Level::Different, -8.8),
        ],
    ),
    (
        Field::Pages,
        &[
            (Level::Same, 6.2),
            (Level::Close, 1.4),
            (Level::Alike, 1.4),
            (Level::Missing, 0.0),
            (Level::Different, -6.5),
        ],
    ),
    (
        Field::Doi,
        &[
            (Level::Same, 12.2),
            (Level::Missing, 0.0),
            (Level::Version, -2.4),
            (Level::Different, -11.5),
        ],
    ),
    (
        Field::Number,
        &[
            (Level::Same, 11.9),
            (Level::Missing, 0.0),
            (Level::Different, -11.9),
        ],
    ),
    (
        Field::Abstract,
        &[
            (Level::Same, 7.1),
            (Level::Part, 3.2),
            (Level::Missing, 0.0),
            (Level::Different, -3.9),
        ],
    ),
];

/// Log-odds of one level of one field.
///
/// # Example
/// ```
/// use euthymia_review::dedupe::{Field, Level, weights::weight};
/// assert!(weight(Field::Pages, Level::Same) > weight(Field::Pages, Level::Different));
/// ```
pub fn weight(field: Field, level: Level) -> f64 {
    let levels = WEIGHTS
        .get(field as usize)
        .map_or(&[] as &[(Level, f64)], |row| row.1);
    levels
        .iter()
        .find(|(own, _)| *own == level)
        .map_or(0.0, |(_, weight)| *weight)
}
