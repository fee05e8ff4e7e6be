//! What a paper prints about one sample of whole numbers, or about two of the same patients.

use super::{Condition, Printed, ReconstructError, Rule};

/// Number of patients and the whole values that are possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    n: u32,
    lowest: i64,
    highest: i64,
}

impl Frame {
    /// n patients with values from `lowest` to `highest`, both included.
    ///
    /// # Errors
    /// [`ReconstructError::Patients`] and [`ReconstructError::Range`] outside the limits in which
    /// whole-number arithmetic cannot overflow.
    pub fn new(n: u32, lowest: i64, highest: i64) -> Result<Self, ReconstructError> {
        if !(2..=100_000).contains(&n) {
            return Err(ReconstructError::Patients { n });
        }
        if lowest > highest || lowest < -1_000 || highest > 1_000 {
            return Err(ReconstructError::Range { lowest, highest });
        }
        Ok(Self { n, lowest, highest })
    }

    /// Number of patients, at least 2.
    #[must_use]
    pub fn n(self) -> u32 {
        self.n
    }

    /// Lowest possible value.
    #[must_use]
    pub fn lowest(self) -> i64 {
        self.lowest
    }

    /// Highest possible value.
    #[must_use]
    pub fn highest(self) -> i64 {
        self.highest
    }

    /// The differences of two values in the frame.
    pub(crate) fn differences(self) -> Self {
        let width = self.highest - self.lowest;
        Self {
            lowest: -width,
            highest: width,
            ..self
        }
    }

    /// As many patients with only the value 0.
    pub(crate) fn nothing(self) -> Self {
        Self {
            lowest: 0,
            highest: 0,
            ..self
        }
    }
}

/// What is printed about the values of one sample. Standard deviations have divisor n − 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moments {
    /// Mean.
    pub mean: Printed,
    /// Standard deviation.
    pub sd: Option<Printed>,
    /// Median; the mean of the two middle values when n is even.
    pub median: Option<Printed>,
    /// Smallest value.
    pub minimum: Option<i64>,
    /// Largest value.
    pub maximum: Option<i64>,
}

impl Moments {
    /// A sample of which only the mean is printed.
    #[must_use]
    pub fn of_mean(mean: Printed) -> Self {
        Self {
            mean,
            sd: None,
            median: None,
            minimum: None,
            maximum: None,
        }
    }

    fn check(&self) -> Result<(), ReconstructError> {
        check_sd(self.sd)
    }
}

fn check_sd(sd: Option<Printed>) -> Result<(), ReconstructError> {
    match sd.filter(|sd| sd.units() < 0) {
        Some(sd) => Err(ReconstructError::NegativeSd {
            found: sd.to_string(),
        }),
        None => Ok(()),
    }
}

/// A printed summary of one sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneSample {
    /// Size and range.
    pub frame: Frame,
    /// Mean, standard deviation and order statistics.
    pub moments: Moments,
    /// Counts under thresholds; those without a count are watched only.
    pub rules: Vec<Rule>,
}

impl OneSample {
    pub(crate) fn check(&self) -> Result<(), ReconstructError> {
        self.moments.check()?;
        match self.rules.iter().find(|rule| rule.needs_before()) {
            Some(rule) => Err(ReconstructError::Rule {
                found: rule.to_string(),
                why: "one sample has no value before; give mean_before and mean_after",
            }),
            None => Ok(()),
        }
    }
}

/// What is printed about change; positive is a decrease.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Mean of before − after.
    pub mean: Option<Printed>,
    /// Standard deviation of the differences.
    pub sd: Option<Printed>,
    /// Paired t; its sign is not held against the data, since papers subtract either way.
    pub t: Option<Printed>,
    /// Degrees of freedom of t.
    pub df: Option<u32>,
    /// Pearson correlation of before and after.
    pub correlation: Option<Printed>,
    /// Mean of the patients' percent improvement, 100 (before − after) / before.
    pub percent_mean: Option<Printed>,
    /// Standard deviation of the patients' percent improvement.
    pub percent_sd: Option<Printed>,
}

/// A printed summary of the same patients before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairedSamples {
    /// Size and range, the same before and after.
    pub frame: Frame,
    /// Before.
    pub before: Moments,
    /// After.
    pub after: Moments,
    /// Change.
    pub change: Change,
    /// Counts under rules; those without a count are watched only.
    pub rules: Vec<Rule>,
}

impl PairedSamples {
    pub(crate) fn check(&self) -> Result<(), ReconstructError> {
        self.before.check()?;
        self.after.check()?;
        check_sd(self.change.sd)?;
        check_sd(self.change.percent_sd)
    }

    /// One side as a sample of its own, with the rules that speak of it alone.
    pub(crate) fn side(&self, is_before: bool) -> OneSample {
        let own = |rule: &&Rule| match rule.conditions.as_slice() {
            [Condition::Before(_)] => is_before,
            [Condition::Value(_)] => !is_before,
            _ => false,
        };
        let as_value = |rule: &Rule| Rule {
            conditions: rule
                .conditions
                .iter()
                .map(|condition| match condition {
                    Condition::Before(threshold) => Condition::Value(*threshold),
                    other => *other,
                })
                .collect(),
            count: rule.count,
        };
        OneSample {
            frame: self.frame,
            moments: if is_before { self.before } else { self.after },
            rules: self.rules.iter().filter(own).map(as_value).collect(),
        }
    }
}
