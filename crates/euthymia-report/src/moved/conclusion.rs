//! One pooled number before and after.

use super::risk::Judged;
use crate::pooled::Pooled;
use crate::words::Shown;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_synthesis::measure::Measure;

/// A pooled number, before and after; at least one of the two is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Conclusion {
    /// Identifier of the analysis, as in the report.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// What it was; `None` where there was nothing to pool.
    pub before: Option<Side>,
    /// What it is; `None` where nothing is left to pool.
    pub after: Option<Side>,
}

/// A pooled number.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The measure.
    pub measure: Measure,
    /// Number of studies.
    pub studies: usize,
    /// Their patients, as far as the data have them.
    pub patients: u64,
    /// The estimate with its interval, as the report prints it.
    pub shown: Shown,
    /// The estimate on the scale of the analysis: the logarithm of a ratio.
    pub value: f64,
    /// Its standard error there, where the model has one.
    pub standard_error: Option<f64>,
    /// How the interval was formed, in words.
    pub interval: &'static str,
    /// What was judged of its studies; `None` where nobody judged any of them, or several tools were
    /// used.
    pub judged: Option<Judged>,
}

/// What became of a conclusion. The order is that of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was there and is another one now.
    Moved,
    /// It was not there before.
    New,
    /// It is there no longer.
    Gone,
    /// It stayed as it was, in every number.
    Same,
}

/// Whether the interval holds the value of no effect, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEffect {
    /// It did not and does not.
    StillExcluded,
    /// It did and does.
    StillIncluded,
    /// It did and does no longer.
    NowExcluded,
    /// It did not and does now.
    NowIncluded,
    /// There is one side only, and its interval does not.
    Excluded,
    /// There is one side only, and its interval does.
    Included,
}

impl Side {
    /// Reads an analysis.
    pub(super) fn of(pooled: &Pooled, base: &EvidenceBase, outcome: &Outcome) -> Self {
        Self {
            measure: pooled.options.measure,
            studies: pooled.summary.k,
            patients: pooled.patients(),
            shown: pooled.headline(),
            value: pooled.summary.estimate,
            standard_error: pooled.summary.standard_error,
            interval: pooled.interval_in_words(),
            judged: Judged::of(pooled, base, outcome),
        }
    }

    /// Whether the interval holds the value of no effect; `None` for a measure that has none. A limit
    /// that is that value holds it.
    #[must_use]
    pub fn includes_no_effect(&self) -> Option<bool> {
        let null = self.measure.null_value()?;
        Some((self.shown.bounds.lower..=self.shown.bounds.upper).contains(&null))
    }
}

impl Conclusion {
    /// The measure.
    #[must_use]
    pub fn measure(&self) -> Option<Measure> {
        let own = self.after.as_ref().or(self.before.as_ref());
        own.map(|own| own.measure)
    }

    /// What became of it.
    #[must_use]
    pub fn change(&self) -> Change {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) if before == after => Change::Same,
            (Some(_), Some(_)) => Change::Moved,
            (None, _) => Change::New,
            (_, None) => Change::Gone,
        }
    }

    /// How far the estimate moved, in standard errors that it had before, on the scale of the analysis;
    /// positive towards larger values. `None` where one of the two is missing, or where the scale or the
    /// standard error does not allow it (a logit of 0 or 1).
    #[must_use]
    pub fn shift(&self) -> Option<f64> {
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        let error = before.standard_error.filter(|error| *error > 0.0)?;
        let shift = (after.value - before.value) / error;
        shift.is_finite().then_some(shift)
    }

    /// Whether both intervals are there and were formed in different ways, as the report does it for
    /// one, two and more studies. Part of a change may come from that alone.
    #[must_use]
    pub fn has_other_interval(&self) -> bool {
        let interval = |own: &Option<Side>| own.as_ref().map(|own| own.interval);
        match (interval(&self.before), interval(&self.after)) {
            (Some(before), Some(after)) => before != after,
            _ => false,
        }
    }

    /// What became of the value of no effect; `None` for a measure that has none.
    #[must_use]
    pub fn no_effect(&self) -> Option<NoEffect> {
        let held = |own: &Option<Side>| own.as_ref().and_then(Side::includes_no_effect);
        match (held(&self.before), held(&self.after)) {
            (Some(false), Some(false)) => Some(NoEffect::StillExcluded),
            (Some(true), Some(true)) => Some(NoEffect::StillIncluded),
            (Some(true), Some(false)) => Some(NoEffect::NowExcluded),
            (Some(false), Some(true)) => Some(NoEffect::NowIncluded),
            (Some(false), None) | (None, Some(false)) => Some(NoEffect::Excluded),
            (Some(true), None) | (None, Some(true)) => Some(NoEffect::Included),
            (None, None) => None,
        }
    }
}

impl Change {
    /// The word for machines and people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::New => "new",
            Self::Gone => "gone",
            Self::Same => "same",
        }
    }
}

impl NoEffect {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::StillExcluded => "still excluded",
            Self::StillIncluded => "still included",
            Self::NowExcluded => "now excluded",
            Self::NowIncluded => "now included",
            Self::Excluded => "excluded",
            Self::Included => "included",
        }
    }
}
