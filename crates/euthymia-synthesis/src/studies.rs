//! A checked set of study estimates.

use crate::effect::Effect;
use std::collections::HashSet;

/// One study's estimate under its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// What it is called; unique within a set.
    pub label: String,
    /// Its estimate and variance.
    pub effect: Effect,
}

impl Study {
    /// Pairs a label with an effect.
    pub fn new(label: impl Into<String>, effect: Effect) -> Self {
        Self {
            label: label.into(),
            effect,
        }
    }
}

/// At least one study, each under a label of its own, in the order given.
///
/// Estimates are finite and variances positive by construction, so that no model checks again.
#[derive(Clone, Debug, PartialEq)]
pub struct StudySet {
    studies: Vec<Study>,
    // The numbers once more, side by side: a search walks over them many times and over no label.
    estimates: Vec<f64>,
    variances: Vec<f64>,
}

/// Why the studies do not make a set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudySetError {
    /// None was given.
    #[error("there is no study to pool")]
    Empty,
    /// Two studies carry the same label.
    #[error("two studies are called \"{0}\"")]
    DuplicateLabel(String),
}

impl StudySet {
    /// Checks that there is a study and that labels differ.
    ///
    /// # Errors
    /// [`StudySetError`].
    pub fn new(studies: Vec<Study>) -> Result<Self, StudySetError> {
        if studies.is_empty() {
            return Err(StudySetError::Empty);
        }
        let mut seen = HashSet::with_capacity(studies.len());
        if let Some(twice) = studies
            .iter()
            .find(|study| !seen.insert(study.label.as_str()))
        {
            return Err(StudySetError::DuplicateLabel(twice.label.clone()));
        }
        Ok(Self {
            estimates: studies.iter().map(|s| s.effect.estimate).collect(),
            variances: studies.iter().map(|s| s.effect.variance.get()).collect(),
            studies,
        })
    }

    /// Number of studies, k ≥ 1.
    #[must_use]
    pub fn k(&self) -> usize {
        self.studies.len()
    }

    /// The studies in the order given.
    #[must_use]
    pub fn studies(&self) -> &[Study] {
        &self.studies
    }

    /// Puts other finite estimates in the place of the first ones, with the variances as they are.
    pub(crate) fn replace_estimates(&mut self, estimates: impl Iterator<Item = f64>) {
        let places = self.studies.iter_mut().zip(&mut self.estimates);
        for ((study, place), estimate) in places.zip(estimates) {
            study.effect.estimate = estimate;
            *place = estimate;
        }
    }

    /// Estimates and variances in the order given.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
        let variances = self.variances.iter().copied();
        self.estimates.iter().copied().zip(variances)
    }
}
