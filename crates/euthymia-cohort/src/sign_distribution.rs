//! The exact null distribution of a sum of ranks whose signs are coins.

/// P(S = 0), …, P(S = `most`) for S the sum of those `weights` whose fair coin falls on heads.
///
/// One pass over the table for each weight: p(s) becomes (p(s) + p(s − w)) / 2. All terms are
/// positive, so that small tails keep their digits.
pub(crate) fn probabilities(weights: &[usize], most: usize) -> Vec<f64> {
    let mut old = vec![0.0; most + 1];
    let mut new = old.clone();
    if let Some(first) = old.first_mut() {
        *first = 1.0;
    }
    let mut reach = 0;
    for weight in weights {
        reach = (reach + weight).min(most);
        // Below the weight there is only the coin that fell on tails.
        let shifted = std::iter::repeat_n(&0.0, *weight).chain(&old);
        let terms = old.iter().zip(shifted).take(reach + 1);
        for (slot, (stays, moves)) in new.iter_mut().zip(terms) {
            *slot = 0.5 * (stays + moves);
        }
        std::mem::swap(&mut old, &mut new);
    }
    old
}

/// P(S ≤ at) and P(S ≥ at), the smaller of the two summed directly.
pub(crate) fn tails(weights: &[usize], at: usize) -> (f64, f64) {
    let total: usize = weights.iter().sum();
    // The distribution is symmetric about half of the total: the table need not go beyond it.
    let mirror = total.saturating_sub(at);
    let near = at.min(mirror);
    let table = probabilities(weights, near);
    let small: f64 = table.iter().sum();
    let below: f64 = table.iter().take(near).sum();
    let large = 1.0 - below;
    if at <= mirror {
        (small.min(1.0), large)
    } else {
        (large, small.min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ranks_by_counting() {
        // Sums of subsets of {1, 2, 3}: 0, 1, 2, 3, 3, 4, 5, 6.
        let found = probabilities(&[1, 2, 3], 6);
        assert_eq!(found, [0.125, 0.125, 0.125, 0.25, 0.125, 0.125, 0.125]);
        assert_eq!(tails(&[1, 2, 3], 5), (0.875, 0.25));
        assert_eq!(tails(&[1, 2, 3], 3), (0.625, 0.625));
        assert_eq!(tails(&[], 0), (1.0, 1.0));
    }
}
