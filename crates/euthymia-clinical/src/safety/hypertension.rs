//! Blood pressure by the numbers of CTCAE version 5, with how long it lasted and what was done: the
//! number alone says little of a rise that passes.

use super::quantity::Quantity;
use super::session::{Moment, Phase, Session};
use crate::bundled::bundled;
use crate::source::{Source, Status};
use serde::Deserialize;
use std::sync::LazyLock;

/// The grades of `safety/ctcae.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    /// Name and version of the file format.
    pub schema: String,
    /// Version of the criteria.
    pub version: String,
    /// What a grade means for any event.
    pub general: Vec<General>,
    /// Blood pressure.
    pub hypertension: Pressure,
}

/// What a grade means for any event.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct General {
    /// 1 to 5.
    pub grade: u8,
    /// In our words.
    pub text: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// The numbers of grades 1 to 3, and what else each asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pressure {
    /// Systolic pressure from which grades 1, 2 and 3 begin, mmHg.
    pub systolic: [f64; 3],
    /// Diastolic pressure from which they begin, mmHg.
    pub diastolic: [f64; 3],
    /// What grades 1 to 4 ask for, in our words.
    pub needs: [String; 4],
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    pub note: String,
    /// What is known of a rise that passes.
    pub passing: String,
    /// Where that comes from.
    pub passing_source: String,
    /// Whether it was read there.
    pub passing_status: Status,
}

crate::source::sourced!(General, Pressure);

impl Pressure {
    /// The source of what is known of a rise that passes.
    #[must_use]
    pub fn passing(&self) -> Source {
        Source {
            text: self.passing_source.clone(),
            status: self.passing_status,
        }
    }
}

/// The bundled grades.
#[must_use]
pub fn grades() -> &'static Grades {
    static READ: LazyLock<Grades> = bundled!("safety/ctcae.toml");
    &READ
}

/// The grade of a pressure by its numbers, 0 to 3: the higher of the two numbers' grades; a number
/// that was not measured counts for nothing. Grade 4 is never a number.
///
/// # Example
/// ```
/// use euthymia_clinical::safety::hypertension::grade;
/// assert_eq!(grade(Some(119.0), Some(79.0)), Some(0));
/// assert_eq!(grade(Some(139.0), Some(79.0)), Some(1));
/// assert_eq!(grade(Some(139.0), Some(90.0)), Some(2));
/// assert_eq!(grade(Some(165.0), Some(80.0)), Some(3));
/// assert_eq!(grade(None, None), None);
/// ```
#[must_use]
pub fn grade(systolic: Option<f64>, diastolic: Option<f64>) -> Option<u8> {
    let rules = &grades().hypertension;
    let of = |value: f64, from: &[f64; 3]| {
        from.iter()
            .fold(0_u8, |grade, limit| grade + u8::from(value >= *limit))
    };
    let systolic = systolic.map(|value| of(value, &rules.systolic));
    let diastolic = diastolic.map(|value| of(value, &rules.diastolic));
    systolic.max(diastolic)
}

/// A run of measurements in one band: grade 1 by numbers, or grade 2 and more. A run of grade 2 and
/// more ends only with a measurement of each number that was raised.
#[derive(Clone, Debug, PartialEq)]
pub struct Rise {
    /// The highest grade by numbers.
    pub grade: u8,
    /// The measurement with the highest grade, the highest systolic pressure among equals.
    pub peak: (Option<f64>, Option<f64>),
    /// When that was.
    pub moment: Moment,
    /// The last measurement of the run.
    pub last: Moment,
    /// First and last minute at which it was measured; `None` where one has no number.
    pub span: Option<(f64, f64)>,
    /// Minutes of the measurements before and after the run; `None` where there is none, or it has no
    /// number.
    pub around: (Option<f64>, Option<f64>),
    /// Whether it was there before the dose.
    pub began_before: bool,
    /// Whether a lower measurement follows.
    pub has_passed: bool,
    /// Whether a higher measurement follows, which only grade 1 allows.
    pub went_on: bool,
    /// Whether it was measured while the dose was given.
    pub during: bool,
}

impl Rise {
    /// Minutes it lasted at the least; 0 for one measurement.
    #[must_use]
    pub fn at_least(&self) -> Option<f64> {
        self.span.map(|(first, last)| last - first)
    }

