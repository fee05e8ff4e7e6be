//! `reference/byhand/bayes.md`: posteriors in closed form.

use crate::cases::case;
use crate::strategies::set;
use euthymia_numerics::Probability;
use euthymia_synthesis::bayes::{self, BayesError, MeanPrior, Options, TauPrior};
use euthymia_testkit::assert_close;
use std::f64::consts::PI;

fn flat(prior: TauPrior) -> Options {
    Options::new(prior)
}

#[test]
fn one_study_leaves_the_prior_of_tau() {
    let set = case("one_study_GEN").set();
    let posterior = bayes::fit(&set, &flat(TauPrior::HalfNormal { scale: 0.3 })).unwrap();
    let mean = 0.3 * (2.0 / PI).sqrt();
    let sd = 0.3 * (1.0 - 2.0 / PI).sqrt();
    assert_close!(posterior.tau.mean.unwrap(), mean, "posterior", "E τ");
    assert_close!(posterior.tau.sd.unwrap(), sd, "posterior", "sd τ");
    assert_eq!(posterior.tau.mode, 0.0);
    assert_close!(posterior.mean.mean.unwrap(), 0.5, "posterior", "E μ");
    let variance = posterior.mean.sd.unwrap().powi(2);
    assert_close!(variance, 13.0 / 100.0, "posterior", "var μ");
    let variance = posterior.new_effect.sd.unwrap().powi(2);
    assert_close!(variance, 22.0 / 100.0, "posterior", "var new");
    let theta = posterior.study_effect(0).unwrap();
    assert_close!(theta.sd().unwrap(), 0.2, "posterior", "sd θ₁");
    assert_close!(theta.mode(), 0.5, "posterior", "mode θ₁");
    let ratio = posterior.bayes_factors.tau_zero.unwrap();
    assert_close!(ratio, 1.0, "posterior", "Bayes factor");
    assert_eq!(posterior.bayes_factors.mean_zero, None);
    assert_eq!(posterior.log_evidence, None);
    assert!(posterior.study_effect(1).is_none());
}

#[test]
fn a_tail_without_moments_has_none() {
    let set = case("one_study_GEN").set();
    let posterior = bayes::fit(&set, &flat(TauPrior::HalfCauchy { scale: 1.0 })).unwrap();
    assert_eq!((posterior.tau.mean, posterior.tau.sd), (None, None));
    assert_eq!((posterior.mean.mean, posterior.mean.sd), (None, None));
    assert_close!(posterior.tau.median, 1.0, "posterior", "median");
    // The tail of a half-Cauchy variable: (2/π) arctan(1/t).
    let tail = posterior.tau_distribution().sf(1e12);
    assert_close!(tail, 2.0 / PI * 1e-12, "posterior", "far tail");
}

#[test]
fn five_studies_of_one_variance() {
    let set = set(&[-2.0, -1.0, 0.0, 1.0, 2.0].map(|y| (y, 0.5)));
    let posterior = bayes::fit(&set, &flat(TauPrior::UniformVarianceImproper)).unwrap();
    let tau = posterior.tau_distribution();
    let whole = -(-10.0_f64).exp_m1();
    for t in [1e-3, 0.1, 1.0, 10.0, 1e6] {
        let upper = -(-5.0 / (t + 0.5_f64)).exp_m1() / whole;
        assert_close!(tau.sf(t.sqrt()), upper, "posterior", "P(τ² > {t})");
    }
    let median = (-5.0 / (0.5 + 0.5 * (-10.0_f64).exp()).ln() - 0.5).sqrt();
    assert_close!(posterior.tau.median, median, "posterior", "median");
    let mode = (1.5 + 21.0_f64.sqrt() / 3.0).sqrt();
    assert_close!(posterior.tau.mode, mode, "posterior", "mode");
    assert!(posterior.tau.mean.is_some());
    assert_eq!(posterior.tau.sd, None);
    assert_eq!(posterior.bayes_factors.tau_zero, None);
}

