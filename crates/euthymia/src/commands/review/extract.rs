//! Studies, the values taken from their reports, and the evidence base that follows.

use super::decisions::record;
use super::{Reading, Where};
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::output::write_whole;
use euthymia_app::review::{
    Answers, EnteredValues, FormInterview, Session, Sheet, answers_from, csv_template, doubts_view,
    extraction_views, name_study, open_to_read, settle, settling, settling_template, sheet,
    studies_view, take, template, write_evidence,
};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Name a study and its reports, or list the studies
#[derive(Args)]
pub(crate) struct StudyArgs {
    /// A short name such as roe2021; without one the studies are listed
    name: Option<String>,
    /// A record of each of its reports
    #[arg(requires = "name", value_name = "RECORD")]
    records: Vec<String>,
    #[command(flatten)]
    at: Where,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn study(args: &StudyArgs) -> Result<ExitCode, AppError> {
    let Some(name) = &args.name else {
        let session = open_to_read(&args.at.review)?;
        terminal::tables(&[studies_view(&session)?], args.format)?;
        return Ok(ExitCode::SUCCESS);
    };
    let records = args.records.iter().map(|text| record(text));
    let records = records.collect::<Result<Vec<_>, _>>()?;
    let mut session = args.at.open()?;
    let entry = name_study(&mut session, name, &records)?;
    entered(&entry.to_string());
    Ok(ExitCode::SUCCESS)
}

fn entered(entry: &str) {
    let short = entry.get(..8).unwrap_or(entry);
    terminal::say(&format!(
        "Entered as {short}; euthymia review undo {short} takes it back.\n"
    ));
}

/// Take values from the reports of a study, by a form
///
/// FILE is a form that was filled in: TOML, or a table with the columns place, value, unit, locator and
/// note. Without one, the questions are asked on the terminal: VALUE UNIT @ PLACE, Enter to leave what
/// stands there, - for what the report does not say, a full stop alone to end and enter what was said.
/// What others took is not shown. Forms are in forms/NAME.toml of the review; the form trials asks for
/// the columns of the evidence base.
#[derive(Args)]
pub(crate) struct ExtractArgs {
    /// The study, as review study named it
    study: String,
    /// A form that was filled in
    file: Option<PathBuf>,
    /// The form
    #[arg(long, value_name = "NAME", default_value = "trials")]
    form: String,
    /// Write a file to be filled in, with what you took before and what the citation says
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    template: Option<PathBuf>,
    /// An item that the file should have, such as arms/ketamine; several times for several
    #[arg(long, value_name = "GROUP/NAME", requires = "template")]
    item: Vec<String>,
    #[command(flatten)]
    at: Where,
    /// How to print what is doubtful
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn extract(args: &ExtractArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let mut own = sheet(&session, &args.study, &args.form, &session.author()?)?;
    if let Some(path) = &args.template {
        own.known.items.clone_from(&args.item);
        let text = match path.extension().is_some_and(|end| end == "csv") {
            true => csv_template(&own.form, &own.known),
            false => template(&own.form, &own.known),
        };
        return written(path, &text);
    }
    let answers = match &args.file {
        Some(path) => answers_from(&own.form, path)?,
        None => asked(&own)?,
    };
    let done = take(&mut session, &args.study, &args.form, answers)?;
    told(&args.study, &done, args.format)
}

fn written(path: &Path, text: &str) -> Result<ExitCode, AppError> {
    write_whole(path, text.as_bytes())?;
    terminal::say(&format!("{} is to be filled in.\n", path.display()));
    Ok(ExitCode::SUCCESS)
}

fn told(study: &str, done: &EnteredValues, format: OutputFormat) -> Result<ExitCode, AppError> {
    let mut text = format!("{study}: {} values.\n", done.values);
    if !done.left_out.is_empty() {
        text += &format!(
            "Taken before and left out now; the log keeps them: {}.\n",
            done.left_out.join(", ")
        );
    }
    let entry = done.entry.to_string();
    let short = entry.get(..8).unwrap_or(&entry);
    text += &format!("Entered as {short}; euthymia review undo {short} takes it back.\n\n");
    terminal::beside(&text, format);
    terminal::tables(&[doubts_view(study, &done.doubts)], format)?;
    Ok(ExitCode::SUCCESS)
}

/// Asks the questions of a form.
fn asked(own: &Sheet) -> Result<Answers, AppError> {
    let mut interview = FormInterview::new(own);
    let mut lines = std::io::stdin().lock().lines();
    while let Some(question) = interview.question() {
        let before = question.before.map(|before| format!(" [{before}]"));
        let (place, text) = (question.place, question.text);
        terminal::ask(&format!(
            "{place}: {text}{}\n> ",
            before.unwrap_or_default()
        ));
        let Some(line) = next(&mut lines)? else {
            break;
        };
        match interview.answer(&line) {
            Ok(doubts) => {
                for doubt in doubts {
                    let (place, why, help) = (doubt.place, doubt.why, doubt.help);
                    terminal::ask(&format!("  {place}: {why}. {help}\n"));
                }
            }
            Err(wrong) => terminal::ask(&format!("  {wrong}\n")),
        }
    }
    Ok(interview.answers())
}

/// A line that was typed; `None` at the end or for a full stop.
fn next(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> Result<Option<String>, AppError> {
    let wrong = |error: std::io::Error| AppError::Usage(format!("the terminal: {error}"));
    let line = lines.next().transpose().map_err(wrong)?;
    Ok(line.filter(|line| line.trim() != "."))
}

/// Show how far the taking of values is, what differs and what is doubtful
#[derive(Args)]
pub(crate) struct ExtractionArgs {
    /// One study, with all its values
    study: Option<String>,
    /// The form
    #[arg(long, value_name = "NAME", default_value = "trials")]
    form: String,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn extraction(args: &ExtractionArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    let views = extraction_views(&session, &args.form, args.study.as_deref())?;
    terminal::tables(&views, args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// Settle what people took differently from a study
///
/// Without FILE, --take or --template every difference is shown side by side and asked for: the number
/// of a person takes their value, VALUE UNIT @ PLACE enters another one, Enter leaves it open, a full
/// stop alone ends.
#[derive(Args)]
pub(crate) struct AdjudicateArgs {
    /// The study
    study: String,
    /// Settled values, as --template lays them out
    file: Option<PathBuf>,
    /// The form
    #[arg(long, value_name = "NAME", default_value = "trials")]
    form: String,
    /// Settle every difference as this person took it
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    take: Option<String>,
    /// Write a file with the differences to be filled in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "take"])]
    template: Option<PathBuf>,
    #[command(flatten)]
    at: Where,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn adjudicate(args: &AdjudicateArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let open = settling(&session, &args.study, &args.form)?;
    if let Some(path) = &args.template {
        return written(path, &settling_template(&open));
    }
    let answers = match (&args.file, &args.take) {
        (Some(path), _) => answers_from(&open.form, path)?,
        (None, Some(who)) => open.as_taken_by(who)?,
        (None, None) if open.lines.is_empty() => {
            terminal::tables(&[open.view()], args.format)?;
            return Ok(ExitCode::SUCCESS);
        }
        (None, None) => {
            terminal::tables(&[open.view()], args.format)?;
            chosen(&open)?
        }
    };
    let done = settle(&mut session, &args.study, &args.form, answers)?;
    told(&args.study, &done, args.format)
}

/// Asks how each difference is settled.
fn chosen(open: &euthymia_app::review::Settling) -> Result<Answers, AppError> {
    let mut lines = std::io::stdin().lock().lines();
    let mut answers = Answers::default();
    for line in &open.lines {
        terminal::ask(&open.question(line));
        let Some(typed) = next(&mut lines)? else {
            break;
        };
        if let Some(cell) = open.choice(line, &typed) {
            answers.cells.insert(line.place.clone(), cell);
        }
    }
    Ok(answers)
}

/// Write the evidence base that follows from what counts
///
/// The folder has the layout of evidence check, pool, compare and report (--evidence OUT). Numbers that
/// were settled, or that enough people took alike, are marked as read in the full text; one that fewer
/// people took is marked as unverified; one that people took differently is left out.
#[derive(Args)]
pub(crate) struct EvidenceArgs {
    /// The folder to write
    out: PathBuf,
    /// The form
    #[arg(long, value_name = "NAME", default_value = "trials")]
    form: String,
    /// A file of judgements to take along
    #[arg(long, value_name = "FILE")]
    appraisals: Option<PathBuf>,
    /// The folder of the review
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    review: PathBuf,
}

pub(crate) fn evidence(args: &EvidenceArgs) -> Result<ExitCode, AppError> {
    let session: Session = open_to_read(&args.review)?;
    let done = write_evidence(&session, &args.form, &args.out, args.appraisals.as_deref())?;
    for left in &done.left_out {
        terminal::note(left);
    }
    for finding in &done.findings {
        terminal::note(&finding.to_string());
    }
    terminal::say(&format!(
        "{}: {} studies, {} arms, {} outcomes; {} values that nobody has checked, {} left out.\n",
        args.out.display(),
        done.studies,
        done.arms,
        done.outcomes,
        done.unchecked,
        done.left_out.len()
    ));
    Ok(ExitCode::SUCCESS)
}
