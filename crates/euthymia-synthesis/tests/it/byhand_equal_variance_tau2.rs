//! `reference/byhand/equal_variance_tau2.md`: with equal variances τ² is a sample variance minus v.

use crate::cases::{case, fit};
use euthymia_numerics::Probability;
use euthymia_synthesis::pairwise::tau2::tau2;
use euthymia_synthesis::pairwise::tau2_interval::{Tau2IntervalMethod, tau2_interval};
use euthymia_synthesis::pairwise::{Interval, Model, Prediction, QWeights, Tau2Method};
use euthymia_testkit::assert_close;

#[test]
fn every_estimator_is_41_sixteenths() {
    let set = case("equal_variance_GEN").set();
    for method in [
        Tau2Method::DerSimonianLaird,
        Tau2Method::PauleMandel,
        Tau2Method::Reml,
    ] {
        for interval in [
            Interval::Wald,
            Interval::HartungKnapp,
            Interval::HartungKnappFloor,
        ] {
            let model = Model::RandomEffects(method);
            let found = fit(&set, model, interval, Prediction::Normal).unwrap();
            let context = format!("{method:?} {interval:?}");
            assert_close!(found.estimate, 15.0 / 8.0, "algebra", "{context}");
            assert_close!(found.tau2.unwrap().value, 41.0 / 16.0, "root", "{context}");
            // Hartung and Knapp's factor is exactly one whenever τ² is not cut.
            let se = found.inference.standard_error;
            assert_close!(se, 7.0 / 8.0, "estimate", "{context}");
            let h = found.heterogeneity.unwrap();
            assert_close!(h.q, 147.0 / 8.0, "algebra", "Q");
            assert_close!(h.i2, 41.0 / 49.0, "estimate", "I²");
            assert_close!(h.h2, 49.0 / 8.0, "estimate", "H²");
        }
    }
}

#[test]
fn the_q_profile_is_ss_over_q_minus_v() {
    let set = case("equal_variance_GEN").set();
    let model = Model::CommonEffect;
    let found = fit(&set, model, Interval::Wald, Prediction::Normal).unwrap();
    let ends = found.heterogeneity.unwrap().profile.tau2;
    let ss = 147.0 / 16.0;
    let end = |quantile: f64| ss / quantile - 0.5;
    assert_close!(ends.lower, end(9.348_403_604_496_147_8), "root", "lower");
    assert_close!(ends.upper, end(0.215_795_282_623_897_87), "root", "upper");
    assert_close!(ends.lower, 0.482_788_119_629_456_24, "root", "lower");
    assert_close!(ends.upper, 42.075_073_413_502_629, "root", "upper");
}

#[test]
fn each_estimator_is_its_multiple_of_the_sum_of_squares() {
    use QWeights::{Equal, InverseStandardError, InverseVariance};
    use Tau2Method as M;
    let set = case("equal_variance_GEN").set();
    let (unbiased, per_study) = (41.0 / 16.0, 115.0 / 64.0);
    // Each S = v + τ² is a multiple of a χ² variable with three degrees of freedom.
    let (se, se_per_study) = (
        49.0 / 16.0 * f64::sqrt(2.0 / 3.0),
        147.0 / 64.0 * 6.0_f64.sqrt() / 4.0,
    );
    for (method, value, error) in [
        (M::EmpiricalBayes, unbiased, Some(se)),
        (M::PauleMandel, unbiased, Some(se)),
        (M::DerSimonianLaird, unbiased, Some(se)),
        (M::Reml, unbiased, Some(se)),
        (M::HedgesOlkin, unbiased, Some(se)),
        (M::TwoStepDerSimonianLaird, unbiased, Some(se)),
        (M::TwoStepHedgesOlkin, unbiased, Some(se)),
        (M::GeneralisedQ(InverseVariance), unbiased, Some(se)),
        (M::GeneralisedQ(InverseStandardError), unbiased, Some(se)),
        (M::GeneralisedQ(Equal), unbiased, Some(se)),
        (M::HunterSchmidtCorrected, unbiased, Some(se)),
        (M::HunterSchmidt, per_study, Some(se_per_study)),
        (
            M::MaximumLikelihood,
            per_study,
            Some(147.0 / 64.0 / 2.0_f64.sqrt()),
        ),
        (M::SidikJonkman, 7203.0 / 2864.0, None),
        (M::MedianPauleMandel, MEDIAN, None),
        (M::GeneralisedQMedian(InverseVariance), MEDIAN, None),
    ] {
        let found = tau2(&set, method).unwrap();
        assert_close!(found.value, value, "root", "{method:?}");
        if let Some(error) = error {
            let se = found.standard_error.unwrap();
            assert_close!(se, error, "root", "standard error, {method:?}");
        }
    }
}

/// SS over the median of χ² with three degrees of freedom, 2.3659738843753377, less v.
const MEDIAN: f64 = 147.0 / 16.0 / 2.365_973_884_375_337_7 - 0.5;

#[test]
fn the_generalised_q_interval_is_the_q_profile() {
    let set = case("equal_variance_GEN").set();
    for weights in [
        QWeights::InverseVariance,
        QWeights::InverseStandardError,
        QWeights::Equal,
    ] {
        let method = Tau2IntervalMethod::GeneralisedQ(weights);
        let found = tau2_interval(&set, method, None, Probability::NINETY_FIVE).unwrap();
        assert_close!(found.tau2.lower, 0.482_788_119_629_456_24, "root", "lower");
        assert_close!(found.tau2.upper, 42.075_073_413_502_629, "root", "upper");
    }
}
