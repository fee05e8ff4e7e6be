//! Conditions on two measurements of the same patients.

use super::check::{About, Arithmetic, Check, Products};
use super::exact::moments;
use super::squares::{Spread, SquaresAt, squares_at, sums};
use super::{PairedSamples, Printed};

/// So many combinations of sums and sums of squares are tried for one whose products fit.
const COMBINATIONS_MAX: u64 = 2_000_000;

/// What is known of the sums: before, after, and of the differences.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) before: Vec<SquaresAt>,
    pub(crate) after: Vec<SquaresAt>,
    pub(crate) change: Vec<SquaresAt>,
}

/// The checks of the change, and what they leave possible.
pub(crate) fn change(pairs: &PairedSamples) -> (Vec<Check>, Known) {
    let mut checks = degrees_of_freedom(pairs);
    let (sum_check, change_sums) = change_sums(pairs);
    checks.extend(sum_check);
    let at: Vec<SquaresAt> = change_sums.map_or(Vec::new(), |(first, last)| {
        (first..=last)
            .filter_map(|sum| change_squares(pairs, sum))
            .collect()
    });
    let (t, sd) = (pairs.change.t, pairs.change.sd);
    if t.is_some() || sd.is_some() {
        checks.push(Check {
            about: About::Change,
            holds: at.iter().any(|one| one.fitting.is_some()),
            arithmetic: Arithmetic::ChangeSquares {
                t,
                sd,
                at: at.clone(),
            },
        });
    }
    let fitting = |all: Vec<SquaresAt>| -> Vec<SquaresAt> {
        all.into_iter()
            .filter(|one| one.fitting.is_some())
            .collect()
    };
    let known = Known {
        before: fitting(moments(&pairs.side(true))),
        after: fitting(moments(&pairs.side(false))),
        change: fitting(at),
    };
    if checks.iter().all(|check| check.holds) {
        checks.extend(products(pairs, &known));
    }
    checks.extend(
        pairs
            .change
            .percent_mean
            .map(|mean| percent_ceiling(pairs, mean)),
    );
    (checks, known)
}

fn degrees_of_freedom(pairs: &PairedSamples) -> Vec<Check> {
    let n = pairs.frame.n();
    let check = pairs.change.df.map(|df| Check {
        about: About::Change,
        holds: df == n - 1,
        arithmetic: Arithmetic::DegreesOfFreedom { n, df },
    });
    check.into_iter().collect()
}

fn change_sums(pairs: &PairedSamples) -> (Option<Check>, Option<(i64, i64)>) {
    let before = sums(pairs.frame, pairs.before.mean);
    let after = sums(pairs.frame, pairs.after.mean);
    let Some((before, after)) = before.zip(after) else {
        return (None, None);
    };
    let mut range = Some((before.0 - after.1, before.1 - after.0));
    if let Some(mean) = pairs.change.mean {
        let own = sums(pairs.frame.differences(), mean);
        range = range
            .zip(own)
            .map(|((a, b), (c, d))| (a.max(c), b.min(d)))
            .filter(|(first, last)| first <= last);
    }
    let arithmetic = Arithmetic::ChangeSum {
        before,
        after,
        mean: pairs.change.mean,
        sums: range,
    };
    let check = Check {
        about: About::Change,
        holds: range.is_some(),
        arithmetic,
    };
    (Some(check), range)
}

/// The sums of squared differences with one sum; `None` when t cannot be what is printed.
fn change_squares(pairs: &PairedSamples, sum: i64) -> Option<SquaresAt> {
    let n = pairs.frame.n();
    let mut spreads = Vec::new();
    spreads.extend(pairs.change.sd.map(|sd| Spread::of_sd(n, sd)));
    if let Some(t) = pairs.change.t {
        spreads.push(Spread::of_t(n, sum, t)?);
    }
    Some(squares_at(pairs.frame.differences(), sum, &spreads))
}

