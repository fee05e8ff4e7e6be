//! Heterogeneity: does a new trial's true effect allow decisions that the mean does not?

use super::concern::{Basis, Concern, Domain, DomainJudgement, Judgement};
use super::error::CertaintyError;
use super::imprecision::{NO_RANGE, reached};
use super::range::{Equivalence, checked};
use crate::pairwise::Bounds;
use euthymia_numerics::{Probability, normal, student_t};

/// What heterogeneity was judged by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeterogeneityBasis {
    /// Confidence limits.
    pub bounds: Bounds,
    /// Prediction limits.
    pub prediction: Bounds,
    /// The range of equivalence.
    pub range: Equivalence,
    /// Borders that the confidence interval reaches, from 0 to 2.
    pub confidence_borders: u32,
    /// Borders that the prediction interval reaches, from 0 to 2.
    pub prediction_borders: u32,
    /// The share of comparable analyses that are more heterogeneous, where a reference was given.
    pub more_heterogeneous: Option<f64>,
}

/// The distribution of τ² in many analyses of a kind, as published from collections of reviews. It is
/// shown beside a judgement and does not change it.
///
/// # References
/// Turner RM et al. Int J Epidemiol 2012;41:818–827 (log-normal, binary outcomes). Rhodes KM et al. J
/// Clin Epidemiol 2015;68:52–60 (log-t with 5 degrees of freedom, standardised mean differences).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tau2Reference {
    /// ln τ² is normal.
    LogNormal {
        /// Its mean.
        mean: f64,
        /// Its standard deviation, > 0.
        sd: f64,
    },
    /// ln τ² is a scaled t.
    LogT {
        /// Degrees of freedom, > 0 and at most a million, where t is normal.
        df: f64,
        /// Location.
        location: f64,
        /// Scale, > 0.
        scale: f64,
    },
}

impl Tau2Reference {
    /// The share of such analyses with a larger τ²; 1 for τ² = 0.
    ///
    /// # Errors
    /// [`CertaintyError::Reference`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::certainty::Tau2Reference;
    /// let reference = Tau2Reference::LogNormal { mean: -2.0, sd: 1.5 };
    /// assert_eq!(reference.larger((-2.0_f64).exp())?, 0.5);
    /// # Ok::<(), euthymia_synthesis::network::certainty::CertaintyError>(())
    /// ```
    pub fn larger(&self, tau2: f64) -> Result<f64, CertaintyError> {
        self.checked()?;
        if !(tau2 >= 0.0 && tau2.is_finite()) {
            return Err(wrong("τ²", tau2, NOT_NEGATIVE));
        }
        if tau2 == 0.0 {
            return Ok(1.0);
        }
        Ok(match *self {
            Self::LogNormal { mean, sd } => normal::sf((tau2.ln() - mean) / sd),
            Self::LogT {
                df,
                location,
                scale,
            } => student_t::sf((tau2.ln() - location) / scale, df),
        })
    }

    /// The τ² that a share `upper` of such analyses exceeds.
    ///
    /// # Errors
    /// [`CertaintyError::Reference`].
    pub fn upper_quantile(&self, upper: Probability) -> Result<f64, CertaintyError> {
        self.checked()?;
        let ln = match *self {
            Self::LogNormal { mean, sd } => mean + sd * normal::upper_quantile(upper),
            Self::LogT {
                df,
                location,
                scale,
            } => location + scale * student_t::upper_quantile(upper, df),
        };
        Ok(ln.exp())
    }

    pub(super) fn checked(&self) -> Result<(), CertaintyError> {
        let (location, scale, df) = match *self {
            Self::LogNormal { mean, sd } => (mean, sd, 1.0),
            Self::LogT {
                df,
                location,
                scale,
            } => (location, scale, df),
        };
        let positive = |x: f64| x > 0.0 && x.is_finite();
        if !location.is_finite() {
            return Err(wrong("location", location, "a finite number is needed"));
        }
        if !positive(scale) {
            return Err(wrong("scale", scale, POSITIVE));
        }
        if !positive(df) || df > LARGEST_DF {
            return Err(wrong("degrees of freedom", df, FEW));
        }
        Ok(())
    }
}

const POSITIVE: &str = "a positive finite number is needed";
const LARGEST_DF: f64 = 1e6;
const FEW: &str = "a positive number of at most a million is needed";
const NOT_NEGATIVE: &str = "a finite number of at least zero is needed";

fn wrong(parameter: &'static str, found: f64, wanted: &'static str) -> CertaintyError {
    CertaintyError::Reference {
        parameter,
        found,
        wanted,
    }
}

/// Judges heterogeneity by how many more borders the prediction interval reaches than the confidence
/// interval: none more is no concern, one is some, two are major.
///
/// The borders are those of [`imprecision`](super::imprecision()); where the confidence interval lies
/// within the range of equivalence they are the two ends of the range. τ² is looked up in a reference
/// where one is given.
///
/// # Errors
/// [`CertaintyError::Interval`], [`CertaintyError::Reference`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::certainty::{Concern, Equivalence, Judgement, heterogeneity};
/// use euthymia_synthesis::pairwise::Bounds;
/// let range = Equivalence::of_difference(0.2)?;
/// let confidence = Bounds { lower: 0.3, upper: 0.7 };
/// let prediction = Bounds { lower: -0.1, upper: 1.1 };
/// let found = heterogeneity(0.5, confidence, Some(prediction), Some(range), None)?;
/// assert_eq!(found.by_rule, Judgement::Settled(Concern::Some));
/// # Ok::<(), euthymia_synthesis::network::certainty::CertaintyError>(())
/// ```
pub fn heterogeneity(
    estimate: f64,
    bounds: Bounds,
    prediction: Option<Bounds>,
    range: Option<Equivalence>,
    tau2: Option<(f64, Tau2Reference)>,
) -> Result<DomainJudgement, CertaintyError> {
    checked(estimate, bounds)?;
    let domain = Domain::Heterogeneity;
    let (Some(prediction), Some(range)) = (prediction, range) else {
        let reason = if prediction.is_none() {
            "the model has no prediction interval"
        } else {
            NO_RANGE
        };
        let judged = (Judgement::NotAssessed, reason);
        return Ok(DomainJudgement::new(domain, judged, Basis::Nothing));
    };
    checked(estimate, prediction)?;
    let (within, confidence_borders) = reached(range, estimate, bounds);
    let prediction_borders = if within {
        range.ends_reached(prediction)
    } else {
        range.opposite_reached(estimate, prediction)
    };
    let more = tau2.map(|(tau2, reference)| reference.larger(tau2));
    let basis = HeterogeneityBasis {
        bounds,
        prediction,
        range,
        confidence_borders,
        prediction_borders,
        more_heterogeneous: more.transpose()?,
    };
    let concern = Concern::steps(prediction_borders.saturating_sub(confidence_borders));
    let reason = match concern {
        Concern::No => "confidence and prediction interval lead to the same decisions",
        Concern::Some => {
            "the prediction interval reaches one border that the confidence interval does not"
        }
        Concern::Major => {
            "the prediction interval reaches two borders that the confidence interval does not"
        }
    };
    let judged = (Judgement::Settled(concern), reason);
    Ok(DomainJudgement::new(
        domain,
        judged,
        Basis::Heterogeneity(basis),
    ))
}
