//! One file of the evidence base while it is being read: typed cells by column name, all findings
//! kept.

use euthymia_table::{Cell, Column, Diagnostic, Problems, ReadOptions, Table, read};
use std::collections::HashMap;
use std::fmt::Display;

/// Findings listed per file before they are only counted.
const FINDINGS_MAX: usize = 200;

/// Reads `bytes` as the file `name` with exactly the columns given, in any order, and makes one
/// value per row. A row with a finding yields no value.
pub(crate) fn rows<T>(
    bytes: &[u8],
    name: &str,
    columns: &[&'static str],
    make: impl Fn(&mut Row<'_, '_>) -> Option<T>,
) -> Result<(Vec<T>, Vec<Diagnostic>), Vec<Diagnostic>> {
    // In the evidence base only an empty cell is missing: "NA" would be a finding.
    let options = ReadOptions {
        missing: vec![String::new()],
        delimiter: Some(','),
        decimal: Some(euthymia_table::DecimalMark::Point),
        ..ReadOptions::default()
    };
    if is_bare_header(bytes, columns) {
        return Ok((Vec::new(), Vec::new()));
    }
    let table = read(bytes, name, &options)?;
    let found = find_columns(&table, columns)?;
    let mut problems = Problems::new(FINDINGS_MAX);
    for extra in table.names().filter(|name| !columns.contains(name)) {
        problems.add(
            table
                .error("the format does not have this column")
                .in_column(extra)
                .with_help(
                    "Spell it as the format does, remove it, or put its content into the notes.",
                ),
        );
    }
    let mut values = Vec::with_capacity(table.row_count());
    for row in 0..table.row_count() {
        let before = problems.list().len();
        let mut reader = Row {
            columns: &found,
            row,
            problems: &mut problems,
        };
        let value = make(&mut reader);
        if problems.list().len() == before {
            values.extend(value);
        }
    }
    let clean = !problems.has_errors();
    let findings = problems.into_list();
    if clean {
        Ok((values, findings))
    } else {
        Err(findings)
    }
}

/// True for a file that holds the columns and no row: an evidence base may have no contrasts or claims
/// yet.
fn is_bare_header(bytes: &[u8], columns: &[&str]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.trim_start_matches('\u{feff}')
        .trim()
        .split(',')
        .eq(columns.iter().copied())
}

fn find_columns<'t>(
    table: &'t Table,
    columns: &[&'static str],
) -> Result<HashMap<&'static str, Column<'t>>, Vec<Diagnostic>> {
    let mut missing = Vec::new();
    let mut found = HashMap::new();
    for name in columns {
        match table.column(&[name]) {
            Ok(column) => {
                found.insert(*name, column);
            }
            Err(finding) => missing.push(finding),
        }
    }
    if missing.is_empty() {
        Ok(found)
    } else {
        Err(missing)
    }
}

/// One row with its typed cells.
pub(crate) struct Row<'a, 't> {
    columns: &'a HashMap<&'static str, Column<'t>>,
    row: usize,
    problems: &'a mut Problems,
}

impl<'t> Row<'_, 't> {
    fn cell(&self, name: &str) -> Option<Cell<'t>> {
        // Every name asked for is in the list the sheet was opened with; a test reads every file.
        self.columns.get(name).map(|column| column.cell(self.row))
    }

    fn keep<T>(
        &mut self,
        name: &str,
        read: impl Fn(Cell<'t>) -> Result<T, Diagnostic>,
    ) -> Option<T> {
        let result = read(self.cell(name)?);
        self.problems.keep(result)
    }

    /// Line of the file, from 1.
    pub(crate) fn line(&self) -> usize {
        self.columns
            .values()
            .next()
            .map_or(0, |column| column.cell(self.row).line())
    }

    /// A text, or `None` when the cell is empty.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.cell(name)?.text().map(str::to_owned)
    }

    /// A text that must be there; an empty one is a finding.
    pub(crate) fn required(&mut self, name: &str) -> String {
        self.keep(name, |cell| cell.required_text().map(str::to_owned))
            .unwrap_or_default()
    }

    /// An identifier: lower-case letters, digits, hyphens and underscores, the first one a letter
    /// or digit.
    pub(crate) fn id(&mut self, name: &str) -> String {
        let text = self.required(name);
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let fits = text.bytes().all(|b| plain(b) || b"-_".contains(&b))
            && text.bytes().next().is_none_or(plain);
        if !fits {
            self.finding(
                name,
                "expected an identifier of lower-case letters, digits, - and _ that starts with \
                 a letter or digit",
            );
        }
        text
    }

    /// A number, or `None` when the cell is empty.
    pub(crate) fn number(&mut self, name: &str) -> Option<f64> {
        self.keep(name, |cell| cell.number()).flatten()
    }

    /// A whole number ≥ 0, or `None` when the cell is empty.
    pub(crate) fn count(&mut self, name: &str) -> Option<u64> {
        self.keep(name, |cell| cell.count()).flatten()
    }

    /// A word of a vocabulary that must be there.
    pub(crate) fn word<T, E: Display>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.keep(name, |cell| {
            let text = cell.required_text()?;
            parse(text).map_err(|error| cell.error(without_quotation(text, &error)))
        })
    }

    /// A word of a vocabulary, or `None` when the cell is empty.
    pub(crate) fn optional_word<T, E: Display>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.cell(name)?.text()?;
        self.word(name, parse)
    }

    /// The parts of a list in one cell.
    pub(crate) fn list(&mut self, name: &str, separator: char) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        text.split(separator)
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Digits after the decimal point of a number as it stands in the file.
    pub(crate) fn decimals(&mut self, name: &str) -> usize {
        let text = self.text(name).unwrap_or_default();
        text.split_once('.')
            .map_or(0, |(_, fraction)| fraction.len())
    }

    fn finding(&mut self, name: &str, message: &str) {
        if let Some(cell) = self.cell(name) {
            self.problems.add(cell.error(message));
        }
    }
}

/// What an error says about a text, without repeating the text, which the finding quotes already,
/// and with control characters made visible.
fn without_quotation(text: &str, error: &impl Display) -> String {
    let words = error.to_string();
    let quoted = format!("\"{text}\" is ");
    let words = words.strip_prefix(&quoted).unwrap_or(&words);
    let mut visible = String::with_capacity(words.len());
    for character in words.chars() {
        if character.is_control() {
            visible.extend(character.escape_default());
        } else {
            visible.push(character);
        }
    }
    visible
}
