//! Remission of depression twelve months after a first high score, as the quality measure CMS159
//! ("Depression Remission at Twelve Months") counts it.
//!
//! # Rule
//! The *index assessment* is the first PHQ-9 or PHQ-9M total above 9 that was taken on the days of a
//! visit, or up to 7 days before it. The visit must end in the identification period (from 14 to 2
//! months before the measurement period) and the patient must have a diagnosis of major depression
//! or dysthymia at the time. Whoever was 12 or older on that day is in the denominator. Remission
//! is a total below 5 at the *last* assessment from 60 days before to 60 days after the same day one
//! year later; a patient without an assessment in these 121 days counts as not in remission.
//!
//! # Limits
//! Everything is counted in whole days, as the parts of the measure that compare dates do; the
//! measure compares the times of a visit and of a diagnosis to the minute. Permanent nursing
//! home residents, whom CMS159v8 excluded (<https://ecqi.healthit.gov/ecqm/ep/2020/cms159v8>), are
//! not excluded by the version followed here.

use jiff::{Span, civil::Date};

#[cfg(test)]
mod tests;

/// The thresholds of the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwelveMonthRule {
    /// An index total is above this many points.
    pub index_above: u8,
    /// A total below this many points is remission.
    pub remission_below: u8,
    /// Least age at the index assessment, in completed years.
    pub least_age: i16,
    /// From this age at the index assessment, in completed years, the patient counts as an adult.
    pub adult_age: i16,
    /// Months from the index assessment to the middle of the assessment window.
    pub follow_up_months: u16,
    /// Days that the assessment window reaches to either side of its middle.
    pub window_days: u16,
    /// The index assessment may be this many days before the visit.
    pub days_before_visit: u16,
    /// The identification period begins this many months before the measurement period.
    pub identification_from_months: u16,
    /// The identification period ends on the day before the day that is this many months before
    /// the measurement period.
    pub identification_until_months: u16,
    /// Where the numbers are from.
    pub source: &'static str,
}

/// CMS159 as published for the performance year 2026.
pub static CMS159: TwelveMonthRule = TwelveMonthRule {
    index_above: 9,
    remission_below: 5,
    least_age: 12,
    adult_age: 18,
    follow_up_months: 12,
    window_days: 60,
    days_before_visit: 7,
    identification_from_months: 14,
    identification_until_months: 2,
    source: "MN Community Measurement, CMS159v14 (CBE 0710e), \
             https://ecqi.healthit.gov/ecqm/ec/2026/cms0159v14; logic: \
             CMS159FHIRDepressionRemissionatTwelveMonths 0.3.000, \
             https://build.fhir.org/ig/cqframework/ecqm-content-qicore-2025/\
             Library-CMS159FHIRDepressionRemissionatTwelveMonths.html",
};

/// Days from a first to a last one, both included. `None` is an end that nobody set: a diagnosis
/// that still holds, or one whose beginning is not recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
}

impl Days {
    /// A single day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self::between(day, day)
    }

    /// From one day to another, both included.
    #[must_use]
    pub fn between(first: Date, last: Date) -> Self {
        Self {
            first: Some(first),
            last: Some(last),
        }
    }

    /// Whether a day is one of these.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.overlaps(Self::on(day))
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let ends_before =
            |a: Self, b: Self| matches!((a.last, b.first), (Some(x), Some(y)) if x < y);
        !ends_before(self, other) && !ends_before(other, self)
    }
}

/// A visit of a kind that the measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Whether a confirmed, active diagnosis of major depression or dysthymia overlaps it.
    pub depression_diagnosed: bool,
}

/// A PHQ-9 or PHQ-9M assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// When it was taken.
    pub date: Date,
    /// Its total in points; `None` when the record holds no usable one. Such an assessment cannot be
    /// an index, but as the last in the window it hides an earlier remission.
    pub total: Option<u8>,
}

