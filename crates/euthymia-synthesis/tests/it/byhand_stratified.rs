//! `reference/byhand/stratified.md`: pooled tables in exact fractions.

use crate::strategies::table;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::two_by_two::{Cells, TwoByTwo};
use euthymia_synthesis::stratified::association::{Continuity, ScoreVariance, association};
use euthymia_synthesis::stratified::exact::{self, Tail};
use euthymia_synthesis::stratified::homogeneity::homogeneity;
use euthymia_synthesis::stratified::mantel_haenszel::{
    DifferenceVariance, cells, odds_ratio, risk_difference, risk_ratio,
};
use euthymia_synthesis::stratified::person_time::{rate_difference, rate_ratio};
use euthymia_synthesis::stratified::{Options, Pooled, StratifiedError, Stratum, peto};
use euthymia_testkit::assert_close;

fn strata(cells: &[[u64; 4]]) -> Vec<Stratum<TwoByTwo>> {
    let numbered = cells.iter().enumerate();
    numbered
        .map(|(i, cells)| Stratum::new(format!("{i}"), table(*cells)))
        .collect()
}

fn with_an_empty_cell() -> Vec<Stratum<TwoByTwo>> {
    strata(&[[3, 1, 1, 3], [1, 3, 0, 2]])
}

fn check(found: &Pooled, estimate: f64, variance: f64, what: &str) {
    assert_close!(found.estimate, estimate, "algebra", "{what}");
    let squared = found.inference.standard_error.powi(2);
    assert_close!(squared, variance, "algebra", "variance, {what}");
}

#[test]
fn ratios_with_an_empty_cell() {
    let strata = with_an_empty_cell();
    let or = odds_ratio(&strata, &Options::default()).unwrap();
    check(&or, (35.0_f64 / 3.0).ln(), 3336.0 / 1225.0, "odds ratio");
    assert_close!(or.ratio.unwrap().estimate, 35.0 / 3.0, "algebra", "ratio");
    assert_eq!((or.k, or.left_out.len()), (2, 0));
    let rr = risk_ratio(&strata, &Options::default()).unwrap();
    check(&rr, (11.0_f64 / 3.0).ln(), 61.0 / 66.0, "risk ratio");
    let peto = peto::odds_ratio(&strata, &Options::default()).unwrap();
    check(&peto, 42.0 / 25.0, 63.0 / 50.0, "Peto");
}

#[test]
fn the_risk_difference_has_two_variances() {
    let strata = strata(&[[3, 1, 1, 3], [2, 4, 1, 5], [1, 4, 3, 2]]);
    for (variance, expected) in [
        (DifferenceVariance::Sato, 227.0 / 6750.0),
        (DifferenceVariance::GreenlandRobins, 17.0 / 675.0),
    ] {
        let found = risk_difference(&strata, variance, &Options::default()).unwrap();
        check(&found, 1.0 / 15.0, expected, "risk difference");
        assert_eq!(found.ratio, None);
    }
}

#[test]
fn score_tests() {
    let strata = with_an_empty_cell();
    let cells = cells(&strata, &Options::default().pooling).unwrap();
    let test = |variance, continuity| association(&cells, variance, continuity).unwrap();
    let without = test(ScoreVariance::MantelHaenszel, Continuity::Without);
    assert_close!(without.excess, 4.0 / 3.0, "algebra", "O - E");
    assert_close!(without.variance, 50.0 / 63.0, "algebra", "V");
    assert_close!(without.chi_squared, 56.0 / 25.0, "algebra", "without");
    let with = test(ScoreVariance::MantelHaenszel, Continuity::Half);
    assert_close!(with.chi_squared, 7.0 / 8.0, "algebra", "with");
    let cochran = test(ScoreVariance::Cochran, Continuity::Without);
    assert_close!(cochran.variance, 37.0 / 54.0, "algebra", "Cochran");
    // An excess of 1/3, less than the correction, leaves nothing.
    let little = association(&cells[1..], ScoreVariance::MantelHaenszel, Continuity::Half);
    assert_eq!(little.map(|t| (t.chi_squared, t.p_value)), Some((0.0, 1.0)));
}

