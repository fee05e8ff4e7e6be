//! The component model with everything that is printed about it.

use super::alias::{Alias, Identified, identify};
use super::equations::Solution;
use super::matrix::Components;
use crate::network::data::Network;
use crate::network::design::QTest;
use crate::network::error::FitError;
use crate::network::estimates::Estimates;
use crate::network::fit::{Model, around};
use crate::network::system::System;
use crate::network::tau2::{Height, Tau2, Tau2Method, given, maximum, moments};
use crate::pairwise::Bounds;
use euthymia_numerics::linear::{Matrix, Vector};
use euthymia_numerics::{Probability, normal};

/// A sum of effects of components with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate on the analysis scale.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided p-value for no effect, from the normal distribution.
    pub p_value: f64,
    /// Confidence limits, from the normal distribution.
    pub bounds: Bounds,
}

impl Estimate {
    /// Puts an estimate with its test and limits; `None` where they are no numbers.
    pub(crate) fn new(estimate: f64, standard_error: f64, level: Probability) -> Option<Self> {
        let statistic = estimate / standard_error;
        let z = normal::upper_quantile(level.complement().half());
        statistic.is_finite().then(|| Self {
            estimate,
            standard_error,
            statistic,
            p_value: normal::two_sided_p(statistic),
            bounds: around(estimate, z * standard_error),
        })
    }
}

/// A fitted component model.
#[derive(Clone, Debug)]
pub struct ComponentFit {
    /// What was asked.
    pub model: Model,
    /// Confidence level.
    pub level: Probability,
    /// The components of each treatment.
    pub components: Components,
    /// τ̂² of this model; `None` for a common effect, and where there is no degree of freedom.
    pub tau2: Option<Tau2>,
    /// Q of the common-effect component model.
    pub q: QTest,
    /// Sums of components that the trials cannot tell apart; empty when every component has an
    /// estimate.
    pub aliases: Vec<Alias>,
    identified: Identified,
    beta: Vector<f64>,
    covariance: Matrix<f64>,
}

/// Fits the component model to a network, whether or not it is connected.
///
/// What the trials do not determine has no estimate; [`ComponentFit::aliases`] names it.
///
/// # Errors
/// [`FitError::Level`], [`FitError::OutOfRange`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::component::{Components, fit_components};
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Model, Network};
/// use euthymia_numerics::Probability;
/// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
/// // Two parts: A against nothing, A + B against A.
/// let network = Network::from_contrasts(&[contrast("1", "A", "nil", 1.0),
///     contrast("2", "B+D", "D", 0.5)], ADDS_UP_WITHIN)?;
/// let components = Components::from_labels(&network, "+", Some("nil"))?;
/// let fit = fit_components(&network, components, Model::CommonEffect, Probability::NINETY_FIVE)?;
/// // A + B was never tried: 1 + 0.5. D is in both arms, so that nothing is known of it.
/// let sum = fit.sum(&[("A", 1.0), ("B", 1.0)]).ok_or("both are known")?;
/// assert!((sum.estimate - 1.5).abs() < 1e-14);
/// assert_eq!(fit.aliases[0].components, [("D".to_owned(), 1.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_components(
    network: &Network,
    components: Components,
    model: Model,
    level: Probability,
) -> Result<ComponentFit, FitError> {
    if !(level.get() > 0.0 && level.get() < 1.0) {
        return Err(FitError::Level(level.get()));
    }
    let identified = identify(network, &components);
    let c = identified.solvable(&components);
    let df = network.contrasts().saturating_sub(c.ncols());
    let common = Solution::new(network, &c, 0.0)?;
    let q = QTest::new(if df > 0 { common.q } else { 0.0 }, df);
    let tau2 = match model {
        Model::CommonEffect => None,
        Model::RandomEffects(method) => {
            estimate_tau2(network, df, method, |tau2| Solution::new(network, &c, tau2))?
        }
    };
    let solution = match tau2 {
        Some(t) if t.value > 0.0 => Solution::new(network, &c, t.value)?,
        _ => common,
    };
    Ok(ComponentFit {
        model,
        level,
        aliases: identified.aliases(&components),
        components,
        tau2,
        q,
        identified,
        beta: solution.beta,
        covariance: solution.covariance,
    })
}

/// Estimates τ² of a model that `at` solves; `None` without a degree of freedom, where nothing but a
/// given value is possible.
pub(in crate::network) fn estimate_tau2(
    network: &Network,
    df: usize,
    method: Tau2Method,
    at: impl Fn(f64) -> Result<Solution, FitError>,
) -> Result<Option<Tau2>, FitError> {
    if df == 0 && !matches!(method, Tau2Method::Given(_)) {
        return Ok(None);
    }
    let climb =
        |height: fn(Solution) -> Height| maximum(network, method, |tau2| at(tau2).map(height));
    let found = match method {
        Tau2Method::Given(value) => given(value),
        Tau2Method::DerSimonianLaird => {
            let common = at(0.0)?;
            moments(common.q, df, common.restricted_trace)?
        }
        Tau2Method::MaximumLikelihood => climb(|at| Height {
            log_likelihood: at.log_likelihood,
            score: at.score(),
        })?,
        Tau2Method::Reml => climb(|at| Height {
            log_likelihood: at.restricted_log_likelihood,
            score: at.restricted_score(),
        })?,
    };
    Ok(Some(found))
}

