//! All treatments on one map: the networks of response and remission, under every choice of nodes.

mod analysis;
mod section;
mod sentences;
mod sources;

pub use analysis::{Map, WINDOWS, maps};

pub(super) use section::sections;
pub(super) use sentences::summary;
pub(super) use sources::items;
