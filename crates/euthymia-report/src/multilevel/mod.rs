//! A multilevel or multivariate analysis as it is presented: several estimates per study.
//!
//! Reading order: [`Rows`] (effect sizes), [`Model`] (columns made into a model), [`analyse`],
//! [`Multilevel`]; then [`views`], [`csv_view`] and [`forest`].

mod error;
mod figure;
mod inference;
mod model;
mod profiles;
pub(crate) mod rows;
pub(crate) mod view;
mod warnings;

pub use error::LevelsError;
pub use figure::{ROWS_DRAWN, forest};
pub use inference::{Mean, Tested};
pub use model::{Dependence, Factor, Model, Numbers, Random};
pub use profiles::ROWS_PROFILED;
pub use rows::Rows;
pub use view::{csv_view, views};

use crate::pooled::Candidate;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::Rules;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::multilevel::{
    Data, Method, MultilevelFit, MultilevelI2, Options as FitOptions, ProfileInterval, Test, fit,
    i2,
};
use euthymia_synthesis::robust::{Kind, RobustVariance};

/// How the rows are analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The effect measure.
    pub measure: Measure,
    /// The choices behind each row's effect size.
    pub rules: Rules,
    /// Which likelihood is maximised.
    pub method: Method,
    /// Which distribution tests use, unless they are robust.
    pub test: Test,
    /// Confidence level.
    pub level: Probability,
    /// The small-sample adjustment of the robust variance, where there are clusters.
    pub robust: Kind,
}

/// A multilevel analysis.
#[derive(Clone, Debug)]
pub struct Multilevel {
    /// How.
    pub options: Options,
    /// The model, of the rows in the analysis.
    pub model: Model,
    /// The rows.
    pub rows: Rows,
    /// What was fitted.
    pub data: Data,
    /// The fit.
    pub fit: MultilevelFit,
    /// The robust variance, where there are clusters.
    pub robust: Option<RobustVariance>,
    /// The means with their uncertainty: robust, where there are clusters.
    pub means: Vec<Mean>,
    /// The test of all means at once; `None` where there is one.
    pub omnibus: Option<Tested>,
    /// Profile-likelihood intervals of the parameters of the random part, in their order; `None`
    /// where the data are too many for them.
    pub profiles: Option<Vec<Option<ProfileInterval>>>,
    /// The share of each term in the variance of the estimates, where there is one.
    pub i2: Option<MultilevelI2>,
    /// What a reader should be warned of.
    pub warnings: Vec<String>,
}

impl Multilevel {
    /// False when a search did not settle.
    #[must_use]
    pub fn converged(&self) -> bool {
        let profiles = self.profiles.iter().flatten().flatten();
        self.fit.converged() && profiles.clone().all(|p| p.converged)
    }
}

/// Fits a multilevel or multivariate model.
///
/// # Errors
/// [`LevelsError`].
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_report::multilevel::{analyse, Factor, Model, Options, Random};
/// use euthymia_report::pooled::{Candidate, Inputs};
/// use euthymia_synthesis::effect::{Effect, Rules};
/// use euthymia_synthesis::measure::Measure;
/// use euthymia_synthesis::multilevel::{Method, Test};
/// use euthymia_synthesis::robust::Kind;
/// let mut rows = Vec::new();
/// for y in [0.1, 0.2, 0.6, 0.8, 0.3, 0.4] {
///     rows.push(Candidate::new("row", Inputs::Estimate(Effect::new(y, 0.02)?)));
/// }
/// let labels = ["A", "A", "B", "B", "C", "C"].map(str::to_owned).to_vec();
/// let study = Factor { name: "study".to_owned(), labels };
/// let model = Model { random: vec![Random::Nested(vec![study])], ..Model::default() };
/// let options = Options {
///     measure: Measure::Generic, rules: Rules::of(Measure::Generic), method: Method::Reml,
///     test: Test::Normal, level: Probability::NINETY_FIVE, robust: Kind::Cr2,
/// };
/// let found = analyse(rows, model, &options)?;
/// assert!((found.means[0].estimate - 0.4).abs() < 1e-12);
/// assert!((found.fit.components[0].value - 0.0675).abs() < 1e-8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn analyse(
    candidates: Vec<Candidate>,
    mut model: Model,
    options: &Options,
) -> Result<Multilevel, LevelsError> {
    let all = candidates.len();
    let rows = Rows::compute(candidates, options.measure, &options.rules)?;
    if rows.len() < all {
        model.keep(&rows.places);
    }
    let data = model.data(&rows)?;
    let fit_options = FitOptions {
        method: options.method,
        test: options.test,
        level: options.level,
        fixed: Vec::new(),
    };
    let fit = fit(&data, &fit_options)?;
    let found = inference::infer(&model, &rows, &data, &fit, options)?;
    let profiles = profiles::profiles(&data, &fit)?;
    let i2 = i2(&data, &fit)?;
    let mut warnings = warnings::of_fit(&data, &fit);
    warnings.extend(warnings::of_profiles(&data, &fit, profiles.as_deref()));
    warnings.extend(found.warnings);
    Ok(Multilevel {
        options: options.clone(),
        model,
        rows,
        data,
        fit,
        robust: found.robust,
        means: found.means,
        omnibus: found.omnibus,
        profiles,
        i2,
        warnings,
    })
}
