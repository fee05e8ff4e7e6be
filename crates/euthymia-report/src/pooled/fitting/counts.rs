//! Models of the counts themselves: generalised linear mixed models and the beta-binomial.

use super::super::effects::Included;
use super::super::{Between, Details, Disagreement, Inputs, PoolError, PoolOptions, Summary, Test};
use super::Fitted;
use crate::words;
use euthymia_cohort::proportion::{Proportion, clopper_pearson};
use euthymia_numerics::minimum::Outcome;
use euthymia_synthesis::beta_binomial;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::glmm::{self, Effects, GlmmError, GlmmFit};
use euthymia_synthesis::measure::{Input, Measure};
use euthymia_synthesis::pairwise::tau2::Search;
use euthymia_synthesis::pairwise::{Bounds, Interval, Model as PairwiseModel};
use euthymia_synthesis::studies::StudySet;

/// Up to so many studies, profile-likelihood intervals are computed unasked.
const PROFILED_MAX: usize = 50;

pub(super) fn glmm(
    included: &Included,
    set: StudySet,
    kind: glmm::Model,
    options: &PoolOptions,
) -> Result<Fitted, PoolError> {
    let asked = asked(set.k(), options)?;
    let found = match options.measure {
        Measure::Logit => glmm::fit_proportions(&counts(included), &asked),
        Measure::LogRate => glmm::fit_rates(&rates(included), &asked),
        Measure::RateRatio => glmm::fit_rate_ratios(&rate_pairs(included), kind, &asked),
        _ => glmm::fit_odds_ratios(&tables(included), kind, &asked),
    };
    match found {
        Ok(fit) => Ok(fitted(set, kind, fit, options)),
        Err(GlmmError::Separated(_)) if options.measure == Measure::Logit => {
            summed(included, set, options)
        }
        Err(error) => Err(error.into()),
    }
}

fn effects(options: &PoolOptions) -> Effects {
    match options.fit.model {
        PairwiseModel::CommonEffect => Effects::Common,
        PairwiseModel::RandomEffects(_) => Effects::Random,
    }
}

fn asked(k: usize, options: &PoolOptions) -> Result<glmm::Options, PoolError> {
    let test = match options.fit.interval {
        Interval::Wald => glmm::Test::Normal,
        Interval::Student => glmm::Test::StudentKMinus1,
        Interval::HartungKnapp | Interval::HartungKnappFloor => {
            return Err(PoolError::NoHartungKnapp(options.model.name()));
        }
    };
    Ok(glmm::Options {
        effects: effects(options),
        test,
        prediction: options.fit.prediction,
        level: options.fit.level,
        quadrature: options.quadrature,
        profile: k <= PROFILED_MAX,
    })
}

fn fitted(set: StudySet, kind: glmm::Model, fit: GlmmFit, options: &PoolOptions) -> Fitted {
    let mut warnings = Vec::new();
    if !fit.converged() {
        warnings.push("The search for the maximum of the likelihood did not converge.".to_owned());
    }
    let summary = Summary {
        k: fit.k,
        estimate: fit.estimate,
        standard_error: Some(fit.standard_error),
        bounds: fit.bounds,
        test: Some(Test {
            statistic: fit.statistic,
            df: fit.df,
            p_value: fit.p_value,
        }),
        tau2: fit.tau2.map(|tau2| Between {
            value: tau2.value,
            bounds: fit.profile.and_then(|profile| profile.tau2),
            search: search(&fit),
        }),
        heterogeneity: fit.heterogeneity.map(|h| Disagreement {
            name: "LR χ²",
            q: h.likelihood_ratio.statistic,
            df: h.likelihood_ratio.df,
            p_value: h.likelihood_ratio.p_value,
            i2: Some(h.i2),
            h2: Some(h.h2),
        }),
        prediction: fit
            .prediction
            .map(|bounds| (bounds, words::prediction(options.fit.prediction))),
        model: label(kind, options),
        interval: words::interval(options.fit.interval),
        converged: fit.converged(),
    };
    Fitted {
        summary,
        details: Details::Glmm {
            set,
            kind,
            fit: Box::new(fit),
        },
        weights: None,
        warnings,
        left_out: Vec::new(),
    }
}

fn search(fit: &GlmmFit) -> Search {
    let steps = u32::try_from(fit.trace.len()).unwrap_or(u32::MAX);
    if !fit.converged() {
        Search::NotConverged { steps }
    } else if fit.tau2.is_some_and(|tau2| tau2.at_zero) {
        Search::AtZero
    } else {
        Search::Converged { steps }
    }
}

