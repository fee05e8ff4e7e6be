//! How far patients hide among each other: k-anonymity of the columns by which a person could be
//! recognised, which columns and combinations of columns single people out, and l-diversity of an
//! outcome.
//!
//! # References
//! Sweeney L. k-anonymity: a model for protecting privacy. Int J Uncertain Fuzz 2002;10:557–570
//! (a class is the patients who share all values; k is the smallest class). Machanavajjhala A and
//! others. l-diversity: privacy beyond k-anonymity. ACM Trans Knowl Discov Data 2007;1:3 (here in its
//! distinct form: the number of different outcomes in a class).

use super::small_cells::{ShownCount, SmallCells};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// A column by which a person could be recognised: one text for each patient, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuasiIdentifier {
    /// The column's name.
    pub column: String,
    /// One text for each patient; `None` where it is missing, which is a value like any other here.
    pub values: Vec<Option<String>>,
}

/// A column by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRisk {
    /// Its name.
    pub column: String,
    /// Each value with its number of patients, in order.
    pub levels: Vec<(Option<String>, u64)>,
    /// Values that fewer patients than k have.
    pub rare: usize,
    /// Values that one patient has.
    pub unique: usize,
    /// Patients below k if this column were not written.
    pub below_without: u64,
}

/// Columns together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CombinationRisk {
    /// Their names.
    pub columns: Vec<String>,
    /// Patients in classes below k by these columns alone.
    pub below: u64,
}

/// How varied an outcome is within the classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diversity {
    /// What the outcome is called.
    pub outcome: String,
    /// The smallest number of different outcomes in a class; missing counts as one.
    pub l: u64,
    /// Classes of two patients or more in which all have the same outcome.
    pub uniform_classes: u64,
    /// The patients in them.
    pub uniform_patients: u64,
}

/// The risk of recognition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Patients.
    pub patients: u64,
    /// The k that is asked for.
    pub asked: u64,
    /// The smallest class; `None` without patients.
    pub k: Option<u64>,
    /// How many classes there are of each size.
    pub class_sizes: BTreeMap<u64, u64>,
    /// Patients in classes below the k asked for.
    pub below: u64,
    /// The columns one by one.
    pub columns: Vec<ColumnRisk>,
    /// Of one, two and three columns the combination that puts most patients below k.
    pub worst: Vec<CombinationRisk>,
    /// The outcome within the classes, where one was given.
    pub diversity: Option<Diversity>,
}

/// Finds the classes of patients who share all values.
///
/// `outcome` is a name and one answer for each patient. A column that is shorter than the number of
/// patients has missing values at its end; without columns all patients are one class.
///
/// # Example
/// ```
/// use euthymia_report::case_series::privacy::{QuasiIdentifier, privacy};
/// let column = |name: &str, values: &[&str]| QuasiIdentifier {
///     column: name.to_owned(),
///     values: values.iter().map(|value| Some((*value).to_owned())).collect(),
/// };
/// let columns = [
///     column("sex", &["f", "f", "f", "m", "m"]),
///     column("age", &["30", "30", "40", "40", "40"]),
/// ];
/// let found = privacy(5, &columns, 2, None);
/// // f30 twice, f40 once, m40 twice: the woman of 40 stands alone.
/// assert_eq!((found.k, found.below), (Some(1), 1));
/// assert_eq!(found.columns[1].below_without, 0); // without age nobody does
/// ```
#[must_use]
pub fn privacy(
    patients: usize,
    columns: &[QuasiIdentifier],
    asked: u64,
    outcome: Option<(&str, &[Option<bool>])>,
) -> Privacy {
    let coded: Vec<Vec<usize>> = columns.iter().map(|one| codes(one, patients)).collect();
    let all: Vec<&[usize]> = coded.iter().map(Vec::as_slice).collect();
    let classes = classes(&all, patients);
    let mut class_sizes = BTreeMap::new();
    for class in classes.values() {
        *class_sizes.entry(class.len() as u64).or_insert(0) += 1;
    }
    let risks = columns.iter().enumerate().map(|(at, column)| {
        let mut others = all.clone();
        others.remove(at);
        column_risk(column, patients, asked, below(&others, patients, asked))
    });
    Privacy {
        patients: patients as u64,
        asked,
        k: class_sizes.keys().next().copied(),
        below: below(&all, patients, asked),
        columns: risks.collect(),
        worst: worst(columns, &all, patients, asked),
        diversity: outcome.map(|(name, answers)| diversity(name, answers, &classes)),
        class_sizes,
    }
}

