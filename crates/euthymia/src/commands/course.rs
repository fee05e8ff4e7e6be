//! `euthymia course`

use super::assess::CourseArgs;
use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::assess::{following, site};
use euthymia_app::course::{CourseRequest, courses};
use euthymia_report::assessment::{course_views, courses_view};
use std::path::PathBuf;
use std::process::ExitCode;

/// Follow scores over time: response, remission, relapse, early non-response, durability
///
/// A CSV with one row per visit: patient, date (or day), and a column of totals named after the scale,
/// such as madrs. An empty total is a visit without a score. With the days of treatment in a second
/// file, the baseline is the last score before treatment and durability is counted from its end.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia course examples/visits.csv --sessions examples/sessions.csv\n  euthymia course examples/visits.csv --patient B02\n  euthymia course visits.csv --instrument madrs --total score --early 14:20"
)]
pub(crate) struct Args {
    /// The visits
    file: PathBuf,
    /// The days of treatment: patient, date (or day)
    #[arg(long, value_name = "FILE")]
    sessions: Option<PathBuf>,
    /// The scale; told from the column's name otherwise
    #[arg(long, value_name = "SCALE")]
    instrument: Option<String>,
    /// Column of the totals
    #[arg(long, value_name = "COLUMN")]
    total: Option<String>,
    /// Show one patient visit by visit
    #[arg(long, value_name = "ID")]
    patient: Option<String>,
    /// Your clinic's choices in a file; the options here come before it
    #[arg(long, value_name = "FILE")]
    site: Option<PathBuf>,
    #[command(flatten)]
    course: CourseArgs,
    #[command(flatten)]
    read: ReadArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let following = following(&args.course.asked(None), &site(args.site.as_deref())?)?;
    let read = courses(
        &CourseRequest {
            visits: args.file.clone(),
            sessions: args.sessions.clone(),
            instrument: args.instrument.clone(),
            total_column: args.total.clone(),
            read: args.read.options()?,
        },
        &following,
    )?;
    let Some(wanted) = &args.patient else {
        terminal::tables(&[courses_view(&read.patients, read.calendar)], args.format)?;
        return Ok(ExitCode::SUCCESS);
    };
    let found = read.patients.iter().find(|(patient, _)| patient == wanted);
    let (_, followed) = found.ok_or_else(|| {
        AppError::Usage(format!(
            "--patient: \"{wanted}\" is not in {}",
            args.file.display()
        ))
    })?;
    let views = course_views(followed, read.calendar);
    terminal::tables(&views, args.format)?;
    Ok(ExitCode::SUCCESS)
}
