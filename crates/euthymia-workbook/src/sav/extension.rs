//! Records that later versions of the program added.

use std::collections::BTreeMap;

use crate::cursor::{Cursor, Ended};

/// What a long text's record says: the variable, and pairs of value and label.
pub(super) type LongLabels<'b> = (&'b [u8], Vec<(&'b [u8], &'b [u8])>);
/// A long text's variable and its missing values.
pub(super) type LongMissing<'b> = (&'b [u8], Vec<&'b [u8]>);

/// The extension records by their number, the last one where a number is repeated.
#[derive(Debug, Clone, Default)]
pub(super) struct Extensions<'b> {
    records: BTreeMap<i32, &'b [u8]>,
    big_endian: bool,
}

impl<'b> Extensions<'b> {
    pub(super) fn new(big_endian: bool) -> Self {
        Self {
            records: BTreeMap::new(),
            big_endian,
        }
    }

    pub(super) fn keep(&mut self, subtype: i32, data: &'b [u8]) {
        self.records.insert(subtype, data);
    }

    fn record(&self, subtype: i32) -> &'b [u8] {
        self.records.get(&subtype).copied().unwrap_or_default()
    }

    fn cursor(&self, subtype: i32) -> Cursor<'b> {
        Cursor::new(self.record(subtype), self.big_endian)
    }

    /// Number of the code page of all texts; `None` where it is not said.
    pub(super) fn code_page(&self) -> Option<i32> {
        let mut at = self.cursor(3);
        at.take(28).ok()?;
        at.i32().ok()
    }

    /// The number that stands for missing, where the file names it.
    pub(super) fn system_missing(&self) -> Option<f64> {
        self.cursor(4).f64().ok()
    }

    /// Pairs of short and long names.
    pub(super) fn long_names(&self) -> Vec<(&'b [u8], &'b [u8])> {
        pairs(self.record(13)).collect()
    }

    /// Widths of texts of more than 255 bytes, by short name.
    pub(super) fn long_widths(&self) -> Vec<(&'b [u8], usize)> {
        let width = |digits: &[u8]| std::str::from_utf8(digits).ok()?.trim().parse().ok();
        pairs(self.record(14))
            .filter_map(|(name, digits)| Some((name, width(digits)?)))
            .collect()
    }

    pub(super) fn case_count(&self) -> Option<usize> {
        let mut at = self.cursor(16);
        at.take(8).ok()?;
        usize::try_from(at.i64().ok()?).ok()
    }

    /// The name of the encoding of all texts.
    pub(super) fn encoding(&self) -> Option<&'b str> {
        let name = std::str::from_utf8(self.record(20)).ok()?.trim();
        (!name.is_empty()).then_some(name)
    }

    /// Labels of values of texts longer than eight bytes.
    pub(super) fn long_labels(&self) -> Result<Vec<LongLabels<'b>>, Ended> {
        let mut at = self.cursor(21);
        let mut all = Vec::new();
        while !at.rest().is_empty() {
            let name = counted(&mut at)?;
            at.take(4)?;
            let mut labels = Vec::new();
            for _ in 0..at.length()? {
                labels.push((counted(&mut at)?, counted(&mut at)?));
            }
            all.push((name, labels));
        }
        Ok(all)
    }

    /// Missing values of texts longer than eight bytes.
    pub(super) fn long_missing(&self) -> Result<Vec<LongMissing<'b>>, Ended> {
        let mut at = self.cursor(22);
        let mut all = Vec::new();
        while !at.rest().is_empty() {
            let name = counted(&mut at)?;
            let count = at.u8()?;
            let length = at.length()?;
            let mut values = Vec::new();
            for _ in 0..count {
                values.push(at.take(length)?);
            }
            all.push((name, values));
        }
        Ok(all)
    }
}

fn counted<'b>(at: &mut Cursor<'b>) -> Result<&'b [u8], Ended> {
    let length = at.length()?;
    at.take(length)
}

/// `NAME=value` entries between tabulators, which may have a NUL before them.
fn pairs(record: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    record.split(|byte| *byte == b'\t').filter_map(|entry| {
        let entry = entry.strip_suffix(b"\0").unwrap_or(entry);
        let equals = entry.iter().position(|byte| *byte == b'=')?;
        Some((entry.get(..equals)?, entry.get(equals + 1..)?))
    })
}
