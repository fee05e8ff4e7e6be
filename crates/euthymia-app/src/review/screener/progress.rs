//! How far a reviewer has come, and how fast.

use super::open::Screener;
use euthymia_review::log::Verdict;
use euthymia_review::screen::Outcome;
use std::time::Duration;

/// How far a reviewer has come at a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Reports this reviewer included.
    pub included: usize,
    /// Left open.
    pub maybe: usize,
    /// Excluded.
    pub excluded: usize,
    /// Disagreements this reviewer settled.
    pub settled: usize,
    /// Reports that wait for this reviewer.
    pub left: usize,
    /// Reports on which reviewers disagree.
    pub conflicts: usize,
    /// Median of the seconds for a decision, over all of this reviewer's at the stage.
    pub median_seconds: Option<u32>,
    /// Decisions in an hour at the pace since the screener was opened; `None` before a few.
    pub per_hour: Option<u64>,
    /// Seconds until all are decided: at that pace, or at the median.
    pub seconds_left: Option<u64>,
}

impl Progress {
    /// Reports this reviewer decided on.
    #[must_use]
    pub fn decided(&self) -> usize {
        self.included + self.maybe + self.excluded
    }
}

/// Decisions by which a pace is told.
const ENOUGH: u64 = 3;

/// How fast somebody decides.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Seconds of each decision, in order of length.
    seconds: Vec<u32>,
    /// Decisions since the screener was opened.
    here: u64,
    /// When the last of them was made.
    last: Duration,
}

impl Pace {
    /// All decisions of the log.
    pub(super) fn refill(&mut self, mut seconds: Vec<u32>) {
        seconds.sort_unstable();
        self.seconds = seconds;
    }

    pub(super) fn decided(&mut self, seconds: u32, since: Duration) {
        let at = self.seconds.partition_point(|own| *own < seconds);
        self.seconds.insert(at, seconds);
        self.here += 1;
        self.last = since;
    }

    pub(super) fn taken_back(&mut self) {
        self.here = self.here.saturating_sub(1);
    }

    /// The middle one; of two, the smaller.
    fn median(&self) -> Option<u32> {
        let middle = self.seconds.len().checked_sub(1)? / 2;
        self.seconds.get(middle).copied()
    }

    fn per_hour(&self) -> Option<u64> {
        let millis = u64::try_from(self.last.as_millis()).ok()?;
        let is_told = self.here >= ENOUGH && millis > 0;
        is_told.then(|| self.here.saturating_mul(3_600_000) / millis)
    }
}

/// What one report adds to the numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    included: usize,
    maybe: usize,
    excluded: usize,
    conflicts: usize,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.included += other.included;
        self.maybe += other.maybe;
        self.excluded += other.excluded;
        self.conflicts += other.conflicts;
    }

    pub(super) fn take(&mut self, other: Self) {
        self.included = self.included.saturating_sub(other.included);
        self.maybe = self.maybe.saturating_sub(other.maybe);
        self.excluded = self.excluded.saturating_sub(other.excluded);
        self.conflicts = self.conflicts.saturating_sub(other.conflicts);
    }
}

impl Screener {
    /// What a report adds to the numbers.
    pub(super) fn tally_of(&self, place: usize) -> Tally {
        let mut tally = Tally::default();
        match self.own_verdict(place) {
            Some(Verdict::Include) => tally.included = 1,
            Some(Verdict::Maybe) => tally.maybe = 1,
            Some(Verdict::Exclude) => tally.excluded = 1,
            None => {}
        }
        let outcome = self.screening.outcome(place, self.setting.stage);
        tally.conflicts = usize::from(matches!(outcome, Outcome::Conflict(_)));
        tally
    }

    pub(super) fn count_again(&mut self) {
        let mut tally = Tally::default();
        for place in 0..self.screening.units.len() {
            tally.add(self.tally_of(place));
        }
        self.tally = tally;
    }

    /// How far this reviewer has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let left = self.lineup.left();
        let median_seconds = self.pace.median();
        let per_hour = self.pace.per_hour().filter(|pace| *pace > 0);
        let left_to_do = left as u64;
        let at_median = median_seconds.map(|own| left_to_do.saturating_mul(u64::from(own)));
        let at_pace = per_hour.map(|pace| left_to_do.saturating_mul(3600) / pace);
        Progress {
            included: self.tally.included,
            maybe: self.tally.maybe,
            excluded: self.tally.excluded,
            settled: self.settled(),
            left,
            conflicts: self.tally.conflicts,
            median_seconds,
            per_hour,
            seconds_left: at_pace.or(at_median),
        }
    }
}
