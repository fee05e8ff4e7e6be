//! What must hold in a protocol file, checked once when it is read.

use super::file::{Entry, Phase, PhaseKind, Protocol, Schedule, SessionKind};
use super::plausible::INTERVAL;
use super::reading::Reading;
use super::schedule_faults::problems;
use super::unread::unread;
use super::value::{Amount, ValueError};
use crate::instrument;
use crate::tms::quantity::{QuantityError, Seconds};
use std::collections::BTreeSet;
use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file format that [`Protocol::parse`] reads.
pub const SCHEMA: &str = "euthymia.protocol.v1";

const VALUE_HELP: &str =
    "Write the value with its unit, a range as \"110-120 %\", a choice as \"56 or 84 mg\".";

/// One thing that is wrong with a protocol file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The key, with where it stands: `phase 1, session 2, train`.
    pub field: Option<String>,
    /// What was found there.
    pub found: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub help: String,
    /// The words or keys that would do, where what was found is none of them.
    pub known: Vec<String>,
}

/// The text is not a protocol, or contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct ProtocolError {
    /// Which file, by the name it was read under.
    pub what: String,
    /// Everything that is wrong with it.
    pub faults: Vec<Fault>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        if let Some(found) = &self.found {
            write!(f, ": found \"{found}\"")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// A step down into a file.
#[derive(Clone, Debug)]
enum Step {
    Key(&'static str),
    At(usize),
}

/// Where in a file.
#[derive(Clone, Debug, Default)]
struct Place(Vec<Step>);

impl Place {
    fn key(&self, key: &'static str) -> Self {
        let mut place = self.clone();
        place.0.push(Step::Key(key));
        place
    }

    fn entry(&self, key: &'static str, at: usize) -> Self {
        let mut place = self.key(key);
        place.0.push(Step::At(at));
        place
    }

    /// The steps in words, counted from 1.
    fn words(&self) -> String {
        let mut words = String::new();
        for step in &self.0 {
            match step {
                Step::Key(key) if words.is_empty() => words.push_str(key),
                Step::Key(key) => words.push_str(&format!(", {key}")),
                Step::At(at) => words.push_str(&format!(" {}", at + 1)),
            }
        }
        words
    }

    /// The line of the last step that the file has.
    fn line(&self, text: &str, root: &DeTable<'_>) -> usize {
        let mut at = 0;
        let mut here: Option<&DeValue<'_>> = None;
        for step in &self.0 {
            let next = match (step, here) {
                (Step::Key(key), None) => root.get(*key),
                (Step::Key(key), Some(value)) => value.as_table().and_then(|table| table.get(*key)),
                (Step::At(index), Some(value)) => {
                    value.as_array().and_then(|list| list.get(*index))
                }
                (Step::At(_), None) => None,
            };
            let Some(found) = next else { break };
            at = found.span().start;
            here = Some(found.get_ref());
        }
        line(text, at)
    }
}

fn line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// A fault whose line is not yet known.
struct Found {
    place: Place,
    found: Option<String>,
    problem: String,
    help: String,
}

#[derive(Default)]
struct Faults(Vec<Found>);

impl Faults {
    fn add(&mut self, place: Place, found: Option<&str>, problem: impl Into<String>, help: &str) {
        self.0.push(Found {
            place,
            found: found.map(str::to_owned),
            problem: problem.into(),
            help: help.to_owned(),
        });
    }
}

impl Protocol {
    /// Reads a protocol and checks that it does not contradict itself. Shared files that it includes
    /// are not added; [`Library::read`](super::Library::read) does that.
    ///
    /// `name` says which text it was in messages.
    ///
    /// # Errors
    /// [`ProtocolError`]: not TOML, unknown or missing keys, or every contradiction found, each with
    /// line, key, what was found and what to do.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::protocol::Protocol;
    /// let error = Protocol::parse("schema = 'x'", "mine.toml").unwrap_err();
    /// assert!(error.to_string().starts_with("mine.toml: line 1"));
    /// ```
    pub fn parse(text: &str, name: &str) -> Result<Self, ProtocolError> {
        let text = text.trim_start_matches('\u{feff}');
        let fail = |faults: Vec<Fault>| ProtocolError {
            what: name.to_owned(),
            faults,
        };
        let unread = |error: &toml::de::Error| {
            let plain = unread(error.message());
            Fault {
                line: error.span().map_or(1, |span| line(text, span.start)),
                field: plain.field,
                found: plain.found,
                problem: plain.problem,
                help: plain.help,
                known: plain.known,
            }
        };
        let root = DeTable::parse(text)
            .map(Spanned::into_inner)
            .map_err(|error| fail(vec![unread(&error)]))?;
        let protocol: Self = toml::from_str(text).map_err(|error| fail(vec![unread(&error)]))?;
        let mut found = Faults::default();
        check(&protocol, &mut found);
        if found.0.is_empty() {
            return Ok(protocol);
        }
        let located = |one: Found| Fault {
            line: one.place.line(text, &root),
            field: (!one.place.0.is_empty()).then(|| one.place.words()),
            found: one.found,
            problem: one.problem,
            help: one.help,
            known: Vec::new(),
        };
        Err(fail(found.0.into_iter().map(located).collect()))
    }
}

fn check(protocol: &Protocol, faults: &mut Faults) {
    let root = Place::default();
    if protocol.schema != SCHEMA {
        let found = Some(protocol.schema.as_str());
        let problem = format!("expected \"{SCHEMA}\"");
        faults.add(
            root.key("schema"),
            found,
            problem,
            "Begin the file with it.",
        );
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if protocol.id.is_empty() || !protocol.id.chars().all(plain) {
        faults.add(
            root.key("id"),
            Some(&protocol.id),
            "expected lower-case letters, digits and underscores",
            "Choose another id.",
        );
    }
    match (protocol.shared, protocol.phases.is_empty()) {
        (false, true) => faults.add(
            root.clone(),
            None,
            "there is no phase, so no course",
            "Add a [[phase]], or shared = true for facts that other files include.",
        ),
        (true, false) => faults.add(
            root.entry("phase", 0),
            None,
            "a shared file has no course of its own",
            "Take the phase out, or shared.",
        ),
        _ => {}
    }
    unique(protocol, faults);
    sources(protocol, faults);
    for (at, entry) in protocol.printed.iter().enumerate() {
        check_value(entry, None, &root.entry("printed", at), faults);
    }
    for (at, phase) in protocol.phases.iter().enumerate() {
        check_phase(phase, at, faults);
        let before = at.checked_sub(1).and_then(|at| protocol.phases.get(at));
        for one in problems(phase, before) {
            let place = root.entry("phase", at).entry("schedule", one.at);
            faults.add(
                place.key(one.key),
                one.found.as_deref(),
                one.problem,
                one.help,
            );
        }
    }
    for (at, assessment) in protocol.assessments.iter().enumerate() {
        for id in &assessment.instruments {
            if instrument::find(id).is_none() && instrument::bundled(id).is_none() {
                faults.add(
                    root.entry("assessment", at).key("instruments"),
                    Some(id),
                    "there is no such scale",
                    "euthymia instrument list has the scales.",
                );
            }
        }
    }
}

fn unique(protocol: &Protocol, faults: &mut Faults) {
    let root = Place::default();
    let mut twice = |key: &'static str, name: &'static str, ids: Vec<&str>| {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                let place = root.entry(key, at).key(name);
                faults.add(place, Some(id), "this is there twice", "Give each its own.");
            }
        }
    };
    let keys = protocol
        .sources
        .iter()
        .map(|one| one.key.as_str())
        .collect();
    twice("source", "key", keys);
    let phases = protocol.phases.iter().map(|one| one.id.as_str()).collect();
    twice("phase", "id", phases);
    let elements = protocol.programme.iter().map(|one| one.id.as_str());
    twice("programme", "id", elements.collect());
    for phase in &protocol.phases {
        let sessions = phase.sessions.iter().map(|one| one.id.as_str());
        twice("phase", "session", sessions.collect());
    }
}

/// Every key of a source with where it stands.
fn cited(protocol: &Protocol) -> Vec<(Place, &str)> {
    let root = Place::default();
    let mut cited: Vec<(Place, &str)> = Vec::new();
    macro_rules! list {
        ($key:literal, $list:expr) => {
            for (at, one) in $list.iter().enumerate() {
                cited.push((root.entry($key, at).key("source"), one.source.as_str()));
            }
        };
    }
    list!("printed", protocol.printed);
    list!("monitoring", protocol.monitoring);
    list!("assessment", protocol.assessments);
    list!("caution", protocol.cautions);
    list!("interaction", protocol.interactions);
    list!("programme", protocol.programme);
    list!("regulatory", protocol.regulatory);
    list!("evidence", protocol.evidence);
    for (at, phase) in protocol.phases.iter().enumerate() {
        let here = root.entry("phase", at);
        for (index, schedule) in phase.schedule.iter().enumerate() {
            let place = here.entry("schedule", index).key("source");
            cited.push((place, schedule.source.as_str()));
            if let Some(reading) = &schedule.reading {
                let place = here.entry("schedule", index).key("reading");
                cited.push((place, reading.as_str()));
            }
        }
        for (index, session) in phase.sessions.iter().enumerate() {
            if let Some(people) = &session.people {
                let place = here.entry("session", index).key("people").key("source");
                cited.push((place, people.source.as_str()));
            }
            for (value, entry) in session.values.iter().enumerate() {
                let place = here.entry("session", index).entry("values", value);
                cited.push((place.key("source"), entry.source.as_str()));
            }
        }
    }
    cited
}

fn sources(protocol: &Protocol, faults: &mut Faults) {
    let known: BTreeSet<&str> = protocol
        .sources
        .iter()
        .map(|one| one.key.as_str())
        .collect();
    for (at, source) in protocol.sources.iter().enumerate() {
        if source.text.trim().is_empty() {
            let place = Place::default().entry("source", at).key("text");
            faults.add(
                place,
                None,
                "the source is not named",
                "Say who, and where.",
            );
        }
    }
    for (place, key) in cited(protocol) {
        if !known.contains(key) {
            faults.add(
                place,
                Some(key),
                "there is no source of this key",
                "Add it as [[source]] with key and text.",
            );
        }
    }
}

fn check_value(entry: &Entry, kind: Option<SessionKind>, place: &Place, faults: &mut Faults) {
    if let Err(error) = Amount::parse_in(kind, entry.what, &entry.is) {
        faults.add(
            place.key("is"),
            Some(&entry.is),
            format!("{}: {error}", entry.what),
            VALUE_HELP,
        );
    }
}

fn check_phase(phase: &Phase, at: usize, faults: &mut Faults) {
    let place = Place::default().entry("phase", at);
    if phase.schedule.is_empty() {
        let help = "Add schedule = [{ per_week = [3, 3], source = …, status = … }].";
        faults.add(place.key("schedule"), None, "there is no schedule", help);
    }
    for (index, schedule) in phase.schedule.iter().enumerate() {
        check_schedule(schedule, &place.entry("schedule", index), faults);
    }
    if phase.sessions.is_empty() {
        let help = "Add [[phase.session]] with what happens at a visit.";
        faults.add(
            place.key("session"),
            None,
            "nothing happens at its visits",
            help,
        );
    }
    for (index, session) in phase.sessions.iter().enumerate() {
        let here = place.entry("session", index);
        if index == 0 && session.at_the_same_time {
            let help = "Take it out, or put the session behind the one that it starts with.";
            faults.add(
                here.key("at_the_same_time"),
                None,
                "there is no session before it",
                help,
            );
        }
        let people = session.people.as_ref().map(|people| people.at_least);
        if let Some(many) = people.filter(|many| !(1..=20).contains(many)) {
            let place = here.key("people").key("at_least");
            let problem = "from 1 to 20 people are plausible";
            faults.add(place, Some(&many.to_string()), problem, "Correct it.");
        }
        let before = faults.0.len();
        for (value, entry) in session.values.iter().enumerate() {
            let kind = Some(session.kind);
            check_value(entry, kind, &here.entry("values", value), faults);
        }
        if session.kind != SessionKind::Stimulation || faults.0.len() > before {
            continue;
        }
        for reading in Reading::all(session) {
            if let Err(error) = super::stimulation::sessions(&reading) {
                let help = "Correct the train, the pause or the trains.";
                faults.add(here.clone(), None, error.to_string(), help);
            }
        }
    }
    check_interval(phase, &place, faults);
}

fn check_schedule(schedule: &Schedule, place: &Place, faults: &mut Faults) {
    let visits: u64 = schedule.per_week.iter().map(|week| u64::from(*week)).sum();
    let has_days = !schedule.days.is_empty() || !schedule.after_visits.is_empty();
    match (schedule.per_week.is_empty(), !has_days) {
        (false, false) if schedule.after_visits.is_empty() => faults.add(
            place.key("days"),
            None,
            "weeks and days are both given",
            "Give per_week or days.",
        ),
        (true, true) => faults.add(
            place.clone(),
            None,
            "the phase ends before it starts: it has neither weeks nor days",
            "Give per_week = [3, 3] or days = [0, 7].",
        ),
        (false, true) if visits == 0 => faults.add(
            place.key("per_week"),
            None,
            "no week has a visit",
            "Give the visits of each week.",
        ),
        _ => {}
    }
    if let Some(many) = schedule.per_week.iter().find(|week| **week > 7) {
        faults.add(
            place.key("per_week"),
            Some(&many.to_string()),
            "a week has at most 7 days with a visit",
            "Give several sessions on a day as per_day.",
        );
    }
    if !schedule.days.is_sorted_by(|a, b| a < b) {
        faults.add(
            place.key("days"),
            None,
            "the days are not in order, or a day is there twice",
            "Give each day once, the first as 0.",
        );
    }
    if schedule.per_week.len() > 520 || schedule.days.last().is_some_and(|day| *day > 3660) {
        faults.add(place.clone(), None, "longer than ten years", "Correct it.");
    }
    if !(1..=48).contains(&schedule.per_day) {
        faults.add(
            place.key("per_day"),
            Some(&schedule.per_day.to_string()),
            "from 1 to 48 sessions a day are plausible",
            "Correct it.",
        );
    }
    if schedule.after_days.is_some_and(|days| days > 3660) {
        faults.add(
            place.key("after_days"),
            None,
            "longer than ten years",
            "Correct it.",
        );
    }
}

fn interval(text: &str) -> Result<Seconds, ValueError> {
    let plausible = INTERVAL;
    let read = Seconds::parse_with_unit(text).map_err(|error| match error {
        QuantityError::NoUnit { text, .. } => ValueError::NoUnit { text, plausible },
        QuantityError::Implausible { .. } => {
            let text = text.trim().to_owned();
            ValueError::Implausible { text, plausible }
        }
        other => other.into(),
    })?;
    if plausible.holds(read.value()) {
        return Ok(read);
    }
    let text = text.trim().to_owned();
    Err(ValueError::Implausible { text, plausible })
}

/// The interval between sessions of a day is not shorter than a session, counted from start to start.
fn check_interval(phase: &Phase, place: &Place, faults: &mut Faults) {
    for (index, schedule) in phase.schedule.iter().enumerate() {
        let place = place.entry("schedule", index).key("interval");
        let Some(text) = &schedule.interval else {
            continue;
        };
        match interval(text) {
            Err(problem) => faults.add(
                place,
                Some(text),
                problem.to_string(),
                "Write it like \"50 min\".",
            ),
            Ok(interval) => {
                if let Err(error) = super::plan::day(phase, schedule, interval) {
                    faults.add(
                        place,
                        Some(text),
                        error.to_string(),
                        "Correct the interval.",
                    );
                }
            }
        }
    }
    let is_preparation = phase.kind == PhaseKind::Preparation;
    let is_endless = phase.schedule.iter().any(|schedule| schedule.open_ended);
    if is_preparation && is_endless {
        let place = place.key("schedule");
        faults.add(
            place,
            None,
            "preparation without an end",
            "Take open_ended out.",
        );
    }
}
