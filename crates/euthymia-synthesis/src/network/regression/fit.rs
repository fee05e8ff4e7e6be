//! A network meta-regression with everything that is printed about it.

use super::covariate::{LeftOut, Moderator, complete};
use super::equations::Problem;
use super::error::RegressionError;
use super::estimate::{Coefficient, Slope};
use super::identified::{Identified, Unidentified, identify};
use super::inference::{Explained, explained, likelihood_ratio};
use super::layout::{Layout, Row, Term};
use super::rows::{DesignRow, all_rows, design_rows, difference, reduced};
use super::variances::{SlopeVariance, Variances, estimate};
use crate::estimation::Method;
use crate::network::component::Estimate;
use crate::network::data::Network;
use crate::network::design::QTest;
use crate::network::error::FitError;
use crate::network::estimates::Estimates;
use crate::network::fit::{Comparison, Options, predict};
use crate::network::tau2::Tau2;
use crate::pairwise::Bounds;
use crate::pairwise::tau2::GivenTau2;
use euthymia_numerics::linear::{Matrix, Vector};

/// What to fit.
#[derive(Clone, Debug, PartialEq)]
pub struct RegressionOptions {
    /// The treatments without interaction, by name; the first that occurs is the reference of effects.
    pub controls: Vec<String>,
    /// Common effect or random effects, prediction and level, as without covariates.
    pub network: Options,
}

/// A fitted network meta-regression.
#[derive(Clone, Debug)]
pub struct RegressionFit {
    /// What was asked.
    pub options: RegressionOptions,
    /// The covariates and their interactions, as given.
    pub moderators: Vec<Moderator>,
    /// The trials that have all covariates, with their treatments.
    pub network: Network,
    /// The trials that lack a covariate.
    pub left_out: Vec<LeftOut>,
    /// Treatments that only such trials have, by name.
    pub treatments_left_out: Vec<String>,
    /// The control that effects are compared with, as a place in [`RegressionFit::network`].
    pub reference: usize,
    /// Smallest and largest value of each covariate in the trials used: beyond them is extrapolation.
    pub ranges: Vec<Bounds>,
    /// τ̂² beside the covariates; `None` for a common effect and where there is no degree of freedom.
    pub tau2: Option<Tau2>,
    /// σ̂²_β; `None` without exchangeable interactions.
    pub slope_variance: Option<SlopeVariance>,
    /// What common effects and common interactions leave: Q of the residuals.
    pub residual: QTest,
    /// τ² with and without covariates.
    pub explained: Explained,
    /// The likelihood-ratio test of all interactions: by maximum likelihood whichever estimator of τ² was
    /// asked for, at τ² where that was given, at 0 for a common effect. `None` beside exchangeable
    /// interactions, and where τ² cannot be estimated.
    pub likelihood_ratio: Option<QTest>,
    /// Sums of coefficients that the trials cannot tell apart; empty when every coefficient has an
    /// estimate.
    pub unidentified: Vec<Unidentified>,
    layout: Layout,
    identified: Identified,
    problem: Problem,
    estimates: Vector<f64>,
    covariance: Matrix<f64>,
}

/// Effects of treatments at chosen values of the covariates.
#[derive(Clone, Debug, PartialEq)]
pub struct AtValues {
    /// Effects of the treatments that the trials determine there.
    pub estimates: Estimates,
    /// The others, by name.
    pub undetermined: Vec<String>,
}