/// Why a patient of the denominator is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exclusion {
    /// Died by the last day of the assessment window.
    Died,
    /// Bipolar disorder, begun by the last day of the window.
    BipolarDisorder,
    /// Emotionally labile personality disorder, begun by the last day of the window.
    EmotionallyLabilePersonality,
    /// Schizophrenia or another psychotic disorder, begun by the last day of the window.
    PsychoticDisorder,
    /// Pervasive developmental disorder, begun by the last day of the window.
    PervasiveDevelopmentalDisorder,
    /// Hospice care between the start of the identification period and the end of the window.
    HospiceCare,
    /// Palliative care between the start of the identification period and the end of the window.
    PalliativeCare,
}

/// Something that may exclude a patient, with its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExclusionEvent {
    /// What it is. [`Exclusion::Died`] is read from [`Course::death`] and has no effect here.
    pub kind: Exclusion,
    /// When it held.
    pub days: Days,
}

/// What is known of one patient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Birth; without it the age is not known and the patient is in no population.
    pub birth: Option<Date>,
    /// Death.
    pub death: Option<Date>,
    /// Visits, in any order.
    pub visits: Vec<Visit>,
    /// Assessments. Of several on one day the one further down this list is the later one.
    pub assessments: Vec<Assessment>,
    /// What may exclude the patient, in any order.
    pub exclusions: Vec<ExclusionEvent>,
}

/// The strata of the measure, by age at the index assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgeGroup {
    /// 12 to 17 years.
    Adolescent,
    /// 18 years or more.
    Adult,
}

/// Where one patient counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Populations {
    /// Has an index assessment and was old enough on its day.
    pub initial_population: bool,
    /// The same as the initial population, by definition of the measure.
    pub denominator: bool,
    /// Why the patient is taken out of the denominator, each reason once; empty when not.
    pub denominator_exclusions: Vec<Exclusion>,
    /// In the denominator, not excluded, and in remission at the last assessment of the window.
    pub numerator: bool,
    /// The index assessment, for patients who were too young too.
    pub index: Option<Assessment>,
    /// Stratum, for patients of the initial population.
    pub age_group: Option<AgeGroup>,
    /// The days in which remission is looked for.
    pub window: Option<Days>,
    /// The last assessment in the window, which decides; known for excluded patients too.
    pub last_assessment: Option<Assessment>,
}

/// A window reaches beyond the dates that can be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the periods counted from {0} leave the calendar of the years -9999 to 9999")]
pub struct DateOutOfRange(pub Date);

impl TwelveMonthRule {
    /// Where a patient counts in the measurement period that begins on `period_start`, for example
    /// 1 January 2026.
    ///
    /// # Errors
    /// [`DateOutOfRange`] when a window leaves the calendar.
    pub fn populations(
        &self,
        period_start: Date,
        course: &Course,
    ) -> Result<Populations, DateOutOfRange> {
        let identification = self.identification_period(period_start)?;
        let Some(index) = self.index(identification, course)? else {
            return Ok(Populations::default());
        };
        let window = self.window(index.date)?;
        let age = course.birth.map(|birth| completed_years(birth, index.date));
        if age.is_none_or(|age| age < self.least_age) {
            return Ok(Populations {
                index: Some(index),
                window: Some(window),
                ..Populations::default()
            });
        }
        let exclusions = exclusions(identification, window, course);
        let last = last_in(window, &course.assessments);
        let in_remission = last
            .and_then(|assessment| assessment.total)
            .is_some_and(|total| total < self.remission_below);
        Ok(Populations {
            initial_population: true,
            denominator: true,
            numerator: exclusions.is_empty() && in_remission,
            denominator_exclusions: exclusions,
            index: Some(index),
            age_group: age.map(|age| self.age_group(age)),
            window: Some(window),
            last_assessment: last,
        })
    }

