//! A location–scale analysis as it is presented: heterogeneity that depends on a covariate.

mod view;

pub use view::{csv_view, views};

use crate::multilevel::{Factor, Numbers, Rows};
use crate::pooled::{Candidate, PoolError};
use crate::words::Shown;
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::{Design, DesignError};
use euthymia_synthesis::effect::Rules;
use euthymia_synthesis::location_scale::{
    Fit, Link, LocationScaleError, Method, Omnibus, Outcome, Prediction, Ratio, Reference, fit,
};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::multilevel::Grouping;
use euthymia_synthesis::pairwise::interval::Inference;
use euthymia_synthesis::studies::{Study, StudySet, StudySetError};

/// How the studies are analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The effect measure.
    pub measure: Measure,
    /// The choices behind each study's effect size.
    pub rules: Rules,
    /// Which likelihood is maximised.
    pub method: Method,
    /// How τ² follows from the covariate.
    pub link: Link,
    /// Which distribution tests use.
    pub reference: Reference,
    /// Confidence level.
    pub level: Probability,
}

/// What the heterogeneity depends on.
#[derive(Clone, Debug, PartialEq)]
pub enum Covariate {
    /// A number per study.
    Numbers(Numbers),
    /// A label per study; the first level, by value or by text, is the reference.
    Levels(Factor),
}

/// Why there is no analysis.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScaleError {
    /// The covariate is the same for every study.
    #[error(
        "the column \"{column}\" is the same for every study: a heterogeneity that depends on it needs \
         at least two values"
    )]
    Constant {
        /// The column.
        column: String,
    },
    /// As many levels as studies.
    #[error(
        "every study has a level of \"{column}\" of its own: leave nothing but a few levels, or name a \
         column of numbers"
    )]
    OwnLevels {
        /// The column.
        column: String,
    },
    /// The effect sizes could not be computed.
    #[error(transparent)]
    Effects(#[from] PoolError),
    /// The studies do not make a set.
    #[error(transparent)]
    Set(#[from] StudySetError),
    /// The covariate makes no design.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// The model could not be fitted.
    #[error(transparent)]
    Model(#[from] LocationScaleError),
}

impl ScaleError {
    /// True when the data are fine but have no answer; false when another column mends it.
    #[must_use]
    pub fn is_no_answer(&self) -> bool {
        match self {
            Self::Effects(error) => matches!(error, PoolError::Nothing(_)),
            Self::Model(error) => matches!(error, LocationScaleError::OutOfRange),
            _ => false,
        }
    }
}

/// A location–scale analysis.
#[derive(Clone, Debug)]
pub struct LocationScale {
    /// How.
    pub options: Options,
    /// The covariate, of the studies in the analysis.
    pub covariate: Covariate,
    /// The studies.
    pub rows: Rows,
    /// The fit.
    pub fit: Fit,
    /// The mean with its test.
    pub mean: Inference,
    /// The mean on the scale that people read.
    pub shown: Shown,
    /// The tests of the scale coefficients; `None` where they have no standard errors.
    pub scale: Option<Vec<Inference>>,
    /// The test of all scale coefficients but the intercept.
    pub omnibus: Option<Omnibus>,
    /// Against one τ² for all studies; `None` where either search did not end at a maximum.
    pub ratio: Option<Ratio>,
    /// τ² with its interval and the prediction interval at some values of the covariate.
    pub predictions: Vec<(String, Prediction)>,
    /// What a reader should be warned of.
    pub warnings: Vec<String>,
}

impl LocationScale {
    /// False when the search did not settle.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.fit.outcome != Outcome::NotConverged
    }
}

impl Covariate {
    /// The column.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Numbers(numbers) => &numbers.name,
            Self::Levels(factor) => &factor.name,
        }
    }

    fn keep(&mut self, places: &[usize]) {
        match self {
            Self::Numbers(n) => {
                n.values = places
                    .iter()
                    .filter_map(|i| n.values.get(*i).copied())
                    .collect();
            }
            Self::Levels(f) => {
                f.labels = places
                    .iter()
                    .filter_map(|i| f.labels.get(*i).cloned())
                    .collect();
            }
        }
    }

    /// The scale design, with the covariates of each prediction.
    fn design(&self, rows: usize) -> Result<(Design, Vec<Point>), ScaleError> {
        match self {
            Self::Numbers(numbers) => of_numbers(numbers, rows),
            Self::Levels(factor) => of_levels(&factor.name, &factor.grouping(), rows),
        }
    }
}

/// A value of the covariate in words, with its row of the design.
type Point = (String, Vec<f64>);

fn of_numbers(numbers: &Numbers, rows: usize) -> Result<(Design, Vec<Point>), ScaleError> {
    let name = &numbers.name;
    let mut sorted = numbers.values.clone();
    sorted.sort_by(f64::total_cmp);
    let (Some(lowest), Some(highest)) = (sorted.first(), sorted.last()) else {
        return Err(PoolError::Nothing(Vec::new()).into());
    };
    if lowest == highest {
        return Err(ScaleError::Constant {
            column: name.clone(),
        });
    }
    let value = |row: usize| numbers.values.get(row).copied().unwrap_or(f64::NAN);
    let matrix = Matrix::from_fn(
        rows,
        2,
        |row, column| if column == 0 { 1.0 } else { value(row) },
    );
    let design = Design::new(vec!["intercept".to_owned(), name.clone()], matrix)?;
    let point = |at: &f64| (format!("{name} = {at}"), vec![1.0, *at]);
    Ok((design, vec![point(lowest), point(highest)]))
}

