//! From bytes to a [`Table`].

use std::path::Path;
use std::sync::Arc;

use crate::delimiter;
use crate::diagnostic::Diagnostic;
use crate::encoding;
use crate::header;
use crate::options::ReadOptions;
use crate::problems::Problems;
use crate::table::Table;
use crate::tokens::{Fault, FaultKind, Record, Tokens, tokenize};

/// Reads delimited text with a header into a table of raw strings.
///
/// - *Encoding*: by byte order mark (UTF-8, UTF-16), otherwise UTF-8; anything else is refused
///   with a suggestion, never replaced.
/// - *Delimiter*: comma, semicolon or tab, when the header (or a first line `sep=;`) settles it.
/// - *Lines* end with CRLF, LF or CR. Blank lines are skipped; rows of nothing but delimiters are
///   skipped with a note. Line numbers count every line of the file, also inside quoted cells.
/// - *Quotes*: RFC 4180; spaces around a quoted cell are dropped.
/// - *Decimal marks* are judged per column when it is asked for. A comma is a decimal mark when a
///   cell of the column can only be read so (`0,5`) and no cell contradicts (`0.5`). `1,234` alone
///   is refused, because it can be 1234 or 1.234. `1.234` alone is 1.234.
///
/// `file` is the name used in messages.
///
/// # Errors
/// All findings, up to [`ReadOptions::problems_max`]: empty file, no rows, text that is not in the
/// expected encoding, NUL characters, undecided delimiter, broken quoting, rows of the wrong
/// length, empty or repeated column names.
///
/// # Example
/// ```
/// use euthymia_table::{ReadOptions, read};
/// let text = "id;note;score\r\n1;\"two\r\nlines\";0,5\r\n\r\n2;;1,25\r\n";
/// let table = read(text.as_bytes(), "scores.csv", &ReadOptions::default()).unwrap();
/// assert_eq!(table.line(1), Some(5));
/// let score = table.column(&["score"]).unwrap();
/// assert_eq!(score.numbers().unwrap(), [Some(0.5), Some(1.25)]);
/// ```
pub fn read(bytes: &[u8], file: &str, options: &ReadOptions) -> Result<Table, Vec<Diagnostic>> {
    let file: Arc<str> = file.into();
    if let Some(finding) = workbook(bytes, &file) {
        return Err(vec![finding]);
    }
    let text = encoding::decode(bytes, &file, options).map_err(|finding| vec![finding])?;
    let delimiter =
        delimiter::detect(text.as_bytes(), &file, options).map_err(|finding| vec![finding])?;
    let mut tokens = tokenize(text.as_bytes(), delimiter, usize::MAX);
    if delimiter::directive(text.as_bytes()).is_some() && !tokens.records.is_empty() {
        tokens.records.remove(0);
    }
    let Some(at) = tokens
        .records
        .iter()
        .position(|record| !tokens.is_blank(record))
    else {
        return Err(vec![empty(&file)]);
    };
    let header = tokens.records[at].clone();
    let mut problems = Problems::new(options.problems_max);
    report_nul(&tokens, &file, &mut problems);
    let names = header::names(&tokens, &header, &file, &mut problems);
    report_faults(&tokens, &names, &file, &mut problems);
    let rows = rows(&tokens, at + 1, &names, delimiter, &file, &mut problems);
    if rows.is_empty() && !problems.has_errors() {
        problems.add(no_rows(&file));
    }
    if problems.has_errors() {
        return Err(problems.into_list());
    }
    Ok(assemble(
        tokens,
        &rows,
        names,
        delimiter,
        file,
        options,
        problems.into_list(),
    ))
}

/// A finding when the bytes are a spreadsheet's own file format.
pub(crate) fn workbook(bytes: &[u8], file: &Arc<str>) -> Option<Diagnostic> {
    let kind = if bytes.starts_with(b"PK\x03\x04") {
        "a workbook (.xlsx or .ods)"
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        "an old Excel workbook (.xls)"
    } else {
        return None;
    };
    let message = format!("this is {kind}, not a text file");
    Some(
        Diagnostic::error(file.clone(), message)
            .with_help("Open it in the spreadsheet program and save the sheet as CSV (UTF-8)."),
    )
}

pub(crate) fn empty(file: &Arc<str>) -> Diagnostic {
    Diagnostic::error(file.clone(), "the file is empty")
        .with_help("The first line must name the columns; each further line is a row.")
}

pub(crate) fn no_rows(file: &Arc<str>) -> Diagnostic {
    Diagnostic::error(file.clone(), "the file has column names but no rows")
        .with_help("Add at least one row.")
}

/// Reads a file from disk; see [`read`].
///
/// # Errors
/// The file cannot be opened or read, or any finding of [`read`].
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<Table, Vec<Diagnostic>> {
    let name = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => read(&bytes, &name, options),
        Err(error) => Err(vec![cannot_read(&name, &error)]),
    }
}

/// A finding about a file that the system does not let us read.
///
/// # Example
/// ```
/// use euthymia_table::cannot_read;
/// let error = std::io::Error::from(std::io::ErrorKind::NotFound);
/// assert_eq!(
///     cannot_read("a.csv", &error).to_string(),
///     "a.csv: there is no such file. Check the name and the folder you are in."
/// );
/// ```
#[must_use]
pub fn cannot_read(file: &str, error: &std::io::Error) -> Diagnostic {
    let (message, help) = match error.kind() {
        std::io::ErrorKind::NotFound => (
            "there is no such file".to_owned(),
            "Check the name and the folder you are in.",
        ),
        std::io::ErrorKind::IsADirectory => ("this is a folder".to_owned(), "Name a file in it."),
        _ => (
            format!("the file cannot be read: {error}"),
            "Check that you may read it.",
        ),
    };
    Diagnostic::error(file, message).with_help(help)
}

