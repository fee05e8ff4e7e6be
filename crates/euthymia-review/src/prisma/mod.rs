//! PRISMA 2020: where every record of a review went, derived from its log.
//!
//! [`Flow::of`] counts what a flow diagram shows: what each source brought, what was removed before
//! screening, what was screened, sought, assessed and included, and what is still open. Nothing is
//! stored, and [`Flow::check`] holds what comes into each box against what goes out.
//! [`Flow::since`] tells what was there at an earlier point of the log from what came later.

mod balance;
mod column;
mod flow;
mod origin;
mod previous;
mod studies;

pub use balance::Unbalanced;
pub use column::{Column, Identified, Ineligible};
pub use flow::{Flow, Seen};
pub use origin::{Point, until};
pub use previous::{Change, Previous, Totals};
pub use studies::joins_study;
