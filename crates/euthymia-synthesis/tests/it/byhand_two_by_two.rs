//! `reference/byhand/risk_ratio_2x2.md`: ratios and differences in exact fractions.

use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::two_by_two::{
    Cells, Comparison, TwoByTwo, corrected, log_odds_ratio, log_risk_ratio, risk_difference,
};
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_testkit::assert_close;

fn cells(a: u64, n1: u64, c: u64, n2: u64) -> Cells {
    let tables = [TwoByTwo::new(a, n1, c, n2).unwrap()];
    corrected(&tables, Comparison::OddsRatio, &ZeroCells::METAFOR)[0].unwrap()
}

fn check(found: Effect, estimate: f64, variance: f64, what: &str) {
    assert_close!(found.estimate, estimate, "algebra", "{what}");
    assert_close!(
        found.variance.get(),
        variance,
        "algebra",
        "variance, {what}"
    );
}

#[test]
fn no_empty_cell() {
    let cells = cells(12, 40, 21, 38);
    assert_eq!(cells.added, 0.0);
    let rr = log_risk_ratio(&cells).unwrap();
    check(rr, (19.0_f64 / 35.0).ln(), 1271.0 / 15_960.0, "RR");
    assert_close!(rr.estimate, -0.610_909_082_322_973_22, "algebra", "ln RR");
    let or = log_odds_ratio(&cells).unwrap();
    check(or, (17.0_f64 / 49.0).ln(), 23.0 / 102.0, "OR");
    assert_close!(or.estimate, -1.058_606_954_054_410_5, "algebra", "ln OR");
    let rd = risk_difference(&cells).unwrap();
    check(rd, -24.0 / 95.0, 322_539.0 / 27_436_000.0, "RD");
}

#[test]
fn one_empty_cell() {
    let cells = cells(0, 20, 4, 22);
    assert_eq!(cells.added, 0.5);
    let rr = log_risk_ratio(&cells).unwrap();
    check(rr, (23.0_f64 / 189.0).ln(), 3088.0 / 1449.0, "RR");
    let or = log_odds_ratio(&cells).unwrap();
    check(or, (37.0_f64 / 369.0).ln(), 31_744.0 / 13_653.0, "OR");
    let rd = risk_difference(&cells).unwrap();
    check(rd, -83.0 / 483.0, 895_690.0 / 112_678_587.0, "RD");
    // A rule that corrects a risk difference only where it has no variance leaves this one alone.
    let tables = [TwoByTwo::new(0, 20, 4, 22).unwrap()];
    let kept = corrected(&tables, Comparison::RiskDifference, &ZeroCells::DIFFERENCE);
    let rd = risk_difference(&kept[0].unwrap()).unwrap();
    assert_close!(rd.estimate, -2.0 / 11.0, "algebra", "RD as counted");
}

#[test]
fn two_empty_cells() {
    let cells = cells(0, 30, 0, 25);
    let rr = log_risk_ratio(&cells).unwrap();
    check(rr, (26.0_f64 / 31.0).ln(), 3167.0 / 806.0, "RR");
    let or = log_odds_ratio(&cells).unwrap();
    check(or, (51.0_f64 / 61.0).ln(), 12_668.0 / 3111.0, "OR");
    let rd = risk_difference(&cells).unwrap();
    check(rd, -5.0 / 1612.0, 2_591_477.0 / 2_094_426_464.0, "RD");
}
