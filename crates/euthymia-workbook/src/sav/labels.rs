//! Labels of values.

use std::collections::HashMap;
use std::sync::Arc;

use euthymia_table::Diagnostic;

use super::column::Column;
use super::missing::{Missing, filled};
use super::records::Records;
use super::{Word, damaged};
use crate::column_note::ValueLabel;
use crate::cursor::{Cursor, Ended};
use crate::decoder::Decoder;
use crate::number::NumberText;

/// Labels of values and the variables they belong to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct LabelSet<'b> {
    pub(super) labels: Vec<(Word, &'b [u8])>,
    /// Positions among the variable records.
    pub(super) slots: Vec<usize>,
}

impl<'b> LabelSet<'b> {
    /// Reads the labels; the variables stand in the record behind it.
    pub(super) fn read(at: &mut Cursor<'b>) -> Result<Self, Ended> {
        let mut labels = Vec::new();
        for _ in 0..at.length()? {
            let value = at.array()?;
            let length = usize::from(at.u8()?);
            // Length and text together fill whole words.
            let padded = (length + 1).next_multiple_of(8) - 1;
            let label = at.take(padded)?.get(..length).ok_or(Ended)?;
            labels.push((value, label));
        }
        let slots = Vec::new();
        Ok(Self { labels, slots })
    }
}

/// Gives each column its labels of values, and long texts their missing values.
pub(super) fn give(
    columns: &mut [Column],
    records: &Records<'_>,
    (decoder, number): (&Decoder, NumberText),
    file: &Arc<str>,
) -> Result<(), Diagnostic> {
    let positions = columns.iter().enumerate();
    let by_slot: HashMap<usize, usize> = positions
        .map(|(position, column)| (column.first_slot(), position))
        .collect();
    for set in &records.label_sets {
        let mut shared: Option<Arc<[ValueLabel]>> = None;
        for slot in &set.slots {
            let position = by_slot.get(slot);
            let Some(column) = position.and_then(|at| columns.get_mut(*at)) else {
                continue;
            };
            // A set is for numbers or for texts, not both.
            let labels = match &shared {
                Some(labels) => labels.clone(),
                None => read(set, column, (decoder, number), file)?,
            };
            column.labels = labels.clone();
            shared = Some(labels);
        }
    }
    give_long(columns, records, decoder, file)
}

fn read(
    set: &LabelSet<'_>,
    column: &Column,
    (decoder, number): (&Decoder, NumberText),
    file: &Arc<str>,
) -> Result<Arc<[ValueLabel]>, Diagnostic> {
    let labels = set.labels.iter().map(|(value, label)| {
        let code = match column.is_text() {
            true => decoder.owned(value, file)?,
            false => number.of(column.number(*value)),
        };
        let label = decoder.owned(label, file)?;
        Ok(ValueLabel { code, label })
    });
    labels.collect()
}

/// Labels and missing values of texts longer than eight bytes, which stand apart.
fn give_long(
    columns: &mut [Column],
    records: &Records<'_>,
    decoder: &Decoder,
    file: &Arc<str>,
) -> Result<(), Diagnostic> {
    let ended = |Ended| damaged(file);
    let mut by_name = HashMap::new();
    for (position, column) in columns.iter().enumerate() {
        by_name.insert(column.name.clone().into_bytes(), position);
        by_name.entry(column.short_name.clone()).or_insert(position);
    }
    let position = |name: &[u8]| -> Result<Option<usize>, Diagnostic> {
        let name = decoder.owned(filled(name), file)?;
        Ok(by_name.get(name.as_bytes()).copied())
    };
    for (name, labels) in records.extensions.long_labels().map_err(ended)? {
        let labels = labels.into_iter().map(|(value, label)| {
            let code = decoder.owned(value, file)?;
            let label = decoder.owned(label, file)?;
            Ok(ValueLabel { code, label })
        });
        let labels: Arc<[ValueLabel]> = labels.collect::<Result<_, Diagnostic>>()?;
        if let Some(column) = position(name)?.and_then(|at| columns.get_mut(at)) {
            column.labels = labels;
        }
    }
    for (name, values) in records.extensions.long_missing().map_err(ended)? {
        if let Some(column) = position(name)?.and_then(|at| columns.get_mut(at)) {
            column.missing = Missing::texts(values.into_iter());
        }
    }
    Ok(())
}
