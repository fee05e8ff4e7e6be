//! The main results of each group by itself.

use super::adverse::{Adverse, adverse, adverse_view};
use super::by_visit::{VisitSummary, by_visit, by_visit_view};
use super::choices::Choices;
use super::data::CaseSeries;
use super::flow::{Flow, flow, flow_view};
use super::outcomes::{DefinitionResult, definitions, definitions_view};
use super::time_to::{TimeTo, times, times_view};
use euthymia_cohort::GroupError;
use euthymia_table::TableView;

/// The results of one of several groups.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupResults {
    /// Name of the group.
    pub name: String,
    /// Who was there.
    pub flow: Flow,
    /// Each measure at each visit.
    pub visits: Vec<Vec<VisitSummary>>,
    /// The main measure under each definition.
    pub definitions: Vec<DefinitionResult>,
    /// Time to response and remission, where times are known.
    pub times: Vec<TimeTo>,
    /// Adverse events, where they are recorded.
    pub adverse: Option<Adverse>,
}

/// The results of each group; none where there are not at least two.
///
/// # Errors
/// [`GroupError`] for a level that is none.
pub fn by_group(series: &CaseSeries, choices: &Choices) -> Result<Vec<GroupResults>, GroupError> {
    if series.groups.len() < 2 {
        return Ok(Vec::new());
    }
    let of = |(at, name): (usize, &String)| {
        let group = Some(at);
        Ok(GroupResults {
            name: name.clone(),
            flow: flow(series, group),
            visits: (0..series.measures.len())
                .map(|measure| by_visit(series, choices, measure, group))
                .collect::<Result<_, _>>()?,
            definitions: definitions(series, choices, group)?,
            times: times(series, choices, group)?,
            adverse: adverse(series, choices, group)?,
        })
    };
    series.groups.iter().enumerate().map(of).collect()
}

impl GroupResults {
    /// The tables of a name, their titles with the name of the group.
    #[must_use]
    pub fn tables(&self, name: &str, series: &CaseSeries, choices: &Choices) -> Vec<TableView> {
        let mut views = match name {
            "flow" => vec![flow_view(series, &self.flow)],
            "visits" => (0..)
                .zip(&self.visits)
                .map(|(measure, visits)| by_visit_view(series, choices, measure, visits))
                .collect(),
            "definitions" => vec![definitions_view(series, &self.definitions, choices.level)],
            "times" if !self.times.is_empty() => vec![times_view(series, choices, &self.times)],
            "events" => {
                let adverse = self.adverse.iter();
                adverse
                    .map(|adverse| adverse_view(series, choices, adverse))
                    .collect()
            }
            _ => Vec::new(),
        };
        for view in &mut views {
            view.title = format!("{}, {}", view.title, self.name);
        }
        views
    }
}
