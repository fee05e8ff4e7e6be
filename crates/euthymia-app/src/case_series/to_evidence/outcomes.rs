//! The rows of the outcomes: rates with each denominator, change and score, adverse events.

use super::{Maker, number};
use crate::error::AppError;
use euthymia_clinical::definition::{Comparison, Criterion, Definition};
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::mark::{Provenance, Verification};
use euthymia_evidence::outcome_row::{AnalysisSet as Set, TimePoint};
use euthymia_report::case_series::change::change;
use euthymia_report::case_series::flow::flow;
use euthymia_report::case_series::outcomes::{DefinitionResult, Share, definitions};
use euthymia_report::case_series::{AnalysisSet, Patient, TimeScale};
use std::collections::BTreeMap;

type RowCells = BTreeMap<&'static str, String>;

impl Maker<'_> {
    pub(super) fn outcomes(&self) -> Result<Vec<RowCells>, AppError> {
        let failed = |error: euthymia_cohort::CohortError| AppError::Analysis(error.to_string());
        let found = definitions(self.series, self.choices, self.group).map_err(failed)?;
        let mut rows = Vec::new();
        for (id, rule) in self.rules() {
            if let Some(result) = found.iter().find(|one| one.is_chosen && one.id == id) {
                rows.extend(self.rates(result, &rule));
            }
        }
        rows.extend(self.change());
        rows.extend(self.adverse());
        rows.extend(self.dropout());
        if rows.is_empty() {
            return Err(AppError::Analysis(
                "--to-evidence: no patient has a score at the end and no adverse events are recorded"
                    .to_owned(),
            ));
        }
        Ok(rows)
    }

    /// The chosen rules as the evidence base writes them.
    fn rules(&self) -> Vec<(&'static str, String)> {
        let or_remission =
            self.choices.remitters_are_responders && self.choices.remission.is_some();
        let response = match or_remission {
            // Response or remission is no rule of the grammar.
            true => "service_defined".to_owned(),
            false => grammar(&self.choices.response.0),
        };
        let remission = self.choices.remission.iter();
        let remission = remission.map(|(rule, _)| ("remission", grammar(rule)));
        std::iter::once(("response", response))
            .chain(remission)
            .collect()
    }

    /// What all rows have.
    fn row(&self, outcome: &str, set: Set, is_main: bool) -> RowCells {
        BTreeMap::from([
            ("study_id", self.study_id.clone()),
            ("arm_id", self.arm_id.clone()),
            ("outcome", outcome.to_owned()),
            ("main", if is_main { "yes" } else { "no" }.to_owned()),
            ("analysis_set", set.id().to_owned()),
            ("provenance", Provenance::OwnData.id().to_owned()),
            ("verification", Verification::Computed.id().to_owned()),
            ("locator", "the patients' own rows".to_owned()),
            ("source", self.source.clone()),
        ])
    }

    /// The scale and the time of the end.
    fn at_the_end(&self, row: &mut RowCells) {
        if let Some(scale) = self.series.main_measure() {
            row.insert("instrument", scale.instrument.clone());
        }
        let end = self.series.planned.get(self.series.endpoint);
        match (self.series.time, end) {
            (TimeScale::Dates | TimeScale::Days, Some(visit)) => {
                row.insert("time_days", visit.day.to_string());
            }
            _ => {
                row.insert("time_point", TimePoint::EndOfCourse.id().to_owned());
            }
        }
    }

    /// A rate with each denominator.
    fn rates(&self, result: &DefinitionResult, rule: &str) -> Vec<RowCells> {
        let main = match self.about.main_is_all_started {
            true => AnalysisSet::AllStarted,
            false => AnalysisSet::Observed,
        };
        let mut rows = Vec::new();
        for (set, share) in AnalysisSet::ALL.into_iter().zip(&result.shares) {
            let Some(share) = share else { continue };
            let word = match set {
                AnalysisSet::Observed => Set::Observed,
                AnalysisSet::AllStarted => Set::AsTreated,
                AnalysisSet::LastObservation => Set::Locf,
            };
            let mut row = self.row(&result.outcome, word, set == main);
            self.at_the_end(&mut row);
            row.insert("definition", rule.to_owned());
            count(&mut row, share);
            row.insert(
                "note",
                format!(
                    "{}. Counted as {}.",
                    euthymia_report::words::capital(set.name()),
                    result.name
                ),
            );
            rows.push(row);
        }
        rows
    }

    /// Change, negative as the evidence base has improvement, and the score at the end.
    fn change(&self) -> Vec<RowCells> {
        let found = change(self.series, self.choices, 0, self.group);
        let Some(test) = found.ok().and_then(|cohort| cohort.change.ok()) else {
            return Vec::new();
        };
        let summary = &test.summary;
        let values = [
            ("change", -summary.mean_difference, summary.sd_difference),
            ("score", summary.mean_after, summary.sd_after),
        ];
        let made = values.into_iter().map(|(outcome, mean, sd)| {
            let mut row = self.row(outcome, Set::Observed, true);
            self.at_the_end(&mut row);
            row.insert("n", summary.n.to_string());
            row.insert("mean", number(mean));
            if sd > 0.0 {
                row.insert("sd", number(sd));
            }
            row
        });
        made.collect()
    }

    /// Patients with each adverse event at least once; terms of the same letters are one.
    fn adverse(&self) -> Vec<RowCells> {
        if !self.series.has_events {
            return Vec::new();
        }
        let members: Vec<&Patient> = self.series.members(self.group).collect();
        let mut counts: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for patient in &members {
            let events = patient.events.iter();
            let own: BTreeMap<String, &str> = events
                .filter_map(|event| Some((outcome_id(&event.term)?, event.term.trim())))
                .collect();
            for (id, term) in own {
                counts.entry(id).or_insert((0, term)).0 += 1;
            }
        }
        let serious = members
            .iter()
            .filter(|p| p.events.iter().any(|e| e.serious == Some(true)));
        let mut events = members.iter().flat_map(|patient| &patient.events);
        if events.any(|event| event.serious.is_some()) {
            counts.insert("serious_ae".to_owned(), (serious.count(), "serious"));
        }
        let made = counts.into_iter().map(|(id, (events, term))| {
            let mut row = self.row(&id, Set::AsTreated, true);
            row.insert("time_point", TimePoint::AnyTime.id().to_owned());
            row.insert("n", members.len().to_string());
            row.insert("events", events.to_string());
            row.insert("note", format!("Recorded as: {term}."));
            row
        });
        made.collect()
    }

    /// Those who stopped before the plan was done, where it is recorded for all who started.
    fn dropout(&self) -> Option<RowCells> {
        let found = flow(self.series, self.group);
        let stopped: usize = found.stopped?.values().sum();
        if found.started == 0 || found.completed? + stopped != found.started {
            return None;
        }
        let mut row = self.row("dropout", Set::AsTreated, true);
        row.insert("time_point", TimePoint::EndOfCourse.id().to_owned());
        row.insert("n", found.started.to_string());
        row.insert("events", stopped.to_string());
        row.insert(
            "note",
            "Stopped the treatment before the plan was done.".to_owned(),
        );
        Some(row)
    }
}

