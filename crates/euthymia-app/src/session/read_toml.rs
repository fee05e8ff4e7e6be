//! A session from a TOML file.

use super::dose;
use super::entry::{self, Wrong};
use crate::error::AppError;
use crate::record::doc::{Doc, Node};
use crate::score::answers;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::instrument::{Answers, bundled};
use euthymia_clinical::safety::quantity::Quantity;
use euthymia_clinical::safety::rules::{Demand, bundled as rule_sets, find, known};
use euthymia_clinical::safety::session::{
    Abstained, Asked, Convention, Done, Happened, Moment, Reading, Session,
};
use euthymia_clinical::suicidality;
use euthymia_table::ReadOptions;
use std::path::Path;

/// The schema of the file.
pub(super) const SCHEMA: &str = "euthymia.session.v1";

/// Reads a session from its text; `path` is where a file of measurements is looked for.
///
/// # Errors
/// [`AppError::Input`] with everything found.
pub(super) fn read_text(
    text: &str,
    name: &str,
    path: &Path,
    options: &ReadOptions,
    ignored: &[String],
) -> Result<Session, AppError> {
    let doc = Doc::new(name, text);
    let table = doc.parse()?;
    let root = doc.root(&table);
    let start = start_of(&root);
    let mut session = session(&root, start);
    let beside = root.text("measurements").map(str::to_owned);
    root.finish();
    let findings = doc.into_findings();
    if !findings.is_empty() {
        return Err(findings.into());
    }
    if let Some(file) = beside {
        let path = path.parent().unwrap_or(Path::new(".")).join(file);
        super::read_csv::read_into(&mut session, &path, options, ignored, start)?;
    }
    Ok(session)
}

fn report<T>(node: &Node<'_, '_>, result: Result<T, Wrong>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(wrong) => {
            let finding = node.error(wrong.key, wrong.message);
            node.report(finding.with_help(wrong.help));
            None
        }
    }
}

fn minutes(node: &Node<'_, '_>, key: &'static str) -> Option<f64> {
    let found = node.number(key)?;
    report(node, entry::minutes(key, found))
}

/// When the dose began, in minutes since midnight.
fn start_of(root: &Node<'_, '_>) -> Option<f64> {
    let text = root.text("start")?;
    report(root, entry::clock("start", text))
}

/// A minute under a key, or a clock time in quotation marks.
fn minute_or_clock(node: &Node<'_, '_>, key: &'static str, start: Option<f64>) -> Option<f64> {
    let text = node.amount(key)?;
    if !text.contains(':') {
        return minutes(node, key);
    }
    let read = entry::clock(key, &text).and_then(|at| entry::since(key, start, at));
    match report(node, read)? {
        Moment::At(minute) => Some(minute),
        Moment::Before(_) => {
            node.report(
                node.error(key, "this is before the dose began")
                    .with_found(text),
            );
            None
        }
    }
}

fn session(root: &Node<'_, '_>, start: Option<f64>) -> Session {
    if root.text("schema") != Some(SCHEMA) {
        root.report(root.error("schema", format!("expected schema = \"{SCHEMA}\"")));
    }
    let treatment = root.text("treatment");
    match treatment {
        Some(word) if !known().contains(&word) => {
            root.report(root.unknown("treatment", word, &known()));
        }
        Some(_) => {}
        None => root.report(root.error("treatment", "the treatment is missing")),
    }
    let session = Session {
        treatment: treatment.unwrap_or_default().to_owned(),
        dose: root.text("dose").map(str::to_owned),
        dose_mg: dose_of(root, treatment),
        dose_end: minute_or_clock(root, "dose_end", start),
        devices: devices(root, start),
        convention: root.word("observation_from", Convention::ALL, Convention::id),
        discharge: minute_or_clock(root, "discharge", start),
        abstained: abstained(root),
        readings: readings(root, start),
        events: events(root, start),
        done: done(root, start),
        checklist: checklist(root),
        suicidality: suicidality_of(root),
    };
    for wrong in entry::contradictions(&session) {
        root.report(root.error(wrong.key, wrong.message).with_help(wrong.help));
    }
    session
}

/// The dose in mg, where it is an amount.
fn dose_of(root: &Node<'_, '_>, treatment: Option<&str>) -> Option<f64> {
    let (text, set) = (root.text("dose")?, find(treatment?)?);
    let read = dose::milligrams(text, set).map_err(|wrong| {
        let finding = root.error(wrong.key, wrong.message);
        root.report(finding.with_found(text).with_help(wrong.help));
    });
    read.ok().flatten()
}

