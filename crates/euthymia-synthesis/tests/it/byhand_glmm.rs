//! Mixed models that a person can check: common effects are closed forms, and so is what is symmetric.

use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::glmm::{
    Coding, Effects, End, GlmmError, GridSize, Likelihood, Model, Options, Parameters,
    fit_odds_ratios, fit_proportions, fit_rate_ratios, fit_rates,
};
use euthymia_testkit::assert_close;

fn count(events: u64, n: u64) -> Count {
    Count::new(events, n).unwrap()
}

fn rate(events: u64, time: f64) -> PersonTime {
    PersonTime::new(events, time).unwrap()
}

fn common() -> Options {
    Options {
        effects: Effects::Common,
        ..Options::default()
    }
}

#[test]
fn a_common_proportion_is_that_of_all_patients_together() {
    // 2/8 and 4/8: 6 of 16. ℓ = ln C(8,2) + ln C(8,4) + 6 ln(3/8) + 10 ln(5/8).
    let fit = fit_proportions(&[count(2, 8), count(4, 8)], &common()).unwrap();
    assert_close!(fit.estimate, 0.6_f64.ln(), "algebra", "logit");
    // Information 16 · 3/8 · 5/8 = 15/4.
    assert_close!(fit.standard_error, (4.0_f64 / 15.0).sqrt(), "algebra", "se");
    let level = 6.0 * 0.375_f64.ln() + 10.0 * 0.625_f64.ln();
    let expected = 28.0_f64.ln() + 70.0_f64.ln() + level;
    assert_close!(fit.log_likelihood, expected, "algebra", "log-likelihood");
    // Own proportions: 2 ln ¼ + 6 ln ¾ + 8 ln ½.
    let own = 2.0 * 0.25_f64.ln() + 6.0 * 0.75_f64.ln() + 8.0 * 0.5_f64.ln();
    let test = fit.heterogeneity.unwrap();
    assert_close!(
        test.likelihood_ratio.statistic,
        2.0 * (own - level),
        "algebra",
        "G²"
    );
    // Logits −ln 3 and 0 with information 3/2 and 2: Q = (ln 3)² · (3/2)(2)/(7/2).
    let q = 3.0_f64.ln().powi(2) * 6.0 / 7.0;
    assert_close!(test.wald.statistic, q, "algebra", "Wald");
}

#[test]
fn single_patients_at_one_half_say_nothing_about_the_spread() {
    let likelihood = Likelihood::proportions(&[count(0, 1), count(1, 1)]).unwrap();
    for tau in [0.0, 0.5, 3.0, 20.0] {
        let found = likelihood.at(&Parameters::new(0.0, tau), GridSize::Step(0.05));
        assert_close!(found, 2.0 * 0.5_f64.ln(), "algebra", "τ = {tau}");
    }
}

#[test]
fn equal_proportions_have_no_spread() {
    let fit = fit_proportions(
        &[count(3, 10), count(30, 100), count(6, 20)],
        &Options::default(),
    );
    let fit = fit.unwrap();
    assert!(fit.converged() && fit.tau2.unwrap().at_zero);
    assert_close!(fit.estimate, (3.0_f64 / 7.0).ln(), "algebra", "logit");
    // Information 130 · 0.3 · 0.7 = 27.3, as without random effects.
    assert_close!(fit.standard_error, 27.3_f64.sqrt().recip(), "algebra", "se");
    for effect in fit.study_effects {
        assert_close!(effect.unwrap().estimate, fit.estimate, "exact", "study");
    }
}

#[test]
fn a_common_rate_is_all_events_over_all_time() {
    let fit = fit_rates(&[rate(3, 10.0), rate(0, 5.0), rate(6, 15.0)], &common()).unwrap();
    assert_close!(fit.estimate, 0.3_f64.ln(), "algebra", "log rate");
    assert_close!(fit.standard_error, 1.0 / 3.0, "algebra", "se");
}

#[test]
fn a_common_rate_ratio_is_the_same_with_and_without_conditioning() {
    // Equal times: conditional on 9 and 6 events, 10 of 15 belong to the first group: ratio 2.
    let pairs = [
        [rate(6, 10.0), rate(3, 10.0)],
        [rate(4, 20.0), rate(2, 20.0)],
    ];
    let models = [Model::Conditional, Model::FixedStudies(Coding::Half)];
    for model in models {
        let fit = fit_rate_ratios(&pairs, model, &common()).unwrap();
        assert_close!(fit.estimate, 2.0_f64.ln(), "estimate", "{model:?}");
        // Information 15 · (2/3)(1/3) = 10/3.
        assert_close!(fit.standard_error, 0.3_f64.sqrt(), "estimate", "{model:?}");
    }
}

#[test]
fn one_of_two_against_one_of_two_is_a_ratio_of_one() {
    let tables = [TwoByTwo::new(1, 2, 1, 2).unwrap()];
    let fit = fit_odds_ratios(&tables, Model::Conditional, &common()).unwrap();
    assert_close!(fit.estimate, 0.0, "zero_residue", "log odds ratio");
    // Chances 1/6, 4/6, 1/6 of 0, 1, 2: variance 1/3 and likelihood 2/3.
    assert_close!(fit.standard_error, 3.0_f64.sqrt(), "algebra", "se");
    assert_close!(
        fit.log_likelihood,
        (2.0_f64 / 3.0).ln(),
        "algebra",
        "log-likelihood"
    );
}

#[test]
fn estimates_without_a_finite_value_are_refused() {
    let none = fit_proportions(&[count(0, 9), count(0, 30)], &Options::default());
    assert_eq!(none.unwrap_err(), GlmmError::Separated(End::Lower));
    let all = fit_proportions(&[count(9, 9)], &common());
    assert_eq!(all.unwrap_err(), GlmmError::Separated(End::Upper));
    let extremes = fit_proportions(&[count(0, 9), count(5, 5)], &Options::default());
    assert_eq!(extremes.unwrap_err(), GlmmError::OnlyExtremes);
    let silent = TwoByTwo::new(0, 10, 0, 10).unwrap();
    let empty = TwoByTwo::new(0, 10, 3, 10).unwrap();
    let model = Model::FixedStudies(Coding::Half);
    let error = fit_odds_ratios(&[silent, empty], model, &Options::default()).unwrap_err();
    assert_eq!(error, GlmmError::Separated(End::Lower));
    let error = fit_odds_ratios(&[silent], model, &Options::default()).unwrap_err();
    let expected = GlmmError::NoStudy {
        given: 1,
        left_out: 1,
    };
    assert_eq!(error, expected);
    let error = fit_rates(&[rate(0, 5.0)], &Options::default()).unwrap_err();
    assert_eq!(error, GlmmError::Separated(End::Lower));
}
