//! A case series analysed: every number that tables, figures and the document show.

use super::adverse::{Adverse, adverse, adverse_view};
use super::by_group::{GroupResults, by_group};
use super::by_visit::{VisitSummary, by_visit, by_visit_view};
use super::change::change;
use super::choices::Choices;
use super::comparison::{Comparison, comparison_views, comparisons, multiplicity_view};
use super::crosswalk::{OnAnotherScale, crosswalk_view, crosswalks};
use super::data::CaseSeries;
use super::estimates::{Estimates, estimates, estimates_view};
use super::flagged::{flagged, flagged_view};
use super::flow::{Flow, flow, flow_view, left_out_view};
use super::intervals::intervals_view;
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
    /// Means on other scales.
    pub crosswalks: Vec<OnAnotherScale>,
    /// Each group by itself, where there are several.
    pub groups: Vec<GroupResults>,
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
        let changes: Vec<_> = measures
            .clone()
            .map(|measure| change(&series, &choices, measure, None))
            .collect();
        Ok(Self {
            flow: flow(&series, None),
            table_one: table_one(&series)?,
            times: times(&series, &choices, None)?,
            crosswalks: crosswalks(&series, &changes),
            changes,
            groups: by_group(&series, &choices)?,
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

    /// The tables by name, in the order of a report; where there are groups, some tables follow for
    /// each. Answers about suicide that are flagged stand first.
    /// `audience` is who reads the change.
    #[must_use]
    pub fn tables(&self, audience: Audience) -> Vec<(&'static str, TableView)> {
        let (series, choices) = (&self.series, &self.choices);
        let measures = 0..series.measures.len();
        let mut tables = Tables {
            analysis: self,
            list: Vec::new(),
        };
        let flagged = flagged(series).map(|found| flagged_view(series, &found));
        tables.add("flagged", flagged);
        tables.add("flow", [flow_view(series, &self.flow)]);
        tables.add("characteristics", [table_one_view(series, &self.table_one)]);
        let changes = self.changes.iter().flatten();
        tables.add("change", changes.map(|one| change_view(one, audience)));
        let estimates = measures.clone().zip(&self.estimates);
        tables.add(
            "estimates",
            estimates.map(|(at, found)| estimates_view(series, choices, at, found)),
        );
        let crosswalk =
            (!self.crosswalks.is_empty()).then(|| crosswalk_view(series, &self.crosswalks));
        tables.add("crosswalk", crosswalk);
        let visits = measures.zip(&self.visits);
        tables.add(
            "visits",
            visits.map(|(at, visits)| by_visit_view(series, choices, at, visits)),
        );
        tables.add(
            "definitions",
            [definitions_view(series, &self.definitions, choices.level)],
        );
        tables.add(
            "intervals",
            [intervals_view(&self.definitions, choices.level)],
        );
        let times = (!self.times.is_empty()).then(|| times_view(series, choices, &self.times));
        tables.add("times", times);
        tables.add("groups", comparison_views(series, &self.comparisons));
        let has_p = |one: &Comparison| one.results.rows.iter().any(|row| row.p.is_some());
        let many = self.comparisons.iter().any(has_p);
        tables.add(
            "multiplicity",
            many.then(|| multiplicity_view(series, &self.comparisons)),
        );
        let adverse = self.adverse.iter();
        tables.add(
            "events",
            adverse.map(|adverse| adverse_view(series, choices, adverse)),
        );
        let sessions = self.sessions.iter();
        tables.add(
            "sessions",
            sessions.map(|sessions| sessions_view(series, sessions)),
        );
        tables.add("left-out", [left_out_view(series)]);
        tables.list
    }
}

/// Tables as they are collected.
struct Tables<'a> {
    analysis: &'a Analysis,
    list: Vec<(&'static str, TableView)>,
}

impl Tables<'_> {
    /// Adds tables of a name, then those of each group.
    fn add(&mut self, name: &'static str, views: impl IntoIterator<Item = TableView>) {
        let views: Vec<TableView> = views.into_iter().collect();
        let said: Vec<String> = views.iter().flat_map(|view| view.notes.clone()).collect();
        self.list.extend(views.into_iter().map(|view| (name, view)));
        let Analysis {
            series,
            choices,
            groups,
            ..
        } = self.analysis;
        for group in groups {
            for mut view in group.tables(name, series, choices) {
                // What is said under the table of all is not said again.
                view.notes.retain(|note| !said.contains(note));
                self.list.push((name, view));
            }
        }
    }
}