/// Fits a connected network with covariates of its trials by generalised least squares.
///
/// Trials that lack a covariate are left out by name. Interactions that the trials do not determine have
/// no estimate and are named; it is an error when that holds for all of a covariate. For exchangeable
/// interactions τ² and σ²_β maximise the likelihood together, also on their borders; where τ² is given or
/// zero, σ²_β is that of the restricted likelihood. By maximum likelihood σ²_β depends on the centre,
/// since random slopes are then part of the likelihood's scale; the mean of the covariate is a usual one.
///
/// # Errors
/// [`RegressionError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::regression::{Covariate, Interaction, Moderator,
///     RegressionOptions, fit_regression};
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Model, Network, Options};
/// let contrast = |study: &str, a: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: "C".into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", 1.0), contrast("2", "A", 3.0),
///     contrast("3", "B", 2.0), contrast("4", "B", 4.0)], ADDS_UP_WITHIN)?;
/// let dose = Covariate { name: "dose".into(), values: [0.0, 1.0, 0.0, 1.0].map(Some).to_vec(),
///     centre: 0.0 };
/// let options = RegressionOptions { controls: vec!["C".into()],
///     network: Options { model: Model::CommonEffect, ..Options::default() } };
/// let fit = fit_regression(&network, &[Moderator { covariate: dose,
///     interaction: Interaction::Shared }], &options)?;
/// // Both treatments gain 2 by a unit of dose: A is 1 + 2·2 at a dose of 2.
/// let (a, c) = (fit.network.treatment("A").ok_or("A")?, fit.network.treatment("C").ok_or("C")?);
/// let found = fit.compare_at(a, c, &[2.0]).ok_or("determined")?;
/// assert!((found.estimate - 5.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Checked against
/// by hand: `tests/it/byhand_network_regression.rs` · metafor 3.8-1 (`rma`, `rma.mv`):
/// `tests/it/agrees_with_metafor_network_regression.rs`.
pub fn fit_regression(
    network: &Network,
    moderators: &[Moderator],
    options: &RegressionOptions,
) -> Result<RegressionFit, RegressionError> {
    let level = options.network.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(FitError::Level(level).into());
    }
    let Prepared {
        layout,
        identified,
        problem,
        left_out,
        ranges,
    } = prepare(network, moderators, &options.controls)?;
    let variances = estimate(&problem, options.network.model)?;
    let solution = problem.at(variances.tau2_used(), variances.slope_used())?;
    if solution.covariance.iter().any(|x| !x.is_finite()) {
        return Err(FitError::OutOfRange.into());
    }
    let df = problem.df();
    let q = if df > 0 { problem.at(0.0, 0.0)?.q } else { 0.0 };
    let interactions = problem.fixed - layout.effects();
    let used = &problem.network;
    let lost = network.treatments().iter();
    let Variances { tau2, slope } = variances;
    Ok(RegressionFit {
        options: options.clone(),
        moderators: moderators.to_vec(),
        treatments_left_out: lost
            .filter(|name| used.treatment(name).is_none())
            .cloned()
            .collect(),
        network: used.clone(),
        left_out,
        reference: layout.reference,
        ranges,
        tau2,
        slope_variance: slope,
        residual: QTest::new(q, df),
        explained: explained(&problem, &options.network, tau2.map(|t| t.value))?,
        likelihood_ratio: likelihood_ratio(&problem, &options.network, interactions)?,
        unidentified: identified.unidentified(&layout),
        layout,
        identified,
        problem,
        estimates: solution.estimates,
        covariance: solution.covariance,
    })
}

/// Returns the log-likelihood at one τ² and one σ²_β, or the restricted one without its term in how
/// contrasts are coded: the objective, apart from any search. σ²_β plays no part without exchangeable
/// interactions.
///
/// # Errors
/// [`RegressionError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::estimation::Method;
/// use euthymia_synthesis::network::regression::{Covariate, Interaction, Moderator, log_likelihood};
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network};
/// use euthymia_synthesis::pairwise::GivenTau2;
/// let contrast = |study: &str, estimate| Contrast { study: study.into(), treatment1: "A".into(),
///     treatment2: "C".into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", 1.0), contrast("2", 3.0)],
///     ADDS_UP_WITHIN)?;
/// let x = Covariate { name: "x".into(), values: vec![Some(0.0), Some(1.0)], centre: 0.0 };
/// let moderators = [Moderator { covariate: x, interaction: Interaction::Shared }];
/// // Two trials are fitted exactly: −½ · 2 ln 2π(1 + τ²).
/// let found = log_likelihood(&network, &moderators, &["C".into()], Method::Ml,
///     GivenTau2::new(1.0)?, 0.0)?;
/// assert!((found + (4.0 * std::f64::consts::PI).ln()).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn log_likelihood(
    network: &Network,
    moderators: &[Moderator],
    controls: &[String],
    method: Method,
    tau2: GivenTau2,
    slope_variance: f64,
) -> Result<f64, RegressionError> {
    if !(slope_variance >= 0.0 && slope_variance.is_finite()) {
        return Err(RegressionError::SlopeVariance(slope_variance));
    }
    let prepared = prepare(network, moderators, controls)?;
    let at = prepared.problem.at(tau2.get(), slope_variance)?;
    let found = at.likelihood(method);
    let finite = found.is_finite().then_some(found);
    Ok(finite.ok_or(FitError::OutOfRange)?)
}

