//! Identities of the effect sizes beyond means and tables, on random inputs.

use crate::strategies::{full_table, group, near, table};
use euthymia_synthesis::effect::matched_pairs::Pairs;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::pair_correlation::PairCorrelation;
use euthymia_synthesis::effect::paired::{Occasion, Paired};
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::pre_post_control::TwoPaired;
use euthymia_synthesis::effect::standardised::CohensD;
use euthymia_synthesis::effect::{Effect, Inputs, RatioBias, Rules, SmallSample, compute};
use euthymia_synthesis::measure::{Input, Measure};
use proptest::prelude::*;

fn of(measure: Measure, inputs: Inputs) -> Effect {
    compute(measure, &inputs, &Rules::of(measure))
        .unwrap()
        .effect
}

/// A variance that is the square of a difference, as that of a biserial correlation near 1, loses
/// digits where the difference is small.
fn opposite(a: Effect, b: Effect) -> bool {
    near(a.estimate, -b.estimate, 1e-11, 1e-3)
        && near(a.variance.get(), b.variance.get(), 1e-11, 1e-5)
}

fn measures(input: Input) -> impl Iterator<Item = Measure> {
    Measure::ALL.into_iter().filter(move |m| m.input() == input)
}

fn occasion() -> impl Strategy<Value = Occasion> {
    (1.0..50.0_f64, 0.5..10.0_f64).prop_map(|(mean, sd)| Occasion::new(mean, sd).unwrap())
}

fn paired() -> impl Strategy<Value = Paired> {
    (occasion(), occasion(), 4..300_u64, -0.9..0.95_f64).prop_map(|(after, before, n, r)| {
        Paired::new(after, before, n, PairCorrelation::given(r).unwrap()).unwrap()
    })
}

fn positive_group() -> impl Strategy<Value = Group> {
    (1.0..50.0_f64, 0.5..10.0_f64, 3..300_u64)
        .prop_map(|(mean, sd, n)| Group::new(mean, sd, n).unwrap())
}

