//! What only one kind of model has, for machines and as an explanation.

use super::PoolAnswer;
use super::json::bounds;
use crate::explain::indented;
use euthymia_numerics::minimum::Iteration;
use euthymia_report::pooled::{Details, Pooled, Summary, TableTests};
use euthymia_report::words;
use euthymia_synthesis::bayes::{self, Posterior};
use euthymia_synthesis::beta_binomial::BetaBinomialFit;
use euthymia_synthesis::glmm::GlmmFit;
use euthymia_synthesis::pairwise::Fit;
use euthymia_synthesis::pairwise::explain::explain;
use euthymia_synthesis::pairwise::fit_statistics::{Criteria, fit_statistics};
use euthymia_synthesis::pairwise::true_effects::true_effects;
use euthymia_synthesis::permutation::{Done, PermutationTest};
use euthymia_synthesis::robust::RobustFit;
use euthymia_synthesis::studies::StudySet;
use serde_json::{Map, Value, json};

/// Adds to the answer what its kind of model has beside the common part.
pub(super) fn add(object: &mut Value, pooled: &Pooled) {
    match &pooled.details {
        Details::InverseVariance { set, fit, robust } => {
            inverse_variance(object, fit);
            object["fit_statistics"] = statistics(set, fit);
            object["true_effects"] = predicted(set, fit);
            object["robust"] = robust.as_ref().map_or(Value::Null, robust_variance);
        }
        Details::Stratified { tests, .. } => {
            object["tests_of_tables"] = tests.as_ref().map_or(Value::Null, table_tests);
        }
        Details::Glmm { set, fit, .. } => glmm(object, set, fit),
        Details::BetaBinomial { fit, .. } => object["beta_binomial"] = beta_binomial(fit),
        Details::Summed { events, n, .. } => {
            object["added_up"] = json!({"events": events, "n": n});
        }
        Details::Bayes { set, posterior } => bayes(object, set, posterior),
    }
}

fn inverse_variance(object: &mut Value, fit: &Fit) {
    object["pooled"]["hartung_knapp_factor"] = json!(fit.inference.factor);
    if let Some(t) = fit.tau2 {
        object["tau2"]["method"] = json!(words::tau2_method(t.method));
        object["tau2"]["standard_error"] = json!(t.standard_error);
        object["tau2"]["untruncated"] = json!(t.raw);
    }
    if let Some(h) = fit.heterogeneity {
        object["heterogeneity"]["tau2_ci"] = bounds(&h.profile.tau2);
        object["heterogeneity"]["i2_ci"] = bounds(&h.profile.i2);
        object["heterogeneity"]["h2_ci"] = bounds(&h.profile.h2);
    }
}

fn statistics(set: &StudySet, fit: &Fit) -> Value {
    let found = fit_statistics(set, fit);
    let criteria = |c: &Criteria| {
        json!({
            "log_likelihood": c.log_likelihood, "deviance": c.deviance,
            "aic": c.aic, "bic": c.bic, "aicc": c.aicc,
        })
    };
    json!({
        "parameters": found.parameters,
        "ml": criteria(&found.full),
        "reml": found.restricted.as_ref().map(criteria),
    })
}

/// The best linear unbiased prediction of each study's true effect, on the analysis scale.
fn predicted(set: &StudySet, fit: &Fit) -> Value {
    let Some(found) = true_effects(set, fit) else {
        return Value::Null;
    };
    let one = |(study, effect): (&euthymia_synthesis::studies::Study, _)| {
        let effect: &euthymia_synthesis::pairwise::true_effects::TrueEffect = effect;
        json!({
            "study": study.label, "estimate": effect.estimate,
            "standard_error": effect.standard_error, "ci": bounds(&effect.bounds),
            "own_share": effect.own_share,
        })
    };
    set.studies().iter().zip(&found).map(one).collect()
}

fn robust_variance(found: &RobustFit) -> Value {
    json!({
        "kind": found.variance.kind.code(),
        "clusters": found.variance.clusters,
        "variance": found.variance.covariance.iter().next(),
        "satterthwaite_df": found.variance.degrees.first().copied().flatten(),
    })
}

fn table_tests(tests: &TableTests) -> Value {
    json!({
        "cochran_mantel_haenszel": tests.association.map(|(statistic, p)| {
            json!({"statistic": statistic, "df": 1, "p": p, "continuity_correction": 0.5})
        }),
        "breslow_day": tests.homogeneity.map(|h| {
            json!({"statistic": h.breslow_day, "df": h.df, "p": h.breslow_day_p})
        }),
        "tarone": tests.homogeneity.map(|h| {
            json!({"statistic": h.tarone, "df": h.df, "p": h.tarone_p})
        }),
    })
}

fn glmm(object: &mut Value, set: &StudySet, fit: &GlmmFit) {
    if let Some(tau2) = fit.tau2 {
        object["tau2"]["method"] = json!("maximum likelihood");
        object["tau2"]["standard_error"] = json!(tau2.standard_error);
    }
    let studies = set.studies().iter().zip(&fit.study_effects);
    let effects: Vec<Value> = studies
        .filter_map(|(study, effect)| {
            let effect = effect.as_ref()?;
            Some(json!({
                "study": study.label, "estimate": effect.estimate,
                "standard_deviation": effect.standard_deviation,
            }))
        })
        .collect();
    object["glmm"] = json!({
        "log_likelihood": fit.log_likelihood,
        "parameters": fit.parameters,
        "aic": fit.aic,
        "bic": fit.bic,
        "quadrature": format!("{:?}", fit.grid),
        "studies_left_out": fit.left_out,
        "profile_ci": fit.profile.map(|p| bounds(&p.estimate)),
        "wald_test_of_heterogeneity": fit.heterogeneity.map(|h| {
            json!({"statistic": h.wald.statistic, "df": h.wald.df, "p": h.wald.p_value})
        }),
        "study_effects": effects,
        "trace": trace(fit.trace_names, &fit.trace),
    });
}

