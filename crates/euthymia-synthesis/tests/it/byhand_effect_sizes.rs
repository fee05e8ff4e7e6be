//! `reference/byhand/effect_sizes.md`: one case per family with numbers that come out even.

use euthymia_numerics::{Probability, normal, student_t};
use euthymia_synthesis::effect::association::{
    Sampling, arcsine_difference, peto_log_odds_ratio, phi, phi_z, yule_q, yule_y,
};
use euthymia_synthesis::effect::correlation::{Correlation, Direction, PartialCorrelation};
use euthymia_synthesis::effect::latent::{Latent, d_from_log_odds_ratio, probit_difference};
use euthymia_synthesis::effect::matched_pairs::{self, Pairs};
use euthymia_synthesis::effect::means::{Group, small_sample_factor};
use euthymia_synthesis::effect::pair_correlation::{Knowledge, PairCorrelation};
use euthymia_synthesis::effect::paired::{self, Occasion, Paired};
use euthymia_synthesis::effect::person_time::{self, PersonTime};
use euthymia_synthesis::effect::pre_post_control::{
    TwoPaired, difference_of_changes, pooled_before_change,
};
use euthymia_synthesis::effect::ratio_of_means::{
    Spread, log_cv_ratio, log_ratio_of_means, log_variability_ratio,
};
use euthymia_synthesis::effect::reliability::{self, Alpha};
use euthymia_synthesis::effect::standardised::{
    CohensD, SmdVariance, biserial, glass_delta, glass_delta_unequal, point_biserial, smd,
    smd_unequal,
};
use euthymia_synthesis::effect::two_by_two::{TwoByTwo, risk_difference_unbiased};
use euthymia_synthesis::effect::{
    Effect, EffectError, Inputs, Note, RatioBias, Rules, SmallSample, VarianceRule, compute,
    compute_all, correlation, explain, reported,
};
use euthymia_synthesis::measure::Measure;
use euthymia_testkit::assert_close;
use std::f64::consts::PI;

fn is(found: Result<Effect, EffectError>, estimate: f64, variance: f64, what: &str) {
    let found = found.unwrap();
    assert_close!(found.estimate, estimate, "algebra", "{what}");
    assert_close!(
        found.variance.get(),
        variance,
        "algebra",
        "variance of {what}"
    );
}

#[test]
fn eight_of_ten_against_two_of_ten() {
    let cells = TwoByTwo::new(8, 10, 2, 10).unwrap().cells();
    // O − E = 8 − 5 = 3, V = 10·10·10·10/(400·19) = 25/19.
    is(
        peto_log_odds_ratio(&cells),
        57.0 / 25.0,
        19.0 / 25.0,
        "Peto",
    );
    // All margins are 10: φ = (64 − 4)/100, and no term of a skew margin is left.
    is(
        phi(&cells, Sampling::CrossSectional),
        0.6,
        0.64 / 20.0,
        "phi, cross-sectional",
    );
    // s = ½, so the slopes are ±1: (¼/¼)(0.016 + 0.016).
    is(
        phi(&cells, Sampling::Stratified),
        0.6,
        0.032,
        "phi, stratified",
    );
    is(
        phi_z(&cells, Sampling::CrossSectional),
        2.0_f64.ln(),
        0.032 / 0.64_f64.powi(2),
        "z of phi",
    );
    // 1/8 + 1/2 + 1/2 + 1/8 = 5/4; 1 − Q² = 64/289; 1 − Y² = 16/25.
    is(
        yule_q(&cells),
        15.0 / 17.0,
        0.25 * (64.0_f64 / 289.0).powi(2) * 1.25,
        "Q",
    );
    is(yule_y(&cells), 0.6, 0.64 * 0.64 * 1.25 / 16.0, "Y");
    is(
        risk_difference_unbiased(&cells),
        0.6,
        0.32 / 9.0,
        "risk difference",
    );
}

