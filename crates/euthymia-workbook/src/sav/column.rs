//! Variables as people know them: with their long names, whole texts, labels and missing codes.

use std::collections::HashMap;
use std::sync::Arc;

use euthymia_table::Diagnostic;

use super::head::Head;
use super::missing::{Missing, filled};
use super::records::{Records, Slot};
use super::{Word, damaged};
use crate::calendar;
use crate::column_note::{ColumnNote, ValueLabel};
use crate::cursor::Ended;
use crate::decoder::Decoder;
use crate::number::NumberText;

/// What the numbers of a variable stand for, by their display format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Number,
    Day,
    Moment,
    Clock,
}

/// Where the value of a variable stands in a case.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    Number {
        slot: usize,
        meaning: Meaning,
    },
    /// Pieces of a text: first slot and bytes of each.
    Text(Vec<(usize, usize)>),
}

/// One variable.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) short_name: Vec<u8>,
    label: Option<String>,
    place: Place,
    pub(super) labels: Arc<[ValueLabel]>,
    pub(super) missing: Missing,
    system_missing: f64,
    big_endian: bool,
}

/// What a cell holds.
pub(super) enum Cell {
    Text(String),
    Missing,
    DeclaredMissing,
    Unreadable,
}

impl Column {
    pub(super) fn first_slot(&self) -> usize {
        match &self.place {
            Place::Number { slot, .. } => *slot,
            Place::Text(pieces) => pieces.first().map_or(0, |(slot, _)| *slot),
        }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.place, Place::Text(_))
    }

    /// A number of the file that is not in a case.
    pub(super) fn number(&self, word: Word) -> f64 {
        float(word, self.big_endian)
    }

    pub(super) fn note(&self, number: NumberText) -> ColumnNote {
        ColumnNote {
            name: self.name.clone(),
            label: self.label.clone(),
            value_labels: self.labels.clone(),
            missing: self.missing.shown(number),
        }
    }

    /// The cell of this column in a case.
    pub(super) fn cell(&self, words: &[Word], decoder: &Decoder, number: NumberText) -> Cell {
        match &self.place {
            Place::Number { slot, meaning } => {
                let Some(word) = words.get(*slot) else {
                    return Cell::Missing;
                };
                self.number_cell(float(*word, self.big_endian), *meaning, number)
            }
            Place::Text(pieces) => {
                let mut bytes = Vec::new();
                for (slot, length) in pieces {
                    let rest = words.get(*slot..).unwrap_or_default();
                    bytes.extend(rest.as_flattened().iter().take(*length));
                }
                if self.missing.has_text(&bytes) {
                    return Cell::DeclaredMissing;
                }
                match decoder.text(&bytes) {
                    Some(text) => Cell::Text(text.into_owned()),
                    None => Cell::Unreadable,
                }
            }
        }
    }

    fn number_cell(&self, value: f64, meaning: Meaning, number: NumberText) -> Cell {
        if value == self.system_missing || value == -f64::MAX || value.is_nan() {
            return Cell::Missing;
        }
        if self.missing.has(value) {
            return Cell::DeclaredMissing;
        }
        let written = match meaning {
            Meaning::Number => None,
            Meaning::Day => calendar::day(calendar::SPSS, value / 86_400.0),
            Meaning::Moment => calendar::moment_of_seconds(calendar::SPSS, value),
            Meaning::Clock => calendar::clock(value),
        };
        // A number that is no date of the calendar stays a number, which asks for attention.
        Cell::Text(written.unwrap_or_else(|| number.of(value)))
    }
}

fn float(word: Word, big_endian: bool) -> f64 {
    match big_endian {
        true => f64::from_be_bytes(word),
        false => f64::from_le_bytes(word),
    }
}

fn meaning(format: u8) -> Meaning {
    match format {
        20 | 23 | 24 | 28 | 29 | 30 | 38 | 39 => Meaning::Day,
        22 | 41 => Meaning::Moment,
        21 | 25 | 40 => Meaning::Clock,
        _ => Meaning::Number,
    }
}

/// All variables, in the order of the file.
pub(super) fn all(
    head: &Head,
    records: &Records<'_>,
    decoder: &Decoder,
    file: &Arc<str>,
) -> Result<Vec<Column>, Diagnostic> {
    let widths: HashMap<&[u8], usize> = records.extensions.long_widths().into_iter().collect();
    let names: HashMap<&[u8], &[u8]> = records.extensions.long_names().into_iter().collect();
    let system_missing = records.extensions.system_missing().unwrap_or(-f64::MAX);
    let mut columns = Vec::new();
    let mut at = 0;
    while let Some(slot) = records.slots.get(at) {
        let short = filled(slot.name);
        let (place, next) = match slot.width {
            None => return Err(damaged(file)),
            Some(0) => (
                Place::Number {
                    slot: at,
                    meaning: meaning(slot.format),
                },
                at + 1,
            ),
            Some(width) => {
                let width = widths.get(short).copied().unwrap_or(width);
                pieces(&records.slots, at, width).map_err(|Ended| damaged(file))?
            }
        };
        let label = match slot.label {
            Some(label) => Some(decoder.owned(label, file)?).filter(|label| !label.is_empty()),
            None => None,
        };
        columns.push(Column {
            name: decoder.owned(names.get(short).unwrap_or(&short), file)?,
            short_name: short.to_vec(),
            label,
            missing: missing(slot, &place, head.big_endian),
            place,
            labels: Arc::default(),
            system_missing,
            big_endian: head.big_endian,
        });
        at = next;
    }
    Ok(columns)
}

fn missing(slot: &Slot<'_>, place: &Place, big_endian: bool) -> Missing {
    match place {
        Place::Number { .. } => {
            let number = |word| float(word, big_endian);
            Missing::numbers(&slot.missing, slot.missing_is_range, number)
        }
        Place::Text(_) => Missing::texts(slot.missing.iter().map(<[u8; 8]>::as_slice)),
    }
}

/// Pieces of a text from a slot on, and the slot behind it. A text of more than 255 bytes stands
/// in several variables of up to 255 bytes.
fn pieces(slots: &[Slot<'_>], from: usize, width: usize) -> Result<(Place, usize), Ended> {
    const PIECE: usize = 255;
    // What the format counts for each piece when it says how many there are.
    const COUNTED: usize = 252;
    let count = if width > PIECE {
        width.div_ceil(COUNTED)
    } else {
        1
    };
    let mut pieces = Vec::new();
    let (mut at, mut left) = (from, width);
    for _ in 0..count {
        let slot = slots.get(at).ok_or(Ended)?;
        let own = slot.width.filter(|width| *width > 0).ok_or(Ended)?;
        let length = left.min(own).min(PIECE);
        pieces.push((at, length));
        left -= length;
        let next = at + own.div_ceil(8);
        let continued = slots.get(at + 1..next).ok_or(Ended)?;
        if continued.iter().any(|slot| slot.width.is_some()) {
            return Err(Ended);
        }
        at = next;
    }
    Ok((Place::Text(pieces), at))
}
