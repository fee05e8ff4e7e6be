//! Laws 26 to 34 of `reference/properties.md`: counts and means into effects.

use crate::strategies::{full_table, group, near, table};
use euthymia_synthesis::effect::means::{Group, hedges_g, mean_difference, small_sample_factor};
use euthymia_synthesis::effect::proportion::{
    self, Count, double_arcsine, from_double_arcsine, from_logit, logit, raw, size_for_variance,
};
use euthymia_synthesis::effect::two_by_two::{
    Cells, Comparison, corrected, log_odds_ratio, log_risk_ratio, risk_difference,
};
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::effect::{Effect, EffectError};
use proptest::prelude::*;
use std::f64::consts::FRAC_PI_2;

type Measure = fn(&Cells) -> Result<Effect, EffectError>;
const MEASURES: [Measure; 3] = [log_risk_ratio, log_odds_ratio, risk_difference];

fn opposite(a: Effect, b: Effect) -> bool {
    near(a.estimate, -b.estimate, 1e-12, 1e-3) && same_variance(a, b)
}

fn same_variance(a: Effect, b: Effect) -> bool {
    near(a.variance.get(), b.variance.get(), 1e-12, 0.0)
}

fn same(a: Effect, b: Effect) -> bool {
    near(a.estimate, b.estimate, 1e-12, 1e-3) && same_variance(a, b)
}

/// The cells of one table after metafor's correction.
fn cells(of: [u64; 4]) -> Cells {
    corrected(&[table(of)], Comparison::OddsRatio, &ZeroCells::METAFOR)[0].unwrap()
}

/// Cells that may be empty, in groups that are not.
fn any_table() -> impl Strategy<Value = [u64; 4]> {
    [0..50_u64, 0..50_u64, 0..50_u64, 0..50_u64]
        .prop_filter("groups have patients", |[a, b, c, d]| {
            a + b > 0 && c + d > 0
        })
}

