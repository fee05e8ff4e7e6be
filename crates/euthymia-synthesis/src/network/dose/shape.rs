//! Whether curves fit the doses, and which fits best.

use super::curve::Curves;
use super::data::DoseNetwork;
use super::error::DoseError;
use super::fit::{DoseFit, DoseOptions, fit_doses};
use crate::estimation::Criteria;
use crate::network::component::{Solution, beyond, free_q};
use crate::network::design::QTest;
use crate::network::error::FitError;
use crate::network::fit::Model;
use crate::network::tau2::Tau2Method;
use euthymia_numerics::Probability;

/// Curves against an effect of its own for each dose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapeTest {
    /// Q of the curves less Q of the network of doses, both with common effects.
    pub common: QTest,
    /// The same with both at the τ² of the fit; `None` for a common effect.
    pub random: Option<QTest>,
}

impl DoseFit {
    /// Tests whether the curves miss something that the doses tell: their Q less that of the network in
    /// which each dose has an effect of its own, which is χ² with as many degrees of freedom as the
    /// curves save coefficients. In a network of parts each part has effects of its own, so that this
    /// also tests whether the curves join the parts truly.
    ///
    /// # Errors
    /// [`FitError`].
    pub fn shape_test(&self) -> Result<ShapeTest, FitError> {
        let network = self.doses.network();
        let test = |q: f64, df: usize, tau2: f64| Ok(beyond((q, df), free_q(network, tau2)?));
        let tau2 = self.tau2_used();
        let random = self.tau2.map(|_| {
            let tangent = self.model.tangent(&self.settled.phi, &self.settled.free);
            let at = Solution::new(network, &tangent, tau2)?;
            let df = network.contrasts().saturating_sub(at.beta.len());
            test(at.q, df, tau2)
        });
        Ok(ShapeTest {
            common: test(self.q.q, self.q.df, 0.0)?,
            random: random.transpose()?,
        })
    }
}

/// One choice of curves, fitted by maximum likelihood.
#[derive(Clone, Debug)]
pub struct CurveFit {
    /// The fit.
    pub fit: DoseFit,
    /// Information criteria from the log-likelihood of the contrasts; parameters are the coefficients,
    /// every searched ED50, and τ² under random effects.
    pub criteria: Criteria,
    /// Against an effect of its own for each dose.
    pub test: ShapeTest,
}

/// Fits several choices of curves to the same trials by maximum likelihood, to compare them by
/// information criteria; smaller is better. One that cannot be fitted is an error of its own.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::network::dose::{Curve, Curves, DoseNetwork, TreatmentDose, compare_curves};
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network};
/// let contrast = |study: &str, treatment: &str, estimate| Contrast { study: study.into(),
///     treatment1: treatment.into(), treatment2: "none".into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(
///     &[contrast("1", "A 1", 1.0), contrast("2", "A 2", 3.0)], ADDS_UP_WITHIN)?;
/// let dose = |treatment: &str, dose| TreatmentDose { treatment: treatment.into(),
///     agent: "A".into(), dose };
/// let doses = DoseNetwork::new(network, &[dose("A 1", 1.0), dose("A 2", 2.0), dose("none", 0.0)])?;
/// let choices = [Curves::all(Curve::Linear), Curves::all(Curve::Categories)];
/// let found = compare_curves(&doses, &choices, false, Probability::NINETY_FIVE);
/// let [Ok(line), Ok(free)] = found.as_slice() else { return Err("both can be fitted".into()) };
/// // One coefficient more lowers Q by 1/5, which AIC does not find worth it.
/// assert!((line.test.common.q - 0.2).abs() < 1e-14);
/// assert!((free.criteria.aic - line.criteria.aic - (2.0 - 0.2)).abs() < 1e-13);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compare_curves(
    doses: &DoseNetwork,
    choices: &[Curves],
    random_effects: bool,
    level: Probability,
) -> Vec<Result<CurveFit, DoseError>> {
    let model = if random_effects {
        Model::RandomEffects(Tau2Method::MaximumLikelihood)
    } else {
        Model::CommonEffect
    };
    let one = |curves: &Curves| {
        let fit = fit_doses(doses, curves, &DoseOptions { model, level })?;
        let parameters = fit.coefficient_count + usize::from(random_effects);
        let observations = doses.network().contrasts();
        Ok(CurveFit {
            criteria: Criteria::new(fit.log_likelihood, parameters, observations),
            test: fit.shape_test()?,
            fit,
        })
    };
    choices.iter().map(one).collect()
}
