//! Analysis of covariance: groups compared at equal values of covariates, such as the baseline.
//!
//! The model is y = intercept + group + covariates, by ordinary least squares; group effects are
//! against the first group (treatment coding, as R's `lm`). With interactions the slope of each
//! covariate may differ between groups, and a comparison holds at the covariates' means.

use euthymia_numerics::Probability;

use crate::descriptive::mean;
use crate::group_error::GroupError;
use crate::least_squares::{Column, Estimate, Fit, StandardErrors, WaldF, fit};

/// Patients in groups with an outcome and covariates.
#[derive(Debug, Clone, Copy)]
pub struct Design<'a> {
    /// Outcome of each patient.
    pub outcome: &'a [f64],
    /// Group of each patient, as a place in `group_names`.
    pub group: &'a [usize],
    /// Names of the groups; the first is what the others are compared with.
    pub group_names: &'a [String],
    /// Covariates.
    pub covariates: &'a [Column],
}

/// Whether groups may differ in their slopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slopes {
    /// The same in all groups.
    Common,
    /// One per group and covariate: adds products of group and covariate.
    ByGroup,
}

/// An analysis of covariance.
#[derive(Debug, Clone)]
pub struct Ancova {
    /// All coefficients, named as R names them: group, covariate, "covariate:group".
    pub coefficients: Vec<Estimate>,
    /// The mean of each group at the covariates' means over all patients (least-squares mean).
    pub adjusted_means: Vec<Estimate>,
    /// Each further group minus the first, at the covariates' means.
    pub adjusted_differences: Vec<Estimate>,
    /// Are all adjusted means equal? `None` when it cannot be tested.
    pub group_test: Option<WaldF>,
    /// Partial η² of the groups, F df1/(F df1 + df2) with the classical F.
    pub partial_eta_squared: Option<f64>,
    /// Are all slopes equal? Only with [`Slopes::ByGroup`].
    pub interaction_test: Option<WaldF>,
    /// Partial η² of the interaction, with the classical F.
    pub interaction_partial_eta_squared: Option<f64>,
    /// Residual standard deviation.
    pub sigma: f64,
    /// Residual degrees of freedom.
    pub df: f64,
    /// The standard errors used.
    pub standard_errors: StandardErrors,
}

/// Compares groups with covariates held equal.
///
/// # Errors
/// [`GroupError::TooFewGroups`], [`GroupError::TooFewInGroup`] for a group without patients,
/// [`GroupError::LengthMismatch`] (also where a patient's group has no name), and those of [`fit`].
///
/// # References
/// Fisher 1932, Statistical Methods for Research Workers, 4th ed., § 49.1; Searle, Speed & Milliken
/// 1980, The American Statistician 34, 216–221 (adjusted means). R: `lm`, `sandwich::vcovHC`,
/// `emmeans`.
///
/// # Example
/// ```
/// use euthymia_cohort::ancova::{Design, Slopes, ancova};
/// use euthymia_cohort::least_squares::{Column, StandardErrors};
/// use euthymia_numerics::Probability;
/// // Same slope 1 in both groups, the second 2 higher, symmetric residuals ±1 around it.
/// let design = Design {
///     outcome: &[1.0, 0.0, 3.0, 3.0, 2.0, 5.0],
///     group: &[0, 0, 0, 1, 1, 1],
///     group_names: &["usual".to_owned(), "new".to_owned()],
///     covariates: &[Column::new("baseline", vec![0.0, 1.0, 2.0, 0.0, 1.0, 2.0])],
/// };
/// let level = Probability::NINETY_FIVE;
/// let found = ancova(&design, Slopes::Common, StandardErrors::Hc3, level)?;
/// assert!((found.adjusted_differences[0].value - 2.0).abs() < 1e-14);
/// assert!((found.adjusted_means[0].value - 4.0 / 3.0).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn ancova(
    design: &Design,
    slopes: Slopes,
    standard_errors: StandardErrors,
    level: Probability,
) -> Result<Ancova, GroupError> {
    check(design)?;
    let fitted = fit(design.outcome, &columns(design, slopes, &[]))?;
    // The same model with covariates counted from their means: its group effects are differences of
    // adjusted means.
    let means = means(design);
    let centred = fit(design.outcome, &columns(design, slopes, &means))?;
    let covariance = centred.covariance(standard_errors)?;
    let classical = centred.covariance(StandardErrors::Classical)?;
    let (groups, covariates) = (design.group_names.len(), design.covariates.len());
    let of_groups: Vec<usize> = (1..groups).collect();
    let products: Vec<usize> = match slopes {
        Slopes::Common => Vec::new(),
        Slopes::ByGroup => (groups + covariates..groups + covariates * groups).collect(),
    };
    let weights = |group: usize, with_intercept: f64| {
        let mut weights = vec![0.0; groups + covariates + products.len()];
        weights.iter_mut().take(1).for_each(|w| *w = with_intercept);
        let effect = if group == 0 { 0 } else { 1 };
        weights
            .iter_mut()
            .skip(group)
            .take(effect)
            .for_each(|w| *w = 1.0);
        weights
    };
    let named = |group: usize, with_intercept: f64| {
        let name = design.group_names.get(group).map_or("", String::as_str);
        centred.combination(name, &weights(group, with_intercept), &covariance, level)
    };
    Ok(Ancova {
        coefficients: fitted.coefficients(standard_errors, level)?,
        adjusted_means: (0..groups)
            .map(|g| named(g, 1.0))
            .collect::<Result<_, _>>()?,
        adjusted_differences: (1..groups)
            .map(|g| named(g, 0.0))
            .collect::<Result<_, _>>()?,
        group_test: centred.wald(&of_groups, &covariance),
        partial_eta_squared: partial_eta_squared(&centred, &of_groups, &classical),
        interaction_test: centred.wald(&products, &covariance),
        interaction_partial_eta_squared: partial_eta_squared(&centred, &products, &classical),
        sigma: fitted.sigma(),
        df: fitted.df(),
        standard_errors,
    })
}

