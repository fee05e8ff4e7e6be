//! The order in which reports are shown, learnt while a person goes on deciding.

use super::action::Told;
use super::open::Screener;
use crate::error::AppError;
use crate::review::order::{Label, labels_of};
use euthymia_review::RecordId;
use euthymia_screening::Explanation;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

/// Something that learns an order from decisions. Its functions are called on a thread of their
/// own, never by the one that shows records.
pub trait Order: Send {
    /// The records in the order in which they should be shown, most promising first; what is left
    /// out comes after them. `None` where nothing can be learnt yet: the order stays as it is.
    ///
    /// # Errors
    /// [`AppError`] where nothing can be learnt at all: it is told, and not asked again.
    fn retrain(&mut self, labels: &[Label]) -> Result<Option<Vec<RecordId>>, AppError>;

    /// What moved a record in the last order; `None` where nothing did.
    fn explain(&self, record: RecordId) -> Option<Explanation>;
}

/// What the thread that learns is asked.
#[derive(Debug)]
enum Asked {
    Order(Vec<Label>),
    Why(RecordId),
}

/// What it answers.
#[derive(Debug)]
enum Answer {
    Order(Result<Option<Vec<RecordId>>, AppError>),
    Why(RecordId, Option<Explanation>),
}

/// The thread that learns.
#[derive(Debug)]
pub(super) struct Learning {
    asked: Sender<Asked>,
    answers: Receiver<Answer>,
    /// Included and excluded reports that an order is being learnt from.
    busy: Option<(usize, usize)>,
    /// More was decided since labels were sent.
    is_behind: bool,
    /// A reason was asked for and not given yet.
    is_asked: bool,
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
            let (asked, questions) = channel::<Asked>();
            let (answer, answers) = channel();
            scope.spawn(move || {
                for question in questions {
                    let own = match question {
                        Asked::Order(labels) => Answer::Order(order.retrain(&labels)),
                        Asked::Why(record) => Answer::Why(record, order.explain(record)),
                    };
                    if answer.send(own).is_err() {
                        return;
                    }
                }
            });
            self.learning = Some(Learning {
                asked,
                answers,
                busy: None,
                is_behind: true,
                is_asked: false,
            });
            let ending = Ending(self);
            ending.0.teach();
            work(ending.0)
        })
    }

    /// Takes up an order that was learnt or a reason that was given, and hands over what was
    /// decided since. To be called when nothing else is to do; `true` when something changed.
    pub fn follow(&mut self) -> bool {
        let is_new = self.answered();
        self.take_advice() || is_new
    }

    fn answered(&mut self) -> bool {
        let Some(learning) = &mut self.learning else {
            return false;
        };
        match learning.answers.try_recv() {
            Err(TryRecvError::Empty) => false,
            Err(TryRecvError::Disconnected) => {
                self.learning = None;
                self.showing.trouble = Some("the thread that learns has ended".to_owned());
                true
            }
            Ok(Answer::Why(record, why)) => {
                learning.is_asked = false;
                self.showing.why = Some((record, why));
                true
            }
            Ok(Answer::Order(Err(error))) => {
                self.learning = None;
                self.showing.trouble = Some(error.to_string());
                true
            }
            Ok(Answer::Order(Ok(order))) => {
                let from = learning.busy.take();
                if let Some(order) = &order {
                    self.showing.learnt_from = from;
                    self.lineup.reorder(order, &self.screening);
                }
                self.teach();
                order.is_some()
            }
        }
    }

    /// Whether an answer of the thread that learns is awaited.
    #[must_use]
    pub fn is_learning(&self) -> bool {
        let awaits = |own: &Learning| own.busy.is_some() || own.is_asked;
        self.learning.as_ref().is_some_and(awaits)
    }

    /// Asks why the report that is shown is where it is; [`Screener::take_why`] has the answer once
    /// [`Screener::follow`] has taken it up.
    pub fn ask_why(&mut self) -> Told {
        let place = self.lineup.current(&self.screening);
        let unit = place.and_then(|place| self.screening.units.get(place));
        let Some(record) = unit.map(|unit| unit.record) else {
            return Told::Refused("Nothing waits here.".to_owned());
        };
        let is_learnt = self.showing.learnt_from.is_some();
        match &mut self.learning {
            Some(learning) if is_learnt => {
                learning.is_asked = learning.asked.send(Asked::Why(record)).is_ok();
                Told::Moved("Asking why it is here …".to_owned())
            }
            _ => {
                Told::Refused("No order was learnt yet: no word has moved this record.".to_owned())
            }
        }
    }

    /// A reason that was given and not taken yet: the record, and what moved it.
    pub fn take_why(&mut self) -> Option<(RecordId, Option<Explanation>)> {
        self.showing.why.take()
    }

    /// Says that something was decided.
    pub(super) fn has_decided(&mut self) {
        if let Some(learning) = &mut self.learning {
            learning.is_behind = true;
        }
        self.teach();
    }

    fn teach(&mut self) {
        let is_due = |learning: &Learning| learning.is_behind && learning.busy.is_none();
        if !self.learning.as_ref().is_some_and(is_due) {
            return;
        }
        let labels = labels_of(&self.screening, self.setting.stage, &self.by);
        let included = labels.iter().filter(|label| label.is_in()).count();
        let from = (included, labels.len() - included);
        if let Some(learning) = &mut self.learning {
            let is_sent = learning.asked.send(Asked::Order(labels)).is_ok();
            learning.busy = is_sent.then_some(from);
            learning.is_behind = false;
        }
    }
}
