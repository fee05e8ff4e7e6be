//! The networks of the report: for each outcome one main choice of nodes and those beside it.

use crate::compared::tables::Outcome as UnderChoice;
use crate::compared::{
    CompareError, CompareOptions, Compared, Level, NetworkMeasure, NodeChoice, TrialData, compared,
    usual_choices,
};
use crate::trd::analysis::acute;
use crate::trd::trials::trials;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::TimeWindow;
use euthymia_synthesis::network::{Better, Draws};

/// The windows of days that stand beside the report's own: the first days, and what comes after.
pub const WINDOWS: [(f64, f64); 2] = [(1.0, 8.0), (9.0, 84.0)];

/// The smallest odds ratio that is taken to matter: a choice of the report, not a finding.
const IMPORTANT: f64 = 1.25;

/// Draws for ranks: their probabilities are right to a third of a percentage point (one standard error).
const DRAWS: usize = 20_000;

/// The network of one outcome.
#[derive(Clone, Debug)]
pub struct Map {
    /// The outcome.
    pub outcome: Outcome,
    /// What came of each choice of nodes, the main one first.
    pub choices: Vec<UnderChoice>,
    /// The network of components, in which a combination is its parts.
    pub components: Result<Compared, CompareError>,
}

impl Map {
    /// The network under the main choice of nodes.
    #[must_use]
    pub fn main(&self) -> Option<&Compared> {
        self.choices.first()?.1.as_ref().ok()
    }
}

/// The networks of response and remission.
#[must_use]
pub fn maps(base: &EvidenceBase, admitted: Admitted) -> Vec<Map> {
    [Outcome::response(), Outcome::remission()]
        .into_iter()
        .map(|outcome| map(base, outcome, admitted))
        .collect()
}

fn map(base: &EvidenceBase, outcome: Outcome, admitted: Admitted) -> Map {
    let options = CompareOptions {
        important: Some(IMPORTANT),
        draws: Draws {
            count: DRAWS,
            seed: 1,
            threads: 2,
        },
        ..CompareOptions::of(NetworkMeasure::OddsRatio, Better::Larger)
    };
    let own = gathered(base, &outcome, admitted, None);
    let main = NodeChoice::named("one control");
    let mut all = vec![main.clone()];
    all.extend(usual_choices(&main));
    let mut choices: Vec<UnderChoice> = all
        .into_iter()
        .map(|choice| {
            let found = compared(&own, &choice, &options);
            (choice, found)
        })
        .collect();
    for days in WINDOWS {
        let choice = NodeChoice {
            days: Some(days),
            ..NodeChoice::named(format!("days {} to {}", days.0, days.1))
        };
        let data = gathered(base, &outcome, admitted, Some(days));
        let found = compared(&data, &choice, &options);
        choices.push((choice, found));
    }
    let components = NodeChoice {
        level: Level::Components,
        ..NodeChoice::named("components")
    };
    Map {
        components: compared(&own, &components, &options),
        outcome,
        choices,
    }
}

/// The trials of the acute window, or of some days of it; in the latter a course whose day is not stated
/// has no place.
fn gathered(
    base: &EvidenceBase,
    outcome: &Outcome,
    admitted: Admitted,
    days: Option<(f64, f64)>,
) -> TrialData {
    let mut selection = acute(outcome.clone(), admitted);
    if let Some((from, to)) = days {
        selection.window = Some(TimeWindow {
            from,
            to,
            unstated: false,
        });
    }
    trials(base, &selection, |_| true)
}
