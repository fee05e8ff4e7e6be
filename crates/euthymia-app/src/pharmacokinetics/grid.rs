//! At which times a curve is looked at, so that every dose looks the same.

/// How soon after a change of the inputs the first time lies, in hours: 14 seconds.
const FIRST_H: f64 = 1.0 / 256.0;
/// Just before a change, so that what is given at once is drawn upright.
const BEFORE_H: f64 = 1e-6;

/// How many times there may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// In all, as long as there are not very many changes.
    pub(super) whole: usize,
    /// After one change, at least and at most.
    pub(super) after_one: (usize, usize),
}

/// For curves.
pub(super) const FINE: Budget = Budget {
    whole: 2400,
    after_one: (16, 80),
};
/// For bands of many people.
pub(super) const COARSE: Budget = Budget {
    whole: 360,
    after_one: (40, 90),
};

/// Times from 0 to an end, ascending: every change of the inputs, and after each the same distances, in
/// steps that grow with the distance, until the next one.
pub(super) fn after_each(changes_h: &[f64], until_h: f64, budget: Budget) -> Vec<f64> {
    let mut changes: Vec<f64> = changes_h
        .iter()
        .copied()
        .filter(|at| *at < until_h)
        .collect();
    changes.push(0.0);
    changes.sort_by(f64::total_cmp);
    changes.dedup();
    let (least, most) = budget.after_one;
    let count = (budget.whole / changes.len()).clamp(least, most);
    let ends = changes.iter().skip(1).copied().chain([until_h]);
    let pieces: Vec<(f64, f64)> = changes.iter().copied().zip(ends).collect();
    let longest = pieces
        .iter()
        .map(|(from, to)| to - from)
        .fold(0.0, f64::max);
    let offsets = offsets(longest, count);
    let mut times = Vec::new();
    for (from, to) in pieces {
        times.push(from);
        let own = offsets.iter().map(|offset| from + offset);
        times.extend(own.take_while(|at| *at < to - BEFORE_H));
        times.push((to - BEFORE_H).max(from));
    }
    times.push(until_h);
    times.dedup();
    times
}

/// Distances from a change, about `count` of them until `longest`: equal steps, twice as long after each
/// doubling of the distance. What goes step by step meets few lengths of steps that way.
fn offsets(longest: f64, count: usize) -> Vec<f64> {
    let all = |in_a_doubling: usize| {
        let mut offsets = Vec::new();
        let (mut at, mut step) = (0.0, FIRST_H);
        let mut left = in_a_doubling;
        while at < longest {
            at += step;
            offsets.push(at);
            left -= 1;
            if left == 0 {
                step *= 2.0;
                left = (in_a_doubling / 2).max(1);
            }
        }
        offsets
    };
    let finer = (4..=count.max(4)).step_by(2).map(all);
    let fitting = finer.take_while(|offsets| offsets.len() <= count).last();
    fitting.unwrap_or_else(|| all(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two infusions of 40 minutes two days apart: the same distances after each.
    #[test]
    fn every_dose_is_looked_at_alike() {
        let over = 2.0 / 3.0;
        let times = after_each(&[0.0, over, 48.0, 48.0 + over], 72.0, FINE);
        assert!(times.is_sorted_by(|a, b| a < b) && times.len() < 400);
        let within = |from: f64| -> Vec<f64> {
            let own = times.iter().filter(|at| **at >= from && **at < from + 20.0);
            own.map(|at| at - from).collect()
        };
        let (one, two) = (within(0.0), within(48.0));
        assert_eq!(one.len(), two.len());
        assert!(one.iter().zip(&two).all(|(a, b)| (a - b).abs() < 1e-9));
        for change in [0.0, over, 48.0, 48.0 + over, 72.0] {
            assert!(times.contains(&change));
        }
    }

    #[test]
    fn many_doses_keep_the_number_of_times_in_bounds() {
        let changes: Vec<f64> = (0..400).map(f64::from).collect();
        assert!(after_each(&changes, 400.0, FINE).len() <= 400 * 20);
        assert_eq!(after_each(&[], 1e-9, FINE).first(), Some(&0.0));
    }
}
