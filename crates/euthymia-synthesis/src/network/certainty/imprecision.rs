//! Imprecision: does the confidence interval allow opposite decisions?

use super::concern::{Basis, Concern, Domain, DomainJudgement, Judgement};
use super::error::CertaintyError;
use super::range::{Equivalence, checked};
use crate::pairwise::Bounds;

/// What imprecision was judged by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImprecisionBasis {
    /// The estimate.
    pub estimate: f64,
    /// Its confidence limits.
    pub bounds: Bounds,
    /// The range of equivalence.
    pub range: Equivalence,
    /// True where the whole interval lies in the range.
    pub within_range: bool,
    /// Borders reached: no effect, and the smallest important effect on the side away from the
    /// estimate; from 0 to 2.
    pub borders: u32,
}

/// Judges imprecision by how many of two borders a confidence interval reaches.
///
/// The borders are no effect and the smallest important effect on the side away from the estimate. None
/// reached is no concern, one is some, both are major. An interval within the range of equivalence is no
/// concern on whichever side. A limit equal to a border reaches it.
///
/// # Errors
/// [`CertaintyError::Interval`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::certainty::{Concern, Equivalence, Judgement, imprecision};
/// use euthymia_synthesis::pairwise::Bounds;
/// let range = Equivalence::of_ratio(1.25)?;
/// // An odds ratio of 1.6 from 0.9 to 2.8: it reaches no effect, but not 1/1.25.
/// let bounds = Bounds { lower: 0.9_f64.ln(), upper: 2.8_f64.ln() };
/// let found = imprecision(1.6_f64.ln(), bounds, Some(range))?;
/// assert_eq!(found.by_rule, Judgement::Settled(Concern::Some));
/// # Ok::<(), euthymia_synthesis::network::certainty::CertaintyError>(())
/// ```
pub fn imprecision(
    estimate: f64,
    bounds: Bounds,
    range: Option<Equivalence>,
) -> Result<DomainJudgement, CertaintyError> {
    checked(estimate, bounds)?;
    let Some(range) = range else {
        let judged = (Judgement::NotAssessed, NO_RANGE);
        return Ok(DomainJudgement::new(
            Domain::Imprecision,
            judged,
            Basis::Nothing,
        ));
    };
    let (within_range, borders) = reached(range, estimate, bounds);
    let basis = ImprecisionBasis {
        estimate,
        bounds,
        range,
        within_range,
        borders,
    };
    let reason = match (within_range, borders) {
        (true, _) => "the confidence interval holds nothing but effects too small to matter",
        (_, 0) => "the confidence interval stays on the side of the estimate",
        (_, 1) => {
            "the confidence interval reaches no effect, but no important effect on the other side"
        }
        _ => "the confidence interval reaches important effects on the other side",
    };
    let judged = (Judgement::Settled(Concern::steps(borders)), reason);
    let basis = Basis::Imprecision(basis);
    Ok(DomainJudgement::new(Domain::Imprecision, judged, basis))
}

/// Why nothing is judged without a range.
pub(super) const NO_RANGE: &str = "no smallest important effect was given";

/// Whether an interval lies within the range, and the borders that it reaches.
pub(super) fn reached(range: Equivalence, estimate: f64, bounds: Bounds) -> (bool, u32) {
    if range.holds(bounds) {
        (true, 0)
    } else {
        (false, range.opposite_reached(estimate, bounds))
    }
}
