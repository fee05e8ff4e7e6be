//! Which tables are wanted.

use super::{
    NodeOrder, comparisons_view, designs_view, heterogeneity_view, league_pairs_view, league_views,
    nodes_view, ranks_view, splits_view,
};
use crate::compared::analysis::Compared;
use crate::compared::view::against_reference_view;
use euthymia_table::TableView;

/// A table, or a few that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Each treatment against the reference.
    Reference,
    /// Nodes, comparisons and designs.
    Network,
    /// Every treatment against every other, as a square.
    League,
    /// Every treatment against every other, a row for each pair.
    Pairs,
    /// Heterogeneity and inconsistency.
    Heterogeneity,
    /// Direct and indirect evidence.
    Splits,
    /// Ranks.
    Ranks,
}

impl Which {
    /// All of them, in the order in which they are printed.
    pub const ALL: [Self; 7] = [
        Self::Reference,
        Self::Network,
        Self::League,
        Self::Pairs,
        Self::Heterogeneity,
        Self::Splits,
        Self::Ranks,
    ];

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
            Self::League => "league",
            Self::Pairs => "pairs",
            Self::Heterogeneity => "heterogeneity",
            Self::Splits => "splits",
            Self::Ranks => "ranks",
        }
    }

    /// The tables that a word asks for: one, or `all`; `None` for another word.
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
        let found = Self::ALL.into_iter().find(|which| which.word() == word)?;
        Some(vec![found])
    }
}

/// The tables that are wanted, in the order asked for.
#[must_use]
pub fn tables(compared: &Compared, which: &[Which]) -> Vec<TableView> {
    which.iter().flat_map(|one| of(compared, *one)).collect()
}

fn of(compared: &Compared, which: Which) -> Vec<TableView> {
    match which {
        Which::Reference => vec![against_reference_view(compared)],
        Which::Network => vec![
            nodes_view(compared),
            comparisons_view(compared),
            designs_view(compared),
        ],
        Which::League => league_views(compared, NodeOrder::ByScore),
        Which::Pairs => vec![league_pairs_view(compared, NodeOrder::ByScore)],
        Which::Heterogeneity => vec![heterogeneity_view(compared)],
        Which::Splits => vec![splits_view(compared)],
        Which::Ranks => vec![ranks_view(compared)],
    }
}