#[test]
fn all_of_five_against_half_of_ten() {
    let cells = TwoByTwo::new(5, 5, 5, 10).unwrap().cells();
    is(
        arcsine_difference(&cells),
        PI / 4.0,
        0.075,
        "arcsine difference",
    );
    assert!(probit_difference(&cells).is_err());
}

#[test]
fn one_half_against_the_point_of_one_standard_deviation() {
    // Probits 0 and about 1 of a normal variable; 8413 of 10000 is its distribution at 1.
    let cells = TwoByTwo::new(8413, 10_000, 5000, 10_000).unwrap().cells();
    let found = probit_difference(&cells).unwrap();
    let upper = Probability::new(0.1587).unwrap();
    assert_close!(
        found.estimate,
        normal::upper_quantile(upper),
        "algebra",
        "probit"
    );
    assert_close!(found.estimate, 1.0, "paper_3_digits", "probit of 0.8413");
    let log_odds = Effect::new(PI, 3.0).unwrap();
    is(
        d_from_log_odds_ratio(&log_odds, Latent::Logistic),
        3.0_f64.sqrt(),
        9.0 / (PI * PI),
        "d",
    );
}

#[test]
fn a_hundred_matched_pairs() {
    let cells = Pairs::new(20, 12, 5, 63).unwrap().cells();
    is(
        matched_pairs::matched_risk_difference(&cells),
        0.07,
        0.0017 - 0.000_049,
        "difference",
    );
    let conditional = matched_pairs::matched_conditional_log_odds_ratio(&cells);
    is(conditional, 2.4_f64.ln(), 17.0 / 60.0, "conditional");
    is(
        matched_pairs::matched_peto_log_odds_ratio(&cells),
        14.0 / 17.0,
        4.0 / 17.0,
        "Peto",
    );
    // 1/32 + 1/68 + 1/25 + 1/75 − 2·100·1200/(32·68·25·75).
    let spread = 1.0 / 32.0 + 1.0 / 68.0 + 1.0 / 25.0 + 1.0 / 75.0 - 240_000.0 / 4_080_000.0;
    is(
        matched_pairs::matched_log_odds_ratio(&cells),
        (24.0_f64 / 17.0).ln(),
        spread,
        "marginal",
    );
}

#[test]
fn nine_events_over_four_years_against_one_over_one() {
    let groups = [PersonTime::new(9, 4.0), PersonTime::new(1, 1.0)].map(|g| g.unwrap().rate());
    is(
        person_time::rate_difference(&groups),
        1.25,
        25.0 / 16.0,
        "difference",
    );
    is(
        person_time::root_rate_difference(&groups),
        0.5,
        5.0 / 16.0,
        "difference of roots",
    );
    is(
        person_time::log_rate_ratio(&groups),
        2.25_f64.ln(),
        10.0 / 9.0,
        "ratio",
    );
    is(person_time::root_rate(&groups[0]), 1.5, 1.0 / 16.0, "root");
}

#[test]
fn standardised_differences_of_two_groups() {
    let (first, second) = (
        Group::new(13.0, 3.0, 10).unwrap(),
        Group::new(10.0, 1.0, 10).unwrap(),
    );
    let plain = SmallSample::Uncorrected;
    // s̄² = 5, v₁ = 9/5, v₂ = 1/5: d² (81 + 1)/(25·9·8) + 2/9.
    let scale = 9.0 / 5.0 * (82.0 / 25.0 / 9.0) / 8.0 + 2.0 / 9.0;
    is(
        smd_unequal(&first, &second, plain),
        3.0 / 5.0_f64.sqrt(),
        scale,
        "SMDH",
    );
    is(
        glass_delta(&first, &second, plain),
        3.0,
        0.2 + 9.0 / 20.0,
        "Glass",
    );
    is(
        glass_delta_unequal(&first, &second, plain),
        3.0,
        1.0 + 1.0 / 9.0 + 0.5,
        "Glass, unequal",
    );
    let d = CohensD::of(&first, &second).unwrap();
    // Equal sizes: the pooled variance is s̄².
    assert_close!(d.d(), 3.0 / 5.0_f64.sqrt(), "algebra", "d");
    // UB: h + g² − (m − 2)/m d² = 0.2 + 9/5 − 16/18·9/5.
    is(
        smd(&d, plain, SmdVariance::Unbiased),
        d.d(),
        0.4,
        "unbiased variance",
    );
    let j = small_sample_factor(18.0);
    let squared = j * j * (0.2 + 9.0 / 5.0 / 40.0);
    is(
        smd(&d, SmallSample::Exact, SmdVariance::SquaredFactor),
        j * d.d(),
        squared,
        "LS2",
    );
}

