//! A look at an `.xls` file before the library reads it.
//!
//! The library takes memory for every cell between the outermost ones that a file claims to have.
//! Sheets of this format have 65 536 rows and 256 columns; a damaged file can claim thousands of
//! times more, and running out of memory cannot be caught. This walks the records of the workbook
//! stream and says whether all claims are within the format.

use crate::cursor::Cursor;

const ROWS: u32 = 65_536;
const COLUMNS: u16 = 256;
/// Sector numbers from here on are marks, such as the end of a chain.
const MARKS: u32 = 0xFFFF_FFFA;

/// Whether no record claims a cell outside the format.
pub(super) fn is_within_format(bytes: &[u8]) -> bool {
    ["Workbook", "Book"].into_iter().all(|name| {
        // A stream that is not there is the library's to miss.
        let stream = Compound::open(bytes).and_then(|file| file.stream(name));
        stream.is_none_or(|stream| all_records_fit(&stream))
    })
}

/// The sectors of an OLE compound file.
struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The sector behind each sector of a chain.
    next: Vec<u32>,
    directory: u32,
    /// Small streams stand in sectors of 64 bytes in the stream of the first directory entry.
    small_next: Vec<u32>,
}

impl<'b> Compound<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector = match number(bytes, 30, 2)? {
            0x0C => 4096,
            _ => 512,
        };
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            directory: number(bytes, 48, 4)?,
            small_next: Vec::new(),
        };
        let mut tables: Vec<u32> = numbers(bytes.get(76..512)?).collect();
        let mut more = number(bytes, 68, 4)?;
        let mut left = bytes.len() / sector + 1;
        while more < MARKS && left > 0 {
            tables.extend(numbers(file.sector_at(more)));
            more = tables.pop()?;
            left -= 1;
        }
        for table in tables.into_iter().filter(|table| *table < MARKS) {
            file.next.extend(numbers(file.sector_at(table)));
        }
        let small = file.chain(number(bytes, 60, 4)?, &file.next);
        file.small_next = numbers(&small).collect();
        Some(file)
    }

    /// A sector; what is behind the end of the file is left out.
    fn sector_at(&self, number: u32) -> &'b [u8] {
        let header = self.sector.max(512);
        let start = (number as usize)
            .saturating_mul(self.sector)
            .saturating_add(header);
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// All sectors of a chain; a chain that comes back to itself ends with the file's length.
    fn chain(&self, first: u32, next: &[u32]) -> Vec<u8> {
        let mut all = Vec::new();
        let mut at = first;
        while at < MARKS && all.len() <= self.bytes.len() {
            let sector = self.sector_at(at);
            let Some(behind) = next.get(at as usize).filter(|_| !sector.is_empty()) else {
                all.extend_from_slice(sector);
                break;
            };
            all.extend_from_slice(sector);
            at = *behind;
        }
        all
    }

    /// The content of a stream by the name of its directory entry.
    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entries = self.chain(self.directory, &self.next);
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_named = |entry: &&[u8]| {
            let own = entry.get(..wide.len()).unwrap_or_default();
            let end = entry.get(wide.len()..wide.len() + 2);
            own.eq_ignore_ascii_case(&wide) && end == Some(&[0, 0])
        };
        let mut every = entries.chunks_exact(128);
        let root = every.clone().next()?;
        let entry = every.find(is_named)?;
        let first = number(entry, 116, 4)?;
        if number(entry, 120, 4)? >= 4096 {
            return Some(self.chain(first, &self.next));
        }
        let small = self.chain(number(root, 116, 4)?, &self.next);
        let mut all = Vec::new();
        let mut at = first;
        while at < MARKS && all.len() <= self.bytes.len() {
            let start = (at as usize).saturating_mul(64);
            all.extend_from_slice(
                small
                    .get(start..start.saturating_add(64))
                    .unwrap_or_default(),
            );
            at = *self.small_next.get(at as usize)?;
        }
        Some(all)
    }
}

/// A number of two or four bytes, low byte first.
fn number(bytes: &[u8], from: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(from..from.checked_add(length)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
    )
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

fn all_records_fit(stream: &[u8]) -> bool {
    let mut at = Cursor::new(stream, false);
    while let (Ok(kind), Ok(length)) = (at.u16(), at.u16()) {
        // The library reads the last record even when it is cut short.
        let length = usize::from(length).min(at.rest().len());
        let Ok(data) = at.take(length) else {
            break;
        };
        if !record_fits(kind, data) {
            return false;
        }
    }
    true
}

/// Whether all cells that a record claims are within the format.
fn record_fits(kind: u16, data: &[u8]) -> bool {
    let column_at = |from| number(data, from, 2).is_none_or(|at| at < u32::from(COLUMNS));
    match kind {
        // The outermost rows and columns, the last ones not included.
        0x0200 => {
            let (rows, columns) = match data.len() {
                10 => (number(data, 2, 2), number(data, 6, 2)),
                _ => (number(data, 4, 4), number(data, 10, 2)),
            };
            rows.is_none_or(|rows| rows <= ROWS)
                && columns.is_none_or(|columns| columns <= u32::from(COLUMNS))
        }
        // Single cells.
        0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00FD | 0x00D6 | 0x0006 => column_at(2),
        // Several cells of a row, the last column at the end.
        0x00BD => column_at(2) && column_at(data.len().saturating_sub(2)),
        _ => true,
    }
}
