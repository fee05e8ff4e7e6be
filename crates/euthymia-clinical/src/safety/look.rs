//! What a person must look at: the one definition of when a session's check does not end quietly.
//!
//! Nothing here decides what is done. It is: suicidality that is not a clear no; a rule that was not
//! kept; a rule that decides and cannot be said once the patient has left; blood pressure of grade 3 by
//! its numbers; a rise of grade 2 or more that was not seen to pass; an event of grade 3 or more; a dose
//! that is not what the devices give; and a reading that anybody would look at, where the clinic has set
//! no limit of its own.

use super::check::{Checked, Verdict};
use super::hypertension::{Rise, rises};
use super::plausible;
use super::quantity::Quantity;
use super::rules::{Bound, Demand, RuleSet, When, bound};
use super::session::{Moment, Session};
use crate::answer::Answer;
use crate::bundled::bundled;
use crate::source::{Source, Status};
use serde::Deserialize;
use std::sync::LazyLock;

crate::words! {
    /// Why a person must look.
    Why {
        /// Suicidality is not a clear no.
        Suicidality = "suicidality", "suicidality";
        /// A rule was not kept.
        Breached = "breached", "a rule was not kept";
        /// The patient has left, and a rule cannot be said.
        CannotSay = "cannot_say", "cannot be said, and the patient has left";
        /// Blood pressure of grade 3 by its numbers.
        Grade = "grade", "grade 3 by numbers";
        /// A rise of blood pressure that was not seen to pass.
        NotPassed = "not_passed", "not seen to pass";
        /// An event of grade 3 or more.
        Event = "event", "an event of grade 3 or more";
        /// The dose is not what the devices give.
        Dose = "dose", "dose and devices disagree";
        /// A reading that anybody would look at.
        Reading = "reading", "look at this: no limit was set by this site";
    }
}

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Why.
    pub why: Why,
    /// The minute from the start of the dose, where it has one.
    pub minute: Option<f64>,
    /// What was found.
    pub found: String,
    /// Where the reason comes from.
    pub source: Source,
}

/// A reading that anybody would look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Unusual {
    /// Of what.
    pub quantity: Quantity,
    /// Where it counts: at any time, or at discharge.
    pub when: When,
    /// What lies outside is looked at.
    pub bound: Bound,
    /// Where the number comes from.
    pub source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "version")]
    _version: String,
    reading: Vec<RawReading>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReading {
    quantity: Quantity,
    when: When,
    at_most: Option<f64>,
    at_least: Option<f64>,
    source: String,
    status: Status,
}

fn read(text: &str) -> Result<Vec<Unusual>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let each = file.reading.into_iter().map(|raw| {
        let limit = bound(raw.at_most, raw.at_least, None)?;
        let limit = limit.ok_or_else(|| format!("{}: no limit", raw.quantity.id()))?;
        plausible::limit(raw.quantity, limit)?;
        Ok(Unusual {
            quantity: raw.quantity,
            when: raw.when,
            bound: limit,
            source: Source {
                text: raw.source,
                status: raw.status,
            },
        })
    });
    each.collect()
}

/// The readings that anybody would look at, from `safety/look.toml`.
#[must_use]
pub fn unusual() -> &'static [Unusual] {
    static READ: LazyLock<Vec<Unusual>> = bundled!("safety/look.toml", read);
    &READ
}

/// What a person must look at in a session that was checked, suicidality first.
///
/// # Example
/// ```
/// use euthymia_clinical::safety::check::check;
/// use euthymia_clinical::safety::look::{Why, look};
/// use euthymia_clinical::safety::rules::find;
/// use euthymia_clinical::safety::session::Session;
/// let set = find("ketamine_iv").unwrap();
/// let session = Session::default();
/// let found = look(&session, set, &check(&session, set, None));
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].why, Why::Suicidality); // nobody asked
/// ```
#[must_use]
pub fn look(session: &Session, set: &RuleSet, checked: &Checked<'_>) -> Vec<Look> {
    let mut found = Vec::new();
    found.extend(suicidality(session));
    found.extend(rules(session, checked));
    found.extend(pressures(session));
    found.extend(events(session));
    found.extend(dose(session, set));
    found.extend(readings(session, set));
    found
}

fn suicidality(session: &Session) -> Option<Look> {
    let words = match session.suicidal() {
        Answer::No => return None,
        Answer::Yes => "positive",
        Answer::CannotSay if session.suicidality.is_empty() => "not asked",
        Answer::CannotSay => "not answered",
    };
    Some(Look {
        why: Why::Suicidality,
        minute: None,
        found: words.to_owned(),
        source: Source::confirmed("this program: only a clear no is a no"),
    })
}

fn rules<'s>(session: &'s Session, checked: &'s Checked<'_>) -> impl Iterator<Item = Look> + 's {
    checked.judged.iter().filter_map(|one| {
        let why = match one.verdict {
            Verdict::Breached => Why::Breached,
            Verdict::CannotSay if session.discharge.is_some() => Why::CannotSay,
            Verdict::CannotSay | Verdict::Met => return None,
        };
        Some(Look {
            why,
            minute: one.minute,
            found: one.found.clone(),
            source: one.rule.source.clone(),
        })
    })
}

