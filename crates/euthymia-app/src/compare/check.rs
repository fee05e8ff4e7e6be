//! What must hold between the rows of a table of trials before anything is computed from them.

use euthymia_table::{Column, Diagnostic, Problems, nearest};
use std::collections::BTreeMap;

/// A spelling with how many trials use it.
struct Spelling {
    trials: usize,
    first_row: usize,
}

/// Reports trials with a single arm and arms that stand twice. `arms` has trial, treatment with dose,
/// and row of each arm that could be read.
pub(super) fn arms(
    arms: &[(String, String, usize)],
    (study, treatment): (Column<'_>, Column<'_>),
    problems: &mut Problems,
) {
    let mut trials: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for (trial, arm, row) in arms {
        trials.entry(trial).or_default().push((arm, *row));
    }
    let names: Vec<&str> = trials.keys().copied().collect();
    for (trial, own) in &trials {
        if let [(_, row)] = own.as_slice() {
            let others: Vec<&str> = names.iter().copied().filter(|name| name != trial).collect();
            let advice = "A comparison needs two: remove the row, or give both arms of the trial the \
                          same name.";
            let help = match nearest(&[trial], &others) {
                Some(name) => format!("{advice} Did you mean \"{name}\"?"),
                None => advice.to_owned(),
            };
            problems.add(
                study
                    .cell(*row)
                    .error("this trial has a single arm")
                    .with_help(help),
            );
        }
        for (at, (arm, row)) in own.iter().enumerate() {
            if let Some((_, first)) = own.iter().take(at).find(|(before, _)| before == arm) {
                problems.add(
                    treatment
                        .cell(*row)
                        .error(format!(
                            "the trial has this arm in row {} already",
                            study.cell(*first).line()
                        ))
                        .with_help(
                            "Add the two up, or tell them apart by their names or by a column \"dose\".",
                        ),
                );
            }
        }
    }
}

/// Reports treatments that are spelt in two ways: an error where only capital letters and spaces differ,
/// a warning where a treatment of one trial is one letter away from another.
pub(super) fn spellings(columns: &[Column<'_>], problems: &mut Problems) {
    let Some(first) = columns.first() else {
        return;
    };
    let mut found: BTreeMap<&str, Spelling> = BTreeMap::new();
    for column in columns {
        for (row, cell) in column.cells().enumerate() {
            if let Some(name) = cell.text() {
                let spelling = found.entry(name).or_insert(Spelling {
                    trials: 0,
                    first_row: row,
                });
                spelling.trials += 1;
                spelling.first_row = spelling.first_row.min(row);
            }
        }
    }
    let cell = |name: &str, spelling: &Spelling| {
        let is = |column: &&Column<'_>| column.cell(spelling.first_row).text() == Some(name);
        columns
            .iter()
            .find(is)
            .unwrap_or(first)
            .cell(spelling.first_row)
    };
    let names: Vec<&str> = found.keys().copied().collect();
    for (name, spelling) in &found {
        let alike = |other: &&&str| **other < *name && plain(other) == plain(name);
        if let Some(other) = names.iter().find(alike) {
            problems.add(
                cell(name, spelling)
                    .error(format!("this treatment is also spelt \"{other}\""))
                    .with_help("Spell it in one way, or it counts as two treatments."),
            );
            continue;
        }
        let more: Vec<&str> = found
            .iter()
            .filter(|(other, own)| *other != name && own.trials > spelling.trials)
            .map(|(other, _)| *other)
            .collect();
        let near = nearest(&[name], &more).filter(|other| is_slip(name, other));
        if let Some(other) = near.filter(|_| spelling.trials == 1) {
            let finding = cell(name, spelling).error(format!(
                "this treatment stands once, and is one letter away from \"{other}\""
            ));
            problems.add(Diagnostic {
                severity: euthymia_table::Severity::Warning,
                help: "Correct it if it is the same treatment.".to_owned(),
                ..finding
            });
        }
    }
}

/// Letters and digits alone, small.
fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric() || *c == '+');
    kept.flat_map(char::to_lowercase).collect()
}

/// True for two long names of nearly one length that differ in letters, not in numbers.
fn is_slip(name: &str, other: &str) -> bool {
    let (long, digits) = (name.chars().count(), |text: &str| -> String {
        text.chars().filter(char::is_ascii_digit).collect()
    });
    long >= 5 && long.abs_diff(other.chars().count()) <= 1 && digits(name) == digits(other)
}
