//! What a point and a comma mean in one column, judged from all its cells.

use crate::number::Form;
use crate::options::DecimalMark;

/// The meaning of points and commas in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Convention {
    /// The user said which is the decimal mark; the other can only separate thousands.
    Given(DecimalMark),
    /// No cell settles it.
    Open,
    /// At least one cell shows a decimal point; `thousands`: one also shows thousands by comma.
    Point { thousands: bool },
    /// At least one cell shows a decimal comma; `thousands`: one also shows thousands by point.
    Comma { thousands: bool },
    /// Cells contradict each other; the lines (from 1) of one cell of each kind.
    Mixed {
        point_line: usize,
        comma_line: usize,
    },
}

/// Why a number cannot be read although its form is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It could be thousands or decimals.
    Ambiguous,
    /// The column mixes decimal points and decimal commas; the lines of one of each.
    Mixed {
        point_line: usize,
        comma_line: usize,
    },
    /// The mark is not the one the user gave.
    NotAsGiven(DecimalMark),
}

impl Convention {
    /// Judges from the forms of a column's cells, each with its line.
    pub(crate) fn of(
        given: Option<DecimalMark>,
        cells: impl Iterator<Item = (usize, Form)>,
    ) -> Self {
        if let Some(mark) = given {
            return Self::Given(mark);
        }
        let mut point_line = None;
        let mut comma_line = None;
        let mut thousands = false;
        for (line, form) in cells {
            thousands |= matches!(form, Form::CommaThousands | Form::PointThousands);
            match form {
                Form::PointDecimal | Form::CommaThousands => {
                    point_line.get_or_insert(line);
                }
                Form::CommaDecimal | Form::PointThousands => {
                    comma_line.get_or_insert(line);
                }
                Form::Whole | Form::PointEither | Form::CommaEither => {}
            }
        }
        match (point_line, comma_line) {
            (None, None) => Self::Open,
            (Some(_), None) => Self::Point { thousands },
            (None, Some(_)) => Self::Comma { thousands },
            (Some(point_line), Some(comma_line)) => Self::Mixed {
                point_line,
                comma_line,
            },
        }
    }

    /// Which character is the decimal mark of a number of this form.
    ///
    /// A form such as `1.234` with nothing else in the column is read with a decimal point, the
    /// mark of scientific files; `1,234` in the same situation is refused.
    pub(crate) fn mark(self, form: Form) -> Result<DecimalMark, Doubt> {
        use DecimalMark::{Comma, Point};
        match form {
            Form::Whole => Ok(Point),
            Form::PointDecimal => match self {
                Self::Given(Comma) => Err(Doubt::NotAsGiven(Comma)),
                _ => Ok(Point),
            },
            Form::PointEither => match self {
                Self::Given(mark) => Ok(mark),
                Self::Open | Self::Point { .. } => Ok(Point),
                Self::Comma { thousands: true } => Ok(Comma),
                Self::Comma { thousands: false } | Self::Mixed { .. } => Err(Doubt::Ambiguous),
            },
            Form::CommaEither => match self {
                Self::Given(mark) => Ok(mark),
                Self::Comma { .. } => Ok(Comma),
                Self::Point { thousands: true } => Ok(Point),
                Self::Open | Self::Point { thousands: false } | Self::Mixed { .. } => {
                    Err(Doubt::Ambiguous)
                }
            },
            Form::CommaThousands => match self {
                Self::Given(Comma) => Err(Doubt::NotAsGiven(Comma)),
                _ => Ok(Point),
            },
            Form::CommaDecimal | Form::PointThousands => match self {
                Self::Given(Point) => Err(Doubt::NotAsGiven(Point)),
                Self::Mixed {
                    point_line,
                    comma_line,
                } => Err(Doubt::Mixed {
                    point_line,
                    comma_line,
                }),
                _ => Ok(Comma),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(forms: &[Form]) -> Convention {
        Convention::of(
            None,
            forms
                .iter()
                .enumerate()
                .map(|(line, form)| (line + 2, *form)),
        )
    }

    #[test]
    fn three_decimals_are_certain_beside_a_certain_neighbour() {
        let column = of(&[Form::CommaDecimal, Form::CommaEither, Form::Whole]);
        assert_eq!(column.mark(Form::CommaEither), Ok(DecimalMark::Comma));
        assert_eq!(column.mark(Form::PointEither), Err(Doubt::Ambiguous));
    }

    #[test]
    fn lone_three_digit_groups_are_ambiguous_with_a_comma_only() {
        let column = of(&[Form::CommaEither, Form::CommaEither]);
        assert_eq!(column.mark(Form::CommaEither), Err(Doubt::Ambiguous));
        assert_eq!(
            of(&[Form::PointEither]).mark(Form::PointEither),
            Ok(DecimalMark::Point)
        );
        // "2.5" shows a decimal point but not that commas separate thousands.
        assert_eq!(
            of(&[Form::PointDecimal]).mark(Form::CommaEither),
            Err(Doubt::Ambiguous)
        );
    }

    #[test]
    fn contradiction_names_both_lines() {
        let column = of(&[Form::Whole, Form::PointDecimal, Form::CommaDecimal]);
        let doubt = Doubt::Mixed {
            point_line: 3,
            comma_line: 4,
        };
        assert_eq!(column.mark(Form::CommaDecimal), Err(doubt));
        assert_eq!(column.mark(Form::PointDecimal), Ok(DecimalMark::Point));
    }

    #[test]
    fn given_mark_decides_and_is_enforced() {
        let point = Convention::Given(DecimalMark::Point);
        assert_eq!(point.mark(Form::CommaEither), Ok(DecimalMark::Point));
        assert_eq!(
            point.mark(Form::CommaDecimal),
            Err(Doubt::NotAsGiven(DecimalMark::Point))
        );
    }
}
