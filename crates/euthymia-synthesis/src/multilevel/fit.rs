//! A multilevel model with everything that is printed about it.

use super::likelihood::{Likelihood, Solved};
use super::parameter::{Kind, Parameter};
use super::search::{Found, Search, maximise};
use super::test::{Omnibus, Test, WaldTest, degrees_of_freedom, omnibus, wald};
use super::{Data, MultilevelError, Warning};
use crate::estimation::{Criteria, Method};
use euthymia_numerics::linear::{Matrix, Vector};
use euthymia_numerics::{Probability, chi_squared};

/// What to fit. [`Options::default`] is REML with normal tests at 95 %, every parameter estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Which likelihood is maximised.
    pub method: Method,
    /// Which distribution tests and intervals of coefficients use.
    pub test: Test,
    /// Confidence level, in (0, 1).
    pub level: Probability,
    /// Fixed values of parameters of the random part, by their places in [`Data::parameters`];
    /// empty where all are estimated.
    pub fixed: Vec<Option<f64>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            method: Method::Reml,
            test: Test::Normal,
            level: Probability::NINETY_FIVE,
            fixed: Vec::new(),
        }
    }
}

/// A coefficient of the fixed part.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// Its name in the design.
    pub name: String,
    /// β̂.
    pub estimate: f64,
    /// Standard error, test and limits.
    pub test: WaldTest,
}

/// A parameter of the random part as estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Which parameter.
    pub parameter: Parameter,
    /// Its value.
    pub value: f64,
    /// True where the value was given, not estimated.
    pub fixed: bool,
    /// The boundary it lies at; `None` inside.
    pub boundary: Option<Boundary>,
}

/// A boundary of the permitted values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// The lowest: no variance, or the lowest correlation.
    Lowest,
    /// The highest: effects that move together entirely, or a range beyond every distance.
    Highest,
}

/// The log-likelihood with what is formed from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitStatistics {
    /// The log-likelihood, with metafor's constants.
    pub log_likelihood: f64,
    /// Estimated parameters, coefficients included.
    pub parameters: usize,
    /// −2 ln L + 2q.
    pub aic: f64,
    /// −2 ln L + q ln n, with n − p in place of n for REML.
    pub bic: f64,
    /// −2 ln L + 2qN/(N − q − 1), with N as in `bic` but at least q + 2.
    pub aicc: f64,
}

/// Cochran's Q of the model without random effects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidualHeterogeneity {
    /// r′V⁻¹r at τ² = σ² = 0.
    pub q: f64,
    /// n − p.
    pub df: f64,
    /// Upper tail of χ² with that many degrees of freedom.
    pub p_value: f64,
}

/// A fitted multilevel model on the analysis scale.
#[derive(Clone, Debug, PartialEq)]
pub struct MultilevelFit {
    /// What was asked.
    pub options: Options,
    /// Number of estimates, n.
    pub rows: usize,
    /// Coefficients in the order of the design.
    pub coefficients: Vec<Coefficient>,
    /// Their covariance matrix.
    pub covariance: Matrix<f64>,
    /// Parameters of the random part in the order of [`Data::parameters`].
    pub components: Vec<Component>,
    /// The likelihood that was not restricted, at these parameters.
    pub ml: FitStatistics,
    /// The restricted likelihood at these parameters.
    pub reml: FitStatistics,
    /// Heterogeneity that the coefficients leave; `None` where n = p.
    pub heterogeneity: Option<ResidualHeterogeneity>,
    /// All coefficients but an intercept at once; the intercept where it is alone.
    pub omnibus: Option<Omnibus>,
    /// How the parameters were found.
    pub search: Search,
    /// Parameters that the data say nothing about.
    pub warnings: Vec<Warning>,
}

impl MultilevelFit {
    /// False when the search did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.search.converged()
    }

    /// The parameters of the random part.
    #[must_use]
    pub fn parameters(&self) -> Vec<f64> {
        self.components.iter().map(|c| c.value).collect()
    }

    /// β̂.
    #[must_use]
    pub fn estimates(&self) -> Vector<f64> {
        Vector::from_iterator(
            self.coefficients.len(),
            self.coefficients.iter().map(|c| c.estimate),
        )
    }

    /// The statistics of the likelihood that was maximised.
    #[must_use]
    pub fn statistics(&self) -> &FitStatistics {
        match self.options.method {
            Method::Ml => &self.ml,
            Method::Reml => &self.reml,
        }
    }
}

