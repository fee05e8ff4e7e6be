//! One pooled analysis per measure, worked out with pencil and paper.

use euthymia_report::pooled::{Candidate, Inputs, PoolOptions, Pooled, pool};
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::{Interval, Model, Prediction};

/// The quantile of the normal distribution at 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

fn one(events: u64, n: u64) -> Inputs {
    Inputs::OneProportion(Count::new(events, n).expect("a count"))
}

fn two(a: u64, n1: u64, c: u64, n2: u64) -> Inputs {
    Inputs::TwoProportions(TwoByTwo::new(a, n1, c, n2).expect("a table"))
}

fn means(treatment: (f64, f64, u64), control: (f64, f64, u64)) -> Inputs {
    let group = |(mean, sd, n)| Group::new(mean, sd, n).expect("a group");
    Inputs::TwoMeans([group(treatment), group(control)])
}

/// Pools under a common effect with Wald's interval, the case that pencil and paper can do.
#[track_caller]
fn common(measure: Measure, data: &[Inputs]) -> Pooled {
    let mut options = PoolOptions::of(measure);
    options.fit.model = Model::CommonEffect;
    options.fit.interval = Interval::Wald;
    options.fit.prediction = Prediction::Normal;
    let label = |at: usize| char::from(b'A' + at as u8).to_string();
    let studies = data
        .iter()
        .enumerate()
        .map(|(at, data)| Candidate::new(label(at), *data));
    pool(studies.collect(), &options).expect("pooled")
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12,
        "found {found}, expected {expected}"
    );
}

#[track_caller]
fn is(pooled: &Pooled, estimate: f64, lower: f64, upper: f64) {
    near(pooled.shown.estimate, estimate);
    near(pooled.shown.bounds.lower, lower);
    near(pooled.shown.bounds.upper, upper);
}

#[test]
fn raw_proportions_of_one_variance_are_averaged() {
    // 5/25 and 20/25 have the variance 0.2 · 0.8 / 25 = 0.0064: mean ½, standard error √0.0032.
    let pooled = common(Measure::RawProportion, &[one(5, 25), one(20, 25)]);
    let half = Z * 0.0032_f64.sqrt();
    is(&pooled, 0.5, 0.5 - half, 0.5 + half);
    near(pooled.rows[0].weight.expect("a weight"), 0.5);
}

#[test]
fn logits_of_opposite_halves_meet_at_one_half() {
    // logit 1/4 = −ln 3, variance 1/5 + 1/15 = 4/15, for both.
    let pooled = common(Measure::Logit, &[one(5, 20), one(15, 20)]);
    let half = Z * (2.0_f64 / 15.0).sqrt();
    let back = |x: f64| 1.0 / (1.0 + (-x).exp());
    is(&pooled, 0.5, back(-half), back(half));
    near(pooled.rows[0].effect.estimate, -(3.0_f64.ln()));
    near(pooled.rows[0].effect.variance.get(), 4.0 / 15.0);
}

#[test]
fn double_arcsines_of_opposite_halves_meet_at_one_half() {
    let pooled = common(Measure::DoubleArcsine, &[one(5, 20), one(15, 20)]);
    near(pooled.shown.estimate, 0.5);
    near(
        pooled.rows[0].effect.variance.get(),
        1.0 / (4.0 * 20.0 + 2.0),
    );
}

#[test]
fn risk_ratios_of_equal_tables() {
    // 8/20 against 4/20, twice: ratio 2, log variance 1/8 − 1/20 + 1/4 − 1/20 = 0.275, halved.
    let pooled = common(Measure::RiskRatio, &[two(8, 20, 4, 20), two(8, 20, 4, 20)]);
    let half = Z * 0.1375_f64.sqrt();
    is(&pooled, 2.0, 2.0 * (-half).exp(), 2.0 * half.exp());
}

#[test]
fn odds_ratios_of_equal_tables() {
    // Odds 8/12 and 4/16: ratio 8/3, log variance 1/8 + 1/12 + 1/4 + 1/16 = 25/48, halved.
    let pooled = common(Measure::OddsRatio, &[two(8, 20, 4, 20), two(8, 20, 4, 20)]);
    let half = Z * (25.0_f64 / 96.0).sqrt();
    is(
        &pooled,
        8.0 / 3.0,
        8.0 / 3.0 * (-half).exp(),
        8.0 / 3.0 * half.exp(),
    );
}

