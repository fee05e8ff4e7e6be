//! What is shown after what: reports that wait, those already seen, and ways aside.

use euthymia_review::RecordId;
use euthymia_review::screen::Screening;
use std::collections::{HashSet, VecDeque};

/// Reports in the order in which they are shown. Places are those of the screening.
#[derive(Debug, Default)]
pub(super) struct Lineup {
    waiting: VecDeque<usize>,
    /// Records of the reports that were seen and left, in order.
    trail: Vec<RecordId>,
    /// Place in the trail of the one that is looked at again.
    back: Option<usize>,
    /// A report that was searched for or is to be decided anew.
    aside: Option<usize>,
    /// Records that were put off, in order.
    skipped: Vec<RecordId>,
    /// Records in the order that was chosen or learnt.
    order: Vec<RecordId>,
    /// Records that were drawn: they come first, as drawn.
    drawn: HashSet<RecordId>,
}

impl Lineup {
    /// Begins anew after everything was read again; what was put off and learnt stays.
    pub(super) fn refill(
        &mut self,
        waiting: Vec<usize>,
        trail: Vec<RecordId>,
        drawn: HashSet<RecordId>,
        screening: &Screening,
    ) {
        self.waiting = waiting.into();
        self.trail = trail;
        self.drawn = drawn;
        self.back = None;
        self.aside = None;
        self.sort(screening);
    }

    /// Begins with an order, before anything was shown.
    pub(super) fn begin(&mut self, order: &[RecordId], screening: &Screening) {
        self.order = order.to_vec();
        self.sort(screening);
    }

    /// Takes up an order.
    pub(super) fn reorder(&mut self, order: &[RecordId], screening: &Screening) {
        let shown = self.current(screening);
        self.begin(order, screening);
        // What is on the screen stays there.
        if self.back.is_none() && self.aside.is_none() {
            self.aside = shown.filter(|place| self.waiting.front() != Some(place));
        }
    }

    /// Drawn ones first, then by rank, what was put off last.
    fn sort(&mut self, screening: &Screening) {
        // When it was put off, whether nobody drew it, and its rank, by place.
        let mut keys = vec![(0, true, usize::MAX); screening.units.len()];
        let place = |record: &RecordId| screening.place(*record);
        for (rank, record) in self.order.iter().enumerate() {
            if let Some(key) = place(record).and_then(|place| keys.get_mut(place)) {
                key.2 = rank;
            }
        }
        for record in &self.drawn {
            if let Some(key) = place(record).and_then(|place| keys.get_mut(place)) {
                (key.1, key.2) = (false, 0);
            }
        }
        for (at, record) in (1..).zip(&self.skipped) {
            if let Some(key) = place(record).and_then(|place| keys.get_mut(place)) {
                key.0 = at;
            }
        }
        let waiting = self.waiting.make_contiguous();
        waiting.sort_by_key(|place| keys.get(*place).copied());
    }

    /// The report to show.
    pub(super) fn current(&self, screening: &Screening) -> Option<usize> {
        let seen = self.back.and_then(|at| self.trail.get(at));
        let seen = seen.and_then(|record| screening.place(*record));
        seen.or(self.aside)
            .or_else(|| self.waiting.front().copied())
    }

    /// The reports that come next, the current one among them.
    pub(super) fn next(&self, most: usize) -> impl Iterator<Item = usize> {
        self.waiting.iter().copied().take(most)
    }

    /// All that wait, from the one shown on, around to it.
    pub(super) fn around(&self, shown: Option<usize>) -> Vec<usize> {
        let at = self.waiting.iter().position(|place| Some(*place) == shown);
        let from = at.map_or(0, |at| at + 1);
        let after = self.waiting.iter().skip(from);
        let before = self.waiting.iter().take(at.unwrap_or(0));
        after.chain(before).copied().collect()
    }

    pub(super) fn is_waiting(&self, place: usize) -> bool {
        self.waiting.contains(&place)
    }

    /// How many wait.
    pub(super) fn left(&self) -> usize {
        self.waiting.len()
    }

    /// Whether a report is looked at that comes before the next one.
    pub(super) fn is_back(&self) -> bool {
        self.back.is_some()
    }

    /// The current report was decided on.
    pub(super) fn decided(&mut self, place: usize, record: RecordId) {
        match self.waiting.front() == Some(&place) {
            true => drop(self.waiting.pop_front()),
            false => self.waiting.retain(|own| *own != place),
        }
        self.skipped.retain(|own| *own != record);
        self.leave(record);
    }

    /// Takes away those in front that no longer wait.
    pub(super) fn tidy(&mut self, waits: impl Fn(usize) -> bool) {
        while let Some(place) = self.waiting.front() {
            if waits(*place) {
                return;
            }
            self.waiting.pop_front();
        }
    }

    fn leave(&mut self, record: RecordId) {
        self.back = None;
        self.aside = None;
        self.trail.retain(|own| *own != record);
        self.trail.push(record);
    }

    /// Goes on without deciding.
    pub(super) fn skip(&mut self, place: usize, record: RecordId) {
        if let Some(at) = self.back {
            self.back = Some(at + 1).filter(|next| *next < self.trail.len());
            return;
        }
        if self.is_waiting(place) {
            self.waiting.retain(|own| *own != place);
            self.waiting.push_back(place);
            self.skipped.retain(|own| *own != record);
            self.skipped.push(record);
        }
        self.leave(record);
    }

    /// Looks at the one before; `false` where there is none.
    pub(super) fn back(&mut self) -> bool {
        let before = self.back.unwrap_or(self.trail.len()).checked_sub(1);
        if before.is_some() {
            self.back = before;
        }
        before.is_some()
    }

    /// Shows a report now.
    pub(super) fn show(&mut self, place: usize) {
        self.back = None;
        self.aside = Some(place);
    }
}