fn count(row: &mut RowCells, share: &Share) {
    row.insert("n", share.proportion.n().to_string());
    row.insert("events", share.proportion.events().to_string());
}

/// A definition in the grammar of the evidence base.
fn grammar(rule: &Definition) -> String {
    let one = |criterion: &Criterion| match criterion {
        Criterion::Decrease {
            instrument,
            percent,
        } => {
            format!("{instrument}_decrease>={percent}pct")
        }
        Criterion::Score {
            instrument,
            comparison,
            cutoff,
        } => {
            let sign = match comparison {
                Comparison::Below => "<",
                Comparison::AtMost => "<=",
            };
            format!("{instrument}{sign}{cutoff}")
        }
    };
    match rule {
        Definition::Criteria(criteria) => criteria.iter().map(one).collect::<Vec<_>>().join("&"),
        Definition::Named(name) => (*name).to_owned(),
    }
}

/// `ae_` and the letters of the event; `None` where it has none.
fn outcome_id(term: &str) -> Option<String> {
    let words: Vec<String> = term
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let id = format!("ae_{}", words.join("_"));
    Outcome::parse(&id)
        .ok()
        .map(|outcome| outcome.id().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_back_as_they_were() {
        for text in [
            "madrs_decrease>=50pct",
            "madrs<=10",
            "madrs<10&madrs_decrease>=33.3pct",
            "trial_defined",
        ] {
            let rule = Definition::parse(text).unwrap();
            assert_eq!(grammar(&rule), text);
        }
    }

    #[test]
    fn events_have_letters_only() {
        assert_eq!(
            outcome_id("Blood pressure above 160/100").as_deref(),
            Some("ae_blood_pressure_above")
        );
        assert_eq!(outcome_id("160/100"), None);
    }
}
