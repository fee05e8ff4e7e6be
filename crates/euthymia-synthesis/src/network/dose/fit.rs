//! Fitted curves.

use super::curve::Curves;
use super::data::DoseNetwork;
use super::error::DoseError;
use super::model::Model;
use super::search::{Settled, settle};
use super::weighed::Weighed;
use crate::network::component::{Solution, estimate_tau2};
use crate::network::design::QTest;
use crate::network::error::FitError;
use crate::network::fit::Model as Effects;
use crate::network::tau2::Tau2;
use euthymia_numerics::Probability;
use euthymia_numerics::linear::{Matrix, Vector};

/// What to fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoseOptions {
    /// Common effect, or random effects with one τ² for all contrasts.
    pub model: Effects,
    /// Confidence level, in (0, 1).
    pub level: Probability,
}

/// Curves of all agents with their uncertainty.
#[derive(Clone, Debug)]
pub struct DoseFit {
    /// What was asked.
    pub options: DoseOptions,
    /// Which curves.
    pub curves: Curves,
    /// Trials, agents and doses.
    pub doses: DoseNetwork,
    /// τ̂² of this model; `None` for a common effect, and where there is no degree of freedom.
    pub tau2: Option<Tau2>,
    /// Q of the common-effect model: heterogeneity, inconsistency and what the curves miss.
    pub q: QTest,
    /// The log-likelihood at the estimates; the largest one for a common effect and for maximum
    /// likelihood.
    pub log_likelihood: f64,
    /// How many coefficients there are, with every ED50 that is searched for.
    pub coefficient_count: usize,
    pub(super) model: Model,
    pub(super) settled: Settled,
    /// Coefficients the curves are linear in, in inner units.
    pub(super) beta: Vector<f64>,
    /// Covariances of these, and of the derivatives by the free φ.
    pub(super) covariance: Matrix<f64>,
}

/// Fits curves over dose to a network.
///
/// # Model
/// See [the module](super::dose). For every τ² the curves minimise Q(τ²) = Σ(y − f)′L(y − f). τ² is
/// estimated with the tangent space of the curves at their estimates in place of a design matrix: for
/// curves linear in their coefficients this is maximum likelihood, REML or the method of moments
/// exactly; with a searched ED50 maximum likelihood stays exact, and the other two do not depend on
/// whether ED50 or its logarithm is the parameter. An ED50 that ends at an end of its range is held
/// there and counts no degree of freedom in Q.
///
/// # Errors
/// [`DoseError`].
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::network::dose::{Curve, Curves, DoseNetwork, DoseOptions, TreatmentDose,
///     fit_doses};
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Model, Network};
/// let contrast = |study: &str, treatment: &str, estimate| Contrast { study: study.into(),
///     treatment1: treatment.into(), treatment2: "none".into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(
///     &[contrast("1", "A 1", 1.0), contrast("2", "A 2", 3.0)], ADDS_UP_WITHIN)?;
/// let dose = |treatment: &str, dose| TreatmentDose { treatment: treatment.into(),
///     agent: "A".into(), dose };
/// let doses = DoseNetwork::new(network, &[dose("A 1", 1.0), dose("A 2", 2.0), dose("none", 0.0)])?;
/// let options = DoseOptions { model: Model::CommonEffect, level: Probability::NINETY_FIVE };
/// let fit = fit_doses(&doses, &Curves::all(Curve::Linear), &options)?;
/// // β = (1·1 + 2·3)/(1 + 4), and dose 4 was not tried.
/// let at_four = fit.effect(0, 4.0).ok_or("a line goes on")?;
/// assert!((at_four.estimate - 5.6).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Checked against
/// by hand: `tests/it/byhand_dose.rs` · metafor (`rma.mv`), base R (`optim`):
/// `tests/it/agrees_with_metafor_dose.rs` · mpmath: `tests/it/agrees_with_mpmath_dose.rs`.
pub fn fit_doses(
    doses: &DoseNetwork,
    curves: &Curves,
    options: &DoseOptions,
) -> Result<DoseFit, DoseError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(FitError::Level(level).into());
    }
    let model = Model::new(doses, curves)?;
    let network = doses.network();
    let none = vec![None; model.searched.len()];
    let at = |tau2: f64| -> Result<(Solution, Settled), FitError> {
        let settled = settle(&model, &Weighed::new(network, tau2)?, &none);
        let tangent = model.tangent(&settled.phi, &settled.free);
        Ok((Solution::new(network, &tangent, tau2)?, settled))
    };
    let (common, common_settled) = at(0.0)?;
    let df = network.contrasts().saturating_sub(common.beta.len());
    let q = QTest::new(if df > 0 { common.q } else { 0.0 }, df);
    let tau2 = match options.model {
        Effects::CommonEffect => None,
        Effects::RandomEffects(method) => {
            estimate_tau2(network, df, method, |tau2| at(tau2).map(|(s, _)| s))?
        }
    };
    let (solution, settled) = match tau2 {
        Some(t) if t.value > 0.0 => at(t.value)?,
        _ => (common, common_settled),
    };
    let finite = solution.covariance.iter().all(|x| x.is_finite());
    finite.then_some(()).ok_or(FitError::OutOfRange)?;
    Ok(DoseFit {
        options: *options,
        curves: curves.clone(),
        doses: doses.clone(),
        tau2,
        q,
        log_likelihood: solution.log_likelihood,
        coefficient_count: model.linear + model.searched.len(),
        beta: solution.beta.rows(0, model.linear).into_owned(),
        covariance: solution.covariance,
        model,
        settled,
    })
}

impl DoseFit {
    /// False when the search for τ² or for an ED50 did not settle; the fit must then be shown as not
    /// converged. An ED50 at an end of its range has settled there: see
    /// [`half_doses`](DoseFit::half_doses).
    #[must_use]
    pub fn converged(&self) -> bool {
        self.settled.converged && self.tau2.is_none_or(|t| t.search.settled())
    }

    /// The τ² that the fit uses: 0 for a common effect.
    #[must_use]
    pub fn tau2_used(&self) -> f64 {
        self.tau2.map_or(0.0, |t| t.value)
    }
}
