//! What the interactions explain, and tests of them.

use super::equations::Problem;
use super::error::RegressionError;
use super::fit::RegressionFit;
use super::layout::Term;
use super::variances;
use crate::estimation::Method;
use crate::network::design::QTest;
use crate::network::fit::{Model, Options, log_likelihood, without_profile};
use crate::network::tau2::Tau2Method;
use crate::pairwise::tau2::GivenTau2;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};

/// How much of τ² the covariates explain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explained {
    /// τ̂² of the same trials without covariates; `None` for a common effect and where there is no degree
    /// of freedom.
    pub tau2_without: Option<f64>,
    /// τ̂² beside the covariates.
    pub tau2_with: Option<f64>,
    /// 1 − with/without, cut at zero: R². `None` where there is nothing to explain.
    ///
    /// Raudenbush SW, in: Cooper H, Hedges LV, eds. The handbook of research synthesis, 1994.
    pub share: Option<f64>,
}

/// The Wald test that the interactions with one covariate are zero.
#[derive(Clone, Debug, PartialEq)]
pub struct InteractionTest {
    /// The covariate, by name.
    pub covariate: String,
    /// b′C⁻¹b of its interactions, χ² with as many degrees of freedom as can be estimated; of the mean B
    /// for exchangeable ones. `None` where C cannot be inverted.
    pub wald: Option<QTest>,
}

/// Compares τ² with and without covariates, on the same trials.
pub(super) fn explained(
    problem: &Problem,
    options: &Options,
    with: Option<f64>,
) -> Result<Explained, RegressionError> {
    let without = without_profile(&problem.network, options)?.tau2;
    let without = without.map(|t| t.value);
    let share = match (without, with) {
        (Some(without), Some(with)) if without > 0.0 => Some((1.0 - with / without).max(0.0)),
        _ => None,
    };
    Ok(Explained {
        tau2_without: without,
        tau2_with: with,
        share,
    })
}

/// The likelihood-ratio test of all interactions; `None` beside random slopes and where τ² cannot be
/// estimated.
pub(super) fn likelihood_ratio(
    problem: &Problem,
    options: &Options,
    interactions: usize,
) -> Result<Option<QTest>, RegressionError> {
    if problem.random > 0 {
        return Ok(None);
    }
    let model = match options.model {
        Model::CommonEffect | Model::RandomEffects(Tau2Method::Given(_)) => options.model,
        Model::RandomEffects(_) => Model::RandomEffects(Tau2Method::MaximumLikelihood),
    };
    let with = match model {
        Model::CommonEffect => 0.0,
        Model::RandomEffects(method) => match variances::one(problem, method, 0.0)? {
            Some(tau2) => tau2.value,
            None => return Ok(None),
        },
    };
    let without = without_profile(&problem.network, &Options { model, ..*options })?.tau2_used();
    let Ok(without) = GivenTau2::new(without) else {
        return Ok(None);
    };
    let smaller = log_likelihood(&problem.network, Method::Ml, without)?;
    let larger = problem.at(with, 0.0)?.likelihood(Method::Ml);
    let statistic = (2.0 * (larger - smaller)).max(0.0);
    Ok(Some(QTest::new(statistic, interactions)))
}

impl RegressionFit {
    /// The Wald tests of each covariate, in the order given.
    #[must_use]
    pub fn interaction_tests(&self) -> Vec<InteractionTest> {
        let names = self.moderators.iter().map(|m| &m.covariate.name);
        let tests = names.map(|name| {
            let own = |term: &Term| {
                matches!(term, Term::Interaction { covariate, .. } if covariate == name)
            };
            InteractionTest {
                covariate: name.clone(),
                wald: self.wald(own),
            }
        });
        tests.collect()
    }

    /// The Wald test of all interactions at once; `None` where their covariances cannot be inverted.
    #[must_use]
    pub fn wald_test(&self) -> Option<QTest> {
        self.wald(|term| matches!(term, Term::Interaction { .. }))
    }

    /// Tests the coefficients that are solved for and chosen.
    fn wald(&self, chosen: impl Fn(&Term) -> bool) -> Option<QTest> {
        let terms = self.solved_terms();
        let places = terms.iter().enumerate().filter(|(_, term)| chosen(term));
        let places: Vec<usize> = places.map(|(at, _)| at).collect();
        let n = places.len();
        let b = Vector::from_fn(n, |i, _| self.estimates()[places[i]]);
        let c = Matrix::from_fn(n, n, |i, j| self.covariance()[(places[i], places[j])]);
        let statistic = Cholesky::new(c).ok()?.quadratic(&b);
        statistic.is_finite().then(|| QTest::new(statistic, n))
    }
}
