//! Rows that depend on each other, directly or through others.

/// A partition of rows that grows coarser as rows are joined.
pub(super) struct DisjointSets {
    parent: Vec<usize>,
}

impl DisjointSets {
    pub(super) fn new(n: usize) -> Self {
        Self {
            parent: (0..n).collect(),
        }
    }

    /// The lowest row of the set of a row.
    fn root(&mut self, mut row: usize) -> usize {
        while self.parent[row] != row {
            self.parent[row] = self.parent[self.parent[row]];
            row = self.parent[row];
        }
        row
    }

    /// Puts the sets of two rows together.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// Puts all rows of a list into one set.
    pub(super) fn join_all(&mut self, rows: &[usize]) {
        for pair in rows.windows(2) {
            self.join(pair[0], pair[1]);
        }
    }

    /// The sets, each with its rows ascending, in the order of their lowest rows.
    pub(super) fn members(mut self) -> Vec<Vec<usize>> {
        let mut place = vec![usize::MAX; self.parent.len()];
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for row in 0..self.parent.len() {
            let root = self.root(row);
            if place[root] == usize::MAX {
                place[root] = sets.len();
                sets.push(Vec::new());
            }
            sets[place[root]].push(row);
        }
        sets
    }
}

#[cfg(test)]
mod tests {
    use super::DisjointSets;

    #[test]
    fn rows_joined_through_others_are_together() {
        let mut sets = DisjointSets::new(5);
        sets.join_all(&[4, 1]);
        sets.join(3, 4);
        assert_eq!(sets.members(), [vec![0], vec![1, 3, 4], vec![2]]);
    }
}
