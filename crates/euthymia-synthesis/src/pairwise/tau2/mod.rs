//! Estimators of the between-study variance τ²: how much true effects differ from study to study.
//!
//! | estimator | also known as | how |
//! |---|---|---|
//! | [`reml`] | REML, restricted maximum likelihood | maximum; the default: nearly unbiased for normal effects |
//! | [`maximum_likelihood`] | ML | maximum; too small by about 1 in k |
//! | [`paule_mandel`] | PM, MP, empirical Bayes (EB, Morris) | root of Q(τ²) = k − 1; needs no normality |
//! | [`median_paule_mandel`] | PMM, median-unbiased | root of Q(τ²) = median of χ² with k − 1 |
//! | [`dersimonian_laird`] | DL, method of moments | closed; biased low when k is small and τ² large |
//! | [`hedges_olkin`] | HE, HO, CA, variance component | closed; from the unweighted variance |
//! | [`hunter_schmidt`] | HS, HSk when corrected | closed; biased low, with the correction less so |
//! | [`sidik_jonkman`] | SJ, model error variance | closed; never zero |
//! | [`two_step`] | DL2, CA2 | closed; DL or HE once more with the weights that they gave |
//! | [`generalised_q`] | GENQ | closed; any fixed weights |
//! | [`generalised_q_median`] | GENQM | the same, median-unbiased |
//!
//! With two studies most of them equal ((y₁ − y₂)² − v₁ − v₂)/2, and with equal variances v they
//! equal s² − v, both truncated at zero: `reference/byhand/two_study_tau2.md`,
//! `equal_variance_tau2.md`.

mod likelihood;
mod moments;
mod q_form;
mod roots;

pub(crate) use likelihood::{Likelihood, search_range};
pub use likelihood::{
    log_likelihood, maximum_likelihood, ml_score, reml, reml_score, restricted_log_likelihood,
};
pub use moments::{
    First, dersimonian_laird, generalised_q, hedges_olkin, hunter_schmidt, sidik_jonkman, two_step,
};
pub(crate) use q_form::{QForm, q_weights};
pub use roots::{generalised_q_median, median_paule_mandel, paule_mandel};
pub(crate) use roots::{q_root, rising_root};

use super::weighting::Weights;
use crate::studies::StudySet;
use euthymia_numerics::root;

/// Which estimator of τ².
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tau2Method {
    /// See [`reml`].
    Reml,
    /// See [`dersimonian_laird`].
    DerSimonianLaird,
    /// See [`paule_mandel`].
    PauleMandel,
    /// See [`maximum_likelihood`].
    MaximumLikelihood,
    /// Morris's empirical Bayes estimate. Its fixed point is the same equation as Paule and
    /// Mandel's, so that both are computed by [`paule_mandel`].
    EmpiricalBayes,
    /// See [`median_paule_mandel`].
    MedianPauleMandel,
    /// See [`hedges_olkin`].
    HedgesOlkin,
    /// See [`hunter_schmidt`].
    HunterSchmidt,
    /// See [`hunter_schmidt`], with the factor k/(k − 1).
    HunterSchmidtCorrected,
    /// See [`sidik_jonkman`].
    SidikJonkman,
    /// See [`two_step`], from DerSimonian and Laird's estimate.
    TwoStepDerSimonianLaird,
    /// See [`two_step`], from Hedges and Olkin's estimate.
    TwoStepHedgesOlkin,
    /// See [`generalised_q`].
    GeneralisedQ(QWeights),
    /// See [`generalised_q_median`].
    GeneralisedQMedian(QWeights),
    /// A value chosen beforehand.
    Given(GivenTau2),
}

/// The fixed weights aᵢ of a generalised Q statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QWeights {
    /// 1/vᵢ: Cochran's Q.
    InverseVariance,
    /// 1/√vᵢ: between Cochran's and equal weights, as Jackson (2013) recommends for intervals.
    InverseStandardError,
    /// 1: the unweighted sum of squares.
    Equal,
    /// The weights given for the pooled mean.
    Given,
}

/// A value of τ² chosen beforehand: finite and not negative.
///
/// # Example
/// ```
/// use euthymia_synthesis::pairwise::tau2::GivenTau2;
/// assert_eq!(GivenTau2::new(0.25)?.get(), 0.25);
/// assert!(GivenTau2::new(-0.1).is_err());
/// # Ok::<(), euthymia_synthesis::pairwise::tau2::GivenTau2Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GivenTau2(f64);

/// The number cannot be a between-study variance.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{0} is no between-study variance: give a finite number of at least zero")]
pub struct GivenTau2Error(pub f64);