fn pressures(session: &Session) -> Vec<Look> {
    let grades = super::hypertension::grades();
    let mut found = Vec::new();
    for rise in rises(session) {
        let look = |why, words: String, moment: Moment| Look {
            why,
            minute: moment.minute(),
            found: words,
            source: grades.hypertension.source(),
        };
        let peak = rise.words();
        if rise.grade >= 3 {
            let words = format!(
                "{peak}, {}: grade {} by numbers",
                rise.moment.words(),
                rise.grade
            );
            found.push(look(Why::Grade, words, rise.moment));
        }
        if rise.grade >= 2 && !rise.has_passed {
            let end = match session.discharge {
                Some(left) => format!("before the patient left at minute {left}"),
                None => "by the last measurement".to_owned(),
            };
            let words = format!("{peak}, {}: not seen to pass {end}", rise.moment.words());
            found.push(look(Why::NotPassed, words, rise.last));
        }
    }
    found
}

fn events(session: &Session) -> impl Iterator<Item = Look> + '_ {
    let events = session.events.iter().flatten();
    events.filter_map(|event| {
        let grade = event.grade.filter(|grade| *grade >= 3)?;
        Some(Look {
            why: Why::Event,
            minute: event.moment.and_then(Moment::minute),
            found: format!("{}, grade {grade}", event.name),
            source: Source::confirmed("the record: graded by a person"),
        })
    })
}

/// Devices that together give another dose than the one recorded.
fn dose(session: &Session, set: &RuleSet) -> Option<Look> {
    let range = set.dose.as_ref()?;
    let (each, dose) = (range.device_mg?, session.dose_mg?);
    let devices = session.devices.len();
    let given = each * f64::from(u32::try_from(devices).ok()?);
    if devices == 0 || (given - dose).abs() < 1e-9 {
        return None;
    }
    let plural = if devices == 1 { "device" } else { "devices" };
    Some(Look {
        why: Why::Dose,
        minute: None,
        found: format!("{devices} {plural} of {each} mg are {given} mg, and the dose is {dose} mg"),
        source: Source::confirmed(&range.source),
    })
}

/// The unusual readings for which no rule decides: the furthest of each kind.
fn readings(session: &Session, set: &RuleSet) -> Vec<Look> {
    let mut found: Vec<(Quantity, Look)> = Vec::new();
    for one in unusual() {
        let mut seen = one.seen(session);
        seen.retain(|(moment, _)| !is_covered(session, set, one, *moment));
        let Some((moment, value)) = one.furthest(&seen) else {
            continue;
        };
        let minute = moment.minute();
        // A reading that is unusual at any time and at discharge is told once.
        if found
            .iter()
            .any(|(q, other)| *q == one.quantity && other.minute == minute)
        {
            continue;
        }
        let look = Look {
            why: Why::Reading,
            minute,
            found: one.words(moment, value, seen.len()),
            source: one.source.clone(),
        };
        found.push((one.quantity, look));
    }
    found.into_iter().map(|(_, look)| look).collect()
}

impl Unusual {
    /// The reading that lies furthest outside.
    fn furthest(&self, seen: &[(Moment, f64)]) -> Option<(Moment, f64)> {
        let out = |value: f64| match self.bound {
            Bound::AtLeast(_) => -value,
            Bound::AtMost(_) | Bound::WithinPercentOfBefore(_) => value,
        };
        let furthest = seen.iter().max_by(|a, b| out(a.1).total_cmp(&out(b.1)));
        furthest.copied()
    }

    fn words(&self, moment: Moment, value: f64, count: usize) -> String {
        let limit = match self.bound {
            Bound::AtMost(most) => format!("above {most}"),
            Bound::AtLeast(least) => format!("below {least}"),
            Bound::WithinPercentOfBefore(percent) => format!("more than {percent} % off"),
        };
        let at_discharge = self.when == When::Discharge;
        let when = if at_discharge { ", the last one" } else { "" };
        let more = match count {
            0 | 1 => String::new(),
            many => format!(", the furthest of {many}"),
        };
        let (quantity, unit, at) = (self.quantity, self.quantity.unit(), moment.words());
        format!("{quantity} {value} {unit}, {at}{when}: {limit}{more}")
    }

    /// The readings of a session that lie outside.
    fn seen(&self, session: &Session) -> Vec<(Moment, f64)> {
        let outside = |value: f64| match self.bound {
            Bound::AtMost(most) => value > most,
            Bound::AtLeast(least) => value < least,
            Bound::WithinPercentOfBefore(_) => false,
        };
        let mut all: Vec<(Moment, f64)> = session.measured(self.quantity).collect();
        if self.when == When::Discharge {
            let last = all
                .into_iter()
                .rfind(|(moment, _)| matches!(moment, Moment::At(_)));
            all = last
                .filter(|_| session.discharge.is_some())
                .into_iter()
                .collect();
        }
        all.retain(|(_, value)| outside(*value));
        all
    }
}

/// Whether a rule that decides says something about the reading, on the same side.
fn is_covered(session: &Session, set: &RuleSet, one: &Unusual, moment: Moment) -> bool {
    let phase = session.phase(moment);
    set.rules.iter().filter(|rule| rule.decides()).any(|rule| {
        let Demand::Limit {
            when,
            quantity,
            bound: Some(bound),
        } = rule.demand
        else {
            return false;
        };
        let same_side = matches!(
            (bound, one.bound),
            (Bound::AtMost(_), Bound::AtMost(_)) | (Bound::AtLeast(_), Bound::AtLeast(_))
        );
        let same_part = when == When::Any
            || when == one.when
            || (one.when == When::Any && phase.is_some_and(|phase| when.is(phase)));
        quantity == one.quantity && same_side && same_part
    })
}

/// Whether a reading that anybody would look at was taken while a rise lasted, whatever the clinic
/// has set: from the measurement before it to the one after.
#[must_use]
pub fn unusual_during(session: &Session, rise: &Rise) -> bool {
    unusual().iter().any(|one| {
        let seen = one.seen(session);
        seen.iter().any(|(moment, _)| rise.covers(*moment))
    })
}
