//! A series that is read once and not kept: patients are added one after another, in parts that may be
//! counted by several threads, and the same tables come out as for a series that is held in memory.

use super::by_visit::VisitSummary;
use super::cautions::CautionCounts;
use super::choices::Choices;
use super::data::{CaseSeries, DAY_ZERO, Status, TimeScale};
use super::definition_counts::DefinitionCounts;
use super::flagged::Flagged;
use super::flow::Flow;
use super::held::{Held, held};
use super::outcomes::DefinitionResult;
use super::verdicts::Verdicts;
use super::visits::Scored;
use euthymia_clinical::course::BaselineRule;
use euthymia_clinical::date::days_between;
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

    /// The baseline of a course, as [`euthymia_clinical::course::baseline`] finds it without sessions.
    fn baseline(&self, course: &[DayScore]) -> Option<(i64, f64)> {
        let day = |date| days_between(DAY_ZERO, date);
        let mut all = scores(course);
        match self.series.baseline {
            BaselineRule::First | BaselineRule::BeforeTreatment => all.next(),
            BaselineRule::BeforeTreatmentOr(start) => {
                let start = day(start);
                all.take_while(|(day, _)| *day <= start).last()
            }
            BaselineRule::On(date) => {
                let wanted = day(date);
                all.find(|(day, _)| *day == wanted)
            }
        }
    }

    /// The day on which each measure's baseline stands, from which earlier scores are not used.
    #[must_use]
    pub fn begun(&self, course: &[DayScore]) -> Option<i64> {
        self.baseline(course).map(|(day, _)| day)
    }

    /// The scored visits. With dates, days count from the baseline of the main scale.
    fn scored(&self, courses: &[Vec<DayScore>], measure: usize) -> Option<Scored> {
        let zero = match self.series.time {
            TimeScale::Days | TimeScale::Order => 0,
            TimeScale::Dates => self.baseline(courses.first()?)?.0,
        };
        let course = courses.get(measure)?;
        let (begun, score) = self.baseline(course)?;
        let mut later = Vec::with_capacity(course.len());
        let after = scores(course).filter(|(day, _)| *day > begun);
        later.extend(after.map(|(day, score)| (day - zero, score)));
        Some(Scored {
            baseline: (begun - zero, score),
            later,
        })
    }

    /// With dates nothing but the first score can be the baseline.
    fn begins_unscored(&self, courses: &[Vec<DayScore>]) -> bool {
        self.series.time == TimeScale::Dates
            && courses.first().is_some_and(|course| {
                course.first().is_some_and(|(_, score)| score.is_none())
                    && scores(course).next().is_some()
            })
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
    ongoing: usize,
    end_not_recorded: usize,
    stopped: BTreeMap<String, usize>,
    cautions: CautionCounts,
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
    /// The first and the last day.
    days: Option<(i64, i64)>,
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
    /// What a reader must know before any number.
    pub cautions: Vec<String>,
    /// Answer sheets whose item about suicide is flagged; `None` where there is none.
    pub flagged: Option<Flagged>,
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
            ongoing: 0,
            end_not_recorded: 0,
            stopped: BTreeMap::new(),
            cautions: CautionCounts::default(),
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
    pub fn add(
        &mut self,
        frame: &Frame,
        courses: &[Vec<DayScore>],
        status: &Status,
        flagged_sheets: u32,
    ) {
        self.read += 1;
        self.is_recorded |= *status != Status::NotRecorded;
        self.cautions.add_sheets(flagged_sheets);
        self.cautions.begins_unscored += usize::from(frame.begins_unscored(courses));
        let mut main = None;
        for (measure, counts) in self.measures.iter_mut().enumerate() {
            let course = courses.get(measure).map_or(&[][..], Vec::as_slice);
            counts.started += usize::from(frame.baseline(course).is_some());
            let Some(scored) = frame.scored(courses, measure) else {
                continue;
            };
            counts.add(frame, measure, &scored);
            if measure == 0 {
                main = Some(scored);
            }
        }
        if let Some(scored) = main {
            let (series, choices) = (&frame.series, &frame.choices);
            self.with_any_later += usize::from(scored.last(series).is_some());
            self.analysed += usize::from(scored.at(series, series.endpoint).is_some());
            self.definitions
                .add(&frame.held, series, choices, &scored, None);
            self.add_status(status);
        }
    }

    /// How the treatment of a patient with a baseline ended.
    fn add_status(&mut self, status: &Status) {
        self.completed += usize::from(*status == Status::Completed);
        self.ongoing += usize::from(*status == Status::Ongoing);
        self.end_not_recorded += usize::from(*status == Status::NotRecorded);
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
        self.ongoing += part.ongoing;
        self.end_not_recorded += part.end_not_recorded;
        self.cautions.append(&part.cautions);
        for (reason, count) in &part.stopped {
            *self.stopped.entry(reason.clone()).or_insert(0) += count;
        }
        self.with_any_later += part.with_any_later;
        self.analysed += part.analysed;
        for (counts, more) in self.measures.iter_mut().zip(&part.measures) {
            counts.started += more.started;
            for (visit, more) in counts.visits.iter_mut().zip(&more.visits) {
                visit.scores.append(&more.scores);
                if let Some((first, last)) = more.days {
                    visit.see(first);
                    visit.see(last);
                }
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
            cautions: self.cautions.words(),
            flagged: self.cautions.flagged(),
            flow: Flow {
                read: self.read,
                without_baseline: self.read - started,
                started,
                completed: self.is_recorded.then_some(self.completed),
                stopped: self.is_recorded.then_some(self.stopped),
                ongoing: self.is_recorded.then_some(self.ongoing),
                end_not_recorded: self.is_recorded.then_some(self.end_not_recorded),
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

impl VisitCounts {
    /// A day on which the visit took place.
    fn see(&mut self, day: i64) {
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }
}

impl MeasureCounts {
    fn add(&mut self, frame: &Frame, measure: usize, scored: &Scored) {
        let before = scored.baseline.1;
        let Some(exact_before) = Billionths::of(before) else {
            return;
        };
        for (planned, visit) in self.visits.iter_mut().enumerate() {
            let Some((day, score)) = scored.at(&frame.series, planned) else {
                continue;
            };
            let Some(exact) = Billionths::of(score) else {
                continue;
            };
            visit.scores.add(exact_before, exact);
            visit.see(day);
            // Response and remission are about the main scale.
            if planned > 0 && measure == 0 {
                let choices = &frame.choices;
                visit.response.add(choices.responded(before, score));
                visit.remission.add(choices.remitted(before, score));
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
                    days: counts.days,
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
