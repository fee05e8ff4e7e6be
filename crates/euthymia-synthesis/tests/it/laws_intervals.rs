//! Laws 21 to 25 of `reference/properties.md`: tests and intervals.

use crate::cases::fit;
use crate::strategies::{METHODS, near, pairs, set};
use euthymia_numerics::{Probability, chi_squared, normal};
use euthymia_synthesis::pairwise::{self, Bounds, Fit, Interval, Model, Options, Prediction, mean};
use proptest::prelude::*;

const INTERVALS: [Interval; 3] = [
    Interval::Wald,
    Interval::HartungKnapp,
    Interval::HartungKnappFloor,
];

fn random(pairs: &[(f64, f64)], interval: Interval) -> Vec<Fit> {
    let made = |method| {
        let model = Model::RandomEffects(method);
        fit(&set(pairs), model, interval, Prediction::Normal).unwrap()
    };
    METHODS.into_iter().map(made).collect()
}

fn contains(outer: Bounds, inner: Bounds) -> bool {
    let slack = 1e-12 * (outer.upper - outer.lower);
    outer.lower <= inner.lower + slack && inner.upper <= outer.upper + slack
}

proptest! {
    #[test]
    fn the_wald_p_value_is_the_tail_of_a_square(pairs in pairs(1..12)) {
        for found in random(&pairs, Interval::Wald) {
            let z = found.inference.statistic;
            prop_assert!(near(found.inference.p_value, 2.0 * normal::sf(z.abs()), 1e-13, 1e-300));
            let square = chi_squared::sf(z * z, 1.0);
            prop_assert!(near(found.inference.p_value, square, 1e-9, 1e-300));
        }
    }

    #[test]
    fn the_interval_is_around_the_estimate(pairs in pairs(2..12)) {
        for interval in INTERVALS {
            for found in random(&pairs, interval) {
                let Bounds { lower, upper } = found.inference.bounds;
                prop_assert!(lower < found.estimate && found.estimate < upper);
                prop_assert!(near(found.estimate - lower, upper - found.estimate, 1e-9, 1e-6));
                prop_assert!((0.0..=1.0).contains(&found.inference.p_value));
            }
        }
    }

    #[test]
    fn hartung_knapp_scales_the_wald_error(pairs in pairs(2..12)) {
        let wald = random(&pairs, Interval::Wald);
        let knha = random(&pairs, Interval::HartungKnapp);
        let df = (pairs.len() - 1) as f64;
        for (wald, knha) in wald.iter().zip(&knha) {
            let tau2 = wald.tau2.unwrap().value;
            let s2 = mean::weighted(&set(&pairs), tau2).q / df;
            prop_assert!(near(knha.inference.factor.unwrap(), s2, 1e-12, 0.0));
            let expected = s2.sqrt() * wald.inference.standard_error;
            prop_assert!(near(knha.inference.standard_error, expected, 1e-12, 0.0));
            prop_assert_eq!(knha.inference.df, Some(df));
        }
        // Paule and Mandel's τ² is the one at which the factor is one.
        if wald[1].tau2.unwrap().value > 0.0 {
            prop_assert!(near(knha[1].inference.factor.unwrap(), 1.0, 1e-9, 0.0));
        }
    }

    #[test]
    fn the_floor_is_never_narrower(pairs in pairs(2..12)) {
        let (wald, knha) = (random(&pairs, Interval::Wald), random(&pairs, Interval::HartungKnapp));
        let floor = random(&pairs, Interval::HartungKnappFloor);
        for ((wald, knha), floor) in wald.iter().zip(&knha).zip(&floor) {
            let se = floor.inference.standard_error * (1.0 + 1e-14);
            prop_assert!(se >= wald.inference.standard_error && se >= knha.inference.standard_error);
            prop_assert!(contains(floor.inference.bounds, wald.inference.bounds));
            prop_assert!(contains(floor.inference.bounds, knha.inference.bounds));
        }
    }

    #[test]
    fn a_prediction_contains_the_interval_of_its_kind(pairs in pairs(2..12)) {
        for (interval, rule) in [
            (Interval::Wald, Prediction::Normal),
            (Interval::HartungKnapp, Prediction::StudentKMinus1),
            (Interval::HartungKnappFloor, Prediction::StudentKMinus1),
        ] {
            for method in METHODS {
                let found = fit(&set(&pairs), Model::RandomEffects(method), interval, rule).unwrap();
                prop_assert!(contains(found.prediction.unwrap(), found.inference.bounds));
            }
        }
    }

    #[test]
    fn a_higher_level_is_wider_and_p_agrees_with_the_interval(pairs in pairs(2..12), level in 0.5..0.99_f64) {
        for interval in INTERVALS {
            for method in METHODS {
                let at = |level: f64| {
                    let options = Options {
                        model: Model::RandomEffects(method),
                        interval,
                        prediction: Prediction::StudentKMinus2,
                        level: Probability::new(level).unwrap(),
                    };
                    pairwise::fit(&set(&pairs), &options).unwrap()
                };
                let (narrow, wide) = (at(level), at(level + 0.005));
                prop_assert!(contains(wide.inference.bounds, narrow.inference.bounds));
                let (w, n) = (wide.heterogeneity.unwrap(), narrow.heterogeneity.unwrap());
                prop_assert!(contains(w.profile.tau2, n.profile.tau2));
                let Bounds { lower, upper } = narrow.inference.bounds;
                let p = narrow.inference.p_value;
                // Apart from the rounding of a p-value that meets 1 − level exactly.
                if (p - (1.0 - level)).abs() > 1e-9 {
                    prop_assert_eq!(lower > 0.0 || upper < 0.0, p < 1.0 - level);
                }
            }
        }
    }
}