proptest! {
    #[test]
    fn swapping_the_groups_changes_the_sign_of_every_comparison([a, b, c, d] in full_table()) {
        for measure in measures(Input::TwoProportions) {
            let here = of(measure, Inputs::TwoProportions(table([a, b, c, d])));
            let there = of(measure, Inputs::TwoProportions(table([c, d, a, b])));
            prop_assert!(opposite(here, there), "{}", measure.code());
        }
        let pairs = |b, c| Inputs::MatchedPairs(Pairs::new(a, b, c, d).unwrap());
        for measure in measures(Input::MatchedPairs) {
            prop_assert!(opposite(of(measure, pairs(b, c)), of(measure, pairs(c, b))), "{}", measure.code());
        }
        let rate = |x, t| PersonTime::new(x, t as f64).unwrap();
        for measure in measures(Input::TwoRates) {
            let here = of(measure, Inputs::TwoRates([rate(a, b), rate(c, d)]));
            let there = of(measure, Inputs::TwoRates([rate(c, d), rate(a, b)]));
            prop_assert!(opposite(here, there), "{}", measure.code());
        }
    }

    #[test]
    fn swapping_means_changes_the_sign_except_where_one_group_is_the_yardstick(
        first in positive_group(), second in positive_group(),
    ) {
        for measure in measures(Input::TwoMeans) {
            let yardstick = matches!(measure, Measure::GlassDelta | Measure::GlassDeltaUnequal);
            let rules = Rules::of(measure);
            let here = compute(measure, &Inputs::TwoMeans([first, second]), &rules);
            let there = compute(measure, &Inputs::TwoMeans([second, first]), &rules);
            // A biserial correlation can lie beyond 1.
            if let (Ok(here), Ok(there), false) = (here, there, yardstick) {
                prop_assert!(opposite(here.effect, there.effect), "{}", measure.code());
            }
        }
    }

    #[test]
    fn exchanging_before_and_after_changes_the_sign_where_neither_is_the_yardstick(data in paired()) {
        let back = Paired::new(data.before(), data.after(), data.n(), data.correlation()).unwrap();
        for measure in measures(Input::Paired) {
            if !matches!(measure, Measure::ChangeByBefore | Measure::ChangeByBeforeUnequal) {
                let (here, there) = (of(measure, Inputs::Paired(data)), of(measure, Inputs::Paired(back)));
                prop_assert!(opposite(here, there), "{}", measure.code());
            }
        }
    }

    #[test]
    fn a_unit_of_measurement_does_not_matter_to_standardised_changes(
        data in paired(), other in paired(), unit in 0.1..10.0_f64,
    ) {
        let larger = |p: Paired| {
            let times = |o: Occasion| Occasion::new(o.mean() * unit, o.sd() * unit).unwrap();
            Paired::new(times(p.after()), times(p.before()), p.n(), p.correlation()).unwrap()
        };
        for measure in measures(Input::Paired).filter(|m| *m != Measure::MeanChange) {
            let (here, there) = (of(measure, Inputs::Paired(data)), of(measure, Inputs::Paired(larger(data))));
            prop_assert!(near(here.estimate, there.estimate, 1e-9, 1e-3), "{}", measure.code());
            prop_assert!(near(here.variance.get(), there.variance.get(), 1e-9, 0.0), "{}", measure.code());
        }
        for measure in measures(Input::TwoPaired) {
            let both = |first, second| Inputs::TwoPaired(TwoPaired { first, second });
            let here = of(measure, both(data, other));
            let there = of(measure, both(larger(data), larger(other)));
            prop_assert!(near(here.estimate, there.estimate, 1e-9, 1e-3), "{}", measure.code());
            let swapped = of(measure, both(other, data));
            prop_assert!(opposite(here, swapped), "{}", measure.code());
        }
    }

    #[test]
    fn a_unit_of_time_scales_a_rate_and_not_a_ratio(x in 1..200_u64, y in 1..200_u64, unit in 0.1..10.0_f64) {
        let rate = |x, t: f64| PersonTime::new(x, t).unwrap();
        let (here, there) = (
            of(Measure::RateRatio, Inputs::TwoRates([rate(x, 3.0), rate(y, 5.0)])),
            of(Measure::RateRatio, Inputs::TwoRates([rate(x, 3.0 * unit), rate(y, 5.0 * unit)])),
        );
        prop_assert!(near(here.estimate, there.estimate, 1e-12, 1e-3));
        for measure in measures(Input::OneRate) {
            let shown = |t: f64| {
                let effect = of(measure, Inputs::OneRate(rate(x, t)));
                measure.to_natural(effect.estimate, Some(t))
            };
            prop_assert!(near(shown(3.0), x as f64 / 3.0, 1e-12, 0.0), "{}", measure.code());
            prop_assert!(near(shown(3.0 * unit) * unit, shown(3.0), 1e-12, 0.0), "{}", measure.code());
        }
    }

    #[test]
    fn the_correlation_comes_back_from_the_standard_deviation_of_the_change(data in paired()) {
        let (s1, s0) = (data.after().sd(), data.before().sd());
        let sd = data.change_variance().sqrt();
        let r = PairCorrelation::from_change_sd(s1, s0, sd).unwrap().value();
        prop_assert!(near(r, data.correlation().value(), 1e-11, 1.0));
        let t = data.change() / sd * (data.n() as f64).sqrt();
        if t != 0.0 {
            let again = PairCorrelation::from_paired_t(s1, s0, data.change(), t, data.n()).unwrap();
            prop_assert!(near(again.value(), r, 1e-11, 1.0));
        }
    }

    #[test]
    fn d_from_means_is_d(first in group(), second in group()) {
        let d = Inputs::CohensD(CohensD::of(&first, &second).unwrap());
        let means = Inputs::TwoMeans([first, second]);
        for measure in [Measure::HedgesG, Measure::PointBiserial, Measure::DToOddsRatioLogistic] {
            prop_assert_eq!(of(measure, d), of(measure, means));
        }
    }

    #[test]
    fn a_correction_of_a_ratio_of_means_vanishes_with_size(first in positive_group(), second in positive_group()) {
        let many = |g: &Group| Group::new(g.mean(), g.sd(), g.n() * 1_000_000_000).unwrap();
        let found = |bias| {
            let rules = Rules { ratio_bias: bias, ..Rules::of(Measure::RatioOfMeans) };
            let data = Inputs::TwoMeans([many(&first), many(&second)]);
            compute(Measure::RatioOfMeans, &data, &rules).unwrap().effect.estimate
        };
        prop_assert!(near(found(RatioBias::Plain), found(RatioBias::Corrected), 1e-6, 1.0));
    }

    #[test]
    fn the_approximate_factor_is_near_the_exact_one(m in 2.0..1e6_f64) {
        let (exact, approximate) = (SmallSample::Exact.factor(m).unwrap(), SmallSample::Approximate.factor(m).unwrap());
        prop_assert!((exact - approximate).abs() < 0.01 && exact < 1.0 && approximate < 1.0);
    }
}
