//! Values taken from the reports of a study, entered into the log.

use super::super::library::reading_of;
use super::super::session::Session;
use super::checks::{Doubt, doubts};
use crate::error::AppError;
use euthymia_review::extract::{
    Answers, Extraction, Form, Known, Study, is_a_name, read_answers, read_csv_answers,
};
use euthymia_review::log::{Cell, Extracted};
use euthymia_review::{EntryId, Event, Record, Scheme};
use std::collections::BTreeMap;
use std::path::Path;

/// A study and a form, with what one person entered before.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The study.
    pub study: Study,
    /// The form as it is now.
    pub form: Form,
    /// What a file begins with: what this person entered before, and what the records say.
    pub known: Known,
}

/// What was entered.
#[derive(Clone, Debug)]
pub struct EnteredValues {
    /// The entry, by which it can be undone.
    pub entry: EntryId,
    /// Values.
    pub values: usize,
    /// Places that the same person had filled in before and left out now.
    pub left_out: Vec<String>,
    /// What is doubtful.
    pub doubts: Vec<Doubt>,
}

/// A study and a form for somebody who fills it in: of what was entered before only their own, so
/// that nobody sees another's values.
///
/// # Errors
/// [`AppError::Usage`] for a study or a form that is not there; [`AppError::Input`] for a form that
/// cannot be read, with the line.
pub fn sheet(session: &Session, study: &str, form: &str, by: &str) -> Result<Sheet, AppError> {
    let (extraction, study, form) = open(session, study, form)?;
    let own = extraction.taken(&study.name, &form.name).into_iter();
    let own = own.filter(|taken| taken.by == by);
    let mut cells = said_by_records(session, &study, &form)?;
    for taken in own {
        cells = taken.extracted.cells.clone();
        cells.retain(|place, _| {
            place
                .parse()
                .is_ok_and(|place| form.field(&place).is_some())
        });
    }
    let known = Known {
        study: study.name.clone(),
        cells,
        items: Vec::new(),
    };
    Ok(Sheet { study, form, known })
}

/// What was taken so far, the study and the form as it is now.
pub(super) fn open(
    session: &Session,
    study: &str,
    form: &str,
) -> Result<(Extraction, Study, Form), AppError> {
    let extraction = Extraction::of(session.folder.log().entries());
    let study = known_study(&extraction, study)?;
    Ok((extraction, study, form_of(session, form)?))
}

pub(super) fn known_study(extraction: &Extraction, study: &str) -> Result<Study, AppError> {
    extraction.study(study).cloned().ok_or_else(|| {
        let names: Vec<&str> = extraction.studies().iter().map(|own| own.name.as_str()).collect();
        let there = match names.is_empty() {
            true => "none is named yet".to_owned(),
            false => format!("there are {}", names.join(", ")),
        };
        AppError::Usage(format!(
            "there is no study \"{study}\": {there}. Name it with: euthymia review study {study} RECORD"
        ))
    })
}

/// The form as it is now.
pub(super) fn form_of(session: &Session, name: &str) -> Result<Form, AppError> {
    let found = session.folder.form(name)?.ok_or_else(|| {
        let how = match is_a_name(name) {
            true => format!("write forms/{name}.toml, or use the form trials"),
            false => "a name has small letters, digits, - and _".to_owned(),
        };
        AppError::Usage(format!("--form: there is no form \"{name}\": {how}"))
    })?;
    Ok(Form::read(name, &found.text)?)
}

