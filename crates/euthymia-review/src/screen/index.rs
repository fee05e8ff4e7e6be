//! Which report a record belongs to.

use std::collections::HashMap;

use super::Unit;
use crate::log::State;
use crate::{ImportId, RecordId};

/// The report of each record of the files that count, by the place of the record.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Where the records of each file begin, and how many there are, by the name of the file.
    imports: Vec<(ImportId, usize, u32)>,
    /// Place of the report of each record.
    units: Vec<u32>,
}

impl Index {
    /// The reports in the order of the imports, and which record belongs to which.
    pub(super) fn of(state: &State) -> (Self, Vec<Unit>) {
        let mut index = Self::default();
        for import in state.counted() {
            let start = index.units.len();
            index.imports.push((import.import, start, import.records));
            let end = start + import.records as usize;
            index.units.resize(end, u32::MAX);
        }
        index.imports.sort_unstable();
        let mut leaders = HashMap::new();
        for group in &state.merged {
            let Some((first, copies)) = group.records.split_first() else {
                continue;
            };
            leaders.extend(copies.iter().map(|copy| (*copy, *first)));
        }
        let mut units =
            Vec::with_capacity(index.units.len() - leaders.len().min(index.units.len()));
        for import in state.counted() {
            for number in 1..=import.records {
                let record = RecordId {
                    import: import.import,
                    number,
                };
                if !leaders.contains_key(&record) {
                    index.put(record, units.len());
                    units.push(Unit::new(record));
                }
            }
        }
        for (copy, first) in leaders {
            if let Some(unit) = index.find(first) {
                index.put(copy, unit);
            }
        }
        (index, units)
    }

    /// Place of the report of a record.
    pub(super) fn find(&self, record: RecordId) -> Option<usize> {
        let unit = *self.units.get(self.place(record)?)?;
        (unit != u32::MAX).then_some(unit as usize)
    }

    fn place(&self, record: RecordId) -> Option<usize> {
        let found = self
            .imports
            .binary_search_by_key(&record.import, |own| own.0);
        let &(_, start, records) = self.imports.get(found.ok()?)?;
        let offset = record.number.checked_sub(1)?;
        (offset < records).then_some(start + offset as usize)
    }

    fn put(&mut self, record: RecordId, unit: usize) {
        let at = self.place(record);
        if let Some(slot) = at.and_then(|at| self.units.get_mut(at)) {
            *slot = u32::try_from(unit).unwrap_or(u32::MAX);
        }
    }
}
