//! Laws of network meta-regression, and no panic on any input.

use crate::network_cases::any_network;
use crate::network_regression_cases::options;
use euthymia_synthesis::network::regression::{
    Covariate, Interaction, Moderator, RegressionFit, fit_regression,
};
use euthymia_synthesis::network::{
    Dispersion, Model, Network, Relative, Tau2Method, comparison_adjusted, fit, small_study_test,
};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

fn moderator(values: &[f64], centre: f64, scale: f64, interaction: Interaction) -> Moderator {
    Moderator {
        covariate: Covariate {
            name: "x".into(),
            values: values.iter().map(|x| Some(x * scale)).collect(),
            centre: centre * scale,
        },
        interaction,
    }
}

fn covariate(network: &Network, pool: &[f64]) -> Vec<f64> {
    let trials = 0..network.trials().len();
    trials.map(|i| pool[i % pool.len()]).collect()
}

fn interactions() -> impl Strategy<Value = Interaction> {
    prop_oneof![
        Just(Interaction::Shared),
        Just(Interaction::Independent),
        Just(Interaction::ByClass(
            (1..7)
                .map(|i| (format!("T{i}"), format!("class {}", i % 2)))
                .collect()
        )),
    ]
}

/// Classes of the treatments that there are.
fn present(network: &Network, interaction: Interaction) -> Interaction {
    match interaction {
        Interaction::ByClass(classes) => {
            let there = classes.into_iter();
            let there = there.filter(|(name, _)| network.treatment(name).is_some());
            Interaction::ByClass(there.collect())
        }
        other => other,
    }
}

fn pool() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(-2.0..2.0_f64, 20)
}