impl ComponentFit {
    /// False when the search for τ² did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.tau2.is_none_or(|t| t.search.settled())
    }

    /// The effect of each component, in the order of the columns; `None` for one that the trials do not
    /// determine.
    #[must_use]
    pub fn effects(&self) -> Vec<Option<Estimate>> {
        let n = self.components.names().len();
        let unit = |at: usize| {
            (0..n)
                .map(|j| if j == at { 1.0 } else { 0.0 })
                .collect::<Vec<_>>()
        };
        (0..n).map(|at| self.of(&unit(at))).collect()
    }

    /// A sum of components by name, whether or not any trial tried it, against the inactive ones; `None`
    /// for an unknown name and for a sum that the trials do not determine.
    #[must_use]
    pub fn sum(&self, terms: &[(&str, f64)]) -> Option<Estimate> {
        let names = self.components.names();
        let mut f = vec![0.0; names.len()];
        for (name, coefficient) in terms {
            f[names.iter().position(|own| own == name)?] += coefficient;
        }
        self.of(&f)
    }

    /// Treatment `one` less treatment `other`, by their places, also across parts that no trial joins;
    /// `None` where the trials do not determine it.
    #[must_use]
    pub fn compare(&self, one: usize, other: usize) -> Option<Estimate> {
        let (one, other) = (self.components.of(one), self.components.of(other));
        if one.is_empty() || other.is_empty() {
            return None;
        }
        let f: Vec<f64> = one.iter().zip(&other).map(|(a, b)| a - b).collect();
        self.of(&f)
    }

    /// A treatment against the inactive ones; `None` where the trials do not determine it.
    #[must_use]
    pub fn treatment(&self, treatment: usize) -> Option<Estimate> {
        self.of(&self.components.of(treatment))
    }

    /// What league tables and ranks are made of: `reference` and every treatment whose difference from it
    /// the trials determine, in the order of the network's treatments.
    ///
    /// `None` when there is no other such treatment, when two of them are made of the same components,
    /// and when the model belongs to another network.
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::Probability;
    /// use euthymia_synthesis::network::component::{Components, fit_components};
    /// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Model, Network, Relative};
    /// let contrast = |study: &str, a: &str, b: &str| Contrast { study: study.into(),
    ///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: 1.0 };
    /// // Two parts, joined by what A and B are worth.
    /// let network = Network::from_contrasts(&[contrast("1", "A", "nil"),
    ///     contrast("2", "A+B", "B"), contrast("3", "A+B", "A")], ADDS_UP_WITHIN)?;
    /// let components = Components::from_labels(&network, "+", Some("nil"))?;
    /// let fit = fit_components(&network, components, Model::CommonEffect, Probability::NINETY_FIVE)?;
    /// let estimates = fit.estimates(&network, 1).ok_or("all are determined")?;
    /// assert_eq!(estimates.treatments(), ["A", "nil", "A+B", "B"]);
    /// let b = estimates.compare(3, 1).ok_or("determined")?;
    /// assert!((b.estimate - 1.0).abs() < 1e-14);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn estimates(&self, network: &Network, reference: usize) -> Option<Estimates> {
        let labels = network.treatments();
        let own = self.components.of(reference);
        if own.is_empty() || labels.len() != self.components.matrix().nrows() {
            return None;
        }
        let difference = |at: usize| -> Vec<f64> {
            let other = self.components.of(at);
            other.iter().zip(&own).map(|(a, b)| a - b).collect()
        };
        let kept: Vec<usize> = (0..labels.len())
            .filter(|at| self.identified.determines(&difference(*at)))
            .collect();
        if kept.len() < 2 {
            return None;
        }
        let rows: Vec<Vec<f64>> = kept.iter().map(|at| difference(*at)).collect();
        let pivots = &self.identified.pivots;
        let g = Matrix::from_fn(kept.len(), pivots.len(), |i, j| rows[i][pivots[j]]);
        let values = &g * &self.beta;
        let covariance = &g * &self.covariance * g.transpose();
        let names = kept.iter().map(|at| labels[*at].clone()).collect();
        Estimates::new(
            names,
            values.iter().copied().collect(),
            covariance,
            self.level,
        )
        .ok()
    }

    fn of(&self, f: &[f64]) -> Option<Estimate> {
        if f.iter().all(|x| *x == 0.0) || !self.identified.determines(f) {
            return None;
        }
        let pivots = &self.identified.pivots;
        let g = Vector::from_fn(pivots.len(), |i, _| f[pivots[i]]);
        let estimate = g.dot(&self.beta);
        let standard_error = g.dot(&(&self.covariance * &g)).sqrt();
        Estimate::new(estimate, standard_error, self.level)
    }
}

/// Tests whether effects add up: Q of the component model less Q of the network in which every treatment
/// has an effect of its own, both with common effects. A network in parts has the sum of its parts.
///
/// # Errors
/// [`FitError`].
pub fn additivity(network: &Network, fit: &ComponentFit) -> Result<QTest, FitError> {
    let network = free_q(network, 0.0)?;
    Ok(beyond((fit.q.q, fit.q.df), network))
}

/// Q and its degrees of freedom at one τ² when every treatment has an effect of its own, summed over the
/// parts of a network.
pub(in crate::network) fn free_q(network: &Network, tau2: f64) -> Result<(f64, usize), FitError> {
    let (mut q, mut df) = (0.0, 0);
    for part in network.each_part() {
        let system = System::new(&part)?;
        if system.df() > 0 {
            q += system.at(tau2)?.q;
            df += system.df();
        }
    }
    Ok((q, df))
}

/// What Q of one model is above that of a larger one.
pub(in crate::network) fn beyond(smaller: (f64, usize), larger: (f64, usize)) -> QTest {
    let left = smaller.1.saturating_sub(larger.1);
    let above = (smaller.0 - larger.0).max(0.0);
    QTest::new(if left > 0 { above } else { 0.0 }, left)
}
