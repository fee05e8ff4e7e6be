//! `reference/byhand/freeman_tukey.md`: the double arcsine, its inverse, and where that fails.

use crate::cases::{case, fit};
use euthymia_synthesis::effect::proportion::{
    Count, double_arcsine, from_double_arcsine, harmonic_mean,
};
use euthymia_synthesis::pairwise::{Fit, Interval, Model, Prediction};
use euthymia_testkit::assert_close;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, FRAC_PI_8};

fn transformed(x: u64, n: u64) -> f64 {
    let count = Count::new(x, n).unwrap();
    double_arcsine(&count).unwrap().estimate
}

fn common(name: &str) -> Fit {
    let set = case(name).set();
    fit(
        &set,
        Model::CommonEffect,
        Interval::Wald,
        Prediction::Normal,
    )
    .unwrap()
}

#[test]
fn closed_forms() {
    assert_close!(transformed(0, 1), FRAC_PI_8, "algebra", "0/1");
    assert_close!(transformed(1, 1), 3.0 * FRAC_PI_8, "algebra", "1/1");
    assert_close!(transformed(1, 2), FRAC_PI_4, "algebra", "1/2");
    let variance = double_arcsine(&Count::new(0, 1).unwrap()).unwrap().variance;
    assert_close!(variance.get(), 1.0 / 6.0, "algebra", "variance of n = 1");
    for (x, n) in [(0, 7), (3, 11), (6, 17)] {
        let mirrored = FRAC_PI_2 - transformed(x, n);
        assert_close!(transformed(n - x, n), mirrored, "algebra", "{x}/{n}");
    }
}

#[test]
fn millers_four_studies() {
    let n = harmonic_mean(&[11, 17, 21, 6]).unwrap();
    assert_close!(n, 10.988_457_502_623_29, "algebra", "harmonic mean");
    let t = common("miller1978_PFT").estimate;
    assert_close!(2.0 * t, 1.309_341_290_647_909_6, "algebra", "2t");
    let p = from_double_arcsine(t, n);
    assert_close!(p, 0.359_521_719_757_309_07, "algebra", "p");
}

/// A pooled rate of exactly 0 % comes out of 73 events when the harmonic mean is dragged down.
#[test]
fn the_harmonic_mean_fails() {
    let t = common("edge_proportions_PFT").estimate;
    assert_close!(t, 0.080_240_065_214_054_731, "algebra", "pooled t");
    let n = harmonic_mean(&case("edge_proportions_PFT").sizes).unwrap();
    assert_close!(n, 3.501_306_911_433_955_4, "algebra", "harmonic mean");
    assert_eq!(from_double_arcsine(t, n), 0.0);
    assert_eq!(from_double_arcsine(t, 20.0), 0.0);
    for (n, expected) in [
        (50.0, 0.000_357_819_467_414_203_81),
        (2400.0, 0.006_220_682_870_455_632_1),
        (2543.0, 0.006_232_064_204_757_424_7),
    ] {
        assert_close!(from_double_arcsine(t, n), expected, "algebra", "n = {n}");
    }
}
