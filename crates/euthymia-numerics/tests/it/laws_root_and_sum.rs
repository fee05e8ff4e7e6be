//! The root finder and the compensated sum on random input.

use euthymia_numerics::root::{Outcome, bracket_above, find};
use euthymia_numerics::sum::compensated;
use proptest::prelude::*;

proptest! {
    #[test]
    fn the_root_of_a_monotone_function_is_found(at in -1e6..1e6_f64, power in 0..4_i32, width in 1e-3..1e6_f64) {
        let degree = 2 * power + 1;
        let f = |x: f64| (x - at).signum() * (x - at).abs().powi(degree);
        let root = find(f, at - width, at + 2.0 * width, 0.0);
        prop_assert_eq!(root.outcome, Outcome::Converged);
        // A function this flat is exactly zero in doubles for a while around its root.
        let flat = f64::MIN_POSITIVE.powf(1.0 / f64::from(degree));
        prop_assert!((root.at - at).abs() <= 1e-15 * at.abs() + 4.0 * flat + 1e-300, "{root:?}");
    }

    #[test]
    fn a_root_lies_in_its_bracket(low in -10.0..0.0_f64, high in 0.0..10.0_f64, a in any::<f64>()) {
        let root = find(|x| x * x * x - a, low, high, 0.0);
        prop_assert!((low..=high).contains(&root.at));
        prop_assert!(root.evaluations <= 400);
    }

    #[test]
    fn whatever_the_function_the_search_ends(values in prop::collection::vec(any::<f64>(), 1..50), low in any::<f64>(), high in any::<f64>()) {
        let mut calls = 0;
        let mut next = || { calls += 1; values[calls % values.len()] };
        let root = find(|_| next(), low, high, 0.0);
        prop_assert!(root.evaluations <= 400);
        let _ = bracket_above(|_| next(), low, high);
    }

    #[test]
    fn a_sum_does_not_depend_on_the_order(mut terms in prop::collection::vec(-1e9..1e9_f64, 0..200)) {
        let there = compensated(terms.iter().copied());
        terms.reverse();
        let back = compensated(terms.iter().copied());
        let size: f64 = terms.iter().map(|t| t.abs()).sum();
        prop_assert!((there - back).abs() <= 1e-28 * size + f64::EPSILON * there.abs());
    }

    #[test]
    fn integers_sum_exactly(terms in prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 0..300)) {
        let exact: i64 = terms.iter().sum();
        prop_assert_eq!(compensated(terms.iter().map(|t| *t as f64)), exact as f64);
    }
}