    /// Minutes it lasted at the longest, between the measurements around it; `None` where one is
    /// missing.
    #[must_use]
    pub fn at_most(&self) -> Option<f64> {
        let (before, after) = self.around;
        Some(after? - before?)
    }

    /// The highest pressure in words; a number that was not measured is a question mark.
    #[must_use]
    pub fn words(&self) -> String {
        let number = |value: Option<f64>| value.map_or("?".to_owned(), |value| value.to_string());
        format!("{}/{} mmHg", number(self.peak.0), number(self.peak.1))
    }

    /// Whether a moment lies between the measurements around it.
    #[must_use]
    pub fn covers(&self, moment: Moment) -> bool {
        let (from, to) = self.around;
        moment.order() >= from.unwrap_or(f64::NEG_INFINITY)
            && moment.order() <= to.unwrap_or(f64::INFINITY)
    }
}

/// The runs of raised blood pressure of a session in order of time, grade 1 among them. What was
/// measured after the patient left is not looked at.
#[must_use]
pub fn rises(session: &Session) -> Vec<Rise> {
    let stayed = |one: &Graded| match (one.moment, session.discharge) {
        (Moment::At(minute), Some(left)) => minute <= left,
        _ => true,
    };
    let graded = session.readings.iter().filter_map(Graded::of);
    let mut found = Vec::new();
    let mut run: Vec<Graded> = Vec::new();
    let mut before: Option<Graded> = None;
    for one in graded.filter(stayed) {
        if says_nothing(&run, &one) {
            continue;
        }
        if run.last().is_some_and(|last| last.band() != one.band()) {
            found.extend(rise(session, &run, before, Some(one)));
            before = run.last().copied();
            run.clear();
        }
        run.push(one);
    }
    found.extend(rise(session, &run, before, None));
    found
}

/// Whether a measurement lacks a number that was raised, so that it cannot end the run.
fn says_nothing(run: &[Graded], one: &Graded) -> bool {
    let mut high = run.iter().filter(|earlier| earlier.band() == 2);
    let is_raised = |number: Option<f64>, diastolic: bool| {
        let alone = match diastolic {
            true => grade(None, number),
            false => grade(number, None),
        };
        alone.is_some_and(|grade| grade >= 2)
    };
    one.band() < 2
        && high.any(|earlier| {
            (is_raised(earlier.systolic, false) && one.systolic.is_none())
                || (is_raised(earlier.diastolic, true) && one.diastolic.is_none())
        })
}

#[derive(Clone, Copy)]
struct Graded {
    moment: Moment,
    systolic: Option<f64>,
    diastolic: Option<f64>,
    grade: u8,
}

impl Graded {
    fn of(reading: &super::session::Reading) -> Option<Self> {
        let systolic = reading.of(Quantity::Systolic);
        let diastolic = reading.of(Quantity::Diastolic);
        Some(Self {
            moment: reading.moment,
            systolic,
            diastolic,
            grade: grade(systolic, diastolic)?,
        })
    }

    /// Not raised, grade 1, or grade 2 and more.
    fn band(&self) -> u8 {
        self.grade.min(2)
    }
}

fn rise(
    session: &Session,
    run: &[Graded],
    before: Option<Graded>,
    after: Option<Graded>,
) -> Option<Rise> {
    let (first, last) = (run.first()?, run.last()?);
    if first.grade == 0 {
        return None;
    }
    let height = |one: &Graded| (one.grade, one.systolic.unwrap_or(0.0));
    let peak = run.iter().reduce(|best, one| {
        let (a, b) = (height(best), height(one));
        if b.0 > a.0 || b.0 == a.0 && b.1 > a.1 {
            one
        } else {
            best
        }
    })?;
    let minute_of = |one: Option<Graded>| one.and_then(|one| one.moment.minute());
    let span = first.moment.minute().zip(last.moment.minute());
    let next = after.map(|after| after.band());
    Some(Rise {
        grade: peak.grade,
        peak: (peak.systolic, peak.diastolic),
        moment: peak.moment,
        last: last.moment,
        span,
        around: (minute_of(before), minute_of(after)),
        began_before: matches!(first.moment, Moment::Before(_)),
        has_passed: next.is_some_and(|next| next < first.band()),
        went_on: next.is_some_and(|next| next > first.band()),
        during: run
            .iter()
            .any(|one| session.phase(one.moment) == Some(Phase::During)),
    })
}
