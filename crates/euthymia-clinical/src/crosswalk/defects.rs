//! What a check of order finds in a printed table: misprints, overlaps, gaps.

use super::{Crosswalk, Row};

/// Something in a table that cannot be, or that makes it ambiguous.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Defect {
    /// The range runs backwards, such as 62–24.
    Reversed {
        /// Which row.
        from: f64,
    },
    /// A higher score leads to a lower one than the row before.
    NotMonotone {
        /// Which row.
        from: f64,
    },
    /// Two rows lead to the same score, or their ranges overlap: the way back is ambiguous.
    Overlap {
        /// The first row.
        from: f64,
        /// The second row.
        and: f64,
    },
    /// Scores between two rows are not in the table.
    Gap {
        /// The last score before the gap.
        after: f64,
        /// The first score after it.
        before: f64,
    },
}

impl Defect {
    /// True for what can only be a misprint.
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Reversed { .. } | Self::NotMonotone { .. })
    }
}

impl std::fmt::Display for Defect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Reversed { from } => write!(f, "score {from}: the range runs backwards"),
            Self::NotMonotone { from } => {
                write!(f, "score {from} leads to less than the score before it")
            }
            Self::Overlap { from, and } => {
                write!(f, "scores {from} and {and} lead to the same scores")
            }
            Self::Gap { after, before } => write!(f, "no rows between {after} and {before}"),
        }
    }
}

/// Checks rows in order of score.
///
/// # Example
/// ```
/// use euthymia_clinical::crosswalk::{all, defects::{Defect, defects}};
/// let table = all().iter().find(|t| t.id == "rush2003_qids_sr16_ids_sr30").unwrap();
/// assert_eq!(defects(&table.rows)[0], Defect::Reversed { from: 25.0 });
/// assert!(defects(&table.corrected()).is_empty());
/// ```
#[must_use]
pub fn defects(rows: &[Row]) -> Vec<Defect> {
    let mut found = Vec::new();
    for row in rows {
        if let Some((low, high)) = row.range()
            && low > high
        {
            found.push(Defect::Reversed { from: row.from });
        }
    }
    for pair in rows.windows(2) {
        let (Some(before), Some(after)) = (pair[0].range(), pair[1].range()) else {
            continue;
        };
        if after.0 < before.0 || after.1 < before.1 {
            found.push(Defect::NotMonotone { from: pair[1].from });
        } else if after.0 <= before.1 {
            found.push(Defect::Overlap {
                from: pair[0].from,
                and: pair[1].from,
            });
        }
        if pair[1].from > pair[0].from + 1.0 {
            found.push(Defect::Gap {
                after: pair[0].from,
                before: pair[1].from,
            });
        }
    }
    found
}

/// The misprints of a table that no correction mends.
#[must_use]
pub fn unmended(table: &Crosswalk) -> Vec<Defect> {
    let left = defects(&table.corrected());
    left.into_iter()
        .filter(|defect| defect.is_error())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::all;

    #[test]
    fn every_misprint_of_a_bundled_table_has_its_correction() {
        let mut misprints = 0;
        for table in all() {
            assert_eq!(unmended(table), [], "{}", table.id);
            misprints += defects(&table.rows).iter().filter(|d| d.is_error()).count();
        }
        assert!(misprints > 0, "the check finds the misprint that is there");
    }

    #[test]
    fn the_duplicated_range_is_found_and_left_as_printed() {
        let table = all()
            .iter()
            .find(|t| t.id == "rush2003_qids_sr16_hamd17")
            .unwrap();
        let doubled = Defect::Overlap {
            from: 14.0,
            and: 15.0,
        };
        assert!(defects(&table.corrected()).contains(&doubled));
    }
}
