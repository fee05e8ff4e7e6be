//! Conversions there and back, in other units, and against a search through everything.

use crate::strategies::near;
use euthymia_numerics::{Probability, normal, student_t};
use euthymia_synthesis::conversion::change::{correlation_from_sds, sd_of_change};
use euthymia_synthesis::conversion::combine;
use euthymia_synthesis::conversion::counts::{
    Candidates, events_from_percentage, totals_from_mean,
};
use euthymia_synthesis::conversion::five_numbers::{
    FiveNumbers, Known, hozo, log_normal, luo_wan_shi, wan,
};
use euthymia_synthesis::conversion::margins::{Association, Margins, table};
use euthymia_synthesis::conversion::quantile_fit::fit;
use euthymia_synthesis::conversion::ratio_tables::{PrintedRatio, Ratio, tables};
use euthymia_synthesis::conversion::risk::{
    odds_ratio_from_risk_ratio, risk_ratio_from_odds_ratio,
};
use euthymia_synthesis::conversion::spread::{Quantile, pooled_sd_from_p, sd_from_interval};
use euthymia_synthesis::conversion::standardised::{
    Latent, d_from_log_odds, d_from_r, log_odds_from_d, r_from_d,
};
use euthymia_synthesis::conversion::wald::{Scale, from_interval, from_p};
use euthymia_synthesis::conversion::{Reference, skewness};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::two_by_two::{TwoByTwo, log_odds_ratio, log_risk_ratio};
use proptest::prelude::*;

fn level() -> impl Strategy<Value = Probability> {
    (0.5..0.999_f64).prop_map(|level| Probability::new(level).unwrap())
}

/// Five ascending positive numbers and which of them are known.
fn known() -> impl Strategy<Value = Known> {
    (prop::collection::vec(0.5..20.0_f64, 5), 0..3_u8).prop_map(|(steps, which)| {
        let mut sum = 0.0;
        let mut next = steps.iter().map(|step| {
            sum += step;
            sum
        });
        let mut number = || next.next().unwrap();
        let (minimum, q1, median, q3, maximum) = (number(), number(), number(), number(), number());
        match which {
            0 => Known::Range {
                minimum,
                median,
                maximum,
            },
            1 => Known::Quartiles { q1, median, q3 },
            _ => Known::All {
                minimum,
                q1,
                median,
                q3,
                maximum,
            },
        }
    })
}

fn moved(known: &Known, by: f64, times: f64) -> Known {
    let f = |x: f64| by + times * x;
    match *known {
        Known::Range {
            minimum,
            median,
            maximum,
        } => Known::Range {
            minimum: f(minimum),
            median: f(median),
            maximum: f(maximum),
        },
        Known::Quartiles { q1, median, q3 } => Known::Quartiles {
            q1: f(q1),
            median: f(median),
            q3: f(q3),
        },
        Known::All {
            minimum,
            q1,
            median,
            q3,
            maximum,
        } => Known::All {
            minimum: f(minimum),
            q1: f(q1),
            median: f(median),
            q3: f(q3),
            maximum: f(maximum),
        },
    }
}

/// What a paper would print of a table: the ratio and its ends, unrounded.
fn ratio_and_ends(table: &TwoByTwo, ratio: Ratio, level: Probability) -> Option<[f64; 3]> {
    let effect = match ratio {
        Ratio::Risk => log_risk_ratio(&table.cells()),
        Ratio::Odds => log_odds_ratio(&table.cells()),
    };
    let effect = effect.ok()?;
    let z = normal::upper_quantile(level.complement().half());
    let half = z * effect.variance.get().sqrt();
    Some([0.0, -half, half].map(|shift| (effect.estimate + shift).exp()))
}

/// True when a number lies within rounding of a tie at these places.
fn tied(x: f64, places: i32) -> bool {
    let scaled = x * 10.0_f64.powi(places);
    ((scaled - scaled.floor()) - 0.5).abs() < 1e-9
}

