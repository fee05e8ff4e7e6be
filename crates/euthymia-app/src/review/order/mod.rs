//! The order in which reports are read: as they were taken in, at random, or learnt from decisions.
//!
//! The order depends on the log alone: on what was chosen ([`ReadingOrder`], entered as
//! [`Ranked`](euthymia_review::log::Ranked)), on the records, and on the decisions that the reviewer
//! may see. Whoever has the log has the order.

mod arrange;
mod chosen;
mod explain;
mod known;
mod labels;
mod learner;
mod reading_order;

pub use chosen::{OrderRequest, OrderWord, chosen_order};
pub use explain::explain_order_view;
pub use labels::Label;
pub use learner::{LearntOrder, learnt_order};
pub use reading_order::{ReadingOrder, strategy_from_word};

pub(super) use arrange::{arranged, at_random};
pub(super) use chosen::entered;
pub(super) use labels::labels_of;
pub(super) use learner::ordered_records;
