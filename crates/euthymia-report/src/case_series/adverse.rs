//! Adverse events: how many patients had each, with exact limits, by severity and relatedness; and how
//! frequent one that was never seen can still be.

use super::choices::Choices;
use super::data::{AdverseEvent, CaseSeries, Patient};
use super::outcomes::{Share, limits};
use crate::words;
use euthymia_cohort::CohortError;
use euthymia_cohort::proportion::{Proportion, rule_of_three, upper_limit};
use euthymia_numerics::Probability;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::BTreeMap;

/// An adverse event over all patients.
#[derive(Clone, Debug, PartialEq)]
pub struct EventSummary {
    /// What happened, as most often written.
    pub term: String,
    /// Patients who had it at least once, among all.
    pub patients: Share,
    /// How often it happened.
    pub occurrences: usize,
    /// Patients by the worst severity that is recorded for them.
    pub by_severity: BTreeMap<String, usize>,
    /// Patients by the closest relation to the treatment that is recorded for them, in the clinic's
    /// words.
    pub by_relatedness: BTreeMap<String, usize>,
    /// Patients in whom it was serious.
    pub serious: usize,
}

/// Adverse events of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Adverse {
    /// Patients.
    pub n: usize,
    /// Patients with any event; `None` without patients.
    pub any: Option<Share>,
    /// Patients with any serious event.
    pub any_serious: Option<Share>,
    /// Each event, the most frequent first.
    pub events: Vec<EventSummary>,
    /// Events of which it is not recorded whether they were serious.
    pub seriousness_not_recorded: usize,
    /// How frequent an event that was not seen can still be.
    pub unseen: Option<Unseen>,
}

/// The limit of what was not seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unseen {
    /// One-sided exact limit.
    pub exact: f64,
    /// The rule of three, 3/n.
    pub rule_of_three: f64,
    /// The confidence of the exact limit.
    pub confidence: Probability,
}

/// Counts adverse events; `None` where the files record none, which does not mean that there were none.
///
/// # Errors
/// [`CohortError`] for a level that is none.
pub fn adverse(
    series: &CaseSeries,
    choices: &Choices,
    group: Option<usize>,
) -> Result<Option<Adverse>, CohortError> {
    if !series.has_events {
        return Ok(None);
    }
    let members: Vec<&Patient> = series.members(group).collect();
    let share = |met: &dyn Fn(&Patient) -> bool| {
        Share::of(members.iter().map(|p| Some(met(p))), choices.level)
    };
    let mut terms: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for event in members.iter().flat_map(|patient| &patient.events) {
        let written = terms.entry(same(&event.term)).or_default();
        *written.entry(event.term.trim()).or_insert(0) += 1;
    }
    let mut events = Vec::new();
    for (key, written) in &terms {
        let had = |patient: &Patient| patient.events.iter().any(|e| same(&e.term) == *key);
        let Some(patients) = share(&had)? else {
            continue;
        };
        let term = written.iter().max_by_key(|(_, count)| **count);
        let of = |patient: &&Patient| -> Vec<AdverseEvent> {
            let own = patient.events.iter().filter(|e| same(&e.term) == *key);
            own.cloned().collect()
        };
        let mut summary = EventSummary {
            term: term.map_or(key.clone(), |(text, _)| (*text).to_owned()),
            patients,
            occurrences: written.values().sum(),
            by_severity: BTreeMap::new(),
            by_relatedness: BTreeMap::new(),
            serious: 0,
        };
        for own in members.iter().map(of).filter(|own| !own.is_empty()) {
            let severities = own.iter().filter_map(|e| e.severity.as_deref());
            let severity = highest(severities, &GRADES);
            *summary.by_severity.entry(severity).or_insert(0) += 1;
            let relations = own.iter().filter_map(|e| e.relatedness.as_deref());
            let related = highest(relations, &RELATIONS);
            *summary.by_relatedness.entry(related).or_insert(0) += 1;
            summary.serious += usize::from(own.iter().any(|e| e.serious == Some(true)));
        }
        events.push(summary);
    }
    events.sort_by(|a, b| {
        let count = |e: &EventSummary| e.patients.proportion.events();
        count(b).cmp(&count(a)).then_with(|| a.term.cmp(&b.term))
    });
    Ok(Some(Adverse {
        n: members.len(),
        any: share(&|p| !p.events.is_empty())?,
        any_serious: share(&|p| p.events.iter().any(|e| e.serious == Some(true)))?,
        events,
        seriousness_not_recorded: members
            .iter()
            .flat_map(|patient| &patient.events)
            .filter(|event| event.serious.is_none())
            .count(),
        unseen: unseen(members.len()),
    }))
}

impl Adverse {
    /// Patients with an event, in whatever way it is written; none of them where it was not seen.
    #[must_use]
    pub fn patients_with(&self, term: &str, level: Probability) -> Option<Share> {
        let known = self
            .events
            .iter()
            .find(|event| same(&event.term) == same(term));
        match known {
            Some(event) => Some(event.patients.clone()),
            None => Share::of(std::iter::repeat_n(Some(false), self.n), level)
                .ok()
                .flatten(),
        }
    }
}

