//! `reference/byhand/conversions.md`: conversions in fractions and closed forms.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::conversion::ConversionError;
use euthymia_synthesis::conversion::change::{correlation_from_sds, sd_of_change};
use euthymia_synthesis::conversion::combine;
use euthymia_synthesis::conversion::counts::{
    Candidates, events_from_percentage, sizes_from_percentages,
};
use euthymia_synthesis::conversion::delta::delta;
use euthymia_synthesis::conversion::five_numbers::{FiveNumbers, Known, hozo};
use euthymia_synthesis::conversion::log_scale::{from_logarithms, to_logarithms};
use euthymia_synthesis::conversion::margins::{Association, Margins, table};
use euthymia_synthesis::conversion::medians::{median, median_of_medians};
use euthymia_synthesis::conversion::number_needed::{Needed, number_needed};
use euthymia_synthesis::conversion::ratio_tables::{PrintedRatio, Ratio, tables};
use euthymia_synthesis::conversion::risk::{
    RiskEffect, odds_ratio_from_risk_ratio, risk_difference_at, risk_ratio_from_odds_ratio,
};
use euthymia_synthesis::conversion::spread::{
    pooled_sd_from_f, pooled_sd_from_standard_error, pooled_sd_from_t,
};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::variance::StandardError;
use euthymia_testkit::assert_close;
use std::f64::consts::PI;

fn share(p: f64) -> Probability {
    Probability::new(p).unwrap()
}

#[test]
fn a_common_sd_in_three_ways() {
    // 1/4 + 1/12 = 1/3: SD = SE √3. t = 2 and F = 4 on a difference of 6 are SE = 3.
    let root = 3.0_f64.sqrt();
    let se = StandardError::new(3.0).unwrap();
    for (what, found) in [
        ("SE", pooled_sd_from_standard_error(se, 4, 12)),
        ("t", pooled_sd_from_t(-6.0, 2.0, 4, 12)),
        ("F", pooled_sd_from_f(6.0, 4.0, 4, 12)),
    ] {
        assert_close!(found.unwrap().value, 3.0 * root, "algebra", "{what}");
    }
    assert!(pooled_sd_from_t(6.0, 0.0, 4, 12).is_err());
}

#[test]
fn change_with_perfect_and_with_no_correlation() {
    assert_close!(
        sd_of_change(5.0, 2.0, 1.0).unwrap().value,
        3.0,
        "algebra",
        "r = 1"
    );
    assert_close!(
        sd_of_change(3.0, 4.0, 0.0).unwrap().value,
        5.0,
        "algebra",
        "r = 0"
    );
    assert_close!(
        sd_of_change(3.0, 4.0, -1.0).unwrap().value,
        7.0,
        "algebra",
        "r = -1"
    );
    assert!(sd_of_change(3.0, 3.0, 1.0).is_err());
    assert!(matches!(
        correlation_from_sds(3.0, 4.0, 8.0),
        Err(ConversionError::Impossible(_))
    ));
}

#[test]
fn hozo_in_a_small_group() {
    // a, m, b = 0, 1, 6: off centre by 2, range 6: (16/4 + 36)/12 = 10/3; mean 8/4.
    let known = Known::Range {
        minimum: 0.0,
        median: 1.0,
        maximum: 6.0,
    };
    let found = hozo(&FiveNumbers::new(known, 15).unwrap()).unwrap().value;
    assert_close!(found.mean, 2.0, "algebra", "mean");
    assert_close!(found.sd, (10.0_f64 / 3.0).sqrt(), "algebra", "SD");
}

#[test]
fn the_variance_of_a_normal_median() {
    // Symmetric quartiles of a normal with SD s: density at the median 1/(s √2π), so 2π s²/(4 n).
    let quartile = 0.674_489_750_196_081_74;
    let known = Known::Quartiles {
        q1: -2.0 * quartile,
        median: 0.0,
        q3: 2.0 * quartile,
    };
    let found = median(&FiveNumbers::new(known, 50).unwrap()).unwrap().value;
    assert_close!(
        found.effect.variance.get(),
        PI * 4.0 / 100.0,
        "algebra",
        "variance"
    );
}

