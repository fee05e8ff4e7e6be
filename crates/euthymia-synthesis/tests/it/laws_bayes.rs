//! Laws of the posterior on random study sets: shifts, scales, order, limits, wholes.

use crate::strategies::{near, pairs, set, wild_pairs};
use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::bayes::{
    self, BayesError, IntervalKind, MeanPrior, Options, Posterior, Summary, TauPrior,
};
use euthymia_synthesis::pairwise::mean::weighted;
use proptest::prelude::*;

fn fit(pairs: &[(f64, f64)], prior: TauPrior) -> Posterior {
    bayes::fit(&set(pairs), &Options::new(prior)).unwrap()
}

/// Proper priors of several shapes whose scale is about one.
fn priors() -> impl Strategy<Value = TauPrior> {
    let scale = 0.2..3.0_f64;
    prop_oneof![
        scale
            .clone()
            .prop_map(|scale| TauPrior::HalfNormal { scale }),
        scale
            .clone()
            .prop_map(|scale| TauPrior::HalfCauchy { scale }),
        scale
            .clone()
            .prop_map(|scale| TauPrior::HalfT { df: 4.0, scale }),
        scale
            .clone()
            .prop_map(|rate| TauPrior::Exponential { rate }),
        scale.clone().prop_map(|upper| TauPrior::Uniform { upper }),
        scale
            .clone()
            .prop_map(|upper| TauPrior::UniformVariance { upper }),
        (0.5..3.0_f64, scale.clone())
            .prop_map(|(shape, scale)| TauPrior::InverseGammaVariance { shape, scale }),
        (-3.0..1.0_f64, scale.clone())
            .prop_map(|(mean, sd)| TauPrior::LogNormalVariance { mean, sd }),
        (-3.0..1.0_f64, scale).prop_map(|(location, scale)| TauPrior::LogTVariance {
            df: 5.0,
            location,
            scale
        }),
    ]
}

/// A prior of any size, and ones that may be refused.
fn wild_priors() -> impl Strategy<Value = TauPrior> {
    let any = || {
        prop_oneof![
            (-160.0..160.0_f64).prop_map(|e| 10.0_f64.powf(e)),
            any::<f64>()
        ]
    };
    prop_oneof![
        any().prop_map(|scale| TauPrior::HalfNormal { scale }),
        any().prop_map(|scale| TauPrior::HalfCauchy { scale }),
        (any(), any()).prop_map(|(df, scale)| TauPrior::HalfT { df, scale }),
        any().prop_map(|rate| TauPrior::Exponential { rate }),
        any().prop_map(|upper| TauPrior::Uniform { upper }),
        Just(TauPrior::UniformImproper),
        any().prop_map(|upper| TauPrior::UniformVariance { upper }),
        Just(TauPrior::UniformVarianceImproper),
        (any(), any()).prop_map(|(shape, scale)| TauPrior::InverseGammaVariance { shape, scale }),
        (-700.0..700.0_f64, any()).prop_map(|(mean, sd)| TauPrior::LogNormalVariance { mean, sd }),
        (any(), -700.0..700.0_f64, any()).prop_map(|(df, location, scale)| {
            TauPrior::LogTVariance {
                df,
                location,
                scale,
            }
        }),
    ]
}

fn probability(p: f64) -> Probability {
    Probability::new(p).unwrap()
}

/// The ends, median and moments of a summary.
fn numbers(summary: &Summary) -> Vec<f64> {
    let bounds = summary.interval;
    let always = [summary.median, bounds.lower, bounds.upper];
    always
        .into_iter()
        .chain(summary.mean)
        .chain(summary.sd)
        .collect()
}

