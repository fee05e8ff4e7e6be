//! A pooled estimate as a tree: formula, terms, inputs.

use super::fit::Fit;
use super::mean::weighted;
use super::prediction::Prediction;
use super::tau2::{Search, Tau2, Tau2Method, search_trace};
use super::weighting::Weighting;
use crate::studies::StudySet;

/// One step of a calculation with the steps it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is, with its formula.
    pub what: String,
    /// Its value.
    pub value: f64,
    /// What it was made from.
    pub from: Vec<Step>,
}

impl Step {
    fn leaf(what: impl Into<String>, value: f64) -> Self {
        Self {
            what: what.into(),
            value,
            from: Vec::new(),
        }
    }

    fn node(what: impl Into<String>, value: f64, from: Vec<Self>) -> Self {
        Self {
            what: what.into(),
            value,
            from,
        }
    }
}

/// Returns how the pooled estimate came about, from the same sums the fit used.
#[must_use]
pub fn explain(set: &StudySet, fit: &Fit) -> Step {
    let mut parts = vec![mean(set, fit), standard_error(set, fit)];
    if let Some(h) = fit.heterogeneity {
        parts.push(Step::leaf("Q = Σ(y − μ)²/v at τ² = 0", h.q));
    }
    if let (Some(bounds), Some(tau2)) = (fit.prediction, fit.tau2) {
        let half = (bounds.upper - bounds.lower) / 2.0;
        let from = vec![
            Step::leaf("τ², between-study variance", tau2.value),
            Step::leaf(prediction_words(fit.options.prediction), half),
        ];
        let what = "upper end of the prediction interval = μ + c √(τ² + se²)";
        parts.push(Step::node(what, bounds.upper, from));
    }
    Step::node("pooled estimate on the analysis scale", fit.estimate, parts)
}

fn prediction_words(variant: Prediction) -> &'static str {
    match variant {
        Prediction::Normal => "c √(τ² + se²), c normal",
        Prediction::StudentKMinus1 => "c √(τ² + se²), c Student with k − 1",
        Prediction::StudentKMinus2 => "c √(τ² + se²), c Student with k − 2",
        Prediction::HartungKnappKMinus1 => {
            "c √(τ² + se²), c Student with k − 1, se of Hartung and Knapp"
        }
        Prediction::HartungKnappKMinus2 => {
            "c √(τ² + se²), c Student with k − 2, se of Hartung and Knapp"
        }
    }
}

/// The mean, with the weight of each study.
fn mean(set: &StudySet, fit: &Fit) -> Step {
    let tau2 = fit.tau2.map_or(0.0, |t| t.value);
    let at = weighted(set, tau2);
    let by_model = fit.weighting == Weighting::InverseVariance;
    let studies = set
        .studies()
        .iter()
        .zip(&fit.weights)
        .map(|(study, share)| {
            let (y, v) = (study.effect.estimate, study.effect.variance.get());
            let from = vec![
                Step::leaf("y, the study's estimate", y),
                Step::leaf("v, its sampling variance", v),
            ];
            if by_model {
                let what = format!("{}: w = 1/(v + τ²)", study.label);
                Step::node(what, 1.0 / (v + tau2), from)
            } else {
                let what = format!("{}: share of the weights chosen", study.label);
                Step::node(what, *share, from)
            }
        });
    let mut from = vec![between(set, fit)];
    if by_model {
        from.push(Step::node("Σw", at.weight_sum, studies.collect()));
        from.push(Step::leaf("Σwy", at.mean * at.weight_sum));
    } else {
        from.push(Step::node("Σa of the shares a", 1.0, studies.collect()));
    }
    Step::node("μ = Σwy / Σw", fit.estimate, from)
}