fn partial_eta_squared(
    fitted: &Fit,
    places: &[usize],
    classical: &euthymia_numerics::linear::Matrix<f64>,
) -> Option<f64> {
    let test = fitted.wald(places, classical)?;
    let explained = test.f * test.df1;
    Some(explained / (explained + test.df2)).filter(|share| share.is_finite())
}

fn check(design: &Design) -> Result<(), GroupError> {
    let groups = design.group_names.len();
    if groups < 2 {
        return Err(GroupError::TooFewGroups {
            needed: 2,
            found: groups,
        });
    }
    let named = design.group.iter().filter(|g| **g < groups).count();
    if named != design.outcome.len() || named != design.group.len() {
        return Err(GroupError::LengthMismatch {
            what: "group".to_owned(),
            expected: design.outcome.len(),
            found: named,
        });
    }
    let empty = (0..groups).find(|g| !design.group.contains(g));
    match empty {
        None => Ok(()),
        Some(group) => Err(GroupError::TooFewInGroup {
            group: group + 1,
            needed: 1,
            found: 0,
        }),
    }
}

/// The mean of each covariate over all patients.
fn means(design: &Design) -> Vec<f64> {
    let of = |c: &Column| mean(&c.values).unwrap_or(0.0);
    design.covariates.iter().map(of).collect()
}

/// Intercept, groups but the first, covariates minus `from`, and their products with the groups.
fn columns(design: &Design, slopes: Slopes, from: &[f64]) -> Vec<Column> {
    let indicator = |group: usize| -> Vec<f64> {
        let each = design.group.iter();
        each.map(|g| f64::from(u8::from(*g == group))).collect()
    };
    let mut columns = vec![Column::new("(Intercept)", vec![1.0; design.outcome.len()])];
    let further = || design.group_names.iter().enumerate().skip(1);
    columns.extend(further().map(|(g, name)| Column::new(name, indicator(g))));
    let moved = |(place, covariate): (usize, &Column)| {
        let zero = from.get(place).copied().unwrap_or(0.0);
        let values = covariate.values.iter().map(|v| v - zero);
        Column::new(&covariate.name, values.collect())
    };
    let covariates: Vec<Column> = design.covariates.iter().enumerate().map(moved).collect();
    columns.extend(covariates.iter().cloned());
    if slopes == Slopes::ByGroup {
        for covariate in &covariates {
            columns.extend(further().map(|(group, name)| {
                let inside = indicator(group);
                let product = covariate.values.iter().zip(inside).map(|(v, i)| v * i);
                Column::new(format!("{}:{name}", covariate.name), product.collect())
            }));
        }
    }
    columns
}
