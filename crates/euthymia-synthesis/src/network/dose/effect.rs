//! What the curves say: coefficients, effects at doses, differences of agents.

use super::arms::label;
use super::error::DoseError;
use super::fit::DoseFit;
use crate::network::Estimates;
use crate::network::component::Estimate;
use crate::network::fit::around;
use euthymia_numerics::linear::{Matrix, Vector};
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

    /// The effects of all treatments of the network by their curves, for league tables and ranks.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`](crate::network::FitError::OutOfRange) where two of them do not differ but
    /// by rounding.
    pub fn estimates(&self) -> Result<Estimates, DoseError> {
        let zero = || vec![0.0; self.covariance.nrows()];
        let row = |place: &Option<(usize, f64)>| match place {
            Some((agent, dose)) => self.row(*agent, *dose),
            None => Some(zero()),
        };
        let rows: Option<Vec<Vec<f64>>> = self.doses.places().iter().map(row).collect();
        let labels = self.doses.network().treatments().to_vec();
        self.related(labels, &rows.unwrap_or_default())
    }

    /// The effects of any agents at any doses above zero, tried or not, after the reference: labels are
    /// "agent dose", and the name that is given for dose 0.
    ///
    /// # Errors
    /// [`DoseError::Dose`] for a dose that is not above zero or has no effect on this curve,
    /// [`DoseError::UnknownAgent`], and those of [`estimates`](Self::estimates).
    pub fn estimates_at(
        &self,
        doses: &[(&str, f64)],
        reference: &str,
    ) -> Result<Estimates, DoseError> {
        let mut labels = vec![reference.to_owned()];
        let mut rows = vec![vec![0.0; self.covariance.nrows()]];
        for (name, dose) in doses {
            let agent = self.doses.agent(name);
            let agent = agent.ok_or_else(|| DoseError::UnknownAgent((*name).to_owned()))?;
            let row = self.row(agent, *dose).filter(|_| *dose > 0.0);
            rows.push(row.ok_or_else(|| DoseError::Dose {
                treatment: (*name).to_owned(),
                dose: *dose,
            })?);
            labels.push(label(name, *dose, reference)?);
        }
        self.related(labels, &rows)
    }

    fn related(&self, labels: Vec<String>, rows: &[Vec<f64>]) -> Result<Estimates, DoseError> {
        let width = self.covariance.nrows();
        let g = Matrix::from_fn(rows.len(), width, |i, j| rows[i][j]);
        let values = rows.iter().map(|row| self.value(row)).collect();
        let covariance = &g * &self.covariance * g.transpose();
        let level = self.options.level;
        Ok(Estimates::new(labels, values, covariance, level)?)
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
