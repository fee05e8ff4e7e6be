//! An order learnt from decisions.

use super::arrange::at_random;
use super::labels::{Label, labels_of};
use super::reading_order::ReadingOrder;
use crate::error::AppError;
use crate::review::export::for_each_report;
use crate::review::library::Progress;
use crate::review::screener::Order;
use crate::review::screening::folded;
use crate::review::session::Session;
use euthymia_review::log::Stage;
use euthymia_review::screen::Screening;
use euthymia_review::{Record, RecordId};
use euthymia_screening::{Explanation, Known, Ranker, Settings};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The reports of a review as texts, put in order again and again as decisions arrive.
#[derive(Clone, Debug)]
pub(super) struct Learner {
    screening: Screening,
    ranker: Ranker,
    /// Whether texts outside the review were given.
    has_known: bool,
}

impl Learner {
    /// Reads the title and abstract of every report.
    ///
    /// # Errors
    /// [`AppError`] when a file of the review is damaged, or the first error of `progress`.
    pub(super) fn read(
        session: &Session,
        settings: Settings,
        known: &[String],
        go_on: &dyn Fn() -> Result<(), AppError>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, AppError> {
        let screening = folded(session);
        let mut texts = vec![String::new(); screening.units.len()];
        for_each_report(session, false, progress, &mut |id, record| {
            go_on()?;
            let place = screening.place(id);
            if let Some(text) = place.and_then(|place| texts.get_mut(place)) {
                *text = text_of(&record);
            }
            Ok(())
        })?;
        let known: Vec<Known> = known
            .iter()
            .map(|text| Known {
                text: text.clone(),
                is_in: true,
            })
            .collect();
        Ok(Self {
            ranker: Ranker::new(&texts, &known, settings),
            has_known: !known.is_empty(),
            screening,
        })
    }

    /// The reports without a label, the most promising first; `None` where nothing can be learnt:
    /// nothing is known, and nothing was included or nothing excluded.
    pub(super) fn order(&mut self, labels: &[Label]) -> Option<Vec<RecordId>> {
        let has = |is_in: bool| labels.iter().any(|label| label.is_in() == is_in);
        let is_enough = self.has_known || (has(true) && has(false));
        if !is_enough {
            return None;
        }
        let mut decisions = vec![None; self.screening.units.len()];
        for label in labels {
            let place = self.screening.place(label.record);
            if let Some(own) = place.and_then(|place| decisions.get_mut(place)) {
                *own = Some(label.is_in());
            }
        }
        let order = self.ranker.retrain(&decisions).into_iter();
        let record = |place: usize| Some(self.screening.units.get(place)?.record);
        Some(order.filter_map(record).collect())
    }

    /// What moved a report in the last order.
    pub(super) fn explain(&self, record: RecordId) -> Option<Explanation> {
        self.ranker.explain(self.screening.place(record)?)
    }
}

/// All reports without a label in a reviewer's order, the first to be read first; `None` where it is
/// that of the imports, or nothing can be learnt yet.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub(in crate::review) fn ordered_records(
    session: &Session,
    screening: &Screening,
    (stage, by): (Stage, &str),
    order: &ReadingOrder,
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<Vec<RecordId>>, AppError> {
    match order {
        ReadingOrder::Queue => Ok(None),
        ReadingOrder::Random(seed) => Ok(Some(at_random(screening, *seed))),
        ReadingOrder::Learnt { settings, known } => {
            let mut learner = Learner::read(session, *settings, known, &|| Ok(()), progress)?;
            Ok(learner.order(&labels_of(screening, stage, by)))
        }
    }
}

/// What is read of a record.
pub(super) fn text_of(record: &Record) -> String {
    let parts = [&record.title, &record.abstract_text];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

/// An order that is learnt on a thread of its own, beside a screener. It reads the records when it
/// is first asked for an order.
#[derive(Debug)]
pub struct LearntOrder {
    /// The review until its records were read.
    session: Option<Session>,
    settings: Settings,
    known: Vec<String>,
    learner: Option<Learner>,
    is_over: Arc<AtomicBool>,
}

/// Prepares the learning of an order beside a screener: `session` is the same review, opened once
/// more to be read. `None` for an order that is not learnt.
#[must_use]
pub fn learnt_order(session: Session, order: &ReadingOrder) -> Option<LearntOrder> {
    let ReadingOrder::Learnt { settings, known } = order else {
        return None;
    };
    Some(LearntOrder {
        session: Some(session),
        settings: *settings,
        known: known.clone(),
        learner: None,
        is_over: Arc::new(AtomicBool::new(false)),
    })
}

impl LearntOrder {
    /// Set to `true`, it ends the reading of records, so that nobody waits for it at the end.
    #[must_use]
    pub fn ending(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_over)
    }
}

impl Order for LearntOrder {
    fn retrain(&mut self, labels: &[Label]) -> Result<Option<Vec<RecordId>>, AppError> {
        if let Some(session) = self.session.take() {
            let go_on = || match self.is_over.load(Ordering::Relaxed) {
                true => Err(AppError::Analysis("it was ended".to_owned())),
                false => Ok(()),
            };
            let learner = Learner::read(&session, self.settings, &self.known, &go_on, &mut |_| ())?;
            self.learner = Some(learner);
        }
        let is_over = self.is_over.load(Ordering::Relaxed);
        let learner = self.learner.as_mut().filter(|_| !is_over);
        Ok(learner.and_then(|learner| learner.order(labels)))
    }

    fn explain(&self, record: RecordId) -> Option<Explanation> {
        self.learner.as_ref()?.explain(record)
    }
}