/// Every comparison that the trials determine at one value.
fn league(fit: &RegressionFit, x: f64) -> Vec<Option<(f64, f64)>> {
    let n = fit.network.treatments().len();
    let pairs = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
    let found = pairs.map(|(i, j)| fit.compare_at(i, j, &[x]));
    found
        .map(|c| c.map(|c| (c.estimate, c.standard_error)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Where a covariate is centred and in which unit it is given changes no comparison.
    #[test]
    fn centre_and_unit_do_not_matter(
        trials in any_network(), pool in pool(), interaction in interactions(),
        centre in -1.0..1.0_f64, scale in prop_oneof![Just(0.01), Just(100.0)],
    ) {
        let network = Network::from_trials(trials).unwrap();
        let x = covariate(&network, &pool);
        let interaction = present(&network, interaction);
        let options = options("T0", Model::CommonEffect);
        let at = |centre, scale| {
            let m = moderator(&x, centre, scale, interaction.clone());
            fit_regression(&network, &[m], &options)
        };
        let (Ok(one), Ok(other)) = (at(0.0, 1.0), at(centre, scale)) else {
            return Ok(());
        };
        for (a, b) in league(&one, 0.5).iter().zip(league(&other, 0.5 * scale)) {
            let (Some(a), Some(b)) = (a, b) else {
                prop_assert_eq!(a.is_some(), b.is_some());
                continue;
            };
            assert_close!(a.0, b.0, "estimate", "estimate");
            assert_close!(a.1, b.1, "estimate", "error");
        }
    }

    /// With known variances the Wald test is what the interactions take from Q, and so is the
    /// likelihood ratio.
    #[test]
    fn wald_is_the_difference_of_q(
        trials in any_network(), pool in pool(), interaction in interactions(),
    ) {
        let network = Network::from_trials(trials).unwrap();
        let interaction = present(&network, interaction);
        let m = moderator(&covariate(&network, &pool), 0.0, 1.0, interaction);
        let options = options("T0", Model::CommonEffect);
        let Ok(found) = fit_regression(&network, &[m], &options) else {
            return Ok(());
        };
        let without = fit(&network, &options.network).unwrap();
        let q = without.heterogeneity.map_or(0.0, |h| h.q);
        let wald = found.wald_test().unwrap();
        assert_close!(wald.q, q - found.residual.q, "estimate", "Wald");
        assert_close!(found.likelihood_ratio.unwrap().q, wald.q, "estimate", "ratio");
        let df = without.heterogeneity.map_or(0, |h| h.df);
        prop_assert_eq!(wald.df + found.residual.df, df);
    }

    /// The explanation of a row is the comparison at the values of its trial.
    #[test]
    fn rows_say_what_comparisons_say(
        trials in any_network(), pool in pool(), exchangeable in any::<bool>(),
    ) {
        let network = Network::from_trials(trials).unwrap();
        let x = covariate(&network, &pool);
        let interaction = if exchangeable { Interaction::Exchangeable } else { Interaction::Shared };
        let m = moderator(&x, 0.3, 1.0, interaction);
        let options = options("T0", Model::RandomEffects(Tau2Method::Reml));
        let Ok(found) = fit_regression(&network, &[m], &options) else {
            return Ok(());
        };
        for row in found.design_rows() {
            let trial = network.trials().iter().position(|t| t.label() == row.trial).unwrap();
            let place = |name: &str| found.network.treatment(name).unwrap();
            let (one, other) = (place(&row.treatment), place(&row.base));
            let at = found.compare_at(one, other, &[x[trial]]).unwrap();
            assert_close!(row.fitted, at.estimate, "estimate", "{}", row.trial);
            let table = found.estimates_at(&[x[trial]]).unwrap();
            let same = table.estimates.compare(one, other).unwrap();
            assert_close!(same.standard_error, at.standard_error, "estimate", "{}", row.trial);
        }
    }

    /// The restricted likelihood with exchangeable interactions is no lower than with shared ones.
    #[test]
    fn random_slopes_do_not_fit_worse(trials in any_network(), pool in pool()) {
        let network = Network::from_trials(trials).unwrap();
        let x = covariate(&network, &pool);
        let m = moderator(&x, 0.0, 1.0, Interaction::Exchangeable);
        let options = options("T0", Model::RandomEffects(Tau2Method::Reml));
        let Ok(found) = fit_regression(&network, &[m], &options) else {
            return Ok(());
        };
        let variance = found.slope_variance.unwrap();
        prop_assert!(variance.value >= 0.0 && variance.test.statistic >= 0.0);
        prop_assert!(variance.test.p_value <= 0.5 || variance.value == 0.0);
    }

    /// Nothing panics, whatever the covariate.
    #[test]
    fn any_input_is_answered(
        trials in any_network(), which in 0..4_usize, centre in any::<f64>(), method in 0..4_usize,
        pool in proptest::collection::vec(proptest::option::of(prop_oneof![
            any::<f64>(), Just(0.0), Just(1.0), -2.0..2.0_f64]), 20),
        at in any::<f64>(),
    ) {
        let network = Network::from_trials(trials).unwrap();
        let interaction = [Interaction::Shared, Interaction::Independent, Interaction::Exchangeable,
            Interaction::ByClass(Default::default())][which].clone();
        let values = (0..network.trials().len()).map(|i| pool[i % pool.len()]).collect();
        let m = Moderator {
            covariate: Covariate { name: "x".into(), values, centre },
            interaction,
        };
        let model = [Model::CommonEffect, Model::RandomEffects(Tau2Method::Reml),
            Model::RandomEffects(Tau2Method::MaximumLikelihood),
            Model::RandomEffects(Tau2Method::DerSimonianLaird)][method];
        if let Ok(found) = fit_regression(&network, &[m], &options("T0", model)) {
            for (estimate, error) in league(&found, at).into_iter().flatten() {
                prop_assert!(estimate.is_finite() && error > 0.0);
            }
            let _ = (found.estimates_at(&[at]), found.slopes(), found.design_rows());
            let _ = (found.interaction_tests(), found.wald_test(), found.coefficients());
        }
    }

    /// The order turned round turns the line round.
    #[test]
    fn the_other_order_has_the_other_slope(trials in any_network()) {
        let network = Network::from_trials(trials).unwrap();
        let options = options("T0", Model::CommonEffect).network;
        let found = fit(&network, &options).unwrap();
        let order: Vec<usize> = (0..network.treatments().len()).collect();
        let turned: Vec<usize> = order.iter().rev().copied().collect();
        for dispersion in [Dispersion::Multiplicative, Dispersion::Sampling] {
            let test = |order: &[usize]| {
                let points = comparison_adjusted(&found, order).unwrap();
                small_study_test(&points, dispersion, options.level)
            };
            let (Some(one), Some(other)) = (test(&order), test(&turned)) else {
                continue;
            };
            assert_close!(one.slope.estimate, -other.slope.estimate, "estimate", "slope");
            assert_close!(one.slope.p_value, other.slope.p_value, "estimate", "p");
        }
    }
}
