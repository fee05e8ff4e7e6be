//! Groups of a few values: fractions, and what happens at the edges.

use euthymia_cohort::ancova::{Design, Slopes, ancova};
use euthymia_cohort::anova::anova;
use euthymia_cohort::brunner_munzel::{self, brunner_munzel};
use euthymia_cohort::contingency::Table;
use euthymia_cohort::least_squares::{Column, StandardErrors, fit};
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::rank_sum::test::{Method, rank_sum};
use euthymia_cohort::rank_sum::{shift, superiority};
use euthymia_cohort::standardised_difference::{binary, categorical, continuous};
use euthymia_cohort::survival::kaplan_meier::{Limits, kaplan_meier};
use euthymia_cohort::survival::{Observed, log_rank::log_rank};
use euthymia_cohort::two_sample::{Variances, two_sample_t};
use euthymia_cohort::unconditional::{Order, Side, unconditional};
use euthymia_cohort::{GroupError, kruskal_wallis::kruskal_wallis};
use euthymia_numerics::Probability;
use euthymia_testkit::assert_close;

const LEVEL: Probability = Probability::NINETY_FIVE;

#[test]
fn ties_by_two_exact_rules() {
    // Values 1 | 1, 2, 2, 2: doubled ranks 3, 3, 8, 8, 8. The first holds 3 with chance 2/5: doubled
    // 4/5. Mean 6: 3 is 3 away, 8 is 2 away, so by distance it is 2/5.
    let (first, second) = ([1.0], [1.0, 2.0, 2.0, 2.0]);
    let p = |method| rank_sum(&first, &second, method).unwrap().p_two_sided;
    assert_close!(p(Method::ExactDoubled), 0.8, "algebra", "doubled");
    assert_close!(p(Method::ExactByDistance), 0.4, "algebra", "by distance");
    let test = rank_sum(&first, &second, Method::Normal).unwrap();
    assert_eq!(
        (test.u, test.superiority, test.has_ties),
        (0.5, 0.125, true)
    );
}

#[test]
fn identical_values_have_no_test() {
    let same = [3.0, 3.0];
    assert_eq!(
        rank_sum(&same, &same, Method::ExactDoubled),
        Err(GroupError::NoSpread)
    );
    let t = two_sample_t(&same, &[4.0, 4.0, 4.0], Variances::Unequal, LEVEL);
    assert_eq!(t, Err(GroupError::NoSpread));
    assert_eq!(kruskal_wallis(&[&same, &same]), Err(GroupError::NoSpread));
    assert_eq!(
        anova(&[&same, &[4.0, 4.0]], Variances::Equal),
        Err(GroupError::NoSpread)
    );
    let bm = brunner_munzel(&same, &same, brunner_munzel::Method::T, LEVEL);
    assert_eq!(bm, Err(GroupError::NoSpread));
}

#[test]
fn separated_groups_have_an_effect_and_a_permutation_test() {
    let (low, high) = ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]);
    let t = brunner_munzel(&low, &high, brunner_munzel::Method::T, LEVEL).unwrap();
    assert!(t.is_separated);
    assert_eq!((t.relative_effect, t.standard_error), (0.0, 0.0));
    assert_eq!((t.statistic, t.p_two_sided, t.interval), (None, None, None));
    // Two of C(6, 3) = 20 arrangements are separated.
    let exact = brunner_munzel(&low, &high, brunner_munzel::Method::ExactPermutation, LEVEL);
    assert_close!(
        exact.unwrap().p_two_sided.unwrap(),
        0.1,
        "algebra",
        "permutation"
    );
    let test = rank_sum(&low, &high, Method::ExactDoubled).unwrap();
    let interval = superiority::interval(&test, LEVEL).unwrap();
    assert!(interval.lower == 0.0 && interval.upper > 0.3 && interval.upper < 1.0);
}

#[test]
fn a_shift_without_an_interval_says_so() {
    let found = shift::shift(&[5.0], &[2.0, 3.0], shift::Method::Exact, LEVEL).unwrap();
    assert_eq!((found.estimate, found.interval), (2.5, None));
}

#[test]
fn robust_errors_of_a_mean() {
    // Only an intercept: h = 1/n, so HC0 = Σe²/n², HC1 = classical, HC3 = Σe²/(n − 1)².
    let columns = [Column::new("mean", vec![1.0; 4])];
    let found = fit(&[0.0, 1.0, 2.0, 5.0], &columns).unwrap();
    // Mean 2, squares 4 + 1 + 0 + 9 = 14.
    let se = |kind| found.coefficients(kind, LEVEL).unwrap()[0].standard_error;
    assert_close!(
        se(StandardErrors::Classical).powi(2),
        14.0 / 12.0,
        "algebra",
        "classical"
    );
    assert_close!(
        se(StandardErrors::Hc0).powi(2),
        14.0 / 16.0,
        "algebra",
        "HC0"
    );
    assert_close!(
        se(StandardErrors::Hc1).powi(2),
        14.0 / 12.0,
        "algebra",
        "HC1"
    );
    assert_close!(
        se(StandardErrors::Hc2).powi(2),
        14.0 / 12.0,
        "algebra",
        "HC2"
    );
    assert_close!(
        se(StandardErrors::Hc3).powi(2),
        14.0 / 9.0,
        "algebra",
        "HC3"
    );
    assert_close!(
        se(StandardErrors::Hc4).powi(2),
        14.0 / 12.0,
        "algebra",
        "HC4, power 1"
    );
}

