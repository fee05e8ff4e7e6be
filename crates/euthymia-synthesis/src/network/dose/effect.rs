//! What the curves say: coefficients, effects at doses, differences of agents.

use super::fit::DoseFit;
use crate::network::component::Estimate;
use crate::network::fit::around;
use euthymia_numerics::linear::Vector;
use euthymia_numerics::normal;

/// One coefficient of an agent's curve, in the unit of its dose.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// The agent, as a place in [`DoseNetwork::agents`](super::DoseNetwork::agents).
    pub agent: usize,
    /// Which coefficient, such as "dose²" or "Emax".
    pub name: String,
    /// Its value with interval.
    pub estimate: Estimate,
}

impl DoseFit {
    /// All coefficients but ED50, by agent. Those of splines belong to the columns d and x_j of
    /// [`Curve::Spline`](super::Curve::Spline) in Harrell's form.
    #[must_use]
    pub fn coefficients(&self) -> Vec<Coefficient> {
        let mut found = Vec::new();
        for (agent, shape) in self.model.shapes.iter().enumerate() {
            let named = shape.names().into_iter().zip(shape.scales());
            for (at, (name, scale)) in named.enumerate() {
                let mut f = vec![0.0; self.covariance.nrows()];
                f[self.model.from[agent] + at] = 1.0 / scale;
                found.extend(self.sum(f).map(|estimate| Coefficient {
                    agent,
                    name,
                    estimate,
                }));
            }
        }
        found
    }

    /// An agent at a dose against dose 0, whether or not any trial tried it; `None` for dose 0 itself, a
    /// dose below 0, an agent that does not exist, and a category that was not tried.
    #[must_use]
    pub fn effect(&self, agent: usize, dose: f64) -> Option<Estimate> {
        self.sum(self.row(agent, dose)?)
    }

    /// One agent at a dose less another at another; `None` as for [`effect`](Self::effect), and for no
    /// difference.
    #[must_use]
    pub fn compare(&self, one: (usize, f64), other: (usize, f64)) -> Option<Estimate> {
        let (one, other) = (self.row(one.0, one.1)?, self.row(other.0, other.1)?);
        self.sum(one.iter().zip(&other).map(|(a, b)| a - b).collect())
    }

    /// What multiplies the parameters at one dose of an agent: the gradient of its effect.
    pub(super) fn row(&self, agent: usize, dose: f64) -> Option<Vec<f64>> {
        if !(dose >= 0.0 && dose.is_finite()) {
            return None;
        }
        let row = self
            .model
            .row(agent, dose, &self.settled.phi, &self.settled.free)?;
        row.iter().all(|x| x.is_finite()).then_some(row)
    }

    /// The value that a gradient belongs to. Derivatives by φ carry no value of their own.
    pub(super) fn value(&self, row: &[f64]) -> f64 {
        self.beta.iter().zip(row).map(|(b, x)| b * x).sum()
    }

    fn sum(&self, row: Vec<f64>) -> Option<Estimate> {
        if row.iter().all(|x| *x == 0.0) {
            return None;
        }
        let estimate = self.value(&row);
        let g = Vector::from_vec(row);
        let standard_error = g.dot(&(&self.covariance * &g)).sqrt();
        let statistic = estimate / standard_error;
        let z = normal::upper_quantile(self.options.level.complement().half());
        let finite = estimate.is_finite() && statistic.is_finite();
        finite.then(|| Estimate {
            estimate,
            standard_error,
            statistic,
            p_value: normal::two_sided_p(statistic),
            bounds: around(estimate, z * standard_error),
        })
    }
}
