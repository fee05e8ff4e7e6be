//! Laws 1 to 10 of `reference/properties.md`: what pooling does and does not depend on.

use crate::cases::fit;
use crate::strategies::{METHODS, near, pairs, set};
use euthymia_synthesis::pairwise::{Fit, Interval, Model, Prediction, mean};
use euthymia_synthesis::studies::{Study, StudySet, StudySetError};
use proptest::prelude::*;

fn wald(pairs: &[(f64, f64)], model: Model) -> Fit {
    fit(&set(pairs), model, Interval::Wald, Prediction::Normal).unwrap()
}

fn models() -> [Model; 4] {
    let [dl, pm, reml] = METHODS.map(Model::RandomEffects);
    [Model::CommonEffect, dl, pm, reml]
}

fn tau2(fit: &Fit) -> f64 {
    fit.tau2.map_or(0.0, |t| t.value)
}

proptest! {
    #[test]
    fn a_shift_moves_the_estimate_and_nothing_else(pairs in pairs(2..15), c in -100.0..100.0_f64) {
        let shifted: Vec<_> = pairs.iter().map(|(y, v)| (y + c, *v)).collect();
        for model in models() {
            let (a, b) = (wald(&pairs, model), wald(&shifted, model));
            prop_assert!(near(a.estimate + c, b.estimate, 1e-9, 100.0));
            prop_assert!(near(tau2(&a), tau2(&b), 1e-8, 1e-3), "{:?} {} {}", model, tau2(&a), tau2(&b));
            prop_assert!(near(a.inference.standard_error, b.inference.standard_error, 1e-7, 1e-3));
            let (ha, hb) = (a.heterogeneity.unwrap(), b.heterogeneity.unwrap());
            prop_assert!(near(ha.q, hb.q, 1e-10, 1.0));
            prop_assert!(near(ha.i2, hb.i2, 1e-7, 1.0));
        }
    }

    #[test]
    fn a_change_of_unit_scales(pairs in pairs(2..15), exponent in -6.0..6.0_f64, negative in any::<bool>()) {
        let c = 10.0_f64.powf(exponent) * if negative { -1.0 } else { 1.0 };
        let scaled: Vec<_> = pairs.iter().map(|(y, v)| (c * y, c * c * v)).collect();
        for model in models() {
            let (a, b) = (wald(&pairs, model), wald(&scaled, model));
            let close = |a: f64, b: f64| near(a, b, 1e-8, c.abs() * 1e-2);
            prop_assert!(close(c * a.estimate, b.estimate));
            prop_assert!(near(c * c * tau2(&a), tau2(&b), 1e-8, c * c * 1e-3), "{:?}", model);
            prop_assert!(close(c.abs() * a.inference.standard_error, b.inference.standard_error));
            prop_assert!(near(a.inference.p_value, b.inference.p_value, 1e-6, 1e-6));
            let (ours, theirs) = (a.inference.bounds, b.inference.bounds);
            let first = if negative { ours.upper } else { ours.lower };
            prop_assert!(close(c * first, theirs.lower));
            for (x, y) in a.weights.iter().zip(&b.weights) {
                prop_assert!(near(*x, *y, 1e-7, 1.0));
            }
            let (ha, hb) = (a.heterogeneity.unwrap(), b.heterogeneity.unwrap());
            prop_assert!(near(ha.q, hb.q, 1e-10, 1.0));
            prop_assert!(near(ha.h2, hb.h2, 1e-7, 1.0));
            let (pa, pb) = (ha.profile.tau2, hb.profile.tau2);
            prop_assert!(near(c * c * pa.upper, pb.upper, 1e-9, c * c * 1e-6));
        }
    }

    #[test]
    fn the_order_of_studies_changes_nothing(pairs in pairs(2..15), by in 1..14_usize) {
        let mut moved = pairs.clone();
        moved.rotate_left(by % pairs.len());
        for model in models() {
            let (a, b) = (wald(&pairs, model), wald(&moved, model));
            prop_assert!(near(a.estimate, b.estimate, 1e-9, 1.0));
            prop_assert!(near(tau2(&a), tau2(&b), 1e-9, 1e-3));
            let mut weights = a.weights.clone();
            weights.rotate_left(by % pairs.len());
            for (x, y) in weights.iter().zip(&b.weights) {
                prop_assert!(near(*x, *y, 1e-8, 1.0));
            }
        }
    }

    #[test]
    fn one_study_is_itself(y in -1e6..1e6_f64, v in 1e-12..1e12_f64) {
        for model in models() {
            for interval in [Interval::Wald, Interval::HartungKnapp, Interval::HartungKnappFloor] {
                let one = fit(&set(&[(y, v)]), model, interval, Prediction::StudentKMinus1).unwrap();
                prop_assert_eq!(one.estimate, y);
                prop_assert!(near(one.inference.standard_error, v.sqrt(), 1e-15, 0.0));
                prop_assert_eq!(one.interval_used, Interval::Wald);
                prop_assert_eq!((one.tau2, one.heterogeneity, one.prediction), (None, None, None));
                prop_assert_eq!(&one.weights, &vec![1.0]);
            }
        }
    }

    #[test]
    fn weights_are_shares_and_the_estimate_lies_inside(pairs in pairs(1..20)) {
        for model in models() {
            let found = wald(&pairs, model);
            prop_assert!(found.weights.iter().all(|w| *w > 0.0));
            prop_assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-13);
            let low = pairs.iter().map(|p| p.0).fold(f64::INFINITY, f64::min);
            let high = pairs.iter().map(|p| p.0).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(found.estimate >= low - 1e-12 && found.estimate <= high + 1e-12);
        }
    }

    #[test]
    fn the_weighted_mean_goes_from_the_common_effect_to_the_plain_mean(pairs in pairs(2..15)) {
        let studies = set(&pairs);
        let common = wald(&pairs, Model::CommonEffect);
        prop_assert_eq!(mean::weighted(&studies, 0.0).mean, common.estimate);
        let plain = pairs.iter().map(|p| p.0).sum::<f64>() / pairs.len() as f64;
        prop_assert!(near(mean::weighted(&studies, 1e12).mean, plain, 1e-9, 1.0));
    }

    #[test]
    fn another_study_sharpens(pairs in pairs(1..15), y in -5.0..5.0_f64, v in 1e-3..10.0_f64, tau2 in 0.0..5.0_f64) {
        let se = |pairs: &[(f64, f64)]| mean::weighted(&set(pairs), tau2).weight_sum.recip().sqrt();
        let mut more = pairs.clone();
        more.push((y, v));
        prop_assert!(se(&more) < se(&pairs));
        let smallest = more.iter().map(|p| (p.1 + tau2).sqrt()).fold(f64::INFINITY, f64::min);
        prop_assert!(se(&more) <= smallest * (1.0 + 1e-14));
    }

    #[test]
    fn two_halves_are_the_whole_for_a_common_effect(pairs in pairs(1..12)) {
        let (y, v) = pairs[0];
        let mut split = pairs.clone();
        split[0] = (y, 2.0 * v);
        split.push((y, 2.0 * v));
        let (a, b) = (mean::weighted(&set(&pairs), 0.0), mean::weighted(&set(&split), 0.0));
        prop_assert!(near(a.mean, b.mean, 1e-12, 1.0));
        prop_assert!(near(a.weight_sum, b.weight_sum, 1e-14, 0.0));
        prop_assert!(near(a.q, b.q, 1e-11, 1.0));
    }

    #[test]
    fn the_set_n_times(pairs in pairs(1..8), n in 2..5_usize) {
        let (a, b) = (set(&pairs), set(&pairs.repeat(n)));
        let (a, b) = (mean::weighted(&a, 0.0), mean::weighted(&b, 0.0));
        prop_assert!(near(a.mean, b.mean, 1e-12, 1.0));
        prop_assert!(near(a.weight_sum * n as f64, b.weight_sum, 1e-14, 0.0));
        prop_assert!(near(a.q * n as f64, b.q, 1e-11, 1.0));
    }
}

#[test]
fn a_label_is_used_once_and_a_set_is_never_empty() {
    let study = set(&[(1.0, 1.0)]).studies()[0].clone();
    let other = Study::new("other", study.effect);
    let twice = StudySet::new(vec![study.clone(), other.clone(), study.clone()]);
    assert_eq!(
        twice,
        Err(StudySetError::DuplicateLabel("study 0".to_owned()))
    );
    assert!(StudySet::new(vec![study, other]).is_ok());
    assert_eq!(StudySet::new(Vec::new()), Err(StudySetError::Empty));
}
