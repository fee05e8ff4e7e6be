//! A fitted location–scale model.

use super::model::Model;
use super::search::{Outcome, Step, maximise};
use super::{Link, LocationScaleError, Method};
use crate::design::Design;
use crate::orthonormal::whitening;
use crate::studies::StudySet;
use euthymia_numerics::linear::Matrix;

/// A fitted location–scale model on the analysis scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Which likelihood was maximised.
    pub method: Method,
    /// Which link.
    pub link: Link,
    /// Number of studies.
    pub k: usize,
    /// Names of the location coefficients.
    pub location_names: Vec<String>,
    /// β̂.
    pub beta: Vec<f64>,
    /// Covariance of β̂, (X′WX)⁻¹ at the estimated τᵢ².
    pub beta_covariance: Matrix<f64>,
    /// Names of the scale coefficients.
    pub scale_names: Vec<String>,
    /// α̂; where the search stopped, unless it converged.
    pub alpha: Vec<f64>,
    /// Covariance of α̂, the inverse of the observed information; `None` unless the search converged.
    pub alpha_covariance: Option<Matrix<f64>>,
    /// τ̂ᵢ² of every study.
    pub tau2: Vec<f64>,
    /// The log-likelihood, or the restricted one, with metafor's constants.
    pub log_likelihood: f64,
    /// Σ(y − x′β̃)²/v with β̃ at τ² = 0: residual heterogeneity, χ² with k − p degrees of freedom if
    /// there is none.
    pub residual_q: f64,
    /// Σw(y − x′β̂)² at the estimated τᵢ².
    pub generalised_q: f64,
    /// How the search ended.
    pub outcome: Outcome,
    /// Every step of the search that found the best value.
    pub trace: Vec<Step>,
    pub(super) location: Matrix<f64>,
}

/// Fits a location–scale model.
///
/// # Input
/// `location` and `scale`: one row per study in the order of the set; a scale design that is only an
/// intercept gives the usual random-effects meta-regression.
///
/// # Convergence
/// Newton's method from several starts; the likelihood may have more than one maximum, and the highest
/// found is returned. See [`Outcome`] for what may happen instead of a maximum: it is part of the
/// result and must be shown.
///
/// # Cost
/// Linear in the number of studies.
///
/// # Errors
/// [`LocationScaleError`].
///
/// # Checked against
/// by hand: `tests/it/byhand_location_scale.rs` · metafor 3.8-1 and 5.1-12:
/// `tests/it/agrees_with_metafor_location_scale.rs`.
///
/// # Example: two groups that differ in how heterogeneous they are
/// ```
/// use euthymia_numerics::linear::Matrix;
/// use euthymia_synthesis::{design::Design, effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::location_scale::{Link, Method, fit};
/// let mut studies = Vec::new();
/// for (i, y) in [0.0, 2.0, 4.0, 0.0, 5.0, 10.0].into_iter().enumerate() {
///     studies.push(Study::new(format!("study {i}"), Effect::new(y, 1.0)?));
/// }
/// let groups = Matrix::from_fn(6, 2, |i, j| f64::from(j == usize::from(i >= 3)));
/// let names = vec!["first".to_owned(), "second".to_owned()];
/// let design = Design::new(names, groups)?;
/// let found = fit(&StudySet::new(studies)?, &design, &design, Method::Reml, Link::Log)?;
/// // Sample variances 4 and 25, less the sampling variance of 1.
/// assert!((found.alpha[0] - 3.0_f64.ln()).abs() < 1e-10);
/// assert!((found.alpha[1] - 24.0_f64.ln()).abs() < 1e-10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit(
    set: &StudySet,
    location: &Design,
    scale: &Design,
    method: Method,
    link: Link,
) -> Result<Fit, LocationScaleError> {
    let model = Model::new(set, location, scale, method, link)?;
    let climb = maximise(&model)?;
    let out_of_range = LocationScaleError::OutOfRange;
    let tau2 = model.tau2s(&climb.inner).ok_or(out_of_range.clone())?;
    let located = model.locate(&tau2).ok_or(out_of_range.clone())?;
    let common = model.locate(&vec![0.0; set.k()]);
    let residual_q = common.ok_or(out_of_range.clone())?.q;
    let (beta, beta_covariance) = model.beta(&located);
    let (outcome, alpha_covariance) = match climb.outcome {
        Outcome::Converged => {
            // S with S′IS = 1 for the information I, so that its inverse is SS′.
            match whitening(&model.slopes(&tau2, &located).observed) {
                Some(s) => {
                    let inverse = &s * s.transpose();
                    (Outcome::Converged, Some(model.scale.covariance(&inverse)))
                }
                None => (Outcome::Level, None),
            }
        }
        other => (other, None),
    };
    let alpha = model.scale.outward(&climb.inner);
    if beta
        .iter()
        .chain(beta_covariance.iter())
        .chain(alpha.iter())
        .any(|x| !x.is_finite())
    {
        return Err(out_of_range);
    }
    Ok(Fit {
        method,
        link,
        k: set.k(),
        location_names: model.location.names,
        beta: beta.iter().copied().collect(),
        beta_covariance,
        scale_names: model.scale.names,
        alpha: alpha.iter().copied().collect(),
        alpha_covariance,
        tau2,
        log_likelihood: located.log_likelihood,
        residual_q,
        generalised_q: located.q,
        outcome,
        trace: climb.trace,
        location: model.location.original,
    })
}