#[test]
fn a_column_too_many_is_named() {
    let columns = [
        Column::new("one", vec![1.0; 4]),
        Column::new("age", vec![1.0, 2.0, 3.0, 5.0]),
        Column::new("age in months", vec![12.0, 24.0, 36.0, 60.0]),
    ];
    let found = fit(&[1.0, 2.0, 4.0, 3.0], &columns).map(|_| ());
    assert_eq!(
        found,
        Err(GroupError::Collinear {
            column: "age in months".to_owned()
        })
    );
    // One patient alone in a group decides it: leverage 1.
    let columns = [
        Column::new("one", vec![1.0; 4]),
        Column::new("alone", vec![0.0, 0.0, 0.0, 1.0]),
    ];
    let fitted = fit(&[1.0, 2.0, 4.0, 3.0], &columns).unwrap();
    let found = fitted.coefficients(StandardErrors::Hc3, LEVEL);
    assert_eq!(
        found,
        Err(GroupError::Leverage {
            patient: 4,
            name: "HC3"
        })
    );
    assert!(fitted.coefficients(StandardErrors::Hc0, LEVEL).is_ok());
}

#[test]
fn two_groups_without_covariates_are_students_t() {
    let (first, second) = ([3.0, 5.0, 4.0, 8.0], [1.0, 2.0, 4.0]);
    let t = two_sample_t(&second, &first, Variances::Equal, LEVEL).unwrap();
    let outcome: Vec<f64> = first.iter().chain(&second).copied().collect();
    let design = Design {
        outcome: &outcome,
        group: &[0, 0, 0, 0, 1, 1, 1],
        group_names: &["a".to_owned(), "b".to_owned()],
        covariates: &[],
    };
    let found = ancova(&design, Slopes::Common, StandardErrors::Classical, LEVEL).unwrap();
    let difference = &found.adjusted_differences[0];
    assert_close!(difference.value, t.difference, "algebra", "difference");
    assert_close!(difference.t.unwrap(), t.t, "algebra", "t");
    assert_close!(difference.p.unwrap(), t.p_two_sided, "algebra", "p");
    assert_close!(found.group_test.unwrap().f, t.t * t.t, "algebra", "F");
    assert_close!(found.adjusted_means[1].value, 7.0 / 3.0, "algebra", "mean");
    assert_eq!(found.interaction_test, None);
}

#[test]
fn balance_at_its_edges() {
    let of = |events, n| Proportion::new(events, n).unwrap();
    assert_eq!(binary(of(0, 5), of(0, 9)), Some(0.0));
    assert_eq!(binary(of(0, 5), of(9, 9)), None);
    assert_eq!(
        continuous(&[2.0, 2.0], &[2.0, 2.0, 2.0]).unwrap(),
        Some(0.0)
    );
    assert_eq!(continuous(&[2.0, 2.0], &[3.0, 3.0]).unwrap(), None);
    // Shares ½, ½ and ½, 0 of the kept categories: d = (0, ½), S = [[1/4, −1/8], [−1/8, 1/8]] with
    // determinant 1/64, so the last entry of its inverse is (1/4)/(1/64) = 16: √(16/4) = 2.
    let table = Table::new(&[vec![5, 5, 0], vec![5, 0, 5]]).unwrap();
    assert_close!(
        categorical(&table).unwrap().unwrap(),
        2.0,
        "algebra",
        "three categories"
    );
    let apart = Table::new(&[vec![5, 5, 0, 0], vec![0, 0, 5, 5]]).unwrap();
    assert_eq!(categorical(&apart).unwrap(), None);
}

#[test]
fn barnard_in_a_table_that_can_be_maximised_by_hand() {
    let of = |events, n| Proportion::new(events, n).unwrap();
    // 3 of 3 against 0 of 3: 2 π³(1 − π)³ is largest at ½: 2/64; one-sided half of it.
    let both = unconditional(of(3, 3), of(0, 3), Order::PooledZ, Side::Both).unwrap();
    assert_close!(both.p, 2.0 / 64.0, "algebra", "both");
    let one = unconditional(of(3, 3), of(0, 3), Order::FisherDoubled, Side::FirstGreater).unwrap();
    assert_close!(one.p, 1.0 / 64.0, "algebra", "one");
    let none = unconditional(of(0, 3), of(0, 3), Order::PooledZ, Side::Both).unwrap();
    assert_close!(none.p, 1.0, "algebra", "nothing");
}

#[test]
fn survival_without_events_and_with_impossible_times() {
    let lost = |time| Observed { time, event: false };
    let curve = kaplan_meier(&[lost(1.0), lost(2.0)], Limits::LogLog, LEVEL).unwrap();
    assert_eq!(curve.steps[1].survival, 1.0);
    assert_eq!(
        (curve.steps[1].lower, curve.quantile(0.5).time),
        (Some(1.0), None)
    );
    let found = kaplan_meier(&[lost(1.0), lost(-2.0)], Limits::Log, LEVEL);
    assert_eq!(
        found,
        Err(GroupError::Time {
            patient: 2,
            time: -2.0
        })
    );
    assert_eq!(
        log_rank(&[&[lost(1.0)], &[lost(2.0)]]),
        Err(GroupError::NoSpread)
    );
}