/// Enters what a person took from a study. It replaces what they had entered before with the form;
/// the log keeps both.
///
/// # Errors
/// [`AppError::Usage`] for a study or form that is not there, a file made for another one, or nothing
/// filled in; [`AppError::Input`] for a form that cannot be read. Doubts are no errors.
pub fn take(
    session: &mut Session,
    study: &str,
    form: &str,
    answers: Answers,
) -> Result<EnteredValues, AppError> {
    let stamp = session.stamp()?;
    let (extraction, study, form) = open(session, study, form)?;
    check_answers(&answers, &study.name, &form, "entered")?;
    let before = extraction.taken(&study.name, &form.name).into_iter();
    let before = before.filter(|taken| taken.by == stamp.author);
    let left_out = before
        .flat_map(|taken| taken.extracted.cells.keys())
        .filter(|place| !answers.cells.contains_key(*place))
        .cloned()
        .collect();
    let (values, doubts) = (answers.cells.len(), doubts(&form, &answers.cells));
    session.folder.note_form(&form.name, &stamp)?;
    let extracted = Event::Extracted(Box::new(Extracted {
        study: study.name,
        form: form.name,
        version: form.version,
        cells: answers.cells,
    }));
    let entry = session.folder.append(&stamp, vec![extracted])?;
    Ok(EnteredValues {
        entry,
        values,
        left_out,
        doubts,
    })
}

/// A file that was made for another study or form is not entered by mistake, and none without values.
pub(super) fn check_answers(
    answers: &Answers,
    study: &str,
    form: &Form,
    done: &str,
) -> Result<(), AppError> {
    let said = [
        ("study", &answers.study, study),
        ("form", &answers.form, form.name.as_str()),
    ];
    for (what, said, wanted) in said {
        if let Some(said) = said.as_ref().filter(|said| *said != wanted) {
            return Err(AppError::Usage(format!(
                "the file was made for the {what} \"{said}\", not for \"{wanted}\": nothing is {done}"
            )));
        }
    }
    match answers.cells.is_empty() {
        true => Err(AppError::Usage(format!(
            "nothing is filled in: nothing is {done}"
        ))),
        false => Ok(()),
    }
}

/// Reads a file that was filled in: a table by its ending `.csv` or `.tsv`, else TOML.
///
/// # Errors
/// [`AppError::Input`] with every line that is wrong.
pub fn answers_from(form: &Form, path: &Path) -> Result<Answers, AppError> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| euthymia_table::cannot_read(&file, &error))?;
    let is_table = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("tsv"));
    if is_table {
        return Ok(read_csv_answers(form, &file, &bytes)?);
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        euthymia_table::Diagnostic::error(file.clone(), "the text is not UTF-8")
            .with_help("Save the file as UTF-8.")
    })?;
    Ok(read_answers(form, &file, &text)?)
}

/// What the first report's record says of the study, for fields that the form has.
fn said_by_records(
    session: &Session,
    study: &Study,
    form: &Form,
) -> Result<BTreeMap<String, Cell>, AppError> {
    let Some(first) = study.records.first() else {
        return Ok(BTreeMap::new());
    };
    let (_, reading) = reading_of(session, *first)?;
    let record = reading.record.unwrap_or_default();
    let said = [
        ("label", label(&record)),
        ("year", year(&record).map(|year| year.to_string())),
        ("doi", identifier(&record, &Scheme::Doi)),
        ("pmid", identifier(&record, &Scheme::Pmid)),
        ("registry_id", identifier(&record, &Scheme::Trial)),
    ];
    let cell = |(field, value): (&str, Option<String>)| {
        form.fields.iter().find(|own| own.id == field)?;
        let cell = Cell {
            value: Some(value?),
            unit: None,
            locator: Some("citation".to_owned()),
            note: None,
        };
        Some((field.to_owned(), cell))
    };
    Ok(said.into_iter().filter_map(cell).collect())
}

pub(super) fn year(record: &Record) -> Option<u16> {
    record.date.as_ref().and_then(|date| date.year)
}

pub(super) fn identifier(record: &Record, scheme: &Scheme) -> Option<String> {
    let mut own = record.identifiers.iter();
    own.find(|own| own.scheme == *scheme)
        .map(|own| own.value.clone())
}

fn label(record: &Record) -> Option<String> {
    let first = record.contributors.first()?;
    let family = first.person.family()?;
    Some(format!("{family} {}", year(record)?))
}
