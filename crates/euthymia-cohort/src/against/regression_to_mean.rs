//! How much patients chosen for a high score are expected to fall without any treatment.

use crate::error::CohortError;
use euthymia_numerics::normal;

/// How the patients were chosen by their first score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Selected {
    /// All whose first score is at or above a threshold.
    AtOrAbove {
        /// The threshold.
        threshold: f64,
    },
    /// Patients whose first scores have this mean, however they were chosen.
    WithMean {
        /// The mean of their first scores.
        mean: f64,
    },
}

/// Expected regression to the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegressionToMean {
    /// Expected first score of the patients who were chosen.
    pub first: f64,
    /// Expected second score if nothing happened to them.
    pub second: f64,
    /// The expected fall, first minus second; negative for patients chosen below the mean.
    pub fall: f64,
}

/// Returns the fall in the mean score that is expected of selection and imperfect reliability alone.
///
/// # Model
/// The two scores of a patient are normal with the same mean M and standard deviation S and correlate by
/// the test–retest reliability r. Patients chosen by the first score, with mean m, have the mean
/// M + r(m − M) the second time: they fall by (1 − r)(m − M). Of those at or above c, with
/// z = (c − M)/S, the mean is m = M + S·φ(z)/(1 − Φ(z)), so that the fall is S(1 − r)·φ(z)/(1 − Φ(z)).
///
/// # Input
/// Mean and standard deviation of the *unselected* population, in points of the scale; the
/// reliability between 0 and 1. Those of the patients who were chosen will not do: their spread has
/// been cut. For [`Selected::WithMean`] the standard deviation is not used.
///
/// # Errors
/// [`CohortError::NotFinite`] for a score that is not a number, [`CohortError::OutOfRange`] for a
/// standard deviation that is not positive or a reliability outside 0 to 1.
///
/// # References
/// Davis CE. The effect of regression to the mean in epidemiologic and clinical studies. Am J Epidemiol
/// 1976;104:493–498. Barnett AG, van der Pols JC, Dobson AJ. Regression to the mean: what it is and how
/// to deal with it. Int J Epidemiol 2005;34:215–220 (the total variance here is their σ²w + σ²b, and
/// r = σ²b/(σ²w + σ²b)).
///
/// # Example
/// ```
/// use euthymia_cohort::against::{Selected, regression_to_mean};
/// // Chosen 10 points above a mean of 20, reliability 0.8: 2 of the 10 points go by themselves.
/// let chosen = Selected::WithMean { mean: 30.0 };
/// let found = regression_to_mean(chosen, 20.0, 8.0, 0.8)?;
/// assert!((found.fall - 2.0).abs() < 1e-12 && (found.second - 28.0).abs() < 1e-12);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn regression_to_mean(
    selected: Selected,
    population_mean: f64,
    population_sd: f64,
    reliability: f64,
) -> Result<RegressionToMean, CohortError> {
    let score = match selected {
        Selected::AtOrAbove { threshold } => threshold,
        Selected::WithMean { mean } => mean,
    };
    crate::error::check_finite(&[score, population_mean])?;
    if !(population_sd > 0.0 && population_sd.is_finite()) {
        return Err(CohortError::OutOfRange {
            what: "standard deviation",
            value: population_sd,
            permitted: "positive and finite",
        });
    }
    if !(0.0..=1.0).contains(&reliability) {
        return Err(CohortError::OutOfRange {
            what: "reliability",
            value: reliability,
            permitted: "from 0 to 1",
        });
    }
    let above = match selected {
        Selected::WithMean { mean } => mean - population_mean,
        Selected::AtOrAbove { threshold } => {
            population_sd * hazard((threshold - population_mean) / population_sd)
        }
    };
    let fall = (1.0 - reliability) * above;
    let first = population_mean + above;
    Ok(RegressionToMean {
        first,
        second: first - fall,
        fall,
    })
}

/// φ(z)/(1 − Φ(z)), the mean of a standard normal value above z; also known as: inverse Mills ratio.
fn hazard(z: f64) -> f64 {
    if z < 25.0 {
        return normal::density(z) / normal::sf(z);
    }
    // Where both underflow: Laplace's continued fraction z + 1/(z + 2/(z + 3/…)).
    let steps = (1..=40_u32).rev();
    steps.fold(z, |below, i| z + f64::from(i) / below)
}