/// The values as numbers, equal ones equal.
fn codes(column: &QuasiIdentifier, patients: usize) -> Vec<usize> {
    let mut known: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let values = (0..patients).map(|at| column.values.get(at).and_then(Option::as_deref));
    values
        .map(|value| {
            let next = known.len();
            *known.entry(value).or_insert(next)
        })
        .collect()
}

/// Patients by the values they share.
fn classes(columns: &[&[usize]], patients: usize) -> BTreeMap<Vec<usize>, Vec<usize>> {
    let mut found: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for patient in 0..patients {
        let key = columns.iter().filter_map(|column| column.get(patient));
        found
            .entry(key.copied().collect())
            .or_default()
            .push(patient);
    }
    found
}

fn below(columns: &[&[usize]], patients: usize, asked: u64) -> u64 {
    let sizes = classes(columns, patients).into_values();
    sizes
        .map(|class| class.len() as u64)
        .filter(|size| *size < asked)
        .sum()
}

fn column_risk(
    column: &QuasiIdentifier,
    patients: usize,
    asked: u64,
    below_without: u64,
) -> ColumnRisk {
    let mut levels: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for at in 0..patients {
        let value = column.values.get(at).cloned().flatten();
        *levels.entry(value).or_insert(0) += 1;
    }
    ColumnRisk {
        column: column.column.clone(),
        rare: levels.values().filter(|count| **count < asked).count(),
        unique: levels.values().filter(|count| **count == 1).count(),
        levels: levels.into_iter().collect(),
        below_without,
    }
}

/// Of one, two and three columns the combination that puts most patients below k; the first of equal
/// ones.
fn worst(
    columns: &[QuasiIdentifier],
    coded: &[&[usize]],
    patients: usize,
    asked: u64,
) -> Vec<CombinationRisk> {
    let count = columns.len();
    let ones = (0..count).map(|a| vec![a]);
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| vec![a, b]));
    let triples = (0..count)
        .flat_map(|a| (a + 1..count).flat_map(move |b| (b + 1..count).map(move |c| vec![a, b, c])));
    let sets: [Vec<Vec<usize>>; 3] = [ones.collect(), pairs.collect(), triples.collect()];
    let worst_of = |sets: Vec<Vec<usize>>| {
        let mut found: Option<CombinationRisk> = None;
        for set in sets {
            let chosen: Vec<&[usize]> = set
                .iter()
                .filter_map(|at| coded.get(*at).copied())
                .collect();
            let below = below(&chosen, patients, asked);
            if found.as_ref().is_none_or(|known| below > known.below) {
                let names = set.iter().filter_map(|at| columns.get(*at));
                found = Some(CombinationRisk {
                    columns: names.map(|column| column.column.clone()).collect(),
                    below,
                });
            }
        }
        found
    };
    sets.into_iter().filter_map(worst_of).collect()
}

fn diversity(
    name: &str,
    answers: &[Option<bool>],
    classes: &BTreeMap<Vec<usize>, Vec<usize>>,
) -> Diversity {
    let distinct = |class: &Vec<usize>| {
        let mut kinds: Vec<Option<bool>> = class
            .iter()
            .map(|patient| answers.get(*patient).copied().flatten())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.len() as u64
    };
    let uniform = || {
        classes
            .values()
            .filter(|class| class.len() > 1 && distinct(class) == 1)
    };
    Diversity {
        outcome: name.to_owned(),
        l: classes.values().map(distinct).min().unwrap_or(0),
        uniform_classes: uniform().count() as u64,
        uniform_patients: uniform().map(|class| class.len() as u64).sum(),
    }
}

impl Privacy {
    /// Columns that have a value which few patients have, with what is wrong with each.
    #[must_use]
    pub fn rare_columns(&self) -> Vec<String> {
        let risky = self.columns.iter().filter(|column| column.rare > 0);
        risky
            .map(|column| match column.unique {
                0 => format!("{} ({} rare values)", column.column, column.rare),
                unique => format!(
                    "{} ({} rare values, {unique} of one patient)",
                    column.column, column.rare
                ),
            })
            .collect()
    }
}

/// The classes, the columns and their combinations as a table.
#[must_use]
pub fn privacy_view(found: &Privacy) -> TableView {
    TableView {
        schema: "euthymia.case_series.privacy.v1".to_owned(),
        title: "How far patients hide among each other".to_owned(),
        columns: vec![
            ColumnSpec::text("key", "key").for_machines(),
            ColumnSpec::text("what", "What"),
            ColumnSpec::number("number", "Number"),
            ColumnSpec::text("note", "Note"),
        ],
        rows: risk_rows(found),
        notes: notes(found),
    }
}

