//! Items that are only asked after a certain answer to another.

use euthymia_clinical::instrument::Pack;

/// An item with what it depends on.
pub(super) struct Skip {
    /// The item's place.
    pub(super) place: usize,
    /// The place of the item that decides.
    other: usize,
    /// The answer to the other item with which this one is asked.
    equals: f64,
    minimum: f64,
}

pub(super) fn skips(pack: &Pack) -> Vec<Skip> {
    let skip = |place: usize| {
        let item = &pack.items[place];
        let ask = item.ask_if.as_ref()?;
        Some(Skip {
            place,
            other: pack.item_index(&ask.item)?,
            equals: f64::from(ask.equals),
            minimum: f64::from(item.minimum),
        })
    };
    (0..pack.items.len()).filter_map(skip).collect()
}

impl Skip {
    /// True when the other item was answered so that this one is not asked.
    pub(super) fn is_skipped(&self, values: &[Option<f64>]) -> bool {
        values[self.other].is_some_and(|other| !other.total_cmp(&self.equals).is_eq())
    }

    /// True when this item was answered with more than the least although it is not asked.
    pub(super) fn is_contradicted(&self, values: &[Option<f64>]) -> bool {
        values[self.place].is_some_and(|given| given > self.minimum) && self.is_skipped(values)
    }
}
