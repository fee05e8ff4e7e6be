//! Ranks of values of several groups together, ties sharing their mean rank.

/// Mid-ranks of all values of several groups.
pub(crate) struct Ranks {
    /// Twice the mid-rank of every value, by group: whole numbers.
    pub(crate) doubled: Vec<Vec<u64>>,
    /// Σ (t³ − t) over ties of t values.
    pub(crate) ties: f64,
}

/// Ranks the values of all groups together.
pub(crate) fn ranks(groups: &[&[f64]]) -> Ranks {
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    for (group, values) in groups.iter().enumerate() {
        // Adding 0 makes the two zeros one.
        order.extend(values.iter().enumerate().map(|(i, v)| (v + 0.0, group, i)));
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut doubled: Vec<Vec<u64>> = groups.iter().map(|g| vec![0; g.len()]).collect();
    let (mut ties, mut before) = (0.0, 0_u64);
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        let t = tied.len() as u64;
        // Ranks before + 1 to before + t, their mean twice.
        let rank = 2 * before + t + 1;
        for (_, group, i) in tied {
            if let Some(place) = doubled.get_mut(*group).and_then(|g| g.get_mut(*i)) {
                *place = rank;
            }
        }
        let size = t as f64;
        ties += size * (size - 1.0) * (size + 1.0);
        before += t;
    }
    Ranks { doubled, ties }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tied_values_share_their_mean_rank() {
        // 1, 2, 2, 3 and −0 = 0 below: ranks 1½, 1½, 3, 4½, 4½, 6.
        let found = ranks(&[&[2.0, 0.0, 3.0], &[1.0, 2.0, -0.0]]);
        assert_eq!(found.doubled, [vec![9, 3, 12], vec![6, 9, 3]]);
        assert_eq!(found.ties, 12.0);
    }
}
