//! A case series without what identifies a person: tables that can be read back, and a page on what
//! was done and how far the patients hide among each other.
//!
//! One policy, no switches but those named: identifiers become numbers in a random order ([`number`]),
//! dates become days from each patient's day 0 ([`day`]), ages above 89 become 90 and rare texts
//! "other" ([`text`]), numbers become bands only where that is asked for ([`described`]), and small
//! counts are hidden by [`SmallCells`].

mod day;
mod described;
mod identifiers;
mod number;
mod page;
mod settings;
mod tables;
mod text;

pub use number::Order;

use super::read::Loaded;
use crate::error::AppError;
use crate::output::{refuse_same_file, write_whole};
use described::{Described, described};
use euthymia_report::case_series::privacy::{Privacy, QuasiIdentifier, privacy, privacy_view};
use euthymia_report::case_series::small_cells::SmallCells;
use euthymia_report::case_series::{CaseSeries, Choices, Patient};
use euthymia_table::TableView;
use identifiers::Identifiers;
use number::numbers;
use std::collections::BTreeMap;
use std::path::Path;
use text::AllTexts;

/// How a series is made anonymous.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Which counts are small; the same number is the k of k-anonymity, and rare is a text of fewer
    /// patients.
    pub small: SmallCells,
    /// Widths of bands by column: `age` in bands of 5.
    pub bands: BTreeMap<String, f64>,
    /// What the order of the numbers is drawn from.
    pub order: Order,
}

/// A series without identifiers, as files.
#[derive(Clone, Debug)]
pub struct Deidentified {
    /// Name and content of each file.
    pub files: Vec<(&'static str, String)>,
    /// `number,identifier`, one line for each patient: never written unless asked for.
    pub key: String,
    /// How far the patients hide among each other.
    pub privacy: Privacy,
}

/// A patient with the number that stands for the identifier, in the order of the numbers.
struct Numbered<'s> {
    number: u64,
    patient: &'s Patient,
}

/// Makes the files.
///
/// # Errors
/// [`AppError::Usage`] for bands of a column that holds no numbers, and for times that are not all
/// counted from one day 0; [`AppError::Analysis`] where an identifier would stand in a file.
pub fn deidentify(
    loaded: &Loaded,
    series: &CaseSeries,
    choices: &Choices,
    policy: &Policy,
) -> Result<Deidentified, AppError> {
    let numbers = numbers(series.patients.len(), policy.order, loaded);
    let mut patients: Vec<Numbered<'_>> = numbers
        .into_iter()
        .zip(&series.patients)
        .map(|(number, patient)| Numbered { number, patient })
        .collect();
    patients.sort_by_key(|one| one.number);
    let identifiers = Identifiers::of(loaded);
    let described = described(series, &patients, &identifiers, policy)?;
    let privacy = risk(series, choices, &patients, &described, policy);
    let texts = AllTexts::of(&identifiers, &patients, policy.small.least);
    let tables = tables::tables(series, &patients, &described, &texts)?;
    let settings = settings::settings(loaded, series, &described, &identifiers);
    let page = page::page(series, &patients, &described, &texts, &privacy, policy)?;
    let mut files = tables;
    files.push(("settings.toml", settings));
    files.push(("privacy.md", page));
    refuse_identifiers(&identifiers, &files)?;
    Ok(Deidentified {
        files,
        key: tables::key(&patients)?,
        privacy,
    })
}

/// The columns by which a person could be recognised: group, categories and bands.
fn risk(
    series: &CaseSeries,
    choices: &Choices,
    patients: &[Numbered<'_>],
    described: &Described,
    policy: &Policy,
) -> Privacy {
    let mut columns = Vec::new();
    if !series.groups.is_empty() {
        columns.push(QuasiIdentifier {
            column: "group".to_owned(),
            values: patients
                .iter()
                .map(|one| {
                    one.patient
                        .group
                        .and_then(|at| series.groups.get(at).cloned())
                })
                .collect(),
        });
    }
    let recognisable = described
        .columns
        .iter()
        .filter(|column| column.is_category());
    columns.extend(recognisable.map(|column| QuasiIdentifier {
        column: column.header.clone(),
        values: column.cells.clone(),
    }));
    let remitted: Option<Vec<Option<bool>>> = choices.remission.as_ref().map(|(rule, _)| {
        let of = |patient: &Patient| {
            let before = series.baseline_score(patient, 0).ok()?;
            let (_, later) = series.score_at(patient, 0, series.endpoint)?;
            rule.met(before, later)
        };
        patients.iter().map(|one| of(one.patient)).collect()
    });
    let outcome = remitted.as_deref().map(|answers| ("remission", answers));
    privacy(patients.len(), &columns, policy.small.least, outcome)
}

/// The last check: whatever a column or text was taken for, no identifier may stand in a file.
fn refuse_identifiers(
    identifiers: &Identifiers,
    files: &[(&'static str, String)],
) -> Result<(), AppError> {
    match files.iter().find(|(_, text)| identifiers.stand_in(text)) {
        None => Ok(()),
        Some((name, _)) => Err(AppError::Analysis(format!(
            "a patient's identifier would stand in {name}, in a column's name, a group or a label: nothing \
             was written. Rename it, or give the column the role ignore in the settings."
        ))),
    }
}

/// Writes the files into a folder, and the key where one is asked for; returns the table of the risk.
///
/// # Errors
/// As [`deidentify`]; [`AppError::Usage`] where a file that was read would be written over, or the key
/// would stand beside what it unlocks; [`AppError::Write`].
pub fn write(
    loaded: &Loaded,
    made: &Deidentified,
    folder: &Path,
    key: Option<&Path>,
) -> Result<TableView, AppError> {
    for (name, _) in &made.files {
        for table in &loaded.settings.table {
            refuse_same_file(&table.file, &folder.join(name), "--deidentify")?;
        }
    }
    if let Some(key) = key {
        refuse_inside(folder, key)?;
        for table in &loaded.settings.table {
            refuse_same_file(&table.file, key, "--key")?;
        }
        write_whole(key, made.key.as_bytes())?;
    }
    for (name, content) in &made.files {
        write_whole(&folder.join(name), content.as_bytes())?;
    }
    Ok(privacy_view(&made.privacy))
}

/// The key opens what lies in the folder, so it must not lie there.
fn refuse_inside(folder: &Path, key: &Path) -> Result<(), AppError> {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if whole(key).starts_with(whole(folder)) {
        return Err(AppError::Usage(format!(
            "--key: {} is in the folder that is given away; name a place of its own",
            key.display()
        )));
    }
    Ok(())
}
