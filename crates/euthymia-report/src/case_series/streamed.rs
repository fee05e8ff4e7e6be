//! A series that is read once and not kept: patients are added one after another, in parts that may be
//! counted by several threads, and the same tables come out as for a series that is held in memory.

use super::by_visit::VisitSummary;
use super::choices::Choices;
use super::data::{CaseSeries, Status, TimeScale};
use super::definition_counts::DefinitionCounts;
use super::flow::Flow;
use super::held::{Held, held};
use super::outcomes::DefinitionResult;
use super::verdicts::Verdicts;
use super::visits::Scored;
use euthymia_clinical::course::ScoredDay;
use euthymia_cohort::CohortError;
use euthymia_cohort::paired_sums::{Billionths, PairedSums};
use std::collections::BTreeMap;

/// What all parts have in common.
pub struct Frame {
    /// Everything about the series but its patients.
    pub series: CaseSeries,
    /// What counts.
    pub choices: Choices,
    held: Vec<Held>,
}

/// A visit: its day, counted from [`super::DAY_ZERO`], and its score.
pub type DayScore = (i64, Option<f64>);

impl Frame {
    /// Everything but the patients, of whom `series` holds none, and no session.
    #[must_use]
    pub fn new(series: CaseSeries, choices: Choices) -> Self {
        let held = held(&series, &choices);
        Self {
            held,
            series,
            choices,
        }
    }

    /// The first scored visit is the baseline. With dates, days count from that of the main scale.
    fn scored(&self, courses: &[Vec<DayScore>], measure: usize) -> Option<Scored> {
        let zero = match self.series.time {
            TimeScale::Days | TimeScale::Order => 0,
            TimeScale::Dates => scores(courses.first()?).next()?.0,
        };
        let course = courses.get(measure)?;
        let mut all = scores(course).map(|(day, score)| (day - zero, score));
        let baseline = all.next()?;
        let mut later = Vec::with_capacity(course.len());
        later.extend(all);
        Some(Scored { baseline, later })
    }
}

fn scores(visits: &[DayScore]) -> impl Iterator<Item = (i64, f64)> {
    visits
        .iter()
        .filter_map(|(day, score)| Some((*day, (*score)?)))
}

/// What was counted in a part of the series.
#[derive(Clone, Debug)]
pub struct Tally {
    read: usize,
    is_recorded: bool,
    completed: usize,
    stopped: BTreeMap<String, usize>,
    with_any_later: usize,
    analysed: usize,
    /// By measure.
    measures: Vec<MeasureCounts>,
    definitions: DefinitionCounts,
}

/// One measure so far.
#[derive(Clone, Debug)]
struct MeasureCounts {
    started: usize,
    /// By planned visit.
    visits: Vec<VisitCounts>,
}

/// One planned visit so far.
#[derive(Clone, Copy, Debug, Default)]
struct VisitCounts {
    scores: PairedSums,
    response: Verdicts,
    remission: Verdicts,
}

/// The results.
#[derive(Clone, Debug, PartialEq)]
pub struct Streamed {
    /// Who was there.
    pub flow: Flow,
    /// Each measure at each visit.
    pub visits: Vec<Vec<VisitSummary>>,
    /// The main measure under each definition.
    pub definitions: Vec<DefinitionResult>,
}

impl Tally {
    /// Nobody so far.
    #[must_use]
    pub fn new(frame: &Frame) -> Self {
        let counts = MeasureCounts {
            started: 0,
            visits: vec![VisitCounts::default(); frame.series.planned.len()],
        };
        Self {
            read: 0,
            is_recorded: false,
            completed: 0,
            stopped: BTreeMap::new(),
            with_any_later: 0,
            analysed: 0,
            measures: vec![counts; frame.series.measures.len()],
            definitions: DefinitionCounts::new(&frame.held),
        }
    }

    /// Patients so far.
    #[must_use]
    pub fn patients(&self) -> usize {
        self.read
    }

    /// Adds a patient: the visits on each measure, in the order of their days, each day once.
    ///
    /// Scores that [`Billionths::of`] does not take enter no mean; readers refuse them.
    pub fn add(&mut self, frame: &Frame, courses: &[Vec<DayScore>], status: &Status) {
        self.read += 1;
        self.is_recorded |= *status != Status::NotRecorded;
        let mut main = None;
        for (measure, counts) in self.measures.iter_mut().enumerate() {
            let course = courses.get(measure).map_or(&[][..], Vec::as_slice);
            counts.started += usize::from(scores(course).next().is_some());
            let Some(scored) = frame.scored(courses, measure) else {
                continue;
            };
            counts.add(frame, measure, &scored);
            if measure == 0 {
                main = Some(scored);
            }
        }
        if let Some(scored) = main {
            self.add_outcomes(frame, &scored);
            self.add_status(status);
        }
    }

