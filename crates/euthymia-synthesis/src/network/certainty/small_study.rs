//! Do smaller trials of one comparison find other effects?

use crate::network::split::Evidence;
use euthymia_numerics::student_t;
use euthymia_numerics::sum::compensated;

/// A test for small-study effects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmallStudyTest {
    /// Trials.
    pub trials: usize,
    /// By how much the estimate rises with each unit of the standard error.
    pub slope: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Slope over standard error.
    pub statistic: f64,
    /// Degrees of freedom: trials less two.
    pub df: f64,
    /// Two-sided p-value, from Student's t.
    pub p_value: f64,
    /// What a trial with a standard error of zero would find.
    pub limit: f64,
}

/// Regresses estimates on their standard errors, weighted by 1/se² with a scale that is estimated.
///
/// E y_i = a + b se_i, var y_i = φ se_i²; tested is b = 0. Also known as: Egger's test, Egger's
/// regression. `None` with fewer than `at_least` trials or three, where all standard errors are equal,
/// and where the line fits exactly. With fewer than ten trials it is usually not done.
///
/// # References
/// Egger M, Davey Smith G, Schneider M, Minder C. BMJ 1997;315:629–634. Sterne JAC et al. BMJ
/// 2011;343:d4002 (ten trials).
///
/// # Example
/// ```
/// use euthymia_synthesis::network::Evidence;
/// use euthymia_synthesis::network::certainty::small_study;
/// let evidence = |estimate, standard_error| Evidence { estimate, standard_error };
/// // y/se is 1, 3, 2 at 1/se = 1, 2, 3: the line through them is 1 + x/2.
/// let trials = [evidence(1.0, 1.0), evidence(1.5, 0.5), evidence(2.0 / 3.0, 1.0 / 3.0)];
/// let found = small_study(&trials, 3).ok_or("three trials")?;
/// assert!((found.slope - 1.0).abs() < 1e-12 && (found.limit - 0.5).abs() < 1e-12);
/// assert!((found.standard_error - 3.5_f64.sqrt()).abs() < 1e-12);
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn small_study(trials: &[Evidence], at_least: usize) -> Option<SmallStudyTest> {
    let k = trials.len();
    if k < at_least.max(3) {
        return None;
    }
    let n = k as f64;
    // Divided by the standard error, the line is z = b + a x with x = 1/se.
    let x: Vec<f64> = trials.iter().map(|t| 1.0 / t.standard_error).collect();
    let z: Vec<f64> = trials
        .iter()
        .map(|t| t.estimate / t.standard_error)
        .collect();
    let mean = |of: &[f64]| compensated(of.iter().copied()) / n;
    let (mean_x, mean_z) = (mean(&x), mean(&z));
    let spread = compensated(x.iter().map(|x| (x - mean_x).powi(2)));
    let together = compensated(x.iter().zip(&z).map(|(x, z)| (x - mean_x) * (z - mean_z)));
    let limit = together / spread;
    let slope = mean_z - limit * mean_x;
    let residual = |(x, z): (&f64, &f64)| (z - slope - limit * x).powi(2);
    let df = n - 2.0;
    let scale = compensated(x.iter().zip(&z).map(residual)) / df;
    let standard_error = (scale * (1.0 / n + mean_x * mean_x / spread)).sqrt();
    let statistic = slope / standard_error;
    (statistic.is_finite() && standard_error > 0.0).then(|| SmallStudyTest {
        trials: k,
        slope,
        standard_error,
        statistic,
        df,
        p_value: student_t::two_sided_p(statistic, df),
        limit,
    })
}
