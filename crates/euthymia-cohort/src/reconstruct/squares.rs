//! Which sums, and which sums of squares, whole numbers can have under a printed mean and SD.
//!
//! | symbol | meaning |
//! |---|---|
//! | S = Σx, Q = Σx² | sum and sum of squares of n whole numbers |
//! | V = nQ − S² | n(n − 1) times the variance |
//!
//! A mean fits when a whole S lies within n times its rounding interval (GRIM). A standard deviation
//! fits when a whole Q lies where V asks for it, has the parity of S, because x² and x are odd
//! together (GRIMMER), and is neither below the most even nor above the most extreme values with
//! that sum. All of it is whole-number arithmetic.
//!
//! # References
//! Brown & Heathers 2017, Social Psychological and Personality Science 8:363–369. Anaya 2016, PeerJ
//! Preprints 4:e2400v1; Allard 2018 for the parity. Heathers & Brown 2019 (DEBIT) is the case of
//! values 0 and 1, where Q = S.

use super::rule::ceil_div;
use super::{Frame, Printed};

/// The whole sums under a printed mean; `None` when there is none.
pub(crate) fn sums(frame: Frame, mean: Printed) -> Option<(i64, i64)> {
    let n = i128::from(frame.n());
    let one = mean.halves_in_one();
    let least = ceil_div(n * mean.lower_halves(), one).max(n * i128::from(frame.lowest()));
    let most = (n * mean.upper_halves())
        .div_euclid(one)
        .min(n * i128::from(frame.highest()));
    let pair = (i64::try_from(least).ok()?, i64::try_from(most).ok()?);
    (pair.0 <= pair.1).then_some(pair)
}

/// The least sum of squares of n whole numbers with sum S: all as even as possible.
pub(crate) fn least_squares(n: i64, sum: i64) -> i64 {
    if n == 0 {
        return 0;
    }
    let (each, more) = (sum.div_euclid(n), sum.rem_euclid(n));
    (n - more) * each * each + more * (each + 1) * (each + 1)
}

/// The greatest sum of squares of n whole numbers from `lowest` to `highest` with sum S: all but one
/// at an end.
pub(crate) fn most_squares(n: i64, lowest: i64, highest: i64, sum: i64) -> i64 {
    let width = highest - lowest;
    let above = sum - n * lowest;
    if width == 0 || n == 0 {
        return n * lowest * lowest;
    }
    let (at_top, rest) = (above / width, above % width);
    let between = if at_top < n {
        (lowest + rest) * (lowest + rest) + (n - at_top - 1) * lowest * lowest
    } else {
        0
    };
    at_top * highest * highest + between
}

/// The sums of squares that go with one sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SquaresAt {
    /// The sum.
    pub sum: i64,
    /// What the printed numbers ask of Q, not yet a whole number; `None` at an open end.
    pub asked: (Option<f64>, Option<f64>),
    /// Least and greatest Q of whole numbers in the range with this sum.
    pub possible: (i64, i64),
    /// The whole Q that fit, least and greatest, all with the parity of the sum; `None` without any.
    pub fitting: Option<(i64, i64)>,
}

/// A closed interval of V = nQ − S², as fractions with one denominator; no upper end when `None`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) lower: i128,
    pub(crate) upper: Option<i128>,
    pub(crate) denominator: i128,
}

impl Spread {
    /// V under a printed standard deviation: n(n − 1)s².
    pub(crate) fn of_sd(n: u32, sd: Printed) -> Self {
        let pairs = i128::from(n) * (i128::from(n) - 1);
        let (lower, upper) = (sd.lower_halves().max(0), sd.upper_halves());
        Self {
            lower: pairs * lower * lower,
            upper: Some(pairs * upper * upper),
            denominator: sd.halves_in_one() * sd.halves_in_one(),
        }
    }

    /// V of the differences under a printed paired t: (n − 1)S²/t², since t = (S/n)/√(V/(n²(n−1))).
    /// Without a sum t is 0 for every spread, and fits only a t that rounds to 0.
    pub(crate) fn of_t(n: u32, sum: i64, t: Printed) -> Option<Self> {
        let t = t.abs();
        let one = t.halves_in_one();
        let top = (i128::from(n) - 1) * i128::from(sum) * i128::from(sum) * one * one;
        let (least, most) = (t.lower_halves().max(0), t.upper_halves());
        if sum == 0 {
            let unlimited = Self {
                lower: 1,
                upper: None,
                denominator: 1,
            };
            return (least == 0).then_some(unlimited);
        }
        // A common denominator of the two ends; without a least |t| there is no greatest spread.
        Some(if least == 0 {
            Self {
                lower: top,
                upper: None,
                denominator: most * most,
            }
        } else {
            Self {
                lower: ceil_div(top, most * most),
                upper: Some(top.div_euclid(least * least)),
                denominator: 1,
            }
        })
    }
}

/// The sums of squares with a given sum under bounds on V; those of the range alone without bounds.
pub(crate) fn squares_at(frame: Frame, sum: i64, spreads: &[Spread]) -> SquaresAt {
    let (n, exact_sum) = (i64::from(frame.n()), i128::from(sum));
    let possible = (
        least_squares(n, sum),
        most_squares(n, frame.lowest(), frame.highest(), sum),
    );
    let (mut least, mut most) = (i128::from(possible.0), i128::from(possible.1));
    let mut asked: (Option<f64>, Option<f64>) = (None, None);
    let n = i128::from(n);
    for spread in spreads {
        let denominator = n * spread.denominator;
        let from = |v: i128| v + exact_sum * exact_sum * spread.denominator;
        let in_doubles = |v: i128| from(v) as f64 / denominator as f64;
        least = least.max(ceil_div(from(spread.lower), denominator));
        let lower = in_doubles(spread.lower);
        asked.0 = Some(asked.0.map_or(lower, |known| known.max(lower)));
        if let Some(upper) = spread.upper {
            most = most.min(from(upper).div_euclid(denominator));
            let upper = in_doubles(upper);
            asked.1 = Some(asked.1.map_or(upper, |known| known.min(upper)));
        }
    }
    let parity = exact_sum.rem_euclid(2);
    least += (least - parity).rem_euclid(2);
    most -= (most - parity).rem_euclid(2);
    let fitting = (i64::try_from(least).ok()).zip(i64::try_from(most).ok());
    SquaresAt {
        sum,
        asked,
        possible,
        fitting: fitting.filter(|(least, most)| least <= most),
    }
}