#[test]
fn correlations_of_a_group_with_a_measurement() {
    // m = 18, h = 18/5, d² = 18/5 · 9/16: r = d/√(d² + h) = 0.6.
    let d = CohensD::new((3.6_f64 * 9.0 / 16.0).sqrt(), 10, 10).unwrap();
    let total = 3.6_f64 * 25.0 / 16.0;
    let stratified = 3.6 * 3.6 / total.powi(3) * (0.2 + 3.6 * 9.0 / 16.0 / 40.0);
    is(point_biserial(&d, true), 0.6, stratified, "stratified");
    // p = q = ½: (1 − r²)²(1 − 3r²/2 + r²)/N.
    is(
        point_biserial(&d, false),
        0.6,
        0.64 * 0.64 * 0.82 / 20.0,
        "cross-sectional",
    );
    // z = 0, f = 1/√(2π): r √(π/2), [π/2 − 5/2 r² + r⁴]/19.
    let r = 0.6 * (PI / 2.0).sqrt();
    is(
        biserial(&d),
        r,
        (PI / 2.0 - 2.5 * r * r + r.powi(4)) / 19.0,
        "biserial",
    );
}

#[test]
fn d_from_t_and_from_p_is_d() {
    let t = 2.5;
    let p = Probability::new(student_t::two_sided_p(t, 16.0)).unwrap();
    let from_p = CohensD::from_p(p, Direction::Negative, 6, 12).unwrap();
    assert_close!(from_p.d(), -2.5 * 0.5, "quantile", "d from p");
    assert_close!(
        CohensD::from_t(t, 6, 12).unwrap().d(),
        1.25,
        "algebra",
        "d from t"
    );
}

#[test]
fn ratios_of_two_groups() {
    let (first, second) = (
        Group::new(-20.0, 4.0, 5).unwrap(),
        Group::new(-10.0, 2.0, 17).unwrap(),
    );
    // Relative variances 1/25/5 and 1/25/17.
    let (one, two) = (1.0 / 125.0, 1.0 / 425.0);
    let ratio = log_ratio_of_means(&first, &second, RatioBias::Plain, Spread::Own);
    is(ratio, 2.0_f64.ln(), one + two, "ratio of means");
    // Pooled variance (4·16 + 16·4)/20 = 6.4.
    let pooled = log_ratio_of_means(&first, &second, RatioBias::Plain, Spread::Pooled);
    is(
        pooled,
        2.0_f64.ln(),
        6.4 / 400.0 / 5.0 + 6.4 / 100.0 / 17.0,
        "one variance",
    );
    let (half1, half2) = (1.0 / 8.0, 1.0 / 32.0);
    let spread = log_variability_ratio(&first, &second);
    is(
        spread,
        2.0_f64.ln() + half1 - half2,
        half1 + half2,
        "variability ratio",
    );
    let cv = log_cv_ratio(&first, &second, RatioBias::Corrected);
    is(
        cv,
        half1 - half2 - (one - two) / 2.0,
        half1 + half2 + one + two,
        "CV ratio",
    );
    let opposite = Group::new(10.0, 2.0, 17).unwrap();
    assert_eq!(
        log_ratio_of_means(&first, &opposite, RatioBias::Plain, Spread::Own),
        Err(EffectError::OppositeSigns(-20.0, 10.0))
    );
}

fn thirteen(r: PairCorrelation) -> Paired {
    let (after, before) = (
        Occasion::new(14.0, 4.0).unwrap(),
        Occasion::new(20.0, 3.0).unwrap(),
    );
    Paired::new(after, before, 13, r).unwrap()
}

