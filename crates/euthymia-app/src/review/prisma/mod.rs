//! PRISMA 2020 of a review: the flow of records as tables and as a figure, the methods in words,
//! what was searched, what was excluded, and the reporting checklists. All of it is derived.

mod appendix;
mod checklist;
mod collecting;
mod decisions;
mod document;
mod excluded;
mod figure;
mod known;
mod methods;
mod reading;
mod view;

pub use appendix::view as prisma_searches_view;
pub use checklist::{answer, checklist_views};
pub use decisions::decisions_view;
pub use document::{PrismaParts, prisma_document};
pub use excluded::excluded_view;
pub use figure::prisma_figure;
pub use methods::paragraphs as prisma_methods;
pub use reading::PrismaReading;
pub(super) use reading::entries_until;
pub use view::prisma_views;

/// A count with its noun.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