/// The label of the pooled row.
fn label(kind: glmm::Model, options: &PoolOptions) -> String {
    let effects = match effects(options) {
        Effects::Common => "common effect",
        Effects::Random => "random effects",
    };
    let kind = match (options.measure.input(), kind) {
        (Input::OneProportion, _) => "binomial–normal",
        (Input::OneRate, _) => "Poisson–normal",
        (_, glmm::Model::FixedStudies(_)) => "fixed study levels",
        (_, glmm::Model::RandomStudies { .. }) => "random study levels",
        (Input::TwoRates, _) => "conditional",
        (_, glmm::Model::Conditional) => "hypergeometric–normal",
        (_, glmm::Model::ConditionalApproximate) => "conditional, approximate",
    };
    format!("GLMM, {effects} ({kind})")
}

/// No study, or every patient of every study, had the event: no model has an estimate between. The
/// studies are added up, with the exact interval of the sum, and this is said.
fn summed(included: &Included, set: StudySet, options: &PoolOptions) -> Result<Fitted, PoolError> {
    let counts = counts(included);
    let (events, n) = counts
        .iter()
        .fold((0, 0), |(e, n), count| (e + count.events(), n + count.n()));
    let exact = Proportion::new(events, n).and_then(|sum| clopper_pearson(sum, options.fit.level));
    let Ok(interval) = exact else {
        return Err(GlmmError::OutOfRange.into());
    };
    let whole = if events == 0 { "no" } else { "every" };
    let warning = format!(
        "In all studies together {whole} patient had the event, so that no model has an estimate: \
         {events} of {n} are shown with the exact interval of the sum, as if they were one study."
    );
    let bounds = Bounds {
        lower: interval.lower,
        upper: interval.upper,
    };
    let proportion = events as f64 / n as f64;
    let logit = |p: f64| (p / (1.0 - p)).ln();
    Ok(Fitted {
        summary: Summary {
            k: set.k(),
            estimate: logit(proportion),
            standard_error: None,
            bounds: Bounds {
                lower: logit(bounds.lower),
                upper: logit(bounds.upper),
            },
            test: None,
            tau2: None,
            heterogeneity: None,
            prediction: None,
            model: "Added up".to_owned(),
            interval: "exact (Clopper–Pearson) of the sum",
            converged: true,
        },
        details: Details::Summed { set, events, n },
        weights: None,
        warnings: vec![warning],
        left_out: Vec::new(),
    })
}

pub(super) fn beta_binomial(
    included: &Included,
    set: StudySet,
    options: &PoolOptions,
) -> Result<Fitted, PoolError> {
    if options.fit.interval != Interval::Wald {
        return Err(PoolError::OnlyWald(options.model.name()));
    }
    let level = options.fit.level;
    let fit = match options.measure {
        Measure::Logit => {
            beta_binomial::fit_proportions(&counts(included), effects(options), level)?
        }
        _ => beta_binomial::fit_odds_ratio(&tables(included), effects(options), level)?,
    };
    let summary = Summary {
        k: fit.k,
        estimate: fit.estimate,
        standard_error: Some(fit.standard_error),
        bounds: fit.bounds,
        test: Some(Test {
            statistic: fit.statistic,
            df: None,
            p_value: fit.p_value,
        }),
        tau2: None,
        heterogeneity: None,
        prediction: None,
        model: "Beta-binomial".to_owned(),
        interval: words::interval(Interval::Wald),
        converged: fit.outcome == Outcome::Converged,
    };
    let mut warnings = Vec::new();
    if !summary.converged {
        warnings.push("The search for the maximum of the likelihood did not converge.".to_owned());
    }
    Ok(Fitted {
        summary,
        details: Details::BetaBinomial {
            set,
            fit: Box::new(fit),
        },
        weights: None,
        warnings,
        left_out: Vec::new(),
    })
}

fn counts(included: &Included) -> Vec<Count> {
    let of = |data: &Inputs| match data {
        Inputs::OneProportion(count) => Some(*count),
        _ => None,
    };
    included.iter().filter_map(|(c, _)| of(&c.data)).collect()
}

fn tables(included: &Included) -> Vec<TwoByTwo> {
    let of = |data: &Inputs| match data {
        Inputs::TwoProportions(table) => Some(*table),
        _ => None,
    };
    included.iter().filter_map(|(c, _)| of(&c.data)).collect()
}

fn rates(included: &Included) -> Vec<PersonTime> {
    let of = |data: &Inputs| match data {
        Inputs::OneRate(rate) => Some(*rate),
        _ => None,
    };
    included.iter().filter_map(|(c, _)| of(&c.data)).collect()
}

fn rate_pairs(included: &Included) -> Vec<[PersonTime; 2]> {
    let of = |data: &Inputs| match data {
        Inputs::TwoRates(groups) => Some(*groups),
        _ => None,
    };
    included.iter().filter_map(|(c, _)| of(&c.data)).collect()
}
