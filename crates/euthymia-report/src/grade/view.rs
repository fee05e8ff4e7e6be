//! What certainty rests on, as a table.

use super::domain::Aspect;
use super::rated::{Graded, Rated};
use super::steps::Steps;
use crate::words::capital;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// Each respect with its judgement, the levels, and why; then the certainty.
#[must_use]
pub fn certainty_view(graded: &Graded, measure: Measure) -> TableView {
    let mut rows = vec![vec![
        Value::text("Start"),
        Value::text(graded.start.name()),
        Value::text(if graded.start.is_high() {
            "high"
        } else {
            "low"
        }),
        Value::text("design"),
        Value::Missing,
    ]];
    rows.extend(graded.rated.iter().filter(|own| is_shown(own)).map(row));
    rows.push(vec![
        Value::text("Certainty"),
        Value::text(graded.overall.name()),
        Value::Missing,
        Value::text(match graded.overall.person {
            Some(_) => "a person",
            None => "sum",
        }),
        match &graded.overall.person {
            Some(person) => Value::text(person.reason.clone()),
            None => Value::Missing,
        },
    ]);
    TableView {
        schema: "euthymia.pool.grade.v1".to_owned(),
        title: "How certain the estimate is (GRADE)".to_owned(),
        columns: vec![
            ColumnSpec::text("aspect", "Respect"),
            ColumnSpec::text("judgement", "Judgement"),
            ColumnSpec::text("levels", "Levels"),
            ColumnSpec::text("by", "By"),
            ColumnSpec::text("why", "Why"),
        ],
        rows,
        notes: notes(graded, measure),
    }
}

/// Domains always; reasons to raise where they raise or a person spoke.
fn is_shown(own: &Rated) -> bool {
    let raises = own.steps() != Steps::Settled(0) || own.person.is_some();
    matches!(own.aspect, Aspect::Down(_)) || raises
}

fn row(own: &Rated) -> Vec<Value> {
    vec![
        Value::text(capital(own.aspect.name())),
        Value::text(own.words()),
        Value::text(levels(own)),
        Value::text(match own.person {
            Some(_) => "a person",
            None => "rule",
        }),
        Value::text(own.because()),
    ]
}

/// `−1`, `−2 to 0`, `+1`, `?`.
fn levels(own: &Rated) -> String {
    let sign = match own.aspect {
        Aspect::Down(_) => "−",
        Aspect::Up(_) => "+",
    };
    let signed = |steps: u8| match steps {
        0 => "0".to_owned(),
        steps => format!("{sign}{steps}"),
    };
    match own.steps() {
        Steps::Settled(steps) => signed(steps),
        Steps::Between { least, most } => format!("{} to {}", signed(most), signed(least)),
        Steps::Undecided => "?".to_owned(),
    }
}

fn notes(graded: &Graded, measure: Measure) -> Vec<String> {
    let mut notes = vec![
        "What a rule says is a proposal: a person's judgement, with a reason, takes its place."
            .to_owned(),
    ];
    notes.push(match &graded.thresholds {
        Some(thresholds) => {
            let values = thresholds.values().iter();
            let values: Vec<String> = values.map(|own| threshold(*own, measure)).collect();
            format!("Thresholds of a decision: {}.", values.join(", "))
        }
        None => {
            "No thresholds of a decision were stated: imprecision and inconsistency are left to \
                 people."
                .to_owned()
        }
    });
    let undecided = &graded.overall.undecided;
    if !undecided.is_empty() && graded.overall.person.is_none() {
        let names: Vec<&str> = undecided
            .iter()
            .map(|own| Aspect::Down(*own).name())
            .collect();
        notes.push(format!(
            "Not decided: {}. With them certainty can only be lower.",
            names.join(", ")
        ));
    }
    for own in graded.rated.iter().filter(|own| own.person.is_some()) {
        let proposal = Rated {
            person: None,
            ..own.clone()
        };
        notes.push(format!(
            "{}: the rule alone would say {} ({}).",
            capital(own.aspect.name()),
            proposal.words(),
            proposal.because()
        ));
    }
    notes.extend(graded.remarks.iter().cloned());
    notes
}

fn threshold(value: f64, measure: Measure) -> String {
    match measure.scale() {
        Scale::Proportion | Scale::ProportionDifference => fmt::percent(value, 1),
        _ => fmt::number(value, 2),
    }
}
