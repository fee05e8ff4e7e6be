//! Which tables are wanted.

use super::{
    NodeOrder, SHARE_SHOWN, absolute_view, certainty_pairs_view, certainty_view, choices_view,
    comparisons_view, components_view, contributions_view, designs_view, funnel_view,
    heterogeneity_view, league_pairs_view, league_views, leave_one_out_effects_view,
    leave_one_out_view, left_out_view, model_effects_view, model_ranks_views, models_views,
    net_heat_view, nodes_view, ranks_view, splits_view, trial_contributions_view, trials_view,
};
use crate::compared::analysis::Compared;
use crate::compared::dosing::dosing_views;
use crate::compared::moderation::moderation_views;
use crate::compared::options::CompareOptions;
use crate::compared::view::against_reference_view;
use euthymia_table::TableView;

/// A table, or a few that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Each treatment against the reference.
    Reference,
    /// Nodes, comparisons and designs.
    Network,
    /// The trials, arm by arm.
    Trials,
    /// What was left out, with reasons.
    LeftOut,
    /// Every treatment against every other, as a square.
    League,
    /// Heterogeneity and inconsistency.
    Heterogeneity,
    /// Direct and indirect evidence.
    Splits,
    /// Ranks.
    Ranks,
    /// What estimates are made of, by direct comparisons and by trials.
    Contributions,
    /// How certain each estimate against the reference is.
    Certainty,
    /// The network without each trial.
    LeaveOneOut,
    /// Each trial beside its comparison.
    Funnel,
    /// Which designs the inconsistency comes from.
    NetHeat,
    /// Risks and numbers needed at the baseline risk.
    Absolute,
    /// Effects of components.
    Components,
    /// The result under the choice of nodes; several choices stand side by side in [`choices_view`].
    Choices,
    /// Every model beside each other: how each went, effects, posteriors.
    Models,
    /// Ranks under every model.
    ModelRanks,
    /// Every treatment against every other, a row for each pair.
    Pairs,
    /// How certain every estimate is, a row for each domain.
    CertaintyPairs,
    /// What estimates are made of, down to the smallest share.
    AllContributions,
    /// Every treatment without each trial, a row for each.
    LeaveOneOutEffects,
    /// Every treatment under every model, a row for each.
    ModelEffects,
    /// Effects that depend on what the trials are like.
    Moderators,
    /// Effects over doses.
    DoseResponse,
}

impl Which {
    /// Those that people read, in the order in which they are printed.
    pub const ALL: [Self; 18] = [
        Self::Reference,
        Self::Network,
        Self::Trials,
        Self::LeftOut,
        Self::League,
        Self::Heterogeneity,
        Self::Splits,
        Self::Ranks,
        Self::Contributions,
        Self::Certainty,
        Self::LeaveOneOut,
        Self::Funnel,
        Self::NetHeat,
        Self::Absolute,
        Self::Components,
        Self::Choices,
        Self::Models,
        Self::ModelRanks,
    ];

    /// Long forms for machines, which `all` leaves out.
    pub const LONG: [Self; 5] = [
        Self::Pairs,
        Self::CertaintyPairs,
        Self::AllContributions,
        Self::LeaveOneOutEffects,
        Self::ModelEffects,
    ];

    /// Those of further models, which `all` leaves out: an option that asks for the model asks for its
    /// tables.
    pub const MODELS: [Self; 2] = [Self::Moderators, Self::DoseResponse];

    /// The tables of further models that the options ask for.
    pub fn of_models(options: &CompareOptions) -> impl Iterator<Item = Self> {
        let asked = [
            !options.moderation.moderators.is_empty(),
            options.dosing.is_some(),
        ];
        let each = Self::MODELS.into_iter().zip(asked);
        each.filter_map(|(which, asked)| asked.then_some(which))
    }

    /// What is printed where nobody asks for anything.
    pub const DEFAULT: [Self; 4] = [
        Self::Network,
        Self::Reference,
        Self::Heterogeneity,
        Self::Ranks,
    ];

