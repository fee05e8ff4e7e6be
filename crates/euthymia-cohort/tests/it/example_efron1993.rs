//! Efron & Tibshirani 1993, An Introduction to the Bootstrap: the spatial test data and the law
//! school data. Values second hand, pages not verified; the estimate, the jackknife and the data
//! confirm each other.

use std::num::NonZeroUsize;

use euthymia_cohort::bootstrap::{Plan, jackknife, resample};
use euthymia_cohort::bootstrap_interval::{BootstrapMethod, bca, percentile};
use euthymia_cohort::descriptive::mean;
use euthymia_cohort::paired::summarise;
use euthymia_numerics::Probability;
use euthymia_testkit::assert_close;

/// Table 14.1, test A of 26 neurologically impaired children.
const SPATIAL_A: [f64; 26] = [
    48.0, 36.0, 20.0, 29.0, 42.0, 42.0, 20.0, 42.0, 22.0, 41.0, 45.0, 14.0, 6.0, 0.0, 33.0, 28.0,
    34.0, 4.0, 32.0, 24.0, 47.0, 41.0, 24.0, 26.0, 30.0, 41.0,
];

/// Table 3.1: LSAT and GPA of 15 law schools.
const LAW: [(f64, f64); 15] = [
    (576.0, 3.39),
    (635.0, 3.30),
    (558.0, 2.81),
    (578.0, 3.03),
    (666.0, 3.44),
    (580.0, 3.07),
    (555.0, 3.00),
    (661.0, 3.43),
    (651.0, 3.36),
    (605.0, 3.13),
    (653.0, 3.12),
    (575.0, 2.74),
    (545.0, 2.76),
    (572.0, 2.88),
    (594.0, 2.96),
];

/// The plug-in variance, divisor n.
pub(crate) fn variance(values: &mut [f64]) -> Option<f64> {
    let center = mean(values)?;
    let squares: Vec<f64> = values.iter().map(|x| (x - center).powi(2)).collect();
    mean(&squares)
}

pub(crate) fn correlation(pairs: &mut [(f64, f64)]) -> Option<f64> {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    summarise(&x, &y).ok()?.correlation
}

fn plan(resamples: usize) -> Plan {
    Plan {
        resamples,
        seed: 1993,
        threads: NonZeroUsize::new(2).unwrap(),
    }
}

/// Section 14.3: θ̂ = 171.5, â = 0.061, ẑ₀ = 0.146; Table 14.2: BCa (115.8, 259.6), percentile
/// (100.8, 233.9), 90 %, from 2,000 resamples.
#[test]
fn the_variance_of_the_spatial_test() {
    let ninety = Probability::new(0.9).unwrap();
    let left_out = jackknife(&SPATIAL_A, NonZeroUsize::MIN, variance).unwrap();
    assert_close!(
        left_out.acceleration,
        0.061,
        "paper_3_digits",
        "acceleration"
    );
    let replicates = resample(&SPATIAL_A, plan(20_000), variance).unwrap();
    assert_close!(replicates.estimate, 171.5, "paper_1_digit", "variance");
    let found = bca(&replicates, left_out.acceleration, ninety).unwrap();
    assert_close!(
        found.interval.lower,
        115.8,
        "bootstrap_simulation",
        "BCa lower"
    );
    assert_close!(
        found.interval.upper,
        259.6,
        "bootstrap_simulation",
        "BCa upper"
    );
    let BootstrapMethod::Bca { bias, .. } = found.method else {
        unreachable!()
    };
    // Of 2,000 resamples, z₀ has a standard error of 0.03.
    assert_close!(bias, 0.146, "paper_1_digit", "bias");
    // The printed lower limit, 100.8, is off by twice the simulation error of its 2,000 resamples; R
    // with 40,000 has 96.7.
    let found = percentile(&replicates, ninety).unwrap().interval;
    assert_close!(
        found.upper,
        233.9,
        "bootstrap_simulation",
        "percentile upper"
    );
}

/// Section 3.2: correlation 0.776; chapter 6: bootstrap standard error 0.132 from 3,200 resamples;
/// chapter 11: jackknife standard error 0.1425.
#[test]
fn the_correlation_of_the_law_schools() {
    let left_out = jackknife(&LAW, NonZeroUsize::MIN, correlation).unwrap();
    assert_close!(
        left_out.standard_error,
        0.1425,
        "paper_4_digits",
        "jackknife"
    );
    let replicates = resample(&LAW, plan(20_000), correlation).unwrap();
    assert_close!(replicates.estimate, 0.776, "paper_3_digits", "correlation");
    let error = replicates.standard_error().unwrap();
    assert_close!(error, 0.132, "bootstrap_simulation", "bootstrap");
}
