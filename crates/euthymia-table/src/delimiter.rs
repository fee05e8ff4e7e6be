//! Which character separates the cells, decided only when it is certain.
//!
//! 1. The option decides when it is set.
//! 2. A first line `sep=;` (written by and for spreadsheet programs) decides.
//! 3. If exactly one of comma, semicolon and tab stands outside quotes in the header, it decides.
//! 4. If more than one does, the one with which every row has as many cells as the header decides,
//!    if it is the only one.
//! 5. If none does, the file has one column.
//!
//! Everything else is an error that names the candidates.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::options::ReadOptions;
use crate::tokens::tokenize;

const CANDIDATES: [u8; 3] = [b',', b';', b'\t'];

/// The delimiter as an ASCII byte.
pub(crate) fn detect(
    text: &[u8],
    file: &Arc<str>,
    options: &ReadOptions,
) -> Result<u8, Diagnostic> {
    detect_in(text, true, file, options)
}

/// The same from the start of a file: unless it is the whole, its last record is not counted,
/// because it may be cut off.
pub(crate) fn detect_in(
    text: &[u8],
    is_whole: bool,
    file: &Arc<str>,
    options: &ReadOptions,
) -> Result<u8, Diagnostic> {
    if let Some(wanted) = options.delimiter {
        return checked(wanted, file);
    }
    if let Some((delimiter, _)) = directive(text) {
        return Ok(delimiter);
    }
    let present = outside_quotes(text);
    match present.as_slice() {
        [] => Ok(b','),
        [only] => Ok(*only),
        several => {
            let fitting: Vec<u8> = several
                .iter()
                .copied()
                .filter(|candidate| is_rectangular(text, is_whole, *candidate))
                .collect();
            match fitting.as_slice() {
                [only] => Ok(*only),
                _ => Err(ambiguous(several, file)),
            }
        }
    }
}

/// A first line `sep=x`: the delimiter and the length of that line without its line end.
pub(crate) fn directive(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
    match &text[..end] {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter]
            if delimiter.is_ascii() && is_usable(*delimiter) =>
        {
            Some((*delimiter, end))
        }
        _ => None,
    }
}

/// The name of a delimiter in messages.
pub(crate) fn name(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        other => format!("\"{}\"", other as char),
    }
}

fn checked(wanted: char, file: &Arc<str>) -> Result<u8, Diagnostic> {
    match u8::try_from(wanted) {
        Ok(byte) if byte.is_ascii() && is_usable(byte) => Ok(byte),
        _ => Err(
            Diagnostic::error(file.clone(), "this character cannot be a delimiter")
                .with_found(wanted.to_string())
                .with_help("Use --delimiter with a comma, a semicolon, a tab or a vertical bar."),
        ),
    }
}

/// Characters that occur inside numbers and words, quotation marks and line ends would make cells
/// fall apart.
fn is_usable(byte: u8) -> bool {
    byte == b'\t' || (byte.is_ascii_punctuation() && !matches!(byte, b'"' | b'.' | b'-' | b'+'))
}

/// The candidates that stand outside quotation marks in the header.
///
/// A quotation mark opens a quoted part at the start of a cell, whichever candidate started it.
fn outside_quotes(text: &[u8]) -> Vec<u8> {
    let mut present = [false; CANDIDATES.len()];
    let mut in_quotes = false;
    let mut at_start = true;
    let mut seen_content = false;
    for byte in text {
        let candidate = CANDIDATES.iter().position(|candidate| candidate == byte);
        match (byte, candidate) {
            // A doubled quotation mark closes and opens again, which changes nothing.
            (b'"', _) if in_quotes => in_quotes = false,
            (_, _) if in_quotes => {}
            (b'"', _) if at_start => in_quotes = true,
            (b'\n' | b'\r', _) if seen_content => break,
            (_, Some(position)) => {
                present[position] = true;
                at_start = true;
            }
            (b' ' | b'\n' | b'\r', _) => continue,
            // A quotation mark that follows a closed one opens the same cell again.
            (_, None) => at_start = *byte == b'"',
        }
        seen_content = true;
    }
    CANDIDATES
        .into_iter()
        .zip(present)
        .filter(|(_, here)| *here)
        .map(|(byte, _)| byte)
        .collect()
}

/// Whether all rows have as many cells as the header when cut at `delimiter`.
fn is_rectangular(text: &[u8], is_whole: bool, delimiter: u8) -> bool {
    let mut tokens = tokenize(text, delimiter, usize::MAX);
    if !is_whole && let Some(cut) = tokens.records.pop() {
        tokens.faults.retain(|fault| fault.line < cut.line);
    }
    let mut widths = tokens
        .records
        .iter()
        .filter(|record| !tokens.is_blank(record))
        .map(|record| record.cells.len());
    let Some(header) = widths.next() else {
        return false;
    };
    tokens.faults.is_empty() && widths.all(|width| width == header)
}

fn ambiguous(candidates: &[u8], file: &Arc<str>) -> Diagnostic {
    let names: Vec<String> = candidates.iter().map(|byte| name(*byte)).collect();
    let flags: Vec<&str> = candidates
        .iter()
        .map(|byte| match byte {
            b',' => "','",
            b';' => "';'",
            _ => "tab",
        })
        .collect();
    let message = format!(
        "the header can be cut in more than one way: at each {}",
        names.join(", at each ")
    );
    Diagnostic::error(file.clone(), message).with_help(format!(
        "Say which one separates the columns: --delimiter {}.",
        flags.join(" or --delimiter ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Result<u8, String> {
        detect(text.as_bytes(), &"a.csv".into(), &ReadOptions::default())
            .map_err(|finding| finding.to_string())
    }

    #[test]
    fn one_candidate_in_the_header_is_certain() {
        assert_eq!(found("a,b\n1;2,3;4\n"), Ok(b','));
        assert_eq!(found("a;b\n0,5;1,5\n"), Ok(b';'));
        assert_eq!(found("a\tb\n0,5\t1,5\n"), Ok(b'\t'));
        assert_eq!(found("\"a,b\";c\n1;2\n"), Ok(b';'));
        assert_eq!(found("\n\na;b\n1;2\n"), Ok(b';'));
        assert_eq!(found("score\n1\n"), Ok(b','));
        assert_eq!(found("sep=|\na|b\n"), Ok(b'|'));
    }

    #[test]
    fn rows_decide_between_two_candidates() {
        assert_eq!(found("name, first;age\nSmith;4\nDoe, J;5\n"), Ok(b';'));
    }

    #[test]
    fn undecided_headers_are_refused() {
        let shown = found("a,b;c\n1,2;3\n").unwrap_err();
        assert_eq!(
            shown,
            "a.csv: the header can be cut in more than one way: at each comma, at each semicolon. \
             Say which one separates the columns: --delimiter ',' or --delimiter ';'."
        );
    }

    #[test]
    fn digits_and_quotes_cannot_be_delimiters() {
        for bad in ['"', '\n', '5', 'e', '.', '-', 'é'] {
            assert!(checked(bad, &"a.csv".into()).is_err(), "{bad}");
        }
        assert_eq!(checked('|', &"a.csv".into()).unwrap(), b'|');
    }
}
