//! Intervals for ED50 from the profile of Q.

use super::fit::DoseFit;
use super::search::settle;
use super::weighed::Weighed;
use crate::network::error::FitError;
use euthymia_numerics::{chi_squared, root};

/// One end of a profile interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ProfileEnd {
    /// The dose at which the profile crosses its limit.
    At(f64),
    /// The profile stays within the limit up to the end of the range of the search, which is given:
    /// the trials set no limit there.
    Open(f64),
    /// The crossing was not found.
    NotFound,
}

/// Parts of the way from the estimate to the end of the range that are looked at.
const LOOKS: u32 = 24;

impl DoseFit {
    /// The profile interval for ED50 of an agent, lower and upper end: those values at which Q, with all
    /// other coefficients at their best, is above its smallest value by no more than the χ²₁ quantile of
    /// the level. τ² is held at that of the fit. `None` for an agent whose ED50 is not estimated.
    ///
    /// # Errors
    /// [`FitError`].
    pub fn profile_ed50(&self, agent: usize) -> Result<Option<[ProfileEnd; 2]>, FitError> {
        let Some(at) = self.model.searched.iter().position(|own| *own == agent) else {
            return Ok(None);
        };
        let weighed = Weighed::new(self.doses.network(), self.tau2_used())?;
        let limit = chi_squared::upper_quantile(self.options.level.complement(), 1.0);
        let mut held = vec![None; self.model.searched.len()];
        let mut beyond = |phi: f64| {
            held[at] = Some(phi);
            self.settled.lowered - settle(&self.model, &weighed, &held).lowered - limit
        };
        let (low, high) = self.model.range[at];
        let best = self.settled.phi[at];
        Ok(Some(
            [low, high].map(|end| crossing(best, end, &mut beyond)),
        ))
    }
}

/// The first crossing of zero on the way from the best value to the end of its range.
fn crossing(best: f64, end: f64, mut f: impl FnMut(f64) -> f64) -> ProfileEnd {
    let mut inside = best;
    for look in 1..=LOOKS {
        let there = best + (end - best) * f64::from(look) / f64::from(LOOKS);
        if f(there) > 0.0 {
            let found = root::find(&mut f, inside, there, 1e-12);
            return match found.outcome {
                root::Outcome::Converged => ProfileEnd::At(found.at.exp()),
                _ => ProfileEnd::NotFound,
            };
        }
        inside = there;
    }
    ProfileEnd::Open(end.exp())
}
