//! The log-likelihood at given parameters, apart from any search.

use super::data::Data;
use super::fit::{fixed_plan, one_group_plan, random_plan};
use super::grid::{Grid, GridSize};
use super::options::{GlmmError, Model};
use super::total::Total;
use crate::effect::person_time::PersonTime;
use crate::effect::proportion::Count;
use crate::effect::two_by_two::TwoByTwo;

/// Where a likelihood is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// μ.
    pub effect: f64,
    /// τ; only its size matters.
    pub tau: f64,
    /// Mean of study levels, halfway between the groups; read by models with random studies only.
    pub level: f64,
    /// Standard deviation of study levels; read by models with random studies only.
    pub sigma: f64,
    /// Correlation of levels and effects, in [−1, 1]; read by such models with a correlation only.
    pub correlation: f64,
}

impl Parameters {
    /// Parameters of a model without random study levels.
    #[must_use]
    pub fn new(effect: f64, tau: f64) -> Self {
        Self {
            effect,
            tau,
            level: 0.0,
            sigma: 0.0,
            correlation: 0.0,
        }
    }
}

/// The likelihood of a set of counts under a model.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::glmm::{GridSize, Likelihood, Parameters};
/// let likelihood = Likelihood::proportions(&[Count::new(1, 2)?])?;
/// // One of two at p = ½ without spread: ½.
/// assert!((likelihood.at(&Parameters::new(0.0, 0.0), GridSize::Points(15)) - 0.5_f64.ln()).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Likelihood {
    data: Data,
    model: Option<Model>,
}

impl Likelihood {
    /// Of [`super::fit_proportions`].
    ///
    /// # Errors
    /// [`GlmmError::NoStudy`].
    pub fn proportions(counts: &[Count]) -> Result<Self, GlmmError> {
        let data = Data::proportions(counts)?;
        Ok(Self { data, model: None })
    }

    /// Of [`super::fit_odds_ratios`].
    ///
    /// # Errors
    /// [`GlmmError::NoStudy`], [`GlmmError::TooLarge`].
    pub fn odds_ratios(tables: &[TwoByTwo], model: Model) -> Result<Self, GlmmError> {
        let data = Data::odds_ratios(tables, model)?;
        let model = Some(model);
        Ok(Self { data, model })
    }

    /// Of [`super::fit_rates`].
    ///
    /// # Errors
    /// [`GlmmError::NoStudy`].
    pub fn rates(rates: &[PersonTime]) -> Result<Self, GlmmError> {
        let data = Data::rates(rates)?;
        Ok(Self { data, model: None })
    }

    /// Of [`super::fit_rate_ratios`].
    ///
    /// # Errors
    /// [`GlmmError::NoStudy`], [`GlmmError::TooLarge`].
    pub fn rate_ratios(pairs: &[[PersonTime; 2]], model: Model) -> Result<Self, GlmmError> {
        let data = Data::rate_ratios(pairs, model)?;
        let model = Some(model);
        Ok(Self { data, model })
    }

    /// Returns the marginal log-likelihood by the given rule (a step is held to 0.001 … 2). Fixed study levels are at
    /// their best values for these parameters.
    #[must_use]
    pub fn at(&self, parameters: &Parameters, grid: GridSize) -> f64 {
        let grid = match grid {
            GridSize::Points(points) => Grid::points(points),
            GridSize::Step(step) => Grid::Step(step.clamp(1e-3, 2.0)),
        };
        let Parameters {
            effect,
            tau,
            level,
            sigma,
            correlation,
        } = *parameters;
        let items = &self.data.items;
        match self.model.filter(|_| self.data.two_groups) {
            Some(Model::FixedStudies(coding)) => {
                let plan = fixed_plan(&self.data, coding.codes());
                let mut total = Total::new(items, plan.layout);
                total.at(&[effect, tau, 0.0], &grid).value
            }
            Some(Model::RandomStudies { coding, correlated }) => {
                let plan = random_plan(&self.data, coding.codes(), correlated);
                let mut total = Total::new(items, plan.layout);
                let shared = if correlated { correlation } else { 0.0 };
                let apart = (1.0 - shared * shared).max(0.0).sqrt();
                let theta = [level, effect, sigma, tau * apart, tau * shared];
                total.at(&theta, &grid).value
            }
            _ => {
                let plan = one_group_plan(&self.data);
                let mut total = Total::new(items, plan.layout);
                total.at(&[effect, tau], &grid).value
            }
        }
    }
}
