//! What must hold of a meta-analytic-predictive prior whatever the counts.

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::map_prior::{MapError, MapOptions, MapPrior};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

fn counts(list: &[(u64, u64)]) -> Vec<Count> {
    let count = |(events, n): &(u64, u64)| Count::new(*events, *n).unwrap();
    list.iter().map(count).collect()
}

fn prior(list: &[(u64, u64)]) -> MapPrior {
    MapPrior::new(&counts(list), &MapOptions::default()).unwrap()
}

fn share(p: f64) -> Probability {
    Probability::new(p).unwrap()
}

#[test]
fn counts_in_the_middle_leave_everything_in_the_middle() {
    let prior = prior(&[(5, 10), (8, 16)]);
    assert_close!(prior.rate().mean(), 0.5, "integral", "mean");
    assert_close!(prior.rate().median(), 0.5, "integral", "median");
    let interval = prior.rate().interval(Probability::NINETY_FIVE);
    assert_close!(interval.lower + interval.upper, 1.0, "integral", "interval");
    let update = prior.update(Count::new(7, 14).unwrap()).unwrap();
    for weight in [0.0, 0.3, 1.0] {
        let posterior = update.robust(share(weight));
        assert_close!(posterior.mean(), 0.5, "integral", "posterior mean");
        assert_close!(posterior.above_mean_rate(), 0.5, "integral", "above");
    }
}

#[test]
fn the_weight_of_the_prior_follows_from_the_predictive_probabilities() {
    let prior = prior(&[(9, 30), (14, 40)]);
    let tails = prior.predictive(21).tails(4).unwrap();
    let update = prior.update(Count::new(4, 21).unwrap()).unwrap();
    assert_close!(update.log_mass().exp(), tails.mass, "integral", "mass");
    // Under Beta(1, 1) each of the 22 numbers of events has probability 1/22.
    let expected = 0.8 * tails.mass / (0.8 * tails.mass + 0.2 / 22.0);
    assert_close!(
        update.robust(share(0.2)).informative(),
        expected,
        "integral",
        "weight"
    );
    assert_eq!(update.robust(share(0.0)).informative(), 1.0);
    assert_eq!(update.robust(share(1.0)).informative(), 0.0);
}

#[test]
fn a_conflict_takes_the_weight_away_and_agreement_adds_to_it() {
    let prior = prior(&[(9, 30), (14, 40), (20, 61)]);
    let weight = |events| {
        let update = prior.update(Count::new(events, 40).unwrap()).unwrap();
        update.robust(share(0.2)).informative()
    };
    assert!(weight(13) > 0.8, "agreement");
    assert!(weight(40) < 0.1, "conflict");
}

#[test]
fn one_arm_is_enough_and_none_is_not() {
    let one = prior(&[(6, 20)]);
    assert!(one.rate().sd() > one.mean_rate().sd());
    let none = MapPrior::new(&[], &MapOptions::default());
    assert_eq!(none.unwrap_err(), MapError::NoArm);
}

#[test]
fn no_event_and_only_events_are_mirror_images() {
    let (none, all) = (prior(&[(0, 15), (0, 8)]), prior(&[(15, 15), (8, 8)]));
    assert_close!(
        none.rate().mean(),
        1.0 - all.rate().mean(),
        "integral",
        "mean"
    );
    assert_close!(none.tau_mean(), all.tau_mean(), "integral", "tau");
    let tails = |prior: &MapPrior, x| prior.predictive(9).tails(x).unwrap();
    assert_close!(
        tails(&none, 2).at_most,
        tails(&all, 7).at_least,
        "integral",
        "tails"
    );
}

#[test]
fn the_predictive_distribution_sums_to_one() {
    let prior = prior(&[(3, 12), (0, 9)]);
    let predictive = prior.predictive(11);
    let mut below = 0.0;
    for events in 0..=11 {
        let tails = predictive.tails(events).unwrap();
        below += tails.mass;
        assert_close!(tails.at_most, below, "integral", "{events}");
        assert_close!(
            tails.at_most + tails.at_least - tails.mass,
            1.0,
            "integral",
            "{events}"
        );
    }
    let (lower, upper) = predictive.interval(Probability::NINETY_FIVE).unwrap();
    assert!(lower == 0 || predictive.tails(lower - 1).unwrap().at_most <= 0.025);
    assert!(
        predictive
            .tails(upper + 1)
            .is_none_or(|t| t.at_least <= 0.025)
    );
    assert!(predictive.tails(upper).unwrap().at_least > 0.025);
    assert!(prior.predictive(0).tails(0).is_none());
    assert!(prior.predictive(5).tails(6).is_none());
}

#[test]
fn impossible_options_are_refused() {
    let arms = counts(&[(3, 9)]);
    for options in [
        MapOptions {
            mean: f64::NAN,
            ..MapOptions::default()
        },
        MapOptions {
            mean_sd: 0.0,
            ..MapOptions::default()
        },
        MapOptions {
            tau_scale: -1.0,
            ..MapOptions::default()
        },
        MapOptions {
            tau_scale: f64::INFINITY,
            ..MapOptions::default()
        },
    ] {
        let refused = MapPrior::new(&arms, &options);
        assert!(
            matches!(refused, Err(MapError::Option { .. })),
            "{options:?}"
        );
    }
}

#[test]
fn a_large_group_settles_the_matter_and_a_far_one_is_answered() {
    let prior = prior(&[(300, 1000), (280, 1000)]);
    let update = prior.update(Count::new(0, 100_000).unwrap()).unwrap();
    let posterior = update.robust(share(0.2));
    assert!(posterior.mean() < 1e-4);
    assert!(posterior.above_mean_rate() < 1e-6);
    assert!(posterior.interval(Probability::NINETY_FIVE).upper < 1e-3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_counts_have_an_answer_or_an_error(
        arms in prop::collection::vec((0_u64..=40, 0_u64..=40), 1..4),
        (x, others) in (0_u64..=40, 1_u64..=40),
        tau_scale in 0.01_f64..3.0,
        weight in 0.0_f64..=1.0,
    ) {
        let arms: Vec<Count> = arms
            .into_iter()
            .filter_map(|(x, others)| Count::new(x, x + others).ok())
            .collect();
        let options = MapOptions { tau_scale, ..MapOptions::default() };
        let Ok(prior) = MapPrior::new(&arms, &options) else {
            prop_assert!(arms.is_empty());
            return Ok(());
        };
        prop_assert!(prior.converged());
        let update = prior.update(Count::new(x, x + others).unwrap()).unwrap();
        let posterior = update.robust(Probability::new(weight).unwrap());
        let interval = posterior.interval(Probability::NINETY_FIVE);
        prop_assert!(0.0 <= interval.lower && interval.lower < posterior.median());
        prop_assert!(posterior.median() < interval.upper && interval.upper <= 1.0);
        prop_assert!((posterior.cdf(interval.lower) - 0.025).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&posterior.informative()));
        prop_assert!((0.0..=1.0).contains(&posterior.above_mean_rate()));
    }
}