fn risk_rows(found: &Privacy) -> Vec<Vec<Value>> {
    let count = |value: u64| Value::Count(value);
    let row = |key: &str, what: String, patients: Value, note: String| {
        vec![
            Value::text(key),
            Value::text(what),
            patients,
            Value::text(note),
        ]
    };
    let asked = found.asked;
    let k = found.k.map_or(Value::Missing, Value::Count);
    let mut rows = vec![
        row(
            "patients",
            "Patients".to_owned(),
            count(found.patients),
            String::new(),
        ),
        row(
            "classes",
            "Classes of patients who share all values".to_owned(),
            count(found.class_sizes.values().sum()),
            sizes(found),
        ),
        row("k", "k: the smallest class".to_owned(), k, String::new()),
        row(
            "below_k",
            format!("Patients in classes below {asked}"),
            count(found.below),
            share(found.below, found.patients),
        ),
    ];
    for set in &found.worst {
        rows.push(row(
            "combination",
            format!("Of them by {} alone", set.columns.join(" + ")),
            count(set.below),
            share(set.below, found.patients),
        ));
    }
    for column in &found.columns {
        rows.push(row(
            "without_column",
            format!("Below {asked} if {} were not written", column.column),
            count(column.below_without),
            share(column.below_without, found.patients),
        ));
    }
    if let Some(diversity) = &found.diversity {
        rows.push(row(
            "diversity",
            format!(
                "l: different answers on {} in a class, least",
                diversity.outcome
            ),
            count(diversity.l),
            format!(
                "{} classes of two or more have one answer ({} patients)",
                diversity.uniform_classes, diversity.uniform_patients
            ),
        ));
    }
    rows
}

fn share(part: u64, whole: u64) -> String {
    match whole {
        0 => String::new(),
        whole => euthymia_table::fmt::percent(part as f64 / whole as f64, 1),
    }
}

/// `3 of 1, 2 of 4 patients`.
fn sizes(found: &Privacy) -> String {
    let parts = found
        .class_sizes
        .iter()
        .map(|(size, classes)| format!("{classes} of {size}"));
    parts.collect::<Vec<_>>().join(", ")
}

fn notes(found: &Privacy) -> Vec<String> {
    let names: Vec<&str> = found
        .columns
        .iter()
        .map(|one| one.column.as_str())
        .collect();
    let mut notes = vec![match names.as_slice() {
        [] => "No column is taken for one by which a person could be recognised.".to_owned(),
        names => format!(
            "Taken for columns by which a person could be recognised: {}. A missing value is a value.",
            names.join(", ")
        ),
    }];
    let rare = found.rare_columns();
    if !rare.is_empty() {
        notes.push(format!(
            "With values that fewer than {} patients have: {}. Join such values, widen the bands, or leave \
             the column out.",
            found.asked,
            rare.join("; ")
        ));
    }
    notes.push(
        "Scores, days and doses are not counted here: whoever knows some of them can recognise a patient \
         by them."
            .to_owned(),
    );
    notes
}

/// The values of each column with their numbers of patients, small ones hidden.
#[must_use]
pub fn levels_view(found: &Privacy, policy: SmallCells) -> TableView {
    let mut rows = Vec::new();
    for column in &found.columns {
        let counts: Vec<u64> = column.levels.iter().map(|(_, count)| *count).collect();
        let shown = policy.parts(&counts);
        // Where even the total would tell, the values are not listed at all.
        if shown.total.is_none() {
            rows.push(vec![
                Value::text(&column.column),
                Value::text("too few patients to show"),
                Value::Missing,
            ]);
            continue;
        }
        for ((level, _), count) in column.levels.iter().zip(&shown.parts) {
            rows.push(vec![
                Value::text(&column.column),
                Value::text(level.as_deref().unwrap_or("missing")),
                shown_value(*count),
            ]);
        }
    }
    TableView {
        schema: "euthymia.case_series.levels.v1".to_owned(),
        title: "Values of the columns".to_owned(),
        columns: vec![
            ColumnSpec::text("column", "Column"),
            ColumnSpec::text("value", "Value"),
            ColumnSpec::number("patients", "Patients"),
        ],
        rows,
        notes: vec![policy_note(policy)],
    }
}

/// A count in a table.
#[must_use]
pub fn shown_value(count: ShownCount) -> Value {
    match count {
        ShownCount::Exact(count) => Value::Count(count),
        hidden => Value::text(hidden.text()),
    }
}

/// What the policy does, in words.
#[must_use]
pub fn policy_note(policy: SmallCells) -> String {
    let least = policy.least;
    format!(
        "Counts from 1 to {} are shown as <{least}; ≥{least} is withheld where it would give such a count \
         away.",
        least.saturating_sub(1)
    )
}
