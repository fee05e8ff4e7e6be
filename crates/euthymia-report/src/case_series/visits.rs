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

    /// The score that serves a planned visit, with its day: of the scored visits after the baseline
    /// within the tolerance the nearest, of two equally near the earlier; for the first planned visit
    /// the baseline.
    #[must_use]
    pub fn score_at(
        &self,
        patient: &Patient,
        measure: usize,
        planned: usize,
    ) -> Option<(i64, f64)> {
        let course = patient.courses.get(measure)?;
        let (begun, score) = baseline(course, self.baseline).ok()?;
        let zero = self.day_zero(patient).ok()?;
        let day = |date: Date| days_between(zero, date);
        if planned == 0 {
            return Some((day(begun), score));
        }
        let wanted = self.planned.get(planned)?.day;
        let tolerance = self.tolerance();
        let later = course.visits.iter().filter(|visit| visit.date > begun);
        let scored = later.filter_map(|visit| Some((day(visit.date), visit.total?)));
        scored
            .filter(|(day, _)| (day - wanted).abs() <= tolerance)
            .min_by_key(|(day, _)| ((day - wanted).abs(), *day))
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

    /// The score that serves the endpoint, or else the last one after the baseline and after day 0 up to
    /// then, with its day: the last observation carried forward.
    #[must_use]
    pub fn last_score(&self, patient: &Patient, measure: usize) -> Option<(i64, f64)> {
        if let Some(seen) = self.score_at(patient, measure, self.endpoint) {
            return Some(seen);
        }
        let course = patient.courses.get(measure)?;
        let (begun, _) = baseline(course, self.baseline).ok()?;
        let zero = self.day_zero(patient).ok()?;
        let until = self.planned.get(self.endpoint)?.day;
        let later = course.visits.iter().filter(|visit| visit.date > begun);
        let scored = later.filter_map(|v| Some((days_between(zero, v.date), v.total?)));
        scored
            .filter(|(day, _)| *day > 0 && *day <= until)
            .max_by_key(|(day, _)| *day)
    }
}