#[test]
fn risk_differences_of_equal_tables() {
    // 0.4 − 0.2, variance 0.24/20 + 0.16/20 = 0.02, halved.
    let pooled = common(
        Measure::RiskDifference,
        &[two(8, 20, 4, 20), two(8, 20, 4, 20)],
    );
    let half = Z * 0.1;
    is(&pooled, 0.2, 0.2 - half, 0.2 + half);
}

#[test]
fn mean_differences_weigh_by_their_variance() {
    // −6 with variance 16/16 + 16/16 = 2, −3 with 4/16 + 4/16 = ½: weights 1/5 and 4/5, mean −3.6.
    let pooled = common(
        Measure::MeanDifference,
        &[
            means((20.0, 4.0, 16), (26.0, 4.0, 16)),
            means((20.0, 2.0, 16), (23.0, 2.0, 16)),
        ],
    );
    let half = Z * 0.4_f64.sqrt();
    is(&pooled, -3.6, -3.6 - half, -3.6 + half);
    near(pooled.rows[0].weight.expect("a weight"), 0.2);
}

#[test]
fn g_is_the_difference_over_the_pooled_deviation_made_smaller() {
    // 32 degrees of freedom with n = 17 each; J(32) = Γ(16) / (√16 Γ(15.5)) = 0.976389…
    let pooled = common(Measure::HedgesG, &[means((20.0, 5.0, 17), (25.0, 5.0, 17))]);
    let g = pooled.shown.estimate;
    let approximate = -(1.0 - 3.0 / (4.0 * 32.0 - 1.0));
    assert!(
        (g - approximate).abs() < 1e-4,
        "{g}, by the usual approximation {approximate}"
    );
    assert!(g > -1.0);
}

#[test]
fn a_fewer_event_is_below_one_and_fewer_points_below_zero() {
    assert!(
        common(Measure::RiskRatio, &[two(2, 20, 8, 20)])
            .shown
            .estimate
            < 1.0
    );
    assert!(
        common(Measure::RiskDifference, &[two(2, 20, 8, 20)])
            .shown
            .estimate
            < 0.0
    );
    let fewer = means((10.0, 5.0, 20), (20.0, 5.0, 20));
    assert!(common(Measure::HedgesG, &[fewer]).shown.estimate < 0.0);
}

#[test]
fn rows_of_one_proportion_carry_the_exact_interval() {
    // Clopper–Pearson: none of n has the upper limit 1 − 0.025^(1/n); 1 of 1 starts at 0.025.
    for measure in [
        Measure::RawProportion,
        Measure::Logit,
        Measure::DoubleArcsine,
    ] {
        let pooled = common(measure, &[one(0, 10), one(1, 1), one(3, 7)]);
        let bounds: Vec<_> = pooled.rows.iter().map(|row| row.shown.bounds).collect();
        near(bounds[0].lower, 0.0);
        near(bounds[0].upper, 1.0 - 0.025_f64.powf(0.1));
        near(bounds[1].lower, 0.025);
        near(bounds[1].upper, 1.0);
        near(pooled.rows[2].shown.estimate, 3.0 / 7.0);
        assert!(
            bounds[2].lower > 0.09 && bounds[2].lower < 0.1,
            "{:?}",
            bounds[2]
        );
    }
}

#[test]
fn a_single_proportion_is_headlined_by_its_own_interval() {
    let pooled = common(Measure::Logit, &[one(4, 21)]);
    assert_eq!(pooled.headline(), pooled.rows[0].shown);
    let ratio = common(Measure::RiskRatio, &[two(8, 20, 4, 20)]);
    assert_eq!(ratio.headline(), ratio.shown);
    let several = common(Measure::Logit, &[one(4, 21), one(5, 20)]);
    assert_eq!(several.headline(), several.shown);
}

#[test]
fn the_pooled_rate_lies_between_the_studies() {
    for measure in [
        Measure::RawProportion,
        Measure::Logit,
        Measure::DoubleArcsine,
    ] {
        for (few, many) in [((1, 20), (15, 30)), ((3, 9), (400, 500)), ((0, 8), (3, 5))] {
            let pooled = common(measure, &[one(few.0, few.1), one(many.0, many.1)]);
            // A correction or the way back from the arcsine moves the ends a little.
            let slack = 0.06;
            let rate = |(events, n): (u64, u64)| events as f64 / n as f64;
            let estimate = pooled.shown.estimate;
            assert!(
                estimate > rate(few) - slack && estimate < rate(many) + slack,
                "{measure:?}"
            );
        }
    }
}
