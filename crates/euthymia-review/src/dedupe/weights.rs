//! How much each level of each field speaks for or against one record: a table of log-odds.
//!
//! The numbers were fitted by `reference/generators/py/dedupe_weights.py` to labelled pairs, with
//! fields left out at random, under the conditions that a better level never weighs less than a
//! worse one and that a missing field weighs no more than an equal and no less than a different
//! one. A score is the sum; a probability is its logistic function.

use super::level::{Field, Level};

/// Log-odds of a pair that has some key in common, before any field is compared.
pub const PRIOR: f64 = -5.9;

/// Log-odds by field and level. A level that a field does not have is not in the table.
pub const WEIGHTS: [(Field, &[(Level, f64)]); 10] = [
    (
        Field::Title,
        &[
            (Level::Same, 3.9),
            (Level::Close, 3.9),
            (Level::Part, 2.8),
            (Level::Missing, 0.0),
            (Level::Alike, -0.1),
            (Level::Weak, -3.0),
            (Level::Numbered, -3.7),
            (Level::Different, -4.8),
        ],
    ),
    (
        Field::Authors,
        &[
            (Level::Same, 1.7),
            (Level::Close, 1.7),
            (Level::Part, 1.2),
            (Level::Missing, 0.0),
            (Level::Weak, -1.1),
            (Level::Different, -4.2),
        ],
    ),
    (
        Field::Year,
        &[
            (Level::Same, 1.4),
            (Level::Close, 0.0),
            (Level::Missing, 0.0),
            (Level::Weak, -2.5),
            (Level::Different, -4.2),
        ],
    ),
    (
        Field::Journal,
        &[
            (Level::Same, 1.2),
            (Level::Alike, 1.2),
            (Level::Missing, 0.0),
            (Level::Different, -1.6),
        ],
    ),
    (
        Field::Volume,
        &[
            (Level::Same, 0.9),
            (Level::Missing, 0.0),
            (Level::Different, -3.6),
        ],
    ),
    (
        Field::Issue,
        &[
            (Level::Same, 1.0),
            (Level::Missing, 0.0),
            (Level::Different, -3.6),
        ],
    ),
    (
        Field::Pages,
        &[
            (Level::Same, 2.7),
            (Level::Close, 0.7),
            (Level::Alike, 0.7),
            (Level::Missing, 0.0),
            (Level::Different, -2.8),
        ],
    ),
    (
        Field::Doi,
        &[
            (Level::Same, 5.1),
            (Level::Missing, 0.0),
            (Level::Version, -1.0),
            (Level::Different, -4.9),
        ],
    ),
    (
        Field::Number,
        &[
            (Level::Same, 5.0),
            (Level::Missing, 0.0),
            (Level::Different, -5.0),
        ],
    ),
    (
        Field::Abstract,
        &[
            (Level::Same, 3.0),
            (Level::Part, 1.3),
            (Level::Missing, 0.0),
            (Level::Different, -1.6),
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