#[test]
fn a_median_of_medians_with_too_few_studies_has_no_interval() {
    let level = Probability::NINETY_FIVE;
    let five = median_of_medians(&[1.0, 2.0, 3.0, 4.0, 5.0], level)
        .unwrap()
        .value;
    assert_eq!((five.estimate, five.bounds), (3.0, None));
    // Nine: P(Bin(9, ½) ≤ 1) = 10/512 ≤ 0.025, P(≤ 2) = 46/512 is too much: second to eighth.
    let nine: Vec<f64> = (1..=9).map(f64::from).collect();
    let found = median_of_medians(&nine, level).unwrap().value;
    let bounds = found.bounds.unwrap();
    assert_eq!((bounds.lower, bounds.upper), (2.0, 8.0));
    assert_close!(
        found.coverage.unwrap().get(),
        1.0 - 20.0 / 512.0,
        "algebra",
        "coverage"
    );
}

#[test]
fn percentages_of_few_and_of_many() {
    let events = |text: &str, n| {
        events_from_percentage(text.parse().unwrap(), n)
            .unwrap()
            .value
    };
    assert_eq!(events("33.3", 21), Candidates::Unique(7));
    // 1/8 = 12.5 % is printed 13 or 12.
    assert_eq!(events("13", 8), Candidates::Unique(1));
    assert_eq!(events("12", 8), Candidates::Unique(1));
    assert_eq!(events("14", 8), Candidates::None);
    assert_eq!(events("100", 1000), Candidates::Several(995..=1000));
    assert_eq!(events("-3", 10), Candidates::None);
    let printed = ["19.0", "9.5", "57.1", "33.3"].map(|text| text.parse().unwrap());
    let sizes = sizes_from_percentages(&printed, 1..=40).unwrap().value;
    let only = sizes.first().unwrap();
    assert_eq!((sizes.len(), only.n), (1, 21));
    let counts: Vec<_> = only.events.iter().map(Candidates::unique).collect();
    assert_eq!(counts, [Some(4), Some(2), Some(12), Some(7)]);
}

#[test]
fn a_ratio_of_too_few_digits_is_refused_and_an_impossible_one_has_no_table() {
    let printed = |estimate: &str, lower: &str, upper: &str| PrintedRatio {
        ratio: Ratio::Risk,
        estimate: estimate.parse().unwrap(),
        lower: lower.parse().unwrap(),
        upper: upper.parse().unwrap(),
        level: Probability::NINETY_FIVE,
    };
    assert!(matches!(
        tables(&printed("1", "1", "1"), 20_000, 20_000),
        Err(ConversionError::Impossible(_))
    ));
    let none = tables(&printed("2.00", "1.99", "2.01"), 10, 10)
        .unwrap()
        .value;
    assert_eq!(none, []);
    let zero = tables(&printed("0", "0", "5"), 3, 3).unwrap().value;
    // 1/3 over 3/3: variance 2/3, 0.33 from 0.07 to 1.65, prints "0", "0", "2".
    assert!(!zero.contains(&TwoByTwo::new(1, 3, 3, 3).unwrap()));
}

#[test]
fn chi_squared_with_and_without_yates() {
    // 8, 2 / 3, 7: ad − bc = 50, margins 10 10 11 9, product 9900.
    let margins = Margins::new(20, 10, 11).unwrap();
    let expected = TwoByTwo::new(8, 10, 3, 10).unwrap();
    let plain = 20.0 * 2500.0 / 9900.0;
    let yates = 20.0 * 1600.0 / 9900.0;
    for association in [
        Association::ChiSquared(plain),
        Association::ChiSquaredYates(yates),
        Association::Phi(50.0 / 9900.0_f64.sqrt()),
        Association::OddsRatio(56.0 / 6.0),
    ] {
        let found = table(&margins, association).unwrap().value;
        assert_eq!(found, expected, "{association:?}");
    }
    // The other direction: 3, 7 / 8, 2.
    let mirrored = table(&margins, Association::ChiSquaredYates(-yates))
        .unwrap()
        .value;
    assert_eq!(mirrored, TwoByTwo::new(3, 10, 8, 10).unwrap());
    // 5.5 + 1.2 · 99.5/20 is more than the 10 of the first group.
    assert!(table(&margins, Association::Phi(1.2)).is_err());
}

