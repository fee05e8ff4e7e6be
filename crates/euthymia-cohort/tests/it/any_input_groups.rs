//! Any values in groups: no panic, and laws that hold for all of them.

use euthymia_cohort::ancova::{Design, Slopes, ancova};
use euthymia_cohort::anova::anova;
use euthymia_cohort::brunner_munzel::{self, brunner_munzel};
use euthymia_cohort::contingency::Table;
use euthymia_cohort::kruskal_wallis::kruskal_wallis;
use euthymia_cohort::least_squares::{Column, StandardErrors};
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::rank_sum::test::{Method, rank_sum};
use euthymia_cohort::rank_sum::{shift, superiority};
use euthymia_cohort::standardised_difference::{binary, categorical, continuous};
use euthymia_cohort::survival::kaplan_meier::{Limits, kaplan_meier};
use euthymia_cohort::survival::{Observed, log_rank::log_rank};
use euthymia_cohort::two_sample::{Denominator, Variances, standardise, two_sample_t};
use euthymia_cohort::unconditional::{Order, Side, unconditional};
use euthymia_numerics::Probability;
use proptest::collection::vec;
use proptest::prelude::*;

const LEVEL: Probability = Probability::NINETY_FIVE;
const METHODS: [Method; 4] = [
    Method::ExactDoubled,
    Method::ExactByDistance,
    Method::Normal,
    Method::NormalContinuity,
];

/// Scores with ties.
fn scores(range: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
    vec((0_i32..20).prop_map(f64::from), range)
}

fn any_values() -> impl Strategy<Value = Vec<f64>> {
    vec(proptest::num::f64::ANY, 0..6)
}

