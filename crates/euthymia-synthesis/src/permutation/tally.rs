//! Counts of arrangements by how extreme they are.

use super::{Done, PermutationTest};

/// Two statistics nearer than this are the same, relative to the larger of the data's and 1.
const SAME: f64 = 1e-10;

/// How many arrangements were at least as extreme as the data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    observed: f64,
    same: f64,
    far: u64,
    greater: u64,
    less: u64,
    unsettled: u64,
}

impl Tally {
    pub(super) fn new(observed: f64) -> Self {
        Self {
            observed,
            same: SAME * observed.abs().max(1.0),
            far: 0,
            greater: 0,
            less: 0,
            unsettled: 0,
        }
    }

    /// Counts one arrangement.
    pub(super) fn add(&mut self, statistic: f64, settled: bool) {
        let lost = statistic.is_nan();
        self.far += u64::from(lost || statistic.abs() >= self.observed.abs() - self.same);
        self.greater += u64::from(lost || statistic >= self.observed - self.same);
        self.less += u64::from(lost || statistic <= self.observed + self.same);
        self.unsettled += u64::from(lost || !settled);
    }

    /// Adds the counts of another part of the arrangements.
    pub(super) fn absorb(&mut self, part: &Self) {
        self.far += part.far;
        self.greater += part.greater;
        self.less += part.less;
        self.unsettled += part.unsettled;
    }

    pub(super) fn outcome(&self, done: Done) -> PermutationTest {
        let (more, of) = match done {
            Done::All { arrangements } => (0, arrangements),
            Done::Sample { draws, .. } => (1, draws.saturating_add(1)),
        };
        let share = |count: u64| ((count + more) as f64 / of as f64).min(1.0);
        let p_value = share(self.far);
        let sampling_error = match done {
            Done::All { .. } => None,
            Done::Sample { draws, .. } => Some((p_value * (1.0 - p_value) / draws as f64).sqrt()),
        };
        PermutationTest {
            statistic: self.observed,
            p_value,
            p_greater: share(self.greater),
            p_less: share(self.less),
            sampling_error,
            done,
            unsettled: self.unsettled,
        }
    }
}
