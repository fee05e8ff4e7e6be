//! The comparison as a document.

use super::r_script::r_scripts;
use super::settings::{CompareSettings, DataSettings, write};
use super::{CompareAnswer, results};
use crate::error::AppError;
use crate::output::{DocumentFormat, write_whole};
use euthymia_report::compared::document::{Extras, document};
use euthymia_report::document::Document;
use std::path::Path;

/// Makes the document of a comparison; the saved analysis in it names its files from `folder`.
///
/// # Errors
/// [`AppError::Analysis`] for a number that the saved analysis cannot hold.
pub fn make(
    answer: &CompareAnswer,
    settings: &CompareSettings,
    folder: &Path,
    version: &str,
) -> Result<Document, AppError> {
    let saved = CompareSettings {
        result: results(answer),
        ..settings.seen_from(folder)
    };
    let extras = Extras {
        title: format!("Treatments compared: {}", answer.title),
        question: question(&settings.data),
        notes: answer.notes.iter().map(ToString::to_string).collect(),
        saved: Some(write(&saved)?),
        script: script(answer),
        version: version.to_owned(),
    };
    Ok(document(&answer.main, &answer.others, extras))
}

/// Makes the document and writes it in the format of the file's name.
///
/// # Errors
/// [`AppError::Usage`] for a name that ends in neither .html nor .docx; as [`make`];
/// [`AppError::Write`].
pub fn write_report(
    answer: &CompareAnswer,
    settings: &CompareSettings,
    path: &Path,
    version: &str,
) -> Result<(), AppError> {
    let format = DocumentFormat::of(path)?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let document = make(answer, settings, folder, version)?;
    write_whole(path, &format.write(&document)?)
}

/// The analysis as scripts for R, one after another; `None` where R would find other numbers.
fn script(answer: &CompareAnswer) -> Option<String> {
    let scripts = r_scripts(answer, "network").ok()?;
    let texts: Vec<String> = scripts.into_iter().map(|own| own.files.script).collect();
    Some(texts.join("\n"))
}

/// What was asked of the data, a sentence each.
fn question(data: &DataSettings) -> Vec<String> {
    let Some(outcome) = &data.outcome else {
        let name = data.file.as_deref().and_then(Path::file_name);
        let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        return vec![format!(
            "How do the treatments of the trials in {name} compare?"
        )];
    };
    let base = match &data.evidence {
        Some(_) => "a folder of evidence files",
        None => "the bundled evidence base",
    };
    let mut narrowed: Vec<String> = Vec::new();
    if !data.treatment.is_empty() {
        let treatments = data.treatment.join(" or ");
        narrowed.push(format!("trials with an arm of {treatments}"));
    }
    narrowed.extend(data.time.as_deref().map(days));
    let scale = data.instrument.iter();
    narrowed.extend(scale.map(|scale| format!("on {scale} alone")));
    let rule = data.definition.iter();
    narrowed.extend(rule.map(|rule| format!("by the definition {rule}")));
    if data.trd_only {
        narrowed.push(
            "populations that are treatment-resistant by the study's own statement".to_owned(),
        );
    }
    narrowed.extend(
        data.failures
            .map(|n| format!("entry criteria that admit {n} failed trials")),
    );
    let narrowed = match narrowed.as_slice() {
        [] => "at any time".to_owned(),
        some => some.join("; "),
    };
    let admitted = match (data.include_n_not_seen, data.include_unverified) {
        (false, false) => {
            "Only numbers that someone read in a source count, or that follow from such."
        }
        (true, false) => "Numbers whose denominator nobody read count too.",
        (false, true) => "Recalled numbers that nobody read in a source count too.",
        (true, true) => "Numbers whose denominator nobody read and recalled numbers count too.",
    };
    vec![
        format!("How do treatments compare in the outcome \"{outcome}\"?"),
        format!("Randomised parallel trials of {base}: {narrowed}. {admitted}"),
    ]
}

/// A window of days in words: `1..84,unstated`.
fn days(window: &str) -> String {
    let (days, more) = match window.split_once(',') {
        Some((days, _)) => (days, ", and courses whose last day is not stated"),
        None => (window, ""),
    };
    match days.split_once("..") {
        Some((first, "")) => format!("from day {first}{more}"),
        Some(("", last)) => format!("to day {last}{more}"),
        Some((first, last)) => format!("days {first} to {last}{more}"),
        None => format!("day {days}{more}"),
    }
}