/// Every accepted step of a search.
fn trace(names: &[&str], steps: &[Iteration]) -> Value {
    let step = |step: &Iteration| {
        let mut object: Map<String, Value> = names
            .iter()
            .zip(&step.at)
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        object.insert("objective".to_owned(), json!(step.value));
        object.insert("slope".to_owned(), json!(step.slope));
        Value::Object(object)
    };
    steps.iter().map(step).collect()
}

fn beta_binomial(fit: &BetaBinomialFit) -> Value {
    json!({
        "correlation": fit.correlation.map(|c| {
            json!({"value": c.value, "standard_error": c.standard_error, "at_zero": c.at_zero})
        }),
        "log_likelihood": fit.log_likelihood,
        "parameters": fit.parameters,
        "overdispersion_test": fit.overdispersion.map(|(statistic, p)| {
            json!({"statistic": statistic, "p": p})
        }),
    })
}

fn bayes(object: &mut Value, set: &StudySet, posterior: &Posterior) {
    let summary = |s: &bayes::Summary| {
        json!({
            "mean": s.mean, "sd": s.sd, "median": s.median, "mode": s.mode,
            "credible_interval": bounds(&s.interval),
        })
    };
    let studies = set.studies().iter().zip(posterior.shrinkage());
    let shrunken: Vec<Value> = studies
        .map(|(study, s)| json!({"study": study.label, "mean": s.mean, "sd": s.sd}))
        .collect();
    let mu = posterior.mean_distribution();
    object["bayes"] = json!({
        "mu": summary(&posterior.mean),
        "tau": summary(&posterior.tau),
        "new_study": summary(&posterior.new_effect),
        "mu_below_zero": mu.cdf(0.0),
        "new_study_below_zero": posterior.new_effect_distribution().cdf(0.0),
        "log_evidence": posterior.log_evidence,
        "bayes_factor_tau_zero": posterior.bayes_factors.tau_zero,
        "bayes_factor_mu_zero": posterior.bayes_factors.mean_zero,
        "shrinkage": shrunken,
        "integration": {
            "relative_error": posterior.integration.relative_error,
            "evaluations": posterior.integration.evaluations,
        },
    });
}

/// A permutation test.
pub(super) fn permutation(test: &PermutationTest) -> Value {
    let (arrangements, seed) = match test.done {
        Done::All { arrangements } => (arrangements, None),
        Done::Sample { draws, seed } => (draws, Some(seed)),
    };
    json!({
        "p": test.p_value, "p_greater": test.p_greater, "p_less": test.p_less,
        "statistic": test.statistic, "arrangements": arrangements, "seed": seed,
        "exact": seed.is_none(), "sampling_error": test.sampling_error,
        "unsettled": test.unsettled,
    })
}

/// Writes how the pooled value came about: for a closed form sum by sum, for a search step by step.
#[must_use]
pub fn explanation(answer: &PoolAnswer) -> String {
    match &answer.pooled.details {
        Details::InverseVariance { set, fit, robust } => {
            let mut text = indented(&explain(set, fit));
            if robust.is_some() {
                text.push_str(&robust_steps(&answer.pooled.summary));
            }
            text
        }
        Details::Glmm { fit, .. } => {
            let mut text = steps(fit.trace_names, &fit.trace);
            text.push_str(&format!(
                "log-likelihood {:.10}; integration {:?}\n",
                fit.log_likelihood, fit.grid
            ));
            text
        }
        Details::BetaBinomial { fit, .. } => steps(&[], &fit.trace),
        Details::Stratified { pooled, .. } => format!(
            "sums over {} tables, nothing added to a zero unless asked for\n\
             estimate on the analysis scale = {:.10}\nstandard error = {:.10}\n",
            pooled.k, pooled.estimate, pooled.inference.standard_error
        ),
        Details::Summed { events, n, .. } => format!("{events} of {n}\n"),
        Details::Bayes { posterior, .. } => format!(
            "posterior of τ integrated in {} panels, {} evaluations, relative error {:.1e}; the mean is \
             a mixture of normal distributions over τ\n",
            posterior.integration.panels,
            posterior.integration.evaluations,
            posterior.integration.relative_error
        ),
    }
}

/// What a robust variance changes in the steps above it.
fn robust_steps(summary: &Summary) -> String {
    let number = |value: Option<f64>| value.map_or("—".to_owned(), |x| format!("{x:.10}"));
    let df = summary.test.as_ref().and_then(|test| test.df);
    format!(
        "{}: in place of the standard error above\n  standard error = {}\n  degrees of freedom = {}\n  \
         confidence interval = {:.10} to {:.10}\n",
        summary.interval,
        number(summary.standard_error),
        number(df),
        summary.bounds.lower,
        summary.bounds.upper
    )
}

fn steps(names: &[&str], trace: &[Iteration]) -> String {
    let mut text = String::new();
    for (i, step) in trace.iter().enumerate() {
        let at: Vec<String> = step
            .at
            .iter()
            .enumerate()
            .map(|(j, value)| match names.get(j) {
                Some(name) => format!("{name} = {value:.8}"),
                None => format!("{value:.8}"),
            })
            .collect();
        text.push_str(&format!(
            "step {i}: {}; objective {:.10}, slope {:.1e}\n",
            at.join(", "),
            step.value,
            step.slope
        ));
    }
    text
}
