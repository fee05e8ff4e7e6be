//! `euthymia assess`

use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::assess::{Asked, assess, choices, following, site};
use euthymia_app::evidence::load;
use euthymia_app::expectation::{Published, published};
use euthymia_app::output::{refuse_same_file, write_whole};
use euthymia_app::record::read;
use euthymia_report::assessment::{
    Calendar, Letter, checklist_view, course_views, definitions_view, expectation_view, letter,
    open_questions, reasoning_view, record_view, rules_view, signs_view, staging_view, trials_view,
};
use jiff::civil::Date;
use std::path::PathBuf;
use std::process::ExitCode;

/// Assess one patient's record: is the depression treatment-resistant, under which definition, and why
///
/// Reads a small TOML file with diagnosis, antidepressant trials and scores. Judges every trial
/// (adequate, inadequate and why, unknown and what is missing), answers every definition with yes, no
/// or cannot say, stages the resistance, follows the scores, and lists what to ask before calling a
/// depression resistant. It informs; it never prescribes.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia assess examples/patients/two_failures.toml\n  euthymia assess patient.toml --explain\n  euthymia assess patient.toml --letter letter.html\n  euthymia assess patient.toml --weeks 8 --augmentation same"
)]
pub(crate) struct Args {
    /// The record
    file: PathBuf,
    /// Also write a letter of one page for the chart
    #[arg(long, value_name = "FILE")]
    letter: Option<PathBuf>,
    /// Show the reasoning behind each answer
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    course: CourseArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// What the sources leave open.
#[derive(ClapArgs, Clone, Debug, Default)]
#[command(next_help_heading = "What sources leave open")]
pub(crate) struct RuleArgs {
    /// Your clinic's choices in a file; the options here come before it
    #[arg(long, value_name = "FILE")]
    site: Option<PathBuf>,
    /// Least duration of an adequate trial, where a definition gives none [default: 6]
    #[arg(long, value_name = "WEEKS")]
    weeks: Option<f64>,
    /// Your own table of minimum doses
    #[arg(long, value_name = "FILE")]
    doses: Option<PathBuf>,
    /// Whether an augmentation is a trial of its own: separate or same [default: separate]
    #[arg(long, value_name = "RULE")]
    augmentation: Option<String>,
    /// Whether the same medicine at another dose is a trial of its own: same or separate [default: same]
    #[arg(long, value_name = "RULE")]
    optimisation: Option<String>,
}

/// How a course is followed.
#[derive(ClapArgs, Clone, Debug, Default)]
#[command(next_help_heading = "Following the scores")]
pub(crate) struct CourseArgs {
    /// The baseline: before-treatment, first, or a date [default: before-treatment]
    #[arg(long, value_name = "RULE")]
    baseline: Option<String>,
    /// Early non-response as day:percent, such as 14:20; no source sets one
    #[arg(long, value_name = "DAY:PERCENT")]
    early: Option<String>,
    /// Reliable change by SD:r, the standard deviation at baseline and the scale's reliability
    #[arg(long, value_name = "SD:R")]
    reliable: Option<String>,
    /// Days a visit may be off a planned day [default: 3]
    #[arg(long, value_name = "DAYS")]
    tolerance: Option<i64>,
    /// Days from one assessment to the next
    #[arg(long, value_name = "DAYS")]
    every: Option<i64>,
}

impl CourseArgs {
    /// What was asked for, with the rules of an assessment where there are any.
    pub(crate) fn asked(&self, rules: Option<&RuleArgs>) -> Asked {
        Asked {
            minimum_weeks: rules.and_then(|rules| rules.weeks),
            doses: rules.and_then(|rules| rules.doses.clone()),
            augmentation: rules.and_then(|rules| rules.augmentation.clone()),
            optimisation: rules.and_then(|rules| rules.optimisation.clone()),
            early: self.early.clone(),
            reliable: self.reliable.clone(),
            tolerance_days: self.tolerance,
            every_days: self.every,
            baseline: self.baseline.clone(),
        }
    }
}

/// The latest day it can be anywhere on Earth: what is later has not happened.
pub(crate) fn today() -> Option<Date> {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .ok()?;
    let days = i64::try_from((now.as_secs() + 14 * 3600) / 86_400).ok()?;
    Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

const PROGRAM: &str = concat!("Euthymia ", env!("CARGO_PKG_VERSION"), ".");

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let site = site(args.rules.site.as_deref())?;
    let asked = args.course.asked(Some(&args.rules));
    let (choices, following) = (choices(&asked, &site)?, following(&asked, &site)?);
    let record = read(&args.file, today())?;
    let assessment = assess(&record, &choices, &following);
    let base = load(None)?;
    let published = published(&base, assessment.failures)?;
    if let Some(path) = &args.letter {
        refuse_same_file(&args.file, path, "--letter")?;
        let page = letter(&Letter {
            patient: &record.patient,
            assessment: &assessment,
            choices: &choices,
            sessions: &record.sessions,
            clinic: site.name.as_deref(),
            published: &published
                .iter()
                .flat_map(Published::lines)
                .collect::<Vec<_>>(),
            program: PROGRAM,
        });
        write_whole(path, page.as_bytes())?;
        terminal::note(&format!("wrote {}", path.display()));
    }
    let mut views = vec![
        record_view(&record.patient, PROGRAM),
        signs_view(&assessment),
        definitions_view(&record.patient, &assessment),
        trials_view(&record.patient, &assessment, &choices),
        staging_view(&assessment),
    ];
    if args.explain || args.format != OutputFormat::Table {
        views.push(reasoning_view(&assessment));
    }
    let courses = assessment.courses.iter();
    views.extend(courses.flat_map(|followed| course_views(followed, Calendar::Dates)));
    views.push(checklist_view(&assessment));
    views.extend(expectation_view(&assessment));
    views.extend(published.iter().map(Published::view));
    views.push(rules_view(&assessment, &choices));
    terminal::tables(&views, args.format)?;
    let open = open_questions(&assessment);
    if !open.is_empty() && args.format == OutputFormat::Table {
        terminal::say(&format!(
            "\nWhat would settle the rest: {}.\n",
            open.join("; ")
        ));
    }
    Ok(ExitCode::SUCCESS)
}