#[test]
fn changes_of_thirteen_people() {
    let data = thirteen(PairCorrelation::given(0.5).unwrap());
    let plain = SmallSample::Uncorrected;
    // s_D² = 13, s̄² = 25/2.
    is(paired::mean_change(&data), -6.0, 1.0, "MC");
    let d = -6.0 / 13.0_f64.sqrt();
    is(
        paired::standardised_by_change(&data, plain),
        d,
        (1.0 + 36.0 / 26.0) / 13.0,
        "SMCC",
    );
    is(
        paired::standardised_by_before(&data, plain),
        -2.0,
        3.0 / 13.0,
        "SMCR",
    );
    is(
        paired::standardised_by_before_unequal(&data, plain),
        -2.0,
        13.0 / 108.0 + 1.0 / 6.0,
        "SMCRH",
    );
    let average = -6.0 / 12.5_f64.sqrt();
    is(
        paired::standardised_by_average(&data, plain),
        average,
        (1.0 + 2.88 * 1.25 / 4.0) / 13.0,
        "SMCRP",
    );
    let spread = 13.0 / 12.5 / 12.0 + 2.88 * (256.0 + 81.0 + 72.0) / (8.0 * 156.25 * 12.0);
    is(
        paired::standardised_by_average_unequal(&data, plain),
        average,
        spread,
        "SMCRPH",
    );
    is(
        paired::log_variability_ratio_change(&data),
        (4.0_f64 / 3.0).ln(),
        0.0625,
        "VRC",
    );
    let relative = 4.0 / 49.0 + 9.0 / 400.0 - 2.0 / 7.0 * 0.15;
    let ratio = paired::log_ratio_of_means_change(&data, RatioBias::Plain);
    is(ratio, 0.7_f64.ln(), relative / 13.0, "ROMC");
    let cv = paired::log_cv_ratio_change(&data, RatioBias::Plain);
    is(
        cv,
        (4.0_f64 / 3.0 / 0.7).ln(),
        0.0625 + relative / 13.0,
        "CVRC",
    );
}

/// A paired t test of 21 people, 27.6 ± 6.4 to 18.6 ± 8.9, t = 7.212: the change has a standard
/// deviation of 5.719 and the correlation is 0.768, as worked out from the printed numbers.
#[test]
fn a_correlation_from_a_printed_paired_test() {
    let r = PairCorrelation::from_paired_t(8.9, 6.4, -9.0, 7.212, 21).unwrap();
    assert_close!(r.value(), 0.768, "paper_3_digits", "r");
    let after = Occasion::new(18.6, 8.9).unwrap();
    let data = Paired::new(after, Occasion::new(27.6, 6.4).unwrap(), 21, r).unwrap();
    assert_close!(
        data.change_variance().sqrt(),
        5.719,
        "paper_3_digits",
        "SD of the change"
    );
    let plain = SmallSample::Uncorrected;
    let by_change = paired::standardised_by_change(&data, plain)
        .unwrap()
        .estimate;
    assert_close!(by_change, -1.574, "paper_3_digits", "in SDs of the change");
    let by_before = paired::standardised_by_before(&data, plain)
        .unwrap()
        .estimate;
    assert_close!(by_before, -1.406, "paper_3_digits", "in SDs before");
    let p = Probability::new(student_t::two_sided_p(7.212, 20.0)).unwrap();
    let again = PairCorrelation::from_paired_p(8.9, 6.4, -9.0, p, 21).unwrap();
    assert_close!(again.value(), r.value(), "estimate", "from p");
}