#[test]
fn homogeneity_at_four() {
    let cells: [Cells; 3] = [[3, 1, 1, 3], [1, 3, 3, 1], [0, 5, 0, 7]].map(|t| table(t).cells());
    let test = homogeneity(&cells, 4.0).unwrap();
    assert_eq!((test.k, test.df), (2, 1.0));
    assert_close!(test.breslow_day, 13.0 / 2.0, "algebra", "Breslow-Day");
    assert_close!(test.tarone, 9.0 / 2.0, "algebra", "Tarone");
    assert_eq!(homogeneity(&cells[1..], 4.0), None);
    assert_eq!(homogeneity(&cells, 0.0), None);
}

#[test]
fn rates() {
    let strata = [(6, 10.0, 2, 10.0), (3, 20.0, 1, 10.0)].map(|(x1, t1, x2, t2)| {
        let groups = [(x1, t1), (x2, t2)].map(|(x, t)| PersonTime::new(x, t).unwrap());
        Stratum::new(format!("{x1}"), groups)
    });
    let ratio = rate_ratio(&strata, &Options::default()).unwrap();
    check(&ratio, (12.0_f64 / 5.0).ln(), 13.0 / 30.0, "rate ratio");
    let difference = rate_difference(&strata, &Options::default()).unwrap();
    check(&difference, 1.0 / 5.0, 1.0 / 49.0, "rate difference");
}

#[test]
fn what_cannot_be_pooled_is_said() {
    let options = Options::default();
    let or = |cells: &[[u64; 4]]| odds_ratio(&strata(cells), &options);
    assert_eq!(or(&[]), Err(StratifiedError::Empty));
    let nothing = [[0, 5, 0, 7], [0, 3, 0, 3]];
    assert!(matches!(or(&nothing), Err(StratifiedError::NoRatio(_))));
    let one_sided = [[0, 5, 1, 6], [0, 3, 2, 1]];
    assert!(matches!(or(&one_sided), Err(StratifiedError::NoRatio(_))));
    let dropping = Options {
        pooling: options.single,
        ..options
    };
    assert_eq!(
        odds_ratio(&strata(&nothing), &dropping),
        Err(StratifiedError::NothingLeft(2))
    );
    assert_eq!(
        peto::odds_ratio(&strata(&nothing), &options),
        Err(StratifiedError::NoVariance)
    );
    let everybody = [[5, 0, 7, 0]];
    assert_eq!(
        risk_ratio(&strata(&everybody), &options),
        Err(StratifiedError::NoVariance)
    );
    let difference = risk_difference(&strata(&nothing), DifferenceVariance::Sato, &options);
    assert_eq!(difference, Err(StratifiedError::NoVariance));
    let level = Options {
        level: Probability::new(1.0).unwrap(),
        ..options
    };
    assert_eq!(
        risk_ratio(&with_an_empty_cell(), &level),
        Err(StratifiedError::Level(1.0))
    );
    let exact = |cells: &[[u64; 4]]| exact::odds_ratio(&strata(cells), Tail::Exact, options.level);
    assert_eq!(exact(&nothing), Err(StratifiedError::NoVariance));
    let huge = [[1 << 50, 1 << 50, 1 << 50, 1 << 50]];
    assert!(matches!(
        exact(&huge),
        Err(StratifiedError::TooLarge { .. })
    ));
}

/// One stratum: the Mantel–Haenszel odds ratio is the table's own, and so is its variance.
#[test]
fn one_stratum_is_itself() {
    let pooled = odds_ratio(&strata(&[[8, 2, 3, 7]]), &Options::default()).unwrap();
    let variance = 1.0 / 8.0 + 1.0 / 2.0 + 1.0 / 3.0 + 1.0 / 7.0;
    check(&pooled, (56.0_f64 / 6.0).ln(), variance, "one stratum");
    assert_eq!(pooled.heterogeneity, None);
}
