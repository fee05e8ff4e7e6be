//! Cutting delimited bytes into cells, with line numbers and without interpretation.
//!
//! The grammar is RFC 4180 with three leniencies that cannot be misread: any of CRLF, LF and lone
//! CR ends a line; spaces around a quoted cell are dropped; a quotation mark inside an unquoted
//! cell is an ordinary character. It works on bytes, so that it can also locate bytes that are
//! not valid UTF-8; it needs only that the encoding contains ASCII.

/// All cells of a file in reading order, in one buffer.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    /// The cells' bytes without quotation marks, one after another.
    pub(crate) bytes: Vec<u8>,
    /// Where each cell ends in `bytes`.
    pub(crate) ends: Vec<usize>,
    /// Whether each cell was quoted.
    pub(crate) quoted: Vec<bool>,
    /// The rows, header and blank lines included.
    pub(crate) records: Vec<Record>,
    /// What broke the grammar.
    pub(crate) faults: Vec<Fault>,
}

/// One row: its first line in the file (from 1) and the range of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) line: usize,
    pub(crate) cells: std::ops::Range<usize>,
}

/// A break of the quoting rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// Line on which the row starts, from 1.
    pub(crate) line: usize,
    /// Position of the cell in its row, from 0.
    pub(crate) position: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    UnclosedQuote,
    TextAfterQuote,
}

impl Tokens {
    /// The bytes of one cell.
    pub(crate) fn cell(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..self.ends[index]]
    }

    /// Whether a record is a blank line: one unquoted cell of white space.
    pub(crate) fn is_blank(&self, record: &Record) -> bool {
        record.cells.len() == 1 && self.is_hollow(record)
    }

    /// Whether all cells of a record are unquoted white space.
    pub(crate) fn is_hollow(&self, record: &Record) -> bool {
        record
            .cells
            .clone()
            .all(|cell| !self.quoted[cell] && self.cell(cell).iter().all(u8::is_ascii_whitespace))
    }
}

/// Cuts `input` into at most `records_max` records; `delimiter` is an ASCII byte other than a
/// quotation mark or a line end.
pub(crate) fn tokenize(input: &[u8], delimiter: u8, records_max: usize) -> Tokens {
    let mut cutter = Cutter {
        input,
        delimiter,
        at: 0,
        line: 1,
        tokens: Tokens::default(),
    };
    cutter.tokens.bytes.reserve(if records_max == usize::MAX {
        input.len()
    } else {
        0
    });
    while cutter.at < input.len() && cutter.tokens.records.len() < records_max {
        cutter.record(|_| {});
    }
    cutter.tokens
}

/// The first record of a text: its cells, where each stands in the text, and how much it takes.
pub(crate) struct First {
    /// The one record, on line 1.
    pub(crate) tokens: Tokens,
    /// Each cell as it stands, quotation marks and spaces around them included.
    pub(crate) raw: Vec<std::ops::Range<usize>>,
    /// Bytes, line end included.
    pub(crate) length: usize,
    /// Lines, those inside quoted cells included.
    pub(crate) lines: usize,
}

/// Cuts the first record off `input`; see [`tokenize`].
pub(crate) fn first_record(input: &[u8], delimiter: u8) -> First {
    let mut cutter = Cutter {
        input,
        delimiter,
        at: 0,
        line: 1,
        tokens: Tokens::default(),
    };
    let mut raw = Vec::new();
    cutter.record(|cell| raw.push(cell));
    First {
        raw,
        length: cutter.at,
        lines: cutter.line - 1,
        tokens: cutter.tokens,
    }
}

struct Cutter<'i> {
    input: &'i [u8],
    delimiter: u8,
    at: usize,
    line: usize,
    tokens: Tokens,
}

