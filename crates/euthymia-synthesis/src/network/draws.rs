//! Seeded draws in blocks: the same numbers with any number of threads.

use super::rank::Draws;
use euthymia_numerics::random::Random;

/// More draws than this are refused: what they take in memory is not worth the digits.
pub(crate) const DRAWS_MAX: usize = 10_000_000;

/// Draws per stream of random numbers.
const BLOCK: usize = 1024;

/// True when more draws are asked for than are made.
pub(crate) fn too_many(draws: &Draws) -> bool {
    draws.count > DRAWS_MAX
}

/// Does the work of each block, given its random numbers and how many draws it has; results are in the
/// order of the blocks.
pub(crate) fn in_blocks<T: Send>(
    draws: &Draws,
    work: impl Fn(&mut Random, usize) -> T + Sync,
) -> Vec<T> {
    let blocks = draws.count.div_ceil(BLOCK);
    let threads = draws.threads.clamp(1, 64).min(blocks.max(1));
    let some = |first: usize| -> Vec<(usize, T)> {
        let of = |block: usize| {
            let width = BLOCK.min(draws.count - block * BLOCK);
            (
                block,
                work(&mut Random::new(draws.seed, block as u64), width),
            )
        };
        (first..blocks).step_by(threads).map(of).collect()
    };
    let some = &some;
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| scope.spawn(move || some(first)))
            .collect();
        let mut done = some(0);
        for other in others {
            // A thread cannot fail: it only computes.
            if let Ok(found) = other.join() {
                done.extend(found);
            }
        }
        done
    });
    done.sort_unstable_by_key(|(block, _)| *block);
    done.into_iter().map(|(_, found)| found).collect()
}

/// Independent standard normal numbers.
pub(crate) fn normals(random: &mut Random, wanted: usize) -> Vec<f64> {
    let mut numbers = Vec::with_capacity(wanted + 1);
    while numbers.len() < wanted {
        numbers.extend(random.normal_pair());
    }
    numbers.truncate(wanted);
    numbers
}

/// The quantile of sorted numbers, between neighbours in proportion (type 7 of Hyndman and Fan); 0 of
/// none.
pub(crate) fn quantile(sorted: &[f64], lower: f64) -> f64 {
    let place = lower * sorted.len().saturating_sub(1) as f64;
    let below = place.floor() as usize;
    let at = |i: usize| sorted.get(i).or(sorted.last()).copied().unwrap_or(0.0);
    let (low, high) = (at(below), at(below + 1));
    let beyond = place - below as f64;
    // Two infinite neighbours have no difference.
    if beyond == 0.0 || low == high {
        low
    } else {
        low + beyond * (high - low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        let numbers = [1.0, 2.0, 4.0];
        assert_eq!(
            [0.0, 0.25, 0.5, 0.75, 1.0].map(|p| quantile(&numbers, p)),
            [1.0, 1.5, 2.0, 3.0, 4.0]
        );
        assert_eq!(quantile(&[], 0.5), 0.0);
        let infinite = [0.0, f64::INFINITY, f64::INFINITY];
        assert_eq!([0.0, 0.6, 1.0].map(|p| quantile(&infinite, p)), infinite);
    }

    #[test]
    fn threads_change_nothing() {
        let of = |threads| {
            let draws = Draws {
                count: 5000,
                seed: 7,
                threads,
            };
            in_blocks(&draws, normals).concat()
        };
        assert_eq!(of(1).len(), 5000);
        assert_eq!(of(1), of(3));
    }
}