/// Looks for sums of squares whose products are whole and within their bound.
///
/// Σd² = Σb² + Σa² − 2Σba asks for an even Σb² + Σa² − Σd²; Cauchy and Schwarz ask for
/// (nΣba − ΣbΣa)² ≤ `V_b` `V_a`; a printed correlation asks for (nΣba − ΣbΣa)/√(`V_b` `V_a`).
fn products(pairs: &PairedSamples, known: &Known) -> Option<Check> {
    let is_asked = pairs.before.sd.is_some() && pairs.after.sd.is_some();
    let change = &pairs.change;
    if !is_asked || (change.t.is_none() && change.sd.is_none() && change.correlation.is_none()) {
        return None;
    }
    let mut tries = Tries {
        n: i128::from(pairs.frame.n()),
        correlation: change.correlation,
        left: COMBINATIONS_MAX,
    };
    let example = tries.find(known);
    let all_tried = tries.left > 0;
    Some(Check {
        about: About::Change,
        holds: example.is_some() || !all_tried,
        arithmetic: Arithmetic::Products {
            correlation: change.correlation,
            example,
            all_tried,
        },
    })
}

struct Tries {
    n: i128,
    correlation: Option<Printed>,
    left: u64,
}

impl Tries {
    fn find(&mut self, known: &Known) -> Option<Products> {
        for before in &known.before {
            for after in &known.after {
                let sum = before.sum - after.sum;
                let change = known.change.iter().find(|one| one.sum == sum);
                let Some((first, last)) = change.and_then(|one| one.fitting) else {
                    continue;
                };
                let (least_b, most_b) = before.fitting?;
                let (least_a, most_a) = after.fitting?;
                for b in (least_b..=most_b).step_by(2) {
                    for a in (least_a..=most_a).step_by(2) {
                        let found = self.among((before.sum, b), (after.sum, a), (first, last));
                        if found.is_some() || self.left == 0 {
                            return found;
                        }
                    }
                }
            }
        }
        None
    }

    /// A sum of products for one combination. b² + a² − d² is even, because the parities of Q are
    /// those of S, and S_d = S_b − S_a.
    fn among(
        &mut self,
        before: (i64, i64),
        after: (i64, i64),
        squares: (i64, i64),
    ) -> Option<Products> {
        let total = before.1 + after.1;
        let (first, last) = ((total - squares.1) / 2, (total - squares.0) / 2);
        let spread = |(sum, q): (i64, i64)| self.n * i128::from(q) - i128::from(sum).pow(2);
        let bound = spread(before).checked_mul(spread(after))?;
        let sums = i128::from(before.0) * i128::from(after.0);
        let (n, correlation) = (self.n, self.correlation);
        let fits = |products: &i64| {
            let covariance = n * i128::from(*products) - sums;
            let within = covariance
                .checked_mul(covariance)
                .is_some_and(|c| c <= bound);
            within && correlation.is_none_or(|r| correlation_fits(covariance, bound, r))
        };
        // The products that Cauchy and Schwarz allow, with one to spare at each end.
        let reach = (bound as f64).sqrt();
        let allowed_first = (((sums as f64) - reach) / (n as f64)).floor() as i64 - 1;
        let allowed_last = (((sums as f64) + reach) / (n as f64)).ceil() as i64 + 1;
        let range = first.max(allowed_first)..=last.min(allowed_last);
        for products in range {
            self.left = self.left.saturating_sub(1);
            if fits(&products) {
                return Some(Products {
                    before,
                    after,
                    products,
                });
            }
            if self.left == 0 {
                return None;
            }
        }
        None
    }
}

/// Whether covariance/√bound prints as r, in doubles with a hair for their rounding.
pub(crate) fn correlation_fits(covariance: i128, bound: i128, r: Printed) -> bool {
    const HAIR: f64 = 1e-12;
    let value = covariance as f64 / (bound as f64).sqrt();
    bound > 0 && r.lower() - HAIR <= value && value <= r.upper() + HAIR
}

fn percent_ceiling(pairs: &PairedSamples, mean: Printed) -> Check {
    let (lowest, highest) = (pairs.frame.lowest() as f64, pairs.frame.highest() as f64);
    // From below 0 there is no percentage; to below 0 the improvement exceeds 100 % of the baseline
    // and has no bound of this simple form.
    let most = if lowest >= 0.0 && highest > 0.0 {
        100.0 * ((highest - lowest) / highest)
    } else {
        f64::INFINITY
    };
    Check {
        about: About::Change,
        holds: mean.lower() <= most,
        arithmetic: Arithmetic::PercentCeiling { mean, most },
    }
}