impl Cutter<'_> {
    fn peek(&self) -> Option<u8> {
        self.input.get(self.at).copied()
    }

    /// Cuts one record off and tells `stood` where each of its cells stands.
    fn record(&mut self, mut stood: impl FnMut(std::ops::Range<usize>)) {
        let line = self.line;
        let first = self.tokens.ends.len();
        loop {
            let start = self.at;
            let quoted = self.cell(line, first);
            stood(start..self.at);
            self.tokens.ends.push(self.tokens.bytes.len());
            self.tokens.quoted.push(quoted);
            match self.peek() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(_) => {
                    self.line_end();
                    break;
                }
                None => break,
            }
        }
        self.tokens.records.push(Record {
            line,
            cells: first..self.tokens.ends.len(),
        });
    }

    /// Steps over one line end, counting CRLF once.
    fn line_end(&mut self) {
        let carriage_return = self.peek() == Some(b'\r');
        self.at += 1;
        if carriage_return && self.peek() == Some(b'\n') {
            self.at += 1;
        }
        self.line += 1;
    }

    /// Reads one cell up to, not including, its delimiter or line end; says whether it was quoted.
    fn cell(&mut self, line: usize, first: usize) -> bool {
        let start = self.at;
        self.skip_spaces();
        if self.peek() == Some(b'"') {
            let position = self.tokens.ends.len() - first;
            self.quoted_cell(Fault {
                kind: FaultKind::UnclosedQuote,
                line,
                position,
            });
            true
        } else {
            self.at = start;
            self.copy_unquoted();
            false
        }
    }

    fn skip_spaces(&mut self) {
        while let Some(byte) = self.peek() {
            if (byte == b' ' || byte == b'\t') && byte != self.delimiter {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn copy_unquoted(&mut self) {
        let rest = &self.input[self.at..];
        let ends_cell = |byte: &u8| *byte == self.delimiter || *byte == b'\n' || *byte == b'\r';
        let length = rest.iter().position(ends_cell).unwrap_or(rest.len());
        self.tokens.bytes.extend_from_slice(&rest[..length]);
        self.at += length;
    }

    fn quoted_cell(&mut self, unclosed: Fault) {
        self.at += 1;
        loop {
            let Some(byte) = self.peek() else {
                self.tokens.faults.push(unclosed);
                return;
            };
            match byte {
                b'"' if self.input.get(self.at + 1) == Some(&b'"') => {
                    self.tokens.bytes.push(b'"');
                    self.at += 2;
                }
                b'"' => {
                    self.at += 1;
                    break;
                }
                b'\n' | b'\r' => {
                    let start = self.at;
                    self.line_end();
                    self.tokens
                        .bytes
                        .extend_from_slice(&self.input[start..self.at]);
                }
                other => {
                    self.tokens.bytes.push(other);
                    self.at += 1;
                }
            }
        }
        self.skip_spaces();
        let closed = match self.peek() {
            None | Some(b'\n' | b'\r') => true,
            Some(byte) => byte == self.delimiter,
        };
        if !closed {
            self.tokens.faults.push(Fault {
                kind: FaultKind::TextAfterQuote,
                ..unclosed
            });
            self.copy_unquoted();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(input: &str) -> Vec<(usize, Vec<String>)> {
        let tokens = tokenize(input.as_bytes(), b',', usize::MAX);
        let text = |cell| String::from_utf8(tokens.cell(cell).to_vec()).unwrap();
        let row = |record: &Record| (record.line, record.cells.clone().map(text).collect());
        tokens.records.iter().map(row).collect()
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let expected: Vec<(usize, Vec<String>)> = vec![
            (1, vec!["a".into(), "b".into()]),
            (2, vec!["1".into(), "2".into()]),
            (3, vec!["3".into(), "4".into()]),
        ];
        assert_eq!(rows("a,b\n1,2\n3,4\n"), expected);
        assert_eq!(rows("a,b\r\n1,2\r\n3,4"), expected);
        assert_eq!(rows("a,b\r1,2\r3,4\r"), expected);
    }

    #[test]
    fn quoted_cells_keep_delimiters_quotes_and_newlines_and_lines_are_still_counted() {
        let found = rows("a,b\n\"x,\"\"y\"\"\r\nz\", \"2\" \n3,4\n");
        assert_eq!(found[1], (2, vec!["x,\"y\"\r\nz".into(), "2".into()]));
        assert_eq!(found[2].0, 4);
    }

    #[test]
    fn broken_quoting_is_located() {
        let open = tokenize(b"a,b\n1,\"2\n3,4\n", b',', usize::MAX);
        let fault = Fault {
            kind: FaultKind::UnclosedQuote,
            line: 2,
            position: 1,
        };
        assert_eq!(open.faults, [fault]);
        let after = tokenize(b"a,b\n\"1\"x,2\n", b',', usize::MAX);
        let fault = Fault {
            kind: FaultKind::TextAfterQuote,
            line: 2,
            position: 0,
        };
        assert_eq!(after.faults, [fault]);
    }

    #[test]
    fn quote_inside_an_unquoted_cell_is_text() {
        assert_eq!(rows("5\" tube,1")[0].1[0], "5\" tube");
    }
}
