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

    /// The last score up to the endpoint; see [`Scored::last`].
    #[must_use]
    pub fn last_score(&self, patient: &Patient, measure: usize) -> Option<(i64, f64)> {
        self.scored(patient, measure)?.last(self)
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
    /// The score that serves a planned visit, with its day: of the visits after the baseline within
    /// the tolerance the nearest, of two equally near the earlier; for the first planned visit the
    /// baseline.
    #[must_use]
    pub fn at(&self, series: &CaseSeries, planned: usize) -> Option<(i64, f64)> {
        if planned == 0 {
            return Some(self.baseline);
        }
        let wanted = series.planned.get(planned)?.day;
        let tolerance = match series.time {
            TimeScale::Order => 0,
            TimeScale::Dates | TimeScale::Days => series.tolerance_days,
        };
        let first = self
            .later
            .partition_point(|(day, _)| *day < wanted - tolerance);
        let near = self.later.iter().skip(first).copied();
        near.take_while(|(day, _)| *day <= wanted + tolerance)
            .min_by_key(|(day, _)| ((day - wanted).abs(), *day))
    }

    /// The last score after the baseline up to the endpoint, with its day: the last observation
    /// carried forward.
    #[must_use]
    pub fn last(&self, series: &CaseSeries) -> Option<(i64, f64)> {
        let until = series.planned.get(series.endpoint)?.day + series.tolerance_days;
        let beyond = self.later.partition_point(|(day, _)| *day <= until);
        self.later.get(beyond.checked_sub(1)?).copied()
    }
}