#[test]
fn many_studies_of_one_variance() {
    let k = 5_000.0;
    let pairs: Vec<(f64, f64)> = (0..5_000)
        .map(|i| (if i % 2 == 0 { 1.0 } else { -1.0 }, 0.5))
        .collect();
    let posterior = bayes::fit(&set(&pairs), &flat(TauPrior::UniformVarianceImproper)).unwrap();
    assert!(posterior.converged());
    let square = posterior.tau.mean.unwrap().powi(2) + posterior.tau.sd.unwrap().powi(2);
    assert_close!(square, k / (k - 5.0) - 0.5, "posterior", "E τ²");
    assert_close!(posterior.mean.median, 0.0, "zero_residue", "median of μ");
    let variance = posterior.mean.sd.unwrap().powi(2);
    assert_close!(variance, 1.0 / (k - 5.0), "posterior", "var μ");
}

#[test]
fn one_study_and_a_prior_of_the_mean() {
    let options = Options {
        mean_prior: MeanPrior::Normal { mean: 0.0, sd: 1.0 },
        ..flat(TauPrior::HalfNormal { scale: 1e-9 })
    };
    let posterior = bayes::fit(&set(&[(1.0, 1.0)]), &options).unwrap();
    assert_close!(posterior.mean.mean.unwrap(), 0.5, "posterior", "E μ");
    let variance = posterior.mean.sd.unwrap().powi(2);
    assert_close!(variance, 0.5, "posterior", "var μ");
    let evidence = -0.5 * (4.0 * PI).ln() - 0.25;
    assert_close!(
        posterior.log_evidence.unwrap(),
        evidence,
        "posterior",
        "ln p(y)"
    );
    let ratio = 2.0_f64.sqrt() * (-0.25_f64).exp();
    let found = posterior.bayes_factors.mean_zero.unwrap();
    assert_close!(found, ratio, "posterior", "Bayes factor");
}

#[test]
fn two_equal_studies_and_a_bounded_prior() {
    let prior = TauPrior::Uniform { upper: 4.0 / 3.0 };
    let posterior = bayes::fit(&set(&[(0.0, 1.0), (0.0, 1.0)]), &flat(prior)).unwrap();
    let median = 1.0 / 3.0_f64.sqrt();
    assert_close!(posterior.tau.median, median, "posterior", "median");
    let mean = 2.0 / 3.0 / 3.0_f64.ln();
    assert_close!(posterior.tau.mean.unwrap(), mean, "posterior", "E τ");
    let tau = posterior.tau_distribution();
    let last = tau.upper_quantile(Probability::ZERO);
    assert_close!(last, 4.0 / 3.0, "posterior", "end");
    assert_close!(
        tau.density(4.0 / 3.0),
        0.6 / 3.0_f64.ln(),
        "posterior",
        "density"
    );
    assert_eq!(tau.density(1.34), 0.0);
}

#[test]
fn too_few_studies_for_an_improper_prior() {
    let two = set(&[(0.0, 1.0), (1.0, 1.0)]);
    let error = bayes::fit(&two, &flat(TauPrior::UniformImproper)).unwrap_err();
    let expected = BayesError::Improper {
        studies: 2,
        needed: 3,
    };
    assert_eq!(error, expected);
    assert!(error.to_string().contains("at least 3"), "{error}");
    // A proper prior of μ gives back one study.
    let options = Options {
        mean_prior: MeanPrior::Normal { mean: 0.0, sd: 1.0 },
        ..flat(TauPrior::UniformImproper)
    };
    assert!(bayes::fit(&two, &options).is_ok());
    let four = flat(TauPrior::UniformVarianceImproper);
    let error = bayes::fit(&set(&[(0.0, 1.0); 3]), &four).unwrap_err();
    let expected = BayesError::Improper {
        studies: 3,
        needed: 4,
    };
    assert_eq!(error, expected);
}

#[test]
fn what_has_no_posterior_says_so() {
    let one = set(&[(0.0, 1.0)]);
    let negative = flat(TauPrior::HalfNormal { scale: -1.0 });
    let error = bayes::fit(&one, &negative).unwrap_err();
    assert!(error.to_string().contains("scale is -1"), "{error}");
    let level = Options {
        level: Probability::ZERO,
        ..flat(TauPrior::HalfNormal { scale: 1.0 })
    };
    assert_eq!(
        bayes::fit(&one, &level).unwrap_err(),
        BayesError::Level(0.0)
    );
    // With one study the posterior is the prior, and a share of this one lies beyond every number.
    let prior = TauPrior::InverseGammaVariance {
        shape: 0.001,
        scale: 0.001,
    };
    let error = bayes::fit(&one, &flat(prior)).unwrap_err();
    assert!(matches!(error, BayesError::HeavyTail { .. }), "{error}");
}
