//! Between odds ratio, risk ratio and risk difference at a known control risk.

use super::{ConversionError, Converted, Method, between_zero_and_one, positive};
use euthymia_numerics::Probability;

const ZHANG_YU: Method = Method {
    name: "risk ratio from an odds ratio at a control risk",
    assumption: Some(
        "the control risk is known without error and holds for everybody: for an odds ratio that \
         was adjusted for other variables the result is biased, and converted ends make too narrow \
         an interval",
    ),
    source: "Zhang and Yu 1998, JAMA 280:1690-1691; limits: McNutt et al. 2003, Am J Epidemiol \
             157:940-943",
};
const BACK: Method = Method {
    name: "odds ratio from a risk ratio at a control risk",
    assumption: Some("the control risk is known without error and holds for everybody"),
    source: "definition of the odds ratio; Cochrane Handbook 15.4.4",
};

/// Returns the risk ratio OR / (1 − p₀ + p₀ OR) at the control risk p₀.
///
/// Exact for a single two-by-two table. Read the assumption before using it for anything else.
///
/// # Errors
/// An odds ratio that is not positive, a risk of 0 or 1.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::conversion::risk::{odds_ratio_from_risk_ratio, risk_ratio_from_odds_ratio};
/// // 8 of 10 against 5 of 10: odds ratio 4, risk ratio 1.6.
/// let half = Probability::new(0.5)?;
/// let ratio = risk_ratio_from_odds_ratio(4.0, half)?.value;
/// assert!((ratio - 1.6).abs() < 1e-15);
/// assert!((odds_ratio_from_risk_ratio(ratio, half)?.value - 4.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn risk_ratio_from_odds_ratio(
    odds_ratio: f64,
    control_risk: Probability,
) -> Result<Converted<f64>, ConversionError> {
    let odds_ratio = positive("the odds ratio", odds_ratio)?;
    let risk = between_zero_and_one("the control risk", control_risk.get())?;
    let ratio = odds_ratio / (1.0 - risk + risk * odds_ratio);
    Ok(Converted::new(positive("the risk ratio", ratio)?, ZHANG_YU))
}

/// Returns the odds ratio RR (1 − p₀)/(1 − p₀ RR) at the control risk p₀.
///
/// # Errors
/// A risk ratio that is not positive, a risk of 0 or 1, and [`ConversionError::Impossible`] when the
/// risk p₀ RR would reach 1.
pub fn odds_ratio_from_risk_ratio(
    risk_ratio: f64,
    control_risk: Probability,
) -> Result<Converted<f64>, ConversionError> {
    let risk_ratio = positive("the risk ratio", risk_ratio)?;
    let risk = between_zero_and_one("the control risk", control_risk.get())?;
    let left = 1.0 - risk * risk_ratio;
    if left <= 0.0 {
        return Err(ConversionError::Impossible(
            "this risk ratio times this control risk is 1 or more, which is no risk: choose a \
             smaller control risk",
        ));
    }
    let ratio = risk_ratio * (1.0 - risk) / left;
    Ok(Converted::new(positive("the odds ratio", ratio)?, BACK))
}

/// An effect on risk, in whichever way it was printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RiskEffect {
    /// Risk minus control risk.
    Difference(f64),
    /// Risk over control risk.
    RiskRatio(f64),
    /// Odds over control odds.
    OddsRatio(f64),
}

/// Returns the risk difference that an effect makes at a control risk.
///
/// # Errors
/// As the conversions above; [`ConversionError::OutOfRange`] when the risk would leave [0, 1].
pub fn risk_difference_at(
    effect: RiskEffect,
    control_risk: Probability,
) -> Result<Converted<f64>, ConversionError> {
    let risk = between_zero_and_one("the control risk", control_risk.get())?;
    let difference = match effect {
        RiskEffect::Difference(difference) => difference,
        RiskEffect::RiskRatio(ratio) => risk * (positive("the risk ratio", ratio)? - 1.0),
        RiskEffect::OddsRatio(ratio) => {
            let ratio = positive("the odds ratio", ratio)?;
            risk * (1.0 - risk) * (ratio - 1.0) / (1.0 - risk + risk * ratio)
        }
    };
    let reached = risk + difference;
    if !(-1e-12..=1.0 + 1e-12).contains(&reached) {
        return Err(ConversionError::OutOfRange {
            what: "the risk that this effect makes of the control risk",
            found: reached,
            range: "between 0 and 1: choose a control risk that fits the effect",
        });
    }
    let method = Method {
        name: "risk difference at a control risk",
        assumption: Some("the effect is the same at every control risk"),
        source: "Cochrane Handbook 15.4.4",
    };
    Ok(Converted::new(difference, method))
}