/// τ² with how it was found: the value before it was cut, or each step of the search.
fn between(set: &StudySet, fit: &Fit) -> Step {
    let Some(tau2) = fit.tau2 else {
        return Step::leaf("τ², between-study variance", 0.0);
    };
    let mut from = Vec::new();
    if let Some(raw) = tau2.raw {
        from.push(Step::leaf("before it was cut at zero", raw));
    }
    if let Some(se) = tau2.standard_error {
        from.push(Step::leaf("its standard error", se));
    }
    let trace = search_trace(set, tau2.method, fit.weighting.given());
    let steps = trace.iter().enumerate().map(|(i, step)| {
        let seen = Step::leaf(criterion(tau2.method), step.value);
        Step::node(format!("step {}: τ²", i + 1), step.tau2, vec![seen])
    });
    from.extend(steps);
    Step::node(between_words(&tau2), tau2.value, from)
}

fn between_words(tau2: &Tau2) -> String {
    let formula = match tau2.method {
        Tau2Method::Reml => "maximum of the restricted likelihood",
        Tau2Method::MaximumLikelihood => "maximum of the likelihood",
        Tau2Method::DerSimonianLaird => "(Q − (k − 1)) / (Σw − Σw²/Σw), w = 1/v",
        Tau2Method::PauleMandel | Tau2Method::EmpiricalBayes => "where Q(τ²) = k − 1",
        Tau2Method::MedianPauleMandel => "where Q(τ²) is the median of χ² with k − 1",
        Tau2Method::HedgesOlkin => "Σ(y − ȳ)²/(k − 1) − Σv/k",
        Tau2Method::HunterSchmidt => "(Q − k)/Σw, w = 1/v",
        Tau2Method::HunterSchmidtCorrected => "(Qk/(k − 1) − k)/Σw, w = 1/v",
        Tau2Method::SidikJonkman => "τ₀² Q(τ₀²)/(k − 1), τ₀² = Σ(y − ȳ)²/k",
        Tau2Method::TwoStepDerSimonianLaird => "(Q − tr PV)/tr P, weights from DerSimonian–Laird",
        Tau2Method::TwoStepHedgesOlkin => "(Q − tr PV)/tr P, weights from Hedges–Olkin",
        Tau2Method::GeneralisedQ(_) => "(Q − tr PV)/tr P, weights fixed",
        Tau2Method::GeneralisedQMedian(_) => "where a larger Q has probability 1/2, weights fixed",
        Tau2Method::Given(_) => "as given",
    };
    let end = match tau2.search {
        Search::NotConverged { steps } => format!("; NOT CONVERGED after {steps} steps"),
        Search::AtZero => "; at the boundary, τ² = 0".to_owned(),
        Search::ClosedForm | Search::Converged { .. } => String::new(),
    };
    format!("τ², between-study variance: {formula}{end}")
}

/// What a search looks at.
fn criterion(method: Tau2Method) -> &'static str {
    match method {
        Tau2Method::Reml | Tau2Method::MaximumLikelihood => {
            "slope of the likelihood, times twice the smallest v + τ²"
        }
        Tau2Method::GeneralisedQMedian(_) => "probability of a larger Q, less 1/2",
        _ => "Q(τ²) less its target",
    }
}

fn standard_error(set: &StudySet, fit: &Fit) -> Step {
    let tau2 = fit.tau2.map_or(0.0, |t| t.value);
    let inference = &fit.inference;
    let mut from = vec![if fit.weighting == Weighting::InverseVariance {
        Step::leaf("1/Σw", 1.0 / weighted(set, tau2).weight_sum)
    } else {
        let terms = set.pairs().zip(&fit.weights);
        let variance = terms.map(|((_, v), a)| a * a * (v + tau2)).sum();
        Step::leaf("Σa²(v + τ²)/(Σa)²", variance)
    }];
    let mut what = if fit.weighting == Weighting::InverseVariance {
        "standard error = √(1/Σw)"
    } else {
        "standard error = √(Σa²(v + τ²)/(Σa)²)"
    };
    if let Some(factor) = inference.factor {
        from.push(Step::leaf("q, the Hartung–Knapp factor", factor));
        what = if fit.weighting == Weighting::InverseVariance {
            "standard error = √(q/Σw)"
        } else {
            "standard error = √(q Σa²(v + τ²)/(Σa)²)"
        };
    }
    Step::node(what, inference.standard_error, from)
}