impl GivenTau2 {
    /// Checks that `value` is finite and at least zero.
    ///
    /// # Errors
    /// [`GivenTau2Error`] otherwise.
    pub fn new(value: f64) -> Result<Self, GivenTau2Error> {
        if value >= 0.0 && value.is_finite() {
            // −0 would print as such.
            Ok(Self(value.abs()))
        } else {
            Err(GivenTau2Error(value))
        }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

/// Why an iterative estimate stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// A closed form: nothing to search.
    ClosedForm,
    /// The search settled after this many steps.
    Converged {
        /// Steps or evaluations used.
        steps: u32,
    },
    /// The best value lies at the boundary, τ² = 0.
    AtZero,
    /// The bound on steps was reached: the value is the last one and must be shown as such.
    NotConverged {
        /// Steps or evaluations used.
        steps: u32,
    },
}

impl Search {
    /// False when the value must be shown as not converged.
    #[must_use]
    pub fn settled(self) -> bool {
        !matches!(self, Self::NotConverged { .. })
    }
}

/// An estimate of τ² with how it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tau2 {
    /// τ̂² ≥ 0.
    pub value: f64,
    /// Which estimator.
    pub method: Tau2Method,
    /// What the moment equation gave before it was cut at zero; `None` where there is no such value.
    pub raw: Option<f64>,
    /// Large-sample standard error; `None` for a given τ², and where there is no such formula.
    pub standard_error: Option<f64>,
    /// How the search ended.
    pub search: Search,
}

/// One value of τ² that a search looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// Where it looked.
    pub tau2: f64,
    /// What it saw: the slope of the likelihood (times twice the smallest vᵢ + τ²), Q(τ²) less its
    /// target, or a tail probability less one half.
    pub value: f64,
}

/// Told of each evaluation of a search.
type Observer<'a> = &'a mut dyn FnMut(Evaluation);

/// Estimates τ² by the named method. `None` for a single study, which has no between-study variance,
/// and for a method that needs given weights: those go to [`tau2_weighted`].
#[must_use]
pub fn tau2(set: &StudySet, method: Tau2Method) -> Option<Tau2> {
    tau2_weighted(set, method, None)
}

/// Estimates τ² by the named method, with `given` the weights for [`QWeights::Given`].
///
/// `None` for a single study, and when given weights are asked for and absent or not one for each
/// study.
#[must_use]
pub fn tau2_weighted(set: &StudySet, method: Tau2Method, given: Option<&Weights>) -> Option<Tau2> {
    estimate(set, method, given, &mut |_| {})
}

/// Returns what the search for τ² looked at, in order; empty for a closed form.
///
/// The search is made again: it takes the same steps, because nothing in it is random. A step whose
/// criterion is beyond every double is left out.
#[must_use]
pub fn search_trace(
    set: &StudySet,
    method: Tau2Method,
    given: Option<&Weights>,
) -> Vec<Evaluation> {
    let mut seen = Vec::new();
    estimate(set, method, given, &mut |evaluation| seen.push(evaluation));
    seen.retain(|evaluation| evaluation.tau2.is_finite() && evaluation.value.is_finite());
    seen
}

fn estimate(
    set: &StudySet,
    method: Tau2Method,
    given: Option<&Weights>,
    observe: Observer<'_>,
) -> Option<Tau2> {
    use Tau2Method as M;
    if set.k() < 2 {
        return None;
    }
    let found = match method {
        M::Reml => likelihood::maximise(set, Likelihood::Restricted, observe),
        M::MaximumLikelihood => likelihood::maximise(set, Likelihood::Full, observe),
        M::PauleMandel | M::EmpiricalBayes => roots::at_expectation(set, observe),
        M::MedianPauleMandel => roots::at_median(set, observe),
        M::DerSimonianLaird => dersimonian_laird(set),
        M::HedgesOlkin => hedges_olkin(set),
        M::HunterSchmidt => hunter_schmidt(set, false),
        M::HunterSchmidtCorrected => hunter_schmidt(set, true),
        M::SidikJonkman => sidik_jonkman(set),
        M::TwoStepDerSimonianLaird => two_step(set, First::DerSimonianLaird),
        M::TwoStepHedgesOlkin => two_step(set, First::HedgesOlkin),
        M::GeneralisedQ(weights) => generalised_q(set, weights, given)?,
        M::GeneralisedQMedian(weights) => {
            roots::at_median_of_q(set, &q_weights(set, weights, given)?, observe)
        }
        M::Given(value) => Tau2 {
            value: value.get(),
            method,
            raw: None,
            standard_error: None,
            search: Search::ClosedForm,
        },
    };
    Some(Tau2 { method, ..found })
}

fn outcome(outcome: root::Outcome, steps: u32) -> Search {
    match outcome {
        root::Outcome::Converged => Search::Converged { steps },
        _ => Search::NotConverged { steps },
    }
}

#[cfg(test)]
mod tests;
