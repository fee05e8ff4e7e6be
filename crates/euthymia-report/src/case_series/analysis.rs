//! A case series analysed: every number that tables, figures and the document show.

use super::adverse::{Adverse, adverse, adverse_view};
use super::by_visit::{VisitSummary, by_visit, by_visit_view};
use super::change::change;
use super::choices::Choices;
use super::comparison::{Comparison, comparison_views, comparisons, multiplicity_view};
use super::data::CaseSeries;
use super::estimates::{Estimates, estimates, estimates_view};
use super::flagged::{flagged, flagged_view};
use super::flow::{Flow, flow, flow_view, left_out_view};
use super::outcomes::{DefinitionResult, definitions, definitions_view};
use super::sessions::{Sessions, sessions, sessions_view};
use super::table_one::{CharacteristicSummary, table_one, table_one_view};
use super::time_to::{TimeTo, times, times_view};
use crate::cohort::{Cohort, change_view};
use euthymia_cohort::{CohortError, GroupError};
use euthymia_table::{Audience, TableView};

/// The results.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// What was analysed.
    pub series: CaseSeries,
    /// How.
    pub choices: Choices,
    /// Who was there.
    pub flow: Flow,
    /// Who they were.
    pub table_one: Vec<CharacteristicSummary>,
    /// Change on each measure; `Err` says why there is none.
    pub changes: Vec<Result<Cohort, CohortError>>,
    /// Tests and estimates of change on each measure.
    pub estimates: Vec<Estimates>,
    /// Each measure at each visit.
    pub visits: Vec<Vec<VisitSummary>>,
    /// The main measure under each definition.
    pub definitions: Vec<DefinitionResult>,
    /// Time to response and remission, where times are known.
    pub times: Vec<TimeTo>,
    /// Groups compared.
    pub comparisons: Vec<Comparison>,
    /// Adverse events, where they are recorded.
    pub adverse: Option<Adverse>,
    /// Sessions, where they are recorded.
    pub sessions: Option<Sessions>,
}

impl Analysis {
    /// Analyses a series.
    ///
    /// # Errors
    /// [`GroupError`] for a level that is none.
    pub fn of(series: CaseSeries, choices: Choices) -> Result<Self, GroupError> {
        let measures = 0..series.measures.len();
        Ok(Self {
            flow: flow(&series, None),
            table_one: table_one(&series)?,
            times: times(&series, &choices, None)?,
            changes: measures
                .clone()
                .map(|measure| change(&series, &choices, measure, None))
                .collect(),
            estimates: measures
                .clone()
                .map(|measure| estimates(&series, &choices, measure, None))
                .collect(),
            visits: measures
                .map(|measure| by_visit(&series, &choices, measure, None))
                .collect::<Result<_, _>>()?,
            definitions: definitions(&series, &choices, None)?,
            comparisons: comparisons(&series, &choices),
            adverse: adverse(&series, &choices, None)?,
            sessions: sessions(&series, None)?,
            series,
            choices,
        })
    }

    /// The tables by name, in the order of a report; answers about suicide that are flagged stand first. `audience` is who reads the change.
    #[must_use]
    pub fn tables(&self, audience: Audience) -> Vec<(&'static str, TableView)> {
        let Self {
            series, choices, ..
        } = self;
        let mut tables = Vec::new();
        if let Some(found) = flagged(series) {
            tables.push(("flagged", flagged_view(series, &found)));
        }
        tables.push(("flow", flow_view(series, &self.flow)));
        let table_one = table_one_view(series, &self.table_one);
        tables.push(("characteristics", table_one));
        for change in self.changes.iter().flatten() {
            tables.push(("change", change_view(change, audience)));
        }
        for (measure, found) in self.estimates.iter().enumerate() {
            tables.push(("estimates", estimates_view(series, choices, measure, found)));
        }
        for (measure, visits) in self.visits.iter().enumerate() {
            tables.push(("visits", by_visit_view(series, choices, measure, visits)));
        }
        let definitions = definitions_view(series, &self.definitions, choices.level);
        tables.push(("definitions", definitions));
        if !self.times.is_empty() {
            tables.push(("times", times_view(series, choices, &self.times)));
        }
        for view in comparison_views(series, &self.comparisons) {
            tables.push(("groups", view));
        }
        let compared = self.comparisons.iter().flat_map(|one| &one.results.rows);
        let rows: Vec<_> = compared.collect();
        if !rows.is_empty() {
            tables.push(("multiplicity", multiplicity_view(&rows)));
        }
        if let Some(adverse) = &self.adverse {
            tables.push(("events", adverse_view(series, choices, adverse)));
        }
        if let Some(sessions) = &self.sessions {
            tables.push(("sessions", sessions_view(series, sessions)));
        }
        tables.push(("left-out", left_out_view(series)));
        tables
    }
}
