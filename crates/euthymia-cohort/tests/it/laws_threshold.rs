//! Laws of thresholds: what must hold for any pulses.

use euthymia_cohort::CohortError;
use euthymia_cohort::threshold::by_frequency::by_frequency;
use euthymia_cohort::threshold::interval::interval;
use euthymia_cohort::threshold::likelihood::{Pulse, log_likelihood};
use euthymia_cohort::threshold::pest::{
    log_likelihood_given, next_intensity, one_parameter, spreads, thresholds, two_parameters,
};
use euthymia_cohort::threshold::simulate::{Plan, simulate};
use proptest::prelude::*;
use std::num::NonZeroUsize;

fn pulses() -> impl Strategy<Value = Vec<Pulse>> {
    let pulse = (1_u32..=100, any::<bool>());
    prop::collection::vec(pulse, 1..25).prop_map(|all| {
        all.into_iter()
            .map(|(percent, yes)| Pulse::new(f64::from(percent) / 100.0, yes).unwrap())
            .collect()
    })
}

fn plan(threads: usize) -> Plan {
    Plan {
        runs: 101,
        pulses: 12,
        start: 0.5,
        between: (0.4, 0.6),
        relative_spread: 0.07,
        setting: 0.01,
        level: 0.95,
        seed: 3,
        threads: NonZeroUsize::new(threads).unwrap(),
    }
}

#[test]
fn threads_do_not_change_the_numbers() {
    let one = simulate(&plan(1)).unwrap();
    assert_eq!(one, simulate(&plan(3)).unwrap());
    assert_eq!(one, simulate(&plan(64)).unwrap());
    assert_ne!(one, simulate(&Plan { seed: 4, ..plan(1) }).unwrap());
}

#[test]
fn the_grids_are_as_described() {
    let grid: Vec<f64> = thresholds().collect();
    assert_eq!((grid.len(), grid[0], grid[649]), (650, 0.002, 1.3));
    assert!(spreads().all(|spread| spread > 0.005 && spread < 0.5));
    assert_eq!(spreads().len(), 100);
}

#[test]
fn nothing_is_known_before_the_first_pulse() {
    let none = CohortError::TooFew {
        needed: 1,
        found: 0,
    };
    assert_eq!(one_parameter(&[]), Err(none));
    assert_eq!(two_parameters(&[]), Err(none));
    assert_eq!(interval(&[], 0.95), Err(none));
    for wrong in [0.0, -0.1, 1.31, f64::NAN, f64::INFINITY] {
        assert!(Pulse::new(wrong, true).is_err());
    }
    let once = [Pulse::new(0.5, true).unwrap()];
    for wrong in [0.0, 1.0, 95.0, f64::NAN] {
        assert!(interval(&once, wrong).is_err());
    }
    for wrong in [
        Plan { runs: 1, ..plan(1) },
        Plan {
            start: f64::NAN,
            ..plan(1)
        },
        Plan {
            between: (0.6, 0.4),
            ..plan(1)
        },
    ] {
        assert!(simulate(&wrong).is_err());
    }
}

#[test]
fn a_wide_spread_of_people_makes_estimates_worse() {
    let last = |relative_spread| {
        let plan = Plan {
            relative_spread,
            runs: 400,
            ..plan(2)
        };
        simulate(&plan).unwrap()[11].relative_rmse
    };
    assert!(last(0.03) < last(0.07) && last(0.07) < last(0.15));
}

#[test]
fn the_rule_of_five_in_ten() {
    let of = |percent: f64, yes: usize, no: usize| {
        let answers = std::iter::repeat_n(true, yes).chain(std::iter::repeat_n(false, no));
        answers.map(move |answer| Pulse::new(percent / 100.0, answer).unwrap())
    };
    // 52 %: 5 of 10; 51 %: 4 of 10; 50 %: open after 3 of 8.
    let pulses: Vec<Pulse> = of(52.0, 5, 5)
        .chain(of(51.0, 4, 6))
        .chain(of(50.0, 3, 5))
        .collect();
    let found = by_frequency(&pulses, 5, 10);
    assert_eq!(
        (found.lowest_met, found.not_met_below),
        (Some(0.52), Some(0.51))
    );
    let open: Vec<Option<bool>> = found.levels.iter().map(|level| level.is_met).collect();
    assert_eq!(open, [None, Some(false), Some(true)]);
    // The eleventh pulse of an intensity no longer counts.
    let more: Vec<Pulse> = of(51.0, 4, 6).chain(of(51.0, 1, 0)).collect();
    assert_eq!(by_frequency(&more, 5, 10).lowest_met, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn laws_the_estimate_is_the_best_of_the_grid_and_inside_its_interval(pulses in pulses()) {
        let found = one_parameter(&pulses).unwrap();
        prop_assert!(found.log_likelihood.is_finite());
        for threshold in thresholds() {
            let value = log_likelihood_given(&pulses, threshold);
            prop_assert!(value <= found.log_likelihood + 1e-12 * found.log_likelihood.abs());
        }
        let limits = interval(&pulses, 0.95).unwrap();
        prop_assert!(limits.lower.is_none_or(|lower| lower <= found.threshold));
        prop_assert!(limits.upper.is_none_or(|upper| upper >= found.threshold));
        let wider = interval(&pulses, 0.99).unwrap();
        prop_assert!(wider.lower.unwrap_or(0.0) <= limits.lower.unwrap_or(0.0) + 1e-9);
    }

    #[test]
    fn laws_the_order_of_pulses_does_not_matter(pulses in pulses()) {
        let mut turned = pulses.clone();
        turned.reverse();
        let (one, two) = (one_parameter(&pulses).unwrap(), one_parameter(&turned).unwrap());
        // Sums in another order may settle a near tie on the neighbour.
        prop_assert!((one.threshold - two.threshold).abs() <= 0.002 + 1e-12);
        let whole = log_likelihood(&pulses, 0.5, 0.035);
        prop_assert!((whole - log_likelihood(&turned, 0.5, 0.035)).abs() <= 1e-12 * whole.abs());
    }

    #[test]
    fn laws_a_response_lowers_the_estimate_and_silence_raises_it(pulses in pulses(), percent in 1_u32..=100) {
        let before = one_parameter(&pulses).unwrap().threshold;
        let with = |answer| {
            let more = Pulse::new(f64::from(percent) / 100.0, answer).unwrap();
            let all: Vec<Pulse> = pulses.iter().copied().chain([more]).collect();
            one_parameter(&all).unwrap().threshold
        };
        prop_assert!(with(true) <= before + 0.0021);
        prop_assert!(with(false) >= before - 0.0021);
    }

    #[test]
    fn any_input_gives_a_setting_of_the_stimulator(estimate in any::<f64>(), setting in any::<f64>()) {
        let next = next_intensity(estimate, setting);
        prop_assert!(estimate.is_nan() || (next > 0.0 && next <= 1.0));
        let percent = next_intensity(estimate, 0.01) * 100.0;
        prop_assert!(estimate.is_nan() || (percent - percent.round()).abs() < 1e-9);
    }

    #[test]
    fn any_input_of_pulses_has_an_answer_by_frequency(pulses in pulses(), needed in 0_usize..12, of in 0_usize..12) {
        let found = by_frequency(&pulses, needed, of);
        prop_assert!(found.levels.iter().all(|level| level.responses <= level.pulses && level.pulses <= of));
    }
}
