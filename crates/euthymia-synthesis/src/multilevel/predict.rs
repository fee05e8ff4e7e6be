//! The mean of a new estimate, and where its true effect is likely to lie.

use super::known::same_length;
use super::parameter::Kind;
use super::test::quantile;
use super::{Data, LevelPattern, MultilevelError, MultilevelFit, Term};
use crate::pairwise::Bounds;

/// A prediction for one row of a design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// x′β̂.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Confidence limits; `None` where there are no degrees of freedom.
    pub bounds: Option<Bounds>,
    /// The variance of true effects around the mean; `None` where it depends on an inner level that
    /// was not named, or on random slopes.
    pub heterogeneity: Option<f64>,
    /// Limits for the true effect of a new row in new groups; `None` where either is absent.
    pub prediction: Option<Bounds>,
}

/// Predicts at one row of a design, with the inner level of each term that has a variance per level
/// (`None`, or nothing in its place, for any other term).
///
/// Intervals use the normal quantile, or that of t with the fewest degrees of freedom among the
/// coefficients that take part.
///
/// # Errors
/// [`MultilevelError::Length`], [`MultilevelError::NotFinite`], [`MultilevelError::NoSuchLevel`].
///
/// # Example
/// ```
/// use euthymia_synthesis::design::Design;
/// use euthymia_synthesis::multilevel::{self, Data, Grouping, KnownCovariance, Options, Term};
/// use euthymia_synthesis::variance::Variance;
/// let study = Grouping::new("study", &["A", "B"]);
/// let known = KnownCovariance::independent(&[Variance::new(1.0)?; 2]);
/// let data = Data::new(vec![0.0, 4.0], known, Design::intercept(2),
///     vec![Term::Intercept(study)])?;
/// let fit = multilevel::fit(&data, &Options { fixed: vec![Some(3.0)], ..Options::default() })?;
/// let found = multilevel::predict(&data, &fit, &[1.0], &[])?;
/// // Two estimates of variance 4: the mean has variance 2, a new true effect 2 + 3.
/// assert!((found.estimate - 2.0).abs() < 1e-14);
/// let upper = found.prediction.map(|bounds| bounds.upper);
/// assert!(upper.is_some_and(|u| (u - 2.0 - 1.959_963_984_540_054 * 5.0_f64.sqrt()).abs() < 1e-12));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn predict(
    data: &Data,
    fit: &MultilevelFit,
    row: &[f64],
    levels: &[Option<&str>],
) -> Result<Prediction, MultilevelError> {
    same_length("the row of the design", row.len(), fit.coefficients.len())?;
    super::known::finite("the row of the design", row)?;
    data.check_values(&fit.parameters())?;
    let all = row.iter().zip(&fit.coefficients);
    let estimate = all.clone().map(|(x, c)| x * c.estimate).sum::<f64>();
    let mut variance = 0.0;
    for (i, a) in row.iter().enumerate() {
        for (j, b) in row.iter().enumerate() {
            variance += a * b * fit.covariance[(i, j)];
        }
    }
    let taking_part = all.filter(|(x, _)| **x != 0.0);
    let df = taking_part.filter_map(|(_, c)| c.test.df).reduce(f64::min);
    let standard_error = variance.max(0.0).sqrt();
    let quantile = quantile(df, fit.options.level);
    let around = |width: f64| Bounds {
        lower: estimate - width,
        upper: estimate + width,
    };
    let heterogeneity = heterogeneity(data, fit, levels)?;
    Ok(Prediction {
        estimate,
        standard_error,
        bounds: quantile.map(|q| around(q * standard_error)),
        heterogeneity,
        prediction: quantile
            .zip(heterogeneity)
            .map(|(q, h)| around(q * (variance.max(0.0) + h).sqrt())),
    })
}

/// The variance of true effects, at the inner levels named.
fn heterogeneity(
    data: &Data,
    fit: &MultilevelFit,
    levels: &[Option<&str>],
) -> Result<Option<f64>, MultilevelError> {
    let mut sum = 0.0;
    for (place, term) in data.terms().iter().enumerate() {
        let of_term = &fit.components[data.parameters_of_term(place)];
        let variances = of_term
            .iter()
            .filter(|c| c.parameter.kind == Kind::Variance);
        let variances: Vec<f64> = variances.map(|c| c.value).collect();
        let level = levels.get(place).copied().flatten();
        sum += match (term, level, variances.as_slice()) {
            (Term::Slopes { .. }, _, _) => return Ok(None),
            (Term::Levels { pattern, inner, .. }, Some(level), many) if is_by_level(*pattern) => {
                let at = inner.labels().iter().position(|label| label == level);
                let found = at.and_then(|at| many.get(at));
                *found.ok_or_else(|| no_such_level(level, inner))?
            }
            (Term::Levels { pattern, .. }, None, _) if is_by_level(*pattern) => return Ok(None),
            (_, _, [only]) => *only,
            _ => return Ok(None),
        };
    }
    Ok(Some(sum))
}

fn is_by_level(pattern: LevelPattern) -> bool {
    !matches!(
        pattern,
        LevelPattern::CompoundSymmetry | LevelPattern::Identity | LevelPattern::Autoregressive
    )
}

fn no_such_level(level: &str, inner: &super::Grouping) -> MultilevelError {
    MultilevelError::NoSuchLevel(format!(
        "\"{level}\" is no level of {}: choose one of {}",
        inner.name(),
        inner.labels().join(", ")
    ))
}