fn devices(root: &Node<'_, '_>, start: Option<f64>) -> Vec<f64> {
    let mut found: Vec<f64> = Vec::new();
    for node in root.tables("device") {
        if let Some(minute) = minute_or_clock(&node, "minute", start) {
            if found.last().is_some_and(|last| minute <= *last) {
                let finding = node.error("minute", "devices are out of order");
                node.report(finding.with_help("List them in order of time."));
            }
            found.push(minute);
        }
        node.finish();
    }
    found
}

fn abstained(root: &Node<'_, '_>) -> Abstained {
    let Some(node) = root.table("before") else {
        return Abstained::default();
    };
    // What was last taken days ago is as good as a day.
    let long_ago = |key: &'static str| {
        let found = node.number(key)?;
        report(&node, entry::minutes(key, found.min(1440.0)))
    };
    let found = Abstained {
        food: long_ago("food"),
        liquid: long_ago("liquid"),
        nasal_medicine: long_ago("nasal_medicine"),
    };
    node.finish();
    found
}

/// When an entry was: `at` by the clock, `minute`, `before` in minutes, or `when = "before"`.
fn moment(node: &Node<'_, '_>, start: Option<f64>) -> Option<Moment> {
    if let Some(text) = node.text("at") {
        if node.has("minute") || node.has("before") || node.has("when") {
            let finding = node.error("at", "a clock time and another time");
            node.report(finding.with_help("Give one of them."));
        }
        let read = entry::clock("at", text).and_then(|at| entry::since("at", start, at));
        return report(node, read);
    }
    let before = minutes(node, "before");
    let when = node.text("when");
    let minute = minutes(node, "minute");
    if let Some(word) = when.filter(|word| *word != "before") {
        node.report(node.unknown("when", word, &["before"]));
        return None;
    }
    match (before, when, minute) {
        (Some(before), _, None) => Some(Moment::Before(Some(before))),
        (None, Some(_), None) => Some(Moment::Before(None)),
        (None, None, Some(minute)) => Some(Moment::At(minute)),
        (None, None, None) => None,
        _ => {
            let finding = node.error("minute", "both before the dose and after its start");
            node.report(finding.with_help("Give minute, or before; not both."));
            None
        }
    }
}

fn readings(root: &Node<'_, '_>, start: Option<f64>) -> Vec<Reading> {
    let mut found: Vec<Reading> = Vec::new();
    for node in root.tables("measured") {
        let mut keys = ["at", "minute", "before", "when"].into_iter();
        let timed = keys.any(|key| node.has(key));
        let moment = moment(&node, start);
        if !timed {
            let finding = node.error("minute", "the measurement has no time");
            node.report(finding.with_help(
                "Give minute = 40 since the start of the dose, or before = 10 for minutes before it.",
            ));
        }
        let mut values = Vec::new();
        for quantity in Quantity::ALL.iter().copied() {
            let Some(text) = node.amount(quantity.id()) else {
                continue;
            };
            let value = quantity.parse(&text).map_err(|e| Wrong::implausible(&e));
            if let Err(wrong) = &value {
                let finding = node.error(wrong.key, wrong.message.clone());
                node.report(finding.with_found(text).with_help(wrong.help.clone()));
            }
            values.extend(value.ok().map(|value| (quantity, value)));
        }
        if let Some(moment) = moment {
            let reading = Reading { moment, values };
            report(&node, entry::pressures(&reading));
            let previous = found.last().map(|reading| reading.moment);
            let key = match (node.has("at"), node.has("before")) {
                (true, _) => "at",
                (false, true) => "before",
                (false, false) => "minute",
            };
            report(&node, entry::in_order(previous, moment, key));
            found.push(reading);
        }
        node.finish();
    }
    found
}