fn unseen(n: usize) -> Option<Unseen> {
    let none = Proportion::new(0, n as u64).ok()?;
    Some(Unseen {
        exact: upper_limit(none, Probability::NINETY_FIVE).ok()?,
        rule_of_three: rule_of_three(n as u64)?,
        confidence: Probability::NINETY_FIVE,
    })
}

/// Terms that differ in case and spaces only are one.
fn same(term: &str) -> String {
    let words: Vec<String> = term.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Words of the same meaning, from the least to the most.
type Order = [&'static [&'static str]];

/// The usual grades of severity.
const GRADES: [&[&str]; 5] = [
    &["mild", "1", "grade 1"],
    &["moderate", "2", "grade 2"],
    &["severe", "3", "grade 3"],
    &["life-threatening", "life threatening", "4", "grade 4"],
    &["fatal", "5", "grade 5"],
];

/// The usual words for a relation to the treatment.
const RELATIONS: [&[&str]; 5] = [
    &["not related", "unrelated", "none", "no"],
    &["unlikely", "unlikely related"],
    &["possible", "possibly", "possibly related"],
    &["probable", "probably", "probably related"],
    &[
        "related",
        "definite",
        "definitely",
        "definitely related",
        "certain",
        "yes",
    ],
];

/// The place of a word in an order, from 1; other words stand below it.
fn rank(word: &str, order: &Order) -> usize {
    let word = same(word);
    order
        .iter()
        .position(|step| step.contains(&word.as_str()))
        .map_or(0, |at| at + 1)
}

/// The word that stands highest in an order, of equals the first.
fn highest<'a>(words: impl Iterator<Item = &'a str>, order: &Order) -> String {
    let higher = |a: &'a str, b: &'a str| match rank(b, order) > rank(a, order) {
        true => b,
        false => a,
    };
    words
        .reduce(higher)
        .map_or_else(|| "not recorded".to_owned(), same)
}

/// The events as a table.
#[must_use]
pub fn adverse_view(series: &CaseSeries, choices: &Choices, adverse: &Adverse) -> TableView {
    let level = words::level(choices.level);
    let mut rows = Vec::new();
    let overall = [
        ("any event", &adverse.any),
        ("any serious event", &adverse.any_serious),
    ];
    for (label, share) in overall {
        if let Some(share) = share {
            rows.push(row(label, share, None));
        }
    }
    rows.extend(
        adverse
            .events
            .iter()
            .map(|event| row(&event.term, &event.patients, Some(event))),
    );
    let mut notes = vec![format!(
        "Patients who had the event at least once, of all in the files, with a baseline or without. Exact: \
         Clopper–Pearson, {level}. Severity, relatedness and serious count patients: the worst severity and \
         the closest relation that are recorded for each."
    )];
    if adverse.seriousness_not_recorded > 0 {
        notes.push(format!(
            "Whether they were serious is not recorded of {}; these are not counted as serious.",
            words::counted(adverse.seriousness_not_recorded, "event", "events")
        ));
    }
    if let Some(unseen) = adverse.unseen {
        notes.push(format!(
            "An event that was seen in none of {} patients can still occur in up to {} (one-sided exact \
             {} limit; rule of three: {}).",
            adverse.n,
            fmt::percent(unseen.exact, 1),
            words::level(unseen.confidence),
            fmt::percent(unseen.rule_of_three, 1)
        ));
    }
    TableView {
        schema: "euthymia.case_series.adverse_events.v1".to_owned(),
        title: format!("Adverse events: {}", series.name),
        columns: vec![
            ColumnSpec::text("event", "Event"),
            ColumnSpec::number("patients_n", "Patients").for_people(),
            ColumnSpec::number("patients", "patients").for_machines(),
            ColumnSpec::number("n", "n").for_machines(),
            ColumnSpec::number("exact", format!("{level} CI, exact")).for_people(),
            ColumnSpec::number("exact_low", "exact_low").for_machines(),
            ColumnSpec::number("exact_high", "exact_high").for_machines(),
            ColumnSpec::number("occurrences", "Occurrences"),
            ColumnSpec::text("severity", "Severity"),
            ColumnSpec::text("relatedness", "Relatedness"),
            ColumnSpec::number("serious", "Serious"),
        ],
        rows,
        notes,
    }
}

fn row(label: &str, share: &Share, event: Option<&EventSummary>) -> Vec<Value> {
    let counted = |map: &BTreeMap<String, usize>, order: &Order| {
        let mut words: Vec<(&String, &usize)> = map.iter().collect();
        words.sort_by_key(|(word, _)| rank(word, order));
        let parts: Vec<String> = words
            .iter()
            .map(|(word, n)| format!("{word} {n}"))
            .collect();
        Value::text(parts.join(", "))
    };
    vec![
        Value::text(label),
        Value::text(share.shown()),
        Value::Count(share.proportion.events()),
        Value::Count(share.proportion.n()),
        Value::text(limits(&share.exact)),
        Value::number(share.exact.lower, 4),
        Value::number(share.exact.upper, 4),
        event.map_or(Value::Missing, |e| Value::Count(e.occurrences as u64)),
        event.map_or(Value::Missing, |e| counted(&e.by_severity, &GRADES)),
        event.map_or(Value::Missing, |e| counted(&e.by_relatedness, &RELATIONS)),
        event.map_or(Value::Missing, |e| Value::Count(e.serious as u64)),
    ]
}
