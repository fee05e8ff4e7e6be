//! Cells as nearly every file holds them: on one line, without doubled quotation marks.

use memchr::memchr3;

/// Where the cell that begins at `start` ends; `None` for cells that begin with a space or hold a
/// quotation mark or a line end between quotation marks.
pub(crate) fn cell_end(text: &[u8], start: usize, delimiter: u8) -> Option<usize> {
    let rest = text.get(start..)?;
    let stops = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
    match rest.first() {
        Some(b' ' | b'\t') if rest[0] != delimiter => None,
        Some(b'"') => {
            let inner = &rest[1..];
            let close = inner
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\n' | b'\r'))?;
            let after = inner.get(close + 1);
            let closes = inner[close] == b'"' && after.is_none_or(stops);
            closes.then_some(start + close + 2)
        }
        _ => Some(start + memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len())),
    }
}

/// Where the next row begins when the row's last cell ends at `at`; `None` where more cells follow, or
/// a lone carriage return.
#[inline]
pub(crate) fn row_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..) {
        Some([b'\n', ..]) => Some(at + 1),
        Some([b'\r', b'\n', ..]) => Some(at + 2),
        Some([]) => Some(at),
        _ => None,
    }
}

/// The cell without the quotation marks around it.
#[inline]
pub(crate) fn unquoted(cell: &[u8]) -> &[u8] {
    match cell {
        [b'"', inner @ .., b'"'] => inner,
        _ => cell,
    }
}
