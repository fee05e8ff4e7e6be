//! Draws from the posterior of a network of arms.

use super::super::error::FitError;
use super::data::ArmData;
use super::deviance::Gathering;
use super::draws::{Sampled, Walk};
use super::error::NetworkBayesError;
use super::model::Model;
use super::options::{EffectPrior, SampleOptions};
use super::quality::{Judge, judge};
use crate::bayes::BayesError;
use euthymia_numerics::nuts::{self, Chain, Density};

/// A path has at most 2¹⁰ steps.
const DOUBLINGS_MAX: u32 = 10;
/// The most numbers that the draws may consist of: 4 GB.
const NUMBERS_MAX: usize = 500_000_000;

/// Draws from the posterior of a network of arms, by Hamiltonian Monte Carlo.
///
/// # Model
/// The arms of trial i have μ_i + δ_ik on the scale of the link ([`Report`](super::Report)); δ_i1 = 0 for its
/// first arm, the others are jointly normal with means d_k − d_1, variances τ² and correlations ½, or equal
/// to their means with a common effect. Priors: μ_i ~ N(0, `baseline_sd`²), d_k ~ N(0, `effect_sd`²) against
/// the reference, τ as given, all independent and proper, on the scale of the link.
///
/// The same options give the same draws with any number of threads. Whether they can be used is part of
/// the result: [`Sampled::settled`].
///
/// # Errors
/// [`NetworkBayesError`].
///
/// # References
/// Dias S, Sutton AJ, Ades AE, Welton NJ. Med Decis Making 2013;33:607–617 (model). The sampler:
/// [`euthymia_numerics::nuts`].
///
/// # Checked against
/// Dias 2011, as printed: `tests/it/example_dias2011.rs` · JAGS: `tests/it/agrees_with_jags_network.rs` ·
/// integration, where the likelihood is normal: `tests/it/laws_network_bayes.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::bayes::TauPrior;
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::network::Arm;
/// use euthymia_synthesis::network::bayes::{ArmData, SampleOptions, sample};
/// let arm = |study: &str, treatment: &str, events| Ok::<_, Box<dyn std::error::Error>>(Arm {
///     study: study.into(), treatment: treatment.into(), result: Count::new(events, 100)? });
/// let data = ArmData::of_counts(&[arm("1", "A", 20)?, arm("1", "B", 40)?, arm("2", "A", 10)?,
///     arm("2", "B", 25)?])?;
/// let prior = TauPrior::HalfNormal { scale: 0.5 };
/// let options = SampleOptions { warm_up: 300, kept: 300, ..SampleOptions::new(Some(prior), 1) };
/// let draws = sample(&data, &options)?;
/// let b_less_a = draws.compare(1, 0).ok_or("no such treatment")?;
/// assert!(b_less_a.interval.lower < 1.0 && b_less_a.interval.upper > 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sample(data: &ArmData, options: &SampleOptions) -> Result<Sampled, NetworkBayesError> {
    check(data, options)?;
    let model = Model::new(data, options);
    let found = options.chains * (options.kept + options.warm_up) * model.dimensions();
    limits("numbers to draw", found, 1, NUMBERS_MAX)?;
    let settings = nuts::Settings {
        chains: options.chains,
        warm_up: options.warm_up,
        kept: options.kept,
        seed: options.seed,
        threads: options.threads,
        acceptance: options.acceptance,
        doublings_max: DOUBLINGS_MAX,
    };
    let chains = nuts::draw(&model, &settings).map_err(|_| NetworkBayesError::NoStart)?;
    Ok(gather(&model, &chains))
}

/// From chains of free numbers to what is asked.
fn gather(model: &Model<'_>, chains: &[Chain]) -> Sampled {
    let data = model.data;
    let mut deviance = Gathering::new(data);
    let mut walks = Vec::with_capacity(chains.len());
    for chain in chains {
        let mut walk = Walk::default();
        for q in &chain.draws {
            walk.effects.push(model.effects_at(q));
            walk.tau.extend(model.tau_of(q));
            walk.deviance.push(deviance.add(data, &model.linear(q)));
        }
        walks.push(walk);
    }
    let judge_of = Judge {
        data,
        reference: model.options.reference,
        chains,
    };
    Sampled {
        options: model.options,
        treatments: data.treatments().to_vec(),
        deviance: deviance.finish(data),
        quality: judge(&judge_of),
        walks,
    }
}

fn limits(
    what: &'static str,
    found: usize,
    least: usize,
    most: usize,
) -> Result<(), NetworkBayesError> {
    if (least..=most).contains(&found) {
        return Ok(());
    }
    Err(NetworkBayesError::Settings {
        what,
        found,
        least,
        most,
    })
}

fn check(data: &ArmData, options: &SampleOptions) -> Result<(), NetworkBayesError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(BayesError::Level(level).into());
    }
    let (reference, treatments) = (options.reference, data.treatments().len());
    if reference >= treatments {
        return Err(NetworkBayesError::Reference {
            reference,
            treatments,
        });
    }
    for sd in [options.effect_sd, options.baseline_sd] {
        EffectPrior::Normal { sd, reference }.check()?;
    }
    if let Some(prior) = &options.tau_prior {
        prior.check()?;
        if !prior.is_proper() {
            return Err(NetworkBayesError::NotProper("heterogeneity"));
        }
    }
    limits("chains", options.chains, 2, 64)?;
    limits("draws of warm-up", options.warm_up, 100, 100_000)?;
    limits("draws to keep", options.kept, 100, 100_000)?;
    let acceptance = options.acceptance;
    match acceptance > 0.0 && acceptance < 1.0 {
        true => Ok(()),
        false => Err(FitError::Level(acceptance).into()),
    }
}
