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
pub fn grades() -> Option<&'static Grades> {
    static READ: LazyLock<Grades> = bundled!("safety/ctcae.toml");
    Some(&READ)
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
    let rules = &grades()?.hypertension;
    let of = |value: f64, from: &[f64; 3]| {
        from.iter()
            .fold(0_u8, |grade, limit| grade + u8::from(value >= *limit))
    };
    let systolic = systolic.map(|value| of(value, &rules.systolic));
    let diastolic = diastolic.map(|value| of(value, &rules.diastolic));
    systolic.max(diastolic)
}

/// A run of measurements with a grade by numbers of at least 2 that is not interrupted by a lower one.
#[derive(Clone, Debug, PartialEq)]
pub struct Rise {
    /// The highest grade by numbers.
    pub grade: u8,
    /// The measurement with the highest grade, the highest systolic pressure among equals.
    pub peak: (Option<f64>, Option<f64>),
    /// When that was.
    pub moment: Moment,
    /// First and last minute at which it was measured; `None` where one has no number.
    pub span: Option<(f64, f64)>,
    /// Minutes it lasted at the longest, between the lower measurements around it; `None` where one is
    /// missing.
    pub at_most: Option<f64>,
    /// Whether it was there before the dose.
    pub began_before: bool,
    /// Whether a lower measurement follows.
    pub has_passed: bool,
    /// Whether it was measured while the dose was given.
    pub during: bool,
}

impl Rise {
    /// Minutes it lasted at the least; 0 for one measurement.
    #[must_use]
    pub fn at_least(&self) -> Option<f64> {
        self.span.map(|(first, last)| last - first)
    }
}

/// The rises of a session.
#[must_use]
pub fn rises(session: &Session) -> Vec<Rise> {
    let graded: Vec<Graded> = session.readings.iter().filter_map(Graded::of).collect();
    let mut found = Vec::new();
    let mut run: Vec<Graded> = Vec::new();
    let mut lower: Option<Graded> = None;
    for one in graded {
        if one.grade >= 2 {
            run.push(one);
            continue;
        }
        found.extend(rise(session, &run, lower, Some(one)));
        run.clear();
        lower = Some(one);
    }
    found.extend(rise(session, &run, lower, None));
    found
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
}

fn rise(
    session: &Session,
    run: &[Graded],
    before: Option<Graded>,
    after: Option<Graded>,
) -> Option<Rise> {
    let (first, last) = (run.first()?, run.last()?);
    let height = |one: &Graded| (one.grade, one.systolic.unwrap_or(0.0));
    let peak = run.iter().reduce(|best, one| {
        let (a, b) = (height(best), height(one));
        if b.0 > a.0 || b.0 == a.0 && b.1 > a.1 {
            one
        } else {
            best
        }
    })?;
    let between =
        |a: Option<Graded>, b: Option<Graded>| Some(b?.moment.minute()? - a?.moment.minute()?);
    let span = between(Some(*first), Some(*last));
    Some(Rise {
        grade: peak.grade,
        peak: (peak.systolic, peak.diastolic),
        moment: peak.moment,
        span: span.and_then(|_| Some((first.moment.minute()?, last.moment.minute()?))),
        at_most: between(before, after),
        began_before: matches!(first.moment, Moment::Before(_)),
        has_passed: after.is_some(),
        during: run
            .iter()
            .any(|one| session.phase(one.moment) == Some(Phase::During)),
    })
}
