//! One cell, read as text, number, count or percentage.

use crate::column::Column;
use crate::convention::Doubt;
use crate::diagnostic::Diagnostic;
use crate::number::Written;
use crate::options::DecimalMark;

/// One cell of a column.
///
/// Every reading trims white space and returns `None` for a missing cell: one that equals one of
/// [`crate::ReadOptions::missing`].
#[derive(Debug, Clone, Copy)]
pub struct Cell<'t> {
    pub(crate) column: Column<'t>,
    pub(crate) row: usize,
}

const COUNT_HELP: &str = "Write the count as digits, or leave the cell empty if it is missing.";
const NUMBER_HELP: &str =
    "Write the number with digits, for example 12.5, or leave the cell empty if it is missing.";
/// Words that people write for "missing" but that are not in the default list.
const MISSING_WORDS: [&str; 12] = [
    "na", "n/a", "n.a.", "nan", "null", "none", "missing", "unknown", "-", "–", "—", "?",
];

impl<'t> Cell<'t> {
    /// The cell as it stands in the file, without quotation marks, untrimmed.
    #[must_use]
    pub fn raw(&self) -> &'t str {
        self.column
            .table
            .raw(self.row, self.column.position)
            .unwrap_or("")
    }

    /// The name of the cell's column.
    #[must_use]
    pub fn column_name(&self) -> &'t str {
        self.column.name()
    }

    /// Line of the file on which the cell's row starts, from 1; 0 beyond the last row.
    #[must_use]
    pub fn line(&self) -> usize {
        self.column.table.line(self.row).unwrap_or(0)
    }

    /// The trimmed text; `None` when missing.
    #[must_use]
    pub fn text(&self) -> Option<&'t str> {
        let trimmed = self.raw().trim();
        (!self.column.table.is_missing(trimmed)).then_some(trimmed)
    }

    /// The trimmed text of a cell that must not be missing.
    ///
    /// # Errors
    /// The cell is missing.
    pub fn required_text(&self) -> Result<&'t str, Diagnostic> {
        self.text().ok_or_else(|| self.absent("a text"))
    }

    /// A finite number; `None` when missing.
    ///
    /// Accepted: ASCII digits with an optional sign (`-`, `+` or `−`), decimal mark and exponent;
    /// spaces or apostrophes between groups of three digits; decimal commas and thousands
    /// separators when the column settles which is which (see [`crate::read`]).
    ///
    /// # Errors
    /// Words, `NaN`, infinities, values beyond double precision, a percent sign (use
    /// [`Cell::percent`] or [`Cell::proportion`], which say what they mean), numbers that can be
    /// read in two ways.
    ///
    /// # Example
    /// ```
    /// use euthymia_table::{ReadOptions, read};
    /// let table = read("x\n−0.5\nNA\n1e-3\n".as_bytes(), "a.csv", &ReadOptions::default()).unwrap();
    /// let x = table.column(&["x"]).unwrap();
    /// assert_eq!(x.numbers().unwrap(), [Some(-0.5), None, Some(0.001)]);
    /// ```
    pub fn number(&self) -> Result<Option<f64>, Diagnostic> {
        const EXPECTED: &str = "expected a number";
        let Some(text) = self.text() else {
            return Ok(None);
        };
        let (written, mark) = self.written(text, EXPECTED, NUMBER_HELP)?;
        if written.percent {
            return Err(self
                .error("expected a number without a percent sign")
                .with_help(
                    "It is not known whether 50% means 50 or 0.5 here. Write the plain number.",
                ));
        }
        self.finite(&written, mark).map(Some)
    }

    /// A number in a cell that must not be missing; see [`Cell::number`].
    ///
    /// # Errors
    /// As [`Cell::number`]; also when the cell is missing.
    pub fn required_number(&self) -> Result<f64, Diagnostic> {
        self.number()?.ok_or_else(|| self.absent("a number"))
    }

    /// A whole number from 0 to 2⁵³; `None` when missing.
    ///
    /// `12.0` is accepted, because programs write whole columns that way when one cell is missing.
    /// `1e3` is refused: nobody writes a count so, and a spreadsheet that does has dropped digits.
    ///
    /// # Errors
    /// Everything else: `3.5`, `-1`, `1e3`, `12%`, words.
    ///
    /// # Example
    /// ```
    /// use euthymia_table::{ReadOptions, read};
    /// let table = read(b"n\n12\n.\n3.5\n", "a.csv", &ReadOptions::default()).unwrap();
    /// let n = table.column(&["n"]).unwrap();
    /// assert_eq!(n.cell(0).count(), Ok(Some(12)));
    /// assert_eq!(n.cell(1).count(), Ok(None));
    /// assert!(n.cell(2).count().is_err());
    /// ```
    pub fn count(&self) -> Result<Option<u64>, Diagnostic> {
        const EXPECTED: &str = "expected a whole number ≥ 0";
        let Some(text) = self.text() else {
            return Ok(None);
        };
        let (written, mark) = self.written(text, EXPECTED, COUNT_HELP)?;
        match written.count(mark) {
            Some(count) => Ok(Some(count)),
            None => Err(self.error(EXPECTED).with_help(COUNT_HELP)),
        }
    }

    /// A count in a cell that must not be missing; see [`Cell::count`].
    ///
    /// # Errors
    /// As [`Cell::count`]; also when the cell is missing.
    pub fn required_count(&self) -> Result<u64, Diagnostic> {
        self.count()?
            .ok_or_else(|| self.absent("a whole number ≥ 0"))
    }

    /// A percentage in percent: `12.5%` and `12.5` are both 12.5; `None` when missing.
    ///
    /// # Errors
    /// As [`Cell::number`], but a percent sign is welcome.
    pub fn percent(&self) -> Result<Option<f64>, Diagnostic> {
        let Some(text) = self.text() else {
            return Ok(None);
        };
        let (written, mark) = self.written(text, "expected a percentage", NUMBER_HELP)?;
        self.finite(&written, mark).map(Some)
    }

    /// A proportion from 0 to 1: `12.5%` and `0.125` are both 0.125; `None` when missing.
    ///
    /// # Errors
    /// As [`Cell::number`], but a percent sign is welcome; also values outside 0 to 1 (a plain
    /// `12.5` may be a percentage whose sign was forgotten).
    pub fn proportion(&self) -> Result<Option<f64>, Diagnostic> {
        const EXPECTED: &str = "expected a proportion from 0 to 1, or a percentage with its sign";
        let Some(text) = self.text() else {
            return Ok(None);
        };
        let (written, mark) = self.written(text, EXPECTED, NUMBER_HELP)?;
        let value = self.finite(&written, mark)?;
        let proportion = if written.percent {
            value / 100.0
        } else {
            value
        };
        if (0.0..=1.0).contains(&proportion) {
            Ok(Some(proportion))
        } else {
            Err(self.error(EXPECTED).with_help("Write 0.125 or 12.5%."))
        }
    }

    /// An error about this cell that quotes what was found.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        self.place(Diagnostic::error(self.column.table.file.clone(), message))
            .with_found(self.raw().trim())
    }

    fn place(&self, finding: Diagnostic) -> Diagnostic {
        finding
            .at_row(self.line())
            .in_column(self.column.shared_name())
    }

    fn absent(&self, expected: &str) -> Diagnostic {
        let message = format!("the cell is missing, expected {expected}");
        self.place(Diagnostic::error(self.column.table.file.clone(), message))
            .with_help("Fill the cell in, or remove the row.")
    }

    /// The number's form and decimal mark, or an explanation.
    fn written(
        &self,
        text: &str,
        expected: &str,
        help: &str,
    ) -> Result<(Written, DecimalMark), Diagnostic> {
        let Some(written) = Written::parse(text) else {
            return Err(self.error(expected).with_help(hint(text, help)));
        };
        match self.column.convention.mark(written.form) {
            Ok(mark) => Ok((written, mark)),
            Err(doubt) => Err(self.doubtful(text, doubt)),
        }
    }

    fn finite(&self, written: &Written, mark: DecimalMark) -> Result<f64, Diagnostic> {
        written.value(mark).ok_or_else(|| {
            self.error("the number is beyond what double precision can hold")
                .with_help("Use another unit.")
        })
    }

    fn doubtful(&self, text: &str, doubt: Doubt) -> Diagnostic {
        match doubt {
            Doubt::Ambiguous => {
                let plain: String = text.chars().filter(|c| !matches!(c, ',' | '.')).collect();
                let decimal = text.replace(',', ".");
                self.error(format!("it can be read as {plain} or as {decimal}"))
                    .with_help(
                        "Write it without a thousands separator, or say which character is the \
                     decimal mark: --decimal point or --decimal comma.",
                    )
            }
            Doubt::Mixed {
                point_line,
                comma_line,
            } => self
                .error(format!(
                    "the column mixes decimal points (row {point_line}) and decimal commas \
                     (row {comma_line})"
                ))
                .with_help("Write all numbers of the column in the same way."),
            Doubt::NotAsGiven(mark) => {
                let name = match mark {
                    DecimalMark::Point => "point",
                    DecimalMark::Comma => "comma",
                };
                self.error(format!("expected a number with a decimal {name}, as given"))
                    .with_help("Correct the cell or the option --decimal.")
            }
        }
    }
}

/// The usual help, or a better one when the slip is recognised.
fn hint(text: &str, usual: &str) -> String {
    if MISSING_WORDS.contains(&text.to_lowercase().as_str()) {
        let shown = crate::diagnostic::excerpt(text, 20);
        return format!("If it means missing, leave the cell empty or use --missing \"{shown}\".");
    }
    if text.starts_with(['–', '—']) && Written::parse(text.trim_start_matches(['–', '—'])).is_some()
    {
        return "The first character is a dash; write a minus sign if the number is negative."
            .to_owned();
    }
    usual.to_owned()
}
