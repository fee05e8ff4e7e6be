//! All agents' curves as one matrix of treatments by coefficients.

use super::curve::{Curves, Shape, bend, shape};
use super::data::DoseNetwork;
use super::error::DoseError;
use crate::design::Design;
use euthymia_numerics::linear::Matrix;

/// ED50 is searched for from this share of the smallest dose to its inverse times the largest.
const BEYOND: f64 = 100.0;

/// Curves with their constants, and where their coefficients stand.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) shapes: Vec<Shape>,
    /// Agent and dose by treatment.
    places: Vec<Option<(usize, f64)>>,
    /// The first coefficient of each agent.
    pub(super) from: Vec<usize>,
    /// How many coefficients the curves are linear in.
    pub(super) linear: usize,
    /// Agents whose ED50 is searched for.
    pub(super) searched: Vec<usize>,
    /// Between which values of φ, for each of these.
    pub(super) range: Vec<(f64, f64)>,
}

impl Model {
    pub(super) fn new(doses: &DoseNetwork, curves: &Curves) -> Result<Self, DoseError> {
        if let Some((name, _)) = curves.own.iter().find(|(n, _)| doses.agent(n).is_none()) {
            return Err(DoseError::UnknownAgent(name.clone()));
        }
        let agents = doses.agents();
        let shapes: Result<Vec<Shape>, DoseError> = (0..agents.len())
            .map(|agent| shape(doses, agent, curves))
            .collect();
        let shapes = shapes?;
        let mut linear = 0;
        let mut from = Vec::with_capacity(shapes.len());
        for shape in &shapes {
            from.push(linear);
            linear += shape.columns();
        }
        let searched: Vec<usize> = (0..shapes.len())
            .filter(|agent| shapes[*agent].is_searched())
            .collect();
        let range = |agent: &usize| {
            let doses = &agents[*agent].doses;
            let low = doses.first().map_or(0.0, |d| d.ln() - BEYOND.ln());
            let high = doses.last().map_or(0.0, |d| d.ln() + BEYOND.ln());
            // ED50 itself must stay a number above zero.
            let low = low.max(f64::MIN_POSITIVE.ln());
            (low, high.min(f64::MAX.ln() - 1.0).max(low))
        };
        let model = Self {
            range: searched.iter().map(range).collect(),
            places: doses.places().to_vec(),
            shapes,
            from,
            linear,
            searched,
        };
        model.check(doses)?;
        Ok(model)
    }

    /// Checks that contrasts within trials determine all coefficients, ED50 at the middle of the doses.
    fn check(&self, doses: &DoseNetwork) -> Result<(), DoseError> {
        let all = vec![true; self.searched.len()];
        let by_treatment = self.tangent(&self.middle(), &all);
        let mut rows = Vec::new();
        for trial in doses.network().trials() {
            let [base, others @ ..] = trial.arms() else {
                continue;
            };
            rows.extend(others.iter().map(|arm| (*arm, *base)));
        }
        let matrix = Matrix::from_fn(rows.len(), by_treatment.ncols(), |i, j| {
            by_treatment[(rows[i].0, j)] - by_treatment[(rows[i].1, j)]
        });
        Design::new(self.names(doses), matrix)?;
        Ok(())
    }

    /// Names of all coefficients, those of ED50 last.
    fn names(&self, doses: &DoseNetwork) -> Vec<String> {
        let agents = doses.agents();
        let mut names = Vec::new();
        for (agent, shape) in agents.iter().zip(&self.shapes) {
            let own = shape.names().into_iter();
            names.extend(own.map(|name| format!("{} {name}", agent.name)));
        }
        let searched = self.searched.iter();
        names.extend(searched.map(|agent| format!("{} ED50", agents[*agent].name)));
        names
    }

    /// φ at the middle of each range.
    pub(super) fn middle(&self) -> Vec<f64> {
        self.range.iter().map(|(a, b)| 0.5 * (a + b)).collect()
    }

    /// φ of an agent among those searched for; 0, which is not read, for others.
    fn phi(&self, agent: usize, phi: &[f64]) -> f64 {
        let at = self.searched.iter().position(|own| *own == agent);
        at.and_then(|at| phi.get(at)).copied().unwrap_or(0.0)
    }

    /// What multiplies the coefficients for one agent at one dose, followed by the derivatives by φ for
    /// those of the searched that are `free`, not yet multiplied by E_max; `None` for a category that
    /// was not tried.
    pub(super) fn row(
        &self,
        agent: usize,
        dose: f64,
        phi: &[f64],
        free: &[bool],
    ) -> Option<Vec<f64>> {
        let shape = self.shapes.get(agent)?;
        let mut row = vec![0.0; self.linear];
        let from = *self.from.get(agent)?;
        for (at, x) in shape
            .row(dose, self.phi(agent, phi))?
            .into_iter()
            .enumerate()
        {
            row[from + at] = x;
        }
        for ((own, phi), free) in self.searched.iter().zip(phi).zip(free) {
            if *free {
                row.push(if *own == agent { bend(dose, *phi) } else { 0.0 });
            }
        }
        Some(row)
    }

    /// One row for each treatment: coefficients, and derivatives by φ for those `free`.
    pub(super) fn tangent(&self, phi: &[f64], free: &[bool]) -> Matrix<f64> {
        let columns = self.linear + free.iter().filter(|free| **free).count();
        let mut matrix = Matrix::zeros(self.places.len(), columns);
        for (i, place) in self.places.iter().enumerate() {
            let row = place.and_then(|(agent, dose)| self.row(agent, dose, phi, free));
            for (j, x) in row.into_iter().flatten().enumerate() {
                matrix[(i, j)] = x;
            }
        }
        matrix
    }

    /// One row for each treatment: coefficients alone.
    pub(super) fn matrix(&self, phi: &[f64]) -> Matrix<f64> {
        self.tangent(phi, &vec![false; self.searched.len()])
    }
}
