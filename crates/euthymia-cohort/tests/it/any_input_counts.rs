//! Any counts: no panic, probabilities in range, intervals around their estimate.

use euthymia_cohort::binomial_test::binomial_test;
use euthymia_cohort::chi_squared_test::{Continuity, chi_squared_test};
use euthymia_cohort::contingency::Table;
use euthymia_cohort::difference_of_proportions::{Method, difference, number_needed, ratio};
use euthymia_cohort::fisher::{table, two_by_two::fisher};
use euthymia_cohort::paired_proportions::{self, McNemarMethod, PairedCounts, mcnemar};
use euthymia_cohort::proportion::{self, Proportion};
use euthymia_cohort::two_sided::TwoSided;
use euthymia_numerics::Probability;
use proptest::prelude::*;

const RULES: [TwoSided; 3] = [TwoSided::NoMoreLikely, TwoSided::Doubled, TwoSided::MidP];

fn of(most: u64) -> impl Strategy<Value = Proportion> {
    (1..=most)
        .prop_flat_map(|n| (0..=n, Just(n)))
        .prop_map(|(events, n)| Proportion::new(events, n).unwrap())
}

fn level() -> impl Strategy<Value = Probability> {
    (0.01..0.999_f64).prop_map(|level| Probability::new(level).unwrap())
}

fn is_probability(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn two_proportions(first in of(60), second in of(60), level in level()) {
        for rule in RULES {
            let test = fisher(first, second, rule, level).unwrap();
            prop_assert!(is_probability(test.p_two_sided) && is_probability(test.p_less));
            // The two tails share the observed table.
            prop_assert!(test.p_less + test.p_greater >= 1.0 - 1e-12);
            if let Some(odds) = test.odds_ratio {
                let estimate = odds.estimate.unwrap_or(f64::INFINITY);
                // Mid-p limits of a low level may lie on one side of the estimate.
                prop_assert!(odds.is_mid_p || odds.lower <= estimate);
                prop_assert!(odds.is_mid_p || odds.upper.is_none_or(|upper| estimate <= upper));
            }
        }
        let methods = [Method::Newcombe, Method::NewcombeContinuity, Method::MiettinenNurminen,
            Method::AgrestiCaffo, Method::Wald];
        for method in methods {
            let one = difference(first, second, method, level).unwrap();
            let other = difference(second, first, method, level).unwrap();
            prop_assert!(one.interval.contains(one.estimate));
            prop_assert!((one.interval.lower + other.interval.upper).abs() < 1e-11, "{method:?}");
            let needed = number_needed(&one);
            prop_assert!(needed.estimate.is_none_or(|n| n.patients >= 1.0));
        }
        ratio(first, second, level).unwrap();
    }

    #[test]
    fn fisher_mirrors_itself(first in of(40), second in of(40)) {
        let one = fisher(first, second, TwoSided::NoMoreLikely, Probability::NINETY_FIVE).unwrap();
        let other = fisher(second, first, TwoSided::NoMoreLikely, Probability::NINETY_FIVE).unwrap();
        prop_assert!((one.p_two_sided - other.p_two_sided).abs() < 1e-12);
        prop_assert!((one.p_less - other.p_greater).abs() < 1e-12);
    }

    #[test]
    fn a_two_by_two_table_is_fishers(first in of(15), second in of(15)) {
        let row = |p: Proportion| vec![p.events(), p.n() - p.events()];
        if let Ok(cells) = Table::new(&[row(first), row(second)]) {
            let one = fisher(first, second, TwoSided::NoMoreLikely, Probability::NINETY_FIVE).unwrap();
            prop_assert!((table::exact(&cells).unwrap().p - one.p_two_sided).abs() < 1e-11);
        }
    }

    #[test]
    fn the_no_more_likely_sum_is_a_sum(observed in of(30), published in 0.0..=1.0_f64) {
        // Term by term, with the same slack.
        let p = Probability::new(published).unwrap();
        let (x, n) = (observed.events(), observed.n());
        let pmf = |k| euthymia_numerics::binomial::pmf(k, n, published);
        let bound = pmf(x) * (1.0 + 1e-7);
        let sum: f64 = (0..=n).map(pmf).filter(|q| *q <= bound).sum();
        let found = binomial_test(observed, p, TwoSided::NoMoreLikely).p_two_sided;
        prop_assert!((found - sum).abs() < 1e-11, "{found} {sum}");
    }

    #[test]
    fn the_same_patients_twice(a in 0..50_u64, b in 0..50_u64, c in 0..50_u64, d in 0..50_u64, level in level()) {
        let Ok(counts) = PairedCounts::new(a, b, c, d) else { return Ok(()) };
        let methods = [McNemarMethod::Exact, McNemarMethod::MidP, McNemarMethod::ChiSquared,
            McNemarMethod::ChiSquaredContinuity];
        for method in methods {
            prop_assert!(is_probability(mcnemar(counts, method).p));
        }
        let found = paired_proportions::difference(counts, level).unwrap();
        prop_assert!(found.interval.contains(found.estimate));
    }

    #[test]
    fn one_proportion(observed in of(u64::MAX / 2), small in of(200), level in level(), p in 0.0..=1.0_f64) {
        let published = Probability::new(p).unwrap();
        for observed in [observed, small] {
            let wilson = proportion::wilson_continuity(observed, level).unwrap();
            prop_assert!(wilson.contains(observed.estimate()));
            prop_assert!(proportion::agresti_coull(observed, level).unwrap().contains(observed.estimate()));
        }
        let mid = proportion::mid_p(small, level).unwrap();
        let exact = proportion::clopper_pearson(small, level).unwrap();
        prop_assert!(mid.contains(small.estimate()));
        prop_assert!(mid.lower >= exact.lower - 1e-12 && mid.upper <= exact.upper + 1e-12);
        for rule in RULES {
            prop_assert!(is_probability(binomial_test(small, published, rule).p_two_sided));
        }
    }

    #[test]
    fn any_table(rows in proptest::collection::vec(proptest::collection::vec(0..8_u64, 0..4), 0..4)) {
        let Ok(cells) = Table::new(&rows) else { return Ok(()) };
        let chi = chi_squared_test(&cells, Continuity::Yates);
        prop_assert!(is_probability(chi.p) && is_probability(chi.cramers_v));
        let exact = table::exact(&cells).unwrap();
        prop_assert!(is_probability(exact.p) && exact.p > 0.0);
    }
}

#[test]
fn counts_at_the_end_of_the_range_are_refused() {
    let huge = Proportion::new(u64::MAX, u64::MAX).unwrap();
    assert!(fisher(huge, huge, TwoSided::Doubled, Probability::NINETY_FIVE).is_err());
    let most = Proportion::new(1 << 51, 1 << 52).unwrap();
    assert!(fisher(most, most, TwoSided::Doubled, Probability::NINETY_FIVE).is_err());
    let half = Probability::new(0.5).unwrap();
    for rule in RULES {
        let p = binomial_test(huge, half, rule).p_two_sided;
        assert!(p.is_nan() || is_probability(p), "{p}");
    }
    assert!(PairedCounts::new(u64::MAX, 1, 0, 0).is_err());
    assert!(Table::new(&[vec![u64::MAX, 1], vec![1, 1]]).is_err());
}
