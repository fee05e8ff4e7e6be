//! Records that are copies of one report: merges joined, except where records are kept apart.

use std::collections::HashMap;

use super::EventId;
use crate::RecordId;

/// Groups of records under construction.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    places: HashMap<RecordId, usize>,
    records: Vec<RecordId>,
    parents: Vec<usize>,
    sizes: Vec<usize>,
    /// For each root: records that must not be in its group, and who said so.
    apart: Vec<Vec<(usize, EventId)>>,
}

impl Clusters {
    /// Says that two records are different. To be called before records are joined.
    pub(crate) fn keep_apart(&mut self, a: RecordId, b: RecordId, by: EventId) {
        let (a, b) = (self.place(a), self.place(b));
        for (one, other) in [(a, b), (b, a)] {
            if let Some(list) = self.apart.get_mut(one) {
                list.push((other, by));
            }
        }
    }

    /// Joins the groups of two records.
    ///
    /// # Errors
    /// The event that keeps two of their records apart; then nothing is joined.
    pub(crate) fn join(&mut self, a: RecordId, b: RecordId) -> Result<(), EventId> {
        let (a, b) = (self.place(a), self.place(b));
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return Ok(());
        }
        let (large, small) = match self.sizes[a] >= self.sizes[b] {
            true => (a, b),
            false => (b, a),
        };
        let (few, across) = match self.apart[a].len() <= self.apart[b].len() {
            true => (a, b),
            false => (b, a),
        };
        let list = std::mem::take(&mut self.apart[few]);
        let against = list
            .iter()
            .find(|&&(other, _)| self.root(other) == across)
            .map(|&(_, by)| by);
        if let Some(by) = against {
            self.apart[few] = list;
            return Err(by);
        }
        let mut longer = std::mem::take(&mut self.apart[across]);
        longer.extend(list);
        self.apart[large] = longer;
        self.parents[small] = large;
        self.sizes[large] += self.sizes[small];
        Ok(())
    }

    /// Whether two records are in one group.
    pub(crate) fn are_joined(&mut self, a: RecordId, b: RecordId) -> bool {
        match (self.places.get(&a).copied(), self.places.get(&b).copied()) {
            (Some(a), Some(b)) => self.root(a) == self.root(b),
            _ => a == b,
        }
    }

    /// The groups of at least two records, each in the order given by `order`, the groups in the
    /// order of their first records.
    pub(crate) fn into_groups<K: Ord>(
        mut self,
        order: impl Fn(&RecordId) -> K,
    ) -> Vec<Vec<RecordId>> {
        let mut groups: HashMap<usize, Vec<RecordId>> = HashMap::new();
        for place in 0..self.records.len() {
            let root = self.root(place);
            if self.sizes[root] > 1 {
                groups.entry(root).or_default().push(self.records[place]);
            }
        }
        let mut groups: Vec<Vec<RecordId>> = groups.into_values().collect();
        for group in &mut groups {
            group.sort_by_key(&order);
        }
        groups.sort_by_key(|group| group.first().map(&order));
        groups
    }

    fn place(&mut self, record: RecordId) -> usize {
        let next = self.records.len();
        let place = *self.places.entry(record).or_insert(next);
        if place == next {
            self.records.push(record);
            self.parents.push(next);
            self.sizes.push(1);
            self.apart.push(Vec::new());
        }
        place
    }

    /// The root of a group, with the way to it halved.
    fn root(&mut self, mut place: usize) -> usize {
        while self.parents[place] != place {
            let above = self.parents[self.parents[place]];
            self.parents[place] = above;
            place = above;
        }
        place
    }
}