fn is_probability(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(a in any_values(), b in any_values(), c in any_values()) {
        for variances in [Variances::Equal, Variances::Unequal] {
            if let Ok(test) = two_sample_t(&a, &b, variances, LEVEL) {
                prop_assert!(is_probability(test.p_two_sided));
                for denominator in [Denominator::Pooled, Denominator::Second] {
                    prop_assert!(standardise(&test, denominator, LEVEL).is_ok());
                }
            }
            if let Ok(test) = anova(&[&a, &b, &c], variances) {
                prop_assert!(is_probability(test.p));
            }
        }
        for method in METHODS {
            if let Ok(test) = rank_sum(&a, &b, method) {
                prop_assert!(is_probability(test.p_two_sided));
                prop_assert!(superiority::interval(&test, LEVEL).unwrap().contains(test.superiority));
            }
        }
        if let Ok(test) = kruskal_wallis(&[&a, &b, &c]) {
            prop_assert!(is_probability(test.p_chi_squared));
        }
        let _ = (shift::shift(&a, &b, shift::Method::Exact, LEVEL), continuous(&a, &b));
        let _ = brunner_munzel(&a, &b, brunner_munzel::Method::ExactPermutation, LEVEL);
        let group_names = ["a".to_owned(), "b".to_owned()];
        let group: Vec<usize> = (0..a.len()).map(|i| i % 2).collect();
        let covariates = [Column::new("c", b.clone())];
        let design = Design { outcome: &a, group: &group, group_names: &group_names, covariates: &covariates };
        let _ = ancova(&design, Slopes::ByGroup, StandardErrors::Hc4, LEVEL).is_ok();
        let observed: Vec<Observed> = a.iter().zip(0..).map(|(t, i)| Observed { time: *t, event: i % 2 == 0 }).collect();
        let _ = (kaplan_meier(&observed, Limits::Log, LEVEL), log_rank(&[&observed, &observed]));
    }

    #[test]
    fn groups_change_places(first in scores(2..12), second in scores(2..12)) {
        for method in METHODS {
            let (Ok(one), Ok(other)) = (rank_sum(&first, &second, method), rank_sum(&second, &first, method))
                else { continue };
            prop_assert!(close(one.p_two_sided, other.p_two_sided), "{method:?}");
            prop_assert!(close(one.superiority + other.superiority, 1.0));
        }
        let one = shift::shift(&first, &second, shift::Method::Exact, LEVEL).unwrap();
        let other = shift::shift(&second, &first, shift::Method::Exact, LEVEL).unwrap();
        prop_assert_eq!(one.estimate, -other.estimate);
        prop_assert_eq!(one.interval.map(|i| i.lower), other.interval.map(|i| 0.0 - i.upper));
        let bm = |a: &[f64], b: &[f64]| brunner_munzel(a, b, brunner_munzel::Method::T, LEVEL);
        if let (Ok(one), Ok(other)) = (bm(&first, &second), bm(&second, &first)) {
            prop_assert!(close(one.relative_effect + other.relative_effect, 1.0));
            prop_assert_eq!(one.p_two_sided.is_some(), other.p_two_sided.is_some());
        }
    }

    #[test]
    fn the_shift_is_the_median_of_all_differences(first in scores(1..9), second in scores(1..9)) {
        let mut all: Vec<f64> = first.iter().flat_map(|x| second.iter().map(move |y| x - y)).collect();
        all.sort_by(f64::total_cmp);
        let n = all.len();
        let median = f64::midpoint(all[(n - 1) / 2], all[n / 2]);
        let found = shift::shift(&first, &second, shift::Method::Normal, LEVEL).unwrap();
        prop_assert_eq!(found.estimate, median);
        prop_assert!(found.interval.is_none_or(|i| i.contains(median)));
    }

    #[test]
    fn two_groups_in_many_clothes(first in scores(3..15), second in scores(3..15)) {
        if let (Ok(t), Ok(f)) = (
            two_sample_t(&first, &second, Variances::Equal, LEVEL),
            anova(&[&first, &second], Variances::Equal),
        ) {
            prop_assert!(close(t.t * t.t, f.f) && close(t.p_two_sided, f.p));
        }
        if let (Ok(t), Ok(f)) = (
            two_sample_t(&first, &second, Variances::Unequal, LEVEL),
            anova(&[&first, &second], Variances::Unequal),
        ) {
            prop_assert!(close(t.t * t.t, f.f) && close(t.df, f.df2));
        }
        if let (Ok(z), Ok(h)) = (
            rank_sum(&first, &second, Method::Normal),
            kruskal_wallis(&[&first, &second]),
        ) {
            prop_assert!(close(z.z.unwrap().powi(2), h.h));
        }
    }

    #[test]
    fn balance_does_not_depend_on_the_order_of_categories(rows in vec(vec(0..9_u64, 3), 2)) {
        let turned: Vec<Vec<u64>> = rows.iter().map(|r| vec![r[2], r[0], r[1]]).collect();
        let (Ok(one), Ok(other)) = (Table::new(&rows), Table::new(&turned)) else { return Ok(()) };
        let (one, other) = (categorical(&one).unwrap(), categorical(&other).unwrap());
        prop_assert_eq!(one.is_some(), other.is_some());
        if let Some((one, other)) = one.zip(other) {
            prop_assert!((one - other).abs() <= 1e-9 * one.max(1.0));
        }
    }

    #[test]
    fn two_categories_are_a_proportion(a in 0..9_u64, b in 1..9_u64, c in 1..9_u64, d in 0..9_u64) {
        let table = Table::new(&[vec![a, b], vec![c, d]]);
        let (one, two) = (Proportion::new(a, a + b).unwrap(), Proportion::new(c, c + d).unwrap());
        if let Ok(table) = table {
            let (many, two) = (categorical(&table).unwrap(), binary(one, two).map(f64::abs));
            prop_assert_eq!(many.is_some(), two.is_some());
            prop_assert!(close(many.unwrap_or(0.0), two.unwrap_or(0.0)));
        }
    }

    #[test]
    fn curves_fall_and_their_limits_surround_them(times in vec((0_u8..12, any::<bool>()), 1..30)) {
        let patients: Vec<Observed> = times.into_iter()
            .map(|(time, event)| Observed { time: f64::from(time), event }).collect();
        for limits in [Limits::Plain, Limits::Log, Limits::LogLog] {
            let curve = kaplan_meier(&patients, limits, LEVEL).unwrap();
            prop_assert!(curve.steps.is_sorted_by(|a, b| a.time < b.time && a.survival >= b.survival));
            for step in &curve.steps {
                prop_assert_eq!(curve.at_risk(step.time), step.at_risk);
                prop_assert!(step.lower.is_none_or(|l| l <= step.survival + 1e-15 && l >= 0.0));
                prop_assert!(step.upper.is_none_or(|u| u >= step.survival - 1e-15 && u <= 1.0));
            }
            let without_censoring: u64 = curve.steps.iter().map(|s| s.events + s.censored).sum();
            prop_assert_eq!(without_censoring, curve.n);
        }
    }

    #[test]
    fn unconditional_p_values_hold_the_observed_table(n1 in 1..9_u64, n2 in 1..9_u64, x in 0..9_u64, y in 0..9_u64) {
        let (first, second) = (Proportion::new(x.min(n1), n1).unwrap(), Proportion::new(y.min(n2), n2).unwrap());
        let pooled = (first.events() + second.events()) as f64 / (n1 + n2) as f64;
        let pmf = euthymia_numerics::binomial::pmf;
        let at_least = pmf(first.events(), n1, pooled) * pmf(second.events(), n2, pooled);
        for order in [Order::PooledZ, Order::FisherDoubled, Order::FisherTwoSided] {
            let both = unconditional(first, second, order, Side::Both).unwrap();
            let mirrored = unconditional(second, first, order, Side::Both).unwrap();
            prop_assert!(is_probability(both.p) && both.p >= at_least - 1e-9);
            prop_assert!((both.p - mirrored.p).abs() < 1e-9);
        }
    }
}