struct Prepared {
    layout: Layout,
    identified: Identified,
    problem: Problem,
    left_out: Vec<LeftOut>,
    ranges: Vec<Bounds>,
}

/// Checks everything and lays out the equations.
fn prepare(
    network: &Network,
    moderators: &[Moderator],
    controls: &[String],
) -> Result<Prepared, RegressionError> {
    let complete = complete(network, moderators)?;
    let parts = complete.network.parts().len();
    if parts != 1 {
        return Err(FitError::Disconnected { parts }.into());
    }
    let layout = Layout::new(network, &complete, moderators, controls)?;
    let contrasts = complete.network.contrasts();
    let needed = layout.terms.len() + usize::from(layout.random > 0);
    if contrasts < needed {
        return Err(RegressionError::TooFew {
            coefficients: needed,
            contrasts,
        });
    }
    let rows = all_rows(&complete, &layout);
    let identified = identify(&complete.network, &layout, &rows);
    determined(&layout, &identified)?;
    let own = |row: &Row| reduced(row, &layout, &identified);
    let rows = rows.iter().map(|arms| arms.iter().map(own).collect());
    let column = |at: usize| complete.values.iter().filter_map(move |row| row.get(at));
    let range = |at: usize| Bounds {
        lower: column(at).copied().fold(f64::INFINITY, f64::min),
        upper: column(at).copied().fold(f64::NEG_INFINITY, f64::max),
    };
    Ok(Prepared {
        problem: Problem {
            rows: rows.collect(),
            fixed: identified.kept.len(),
            random: layout.random,
            network: complete.network.clone(),
        },
        ranges: (0..moderators.len()).map(range).collect(),
        left_out: complete.left_out,
        identified,
        layout,
    })
}

/// An error when no interaction of a covariate is determined.
fn determined(layout: &Layout, identified: &Identified) -> Result<(), RegressionError> {
    for covariate in &layout.covariates {
        let own = |term: &Term| matches!(term, Term::Interaction { covariate: name, .. } if *name == covariate.name);
        let terms = layout.terms.iter().enumerate();
        let columns: Vec<usize> = terms.filter(|(_, t)| own(t)).map(|(at, _)| at).collect();
        if !columns.iter().any(|column| identified.has(*column)) {
            let together = identified.together(&columns);
            return Err(RegressionError::Collinear {
                covariate: covariate.name.clone(),
                together: layout.names(together.into_iter()),
            });
        }
    }
    Ok(())
}

