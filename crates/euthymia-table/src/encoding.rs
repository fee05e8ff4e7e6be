//! From bytes to UTF-8, without ever replacing a character in silence.

use std::borrow::Cow;
use std::sync::Arc;

use crate::delimiter;
use crate::diagnostic::Diagnostic;
use crate::options::{Encoding, ReadOptions};
use crate::tokens::{Tokens, tokenize};

/// Decodes a file and removes its byte order mark.
///
/// The order of decision: a byte order mark, then the option, then UTF-8. A byte order mark that
/// contradicts the option is an error, because one of the two is a mistake.
pub(crate) fn decode<'b>(
    bytes: &'b [u8],
    file: &Arc<str>,
    options: &ReadOptions,
) -> Result<Cow<'b, str>, Diagnostic> {
    let (encoding, mark) = settled(bytes, file, options)?;
    let rest = &bytes[mark..];
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(rest) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err(not_utf8(rest, file, options)),
        },
        Encoding::Windows1252 => Ok(encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(rest)
            .0),
        Encoding::Utf16Le => utf16(rest, encoding_rs::UTF_16LE, file),
        Encoding::Utf16Be => utf16(rest, encoding_rs::UTF_16BE, file),
    }
}

/// The encoding that a file's first bytes and the options settle, and the length of its byte order
/// mark.
pub(crate) fn settled(
    bytes: &[u8],
    file: &Arc<str>,
    options: &ReadOptions,
) -> Result<(Encoding, usize), Diagnostic> {
    let (marked, mark) = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Some(Encoding::Utf8), 3),
        [0xFF, 0xFE, ..] => (Some(Encoding::Utf16Le), 2),
        [0xFE, 0xFF, ..] => (Some(Encoding::Utf16Be), 2),
        _ => (None, 0),
    };
    if let (Some(says), Some(wanted)) = (marked, options.encoding)
        && says != wanted
    {
        let message = format!(
            "the byte order mark says {}, but the encoding was given as {}",
            says.name(),
            wanted.name()
        );
        return Err(Diagnostic::error(file.clone(), message).with_help(format!(
            "Use --encoding {} or leave the option out.",
            says.name()
        )));
    }
    let encoding = marked.or(options.encoding).unwrap_or(Encoding::Utf8);
    Ok((encoding, mark))
}

/// Decodes bytes in an encoding that a file names itself, such as `windows-1250` or `ISO_8859-15`.
///
/// `None` when the name is not known or the bytes are not text in that encoding.
///
/// # Example
/// ```
/// use euthymia_table::decode_named;
/// assert_eq!(decode_named(b"Z\xFCrich", "cp1252").as_deref(), Some("Zürich"));
/// assert_eq!(decode_named(b"Z\xFCrich", "UTF-8"), None);
/// assert_eq!(decode_named(b"a", "ebcdic"), None);
/// ```
#[must_use]
pub fn decode_named<'b>(bytes: &'b [u8], name: &str) -> Option<Cow<'b, str>> {
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

fn utf16<'b>(
    bytes: &'b [u8],
    encoding: &'static encoding_rs::Encoding,
    file: &Arc<str>,
) -> Result<Cow<'b, str>, Diagnostic> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if !had_errors {
        return Ok(text);
    }
    let line = text
        .find('\u{FFFD}')
        .map_or(1, |at| line_of(text[..at].as_bytes()));
    Err(bad_utf16(file).at_row(line))
}

/// A finding about bytes that are not UTF-16, without its row.
pub(crate) fn bad_utf16(file: &Arc<str>) -> Diagnostic {
    Diagnostic::error(file.clone(), "the text is not valid UTF-16").with_help(
        "The file may be cut short or not be UTF-16 at all. Save it again as UTF-8, \
         or name its encoding with --encoding.",
    )
}

/// Line of the position just after `before`, from 1.
fn line_of(before: &[u8]) -> usize {
    tokenize_lines(before) + 1
}

/// Number of line ends; CRLF counts once.
fn tokenize_lines(bytes: &[u8]) -> usize {
    let lone_returns = bytes
        .windows(2)
        .filter(|pair| pair[0] == b'\r' && pair[1] != b'\n')
        .count();
    let newlines = bytes.iter().filter(|byte| **byte == b'\n').count();
    lone_returns + newlines + usize::from(bytes.last() == Some(&b'\r'))
}

const NOT_UTF8: &str = "the text is not valid UTF-8";

