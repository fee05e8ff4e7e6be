//! The dose that reaches a share of the largest effect.

use super::fit::DoseFit;
use super::half::Bend;
use crate::pairwise::Bounds;
use euthymia_numerics::root;

/// What a share is a share of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TargetOf {
    /// E_max, the effect of an unlimited dose.
    Asymptote,
    /// The effect farthest from 0 among doses up to the largest one tried, which lies at this dose.
    LargestTried {
        /// The dose of the largest effect.
        dose: f64,
    },
}

/// The smallest dose with a share of the largest effect, such as ED50 or ED95.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetDose {
    /// The dose, in its own unit.
    pub dose: f64,
    /// The effect there.
    pub effect: f64,
    /// What it is a share of.
    pub of: TargetOf,
    /// Limits where the curve gives them: E_max with an estimated ED50, by its standard error on the
    /// scale of the logarithm.
    pub bounds: Option<Bounds>,
    /// True where the dose lies beyond the largest one tried.
    pub beyond_tried: bool,
}

/// Doses looked at on the way to the largest effect.
const LOOKS: u32 = 2000;

impl DoseFit {
    /// The smallest dose that has a share, above 0 and below 1, of the largest effect.
    ///
    /// For E_max curves the dose is ED50 share/(1 − share). For other curves the largest effect is the
    /// one farthest from 0 up to the largest dose tried, which is found on a grid of 2,000 doses.
    /// `None` for categories, for a share outside (0, 1), for an ED50 that did not settle, and for an
    /// agent that does not exist.
    ///
    /// # References
    /// Crippa A, Orsini N. BMC Med Res Methodol 2016;16:91 (target doses of splines).
    #[must_use]
    pub fn target_dose(&self, agent: usize, share: f64) -> Option<TargetDose> {
        if !(share > 0.0 && share < 1.0) {
            return None;
        }
        let largest_tried = *self.doses.agents().get(agent)?.doses.last()?;
        match self.curves.of(&self.doses.agents()[agent].name) {
            super::Curve::Categories => None,
            super::Curve::Emax(ed50) => {
                let (ed50, bounds) = self.half(agent, *ed50)?;
                let odds = share / (1.0 - share);
                let times = |limits: Bounds| Bounds {
                    lower: limits.lower * odds,
                    upper: limits.upper * odds,
                };
                let dose = ed50 * odds;
                Some(TargetDose {
                    dose,
                    effect: self.at(agent, dose)?,
                    of: TargetOf::Asymptote,
                    bounds: bounds.map(times),
                    beyond_tried: dose > largest_tried,
                })
            }
            _ => self.within(agent, share, largest_tried),
        }
    }

    fn half(&self, agent: usize, ed50: super::Ed50) -> Option<(f64, Option<Bounds>)> {
        match ed50 {
            super::Ed50::Given(value) => Some((value, None)),
            super::Ed50::Estimated => {
                let found = self.half_doses().into_iter().find(|h| h.agent == agent)?;
                (found.bend == Bend::Settled).then_some((found.ed50, found.bounds))
            }
        }
    }

    fn at(&self, agent: usize, dose: f64) -> Option<f64> {
        self.row(agent, dose).map(|row| self.value(&row))
    }

    fn within(&self, agent: usize, share: f64, largest_tried: f64) -> Option<TargetDose> {
        let dose = |look: u32| largest_tried * f64::from(look) / f64::from(LOOKS);
        let effects: Option<Vec<f64>> = (0..=LOOKS).map(|k| self.at(agent, dose(k))).collect();
        let effects = effects?;
        let (peak, top) = (1..=LOOKS)
            .zip(effects.iter().skip(1))
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        let wanted = share * top;
        let reached = |effect: &f64| (effect / top) >= share;
        let first = (0..=peak)
            .zip(&effects)
            .find(|(_, effect)| reached(effect))?
            .0;
        let f = |d: f64| self.at(agent, d).map_or(f64::NAN, |effect| effect - wanted);
        let found = root::find(f, dose(first.checked_sub(1)?), dose(first), 0.0);
        (found.outcome == root::Outcome::Converged).then_some(TargetDose {
            dose: found.at,
            effect: wanted,
            of: TargetOf::LargestTried { dose: dose(peak) },
            bounds: None,
            beyond_tried: false,
        })
    }
}