/// Fits a multilevel or multivariate model.
///
/// # Errors
/// [`MultilevelError`]. A search that does not settle is no error: see
/// [`MultilevelFit::converged`].
///
/// # Example: two schools in each of three districts
/// ```
/// use euthymia_synthesis::design::Design;
/// use euthymia_synthesis::multilevel::{self, Data, Grouping, KnownCovariance, Options, Term};
/// use euthymia_synthesis::variance::Variance;
/// let district = Grouping::new("district", &["A", "A", "B", "B", "C", "C"]);
/// let known = KnownCovariance::independent(&[Variance::new(0.02)?; 6]);
/// let data = Data::new(vec![0.1, 0.2, 0.6, 0.8, 0.3, 0.4], known, Design::intercept(6),
///     vec![Term::Intercept(district)])?;
/// let fit = multilevel::fit(&data, &Options::default())?;
/// assert!(fit.converged());
/// assert!((fit.coefficients[0].estimate - 0.4).abs() < 1e-12);
/// // Means 0.15, 0.7, 0.35 have variance 0.0775; half of 0.02 is sampling error.
/// assert!((fit.components[0].value - (0.0775 - 0.01)).abs() < 1e-8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Checked against
/// by hand: `reference/byhand/multilevel_balanced.md` · Konstantopoulos 2011, Berkey 1998, Ishak 2007
/// and metafor 3.8-1: `tests/it/agrees_with_metafor_multilevel.rs`.
pub fn fit(data: &Data, options: &Options) -> Result<MultilevelFit, MultilevelError> {
    let fixed = check(data, options)?;
    let likelihood = Likelihood::new(data)?;
    let found = maximise(&likelihood, options.method, &fixed, None)?;
    let solved = likelihood
        .solve(&found.theta)
        .ok_or(MultilevelError::OutOfRange)?;
    let (beta, covariance) = likelihood
        .coefficients(&solved)
        .ok_or(MultilevelError::OutOfRange)?;
    let dfs = degrees_of_freedom(data, options.test);
    let free = fixed.iter().filter(|f| f.is_none()).count();
    let coefficients = data.design().names().iter().enumerate();
    let coefficient = |(i, name): (usize, &String)| Coefficient {
        name: name.clone(),
        estimate: beta[i],
        test: wald(beta[i], covariance[(i, i)].sqrt(), dfs[i], options.level),
    };
    Ok(MultilevelFit {
        rows: data.rows(),
        coefficients: coefficients.map(coefficient).collect(),
        components: components(data, &fixed, &found),
        ml: statistics(&likelihood, &solved, Method::Ml, free),
        reml: statistics(&likelihood, &solved, Method::Reml, free),
        heterogeneity: heterogeneity(&likelihood),
        omnibus: omnibus(data, &beta, &covariance, &dfs),
        search: found.search,
        warnings: data.warnings(),
        options: options.clone(),
        covariance,
    })
}

/// Checks level, fixed values and degrees of freedom; returns one entry per parameter.
pub(super) fn check(data: &Data, options: &Options) -> Result<Vec<Option<f64>>, MultilevelError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(MultilevelError::Level(level));
    }
    let parameters = data.parameters();
    let fixed = if options.fixed.is_empty() {
        vec![None; parameters.len()]
    } else {
        options.fixed.clone()
    };
    if fixed.len() != parameters.len() {
        return Err(MultilevelError::Parameters {
            found: fixed.len(),
            expected: parameters.len(),
        });
    }
    for (parameter, value) in parameters.iter().zip(&fixed) {
        if let Some(value) = value {
            parameter.check(*value)?;
        }
    }
    let coefficients = data.design().coefficients();
    if fixed.iter().any(Option::is_none) && data.rows() <= coefficients {
        return Err(MultilevelError::NoResidual {
            rows: data.rows(),
            coefficients,
        });
    }
    Ok(fixed)
}

fn components(data: &Data, fixed: &[Option<f64>], found: &Found) -> Vec<Component> {
    let all = data.parameters().iter().zip(fixed).zip(&found.theta);
    let component = |((parameter, fixed), value): ((&Parameter, &Option<f64>), &f64)| {
        let (lowest, highest) = parameter.kind.limits();
        let near = match parameter.kind {
            Kind::Correlation { .. } => 1e-6,
            _ => 0.0,
        };
        let boundary = match *value {
            value if value - lowest <= near => Some(Boundary::Lowest),
            value if highest - value <= near => Some(Boundary::Highest),
            _ => None,
        };
        Component {
            parameter: parameter.clone(),
            value: *value,
            fixed: fixed.is_some(),
            boundary: boundary.filter(|_| fixed.is_none()),
        }
    };
    all.map(component).collect()
}

fn statistics(
    likelihood: &Likelihood,
    solved: &Solved,
    method: Method,
    free: usize,
) -> FitStatistics {
    let data = likelihood.data;
    let (n, p) = (data.rows(), data.design().coefficients());
    let log_likelihood = likelihood.log_likelihood(solved, method);
    let rows = match method {
        Method::Ml => n,
        Method::Reml => n - p,
    };
    let parameters = p + free;
    let Criteria { aic, bic, aicc } = Criteria::new(log_likelihood, parameters, rows);
    FitStatistics {
        log_likelihood,
        parameters,
        aic,
        bic,
        aicc,
    }
}

fn heterogeneity(likelihood: &Likelihood) -> Option<ResidualHeterogeneity> {
    let data = likelihood.data;
    let df = data.rows().checked_sub(data.design().coefficients())?;
    let none: Vec<f64> = data.parameters().iter().map(at_no_effect).collect();
    let q = likelihood.solve(&none)?.residual;
    (df > 0).then(|| ResidualHeterogeneity {
        q,
        df: df as f64,
        p_value: chi_squared::sf(q, df as f64),
    })
}

/// A value at which the term adds nothing.
fn at_no_effect(parameter: &Parameter) -> f64 {
    match parameter.kind {
        Kind::Range => 1.0,
        Kind::Variance | Kind::Correlation { .. } => 0.0,
    }
}