/// Explains the first cell that is not UTF-8 and shows how it would read in Windows-1252.
fn not_utf8(bytes: &[u8], file: &Arc<str>, options: &ReadOptions) -> Diagnostic {
    let separator = delimiter::detect(bytes, file, options).unwrap_or(b',');
    let tokens = tokenize(bytes, separator, usize::MAX);
    let Some((line, position, cell)) = first_bad_cell(&tokens) else {
        return Diagnostic::error(file.clone(), NOT_UTF8);
    };
    let header = tokens
        .records
        .iter()
        .find(|record| !tokens.is_blank(record));
    let name = header
        .and_then(|record| record.cells.clone().nth(position))
        .map(|index| windows_1252(tokens.cell(index)).trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| format!("number {}", position + 1));
    bad_cell(cell, file).at_row(line).in_column(name)
}

/// Explains a cell that is not UTF-8 and shows how it would read in Windows-1252.
pub(crate) fn bad_cell(cell: &[u8], file: &Arc<str>) -> Diagnostic {
    let byte = cell.get(bad_offset(cell)).copied().unwrap_or_default();
    Diagnostic::error(file.clone(), NOT_UTF8).with_help(format!(
        "The first byte that is not UTF-8 is 0x{byte:02X}. Read as Windows-1252 the cell is \"{}\". \
         If that is right, use --encoding windows-1252; otherwise save the file as UTF-8.",
        crate::diagnostic::excerpt(&windows_1252(cell), 60)
    ))
}

fn first_bad_cell(tokens: &Tokens) -> Option<(usize, usize, &[u8])> {
    for record in &tokens.records {
        for (position, index) in record.cells.clone().enumerate() {
            let cell = tokens.cell(index);
            if std::str::from_utf8(cell).is_err() {
                return Some((record.line, position, cell));
            }
        }
    }
    None
}

fn bad_offset(cell: &[u8]) -> usize {
    std::str::from_utf8(cell)
        .err()
        .map_or(0, |error| error.valid_up_to())
}

fn windows_1252(bytes: &[u8]) -> Cow<'_, str> {
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: Option<Encoding>) -> Result<String, String> {
        let options = ReadOptions {
            encoding,
            ..ReadOptions::default()
        };
        decode(bytes, &"a.csv".into(), &options)
            .map(Cow::into_owned)
            .map_err(|finding| finding.to_string())
    }

    #[test]
    fn byte_order_marks_are_understood_and_removed() {
        assert_eq!(decoded(b"\xEF\xBB\xBFa", None).unwrap(), "a");
        assert_eq!(decoded(b"\xFF\xFEa\0\xE4\0", None).unwrap(), "aä");
        assert_eq!(decoded(b"\xFE\xFF\0a\0\xE4", None).unwrap(), "aä");
        assert!(
            decoded(b"\xFF\xFEa\0", Some(Encoding::Utf8))
                .unwrap_err()
                .contains("utf-16le")
        );
    }

    #[test]
    fn first_bad_byte_is_located_and_shown() {
        let shown = decoded(b"id;site\n1;Bern\n2;Z\xFCrich\n3;Gen\xE8ve\n", None).unwrap_err();
        assert_eq!(
            shown,
            "a.csv, row 3, column \"site\": the text is not valid UTF-8. The first byte that is \
             not UTF-8 is 0xFC. Read as Windows-1252 the cell is \"Zürich\". If that is right, use \
             --encoding windows-1252; otherwise save the file as UTF-8."
        );
        let header = decoded(b"gr\xFC\xDFe,b\n1,2\n", None).unwrap_err();
        assert!(
            header.starts_with("a.csv, row 1, column \"grüße\""),
            "{header}"
        );
    }

    #[test]
    fn windows_1252_reads_what_the_option_says() {
        let text = decoded(b"Z\xFCrich \x80", Some(Encoding::Windows1252)).unwrap();
        assert_eq!(text, "Zürich €");
    }

    #[test]
    fn half_a_surrogate_pair_is_an_error() {
        let shown = decoded(b"\xFF\xFEa\0\n\0\x00\xD8b\0", None).unwrap_err();
        assert!(
            shown.starts_with("a.csv, row 2: the text is not valid UTF-16"),
            "{shown}"
        );
    }

    #[test]
    fn lines_are_counted_once_each() {
        assert_eq!(line_of(b"a\r\nb\rc\nd\r"), 5);
        assert_eq!(line_of(b""), 1);
    }
}
