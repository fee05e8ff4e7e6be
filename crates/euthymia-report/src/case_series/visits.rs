//! Which visit serves which planned one.

use super::data::{CaseSeries, DAY_ZERO, Patient, TimeScale};
use euthymia_clinical::course::baseline::{BaselineError, baseline};
use euthymia_clinical::date::days_between;
use jiff::civil::Date;

impl CaseSeries {
    /// The day from which a patient's days are counted.
    ///
    /// With dates: the first session, or the baseline where no session is recorded. With days: the day
    /// 0 of the file.
    ///
    /// # Errors
    /// [`BaselineError`] when there is neither.
    pub fn day_zero(&self, patient: &Patient) -> Result<Date, BaselineError> {
        match self.time {
            TimeScale::Days | TimeScale::Order => Ok(DAY_ZERO),
            TimeScale::Dates => {
                let course = patient.courses.first().ok_or(BaselineError::NoScore)?;
                match course.sessions.iter().min() {
                    Some(first) => Ok(*first),
                    None => baseline(course, self.baseline).map(|(date, _)| date),
                }
            }
        }
    }

    /// The baseline score on a measure.
    ///
    /// # Errors
    /// [`BaselineError`]: never a later visit in its place.
    pub fn baseline_score(&self, patient: &Patient, measure: usize) -> Result<f64, BaselineError> {
        let course = patient.courses.get(measure);
        let course = course.ok_or(BaselineError::NoScore)?;
        baseline(course, self.baseline).map(|(_, score)| score)
    }

    /// The scored visits on a measure; `None` without a baseline.
    #[must_use]
    pub fn scored(&self, patient: &Patient, measure: usize) -> Option<Scored> {
        let course = patient.courses.get(measure)?;
        let (begun, score) = baseline(course, self.baseline).ok()?;
        let zero = self.day_zero(patient).ok()?;
        let day = |date: Date| days_between(zero, date);
        let visits = course.visits.iter().filter(|visit| visit.date > begun);
        let mut later: Vec<(i64, f64)> = visits
            .filter_map(|visit| Some((day(visit.date), visit.total?)))
            .collect();
        later.sort_by_key(|(day, _)| *day);
        Some(Scored {
            baseline: (day(begun), score),
            later,
        })
    }

    /// The score that serves a planned visit; see [`Scored::at`].
    #[must_use]
    pub fn score_at(
        &self,
        patient: &Patient,
        measure: usize,
        planned: usize,
    ) -> Option<(i64, f64)> {
        self.scored(patient, measure)?.at(self, planned)
    }

    /// Whether there is a score in the window of a planned visit, with a baseline or without.
    #[must_use]
    pub fn has_score_at(&self, patient: &Patient, measure: usize, planned: usize) -> bool {
        if self.baseline_score(patient, measure).is_ok() || planned == 0 {
            return self.score_at(patient, measure, planned).is_some();
        }
        let (Some(course), Some(visit)) = (patient.courses.get(measure), self.planned.get(planned))
        else {
            return false;
        };
        let Ok(zero) = self.day_zero(patient) else {
            return false;
        };
        let mut scored = course.visits.iter().filter(|visit| visit.total.is_some());
        scored.any(|seen| (days_between(zero, seen.date) - visit.day).abs() <= self.tolerance())
    }

    /// Days that a visit may be off its plan: none where the time scale is an order.
    #[must_use]
    pub fn tolerance(&self) -> i64 {
        match self.time {
            TimeScale::Order => 0,
            TimeScale::Dates | TimeScale::Days => self.tolerance_days,
        }
    }

    /// The last score up to the endpoint; see [`Scored::last`].
    #[must_use]
    pub fn last_score(&self, patient: &Patient, measure: usize) -> Option<(i64, f64)> {
        self.scored(patient, measure)?.last(self)
    }

    /// What is added to the days of the main scale for rules about several visits, which count from the
    /// first session; where none is recorded, from the day 0 of a file in days, or else from the
    /// baseline.
    pub(super) fn days_to_rules(&self, first_session: Option<Date>, begun: i64) -> i64 {
        match (first_session, self.time) {
            (Some(_), TimeScale::Dates) | (None, TimeScale::Days) => 0,
            (Some(first), TimeScale::Days | TimeScale::Order) => days_between(first, DAY_ZERO),
            (None, TimeScale::Dates | TimeScale::Order) => -begun,
        }
    }
}

/// A patient's scored visits on one scale, each with its day from day 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    /// The baseline.
    pub baseline: (i64, f64),
    /// The visits after it, in the order of their days.
    pub later: Vec<(i64, f64)>,
}

impl Scored {
    /// The score that serves a planned visit, with its day: of the scored visits after the baseline
    /// within the tolerance the nearest, of two equally near the earlier; for the first planned visit
    /// the baseline.
    #[must_use]
    pub fn at(&self, series: &CaseSeries, planned: usize) -> Option<(i64, f64)> {
        if planned == 0 {
            return Some(self.baseline);
        }
        let wanted = series.planned.get(planned)?.day;
        let tolerance = series.tolerance();
        let first = self
            .later
            .partition_point(|(day, _)| *day < wanted - tolerance);
        let near = self.later.iter().skip(first).copied();
        near.take_while(|(day, _)| *day <= wanted + tolerance)
            .min_by_key(|(day, _)| ((day - wanted).abs(), *day))
    }

    /// The score that serves the endpoint, or else the last one after the baseline and after day 0 up to
    /// then, with its day: the last observation carried forward.
    #[must_use]
    pub fn last(&self, series: &CaseSeries) -> Option<(i64, f64)> {
        if let Some(seen) = self.at(series, series.endpoint) {
            return Some(seen);
        }
        let until = series.planned.get(series.endpoint)?.day;
        let beyond = self.later.partition_point(|(day, _)| *day <= until);
        let last = self.later.get(beyond.checked_sub(1)?).copied();
        last.filter(|(day, _)| *day > 0)
    }
}