/// The same prior for estimates in another unit.
fn scaled(prior: TauPrior, by: f64) -> TauPrior {
    match prior {
        TauPrior::HalfNormal { scale } => TauPrior::HalfNormal { scale: scale * by },
        TauPrior::HalfCauchy { scale } => TauPrior::HalfCauchy { scale: scale * by },
        TauPrior::HalfT { df, scale } => TauPrior::HalfT {
            df,
            scale: scale * by,
        },
        TauPrior::Exponential { rate } => TauPrior::Exponential { rate: rate / by },
        TauPrior::Uniform { upper } => TauPrior::Uniform { upper: upper * by },
        TauPrior::UniformVariance { upper } => TauPrior::UniformVariance {
            upper: upper * by * by,
        },
        TauPrior::InverseGammaVariance { shape, scale } => TauPrior::InverseGammaVariance {
            shape,
            scale: scale * by * by,
        },
        TauPrior::LogNormalVariance { mean, sd } => TauPrior::LogNormalVariance {
            mean: mean + 2.0 * by.ln(),
            sd,
        },
        TauPrior::LogTVariance {
            df,
            location,
            scale,
        } => TauPrior::LogTVariance {
            df,
            location: location + 2.0 * by.ln(),
            scale,
        },
        improper => improper,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_shift_moves_the_mean_and_leaves_tau(
        pairs in pairs(2..8),
        prior in priors(),
        shift in -100.0..100.0_f64,
    ) {
        let moved: Vec<_> = pairs.iter().map(|(y, v)| (y + shift, *v)).collect();
        let (before, after) = (fit(&pairs, prior), fit(&moved, prior));
        prop_assert!(near(before.tau.median, after.tau.median, 1e-9, 0.0));
        prop_assert!(near(before.mean.median + shift, after.mean.median, 1e-9, 1.0));
        prop_assert!(near(before.new_effect.mode + shift, after.new_effect.mode, 1e-6, 1.0));
    }

    #[test]
    fn a_unit_scales_everything(pairs in pairs(2..8), prior in priors(), by in 0.01..100.0_f64) {
        let larger: Vec<_> = pairs.iter().map(|(y, v)| (y * by, v * by * by)).collect();
        let (before, after) = (fit(&pairs, prior), fit(&larger, scaled(prior, by)));
        for (one, other) in [(before.tau, after.tau), (before.mean, after.mean)] {
            for (a, b) in numbers(&one).into_iter().zip(numbers(&other)) {
                prop_assert!(near(a * by, b, 1e-8, 1e-8 * by), "{a} times {by} is not {b}");
            }
        }
    }

    #[test]
    fn the_order_of_studies_is_nothing(pairs in pairs(2..8), prior in priors()) {
        let turned: Vec<_> = pairs.iter().rev().copied().collect();
        let (before, after) = (fit(&pairs, prior), fit(&turned, prior));
        for (a, b) in numbers(&before.mean).into_iter().zip(numbers(&after.mean)) {
            prop_assert!(near(a, b, 1e-9, 1e-9));
        }
        let (first, last) = (before.shrinkage()[0], after.shrinkage()[pairs.len() - 1]);
        prop_assert!(near(first.mean, last.mean, 1e-9, 1e-9));
    }

    #[test]
    fn both_sides_make_a_whole(pairs in pairs(1..8), prior in priors(), x in -6.0..6.0_f64) {
        let Ok(posterior) = bayes::fit(&set(&pairs), &Options::new(prior)) else {
            // One study may leave a tail beyond every number.
            return Ok(());
        };
        let tau = posterior.tau_distribution();
        prop_assert!((tau.cdf(x.abs()) + tau.sf(x.abs()) - 1.0).abs() < 1e-10);
        for mixture in [posterior.mean_distribution(), posterior.new_effect_distribution()] {
            prop_assert!((mixture.cdf(x) + mixture.sf(x) - 1.0).abs() < 1e-10);
        }
    }

    #[test]
    fn quantiles_invert_probabilities(pairs in pairs(2..8), prior in priors(), p in 1e-6..0.999_f64) {
        let posterior = fit(&pairs, prior);
        let tau = posterior.tau_distribution();
        prop_assert!(near(tau.cdf(tau.quantile(probability(p))), p, 1e-9, 0.0));
        prop_assert!(near(tau.sf(tau.upper_quantile(probability(p))), p, 1e-9, 0.0));
        let new = posterior.new_effect_distribution();
        prop_assert!(near(new.cdf(new.quantile(probability(p))), p, 1e-9, 0.0));
        prop_assert!(near(new.sf(new.upper_quantile(probability(p))), p, 1e-9, 0.0));
    }

    #[test]
    fn densities_are_slopes(pairs in pairs(2..8), prior in priors(), p in 0.05..0.95_f64) {
        let posterior = fit(&pairs, prior);
        let tau = posterior.tau_distribution();
        let at = tau.quantile(probability(p));
        // Short against the steepest posterior: two studies far apart under a bounded prior.
        let step = 1e-6 * at;
        let slope = (tau.cdf(at + step) - tau.cdf(at - step)) / (2.0 * step);
        // A uniform prior has a corner at its end.
        let corner = tau.density(at + step) == 0.0;
        prop_assert!(corner || near(slope, tau.density(at), 1e-4, 0.0));
    }

    #[test]
    fn the_joint_density_has_the_density_of_the_mean(pairs in pairs(2..6), scale in 0.2..2.0_f64) {
        // Over τ, by Simpson's rule in 4,000 steps to ten scales.
        let posterior = fit(&pairs, TauPrior::HalfNormal { scale });
        let mu = posterior.mean.median;
        let (n, step) = (4_000_u32, 10.0 * scale / 4_000.0);
        let term = |i: u32| {
            let weight = if i == 0 || i == n { 1.0 } else if i % 2 == 1 { 4.0 } else { 2.0 };
            weight * posterior.joint_density(mu, f64::from(i) * step)
        };
        let integral = (0..=n).map(term).sum::<f64>() * step / 3.0;
        prop_assert!(near(integral, posterior.mean_distribution().density(mu), 1e-6, 0.0));
    }

    #[test]
    fn a_prior_at_zero_is_a_common_effect(pairs in pairs(1..8)) {
        let posterior = fit(&pairs, TauPrior::HalfNormal { scale: 1e-12 });
        let at = weighted(&set(&pairs), 0.0);
        let half = normal::upper_quantile(probability(0.025)) / at.weight_sum.sqrt();
        let bounds = posterior.mean.interval;
        prop_assert!(near(bounds.lower, at.mean - half, 1e-10, 1e-6));
        prop_assert!(near(bounds.upper, at.mean + half, 1e-10, 1e-6));
        let one = posterior.bayes_factors.tau_zero.unwrap();
        prop_assert!(near(one, 1.0, 1e-9, 0.0));
    }

    #[test]
    fn a_prior_at_one_tau_is_the_classical_mean(pairs in pairs(1..8), tau in 0.05..3.0_f64) {
        let prior = TauPrior::LogNormalVariance { mean: 2.0 * tau.ln(), sd: 1e-7 };
        let posterior = fit(&pairs, prior);
        let at = weighted(&set(&pairs), tau * tau);
        prop_assert!(near(posterior.tau.median, tau, 1e-6, 0.0));
        prop_assert!(near(posterior.mean.mean.unwrap(), at.mean, 1e-6, 1e-6));
        prop_assert!(near(posterior.mean.sd.unwrap(), at.weight_sum.sqrt().recip(), 1e-6, 0.0));
    }

    #[test]
    fn a_wide_prior_of_the_mean_is_flat(pairs in pairs(2..8), prior in priors()) {
        let wide = Options {
            mean_prior: MeanPrior::Normal { mean: 0.0, sd: 1e8 },
            ..Options::new(prior)
        };
        let (wide, flat) = (bayes::fit(&set(&pairs), &wide).unwrap(), fit(&pairs, prior));
        // A flat prior keeps a long tail of τ that even a wide one cuts: compare what it leaves alone.
        prop_assert!(near(wide.mean.median, flat.mean.median, 1e-5, 1e-5));
        prop_assert!(near(wide.tau.median, flat.tau.median, 1e-5, 0.0));
    }

    #[test]
    fn the_shortest_interval_is_no_longer(pairs in pairs(2..8), prior in priors(), level in 0.5..0.99_f64) {
        let posterior = fit(&pairs, prior);
        let level = probability(level);
        let tau = posterior.tau_distribution();
        let [short, equal] = [IntervalKind::Shortest, IntervalKind::EqualTailed]
            .map(|kind| tau.interval(level, kind));
        prop_assert!(short.upper - short.lower <= (equal.upper - equal.lower) * (1.0 + 1e-12));
        let held = tau.cdf(short.upper) - tau.cdf(short.lower);
        prop_assert!((held - level.get()).abs() < 1e-9, "{held}");
        let new = posterior.new_effect_distribution();
        let [short, equal] = [IntervalKind::Shortest, IntervalKind::EqualTailed]
            .map(|kind| new.interval(level, kind));
        prop_assert!(short.upper - short.lower <= (equal.upper - equal.lower) * (1.0 + 1e-12));
        let held = new.cdf(short.upper) - new.cdf(short.lower);
        prop_assert!((held - level.get()).abs() < 1e-9, "{held}");
    }

    #[test]
    fn the_precision_weighted_shrunken_effects_keep_the_mean(pairs in pairs(2..8), prior in priors()) {
        // Given τ, E θᵢ = yᵢ + B(μ̂ − yᵢ) with B = v/(v + τ²), so that Σ(yᵢ − E θᵢ)/vᵢ = Σw(yᵢ − μ̂) = 0.
        let posterior = fit(&pairs, prior);
        let pulls = pairs.iter().zip(posterior.shrinkage()).map(|((y, v), s)| (y - s.mean) / v);
        let (sum, size) = pulls.fold((0.0, 0.0), |(sum, size), p| (sum + p, size + p.abs()));
        prop_assert!(sum.abs() <= 1e-9 * size.max(1.0), "{sum} of {size}");
    }

    #[test]
    fn the_mode_is_where_the_density_is_largest(pairs in pairs(2..8), prior in priors()) {
        let posterior = fit(&pairs, prior);
        let tau = posterior.tau_distribution();
        let top = tau.density(posterior.tau.mode);
        for i in 1..60 {
            let at = tau.quantile(probability(f64::from(i) / 60.0));
            prop_assert!(tau.density(at) <= top * (1.0 + 1e-9), "{at}");
        }
    }

    #[test]
    fn any_input(
        pairs in prop_oneof![wild_pairs(), crate::strategies::pairs(1..3)],
        tau_prior in wild_priors(),
        mean_prior in prop_oneof![
            Just(MeanPrior::Flat),
            (any::<f64>(), any::<f64>()).prop_map(|(mean, sd)| MeanPrior::Normal { mean, sd }),
            (-1e3..1e3_f64, 1e-3..1e3_f64).prop_map(|(mean, sd)| MeanPrior::Normal { mean, sd }),
        ],
        level in 0.0..=1.0_f64,
        shortest in any::<bool>(),
        x in any::<f64>(),
    ) {
        let kind = if shortest { IntervalKind::Shortest } else { IntervalKind::EqualTailed };
        let options = Options { mean_prior, tau_prior, level: probability(level), interval: kind };
        match bayes::fit(&set(&pairs), &options) {
            Ok(posterior) => {
                for summary in [posterior.tau, posterior.mean, posterior.new_effect] {
                    prop_assert!(numbers(&summary).iter().all(|n| n.is_finite()), "{summary:?}");
                    let bounds = summary.interval;
                    prop_assert!(bounds.lower <= bounds.upper, "{summary:?}");
                }
                prop_assert_eq!(posterior.shrinkage().len(), pairs.len());
                let _ = posterior.joint_density(x, x);
                let _ = posterior.tau_distribution().cdf(x) + posterior.tau_distribution().sf(x);
                let _ = posterior.mean_distribution().cdf(x) + tau_prior.density(x);
            }
            Err(error) => {
                prop_assert!(!error.to_string().is_empty());
                let reason = !matches!(error, BayesError::HeavyTail { mass } if mass <= 0.0);
                prop_assert!(reason, "{error:?}");
            }
        }
    }

    #[test]
    fn any_input_of_any_size(
        pairs in prop::collection::vec(
            ((-1.0..1.0_f64, -200.0..200.0_f64), -300.0..300.0_f64)
                .prop_map(|((y, e), v)| (y * 10.0_f64.powf(e), 10.0_f64.powf(v))),
            1..6,
        ),
        scale in -100.0..100.0_f64,
        cauchy in any::<bool>(),
    ) {
        let scale = 10.0_f64.powf(scale);
        let prior = if cauchy {
            TauPrior::HalfCauchy { scale }
        } else {
            TauPrior::HalfNormal { scale }
        };
        match bayes::fit(&set(&pairs), &Options::new(prior)) {
            Ok(posterior) => {
                for summary in [posterior.tau, posterior.mean, posterior.new_effect] {
                    prop_assert!(numbers(&summary).iter().all(|n| n.is_finite()), "{summary:?}");
                }
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
