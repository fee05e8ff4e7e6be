//! The means with their uncertainty: the model's, or robust to dependence within clusters.

use super::{LevelsError, Model, Options, Rows};
use crate::words::Shown;
use euthymia_numerics::linear::{Matrix, Vector};
use euthymia_numerics::{Probability, student_t};
use euthymia_synthesis::multilevel::{Data, MultilevelFit, Term, clusters, predict};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_synthesis::robust::{
    self, Caution, Cluster, CoefficientTest, Degrees, Kind, RobustVariance, Working,
};

/// A mean of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// The intercept, or a level.
    pub name: String,
    /// The estimate on the analysis scale.
    pub estimate: f64,
    /// Its standard error; robust where there are clusters.
    pub standard_error: f64,
    /// Its standard error under the model.
    pub model_standard_error: f64,
    /// z, or t where there are degrees of freedom.
    pub statistic: f64,
    /// Degrees of freedom; `None` for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value; `None` where there are no degrees of freedom.
    pub p_value: Option<f64>,
    /// Confidence limits on the analysis scale.
    pub bounds: Option<Bounds>,
    /// The variance of true effects around it; `None` where it depends on more than the mean.
    pub heterogeneity: Option<f64>,
    /// Where the true effect behind a new row is likely to lie, on the analysis scale.
    pub prediction: Option<Bounds>,
    /// The estimate with its limits on the scale that people read.
    pub shown: Option<Shown>,
}

/// A test of several means at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// χ², or F where there are denominator degrees of freedom.
    pub statistic: f64,
    /// How many are tested.
    pub df: f64,
    /// Denominator degrees of freedom.
    pub df_denominator: Option<f64>,
    /// The p-value; `None` where there are no degrees of freedom.
    pub p_value: Option<f64>,
}

/// What the fit says of its means.
pub(super) struct Found {
    pub(super) means: Vec<Mean>,
    pub(super) omnibus: Option<Tested>,
    pub(super) robust: Option<RobustVariance>,
    pub(super) warnings: Vec<String>,
}

pub(super) fn infer(
    model: &Model,
    rows: &Rows,
    data: &Data,
    fit: &MultilevelFit,
    options: &Options,
) -> Result<Found, LevelsError> {
    let mut means = means(model, data, fit)?;
    let mut found = Found {
        means: Vec::new(),
        omnibus: omnibus(fit),
        robust: None,
        warnings: Vec::new(),
    };
    if let Some(cluster) = &model.cluster {
        let clusters = clusters(data, fit, &cluster.grouping())?;
        let all = clusters
            .into_iter()
            .map(|c| working(data, fit, c.rows, c.covariance));
        let all = all.collect::<Result<Vec<_>, _>>()?;
        let variance = robust::variance(&all, options.robust)?;
        replace(&mut means, &variance, options)?;
        found.omnibus = robust_omnibus(&means, &variance)?;
        found.warnings = cautions(&means, &variance);
        found.robust = Some(variance);
    }
    for mean in &mut means {
        mean.shown = mean.bounds.map(|bounds| Shown {
            estimate: rows.back(mean.estimate),
            bounds: rows.bounds_back(bounds),
        });
    }
    found.means = means;
    Ok(found)
}

/// The row of the design that stands for one mean.
fn unit(place: usize, length: usize) -> Vec<f64> {
    (0..length)
        .map(|i| f64::from(u8::from(i == place)))
        .collect()
}

fn means(model: &Model, data: &Data, fit: &MultilevelFit) -> Result<Vec<Mean>, LevelsError> {
    let count = fit.coefficients.len();
    let mut means = Vec::with_capacity(count);
    for (place, coefficient) in fit.coefficients.iter().enumerate() {
        let levels = levels(model, data, &coefficient.name);
        let predicted = predict(data, fit, &unit(place, count), &levels)?;
        let test = &coefficient.test;
        means.push(Mean {
            name: coefficient.name.clone(),
            estimate: coefficient.estimate,
            standard_error: test.standard_error,
            model_standard_error: test.standard_error,
            statistic: test.statistic,
            df: test.df,
            p_value: test.p_value,
            bounds: test.bounds,
            heterogeneity: predicted.heterogeneity,
            prediction: predicted.prediction,
            shown: None,
        });
    }
    Ok(means)
}