/// Entries of a list: `None` where the key is absent, which says nothing about whether there were any.
fn listed<T>(
    root: &Node<'_, '_>,
    key: &'static str,
    one: impl Fn(&Node<'_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    let is_recorded = root.has(key);
    let mut found = Vec::new();
    for node in root.tables(key) {
        found.extend(one(&node));
        node.finish();
    }
    is_recorded.then_some(found)
}

fn events(root: &Node<'_, '_>, start: Option<f64>) -> Option<Vec<Happened>> {
    listed(root, "event", |node| {
        let moment = moment(node, start);
        let grade = node.count("grade");
        if grade.is_some_and(|grade| !(1..=5).contains(&grade)) {
            node.report(node.error("grade", "expected a grade from 1 to 5"));
        }
        let Some(name) = node.text("name") else {
            node.report(node.error("name", "the event has no name"));
            return None;
        };
        Some(Happened {
            moment,
            name: name.to_owned(),
            grade: grade.and_then(|grade| u8::try_from(grade).ok()),
        })
    })
}

fn done(root: &Node<'_, '_>, start: Option<f64>) -> Option<Vec<Done>> {
    listed(root, "done", |node| {
        let moment = moment(node, start);
        let Some(what) = node.text("what") else {
            node.report(node.error("what", "what was done is missing"));
            return None;
        };
        Some(Done {
            moment,
            what: what.to_owned(),
        })
    })
}

/// Keys that a discharge checklist may have.
pub(super) fn checklist_items() -> Vec<&'static str> {
    let rules = rule_sets().iter().flat_map(|set| &set.rules);
    let mut items: Vec<&'static str> = rules
        .filter_map(|rule| match &rule.demand {
            Demand::Recorded { item } => Some(item.as_str()),
            _ => None,
        })
        .collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn checklist(root: &Node<'_, '_>) -> Vec<(String, bool)> {
    let Some(node) = root.table("checklist") else {
        return Vec::new();
    };
    let items = checklist_items().into_iter();
    let found = items.filter_map(|item| Some((item.to_owned(), node.flag(item)?)));
    let found = found.collect();
    node.finish();
    found
}

fn suicidality_of(root: &Node<'_, '_>) -> Vec<Asked> {
    let mut found = Vec::new();
    for node in root.tables("suicidality") {
        let asked = match node.text("instrument") {
            Some(id) => by_instrument(&node, id),
            None => by_answer(&node),
        };
        found.extend(asked);
        node.finish();
    }
    found
}

/// A question in the clinic's own words with its answer; without an answer it was not answered.
fn by_answer(node: &Node<'_, '_>) -> Option<Asked> {
    let item = node
        .text("item")
        .unwrap_or("question about suicidal thoughts");
    let answer = match node.text("answer") {
        Some("yes") => Answer::Yes,
        Some("no") => Answer::No,
        Some("not_answered") | None => Answer::CannotSay,
        Some(word) => {
            node.report(node.unknown("answer", word, &["yes", "no", "not_answered"]));
            return None;
        }
    };
    Some(Asked {
        answer,
        words: format!(
            "{item}: {}",
            match answer {
                Answer::Yes => "yes",
                Answer::No => "no",
                Answer::CannotSay => "not answered",
            }
        ),
        source: None,
    })
}

/// Whether the suicide item of a scale was answered above its lowest answer. In a session that is
/// positive, even where the scale's own alert begins higher.
fn is_above_zero(sheet: &Answers<'_>) -> bool {
    let score = euthymia_clinical::instrument::score(sheet, None);
    let Some(flag) = score.suicide else {
        return false;
    };
    let items = &sheet.pack().items;
    let item = items.iter().find(|item| item.id == flag.item);
    match (flag.value, item) {
        (Some(value), Some(item)) => value > f64::from(item.minimum),
        _ => false,
    }
}

/// An answer sheet of a scale that has a suicide item.
fn by_instrument(node: &Node<'_, '_>, id: &str) -> Option<Asked> {
    let Some(pack) = bundled(id) else {
        node.report(node.unknown("instrument", id, &["cssrs_screener", "madrs", "phq9"]));
        return None;
    };
    let text = node.text("answers").unwrap_or_default();
    let given = if text.trim().is_empty() {
        Ok(vec![None; pack.items.len()])
    } else {
        answers(text)
    };
    let sheet = given.and_then(|given| {
        Answers::new(pack, given).map_err(|errors| {
            let each: Vec<String> = errors.iter().map(ToString::to_string).collect();
            each.join("; ")
        })
    });
    match sheet.map(|sheet| suicidality::sign(&sheet).map(|sign| (sign, is_above_zero(&sheet)))) {
        Ok(Some((sign, above))) => Some(Asked {
            answer: if above { Answer::Yes } else { sign.flagged },
            words: sign.words,
            source: Some(sign.source),
        }),
        Ok(None) => {
            node.report(node.error(
                "instrument",
                "this scale asks nothing about suicidal thoughts",
            ));
            None
        }
        Err(problem) => {
            node.report(node.error("answers", problem));
            None
        }
    }
}