fn of_levels(
    name: &str,
    levels: &Grouping,
    rows: usize,
) -> Result<(Design, Vec<Point>), ScaleError> {
    let count = levels.levels();
    let column = name.to_owned();
    if count < 2 {
        return Err(ScaleError::Constant { column });
    }
    if count == rows {
        return Err(ScaleError::OwnLevels { column });
    }
    let at = |level: usize, column: usize| f64::from(u8::from(column == 0 || level == column));
    let of_row = levels.level_of_row();
    let matrix = Matrix::from_fn(rows, count, |row, column| {
        of_row.get(row).map_or(f64::NAN, |level| at(*level, column))
    });
    let mut names = vec!["intercept".to_owned()];
    names.extend(
        levels
            .labels()
            .iter()
            .skip(1)
            .map(|label| format!("{name}: {label}")),
    );
    let points = levels.labels().iter().enumerate().map(|(level, label)| {
        let row = (0..count).map(|column| at(level, column)).collect();
        (format!("{name} = {label}"), row)
    });
    Ok((Design::new(names, matrix)?, points.collect()))
}

/// Fits a location–scale model with one mean.
///
/// # Errors
/// [`ScaleError`]. A search without a maximum is no error: see [`Outcome`].
///
/// # Example: two groups that differ in how heterogeneous they are
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_report::location_scale::{analyse, Covariate, Options};
/// use euthymia_report::multilevel::Factor;
/// use euthymia_report::pooled::{Candidate, Inputs};
/// use euthymia_synthesis::effect::{Effect, Rules};
/// use euthymia_synthesis::location_scale::{Link, Method, Reference};
/// use euthymia_synthesis::measure::Measure;
/// let mut studies = Vec::new();
/// for (i, y) in [-1.0, 0.0, 1.0, -4.0, 0.0, 4.0].into_iter().enumerate() {
///     studies.push(Candidate::new(format!("{i}"), Inputs::Estimate(Effect::new(y, 0.1)?)));
/// }
/// let labels = ["near", "near", "near", "wide", "wide", "wide"].map(str::to_owned).to_vec();
/// let covariate = Covariate::Levels(Factor { name: "group".to_owned(), labels });
/// let options = Options {
///     measure: Measure::Generic, rules: Rules::of(Measure::Generic), method: Method::Reml,
///     link: Link::Log, reference: Reference::Normal, level: Probability::NINETY_FIVE,
/// };
/// let found = analyse(studies, covariate, &options)?;
/// // Both groups have mean 0, and so has the whole, whatever their weights.
/// assert!(found.fit.beta[0].abs() < 1e-12);
/// assert!(found.fit.alpha[1] > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn analyse(
    candidates: Vec<Candidate>,
    mut covariate: Covariate,
    options: &Options,
) -> Result<LocationScale, ScaleError> {
    let rows = Rows::compute(candidates, options.measure, &options.rules)?;
    covariate.keep(&rows.places);
    let studies = rows.included.iter();
    let studies = studies.map(|(c, computed)| Study::new(c.label.as_str(), computed.effect));
    let set = StudySet::new(studies.collect())?;
    let location = Design::intercept(set.k());
    let (scale, points) = covariate.design(set.k())?;
    let found = fit(&set, &location, &scale, options.method, options.link)?;
    let plain = fit(&set, &location, &location, options.method, options.link)?;
    let (reference, level) = (options.reference, options.level);
    let tests = found.location_tests(reference, level)?;
    let mean = tests
        .into_iter()
        .next()
        .ok_or(LocationScaleError::OutOfRange)?;
    let mut predictions = Vec::new();
    for (name, point) in points {
        predictions.push((name, found.predict(&[1.0], &point, reference, level)?));
    }
    let others: Vec<usize> = (1..found.alpha.len()).collect();
    let at_maximum = |fit: &Fit| fit.outcome == Outcome::Converged;
    let ratio = at_maximum(&found)
        .then(|| found.likelihood_ratio(&plain))
        .transpose()?;
    Ok(LocationScale {
        shown: Shown {
            estimate: rows.back(found.beta.first().copied().unwrap_or(f64::NAN)),
            bounds: rows.bounds_back(mean.bounds),
        },
        scale: found.scale_tests(reference, level)?,
        omnibus: found.scale_omnibus(&others, reference),
        ratio: ratio.filter(|_| plain.outcome != Outcome::NotConverged),
        warnings: warnings(&found, &rows),
        options: options.clone(),
        covariate,
        rows,
        fit: found,
        mean,
        predictions,
    })
}

fn warnings(fit: &Fit, rows: &Rows) -> Vec<String> {
    match &fit.outcome {
        Outcome::Converged => Vec::new(),
        Outcome::AtZero { vanishing } => {
            let label = |place: &usize| Some(rows.included.get(*place)?.0.label.as_str());
            let labels: Vec<&str> = vanishing.iter().take(5).filter_map(label).collect();
            let more = if vanishing.len() > 5 { " and others" } else { "" };
            vec![format!(
                "τ² of some studies is zero ({}{more}): the scale coefficients are where the search \
                 stopped and have no standard errors; the mean is as it should be.",
                labels.join(", ")
            )]
        }
        Outcome::Level => vec![
            "The scale coefficients cannot be told apart by these studies: others are as likely; they \
             have no standard errors."
                .to_owned(),
        ],
        Outcome::NotConverged => vec![
            "NOT CONVERGED: the search for the scale coefficients did not settle; the numbers are where \
             it stopped (--explain shows its steps)."
                .to_owned(),
        ],
    }
}