    /// The days in which a visit must end to count, for a measurement period that begins on this day.
    ///
    /// # Errors
    /// [`DateOutOfRange`] when it leaves the calendar.
    pub fn identification_period(&self, period_start: Date) -> Result<Days, DateOutOfRange> {
        let back = |span: Span| move |day: Date| day.checked_sub(span);
        let first = moved(period_start, back(months(self.identification_from_months)))?;
        let after = moved(period_start, back(months(self.identification_until_months)))?;
        Ok(Days::between(first, moved(after, back(days(1)))?))
    }

    /// The days in which remission is looked for after an index assessment on this day. A year after
    /// 29 February is 28 February.
    ///
    /// # Errors
    /// [`DateOutOfRange`] when it leaves the calendar.
    pub fn window(&self, index: Date) -> Result<Days, DateOutOfRange> {
        let middle = moved(index, |day| day.checked_add(months(self.follow_up_months)))?;
        let reach = days(self.window_days);
        Ok(Days::between(
            moved(middle, |day| day.checked_sub(reach))?,
            moved(middle, |day| day.checked_add(reach))?,
        ))
    }

    /// The first assessment above the threshold that belongs to a visit which counts.
    fn index(
        &self,
        identification: Days,
        course: &Course,
    ) -> Result<Option<Assessment>, DateOutOfRange> {
        let counting = course
            .visits
            .iter()
            .filter(|visit| visit.depression_diagnosed && identification.contains(visit.last));
        let mut near_visit = Vec::new();
        for visit in counting {
            let before = days(self.days_before_visit);
            let first = moved(visit.first, |day| day.checked_sub(before))?;
            near_visit.push(Days::between(first, visit.last));
        }
        let is_index = |assessment: &&Assessment| {
            assessment
                .total
                .is_some_and(|total| total > self.index_above)
                && near_visit.iter().any(|days| days.contains(assessment.date))
        };
        // The first of those with the earliest date.
        let candidates = course.assessments.iter().filter(is_index);
        Ok(candidates.min_by_key(|assessment| assessment.date).copied())
    }

    fn age_group(&self, age: i16) -> AgeGroup {
        if age < self.adult_age {
            AgeGroup::Adolescent
        } else {
            AgeGroup::Adult
        }
    }
}

/// The last assessment within these days; of several on one day the one further down the list.
fn last_in(window: Days, assessments: &[Assessment]) -> Option<Assessment> {
    assessments
        .iter()
        .filter(|assessment| window.contains(assessment.date))
        .max_by_key(|assessment| assessment.date)
        .copied()
}

/// Every reason that applies, in the order of [`Exclusion`], each once.
fn exclusions(identification: Days, window: Days, course: &Course) -> Vec<Exclusion> {
    let until_end = Days {
        first: None,
        last: window.last,
    };
    let period = Days {
        first: identification.first,
        last: window.last,
    };
    let applies = |event: &&ExclusionEvent| match event.kind {
        Exclusion::Died => false,
        Exclusion::HospiceCare | Exclusion::PalliativeCare => event.days.overlaps(period),
        Exclusion::BipolarDisorder
        | Exclusion::EmotionallyLabilePersonality
        | Exclusion::PsychoticDisorder
        | Exclusion::PervasiveDevelopmentalDisorder => event.days.overlaps(until_end),
    };
    let died = course.death.filter(|day| until_end.contains(*day));
    let mut found: Vec<Exclusion> = course
        .exclusions
        .iter()
        .filter(applies)
        .map(|event| event.kind)
        .chain(died.map(|_| Exclusion::Died))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Age in completed years. Who was born on 29 February is a year older on 1 March of other years.
fn completed_years(birth: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(!had_birthday)
}

// A count of 65 535 months or days is within what a span holds, so neither can fail.
fn months(count: u16) -> Span {
    Span::new().months(i64::from(count))
}

fn days(count: u16) -> Span {
    Span::new().days(i64::from(count))
}

fn moved(
    from: Date,
    step: impl Fn(Date) -> Result<Date, jiff::Error>,
) -> Result<Date, DateOutOfRange> {
    step(from).map_err(|_| DateOutOfRange(from))
}
