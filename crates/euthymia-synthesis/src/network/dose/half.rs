//! ED50 and whether the doses tried determine it.

use super::fit::DoseFit;
use crate::network::fit::around;
use crate::pairwise::Bounds;
use euthymia_numerics::normal;

/// Whether the doses tried bend the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bend {
    /// ED50 lies within its range.
    Settled,
    /// Not settled: ED50 fell to the lower end of its range, so that every dose tried has the full
    /// effect.
    Step,
    /// Not settled: ED50 rose to the upper end of its range, so that the curve is a straight line over
    /// the doses tried.
    Line,
}

impl Bend {
    /// What to say of it.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Settled => "ED50 settled",
            Self::Step => {
                "ED50 not settled: the doses tried do not bend the curve, and the smallest has the full \
                 effect already"
            }
            Self::Line => {
                "ED50 not settled: the doses tried do not bend the curve, which is a straight line over \
                 them"
            }
        }
    }
}

/// The dose of half the largest effect, as it was estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HalfDose {
    /// The agent, as a place in [`DoseNetwork::agents`](super::DoseNetwork::agents).
    pub agent: usize,
    /// ED50, in the unit of the dose; the end of the range where it did not settle.
    pub ed50: f64,
    /// Whether the doses tried determine it.
    pub bend: Bend,
    /// Standard error of ln ED50; `None` where it did not settle.
    pub ln_standard_error: Option<f64>,
    /// Limits from the normal distribution on the scale of ln ED50; `None` where it did not settle.
    pub bounds: Option<Bounds>,
}

impl DoseFit {
    /// ED50 of each agent whose ED50 is estimated.
    #[must_use]
    pub fn half_doses(&self) -> Vec<HalfDose> {
        let mut column = self.model.linear;
        let searched = self.model.searched.iter().enumerate();
        searched
            .map(|(at, agent)| {
                let (phi, free) = (self.settled.phi[at], self.settled.free[at]);
                let (low, high) = self.model.range[at];
                let bend = match (free, phi - low < high - phi) {
                    (true, _) => Bend::Settled,
                    (false, true) => Bend::Step,
                    (false, false) => Bend::Line,
                };
                // The column holds E_max times the change of φ.
                let error = free.then(|| {
                    column += 1;
                    let largest = self.beta[self.model.from[*agent]];
                    self.covariance[(column - 1, column - 1)].sqrt() / largest.abs()
                });
                let error = error.filter(|se| se.is_finite());
                let z = normal::upper_quantile(self.options.level.complement().half());
                let limits = |se: f64| {
                    let ln = around(phi, z * se);
                    Bounds {
                        lower: ln.lower.exp(),
                        upper: ln.upper.exp(),
                    }
                };
                HalfDose {
                    agent: *agent,
                    ed50: phi.exp(),
                    bend,
                    ln_standard_error: error,
                    bounds: error.map(limits),
                }
            })
            .collect()
    }
}