/// Indices of the records that are rows, wrong lengths reported.
fn rows(
    tokens: &Tokens,
    from: usize,
    names: &[Arc<str>],
    delimiter: u8,
    file: &Arc<str>,
    problems: &mut Problems,
) -> Vec<usize> {
    let mut rows = Vec::with_capacity(tokens.records.len());
    let mut hollow = Vec::new();
    for (index, record) in tokens.records.iter().enumerate().skip(from) {
        if tokens.is_hollow(record) {
            if record.cells.len() > 1 {
                hollow.push(record.line);
            }
        } else if record.cells.len() == names.len() {
            rows.push(index);
        } else if !tokens
            .faults
            .iter()
            .take(100)
            .any(|fault| fault.line == record.line)
        {
            let found = record.cells.len();
            problems.add(ragged(found, names.len(), delimiter, file).at_row(record.line));
        }
    }
    if let Some(first) = hollow.first() {
        problems.add(hollow_rows(*first, hollow.len(), file));
    }
    rows
}

/// A note that rows without content were skipped.
pub(crate) fn hollow_rows(first: usize, count: usize, file: &Arc<str>) -> Diagnostic {
    let message = match count {
        1 => "the row has no content and was skipped".to_owned(),
        n => format!("{n} rows have no content and were skipped, this one first"),
    };
    Diagnostic::note(file.clone(), message).at_row(first)
}

/// A finding about a row that has more or fewer cells than the header.
pub(crate) fn ragged(found: usize, expected: usize, delimiter: u8, file: &Arc<str>) -> Diagnostic {
    let plural = if found == 1 { "" } else { "s" };
    let mark = delimiter::name(delimiter);
    let help = if found > expected {
        let about = if delimiter == b',' {
            " or decimal comma"
        } else {
            ""
        };
        format!("Put quotation marks around a cell that contains a {mark}{about}.")
    } else {
        format!("Write a {mark} for each empty cell; check for a line break inside a cell.")
    };
    let message =
        format!("the row has {found} field{plural}, expected {expected} as in the header");
    Diagnostic::error(file.clone(), message).with_help(help)
}

fn report_faults(tokens: &Tokens, names: &[Arc<str>], file: &Arc<str>, problems: &mut Problems) {
    for fault in &tokens.faults {
        problems.add(misquoted(fault, names, file));
    }
}

/// A finding about a break of the quoting rules.
pub(crate) fn misquoted(fault: &Fault, names: &[Arc<str>], file: &Arc<str>) -> Diagnostic {
    let (message, help) = match fault.kind {
        FaultKind::UnclosedQuote => (
            "a quotation mark opens the cell and is never closed",
            "Close it, or double it (\"\") if it is part of the text.",
        ),
        FaultKind::TextAfterQuote => (
            "text follows the closing quotation mark",
            "Double quotation marks (\"\") inside a quoted cell, or remove the text.",
        ),
    };
    let finding = Diagnostic::error(file.clone(), message)
        .at_row(fault.line)
        .with_help(help);
    match names.get(fault.position) {
        Some(name) => finding.in_column(name.clone()),
        None => finding,
    }
}

fn report_nul(tokens: &Tokens, file: &Arc<str>, problems: &mut Problems) {
    let nuls = tokens.bytes.iter().filter(|byte| **byte == 0).count();
    if nuls == 0 {
        return;
    }
    let has_nul = |record: &&Record| {
        record
            .cells
            .clone()
            .any(|cell| tokens.cell(cell).contains(&0))
    };
    let line = tokens
        .records
        .iter()
        .find(has_nul)
        .map_or(1, |record| record.line);
    let help = if nuls * 3 > tokens.bytes.len() {
        "The file looks like UTF-16: use --encoding utf-16le, or save it as UTF-8."
    } else {
        "The file may be damaged or not be a text file. Remove these characters."
    };
    let message = format!("the text contains NUL characters ({nuls} in all, this row first)");
    problems.add(
        Diagnostic::error(file.clone(), message)
            .at_row(line)
            .with_help(help),
    );
}

fn assemble(
    tokens: Tokens,
    rows: &[usize],
    names: Vec<Arc<str>>,
    delimiter: u8,
    file: Arc<str>,
    options: &ReadOptions,
    notes: Vec<Diagnostic>,
) -> Table {
    let mut text = Vec::with_capacity(tokens.bytes.len());
    let mut ends = Vec::with_capacity(rows.len() * names.len());
    let mut lines = Vec::with_capacity(rows.len());
    for record in rows.iter().map(|index| &tokens.records[*index]) {
        lines.push(record.line);
        for cell in record.cells.clone() {
            text.extend_from_slice(tokens.cell(cell));
            ends.push(text.len());
        }
    }
    // The bytes are pieces of valid UTF-8 cut at ASCII characters, so nothing can be lost.
    let text = String::from_utf8(text)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let has_decimal_comma = text.contains(',')
        && starts
            .zip(&ends)
            .any(|(start, end)| crate::column::is_decimal_comma(&text[start..*end]));
    Table {
        file,
        names,
        text,
        ends,
        has_decimal_comma,
        lines,
        delimiter,
        decimal: options.decimal,
        missing: options.missing_trimmed(),
        notes,
    }
}