    /// Its name on a command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Network => "network",
            Self::Trials => "trials",
            Self::LeftOut => "left-out",
            Self::League => "league",
            Self::Heterogeneity => "heterogeneity",
            Self::Splits => "splits",
            Self::Ranks => "ranks",
            Self::Contributions => "contributions",
            Self::Certainty => "certainty",
            Self::CertaintyPairs => "certainty-pairs",
            Self::LeaveOneOut => "leave-one-out",
            Self::Funnel => "funnel",
            Self::NetHeat => "net-heat",
            Self::Absolute => "absolute",
            Self::Components => "components",
            Self::Choices => "choices",
            Self::Models => "models",
            Self::ModelRanks => "model-ranks",
            Self::Pairs => "pairs",
            Self::AllContributions => "all-contributions",
            Self::LeaveOneOutEffects => "leave-one-out-effects",
            Self::ModelEffects => "model-effects",
            Self::Moderators => "moderators",
            Self::DoseResponse => "dose-response",
        }
    }

    /// The tables that a word asks for: one, or `all` that people read; `None` for another word.
    ///
    /// # Example
    /// ```
    /// use euthymia_report::compared::Which;
    /// assert_eq!(Which::from_word("league"), Some(vec![Which::League]));
    /// assert_eq!(Which::from_word("all").map(|all| all.len()), Some(Which::ALL.len()));
    /// assert_eq!(Which::from_word("leage"), None);
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Vec<Self>> {
        if word == "all" {
            return Some(Self::ALL.to_vec());
        }
        let mut each = Self::ALL.into_iter().chain(Self::LONG).chain(Self::MODELS);
        Some(vec![each.find(|which| which.word() == word)?])
    }
}

/// The tables that are wanted, in the order asked for.
#[must_use]
pub fn tables(compared: &Compared, which: &[Which]) -> Vec<TableView> {
    which.iter().flat_map(|one| of(compared, *one)).collect()
}

fn contributions(compared: &Compared, at_least: f64) -> Vec<TableView> {
    vec![
        contributions_view(compared, at_least),
        trial_contributions_view(compared, at_least),
    ]
}

fn of(compared: &Compared, which: Which) -> Vec<TableView> {
    match which {
        Which::Reference => vec![against_reference_view(compared)],
        Which::Network => vec![
            nodes_view(compared),
            comparisons_view(compared),
            designs_view(compared),
        ],
        Which::Trials => vec![trials_view(compared)],
        Which::LeftOut => vec![left_out_view(compared)],
        Which::League => league_views(compared, NodeOrder::ByScore),
        Which::Heterogeneity => vec![heterogeneity_view(compared)],
        Which::Splits => vec![splits_view(compared)],
        Which::Ranks => vec![ranks_view(compared)],
        Which::Contributions => contributions(compared, SHARE_SHOWN),
        Which::Certainty => vec![certainty_view(compared)],
        Which::CertaintyPairs => vec![certainty_pairs_view(compared)],
        Which::LeaveOneOut => vec![leave_one_out_view(compared)],
        Which::Funnel => vec![funnel_view(compared)],
        Which::NetHeat => vec![net_heat_view(compared)],
        Which::Absolute => vec![absolute_view(compared)],
        Which::Components => vec![components_view(compared)],
        Which::Choices => vec![choices_view(&[(
            compared.choice.clone(),
            Ok(compared.clone()),
        )])],
        Which::Models => models_views(compared),
        Which::ModelRanks => model_ranks_views(compared),
        Which::AllContributions => contributions(compared, 0.0),
        Which::Pairs => vec![league_pairs_view(compared, NodeOrder::ByScore)],
        Which::LeaveOneOutEffects => vec![leave_one_out_effects_view(compared)],
        Which::ModelEffects => vec![model_effects_view(compared)],
        Which::Moderators => moderation_views(compared),
        Which::DoseResponse => dosing_views(compared),
    }
}