#[test]
fn two_groups_before_and_after() {
    let second = Paired::new(
        Occasion::new(17.0, 5.0).unwrap(),
        Occasion::new(20.0, 3.0).unwrap(),
        13,
        PairCorrelation::given(0.5).unwrap(),
    );
    let groups = TwoPaired {
        first: thirteen(PairCorrelation::given(0.5).unwrap()),
        second: second.unwrap(),
    };
    let plain = SmallSample::Uncorrected;
    // −2 − (−1); 3/13 + (1 + ½)/13.
    is(
        difference_of_changes(&groups, plain),
        -1.0,
        4.5 / 13.0,
        "ppc1",
    );
    // The same SD before in both: (−6 + 3)/3. a = 2/13, m = 24: 24/22 (a + 1) − 1.
    is(
        pooled_before_change(&groups, plain),
        -1.0,
        12.0 / 11.0 * 15.0 / 13.0 - 1.0,
        "ppc2",
    );
}

#[test]
fn what_a_correlation_is_known_from_travels_with_the_result() {
    let rules = Rules::of(Measure::ChangeByBefore);
    let note = |r| {
        let data = Inputs::Paired(thirteen(r));
        compute(Measure::ChangeByBefore, &data, &rules)
            .unwrap()
            .note
    };
    assert_eq!(note(PairCorrelation::given(0.5).unwrap()), None);
    let assumed = PairCorrelation::assumed(0.5).unwrap();
    let knowledge = Knowledge::Assumed;
    assert_eq!(
        note(assumed),
        Some(Note::PairCorrelation {
            value: 0.5,
            knowledge
        })
    );
    let groups = Inputs::TwoPaired(TwoPaired {
        first: thirteen(assumed),
        second: thirteen(PairCorrelation::given(0.6).unwrap()),
    });
    let rules = Rules::of(Measure::DifferenceOfChanges);
    let found = compute(Measure::DifferenceOfChanges, &groups, &rules).unwrap();
    assert_eq!(
        found.note,
        Some(Note::PairCorrelation {
            value: 0.5,
            knowledge
        })
    );
    let steps = explain(Measure::DifferenceOfChanges, &groups, &rules, &found);
    assert!(
        steps
            .from
            .iter()
            .any(|step| step.what.contains("(assumed)")),
        "{steps:?}"
    );
}

#[test]
fn partial_correlations_and_reliabilities() {
    let partial = PartialCorrelation::from_t(3.0, 3, 20).unwrap();
    is(
        correlation::partial(&partial),
        0.6,
        0.64 * 0.64 / 17.0,
        "partial",
    );
    assert!(PartialCorrelation::from_t(3.0, 17, 19).is_err());
    let r = Correlation::from_t(3.0, 18).unwrap();
    is(
        correlation::fisher_z(&r),
        2.0_f64.ln(),
        1.0 / 15.0,
        "z of 0.6",
    );
    let alpha = Alpha::new(0.875, 3, 10).unwrap();
    // (1 − α)^⅓ = ½: 18·3·9·¼/(2·79²).
    is(
        reliability::hakstian_whalen(&alpha),
        0.5,
        121.5 / (2.0 * 6241.0),
        "Hakstian and Whalen",
    );
    is(reliability::bonett(&alpha), 8.0_f64.ln(), 0.375, "Bonett");
}

#[test]
fn printed_results() {
    let z = normal::upper_quantile(Probability::new(0.025).unwrap());
    let (lower, upper) = (0.5 * (-0.2 * z).exp(), 0.5 * (0.2 * z).exp());
    let level = Probability::NINETY_FIVE;
    let hazard = reported::log_ratio_from_interval(0.5, lower, upper, level);
    is(hazard, 0.5_f64.ln(), 0.04, "hazard ratio with its interval");
    let p = Probability::new(normal::two_sided_p(3.0)).unwrap();
    is(
        reported::log_ratio_from_p(2.0, p),
        2.0_f64.ln(),
        (2.0_f64.ln() / 3.0).powi(2),
        "with p",
    );
    is(reported::from_z(-4.0, 2.0), -4.0, 4.0, "with z");
    // t on 2 degrees of freedom: p of t is 1 − t/√(2 + t²), so that t = √2 has p = 1 − √½.
    let p = Probability::new(1.0 - 0.5_f64.sqrt()).unwrap();
    let found = reported::from_t_test_p(3.0, p, 2.0).unwrap().variance.get();
    assert_close!(found, 4.5, "quantile", "with p of a t test");
    assert_eq!(
        reported::from_t_test_p(3.0, p, 0.0),
        Err(EffectError::DegreesOfFreedom(0.0))
    );
    is(
        reported::log_hazard_ratio_from_log_rank(-3.0, 12.0),
        -0.25,
        1.0 / 12.0,
        "log-rank",
    );
    assert_eq!(
        reported::log_ratio_from_p(0.0, p),
        Err(EffectError::Ratio(0.0))
    );
    let turned = EffectError::Limits {
        lower: 2.0,
        upper: 1.0,
    };
    assert_eq!(reported::from_interval(1.0, 2.0, 1.0, level), Err(turned));
    assert!(reported::log_ratio_from_p(1.0, p).is_err());
}