proptest! {
    #[test]
    fn swapping_the_groups_changes_the_sign([a, b, c, d] in any_table()) {
        for measure in MEASURES {
            let here = measure(&cells([a, b, c, d])).unwrap();
            prop_assert!(opposite(here, measure(&cells([c, d, a, b])).unwrap()));
        }
    }

    #[test]
    fn swapping_the_event_changes_the_sign_of_two_measures([a, b, c, d] in any_table()) {
        for measure in [log_odds_ratio, risk_difference] {
            let here = measure(&cells([a, b, c, d])).unwrap();
            prop_assert!(opposite(here, measure(&cells([b, a, d, c])).unwrap()));
        }
    }

    #[test]
    fn larger_tables_are_as_many_times_as_precise(of in full_table(), times in 2..40_u64) {
        for measure in MEASURES {
            let (one, many) = (measure(&cells(of)).unwrap(), measure(&cells(of.map(|x| x * times))).unwrap());
            prop_assert!(near(one.estimate, many.estimate, 1e-12, 1e-3));
            prop_assert!(near(one.variance.get(), many.variance.get() * times as f64, 1e-10, 0.0));
        }
    }

    #[test]
    fn the_risk_ratio_lies_between_one_and_the_odds_ratio(of in full_table()) {
        let (rr, or) = (log_risk_ratio(&cells(of)).unwrap(), log_odds_ratio(&cells(of)).unwrap());
        prop_assert!(rr.estimate.abs() <= or.estimate.abs() + 1e-14);
        prop_assert!(rr.estimate * or.estimate >= -1e-15);
    }

    #[test]
    fn uninformative_tables_are_exactly_those_left_out(of in any_table()) {
        let [a, b, c, d] = of;
        let rule = ZeroCells { keep_uninformative: false, ..ZeroCells::METAFOR };
        for comparison in [Comparison::RiskRatio, Comparison::OddsRatio, Comparison::RiskDifference] {
            let left_out = corrected(&[table(of)], comparison, &rule)[0].is_none();
            prop_assert_eq!(left_out, (a == 0 && c == 0) || (b == 0 && d == 0));
        }
    }

    #[test]
    fn swapped_means_change_the_sign(one in group(), other in group()) {
        for measure in [mean_difference, hedges_g] {
            let here = measure(&one, &other).unwrap();
            prop_assert!(opposite(here, measure(&other, &one).unwrap()));
        }
    }

    #[test]
    fn means_have_no_origin_and_g_no_unit(one in group(), other in group(), c in 0.01..100.0_f64, shift in -50.0..50.0_f64) {
        let moved = |g: &Group| Group::new(g.mean() + shift, g.sd(), g.n()).unwrap();
        let scaled = |g: &Group| Group::new(c * g.mean(), c * g.sd(), g.n()).unwrap();
        for measure in [mean_difference, hedges_g] {
            let (here, there) = (measure(&one, &other).unwrap(), measure(&moved(&one), &moved(&other)).unwrap());
            prop_assert!(near(here.estimate, there.estimate, 1e-11, 10.0));
        }
        let (md, scaled_md) = (
            mean_difference(&one, &other).unwrap(),
            mean_difference(&scaled(&one), &scaled(&other)).unwrap(),
        );
        prop_assert!(near(c * md.estimate, scaled_md.estimate, 1e-11, c));
        prop_assert!(near(c * c * md.variance.get(), scaled_md.variance.get(), 1e-12, 0.0));
        let (g, scaled_g) = (hedges_g(&one, &other).unwrap(), hedges_g(&scaled(&one), &scaled(&other)).unwrap());
        prop_assert!(near(g.estimate, scaled_g.estimate, 1e-10, 1.0));
        prop_assert!(near(g.variance.get(), scaled_g.variance.get(), 1e-10, 0.0));
    }

    #[test]
    fn the_small_sample_factor_shrinks_less_and_less(m in 2.0..1e6_f64) {
        let (here, next) = (small_sample_factor(m), small_sample_factor(m + 1.0));
        prop_assert!(0.0 < here && here < 1.0 && here <= next * (1.0 + 1e-14));
        let product = (m - 1.0) / m * (m / (m + 1.0)).sqrt();
        prop_assert!(near(here * next, product, 1e-13, 0.0));
    }

    #[test]
    fn combined_groups_are_the_raw_data_together(
        first in prop::collection::vec(-50.0..50.0_f64, 2..30),
        second in prop::collection::vec(-50.0..50.0_f64, 2..30),
    ) {
        let describe = |values: &[f64]| {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
            Group::new(mean, (squares / (n - 1.0)).sqrt(), values.len() as u64).unwrap()
        };
        let combined = describe(&first).combined(&describe(&second)).unwrap();
        let together = describe(&[first, second].concat());
        prop_assert_eq!(combined.n(), together.n());
        prop_assert!(near(combined.mean(), together.mean(), 1e-12, 50.0));
        prop_assert!(near(combined.sd(), together.sd(), 1e-12, 0.0));
    }

    #[test]
    fn proportions_mirror_themselves(x in 0..400_u64, more in 1..400_u64) {
        let n = x + more;
        let (count, mirrored) = (Count::new(x, n).unwrap(), Count::new(n - x, n).unwrap());
        let split = |count| proportion::corrected(&[count], &ZeroCells::PROPORTION)[0];
        prop_assert!(opposite(logit(&split(count)).unwrap(), logit(&split(mirrored)).unwrap()));
        let (p, q) = (raw(&split(count)).unwrap(), raw(&split(mirrored)).unwrap());
        prop_assert!(near(p.estimate, 1.0 - q.estimate, 1e-14, 1.0) && same_variance(p, q));
        let (t, u) = (double_arcsine(&count).unwrap(), double_arcsine(&mirrored).unwrap());
        prop_assert!(near(u.estimate, FRAC_PI_2 - t.estimate, 1e-14, 1.0) && same_variance(t, u));
        prop_assert!(double_arcsine(&Count::new(x + 1, n).unwrap()).unwrap().estimate > t.estimate);
    }

    #[test]
    fn the_double_arcsine_comes_back(n in 1..20_000_u64, share in 0.0..=1.0_f64) {
        let x = (share * n as f64).round() as u64;
        let t = double_arcsine(&Count::new(x, n).unwrap()).unwrap();
        let p = from_double_arcsine(t.estimate, n as f64);
        // Near one half the inverse has the slope of a square root: half the digits remain.
        prop_assert!((p - x as f64 / n as f64).abs() < 1e-7, "{x}/{n}: {p}");
        prop_assert!(near(size_for_variance(t.variance.get()), n as f64, 1e-12, 0.0));
    }

    #[test]
    fn the_logit_comes_back(x in 1..1000_u64, more in 1..1000_u64) {
        let split = proportion::corrected(&[Count::new(x, x + more).unwrap()], &ZeroCells::PROPORTION)[0];
        let p = from_logit(logit(&split).unwrap().estimate);
        prop_assert!(near(p, x as f64 / (x + more) as f64, 1e-13, 0.0));
    }
}

#[test]
fn a_table_without_empty_cells_is_left_as_it_is_by_every_rule_but_all() {
    let of = [8, 12, 3, 17];
    let (corrected, counted) = (cells(of), table(of).cells());
    assert_eq!(corrected, counted);
    assert!(same(
        log_odds_ratio(&corrected).unwrap(),
        log_odds_ratio(&counted).unwrap()
    ));
}
