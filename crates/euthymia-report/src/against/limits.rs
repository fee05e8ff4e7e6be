//! What the comparison cannot say, with arithmetic where there is any.

use super::{Against, Published};
use crate::trd::CAUTION;
use euthymia_cohort::CohortError;
use euthymia_cohort::against::{Selected, regression_to_mean};
use euthymia_table::fmt;

/// How patients were chosen by their first score, and the scale's numbers without that choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// Patients were taken at or above this score.
    pub threshold: f64,
    /// Mean of the scores of all who might have been measured.
    pub mean: f64,
    /// Their standard deviation.
    pub sd: f64,
    /// Test–retest reliability.
    pub reliability: f64,
}

impl Selection {
    /// What regression to the mean alone would make, in words.
    ///
    /// # Errors
    /// [`CohortError`] for numbers that are impossible.
    pub fn in_words(&self) -> Result<String, CohortError> {
        let chosen = Selected::AtOrAbove {
            threshold: self.threshold,
        };
        let found = regression_to_mean(chosen, self.mean, self.sd, self.reliability)?;
        Ok(format!(
            "Regression to the mean: of patients taken at or above {} where all have a mean of {} and a \
             standard deviation of {}, at a test–retest reliability of {}, the mean is expected to fall \
             from {} to {}, by {} points, with no treatment at all (normal scores; Davis 1976, Barnett \
             2005).",
            plain(self.threshold),
            plain(self.mean),
            plain(self.sd),
            plain(self.reliability),
            fmt::number(found.first, 1),
            fmt::number(found.second, 1),
            fmt::number(found.fall, 1),
        ))
    }
}

/// The limits of the comparison, a paragraph each.
#[must_use]
pub fn limits(against: &Against, regression: Option<&str>) -> Vec<String> {
    let mut list = Vec::new();
    match regression {
        Some(words) => list.push(words.to_owned()),
        None => list.push(
            "Regression to the mean: patients start when they are at their worst, and some would score \
             lower next time without any treatment, here as in the published arms. How much depends \
             on how they were chosen and on the scale's reliability; give the threshold, the \
             unselected mean and standard deviation, and the reliability to have it worked out."
                .to_owned(),
        ),
    }
    list.push(
        "Expectation: patients and raters who know the treatment expect it to work. An uncontrolled \
         rate holds that expectation, the natural course and the treatment together, and no \
         arithmetic on such rates takes them apart."
            .to_owned(),
    );
    list.push(
        "Exchangeability: the comparison takes this clinic as one more study of the same kind. Patients, \
         dose, scale, definition, day of rating and who counts as a patient (started or completed) must \
         be alike, or the difference is one of those."
            .to_owned(),
    );
    if matches!(against.question.published, Published::Pooled(_)) {
        list.push(format!("Caution: {CAUTION}"));
    }
    list
}

fn plain(value: f64) -> String {
    fmt::machine(value).unwrap_or_default()
}