#[test]
fn risks_at_one_half() {
    let half = share(0.5);
    let difference = |effect| risk_difference_at(effect, half).unwrap().value;
    assert_close!(
        difference(RiskEffect::OddsRatio(3.0)),
        0.25,
        "algebra",
        "OR 3"
    );
    assert_close!(
        difference(RiskEffect::RiskRatio(1.5)),
        0.25,
        "algebra",
        "RR 1.5"
    );
    assert!(risk_difference_at(RiskEffect::RiskRatio(2.1), half).is_err());
    assert!(odds_ratio_from_risk_ratio(2.0, half).is_err());
    assert!(risk_ratio_from_odds_ratio(2.0, Probability::ZERO).is_err());
}

#[test]
fn no_difference_needs_infinitely_many() {
    let effects = [
        RiskEffect::RiskRatio(1.0),
        RiskEffect::RiskRatio(1.0),
        RiskEffect::RiskRatio(1.5),
    ];
    let found = number_needed(effects, share(0.5)).unwrap().value;
    assert_eq!(
        (found.estimate, found.at_lower),
        (Needed::Infinite, Needed::Infinite)
    );
    assert_eq!(found.at_upper, Needed::OneMore(4.0));
    assert!(found.through_infinity);
}

#[test]
fn a_group_shared_by_three_comparisons() {
    let group = Group::new(4.0, 2.0, 20).unwrap();
    let parts = combine::shared_group(&group, 3).unwrap().value;
    let sizes: Vec<u64> = parts.iter().map(Group::n).collect();
    assert_eq!(sizes, [7, 7, 6]);
    assert!(
        parts
            .iter()
            .all(|part| part.mean() == 4.0 && part.sd() == 2.0)
    );
    assert!(combine::shared_group(&group, 11).is_err());
    let split = combine::shared_count(&Count::new(5, 20).unwrap(), 2)
        .unwrap()
        .value;
    assert_eq!((split.events, split.others), (2.5, 7.5));
    let both = combine::counts(&[Count::new(1, 4).unwrap(), Count::new(2, 5).unwrap()]);
    assert_eq!(both.unwrap().value, Count::new(3, 9).unwrap());
}

#[test]
fn the_mean_of_two_measurements_of_one_person() {
    // (9 + 16 + 2 · ½ · 12)/4 = 37/4.
    let r = Matrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 1.0]);
    let sd = combine::composite_sd(&[3.0, 4.0], &r).unwrap().value;
    assert_close!(sd, 37.0_f64.sqrt() / 2.0, "algebra", "SD");
    let lopsided = Matrix::from_row_slice(2, 2, &[1.0, 0.5, 0.4, 1.0]);
    assert!(combine::composite_sd(&[3.0, 4.0], &lopsided).is_err());
}

#[test]
fn functions_with_known_slopes() {
    let check = |y: f64, v: f64, f: fn(f64) -> f64, slope: f64| {
        let found = delta(&Effect::new(y, v).unwrap(), f).unwrap().value;
        assert_close!(found.estimate, f(y), "exact", "f({y})");
        assert_close!(found.variance.get(), slope * slope * v, "root", "at {y}");
    };
    check(0.5, 0.04, f64::exp, 0.5_f64.exp());
    check(-2.0, 0.04, f64::exp, (-2.0_f64).exp());
    check(7.0, 1e-4, f64::ln, 1.0 / 7.0);
    check(0.3, 0.01, f64::asin, 1.0 / 0.91_f64.sqrt());
    check(40.0, 9.0, f64::sqrt, 0.5 / 40.0_f64.sqrt());
    let flat = Effect::new(0.0, 0.01).unwrap();
    assert!(delta(&flat, |_| 3.0).is_err() && delta(&flat, f64::ln).is_err());
}

#[test]
fn three_and_four_on_the_logarithmic_scale() {
    // m = 4, s = 3: v = ln(25/16), ln 4 − v/2 = ln(16/5).
    let logs = to_logarithms(4.0, 3.0).unwrap().value;
    assert_close!(logs.mean, 3.2_f64.ln(), "algebra", "mean");
    assert_close!(logs.sd, (25.0_f64 / 16.0).ln().sqrt(), "algebra", "SD");
    let raw = from_logarithms(logs.mean, logs.sd).unwrap().value;
    assert_close!(raw.mean, 4.0, "algebra", "mean, back");
    assert_close!(raw.sd, 3.0, "algebra", "SD, back");
    assert!(to_logarithms(-4.0, 3.0).is_err() && from_logarithms(800.0, 1.0).is_err());
}
