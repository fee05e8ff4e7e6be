//! One column of a Parquet file, decoded a batch at a time into text.

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::Result;

use super::kind::Kind;
use crate::calendar;
use crate::number::NumberText;

/// The text of the next rows of one column.
pub(super) struct Cells {
    kind: Kind,
    number: NumberText,
    /// All cells of the batch, one after the other.
    text: String,
    /// Where each cell ends.
    ends: Vec<usize>,
    /// Position in the batch of the first value that could not be written.
    pub(super) unreadable: Option<usize>,
}

impl Cells {
    pub(super) fn new(kind: Kind, number: NumberText) -> Self {
        Self {
            kind,
            number,
            text: String::new(),
            ends: Vec::new(),
            unreadable: None,
        }
    }

    /// The cell at a position of the batch; empty beyond it.
    pub(super) fn get(&self, position: usize) -> &str {
        let end = self.ends.get(position).copied().unwrap_or(0);
        let before = position.checked_sub(1).and_then(|at| self.ends.get(at));
        self.text
            .get(before.copied().unwrap_or(0)..end)
            .unwrap_or("")
    }

    /// Decodes up to `rows` rows and says how many there were.
    pub(super) fn fill(&mut self, reader: &mut ColumnReader, rows: usize) -> Result<usize> {
        self.text.clear();
        self.ends.clear();
        self.unreadable = None;
        let (kind, number) = (self.kind, self.number);
        match reader {
            ColumnReader::BoolColumnReader(of) => {
                self.batch(of, rows, |value| Some(value.to_string()))
            }
            ColumnReader::Int32ColumnReader(of) => self.batch(of, rows, |value| match kind {
                Kind::Unsigned => Some(value.cast_unsigned().to_string()),
                _ => whole(i64::from(*value), kind, number),
            }),
            ColumnReader::Int64ColumnReader(of) => self.batch(of, rows, |value| match kind {
                Kind::Unsigned => Some(value.cast_unsigned().to_string()),
                _ => whole(*value, kind, number),
            }),
            ColumnReader::Int96ColumnReader(of) => self.batch(of, rows, |value| {
                calendar::moment(calendar::UNIX, i128::from(value.to_micros()) * 1_000)
            }),
            ColumnReader::FloatColumnReader(of) => {
                // The shortest text of the single-precision number, read as a double, is its own
                // shortest text.
                self.batch(of, rows, |value| {
                    Some(number.of(value.to_string().parse().unwrap_or(f64::from(*value))))
                })
            }
            ColumnReader::DoubleColumnReader(of) => {
                self.batch(of, rows, |value| Some(number.of(*value)))
            }
            ColumnReader::ByteArrayColumnReader(of) => {
                self.batch(of, rows, |value| bytes(value.data(), kind, number))
            }
            ColumnReader::FixedLenByteArrayColumnReader(of) => self.batch(of, rows, |value| {
                let value: &ByteArray = value;
                bytes(value.data(), kind, number)
            }),
        }
    }

    fn batch<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        rows: usize,
        write: impl Fn(&T::T) -> Option<String>,
    ) -> Result<usize> {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let (records, ..) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
        let mut values = values.iter();
        for position in 0..records {
            // A column whose values must be there has no levels.
            let is_there = levels.get(position).is_none_or(|level| *level > 0);
            if is_there && let Some(value) = values.next() {
                match write(value) {
                    Some(text) => self.text.push_str(&text),
                    None => {
                        self.unreadable.get_or_insert(position);
                    }
                }
            }
            self.ends.push(self.text.len());
        }
        Ok(records)
    }
}

fn whole(value: i64, kind: Kind, number: NumberText) -> Option<String> {
    match kind {
        Kind::Day => calendar::day(calendar::UNIX, value as f64),
        Kind::Clock { nanos } => calendar::clock(value as f64 * nanos as f64 / 1e9),
        Kind::Moment { nanos } => {
            calendar::moment(calendar::UNIX, i128::from(value) * i128::from(nanos))
        }
        Kind::Decimal { scale } => Some(number.marked(decimal(i128::from(value), scale))),
        Kind::Plain | Kind::Unsigned => Some(value.to_string()),
    }
}

fn bytes(value: &[u8], kind: Kind, number: NumberText) -> Option<String> {
    match kind {
        Kind::Decimal { scale } => {
            // A whole number in two's complement, high byte first, in as many bytes as needed.
            let is_negative = value.first().is_some_and(|byte| *byte >= 0x80);
            let mut wide = [if is_negative { 0xFF } else { 0 }; 16];
            let start = wide.len().checked_sub(value.len())?;
            wide.get_mut(start..)?.copy_from_slice(value);
            Some(number.marked(decimal(i128::from_be_bytes(wide), scale)))
        }
        _ => std::str::from_utf8(value).ok().map(str::to_owned),
    }
}

/// A whole number divided by a power of ten, without zeros at the end.
fn decimal(unscaled: i128, scale: u32) -> String {
    let sign = if unscaled < 0 { "-" } else { "" };
    let digits = unscaled.unsigned_abs().to_string();
    let scale = scale as usize;
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = padded.split_at(padded.len() - scale);
    let part = part.trim_end_matches('0');
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byhand_decimals() {
        assert_eq!(decimal(1250, 2), "12.5");
        assert_eq!(decimal(-5, 3), "-0.005");
        assert_eq!(decimal(0, 2), "0");
        assert_eq!(decimal(7, 0), "7");
        let number = NumberText::new(&Default::default());
        let kind = Kind::Decimal { scale: 1 };
        assert_eq!(bytes(&[0xFF, 0x9C], kind, number).as_deref(), Some("-10"));
        assert_eq!(bytes(&[0; 17], kind, number), None);
    }
}
