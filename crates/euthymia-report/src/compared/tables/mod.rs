//! The tables of a network: numbers first, then how they are presented.

mod heterogeneity;
mod league;
mod network;
mod ranks;
mod splits;
mod which;

pub use heterogeneity::{PartHeterogeneity, heterogeneity, heterogeneity_view, tau2_word};
pub use league::{LeaguePair, NodeOrder, league_pairs, league_pairs_view, league_views, ordered};
pub use network::{
    ComparisonSummary, DesignSummary, NodeSummary, comparison_summaries, comparisons_view,
    design_summaries, designs_view, node_summaries, nodes_view,
};
pub use ranks::{NodeRank, ranks, ranks_view};
pub use splits::{Bearing, NodeSplit, node_splits, splits_view};
pub use which::{Which, tables};
