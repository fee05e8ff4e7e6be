//! The cells of a row.

/// How the rows of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Between cells.
    pub(super) delimiter: u8,
    /// Whether a quotation mark at the start of a cell opens one that may hold anything.
    pub(super) is_quoted: bool,
}

impl Dialect {
    /// Found in the header: a line `sep=x`, or the sign that makes the most columns. Tables of Web
    /// of Science know no quotation marks.
    pub(super) fn of(header: &str) -> Self {
        let first = header.lines().next().unwrap_or_default();
        let directive = first
            .get(..4)
            .filter(|start| start.eq_ignore_ascii_case("sep="))
            .and_then(|_| first.as_bytes().get(4).copied())
            .filter(u8::is_ascii);
        let delimiter = directive.unwrap_or_else(|| most_frequent(header));
        let mut names = header.trim_start_matches('\u{feff}').split('\t');
        let is_tagged = delimiter == b'\t'
            && names.next() == Some("PT")
            && names.next().is_some_and(|name| name.len() == 2);
        Self {
            delimiter,
            is_quoted: !is_tagged,
        }
    }

    /// Whether a quotation mark is still open after this text, which is a row or its first lines.
    pub(super) fn is_open(self, text: &str, open_before: bool) -> bool {
        if !self.is_quoted {
            return false;
        }
        let mut is_inside = open_before;
        let mut at_start = !open_before;
        for byte in text.bytes() {
            if is_inside {
                // A doubled mark closes and opens again.
                is_inside = byte != b'"';
                at_start = !is_inside;
            } else if byte == b'"' && at_start {
                is_inside = true;
            } else {
                at_start = byte == self.delimiter || (at_start && byte == b' ');
            }
        }
        is_inside
    }

    /// The cells of a row, without their quotation marks. The last may be open.
    pub(super) fn cells(self, row: &str) -> Vec<String> {
        let row = row.strip_suffix('\n').unwrap_or(row);
        let row = row.strip_suffix('\r').unwrap_or(row);
        let mut cells = Vec::new();
        let mut rest = Some(row);
        while let Some(text) = rest {
            let (cell, after) = self.cell(text);
            cells.push(cell);
            rest = after;
        }
        cells
    }

    /// The first cell, and what follows its delimiter.
    fn cell(self, text: &str) -> (String, Option<&str>) {
        let inside = text.trim_start_matches(' ').strip_prefix('"');
        let Some(mut rest) = inside.filter(|_| self.is_quoted) else {
            let (cell, after) = self.until_delimiter(text);
            return (cell.trim().to_owned(), after);
        };
        let mut cell = String::new();
        loop {
            let end = rest.find('"').unwrap_or(rest.len());
            cell.push_str(rest.get(..end).unwrap_or_default());
            rest = rest.get(end + 1..).unwrap_or_default();
            match rest.strip_prefix('"') {
                Some(after) => {
                    cell.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        let (tail, after) = self.until_delimiter(rest);
        cell.push_str(tail.trim_end());
        (cell, after)
    }

    fn until_delimiter(self, text: &str) -> (&str, Option<&str>) {
        match text.bytes().position(|byte| byte == self.delimiter) {
            Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
            None => (text, None),
        }
    }
}

fn most_frequent(header: &str) -> u8 {
    let mut is_inside = false;
    let mut counts = [0_usize; 4];
    const CANDIDATES: [u8; 4] = *b",\t;|";
    for byte in header.bytes() {
        is_inside ^= byte == b'"';
        let found = CANDIDATES.iter().position(|candidate| *candidate == byte);
        if let Some(count) = found
            .filter(|_| !is_inside)
            .and_then(|at| counts.get_mut(at))
        {
            *count += 1;
        }
    }
    let best = counts.iter().max().copied().unwrap_or_default();
    let at = counts
        .iter()
        .position(|count| *count == best)
        .unwrap_or_default();
    CANDIDATES.get(at).copied().unwrap_or(b',')
}

/// Writes one row with commas; a cell is quoted when it must be.
pub(super) fn push_row<'c>(out: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            out.push(',');
        }
        let is_plain =
            !cell.contains([',', ';', '\t', '|', '"', '\n', '\r']) && cell.trim() == cell;
        if is_plain {
            out.push_str(cell);
        } else {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        }
    }
    out.push('\n');
}