/// For each term the inner level that a mean is about: where its inner column is that of the means.
fn levels<'a>(model: &Model, data: &Data, name: &'a str) -> Vec<Option<&'a str>> {
    let by = model.by.as_ref();
    let is_by = |inner: &str| by.is_some_and(|by| by.name == inner);
    let of_term = |term: &Term| match term {
        Term::Levels { inner, .. } => is_by(inner.name()).then_some(name),
        _ => None,
    };
    data.terms().iter().map(of_term).collect()
}

fn omnibus(fit: &MultilevelFit) -> Option<Tested> {
    let found = fit.omnibus.as_ref().filter(|o| o.tested.len() > 1)?;
    Some(Tested {
        statistic: found.statistic,
        df: found.df,
        df_denominator: found.df_denominator,
        p_value: found.p_value,
    })
}

/// A cluster as the robust variance takes it.
fn working(
    data: &Data,
    fit: &MultilevelFit,
    rows: Vec<usize>,
    covariance: Matrix<f64>,
) -> Result<Cluster, LevelsError> {
    let design = data.design().matrix().select_rows(&rows);
    let y = data.estimates();
    let observed = rows.iter().filter_map(|row| y.get(*row).copied());
    let observed = Vector::from_vec(observed.collect());
    let residuals = observed - &design * fit.estimates();
    Ok(Cluster::new(design, residuals, Working::Dense(covariance))?)
}

fn degrees(kind: Kind) -> Degrees {
    match kind {
        Kind::Cr2 | Kind::Cr3 => Degrees::Satterthwaite,
        _ => Degrees::ClustersLessCoefficients,
    }
}

/// Puts the robust standard errors, tests and intervals in the place of the model's.
fn replace(
    means: &mut [Mean],
    variance: &RobustVariance,
    options: &Options,
) -> Result<(), LevelsError> {
    let estimates: Vec<f64> = means.iter().map(|m| m.estimate).collect();
    let tests = variance.tests(&estimates, degrees(options.robust), options.level)?;
    for (mean, test) in means.iter_mut().zip(tests) {
        let test = test.ok_or_else(|| LevelsError::NoRobustVariance {
            name: mean.name.clone(),
        })?;
        mean.prediction = prediction(mean, &test, options.level);
        mean.standard_error = test.standard_error;
        mean.statistic = test.statistic;
        mean.df = Some(test.df);
        mean.p_value = Some(test.p_value);
        mean.bounds = Some(test.bounds);
    }
    Ok(())
}

/// The prediction interval with the robust variance of the mean.
fn prediction(mean: &Mean, test: &CoefficientTest, level: Probability) -> Option<Bounds> {
    let quantile = student_t::upper_quantile(level.complement().half(), test.df);
    let width = quantile * (test.standard_error.powi(2) + mean.heterogeneity?).sqrt();
    Some(Bounds {
        lower: mean.estimate - width,
        upper: mean.estimate + width,
    })
}

fn robust_omnibus(
    means: &[Mean],
    variance: &RobustVariance,
) -> Result<Option<Tested>, LevelsError> {
    let count = means.len();
    if count < 2 {
        return Ok(None);
    }
    let estimates: Vec<f64> = means.iter().map(|m| m.estimate).collect();
    let all = Matrix::identity(count, count);
    let test = variance.wald(&estimates, &all, degrees(variance.kind))?;
    Ok(Some(Tested {
        statistic: test.statistic,
        df: test.df_numerator,
        df_denominator: Some(test.df_denominator),
        p_value: test.p_value,
    }))
}

fn cautions(means: &[Mean], variance: &RobustVariance) -> Vec<String> {
    let name = |place: usize| means.get(place).map_or("", |m| m.name.as_str());
    let words = |caution: &Caution| match caution {
        Caution::FewDegrees { coefficient, df } => format!(
            "The robust test of {} has {df:.1} degrees of freedom; with fewer than 4 its p-value is \
             not to be relied on (Tipton 2015).",
            name(*coefficient)
        ),
        Caution::NoVariance { coefficient } => format!(
            "One cluster alone carries {}: its robust variance says nothing.",
            name(*coefficient)
        ),
    };
    variance.cautions().iter().map(words).collect()
}
