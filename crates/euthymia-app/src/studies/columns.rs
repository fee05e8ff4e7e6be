//! Columns by the names they may have, and what their cells hold in one row.

use euthymia_synthesis::effect::EffectError;
use euthymia_table::{Column, Diagnostic, Problems, Table};

/// The names a column may have, ours first.
pub(super) type Names = &'static [&'static str];

/// Finds every column, or says which are missing.
pub(super) fn columns<'t>(
    table: &'t Table,
    wanted: &[&[&str]],
) -> Result<Vec<Column<'t>>, Vec<Diagnostic>> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for names in wanted {
        match table.column(names) {
            Ok(column) => found.push(column),
            Err(finding) => missing.push(finding),
        }
    }
    if missing.is_empty() {
        Ok(found)
    } else {
        Err(missing)
    }
}

/// Takes back the advice to leave a cell empty: a study without this number cannot be used.
pub(super) fn needed<T>(read: Result<T, Diagnostic>) -> Result<T, Diagnostic> {
    const ADVICE: &str = ", or leave the cell empty if it is missing.";
    read.map_err(|finding| {
        let help = finding.help.replace(
            ADVICE,
            ", or remove the row: a study cannot be pooled without it.",
        );
        finding.with_help(help)
    })
}

/// Columns that were looked for, by their names: finding one reads it whole, to see how its numbers are
/// written, and would otherwise be done for every row.
#[derive(Default)]
pub(super) struct Looked<'t> {
    found: Vec<(Names, Option<Column<'t>>)>,
}

impl<'t> Looked<'t> {
    /// The column of one of these names.
    fn find(&mut self, table: &'t Table, names: Names) -> Result<Option<Column<'t>>, Diagnostic> {
        if let Some((_, column)) = self.found.iter().find(|(known, _)| *known == names) {
            return Ok(*column);
        }
        let column = table.find_column(names)?;
        self.found.push((names, column));
        Ok(column)
    }
}

/// One row of a table, read cell by cell; what is wrong goes to the list of problems.
pub(super) struct Row<'r, 't> {
    /// Its columns.
    pub(super) columns: &'r mut Looked<'t>,
    /// The table.
    pub(super) table: &'t Table,
    /// Its row, from 0.
    pub(super) row: usize,
    /// Where findings go.
    pub(super) problems: &'r mut Problems,
}

impl<'t> Row<'_, 't> {
    /// The column of one of these names; a name that fits two columns is reported.
    pub(super) fn column(&mut self, names: Names) -> Option<Column<'t>> {
        let found = self.columns.find(self.table, names);
        self.problems.keep(found).flatten()
    }

    /// The column of one of these names, which must be there.
    fn needed_column(&mut self, names: Names) -> Result<Column<'t>, Diagnostic> {
        match self.columns.find(self.table, names)? {
            Some(column) => Ok(column),
            None => self.table.column(names),
        }
    }

    /// A number, where there is a column and a value in it.
    pub(super) fn number(&mut self, names: Names) -> Option<f64> {
        let cell = self.column(names)?.cell(self.row);
        self.problems.keep(cell.number()).flatten()
    }

    /// A number that must be there; a missing column or cell is reported.
    pub(super) fn required(&mut self, names: Names) -> Option<f64> {
        let column = self.needed_column(names);
        let column = self.problems.keep(column)?;
        self.problems
            .keep(needed(column.cell(self.row).required_number()))
    }

    /// A whole number that must be there.
    pub(super) fn required_count(&mut self, names: Names) -> Option<u64> {
        let column = self.needed_column(names);
        let column = self.problems.keep(column)?;
        self.problems
            .keep(needed(column.cell(self.row).required_count()))
    }

    /// Reports what is wrong at the first of these columns that is there.
    pub(super) fn refuse(&mut self, names: &[Names], message: impl Into<String>, help: &str) {
        let found = names
            .iter()
            .find_map(|names| self.table.find_column(names).ok().flatten());
        let finding = match found {
            Some(column) => column.cell(self.row).error(message),
            None => self
                .table
                .error(message)
                .at_row(self.table.line(self.row).unwrap_or(0)),
        };
        self.problems.add(finding.with_help(help));
    }

    /// Keeps what could be formed; what could not is reported at the first of these columns.
    pub(super) fn formed<T>(
        &mut self,
        result: Result<T, EffectError>,
        names: &[Names],
    ) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let help = match error {
                    EffectError::StandardDeviation(_) => {
                        "A standard deviation is above 0. If this is a standard error, multiply it \
                         by √n."
                    }
                    EffectError::GroupTooSmall(_) | EffectError::EmptyGroup => {
                        "Leave the study out, or correct the number."
                    }
                    _ => "Correct the number, or remove the row.",
                };
                self.refuse(names, error.to_string(), help);
                None
            }
        }
    }
}