#[test]
fn rates_without_events_under_each_rule() {
    let data = |x1, x2| {
        Inputs::TwoRates([
            PersonTime::new(x1, 10.0).unwrap(),
            PersonTime::new(x2, 10.0).unwrap(),
        ])
    };
    let set = [data(0, 3), data(0, 0), data(4, 2)];
    let added = |measure, rules: &Rules| -> Vec<Option<f64>> {
        let all = compute_all(measure, &set, rules);
        all.into_iter()
            .map(|found| Some(found.ok()?.added))
            .collect()
    };
    let ratio = Measure::RateRatio;
    assert_eq!(
        added(ratio, &Rules::of(ratio)),
        [Some(0.5), None, Some(0.0)]
    );
    assert_eq!(
        added(ratio, &Rules::metafor(ratio)),
        [Some(0.5), Some(0.5), Some(0.0)]
    );
    let difference = Measure::RateDifference;
    assert_eq!(
        added(difference, &Rules::of(difference)),
        [Some(0.0), Some(0.5), Some(0.0)]
    );
    let root = Measure::RootRateDifference;
    assert_eq!(added(root, &Rules::of(root)), [Some(0.0); 3]);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let rules = Rules::of(Measure::MeanDifference);
    let table = Inputs::TwoProportions(TwoByTwo::new(1, 2, 1, 2).unwrap());
    let error = compute(Measure::MeanDifference, &table, &rules).unwrap_err();
    assert!(
        error.to_string().starts_with("MD is computed from means"),
        "{error}"
    );
    let d = Inputs::CohensD(CohensD::new(0.5, 10, 10).unwrap());
    assert!(compute(Measure::MeanDifference, &d, &rules).is_err());
    let rules = Rules {
        variance: VarianceRule::Homoscedastic,
        ..Rules::of(Measure::HedgesG)
    };
    let error = compute(Measure::HedgesG, &d, &rules).unwrap_err();
    assert_eq!(
        error,
        EffectError::VarianceRule {
            measure: "SMD",
            rule: "HO"
        }
    );
}

#[test]
fn the_explanation_says_what_was_chosen_and_ends_in_the_data() {
    let data = Inputs::TwoMeans([
        Group::new(12.0, 4.0, 10).unwrap(),
        Group::new(10.0, 4.0, 10).unwrap(),
    ]);
    let rules = Rules {
        variance: VarianceRule::Unbiased,
        ..Rules::of(Measure::HedgesG)
    };
    let found = compute(Measure::HedgesG, &data, &rules).unwrap();
    let steps = explain(Measure::HedgesG, &data, &rules, &found);
    assert!(
        steps.what.ends_with("; chosen: variance UB"),
        "{}",
        steps.what
    );
    let value = |start: &str| {
        let mut named = steps
            .from
            .iter()
            .filter(|step| step.what.starts_with(start));
        named.next().unwrap().value
    };
    assert_close!(value("s,"), 4.0, "algebra", "pooled standard deviation");
    assert_close!(value("J,") * 0.5, steps.value, "algebra", "g = J/2");
    assert_eq!((value("m₁"), value("n₂")), (12.0, 10.0));
    assert_eq!(value("sampling variance"), found.effect.variance.get());
}