impl RegressionFit {
    /// False when a search did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.tau2.is_none_or(|t| t.search.settled())
            && self.slope_variance.is_none_or(|s| s.search.settled())
    }

    /// The fixed coefficients: effects against the reference at the centres, then interactions.
    #[must_use]
    pub fn coefficients(&self) -> Vec<Coefficient> {
        let terms = self.layout.terms.iter().enumerate();
        let one = |(at, term): (usize, &Term)| Coefficient {
            term: term.clone(),
            estimate: self.of(&vec![(at, 1.0)]),
        };
        terms.map(one).collect()
    }

    /// The slope of each treatment that is no control, covariate by covariate.
    #[must_use]
    pub fn slopes(&self) -> Vec<Slope> {
        let mut slopes = Vec::new();
        for (at, covariate) in self.layout.covariates.iter().enumerate() {
            for (treatment, name) in self.network.treatments().iter().enumerate() {
                let columns = self.layout.slope(at, treatment);
                if columns.is_empty() {
                    continue;
                }
                let row = columns.iter().map(|column| (*column, 1.0)).collect();
                slopes.push(Slope {
                    treatment: name.clone(),
                    covariate: covariate.name.clone(),
                    estimate: self.of(&row),
                });
            }
        }
        slopes
    }

    /// Treatment `one` less treatment `other`, by their places in [`RegressionFit::network`], where the
    /// covariates have these values, in their own units and order.
    ///
    /// `None` for a treatment against itself, a place that does not exist, values of another number than
    /// the covariates or that are not finite, and where the trials do not determine the difference.
    #[must_use]
    pub fn compare_at(&self, one: usize, other: usize, values: &[f64]) -> Option<Comparison> {
        let n = self.network.treatments().len();
        if one >= n || other >= n || one == other || !self.are_values(values) {
            return None;
        }
        let rows = (self.layout.row(one, values), self.layout.row(other, values));
        let found = self.of(&difference(&rows.0, &rows.1))?;
        let df = Some(self.residual.df).filter(|df| *df > 0);
        let (estimate, standard_error) = (found.estimate, found.standard_error);
        Some(Comparison {
            estimate,
            standard_error,
            statistic: found.statistic,
            p_value: found.p_value,
            bounds: found.bounds,
            prediction: predict(
                &self.options.network,
                self.tau2,
                df,
                estimate,
                standard_error,
            ),
        })
    }

    /// The effects of all treatments where the covariates have these values, for a league table, ranks
    /// and figures; treatments that the trials do not determine there against the reference are named.
    ///
    /// `None` for values of another number than the covariates or that are not finite, and where the
    /// variances cannot be told from rounding.
    #[must_use]
    pub fn estimates_at(&self, values: &[f64]) -> Option<AtValues> {
        if !self.are_values(values) {
            return None;
        }
        let (mut names, mut rows, mut undetermined) = (Vec::new(), Vec::new(), Vec::new());
        for (at, name) in self.network.treatments().iter().enumerate() {
            // The reference has an empty row.
            let row = self.layout.row(at, values);
            match self.solvable(&row) {
                Some(row) => {
                    names.push(name.clone());
                    rows.push(row);
                }
                None => undetermined.push(name.clone()),
            }
        }
        let size = self.estimates.len();
        let matrix = Matrix::from_fn(rows.len(), size, |i, j| {
            let own = rows[i].iter().filter(|(at, _)| *at == j);
            own.map(|(_, x)| x).sum()
        });
        let covariance = &matrix * &self.covariance * matrix.transpose();
        let found = (&matrix * &self.estimates).as_slice().to_vec();
        let level = self.options.network.level;
        let estimates = Estimates::new(names, found, covariance, level).ok()?;
        Some(AtValues {
            estimates,
            undetermined,
        })
    }

    /// The rows of the design with what the model expects of each: the explanation of the fit.
    #[must_use]
    pub fn design_rows(&self) -> Vec<DesignRow> {
        design_rows(
            &self.problem,
            &self.solved_terms(),
            self.estimates.as_slice(),
        )
    }

    /// The terms of the fixed columns that are solved for.
    pub(super) fn solved_terms(&self) -> Vec<Term> {
        let kept = self.identified.kept.iter();
        kept.filter_map(|at| self.layout.terms.get(*at).cloned())
            .collect()
    }

    pub(super) fn estimates(&self) -> &Vector<f64> {
        &self.estimates
    }

    pub(super) fn covariance(&self) -> &Matrix<f64> {
        &self.covariance
    }

    fn are_values(&self, values: &[f64]) -> bool {
        values.len() == self.layout.covariates.len() && values.iter().all(|x| x.is_finite())
    }

    /// A row in the columns that are solved for; `None` where the trials do not determine it.
    fn solvable(&self, row: &Row) -> Option<Row> {
        let mut f = vec![0.0; self.layout.terms.len()];
        for (at, x) in row {
            if let Some(entry) = f.get_mut(*at) {
                *entry += x;
            }
        }
        let determined = self.identified.determines(&f);
        determined.then(|| reduced(row, &self.layout, &self.identified))
    }

    /// A sum of coefficients, in all columns.
    fn of(&self, row: &Row) -> Option<Estimate> {
        let row = self.solvable(row)?;
        let estimate: f64 = row.iter().map(|(at, x)| self.estimates[*at] * x).sum();
        let mut variance = 0.0;
        for (i, x) in &row {
            for (j, y) in &row {
                variance += x * y * self.covariance[(*i, *j)];
            }
        }
        Estimate::new(estimate, variance.sqrt(), self.options.network.level)
    }
}
