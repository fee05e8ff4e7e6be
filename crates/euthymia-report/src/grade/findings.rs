//! The summary of findings: a row for each outcome.

use super::absolute::{Absolute, BaselineFrom};
use super::domain::Aspect;
use super::rated::{Graded, Rated};
use super::steps::Steps;
use crate::pooled::Pooled;
use crate::words::{self, Shown, capital};
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// One outcome of a summary of findings.
#[derive(Clone, Debug)]
pub struct Finding<'a> {
    /// The outcome.
    pub outcome: String,
    /// The analysis.
    pub pooled: &'a Pooled,
    /// What it means at a baseline risk, where it means risks.
    pub absolute: Option<Absolute>,
    /// Standard deviation of the scale on which a standardised difference is told.
    pub sd: Option<f64>,
    /// Its certainty.
    pub graded: &'a Graded,
}

/// Outcomes with their studies, patients, relative and absolute effects, and certainty with its reasons
/// as footnotes.
#[must_use]
pub fn summary_of_findings(title: &str, findings: &[Finding<'_>]) -> TableView {
    let level = findings.first().map_or(String::new(), |own| {
        format!(" [{} CI]", words::level(own.pooled.options.fit.level))
    });
    let mut footnotes: Vec<String> = Vec::new();
    let rows = findings
        .iter()
        .map(|own| row(own, &mut footnotes))
        .collect();
    let notes = footnotes
        .iter()
        .enumerate()
        .map(|(at, note)| format!("{}: {note}", letter(at)))
        .chain(findings.iter().filter_map(baseline_note));
    let notes = notes.collect();
    let mut columns = vec![
        ColumnSpec::text("outcome", "Outcome"),
        ColumnSpec::number("studies", "Studies"),
        ColumnSpec::number("patients", "Patients"),
        ColumnSpec::number("effect", format!("Effect{level}")).for_people(),
        ColumnSpec::number("without", "Without, per 1,000").for_people(),
        ColumnSpec::number("with", "With, per 1,000").for_people(),
        ColumnSpec::text("difference", format!("Difference{level}")).for_people(),
    ];
    for key in MACHINES {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns.push(ColumnSpec::text("certainty", "Certainty"));
    TableView {
        schema: "euthymia.pool.findings.v1".to_owned(),
        title: title.to_owned(),
        columns,
        rows,
        notes,
    }
}

const MACHINES: [&str; 8] = [
    "estimate",
    "ci_low",
    "ci_high",
    "baseline",
    "risk",
    "difference_estimate",
    "difference_low",
    "difference_high",
];

fn row(own: &Finding<'_>, footnotes: &mut Vec<String>) -> Vec<Value> {
    let pooled = own.pooled;
    let measure = pooled.options.measure;
    let headline = pooled.headline();
    let patients = pooled.patients();
    let per_thousand = |risk: Option<f64>| match (&own.absolute, risk) {
        (None, _) => Value::Missing,
        (Some(_), None) => Value::text("no risk"),
        (Some(_), Some(risk)) => Value::text(fmt::number(1000.0 * risk, 0)),
    };
    let baseline = own.absolute.map(|found| found.baseline.baseline.risk());
    let difference = own.absolute.and_then(|found| found.difference);
    let number = |value: Option<f64>| Value::number(value, 4);
    vec![
        Value::text(own.outcome.clone()),
        Value::number(pooled.summary.k as f64, 0),
        match patients {
            0 => Value::Missing,
            n => Value::number(n as f64, 0),
        },
        Value::text(format!(
            "{} {}",
            words::measure(measure),
            words::shown(&headline, measure.scale())
        )),
        per_thousand(baseline),
        per_thousand(own.absolute.and_then(|found| found.risk)),
        told(own, difference.as_ref()),
        number(Some(headline.estimate)),
        number(Some(headline.bounds.lower)),
        number(Some(headline.bounds.upper)),
        number(baseline),
        number(own.absolute.and_then(|found| found.risk)),
        number(difference.map(|own| own.estimate)),
        number(difference.map(|own| own.bounds.lower)),
        number(difference.map(|own| own.bounds.upper)),
        Value::text(certainty(own.graded, footnotes)),
    ]
}

/// The difference in words: of 1,000 patients, or in units of the scale.
fn told(own: &Finding<'_>, difference: Option<&Shown>) -> Value {
    let measure = own.pooled.options.measure;
    if let Some(difference) = difference {
        return Value::text(more_or_fewer(difference));
    }
    if own.absolute.is_some() {
        return Value::text("effect and baseline are impossible together");
    }
    let shown = own.pooled.headline();
    let unit = match (measure, own.sd) {
        (Measure::MeanDifference, _) => Some(1.0),
        (Measure::HedgesG, Some(sd)) => Some(sd),
        _ => None,
    };
    match unit.filter(|_| measure.scale() == Scale::Difference) {
        Some(unit) => {
            let times = |value: f64| value * unit;
            let scaled = Shown {
                estimate: times(shown.estimate),
                bounds: Bounds {
                    lower: times(shown.bounds.lower),
                    upper: times(shown.bounds.upper),
                },
            };
            Value::text(format!(
                "{} points",
                words::shown(&scaled, Scale::Difference)
            ))
        }
        None => Value::Missing,
    }
}

/// `54 more [12 more to 90 more]`, `7 fewer [11 fewer to 2 more]`.
fn more_or_fewer(difference: &Shown) -> String {
    let one = |value: f64| {
        let number = fmt::number((1000.0 * value).abs(), 0);
        match (number.as_str(), value < 0.0) {
            ("0", _) => "0".to_owned(),
            (_, true) => format!("{number} fewer"),
            (_, false) => format!("{number} more"),
        }
    };
    let Bounds { lower, upper } = difference.bounds;
    // The limit nearer to no difference stands last where both are fewer.
    let (first, last) = match upper <= 0.0 {
        true => (upper, lower),
        false => (lower, upper),
    };
    format!(
        "{} [{} to {}]",
        one(difference.estimate),
        one(first),
        one(last)
    )
}

/// The certainty with the letters of its footnotes.
fn certainty(graded: &Graded, footnotes: &mut Vec<String>) -> String {
    let mut letters = Vec::new();
    let counts = |own: &&Rated| own.steps() != Steps::Settled(0);
    for own in graded.rated.iter().filter(counts) {
        let note = match own.aspect {
            Aspect::Down(_) => format!(
                "{}: {} ({})",
                capital(own.aspect.name()),
                own.words(),
                own.because()
            ),
            Aspect::Up(_) => format!(
                "Raised for {}: {} ({})",
                own.aspect.name(),
                own.words(),
                own.because()
            ),
        };
        letters.push(letter(place(note, footnotes)));
    }
    if let Some(person) = &graded.overall.person {
        let note = format!("A person's judgement: {}", person.reason);
        letters.push(letter(place(note, footnotes)));
    }
    match letters.is_empty() {
        true => graded.overall.name(),
        false => format!("{} ({})", graded.overall.name(), letters.join(", ")),
    }
}

/// The place of a footnote, an equal one once.
fn place(note: String, footnotes: &mut Vec<String>) -> usize {
    let known = footnotes.iter().position(|own| *own == note);
    known.unwrap_or_else(|| {
        footnotes.push(note);
        footnotes.len() - 1
    })
}

/// `a`, `b` … `z`, then `27`.
fn letter(at: usize) -> String {
    let letters = ('a'..='z').nth(at);
    letters.map_or_else(|| (at + 1).to_string(), |own| own.to_string())
}

fn baseline_note(own: &Finding<'_>) -> Option<String> {
    let found = own.absolute?;
    let risk = fmt::percent(found.baseline.baseline.risk(), 1);
    Some(match found.baseline.from {
        BaselineFrom::Stated => format!(
            "{}: risk without the treatment {risk}, as stated, taken as known.",
            own.outcome
        ),
        BaselineFrom::ControlArms { events, n } => format!(
            "{}: no risk without the treatment was stated; {risk} is that of the control groups added \
             up ({events} of {n}), taken as known.",
            own.outcome
        ),
    })
}
