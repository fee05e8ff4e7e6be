//! Rows of a file with their effect sizes; several may belong to one study.

use crate::pooled::shown::{harmonic_size, of_study};
use crate::pooled::{Candidate, LeftOut, PoolError};
use crate::words::Shown;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::{Computed, EffectError, Inputs, Rules, compute_all};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_synthesis::variance::Variance;

/// Rows in an analysis, those left out, and the way back to the scale that people read.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The measure.
    pub measure: Measure,
    /// Each row with its effect size.
    pub included: Vec<(Candidate, Computed)>,
    /// The place in the file of each row included, from 0.
    pub places: Vec<usize>,
    /// Rows left out, with reasons.
    pub left_out: Vec<LeftOut>,
    /// The harmonic mean of the group sizes, which some measures need on the way back.
    size: Option<f64>,
}

impl Rows {
    /// Computes the effect size of every row.
    ///
    /// # Errors
    /// [`PoolError::Effect`] where a rule does not fit the measure, [`PoolError::Nothing`] where no
    /// row is left.
    pub fn compute(
        candidates: Vec<Candidate>,
        measure: Measure,
        rules: &Rules,
    ) -> Result<Self, PoolError> {
        let inputs: Vec<Inputs> = candidates.iter().map(|c| c.data).collect();
        let computed = compute_all(measure, &inputs, rules);
        let mut rows = Self {
            measure,
            included: Vec::with_capacity(candidates.len()),
            places: Vec::with_capacity(candidates.len()),
            left_out: Vec::new(),
            size: None,
        };
        for (place, (candidate, result)) in candidates.into_iter().zip(computed).enumerate() {
            match result {
                Ok(computed) => {
                    rows.included.push((candidate, computed));
                    rows.places.push(place);
                }
                // What is wrong for one row is wrong for all: the question, not the row.
                Err(error @ (EffectError::Input { .. } | EffectError::VarianceRule { .. })) => {
                    let label = candidate.label;
                    return Err(PoolError::Effect { label, error });
                }
                Err(error) => rows.left_out.push(LeftOut {
                    label: candidate.label,
                    reason: error.to_string(),
                }),
            }
        }
        if rows.included.is_empty() {
            return Err(PoolError::Nothing(rows.left_out));
        }
        rows.size = harmonic_size(&rows.included);
        Ok(rows)
    }

    /// Number of rows in the analysis.
    #[must_use]
    pub fn len(&self) -> usize {
        self.included.len()
    }

    /// True when no row is in the analysis, which [`Rows::compute`] refuses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.included.is_empty()
    }

    /// The estimates on the analysis scale.
    #[must_use]
    pub fn estimates(&self) -> Vec<f64> {
        let all = self.included.iter();
        all.map(|(_, computed)| computed.effect.estimate).collect()
    }

    /// Their sampling variances.
    #[must_use]
    pub fn variances(&self) -> Vec<Variance> {
        let all = self.included.iter();
        all.map(|(_, computed)| computed.effect.variance).collect()
    }

    /// A value of the analysis scale on the scale that people read.
    #[must_use]
    pub fn back(&self, value: f64) -> f64 {
        self.measure.to_natural(value, self.size)
    }

    /// Limits of the analysis scale on the scale that people read.
    #[must_use]
    pub fn bounds_back(&self, bounds: Bounds) -> Bounds {
        Bounds {
            lower: self.back(bounds.lower),
            upper: self.back(bounds.upper),
        }
    }

    /// A row's own estimate with its own interval.
    #[must_use]
    pub fn shown(&self, row: usize, level: Probability) -> Option<Shown> {
        let (candidate, computed) = self.included.get(row)?;
        Some(of_study(candidate, &computed.effect, self.measure, level))
    }
}
