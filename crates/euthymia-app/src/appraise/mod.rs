//! Judgements of studies: answers into judgements, judgements into pictures and tables.
//!
//! [`read_judged`] reads judgements in the form of the evidence base, [`Grid::of`] puts those of one
//! tool into rows and columns, and a grid draws itself ([`Grid::traffic_light`], [`Grid::summary`]).
//! [`read_answers`] and [`judged_views`] take answers to the questions of a bundled tool.

mod grid;
mod judge;
mod judged;
mod picture;
mod word;

pub use grid::{Asked, Grid, GridDomain, GridRow};
pub use judge::{Answers, judged_views, read_answers, tool, tools_view};
pub use judged::{Judged, put_weights, read_judged};
pub use word::Drawn;
