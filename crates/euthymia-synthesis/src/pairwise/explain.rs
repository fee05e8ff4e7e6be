//! A pooled estimate as a tree: formula, terms, inputs.

use super::fit::Fit;
use super::mean::weighted;
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
    let tau2 = fit.tau2.map_or(0.0, |t| t.value);
    let at = weighted(set, tau2);
    let studies = set.studies().iter().map(|study| {
        let (y, v) = (study.effect.estimate, study.effect.variance.get());
        Step::node(
            format!("{}: w = 1/(v + τ²)", study.label),
            1.0 / (v + tau2),
            vec![
                Step::leaf("y, the study's estimate", y),
                Step::leaf("v, its sampling variance", v),
            ],
        )
    });
    let mut from = vec![Step::leaf("τ², between-study variance", tau2)];
    from.push(Step::node("Σw", at.weight_sum, studies.collect()));
    from.push(Step::leaf("Σwy", at.mean * at.weight_sum));
    let mut parts = vec![Step::node("μ = Σwy / Σw", fit.estimate, from)];
    let inference = &fit.inference;
    let mut error = vec![Step::leaf("1/Σw", 1.0 / at.weight_sum)];
    if let Some(factor) = inference.factor {
        error.push(Step::leaf("q, the Hartung–Knapp factor", factor));
    }
    parts.push(Step::node(
        "standard error = √(q/Σw)",
        inference.standard_error,
        error,
    ));
    if let Some(h) = fit.heterogeneity {
        parts.push(Step::leaf("Q = Σ(y − μ)²/v at τ² = 0", h.q));
    }
    Step::node("pooled estimate on the analysis scale", fit.estimate, parts)
}
