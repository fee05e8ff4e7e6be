//! A session of treatment as a file, held against its rules.
//!
//! Reading order: [`read`] (a session's file), [`check`] (held against rules), `views` (tables),
//! `figure` (the vitals over the session), [`template`](mod@template) (an empty file to fill in).

mod bp;
mod dose;
mod entry;
mod figure;
mod findings;
mod look;
mod read_csv;
mod read_toml;
pub mod template;
mod views;
mod watch;

pub use figure::figure;
pub use template::template;
pub use views::{rules_views, views};
pub use watch::watch_view;

use crate::error::AppError;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::safety::check::check as judge;
use euthymia_clinical::safety::look::{Look, look};
use euthymia_clinical::safety::rules::{RuleSet, find, known};
use euthymia_clinical::safety::session::Session;
use euthymia_clinical::safety::site::Site;
use euthymia_table::{Diagnostic, ReadOptions, cannot_read, nearest};
use std::path::Path;

/// What a file of measurements alone does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The treatment.
    pub treatment: Option<String>,
    /// Clock time at which the dose began, such as `09:30`, where measurements have clock times.
    pub start: Option<String>,
    /// Minute at which the dose ended.
    pub dose_end: Option<f64>,
    /// Minute at which the patient left.
    pub discharge: Option<f64>,
    /// Columns of the file of measurements that are left out on purpose.
    pub ignored: Vec<String>,
    /// How a delimited file is read.
    pub read: ReadOptions,
}

/// Reads a session: a TOML file of the whole session, or a CSV file of its measurements.
///
/// # Errors
/// [`AppError::Input`] with everything found: unknown keys, values that cannot be, units mixed up,
/// systolic pressure not above diastolic, times out of order or after the patient left, a dose that
/// cannot be right, columns that nothing reads; [`AppError::Usage`] for a treatment without rules, or
/// none named for a CSV file.
pub fn read(path: &Path, asked: &Asked) -> Result<Session, AppError> {
    let ending = path
        .extension()
        .map(|end| end.to_string_lossy().to_lowercase());
    let mut session = match ending.as_deref() {
        Some("toml") => {
            let (text, name) = text_of(path)?;
            let mut session =
                read_toml::read_text(&text, &name, path, &asked.read, &asked.ignored)?;
            if let Some(treatment) = &asked.treatment {
                session.treatment.clone_from(treatment);
            }
            session.dose_end = asked.dose_end.or(session.dose_end);
            session.discharge = asked.discharge.or(session.discharge);
            session
        }
        _ => {
            let treatment = asked.treatment.clone().ok_or_else(|| {
                AppError::Usage(
                    "a file of measurements does not name its treatment: --treatment esketamine_in"
                        .to_owned(),
                )
            })?;
            let mut session = Session {
                treatment,
                dose_end: asked.dose_end,
                discharge: asked.discharge,
                ..Session::default()
            };
            let start = asked
                .start
                .as_deref()
                .map(|text| entry::clock("--start", text));
            let start = start.transpose().map_err(|wrong| {
                AppError::Usage(format!("--start: {}. {}", wrong.message, wrong.help))
            })?;
            read_csv::read_into(&mut session, path, &asked.read, &asked.ignored, start)?;
            session
        }
    };
    let set = rules_of(&session.treatment)?;
    let mut wrong = entry::contradictions(&session);
    if let Some(dose) = &session.dose {
        // Another treatment on the command line has another range.
        match dose::milligrams(dose, set) {
            Ok(milligrams) => session.dose_mg = milligrams,
            Err(problem) => wrong.push(problem),
        }
    }
    let name = path.display().to_string();
    let findings = wrong.into_iter().map(|wrong| {
        let message = format!("{}: {}", wrong.key, wrong.message);
        Diagnostic::error(name.as_str(), message).with_help(wrong.help)
    });
    let findings: Vec<Diagnostic> = findings.collect();
    match findings.is_empty() {
        true => Ok(session),
        false => Err(findings.into()),
    }
}

