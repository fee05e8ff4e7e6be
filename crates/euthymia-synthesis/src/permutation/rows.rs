//! Permuting the rows of a design.

use super::blocks::{self, Block};
use super::tally::Tally;
use super::{Done, PermutationError, PermutationTest, Plan};
use euthymia_numerics::random::Random;

/// Tests each coefficient of a model by giving the rows of its design to the estimates in other orders.
///
/// `make` makes a worker, one for each thread, which may keep a workspace. A worker is given an order,
/// row `order[i]` of the design for estimate i, writes the statistics of the coefficients into a list
/// that it finds empty, always the same number of them, and says whether its fit settled. With `rows`
/// rows there are `rows`! orders; equal rows make orders equal, which does not change the p-value.
///
/// # Errors
/// [`PermutationError`].
///
/// # References
/// Higgins JPT, Thompson SG. Stat Med 2004;23:1663–1682.
///
/// # Checked against
/// by hand: `tests/it/byhand_permutation.rs` · metafor 3.8-1 `permutest` with a moderator:
/// `tests/it/agrees_with_metafor_permutation.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::permutation::{Plan, rows};
/// // The sum of products of two rising lists of four is largest in one of 24 orders.
/// let (x, y) = ([1.0, 2.0, 3.0, 4.0], [-1.5, -0.5, 0.5, 1.5]);
/// let make = || {
///     |order: &[usize], statistics: &mut Vec<f64>| {
///         statistics.push(order.iter().zip(y).map(|(i, y)| x[*i] * y).sum());
///         true
///     }
/// };
/// let tests = rows::test(4, make, &Plan::all(), |_done, _total| {})?;
/// assert_eq!(tests[0].p_greater, 1.0 / 24.0);
/// # Ok::<(), euthymia_synthesis::permutation::PermutationError>(())
/// ```
pub fn test<W>(
    rows: usize,
    make: impl Fn() -> W + Sync,
    plan: &Plan,
    mut progress: impl FnMut(u64, u64),
) -> Result<Vec<PermutationTest>, PermutationError>
where
    W: FnMut(&[usize], &mut Vec<f64>) -> bool,
{
    let done = plan.decide(factorial(rows))?;
    let mut observed = Vec::new();
    let identity: Vec<usize> = (0..rows).collect();
    make()(&identity, &mut observed);
    if observed.is_empty() || observed.iter().any(|t| t.is_nan()) {
        return Err(PermutationError::NoStatistic);
    }
    let start: Vec<Tally> = observed.iter().map(|t| Tally::new(*t)).collect();
    let total = match done {
        Done::All { arrangements } => arrangements,
        Done::Sample { draws, .. } => draws,
    };
    let block_of = || {
        let mut worker = make();
        let mut statistics = Vec::with_capacity(start.len());
        let start = &start;
        move |block: Block| {
            let mut tallies = start.clone();
            each_order(rows, done, block, |order| {
                statistics.clear();
                let settled = worker(order, &mut statistics);
                for (i, tally) in tallies.iter_mut().enumerate() {
                    tally.add(statistics.get(i).copied().unwrap_or(f64::NAN), settled);
                }
            });
            tallies
        }
    };
    let mut tallies = start.clone();
    blocks::run(total, plan.threads, block_of, |part: Vec<Tally>, so_far| {
        for (tally, part) in tallies.iter_mut().zip(&part) {
            tally.absorb(part);
        }
        progress(so_far, total);
    });
    Ok(tallies.iter().map(|tally| tally.outcome(done)).collect())
}

/// n!, where a 64-bit number holds it.
fn factorial(n: usize) -> Option<u64> {
    (1..=n).try_fold(1_u64, |product, i| {
        product.checked_mul(u64::try_from(i).ok()?)
    })
}

/// Calls `act` with each order of a block: in lexicographic order, or random ones.
fn each_order(rows: usize, done: Done, block: Block, mut act: impl FnMut(&[usize])) {
    match done {
        Done::All { .. } => {
            let mut order = nth_order(rows, block.first);
            for _ in block.first..block.end {
                act(&order);
                advance(&mut order);
            }
        }
        Done::Sample { seed, .. } => {
            let mut random = Random::new(seed, block.index);
            let mut order: Vec<usize> = (0..rows).collect();
            for _ in block.first..block.end {
                random.shuffle(&mut order);
                act(&order);
            }
        }
    }
}

/// The order that has `number` orders before it in lexicographic order.
fn nth_order(rows: usize, mut number: u64) -> Vec<usize> {
    let mut left: Vec<usize> = (0..rows).collect();
    let mut order = Vec::with_capacity(rows);
    while !left.is_empty() {
        let each = factorial(left.len() - 1).unwrap_or(u64::MAX);
        let place = usize::try_from(number / each).unwrap_or(0);
        order.push(left.remove(place.min(left.len() - 1)));
        number %= each;
    }
    order
}

/// The next order in lexicographic order; the last one stays.
fn advance(order: &mut [usize]) {
    let Some(rise) = order.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return;
    };
    if let Some(next) = order.iter().rposition(|x| *x > order[rise]) {
        order.swap(rise, next);
    }
    order[rise + 1..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orders_of_four_follow_one_another() {
        let mut order = nth_order(4, 0);
        for number in 0..24 {
            assert_eq!(order, nth_order(4, number));
            advance(&mut order);
        }
        assert_eq!(order, [3, 2, 1, 0]);
    }
}
