//! One rate beside a published one: the exact binomial test.

use euthymia_numerics::{Probability, binomial};

use crate::proportion::Proportion;
use crate::two_sided::{EQUALLY_LIKELY, TailsAt, TwoSided};

/// An exact test of one proportion against a fixed one.
///
/// The fixed rate is taken as known without error; a published rate is not, so that the p-value is
/// too small by what the published study did not know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinomialTest {
    /// The observed events and patients.
    pub observed: Proportion,
    /// The fixed rate.
    pub published: f64,
    /// P(X ≤ x): small when the rate is lower than the published one.
    pub p_less: f64,
    /// P(X ≥ x): small when the rate is higher.
    pub p_greater: f64,
    /// The two-sided p-value under [`Self::rule`].
    pub p_two_sided: f64,
    /// The rule of the two-sided p-value.
    pub rule: TwoSided,
}

/// Tests whether x events among n are compatible with a known chance `published` of each.
///
/// X is binomial with n and `published`. With `published` 0 or 1 only one outcome is possible.
///
/// # References
/// R: `binom.test(x, n, p)` for [`TwoSided::NoMoreLikely`]. Lancaster HO. Significance tests in
/// discrete distributions. J Am Stat Assoc 1961;56:223–234 (mid-p).
///
/// # Example
/// ```
/// use euthymia_cohort::binomial_test::binomial_test;
/// use euthymia_cohort::{proportion::Proportion, two_sided::TwoSided};
/// use euthymia_numerics::Probability;
/// // 3 of 3 against one half: 1/8 above, twice that on both sides.
/// let half = Probability::new(0.5).unwrap();
/// let test = binomial_test(Proportion::new(3, 3)?, half, TwoSided::NoMoreLikely);
/// assert!((test.p_greater - 0.125).abs() < 1e-15);
/// assert!((test.p_two_sided - 0.25).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[must_use]
pub fn binomial_test(observed: Proportion, published: Probability, rule: TwoSided) -> BinomialTest {
    let (x, n, p) = (observed.events(), observed.n(), published.get());
    let tails = TailsAt {
        at_most: binomial::at_most(x, n, p),
        at: binomial::pmf(x, n, p),
        at_least: binomial::at_least(x, n, p),
    };
    BinomialTest {
        observed,
        published: p,
        p_less: tails.at_most,
        p_greater: tails.at_least,
        p_two_sided: tails.two_sided(rule, || no_more_likely(x, n, p, tails)),
        rule,
    }
}

/// The tail that x lies in, and beyond the mean on the other side all that is no more likely.
fn no_more_likely(x: u64, n: u64, p: f64, tails: TailsAt) -> f64 {
    let bound = tails.at * EQUALLY_LIKELY;
    let likely = |k: u64| binomial::pmf(k, n, p) > bound;
    let mean = n as f64 * p;
    if x as f64 == mean {
        return 1.0;
    }
    if (x as f64) < mean {
        // From ceil(mean) on the probabilities fall, so the first unlikely one is found by halving.
        let first = first_where(mean.ceil() as u64, n.saturating_add(1), |k| !likely(k));
        tails.at_most + binomial::at_least(first, n, p)
    } else {
        let last_plus_one = first_where(0, (mean.floor() as u64).saturating_add(1), likely);
        let below = last_plus_one.checked_sub(1);
        tails.at_least + below.map_or(0.0, |k| binomial::at_most(k, n, p))
    }
}

/// The first number of `low..high` for which `holds`, which stays true from there on; `high` when
/// there is none.
fn first_where(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (low, high.max(low));
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
