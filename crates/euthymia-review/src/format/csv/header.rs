//! The header of a table, made ready once for all its rows.

use std::sync::{Arc, OnceLock};

use super::super::slot::Slot;
use super::cells::Dialect;
use super::{ColumnMap, columns};
use crate::Context;

/// What was made of a [`Context`] once for all records that are read with it.
///
/// It is no part of what a context says: all are equal, and a copy starts anew.
#[derive(Debug, Default)]
pub struct Prepared(OnceLock<Arc<Header>>);

impl Clone for Prepared {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Prepared {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Prepared {}

/// The header of a context, from the first reading where nothing was changed since.
pub(super) fn header(context: &Context) -> Arc<Header> {
    let make = || Arc::new(Header::of(context));
    let kept = context.prepared.0.get_or_init(make);
    if kept.is_of(context) {
        Arc::clone(kept)
    } else {
        make()
    }
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) dialect: Dialect,
    pub(super) columns: Vec<Column>,
    /// Whether one of them has the names of authors in full.
    pub(super) has_full_names: bool,
    /// What it was made of.
    source: (Option<String>, ColumnMap),
}

/// A column and what it stands for.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) place: Place,
}

/// What a column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Slot(Slot),
    /// A packed field or a packed list of values of one tag, in a table that we wrote.
    Packed,
    /// The running number in such a table.
    Number,
}

impl Header {
    fn of(context: &Context) -> Self {
        let text = context.texts.last().map(String::as_str).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}');
        let dialect = Dialect::of(text);
        let row = match text.split_once('\n') {
            Some((first, rest))
                if first.trim_end().len() == 5 && first.to_lowercase().starts_with("sep=") =>
            {
                rest
            }
            _ => text,
        };
        let names = dialect.cells(row);
        let is_ours = names.iter().any(|name| name == super::NUMBER);
        let columns = names.into_iter().map(|name| Column {
            place: place(&name, is_ours, context),
            name,
        });
        let columns: Vec<Column> = columns.collect();
        let is_full = |column: &Column| column.place == Place::Slot(Slot::FullNames);
        Self {
            dialect,
            has_full_names: columns.iter().any(is_full),
            columns,
            source: (context.texts.last().cloned(), context.columns.clone()),
        }
    }

    fn is_of(&self, context: &Context) -> bool {
        self.source.0.as_ref() == context.texts.last() && self.source.1 == context.columns
    }
}

fn place(name: &str, is_ours: bool, context: &Context) -> Place {
    if is_ours && name == super::NUMBER {
        return Place::Number;
    }
    if let Some(wanted) = context.columns.name_of(name) {
        return Place::Slot(columns::slot(&columns::folded(wanted)).unwrap_or(Slot::Other));
    }
    if is_ours && name.contains(':') {
        return Place::Packed;
    }
    let bare = name.trim();
    let by_tag = columns::tag(bare).or_else(|| columns::number_tag(bare));
    let found = by_tag.or_else(|| columns::slot(&columns::folded(bare)));
    Place::Slot(found.unwrap_or(Slot::Other))
}
