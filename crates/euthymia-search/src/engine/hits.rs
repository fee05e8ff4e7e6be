//! Which records a search finds.

use euthymia_review::RecordId;
use fixedbitset::FixedBitSet;

use super::index::Index;

/// A set of the records of one [`Index`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits(pub(crate) FixedBitSet);

impl Hits {
    /// No record.
    pub fn none(index: &Index) -> Self {
        Self(FixedBitSet::with_capacity(index.len()))
    }

    /// These records; names that the index does not have are left out.
    pub fn of(index: &Index, ids: impl IntoIterator<Item = RecordId>) -> Self {
        let mut hits = Self::none(index);
        for rank in ids.into_iter().filter_map(|id| index.rank(id)) {
            hits.0.insert(rank);
        }
        hits
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.count_ones(..)
    }

    /// Whether the record at this place of the index is among them.
    pub fn contains(&self, rank: usize) -> bool {
        self.0.contains(rank)
    }

    /// Places in the index, rising.
    pub fn ranks(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.ones()
    }
}

impl Index {
    /// Names of the records of a set, in their order.
    pub fn ids(&self, hits: &Hits) -> Vec<RecordId> {
        hits.ranks().filter_map(|rank| self.id(rank)).collect()
    }
}
