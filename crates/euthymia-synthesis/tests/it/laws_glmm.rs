//! What must hold for every mixed model, and that no counts make one panic.

use crate::glmm_cases::{counts, tables};
use euthymia_numerics::chi_squared;
use euthymia_numerics::{Probability, minimum::Outcome};
use euthymia_synthesis::beta_binomial;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::glmm::{
    Coding, Effects, GlmmFit, GridSize, Likelihood, Model, Options, Parameters, Quadrature,
    fit_odds_ratios, fit_proportions, fit_rate_ratios, fit_rates,
};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

const MODELS: [Model; 4] = [
    Model::FixedStudies(Coding::Half),
    Model::RandomStudies {
        coding: Coding::Half,
        correlated: false,
    },
    Model::Conditional,
    Model::ConditionalApproximate,
];

fn at(fit: &GlmmFit, effect: f64, tau: f64) -> Parameters {
    let levels = fit.levels;
    Parameters {
        level: levels.map_or(0.0, |levels| levels.mean),
        sigma: levels.map_or(0.0, |levels| levels.variance.sqrt()),
        ..Parameters::new(effect, tau)
    }
}

#[test]
fn the_likelihood_is_level_at_its_maximum_and_lower_beside_it() {
    let tables = tables("nielweise2007");
    for model in MODELS {
        let fit = fit_odds_ratios(&tables, model, &Options::default()).unwrap();
        assert_eq!(fit.outcome, Outcome::Converged);
        let likelihood = Likelihood::odds_ratios(&tables, model).unwrap();
        let tau = fit.tau2.unwrap().value.sqrt();
        let value = |effect, tau| likelihood.at(&at(&fit, effect, tau), GridSize::Step(0.4));
        assert_close!(
            value(fit.estimate, tau),
            fit.log_likelihood,
            "integral",
            "{model:?}"
        );
        let h = 1e-3;
        for (up, down) in [
            (value(fit.estimate + h, tau), value(fit.estimate - h, tau)),
            (value(fit.estimate, tau + h), value(fit.estimate, tau - h)),
        ] {
            assert!(
                up < fit.log_likelihood && down < fit.log_likelihood,
                "{model:?}"
            );
            // A slope of s would make the two differ by 2hs; of the third order 10⁻⁹ is left.
            assert!((up - down).abs() < 1e-7, "{model:?}: {}", up - down);
        }
    }
}

#[test]
fn groups_exchanged_turn_the_sign_and_nothing_else() {
    let tables = tables("nielweise2007");
    let turned: Vec<TwoByTwo> = tables
        .iter()
        .map(|table| {
            let [a, n1, c, n2] = table.counts();
            TwoByTwo::new(c, n2, a, n1).unwrap()
        })
        .collect();
    for model in MODELS {
        let one = fit_odds_ratios(&tables, model, &Options::default()).unwrap();
        let other = fit_odds_ratios(&turned, model, &Options::default()).unwrap();
        assert_close!(other.estimate, -one.estimate, "estimate", "{model:?}");
        assert_close!(
            other.standard_error,
            one.standard_error,
            "estimate",
            "{model:?}"
        );
        let (tau2, turned) = (one.tau2.unwrap().value, other.tau2.unwrap().value);
        assert_close!(turned, tau2, "optimum", "{model:?}");
    }
}

#[test]
fn gauss_hermite_points_and_the_settled_grid_agree() {
    let counts = counts("feng2019");
    let settled = fit_proportions(&counts, &Options::default()).unwrap();
    let options = Options {
        quadrature: Quadrature::Points(41),
        ..Options::default()
    };
    let points = fit_proportions(&counts, &options).unwrap();
    assert_eq!(points.grid, GridSize::Points(41));
    assert_close!(points.estimate, settled.estimate, "estimate", "μ");
    assert_close!(
        points.log_likelihood,
        settled.log_likelihood,
        "integral",
        "ℓ"
    );
}

#[test]
fn profile_intervals_end_where_the_likelihood_has_fallen_by_half_the_quantile() {
    let counts = counts("pritz1997");
    let options = Options {
        profile: true,
        ..Options::default()
    };
    let fit = fit_proportions(&counts, &options).unwrap();
    let profile = fit.profile.unwrap();
    let fall = 0.5 * chi_squared::upper_quantile(Probability::new(0.05).unwrap(), 1.0);
    let likelihood = Likelihood::proportions(&counts).unwrap();
    let highest = |values: &dyn Fn(f64) -> Parameters, low: f64, high: f64| {
        // The best of a fine line of the other parameter.
        let steps = (0..=4000).map(|i| low + (high - low) * f64::from(i) / 4000.0);
        steps
            .map(|other| likelihood.at(&values(other), GridSize::Step(0.4)))
            .fold(f64::NEG_INFINITY, f64::max)
    };
    for end in [profile.estimate.lower, profile.estimate.upper] {
        let best = highest(&|tau| Parameters::new(end, tau), 0.0, 3.0);
        assert!((fit.log_likelihood - best - fall).abs() < 1e-5, "{end}");
    }
    let upper = profile.tau2.unwrap().upper.sqrt();
    let best = highest(&|effect| Parameters::new(effect, upper), 0.0, 3.0);
    assert!((fit.log_likelihood - best - fall).abs() < 1e-5, "{upper}");
}

