//! Judgements of studies: answers into judgements, judgements into pictures and tables.
//!
//! [`read_judged`] reads judgements in the form of the evidence base, [`Grid::of`] puts those of one
//! tool into rows and columns, and a grid draws itself ([`Grid::traffic_light`], [`Grid::summary`]).
//! Answers to the questions of a tool are read as in a review ([`crate::review::read_answers`]);
//! [`answers_view`] shows them without one.

mod grid;
mod judge;
mod judged;
mod picture;
mod word;

pub(crate) use grid::known as known_tool;
pub use grid::{Asked, Grid, GridDomain, GridRow};
pub use judge::answers_view;
pub use judged::{Judged, put_weights, read_judged};
pub use word::Drawn;
