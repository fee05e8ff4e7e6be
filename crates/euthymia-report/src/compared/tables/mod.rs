//! The tables of a network: numbers first, then how they are presented.
//!
//! Each file holds one noun: what is known in numbers, and its [`TableView`](euthymia_table::TableView).
//! [`tables`] makes those that are wanted, by the words of [`Which`].

mod absolute;
mod certainty;
mod certainty_pairs;
mod choices;
mod components;
mod contributions;
mod funnel;
mod heterogeneity;
mod league;
mod leave_one_out;
mod model_effects;
mod model_ranks;
mod models;
mod net_heat;
mod network;
mod posteriors;
mod ranks;
mod splits;
mod trials;
mod which;

pub use absolute::{
    AbsoluteRow, BaselineFrom, NoAbsolute, PartBaseline, absolute, absolute_view, baseline,
};
pub use certainty::certainty_view;
pub use certainty_pairs::certainty_pairs_view;
pub use choices::{Outcome, choices_view};
pub use components::components_view;
pub use contributions::{
    METHOD, Made, PAIRS_MOST, PartContributions, SHARE_SHOWN, contributions, contributions_view,
    method_word, trial_contributions_view,
};
pub use funnel::{FunnelRow, funnel, funnel_view};
pub use heterogeneity::{PartHeterogeneity, heterogeneity, heterogeneity_view, tau2_word};
pub use league::{LeaguePair, NodeOrder, league_pairs, league_pairs_view, league_views, ordered};
pub use leave_one_out::{
    PartWithout, Shift, leave_one_out_effects_view, leave_one_out_view, without_each,
};
pub use model_effects::model_effects_view;
pub use model_ranks::model_ranks_views;
pub use models::{models_view, models_views};
pub use net_heat::{PartHeat, net_heat_view, part_heats};
pub use network::{
    ComparisonSummary, DesignSummary, NodeSummary, comparison_summaries, comparisons_view,
    design_summaries, designs_view, left_out_view, node_summaries, nodes_view,
};
pub use posteriors::posterior_views;
pub use ranks::{NodeRank, ranks, ranks_view};
pub use splits::{Bearing, NodeSplit, node_splits, splits_view};
pub use trials::{concern_word, trials_view};
pub use which::{Which, tables};

pub(in crate::compared) use components::{notes as component_notes, printed as component_printed};
pub(in crate::compared) use contributions::contributions_of;
pub(in crate::compared) use funnel::notes as funnel_notes;
pub(in crate::compared) use net_heat::part_heat;
pub(in crate::compared) use network::part_cell;
pub(in crate::compared) use ranks::{CAUTION as RANKS_CAUTION, important, ranks_of};
pub(in crate::compared) use splits::limits;
