//! The order in which reports are shown, learnt while a person goes on deciding.

use super::open::Screener;
use euthymia_review::RecordId;
use euthymia_review::log::Verdict;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

/// A decision from which an order may be learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The record that stands for the report.
    pub record: RecordId,
    /// What was decided.
    pub verdict: Verdict,
}

/// Something that learns an order from decisions.
pub trait Order: Send {
    /// The records in the order in which they should be shown, most promising first; what is left
    /// out comes after them. Called on a thread of its own, never by the one that shows records.
    /// `None` where nothing can be learnt yet: the order stays as it is.
    fn retrain(&mut self, labels: &[Label]) -> Option<Vec<RecordId>>;
}

/// The thread that learns.
#[derive(Debug)]
pub(super) struct Learning {
    labels: Sender<Vec<Label>>,
    orders: Receiver<Option<Vec<RecordId>>>,
    /// Labels were sent and no order came back yet.
    is_busy: bool,
    /// More was decided since labels were sent.
    is_behind: bool,
}

/// Ends the learning, whatever happened.
struct Ending<'a>(&'a mut Screener);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.learning = None;
    }
}

impl Screener {
    /// Screens while an order is learnt from each decision on a second thread. Where a stage is
    /// blinded it learns from the reviewer's own decisions only, so that the order gives away
    /// nothing of the others'. Waits at the end for a training that is going on.
    pub fn with_order<T>(
        &mut self,
        mut order: Box<dyn Order + '_>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        std::thread::scope(|scope| {
            let (labels, to_learn) = channel::<Vec<Label>>();
            let (learnt, orders) = channel();
            scope.spawn(move || {
                for labels in to_learn {
                    if learnt.send(order.retrain(&labels)).is_err() {
                        return;
                    }
                }
            });
            self.learning = Some(Learning {
                labels,
                orders,
                is_busy: false,
                is_behind: true,
            });
            let ending = Ending(self);
            ending.0.teach();
            work(ending.0)
        })
    }

    /// Takes up an order that was learnt, and hands over what was decided since. To be called when
    /// nothing else is to do; `true` when something changed.
    pub fn follow(&mut self) -> bool {
        let Some(learning) = &mut self.learning else {
            return false;
        };
        let order = match learning.orders.try_recv() {
            Ok(order) => {
                learning.is_busy = false;
                order
            }
            Err(TryRecvError::Empty) => return false,
            Err(TryRecvError::Disconnected) => {
                self.learning = None;
                return true;
            }
        };
        if let Some(order) = &order {
            self.reorder(order);
        }
        self.teach();
        order.is_some()
    }

    /// Says that something was decided.
    pub(super) fn has_decided(&mut self) {
        if let Some(learning) = &mut self.learning {
            learning.is_behind = true;
        }
        self.teach();
    }

    fn teach(&mut self) {
        let is_due = |learning: &Learning| learning.is_behind && !learning.is_busy;
        if !self.learning.as_ref().is_some_and(is_due) {
            return;
        }
        let labels = self.labels();
        if let Some(learning) = &mut self.learning {
            learning.is_busy = learning.labels.send(labels).is_ok();
            learning.is_behind = false;
        }
    }
}
