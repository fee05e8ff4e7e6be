//! The page on what was done: `privacy.md`.

use super::described::Described;
use super::number::Order;
use super::text::{AllTexts, OTHER};
use super::{Numbered, Policy};
use crate::error::AppError;
use euthymia_report::case_series::privacy::{
    Privacy, levels_view, policy_note, privacy_view, shown_value,
};
use euthymia_report::case_series::{CaseSeries, TimeScale};
use euthymia_table::{ColumnSpec, Format, TableView, Value, render};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn page(
    series: &CaseSeries,
    patients: &[Numbered<'_>],
    described: &Described,
    texts: &AllTexts,
    privacy: &Privacy,
    policy: &Policy,
) -> Result<String, AppError> {
    let mut out =
        String::from("# Privacy\n\nWhat was done to these files before they were given away.\n\n");
    for line in done(series, described, texts, policy) {
        out.push_str(&format!("- {line}\n"));
    }
    out.push_str("\n## Who could be recognised?\n\n");
    let mut views = vec![privacy_view(privacy), levels_view(privacy, policy.small)];
    if series.has_events {
        views.push(events_view(patients, texts, policy));
    }
    for view in views {
        let shown = render(&view, Format::Markdown);
        out.push_str(&shown.map_err(|error| AppError::Analysis(error.to_string()))?);
        out.push('\n');
    }
    out.push_str("## What is left\n\n");
    for line in left(described, policy) {
        out.push_str(&format!("- {line}\n"));
    }
    Ok(out)
}

fn done(
    series: &CaseSeries,
    described: &Described,
    texts: &AllTexts,
    policy: &Policy,
) -> Vec<String> {
    let mut lines = vec![
        format!(
            "Identifiers: replaced by numbers in a random order, {}. The key is in none of these files; it \
             is not written at all unless it is asked for.",
            match policy.order {
                Order::Secret => "drawn from the computer's own randomness and not kept",
                Order::Seed(_) => {
                    "drawn from a seed together with the contents of the original files; keep both as \
                     secret as a key"
                }
            }
        ),
        match series.time {
            TimeScale::Dates => {
                "Dates: relative days. Every date became the number of days from the \
                                 patient's own day 0; no calendar date is left."
                    .to_owned()
            }
            TimeScale::Days => "Dates: relative days. The files had days and no dates.".to_owned(),
            TimeScale::Order => "Dates: the files had an order of visits and no times.".to_owned(),
        },
    ];
    let capped = described.capped.iter();
    let capped: Vec<String> = capped
        .map(|(column, count)| format!("{column}, {} patients", policy.small.one(*count).text()))
        .collect();
    lines.push(match capped.as_slice() {
        [] => "Ages: none is above 89.".to_owned(),
        some => format!(
            "Ages: above 89 became 90, which is 90 or above ({}).",
            some.join("; ")
        ),
    });
    let banded: Vec<String> = described
        .banded
        .iter()
        .map(|(column, width)| format!("{column} in bands of {width}"))
        .collect();
    lines.push(match banded.as_slice() {
        [] => "Numbers: none was put into bands.".to_owned(),
        some => format!("Numbers: {}.", some.join(", ")),
    });
    let least = policy.small.least;
    let hidden: Vec<String> = texts
        .hidden()
        .into_iter()
        .map(|(what, count)| format!("{count} different {what}"))
        .collect();
    lines.push(format!(
        "Texts and categories of fewer than {least} patients, and texts that hold an identifier: \"{OTHER}\" ({}).",
        match hidden.as_slice() {
            [] => "there were none".to_owned(),
            some => some.join(", "),
        }
    ));
    for (column, why) in &described.left_out {
        lines.push(format!("Not written: {column}, because {why}."));
    }
    lines.push(
        "Not written: answers to single items, and what the report says of the clinic.".to_owned(),
    );
    lines.push(policy_note(policy.small));
    lines
}

/// Patients with each adverse event, small counts hidden.
fn events_view(patients: &[Numbered<'_>], texts: &AllTexts, policy: &Policy) -> TableView {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for one in patients {
        let events = one.patient.events.iter();
        let own: BTreeSet<&str> = events.map(|event| texts.term.shown(&event.term)).collect();
        for term in own {
            *counts.entry(term).or_insert(0) += 1;
        }
    }
    let all = patients.len() as u64;
    let row = |(term, count): (&str, u64)| {
        vec![
            Value::text(term),
            shown_value(policy.small.of_whole(count, all)),
        ]
    };
    TableView {
        schema: "euthymia.case_series.exported_events.v1".to_owned(),
        title: "Patients with each adverse event".to_owned(),
        columns: vec![
            ColumnSpec::text("event", "Event"),
            ColumnSpec::number("patients", "Patients"),
        ],
        rows: counts.into_iter().map(row).collect(),
        notes: Vec::new(),
    }
}

fn left(described: &Described, policy: &Policy) -> Vec<String> {
    let mut lines = Vec::new();
    if !described.exact.is_empty() {
        lines.push(format!(
            "Numbers as they are: {}. Each of them narrows down who a patient is; put them into bands with \
             --bands {}=5 where they need not be exact.",
            described.exact.join(", "),
            described.exact.first().map_or("age", String::as_str)
        ));
    }
    lines.push(format!(
        "The tables hold one row per patient: whoever has them can count what this page hides below {}. \
         This page can be given away without them.",
        policy.small.least
    ));
    lines.push(
        "Courses of scores, days of sessions and adverse events stay. Whoever knows some of them from \
         elsewhere can find the patient by them."
            .to_owned(),
    );
    lines.push(
        "What the law of the place and the consent of the patients permit is not checked here."
            .to_owned(),
    );
    lines
}