fn text_of(path: &Path) -> Result<(String, String), AppError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| cannot_read(&name, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error(name.as_str(), "the file is not UTF-8 text")
            .with_help("Save it as UTF-8.")
    })?;
    Ok((text.trim_start_matches('\u{feff}').to_owned(), name))
}

/// The rules of a treatment.
///
/// # Errors
/// [`AppError::Usage`] for a treatment without rules, with the nearest.
pub fn rules_of(treatment: &str) -> Result<&'static RuleSet, AppError> {
    find(treatment).ok_or_else(|| {
        let known = known();
        let near = nearest(&[treatment], &known)
            .map_or(String::new(), |near| format!(" Did you mean {near}?"));
        AppError::Usage(format!(
            "\"{treatment}\" has no rules for a session.{near} Use one of: {}",
            known.join(", ")
        ))
    })
}

/// Reads a clinic's limits; none without a file.
///
/// # Errors
/// [`AppError::Input`] with what cannot be used.
pub fn read_site(path: Option<&Path>) -> Result<Site, AppError> {
    let Some(path) = path else {
        return Ok(Site::default());
    };
    let (text, name) = text_of(path)?;
    Site::parse(&text).map_err(|error| {
        let finding = Diagnostic::error(name, error.problem);
        match error.at {
            Some(at) => {
                let before = text.as_bytes().get(..at).unwrap_or_default();
                finding.at_row(1 + before.iter().filter(|byte| **byte == b'\n').count())
            }
            None => finding,
        }
        .into()
    })
}

/// A session with the rules it is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The session.
    pub session: Session,
    /// The rules, with what the clinic set.
    pub rules: RuleSet,
    /// The clinic's choices.
    pub site: Site,
}

/// Puts a session beside the rules of its treatment, with what the clinic set.
///
/// # Errors
/// [`AppError::Usage`] for a treatment without rules, [`AppError::Analysis`] for settings that do not
/// fit, which a file that was read rules out.
pub fn check(session: Session, site: Site) -> Result<Held, AppError> {
    let set = rules_of(&session.treatment)?;
    let overlaid = site.overlay(set);
    let rules = overlaid.map_err(|error| AppError::Analysis(error.problem))?;
    Ok(Held {
        session,
        rules,
        site,
    })
}

impl Held {
    /// What a person must look at, suicidality first; empty where nothing asks for one. What belongs here
    /// is defined once, in [`euthymia_clinical::safety::look`](mod@euthymia_clinical::safety::look).
    #[must_use]
    pub fn looks(&self) -> Vec<Look> {
        let checked = judge(&self.session, &self.rules, self.site.convention);
        look(&self.session, &self.rules, &checked)
    }

    /// Whether there is something that a person must look at.
    #[must_use]
    pub fn needs_a_person(&self) -> bool {
        !self.looks().is_empty()
    }

    /// The line about suicidality that stands before everything else, unless every answer is a no.
    #[must_use]
    pub fn alarm(&self) -> Option<String> {
        let asked = &self.session.suicidality;
        let of = |answer: Answer| -> Vec<&str> {
            let same = asked.iter().filter(|one| one.answer == answer);
            same.map(|one| one.words.as_str()).collect()
        };
        match self.session.suicidal() {
            Answer::No => None,
            Answer::Yes => Some(format!(
                "SUICIDALITY POSITIVE: {}. A person must see the patient before anything else.",
                of(Answer::Yes).join("; ")
            )),
            Answer::CannotSay if asked.is_empty() => Some(
                "SUICIDALITY NOT ASKED: no answer is recorded. Ask before the patient leaves."
                    .to_owned(),
            ),
            Answer::CannotSay => Some(format!(
                "SUICIDALITY NOT ANSWERED: {}. Ask before the patient leaves.",
                of(Answer::CannotSay).join("; ")
            )),
        }
    }
}
