//! Which order a screener shows reports in, and its entry in the log.

use super::action::Moment;
use super::open::Screener;
use crate::error::AppError;
use crate::review::order::{ReadingOrder, at_random, entered};
use euthymia_review::log::Ranked;
use euthymia_review::{Event, RecordId};
use euthymia_screening::Explanation;

/// The order in which reports are shown.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// What was chosen.
    pub(super) order: ReadingOrder,
    /// Whether the log has it, or need not have it.
    is_entered: bool,
    /// Included and excluded reports that the order on the screen was learnt from.
    pub(super) learnt_from: Option<(usize, usize)>,
    /// Why nothing can be learnt.
    pub(super) trouble: Option<String>,
    /// A reason that was given.
    pub(super) why: Option<(RecordId, Option<Explanation>)>,
}

/// The order in which reports are shown now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ordered {
    /// As the files were taken in.
    Queue,
    /// At random.
    Random,
    /// As the files were taken in, until something can be learnt.
    NotYet {
        /// Whether records are read or an order is being learnt.
        is_learning: bool,
    },
    /// Learnt from the decisions of so many reports.
    Learnt {
        /// Included ones.
        included: usize,
        /// Excluded ones.
        excluded: usize,
    },
    /// Nothing more can be learnt, and why: the order stays as it is.
    Failed(String),
}

impl Screener {
    /// Shows reports in an order from now on; one that is learnt comes with
    /// [`Screener::with_order`]. It is entered into the log before the first decision that is made
    /// in it, unless the log says so already. Disagreements are settled as they come.
    pub fn show_by(&mut self, order: ReadingOrder) {
        if self.setting.settles {
            return;
        }
        self.showing = Showing {
            order,
            ..Showing::default()
        };
        let records = match self.showing.order {
            ReadingOrder::Random(seed) => at_random(&self.screening, seed),
            ReadingOrder::Queue | ReadingOrder::Learnt { .. } => Vec::new(),
        };
        self.lineup.begin(&records, &self.screening);
    }

    /// The order in which reports are shown now.
    #[must_use]
    pub fn ordered(&self) -> Ordered {
        if let Some(why) = &self.showing.trouble {
            return Ordered::Failed(why.clone());
        }
        let is_learning = self.is_learning();
        match (&self.showing.order, self.showing.learnt_from) {
            (ReadingOrder::Queue, _) => Ordered::Queue,
            (ReadingOrder::Random(_), _) => Ordered::Random,
            (ReadingOrder::Learnt { .. }, None) => Ordered::NotYet { is_learning },
            (ReadingOrder::Learnt { .. }, Some((included, excluded))) => {
                Ordered::Learnt { included, excluded }
            }
        }
    }

    /// Enters the order in which the report was shown, once.
    pub(super) fn enter_order(&mut self, place: usize, moment: Moment<'_>) -> Result<(), AppError> {
        let is_learnt = self.showing.order.is_learnt();
        let is_not_yet = is_learnt && self.showing.learnt_from.is_none();
        if self.setting.settles || self.showing.is_entered || is_not_yet {
            return Ok(());
        }
        let ranked = self.showing.order.ranked(self.setting.stage);
        if self.is_news(&ranked) {
            self.enter(place, vec![Event::Ranked(Box::new(ranked))], moment)?;
        }
        self.showing.is_entered = true;
        Ok(())
    }

    /// Whether the log says something else of the reviewer's order. Where it says nothing, it is
    /// that of the imports.
    fn is_news(&self, ranked: &Ranked) -> bool {
        let entries = self.session.folder.log().entries();
        let stage = self.setting.stage;
        let before = entered(entries, stage, &self.by);
        before.unwrap_or_else(|| ReadingOrder::Queue.ranked(stage)) != *ranked
    }
}
