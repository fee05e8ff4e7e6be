//! Do small trials say something else than large ones? A regression on the comparison-adjusted funnel.

use super::adjusted::Adjusted;
use super::component::Estimate;
use super::fit::around;
use crate::pairwise::Bounds;
use euthymia_numerics::sum::compensated;
use euthymia_numerics::{Probability, normal, student_t};

/// What the spread of the points about the line is taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispersion {
    /// A multiple of the sampling variances, estimated; t with two degrees of freedom less than points.
    /// Egger's test.
    Multiplicative,
    /// The sampling variances; normal.
    Sampling,
}

impl Dispersion {
    /// The variant's name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Multiplicative => "Egger's regression, multiplicative dispersion, t",
            Self::Sampling => "regression on the standard error, sampling variances, normal",
        }
    }
}

/// The line through a comparison-adjusted funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmallStudyTest {
    /// Which variant.
    pub dispersion: Dispersion,
    /// How many points.
    pub points: usize,
    /// Where the line meets a standard error of 0: what the largest trials would say, centred.
    pub limit: f64,
    /// By how much results change by unit of standard error, with its test: above 0 when small trials
    /// favour the treatment that stands first in the order.
    pub slope: Estimate,
    /// By how much sampling variances are multiplied; 1 for [`Dispersion::Sampling`].
    pub factor: f64,
}

/// Regresses the points of a comparison-adjusted funnel on their standard errors, with weights 1/se².
///
/// The slope is the intercept of Egger's regression of centred/se on 1/se. Contrasts of one trial of
/// several arms enter as if independent, as in the paper, so that many such trials make the test too
/// sure. `None` for fewer than three points, equal standard errors, or a level of 0 or 1.
///
/// # References
/// Chaimani A, Salanti G. Res Synth Methods 2012;3:161–176. Egger M et al. BMJ 1997;315:629–634. Sterne
/// JAC, Egger M, in: Rothstein HR et al., eds. Publication bias in meta-analysis, 2005 (weights).
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::network::{Adjusted, Dispersion, small_study_test};
/// let point = |centred, standard_error| Adjusted { trial: 0, treatments: (0, 1), estimate: centred,
///     standard_error, centred };
/// // On the line 2se − 1.
/// let points = [point(-0.5, 0.25), point(0.0, 0.5), point(1.0, 1.0)];
/// let found = small_study_test(&points, Dispersion::Sampling, Probability::NINETY_FIVE)
///     .ok_or("three points")?;
/// assert!((found.slope.estimate - 2.0).abs() < 1e-12 && (found.limit + 1.0).abs() < 1e-12);
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn small_study_test(
    points: &[Adjusted],
    dispersion: Dispersion,
    level: Probability,
) -> Option<SmallStudyTest> {
    if points.len() < 3 || !(level.get() > 0.0 && level.get() < 1.0) {
        return None;
    }
    let weight = |p: &Adjusted| p.standard_error.powi(-2);
    let sum = |f: &dyn Fn(&Adjusted) -> f64| compensated(points.iter().map(|p| weight(p) * f(p)));
    let total = sum(&|_| 1.0);
    let middle = sum(&|p| p.standard_error) / total;
    let mean = sum(&|p| p.centred) / total;
    let spread = sum(&|p| (p.standard_error - middle).powi(2));
    let varies = spread > 1e-12 * sum(&|p| p.standard_error.powi(2));
    if !varies {
        return None;
    }
    let estimate = sum(&|p| (p.standard_error - middle) * (p.centred - mean)) / spread;
    let rest = |p: &Adjusted| p.centred - mean - estimate * (p.standard_error - middle);
    let df = (points.len() - 2) as f64;
    let factor = match dispersion {
        Dispersion::Multiplicative => sum(&|p| rest(p).powi(2)) / df,
        Dispersion::Sampling => 1.0,
    };
    let standard_error = (factor / spread).sqrt();
    let statistic = estimate / standard_error;
    let tail = level.complement().half();
    let (p_value, quantile) = match dispersion {
        Dispersion::Multiplicative => (
            student_t::two_sided_p(statistic, df),
            student_t::upper_quantile(tail, df),
        ),
        Dispersion::Sampling => (normal::two_sided_p(statistic), normal::upper_quantile(tail)),
    };
    let bounds: Bounds = around(estimate, quantile * standard_error);
    statistic.is_finite().then_some(SmallStudyTest {
        dispersion,
        points: points.len(),
        limit: mean - estimate * middle,
        slope: Estimate {
            estimate,
            standard_error,
            statistic,
            p_value,
            bounds,
        },
        factor,
    })
}
