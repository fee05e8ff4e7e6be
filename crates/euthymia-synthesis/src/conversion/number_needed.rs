//! How many must be in one group rather than the other for one event less, or one more.

use super::risk::{RiskEffect, risk_difference_at};
use super::{ConversionError, Converted, Method, ascending};
use euthymia_numerics::Probability;

/// The reciprocal of a risk difference, with its direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Needed {
    /// One event less in every so many.
    OneLess(f64),
    /// One event more in every so many.
    OneMore(f64),
    /// No difference: no number is large enough.
    Infinite,
}

impl Needed {
    /// The reciprocal of a risk difference, group less control.
    #[must_use]
    pub fn of(difference: f64) -> Self {
        let number = 1.0 / difference.abs();
        if number.is_infinite() {
            Self::Infinite
        } else if difference < 0.0 {
            Self::OneLess(number)
        } else {
            Self::OneMore(number)
        }
    }
}

/// A number needed with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberNeeded {
    /// At the estimate.
    pub estimate: Needed,
    /// At the lower end of the risk difference: the end that favours fewer events.
    pub at_lower: Needed,
    /// At the upper end.
    pub at_upper: Needed,
    /// True when the interval of the risk difference holds zero: the numbers then run from
    /// `at_lower` up to infinity and on from infinity down to `at_upper`, and not between the two.
    pub through_infinity: bool,
}

impl NumberNeeded {
    /// The reciprocals of a risk difference and of its limits.
    ///
    /// # Errors
    /// [`ConversionError::NotFinite`], and [`ConversionError::Order`] when the estimate lies outside its
    /// limits.
    ///
    /// # References
    /// Altman DG. Confidence intervals for the number needed to treat. BMJ 1998;317:1309–1312.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::conversion::number_needed::{Needed, NumberNeeded};
    /// // Altman's example: from 4 up to infinity, and from there down to 20 of the other kind.
    /// let found = NumberNeeded::from_differences(0.1, -0.05, 0.25)?;
    /// assert_eq!(found.estimate, Needed::OneMore(10.0));
    /// assert_eq!((found.at_lower, found.at_upper), (Needed::OneLess(20.0), Needed::OneMore(4.0)));
    /// assert!(found.through_infinity);
    /// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
    /// ```
    pub fn from_differences(
        estimate: f64,
        lower: f64,
        upper: f64,
    ) -> Result<Self, ConversionError> {
        ascending(
            "lower end, estimate and upper end",
            &[lower, estimate, upper],
        )?;
        Ok(Self {
            estimate: Needed::of(estimate),
            at_lower: Needed::of(lower),
            at_upper: Needed::of(upper),
            through_infinity: lower <= 0.0 && upper >= 0.0,
        })
    }
}

/// Returns the number needed 1/|RD| at a control risk, with the numbers at both ends of the
/// interval.
///
/// # Errors
/// Ends out of order, and as [`risk_difference_at`]. All three effects must be of one kind.
///
/// # References
/// Altman DG. Confidence intervals for the number needed to treat. BMJ 1998;317:1309–1312: an
/// interval that holds no difference goes through infinity.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::conversion::number_needed::{Needed, number_needed};
/// use euthymia_synthesis::conversion::risk::RiskEffect::Difference;
/// let effects = [Difference(-0.2), Difference(-0.5), Difference(0.1)];
/// let found = number_needed(effects, Probability::new(0.5)?)?.value;
/// assert_eq!(found.estimate, Needed::OneLess(5.0));
/// assert_eq!((found.at_lower, found.at_upper), (Needed::OneLess(2.0), Needed::OneMore(10.0)));
/// assert!(found.through_infinity);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn number_needed(
    [estimate, lower, upper]: [RiskEffect; 3],
    control_risk: Probability,
) -> Result<Converted<NumberNeeded>, ConversionError> {
    let difference = |effect| risk_difference_at(effect, control_risk).map(|found| found.value);
    let (estimate, lower, upper) = (
        difference(estimate)?,
        difference(lower)?,
        difference(upper)?,
    );
    let value = NumberNeeded::from_differences(estimate, lower, upper)?;
    let method = Method {
        name: "number needed at a control risk",
        assumption: Some("the effect is the same at every control risk, which has no error"),
        source: "Altman 1998, BMJ 317:1309-1312; Cochrane Handbook 15.4.4",
    };
    Ok(Converted::new(value, method))
}