proptest! {
    #[test]
    fn a_mean_with_its_interval_gives_the_sd_back(
        sd in 0.01..100.0_f64, n in 2..500_u64, mean in -50.0..50.0_f64, level in level(),
    ) {
        let tail = level.complement().half();
        let t = student_t::upper_quantile(tail, n as f64 - 1.0);
        let half = t * sd / (n as f64).sqrt();
        let found = sd_from_interval(mean - half, mean + half, level, n, Quantile::StudentT);
        // The ends carry the rounding of the mean, which is up to 10⁵ half widths away.
        prop_assert!(near(found.unwrap().value, sd, 1e-9, 0.0));
    }

    #[test]
    fn a_comparison_with_its_p_gives_the_sd_back(
        sd in 0.01..100.0_f64, t in 0.1..5.0_f64, n1 in 2..300_u64, n2 in 2..300_u64,
    ) {
        let se = sd * (1.0 / n1 as f64 + 1.0 / n2 as f64).sqrt();
        let p = Probability::new(student_t::two_sided_p(t, (n1 + n2 - 2) as f64)).unwrap();
        let found = pooled_sd_from_p(-t * se, p, [n1, n2], Quantile::StudentT);
        prop_assert!(near(found.unwrap().value, sd, 1e-10, 0.0));
    }

    #[test]
    fn a_correlation_comes_back(before in 0.1..50.0_f64, ratio in 0.2..5.0_f64, r in -0.99..0.99_f64) {
        let change = sd_of_change(before, before * ratio, r).unwrap().value;
        let found = correlation_from_sds(before, before * ratio, change).unwrap().value;
        prop_assert!((found - r).abs() < 1e-12);
    }

    #[test]
    fn effects_come_back(d in -4.0..4.0_f64, v in 0.001..1.0_f64, n1 in 1..200_u64, n2 in 1..200_u64) {
        let effect = Effect::new(d, v).unwrap();
        for latent in [Latent::Logistic, Latent::Normal] {
            let odds = log_odds_from_d(&effect, latent).unwrap().value;
            let back = d_from_log_odds(&odds, latent).unwrap().value;
            prop_assert!(near(back.estimate, d, 1e-13, 1e-3) && near(back.variance.get(), v, 1e-13, 0.0));
        }
        let r = r_from_d(&effect, n1, n2).unwrap().value;
        let back = d_from_r(&r, n1, n2).unwrap().value;
        prop_assert!(near(back.estimate, d, 1e-9, 1e-3) && near(back.variance.get(), v, 1e-9, 0.0));
        let p = Probability::new(normal::two_sided_p(d / v.sqrt())).unwrap();
        // Below 1e-307 a double loses digits.
        if d.abs() > 0.01 && p.get() > 1e-300 {
            let back = from_p(d, p, Scale::Identity, Reference::Normal).unwrap().value;
            prop_assert!(near(back.variance.get(), v, 1e-9, 0.0));
        }
    }

    #[test]
    fn an_interval_of_a_ratio_comes_back(y in -3.0..3.0_f64, se in 0.01..1.0_f64, level in level()) {
        let half = se * normal::upper_quantile(level.complement().half());
        let ends = [y, y - half, y + half].map(f64::exp);
        let found = from_interval(Some(ends[0]), ends[1], ends[2], level, Scale::Log, Reference::Normal);
        let found = found.unwrap().value;
        prop_assert!(near(found.effect.estimate, y, 1e-12, 1e-3));
        prop_assert!(near(found.effect.variance.get(), se * se, 1e-9, 0.0));
        prop_assert!(found.asymmetry.abs() < 1e-9);
    }

    #[test]
    fn ratios_of_a_table_turn_into_each_other(a in 1..50_u64, b in 1..50_u64, c in 1..50_u64, d in 1..50_u64) {
        let cells = TwoByTwo::new(a, a + b, c, c + d).unwrap().cells();
        let (or, rr) = (log_odds_ratio(&cells).unwrap(), log_risk_ratio(&cells).unwrap());
        let risk = Probability::new(c as f64 / (c + d) as f64).unwrap();
        let found = risk_ratio_from_odds_ratio(or.estimate.exp(), risk).unwrap().value;
        prop_assert!(near(found, rr.estimate.exp(), 1e-12, 0.0));
        let found = odds_ratio_from_risk_ratio(rr.estimate.exp(), risk).unwrap().value;
        prop_assert!(near(found, or.estimate.exp(), 1e-11, 0.0));
    }

    #[test]
    fn a_table_comes_back_from_its_margins(a in 0..80_u64, b in 1..80_u64, c in 1..80_u64, d in 0..80_u64) {
        let (n, r, s) = (a + b + c + d, a + b, a + c);
        let margins = Margins::new(n, r, s).unwrap();
        let original = TwoByTwo::new(a, r, c, n - r).unwrap();
        let [na, nb, nc, nd] = [a, b, c, d].map(|x| x as f64);
        let cross = na * nd - nb * nc;
        let products = r as f64 * (n - r) as f64 * s as f64 * (n - s) as f64;
        let nf = n as f64;
        let square = nf * cross * cross / products * cross.signum();
        let mut all = vec![Association::Phi(cross / products.sqrt()), Association::ChiSquared(square)];
        if a > 0 && d > 0 {
            all.push(Association::OddsRatio(na * nd / (nb * nc)));
        }
        if cross.abs() > nf / 2.0 {
            let less = cross.abs() - nf / 2.0;
            all.push(Association::ChiSquaredYates(nf * less * less / products * cross.signum()));
        }
        for association in all {
            let found = table(&margins, association).unwrap().value;
            prop_assert_eq!(found, original, "{:?}", association);
        }
    }

    #[test]
    fn combined_groups_are_the_raw_data_together(
        data in prop::collection::vec(prop::collection::vec(-20.0..20.0_f64, 2..8), 1..6),
    ) {
        let group = |values: &[f64]| {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
            Group::new(mean, (squares / (n - 1.0)).sqrt(), values.len() as u64)
        };
        let parts: Vec<Group> = data.iter().map(|values| group(values).unwrap()).collect();
        let found = combine::groups(&parts).unwrap().value;
        let whole = group(&data.concat()).unwrap();
        prop_assert_eq!(found.n(), whole.n());
        prop_assert!(near(found.mean(), whole.mean(), 1e-12, 1.0));
        prop_assert!(near(found.sd(), whole.sd(), 1e-12, 0.0));
    }

    #[test]
    fn another_unit_gives_the_same_answer(known in known(), n in 5..500_u64, by in -30.0..30.0_f64, times in 0.01..100.0_f64) {
        let one = FiveNumbers::new(known, n).unwrap();
        let other = FiveNumbers::new(moved(&known, by, times), n).unwrap();
        let mut methods = vec![luo_wan_shi, wan];
        if !matches!(known, Known::Quartiles { .. }) {
            methods.push(hozo);
        }
        for method in methods {
            let (a, b) = (method(&one).unwrap().value, method(&other).unwrap().value);
            prop_assert!(near(b.mean, by + times * a.mean, 1e-10, 1.0));
            prop_assert!(near(b.sd, times * a.sd, 1e-9, 0.0));
        }
        let (a, b) = (skewness::test(&one), skewness::test(&other));
        prop_assert!((a.statistic - b.statistic).abs() < 1e-9 && a.critical == b.critical);
        let scaled = FiveNumbers::new(moved(&known, 0.0, times), n).unwrap();
        if let (Ok(a), Ok(b)) = (log_normal(&one), log_normal(&scaled)) {
            prop_assert!(near(b.value.mean, times * a.value.mean, 1e-10, 0.0));
            prop_assert!(near(b.value.sd, times * a.value.sd, 1e-8, 0.0));
        }
    }

    #[test]
    fn a_printed_count_is_among_its_candidates(x in 0..2000_u64, more in 0..2000_u64, places in 0..4_usize) {
        let n = (x + more).max(1);
        let text = format!("{:.places$}", 100.0 * x as f64 / n as f64);
        let holds = match events_from_percentage(text.parse().unwrap(), n).unwrap().value {
            Candidates::None => false,
            Candidates::Unique(count) => count == x,
            Candidates::Several(range) => range.contains(&x),
        };
        prop_assert!(holds, "{x} of {n} as {text}");
        let mean = format!("{:.places$}", x as f64 / n as f64);
        let totals = totals_from_mean(mean.parse().unwrap(), n, 1).unwrap().value;
        prop_assert!(totals.is_some_and(|totals| totals.contains(&i128::from(x))), "{x}/{n} as {mean}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every table that prints the same is found, and no other; ties may be printed in two ways.
    #[test]
    fn tables_of_a_ratio_are_those_that_a_full_search_finds(
        n1 in 2..30_u64, n2 in 2..30_u64, shares in [0.0..1.0_f64, 0.0..1.0_f64],
        places in 1..4_usize, level in level(), odds in any::<bool>(),
    ) {
        let ratio = if odds { Ratio::Odds } else { Ratio::Risk };
        let event = |n: u64, share: f64| 1 + ((n - 2) as f64 * share) as u64;
        let origin = TwoByTwo::new(event(n1, shares[0]), n1, event(n2, shares[1]), n2).unwrap();
        let texts = |table: &TwoByTwo| {
            let numbers = ratio_and_ends(table, ratio, level)?;
            Some(numbers.map(|x| format!("{x:.places$}")))
        };
        let wanted = texts(&origin).unwrap();
        let [estimate, lower, upper] = [0, 1, 2].map(|i| wanted[i].parse().unwrap());
        let printed = PrintedRatio { ratio, estimate, lower, upper, level };
        let found = tables(&printed, n1, n2).unwrap().value;
        prop_assert!(found.contains(&origin));
        for a in 0..=n1 {
            for c in 0..=n2 {
                let table = TwoByTwo::new(a, n1, c, n2).unwrap();
                let numbers = ratio_and_ends(&table, ratio, level);
                let at_tie = numbers.is_some_and(|all| all.iter().any(|x| tied(*x, places as i32)));
                let same = texts(&table).as_ref() == Some(&wanted);
                prop_assert!(at_tie || same == found.contains(&table), "{:?} {:?}", wanted, table);
            }
        }
    }

    #[test]
    fn quantile_estimation_in_another_unit(known in known(), n in 5..500_u64, exponent in -3.0..3.0_f64) {
        let times = 10.0_f64.powf(exponent);
        let one = fit(&FiveNumbers::new(known, n).unwrap()).unwrap().value;
        let other = fit(&FiveNumbers::new(moved(&known, 0.0, times), n).unwrap()).unwrap().value;
        for fitted in [&one, &other].map(|found| std::iter::once(&found.best).chain(&found.others)) {
            for family in fitted {
                prop_assert!(family.converged(), "{:?} of {:?}", family, known);
            }
        }
        // A beta fit is tried only between 0 and 1.
        if one.best.distribution.name() == other.best.distribution.name() {
            prop_assert!(near(other.moments.mean, times * one.moments.mean, 1e-6, 0.0));
            prop_assert!(near(other.moments.sd, times * one.moments.sd, 1e-5, 0.0));
        }
    }
}
