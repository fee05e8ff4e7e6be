//! Why treatments cannot be compared.

use super::component_model::NoComponents;
use euthymia_synthesis::network::{FitError, NetworkError};

/// Why treatments cannot be compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CompareError {
    /// The arms of one node of a trial cannot be added up.
    #[error("trial \"{trial}\": its arms of \"{node}\" cannot be added up: {reason}")]
    Combine {
        /// The trial.
        trial: String,
        /// The node.
        node: String,
        /// Why.
        reason: String,
    },
    /// Comparisons of several arms of one node cannot be made into one.
    #[error(
        "trial \"{trial}\" compares \"{node1}\" with \"{node2}\" more than once under this choice of \
         nodes: comparisons cannot be added up, arms can; give the arms, or keep the treatments apart"
    )]
    MergedContrasts {
        /// The trial.
        trial: String,
        /// One node.
        node1: String,
        /// The other.
        node2: String,
    },
    /// All arms and trials were left out.
    #[error("there is nothing left to compare; left out were {0}")]
    NothingLeft(
        /// How many for each reason.
        String,
    ),
    /// The measure does not go with what the trials report.
    #[error("the measure {measure} needs {needed}; trial \"{trial}\" reports {found}")]
    Measure {
        /// Its abbreviation.
        measure: &'static str,
        /// What it is computed from.
        needed: &'static str,
        /// The trial.
        trial: String,
        /// What it reports.
        found: &'static str,
    },
    /// A node that was named is not there.
    #[error("there is no \"{wanted}\" among the nodes: {nodes}{}", did_you_mean(.nearest.as_deref()))]
    NoSuchNode {
        /// What was named.
        wanted: String,
        /// The nodes there are.
        nodes: String,
        /// The one that is spelt most alike.
        nearest: Option<String>,
    },
    /// Two nodes that no trials join.
    #[error(
        "\"{one}\" and \"{other}\" are not two nodes that trials join: there is no estimate to judge"
    )]
    NoComparison {
        /// One node.
        one: String,
        /// The other.
        other: String,
    },
    /// What was asked of components cannot be.
    #[error(transparent)]
    Components(#[from] NoComponents),
    /// The trials make no network.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The network cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |name| format!(". Did you mean \"{name}\"?"))
}