    /// The main scale up to the endpoint, and under each definition.
    fn add_outcomes(&mut self, frame: &Frame, scored: &Scored) {
        let at_endpoint = scored.at(&frame.series, frame.series.endpoint);
        let last = scored.last(&frame.series);
        self.with_any_later += usize::from(last.is_some());
        self.analysed += usize::from(at_endpoint.is_some());
        let score = |found: Option<(i64, f64)>| found.map(|(_, score)| score);
        let before = scored.baseline.1;
        self.definitions
            .add_pairs(&frame.held, before, score(at_endpoint), score(last));
        self.add_course(frame, scored);
    }

    /// The rules about several visits; days count from the baseline.
    fn add_course(&mut self, frame: &Frame, scored: &Scored) {
        let (begun, before) = scored.baseline;
        let remission = frame.choices.remission.as_ref();
        let visit = |(day, total): &(i64, f64)| ScoredDay {
            day: day - begun,
            total: *total,
            remission: remission.and_then(|(rule, _)| rule.met(before, *total)),
        };
        let visits: Vec<ScoredDay> = scored.later.iter().map(visit).collect();
        let tolerance = frame.series.tolerance_days;
        self.definitions
            .add_course(&frame.held, before, &visits, tolerance);
    }

    /// How the treatment of a patient with a baseline ended.
    fn add_status(&mut self, status: &Status) {
        self.completed += usize::from(*status == Status::Completed);
        if let Status::Stopped { reason } = status {
            let reason = reason.as_deref().unwrap_or("no reason recorded");
            *self.stopped.entry(reason.to_owned()).or_insert(0) += 1;
        }
    }

    /// Adds the patients of another part.
    pub fn append(&mut self, part: &Self) {
        self.read += part.read;
        self.is_recorded |= part.is_recorded;
        self.completed += part.completed;
        for (reason, count) in &part.stopped {
            *self.stopped.entry(reason.clone()).or_insert(0) += count;
        }
        self.with_any_later += part.with_any_later;
        self.analysed += part.analysed;
        for (counts, more) in self.measures.iter_mut().zip(&part.measures) {
            counts.started += more.started;
            for (visit, more) in counts.visits.iter_mut().zip(&more.visits) {
                visit.scores.append(&more.scores);
                visit.response.append(more.response);
                visit.remission.append(more.remission);
            }
        }
        self.definitions.append(&part.definitions);
    }

    /// The results.
    ///
    /// # Errors
    /// [`CohortError`] for a level that is none.
    pub fn finish(self, frame: &Frame) -> Result<Streamed, CohortError> {
        let started = self.measures.first().map_or(0, |main| main.started);
        let visits = self.measures.iter();
        Ok(Streamed {
            flow: Flow {
                read: self.read,
                without_baseline: self.read - started,
                started,
                completed: self.is_recorded.then_some(self.completed),
                stopped: self.is_recorded.then_some(self.stopped),
                with_any_later: self.with_any_later,
                analysed: self.analysed,
                missing_at_endpoint: started - self.analysed,
            },
            visits: visits
                .map(|counts| counts.summaries(frame))
                .collect::<Result<_, _>>()?,
            definitions: self.definitions.results(&frame.held, frame.choices.level)?,
        })
    }
}

impl MeasureCounts {
    fn add(&mut self, frame: &Frame, measure: usize, scored: &Scored) {
        let before = scored.baseline.1;
        let Some(exact_before) = Billionths::of(before) else {
            return;
        };
        for (planned, visit) in self.visits.iter_mut().enumerate() {
            let Some((_, score)) = scored.at(&frame.series, planned) else {
                continue;
            };
            let Some(exact) = Billionths::of(score) else {
                continue;
            };
            visit.scores.add(exact_before, exact);
            // Response and remission are about the main scale.
            if planned > 0 && measure == 0 {
                let choices = &frame.choices;
                visit.response.add(choices.response.0.met(before, score));
                if let Some((rule, _)) = &choices.remission {
                    visit.remission.add(rule.met(before, score));
                }
            }
        }
    }

    fn summaries(&self, frame: &Frame) -> Result<Vec<VisitSummary>, CohortError> {
        let level = frame.choices.level;
        let planned = frame.series.planned.iter().zip(&self.visits).enumerate();
        planned
            .map(|(at, (visit, counts))| {
                Ok(VisitSummary {
                    label: visit.label.clone(),
                    day: visit.day,
                    started: self.started,
                    n: counts.scores.n(),
                    mean: counts.scores.mean_after(),
                    sd: counts.scores.sd_after(),
                    change: (at > 0)
                        .then(|| counts.scores.paired_t(level).ok())
                        .flatten(),
                    response: counts.response.share(level)?,
                    remission: counts.remission.share(level)?,
                })
            })
            .collect()
    }
}
