//! The distribution of a generalised Q with fixed weights under the random-effects model.

use super::tau2::QForm;
use crate::studies::StudySet;
use euthymia_numerics::quadratic_form;

/// An observed Q with fixed weights, and what it is to be compared with.
///
/// With weights a and variances v + τ², Q = Σa(y − ȳₐ)² is Σ dᵢzᵢ² − (Σ√(pᵢdᵢ) zᵢ)² of standard
/// normal z, where dᵢ = aᵢ(vᵢ + τ²) and pᵢ = aᵢ/Σa: a form about a weighted mean.
///
/// # References
/// Biggerstaff BJ, Jackson D. Stat Med 2008;27:6093–6110 (the exact distribution of Cochran's Q).
/// Jackson D. Res Synth Methods 2013;4:220–229 (any fixed weights).
pub(crate) struct QDistribution {
    /// The observed statistic for relative weights.
    pub(crate) form: QForm,
    relative: Vec<f64>,
    shares: Vec<f64>,
    variances: Vec<f64>,
}

impl QDistribution {
    /// Prepares the distribution for a set of at least two studies, two of them of positive weight.
    pub(crate) fn new(set: &StudySet, weights: &[f64]) -> Self {
        let form = QForm::new(set, weights);
        let relative: Vec<f64> = weights.iter().map(|a| a * form.unit).collect();
        Self {
            shares: relative.iter().map(|a| a / form.weight_sum).collect(),
            variances: set.pairs().map(|(_, v)| v).collect(),
            relative,
            form,
        }
    }

    /// The probabilities below and above the observed Q at a value of τ²; not numbers where they could
    /// not be computed, which ends a search as not converged.
    pub(crate) fn tails(&self, tau2: f64) -> (f64, f64) {
        let rows = self.relative.iter().zip(&self.variances);
        let scales: Vec<f64> = rows.map(|(a, v)| a * (v + tau2)).collect();
        let tails = quadratic_form::about_weighted_mean(self.form.q, &scales, &self.shares);
        tails
            .filter(quadratic_form::Tails::settled)
            .map_or((f64::NAN, f64::NAN), |t| (t.lower, t.upper))
    }
}