#[test]
fn a_study_counted_twice_is_the_same_as_two_studies() {
    let once = [Count::new(3, 20), Count::new(9, 30), Count::new(1, 40)].map(Result::unwrap);
    let twice: Vec<Count> = once.iter().flat_map(|c| [*c, *c]).collect();
    let fit = fit_proportions(&twice, &Options::default()).unwrap();
    let single = fit_proportions(&once, &Options::default()).unwrap();
    assert_close!(
        fit.log_likelihood,
        2.0 * single.log_likelihood,
        "integral",
        "ℓ"
    );
    assert_close!(fit.estimate, single.estimate, "estimate", "μ");
    let expected = single.standard_error / 2.0_f64.sqrt();
    assert_close!(fit.standard_error, expected, "estimate", "se");
}

fn group() -> impl Strategy<Value = (u64, u64)> {
    let n = prop_oneof![1..30_u64, 1..2000_u64, Just(1_000_000)];
    n.prop_flat_map(|n| (prop_oneof![0..=n, Just(0), Just(n)], Just(n)))
}

fn sound(fit: &GlmmFit) {
    assert!(fit.estimate.is_finite() && fit.standard_error > 0.0);
    assert!(fit.bounds.lower < fit.bounds.upper);
    assert!(
        fit.tau2
            .is_none_or(|tau2| tau2.value >= 0.0 && tau2.value.is_finite())
    );
    assert!(
        fit.heterogeneity
            .is_none_or(|h| (0.0..=1.0).contains(&h.i2))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_proportions(groups in prop::collection::vec(group(), 0..7), common: bool) {
        let counts: Vec<Count> = groups.iter().map(|(x, n)| Count::new(*x, *n).unwrap()).collect();
        let effects = if common { Effects::Common } else { Effects::Random };
        let options = Options { effects, ..Options::default() };
        if let Ok(fit) = fit_proportions(&counts, &options) {
            sound(&fit);
            prop_assert!(fit.trace.last().unwrap().value >= fit.trace[0].value - 1e-6);
            // Events and others exchanged turn the sign.
            let other: Vec<Count> =
                groups.iter().map(|(x, n)| Count::new(n - x, *n).unwrap()).collect();
            let turned = fit_proportions(&other, &options).unwrap();
            let size = fit.standard_error;
            prop_assert!((turned.estimate + fit.estimate).abs() < 1e-4 * size.max(1.0));
        }
        let small: Vec<Count> = counts.into_iter().filter(|c| c.n() < 3000).collect();
        if let Ok(fit) = beta_binomial::fit_proportions(&small, effects, Probability::NINETY_FIVE) {
            prop_assert!(fit.estimate.is_finite() && fit.standard_error > 0.0);
            prop_assert!(fit.correlation.is_none_or(|rho| (0.0..1.0).contains(&rho.value)));
        }
    }

    #[test]
    fn any_tables(groups in prop::collection::vec((group(), group()), 0..5), which in 0..4_usize) {
        let table = |((x1, n1), (x2, n2)): &((u64, u64), (u64, u64))| {
            TwoByTwo::new(*x1, *n1, *x2, *n2).unwrap()
        };
        let tables: Vec<TwoByTwo> = groups.iter().map(table).collect();
        if let Ok(fit) = fit_odds_ratios(&tables, MODELS[which], &Options::default()) {
            sound(&fit);
        }
    }

    #[test]
    fn any_rates(groups in prop::collection::vec((0..500_u64, -3.0..6.0_f64, 0..500_u64), 0..6)) {
        let pair = |(x1, ln_time, x2): &(u64, f64, u64)| {
            let time = ln_time.exp();
            [PersonTime::new(*x1, time).unwrap(), PersonTime::new(*x2, 2.0 * time).unwrap()]
        };
        let pairs: Vec<[PersonTime; 2]> = groups.iter().map(pair).collect();
        let first: Vec<PersonTime> = pairs.iter().map(|pair| pair[0]).collect();
        if let Ok(fit) = fit_rates(&first, &Options::default()) {
            sound(&fit);
        }
        for model in [Model::Conditional, Model::FixedStudies(Coding::Treatment)] {
            if let Ok(fit) = fit_rate_ratios(&pairs, model, &Options::default()) {
                sound(&fit);
            }
        }
    }
}
