//! The text of a file in pieces that end where a row ends.

use euthymia_table::{Diagnostic, TextStream};
use memchr::{memchr, memrchr2};
use std::io::Read;

/// How much text is worked on at a time. Four times as much was no faster and took three times the
/// memory.
pub const CHUNK_BYTES: usize = 1024 * 1024;
/// A row longer than this is taken for a quotation mark that is never closed.
pub(crate) const ROW_BYTES_MAX: usize = 16 * CHUNK_BYTES;

/// A piece of the file.
pub(crate) struct Chunk {
    /// Whole rows, unless it is cut short.
    pub(crate) text: Vec<u8>,
    /// True when the last row does not end within [`ROW_BYTES_MAX`]; nothing follows.
    pub(crate) is_cut_short: bool,
}

/// Reads a file in pieces.
pub(crate) struct Chunks<R> {
    stream: TextStream<R>,
    delimiter: u8,
    /// What was read beyond the last piece.
    carry: Vec<u8>,
    is_over: bool,
    chunk_bytes: usize,
}

impl<R: Read> Chunks<R> {
    /// Goes on reading after `start`, which begins with a row.
    pub(crate) fn new(stream: TextStream<R>, delimiter: u8, start: Vec<u8>) -> Self {
        Self {
            stream,
            delimiter,
            carry: start,
            is_over: false,
            chunk_bytes: CHUNK_BYTES,
        }
    }

    /// The same with pieces of another size than [`CHUNK_BYTES`].
    pub(crate) fn in_pieces_of(mut self, bytes: usize) -> Self {
        self.chunk_bytes = bytes;
        self
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.stream.bytes_read()
    }

    /// The next piece, in the memory of `text`; `None` at the end.
    pub(crate) fn next(&mut self, mut text: Vec<u8>) -> Result<Option<Chunk>, Diagnostic> {
        text.clear();
        if self.is_over {
            return Ok(None);
        }
        text.append(&mut self.carry);
        let mut is_cut_short = false;
        loop {
            let length = text.len().max(self.chunk_bytes - 1) + 1;
            let wanted = length.next_multiple_of(self.chunk_bytes);
            if self.stream.fill(&mut text, wanted)? {
                self.is_over = true;
                break;
            }
            if let Some(end) = last_row_end(&text, self.delimiter) {
                self.carry.extend_from_slice(&text[end..]);
                text.truncate(end);
                break;
            }
            if text.len() >= ROW_BYTES_MAX {
                (self.is_over, is_cut_short) = (true, true);
                break;
            }
        }
        let chunk = Chunk { text, is_cut_short };
        Ok((!chunk.text.is_empty()).then_some(chunk))
    }
}

/// Where the last row that ends within `text` ends; `None` when none does.
///
/// Outside quotation marks every line end ends a row. So the text is walked from one quoted cell to
/// the next, and only the stretches between are searched, from their ends.
pub(crate) fn last_row_end(text: &[u8], delimiter: u8) -> Option<usize> {
    let mut last = None;
    let mut outside = 0;
    let mut from = 0;
    while let Some(quote) = memchr(b'"', &text[from..]).map(|at| from + at) {
        from = quote + 1;
        if !opens_cell(&text[outside..quote], outside == 0, delimiter) {
            continue;
        }
        last = last_line_end(text, outside, quote).or(last);
        match quoted_end(text, quote) {
            Some(end) => (outside, from) = (end, end),
            None => return last,
        }
    }
    last_line_end(text, outside, text.len()).or(last)
}

/// True when a quotation mark that follows `before` stands at the start of a cell, spaces aside;
/// `before` begins a row or follows a quoted cell.
fn opens_cell(before: &[u8], begins_row: bool, delimiter: u8) -> bool {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t') && *byte != delimiter;
    match before.iter().rposition(|byte| !is_space(byte)) {
        Some(at) => matches!(before[at], b'\n' | b'\r') || before[at] == delimiter,
        None => begins_row,
    }
}

/// The position after the quotation mark that closes the one at `open`.
fn quoted_end(text: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        let close = at + memchr(b'"', text.get(at..)?)?;
        if text.get(close + 1) != Some(&b'"') {
            return Some(close + 1);
        }
        at = close + 2;
    }
}

/// The position after the last line end in `text[from..to]`; a carriage return at the end of the
/// text does not count, because a line feed may follow.
fn last_line_end(text: &[u8], from: usize, to: usize) -> Option<usize> {
    let known = text.len() - usize::from(text.ends_with(b"\r"));
    let end = memrchr2(b'\n', b'\r', text.get(from..to.min(known))?)?;
    Some(from + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use euthymia_table::{Head, ReadOptions};
    use proptest::prelude::*;

    /// Where the rows end that a line end within the text ends, by the grammar of tables.
    fn row_ends(text: &[u8], delimiter: u8) -> Vec<usize> {
        let options = ReadOptions {
            delimiter: Some(char::from(delimiter)),
            ..ReadOptions::default()
        };
        let head = Head::of(b"a", true, "a.csv", &options).unwrap();
        let mut ends = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let record = head.cut(&text[at..]);
            at += record.length();
            let cells_end = record.raw(record.cell_count() - 1).end;
            let has_line_end = cells_end < record.length();
            // A line feed may follow a carriage return at the end of the text.
            if has_line_end && (at < text.len() || text[at - 1] == b'\n') {
                ends.push(at);
            }
        }
        ends
    }

    /// Short texts in which everything that matters to the cutting happens.
    fn texts() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(proptest::sample::select(b"a,\"\"\n\r \t".to_vec()), 1..24)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_last_row_ends_where_the_grammar_says(text in texts(), tabs in any::<bool>()) {
            let delimiter = if tabs { b'\t' } else { b',' };
            let ends = row_ends(&text, delimiter);
            prop_assert_eq!(last_row_end(&text, delimiter), ends.last().copied(), "{:?}", String::from_utf8_lossy(&text));
        }

        #[test]
        fn pieces_of_any_size_are_whole_rows_and_together_the_text(text in texts(), chunk_bytes in 1..9_usize) {
            let options = ReadOptions::default();
            let stream = TextStream::open(&text[..], "a.csv", &options).unwrap();
            let mut chunks = Chunks::new(stream, b',', Vec::new()).in_pieces_of(chunk_bytes);
            let ends = row_ends(&text, b',');
            let mut together = Vec::new();
            while let Some(chunk) = chunks.next(vec![7; 3]).unwrap() {
                prop_assert!(!chunk.is_cut_short);
                together.extend_from_slice(&chunk.text);
                prop_assert!(together.len() == text.len() || ends.contains(&together.len()));
            }
            prop_assert_eq!(together, text);
        }
    }
}
