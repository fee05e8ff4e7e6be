//! `euthymia protocol list|show|check|compare|plan`

use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args, Subcommand};
use euthymia_app::AppError;
use euthymia_app::output::refuse_same_file;
use euthymia_app::protocol::{background, calendar_file, check, compare, find, plan, show};
use euthymia_app::record::read;
use euthymia_clinical::protocol::bundled_all;
use jiff::civil::DateTime;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the treatment protocols: class, sessions, how many values nobody read in a source
    List {
        /// How to print
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
    /// Show one protocol: every value with its source, conflicts side by side
    Show(Shown),
    /// Check one protocol: pulses, lengths, dose for a body, published limits, a patient's record
    ///
    /// It informs and flags, with the source beside; it never forbids. The status is 1 where a rule that
    /// was read in its source flags something.
    Check(Checked),
    /// Compare protocols side by side, with a mark where they differ
    Compare(Compared),
    /// Lay a course out in a calendar: visits, assessments, hours, cost of the time
    Plan(Box<Planned>),
}

#[derive(Args)]
pub(crate) struct Shown {
    /// The protocol, such as tms_saint, or a file of your own
    protocol: String,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  euthymia protocol check ketamine_iv_40min --weight 70kg --bag 50mL\n  euthymia protocol check esketamine_adult --patient examples/patients/two_failures.toml\n  euthymia protocol check esketamine_adult --template\n\nA patient's record says in its tables [conditions] and [medicines] what a protocol asks about,\nevery key as \"present\", \"excluded\" or \"unknown\": aneurysm = \"excluded\". What is not there\ncannot be said, and a key that no protocol asks about is an error."
)]
pub(crate) struct Checked {
    /// The protocol, such as ketamine_iv_40min, or a file of your own
    protocol: String,
    /// A patient's record, for contraindications, cautions and interactions
    #[arg(long, value_name = "FILE")]
    patient: Option<PathBuf>,
    /// Body weight with its unit: 70kg, 154lb
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true)]
    weight: Option<String>,
    /// Height with its unit: 175cm, 1.75m, 69in
    #[arg(long, value_name = "HEIGHT", allow_hyphen_values = true)]
    height: Option<String>,
    /// female or male, for the formulas of ideal weight
    #[arg(long, value_name = "SEX")]
    sex: Option<String>,
    /// Which weight counts: actual, capped, ideal, adjusted [default: each that can be applied]
    #[arg(long, value_name = "RULE")]
    weight_rule: Option<String>,
    /// The most weight that counts in your clinic, with its unit
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true)]
    cap: Option<String>,
    /// Volume of the bag with its unit: 50mL
    #[arg(long, value_name = "VOLUME", allow_hyphen_values = true)]
    bag: Option<String>,
    /// Write the keys of [conditions] and [medicines] that the protocol asks about, to be filled in, and
    /// check nothing
    #[arg(long, conflicts_with_all = ["patient", "weight", "height", "sex", "weight_rule", "cap", "bag", "format"])]
    template: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Args)]
pub(crate) struct Compared {
    /// Two protocols or more
    #[arg(required = true, num_args = 2..)]
    protocols: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  euthymia protocol plan ketamine_iv_60min_six --start 2026-11-30 --weekdays mon,wed,fri\n  euthymia protocol plan tms_18hz_h1 --start 2026-11-30 --holidays 2026-12-25 --ics course.ics\n  euthymia protocol plan tms_18hz_h1 ketamine_after_tms --start 2026-11-30"
)]
pub(crate) struct Planned {
    /// The protocols, in their order
    #[arg(required = true)]
    protocols: Vec<String>,
    /// First day that may have a visit
    #[arg(long, value_name = "DATE")]
    start: String,
    /// Days of the week with visits, as mon,wed,fri or mon-thu [default: mon-fri]
    #[arg(long, value_name = "DAYS")]
    weekdays: Option<String>,
    /// Days without visits: dates separated by commas, ranges as 2026-12-24..2027-01-01, or a file with one
    /// on each line
    #[arg(long, value_name = "DATES|FILE")]
    holidays: Option<String>,
    /// Last day of what has no end of its own [default: one round of it]; what has one is laid out to it
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// What an interval between sessions is counted between, where the source does not say: gap or
    /// onset_to_onset [default: gap]
    #[arg(long, value_name = "MEANING")]
    interval: Option<String>,
    /// When the first session of a day starts [default: 09:00]
    #[arg(long, value_name = "HH:MM")]
    at: Option<String>,
    /// Which of several published schedules, by name or number; protocol show has them [default: the first]
    #[arg(long = "schedule", value_name = "NAME", value_delimiter = ',')]
    schedules: Vec<String>,
    /// All courses start together; on one day they stand one after the other, in the order given
    #[arg(long)]
    together: bool,
    /// Days from the last visit of a course to the next course [default: 1]
    #[arg(long, value_name = "DAYS", value_parser = gap, allow_hyphen_values = true)]
    gap: Option<u32>,
    /// What an hour of your clinic costs
    #[arg(long, value_name = "AMOUNT", value_parser = rate, allow_hyphen_values = true)]
    rate: Option<f64>,
    /// Also write a calendar file (iCalendar), in times of the place that reads it; no person is in it
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Name of the series in the calendar file: the same one later moves the entries instead of adding
    /// them again; no name of a person [default: a new one, which is printed]
    #[arg(long, value_name = "TEXT", requires = "ics")]
    series: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, AppError> {
    match command {
        Command::List { format } => terminal::tables(&[show::list_view(bundled_all())], *format)?,
        Command::Show(shown) => {
            terminal::tables(&show::show_views(&find(&shown.protocol)?), shown.format)?;
        }
        Command::Check(checked) => return run_check(checked),
        Command::Compare(compared) => {
            let protocols: Result<Vec<_>, _> =
                compared.protocols.iter().map(|one| find(one)).collect();
            terminal::tables(&[compare::compare_view(&protocols?)?], compared.format)?;
        }
        Command::Plan(planned) => run_plan(planned)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn run_check(args: &Checked) -> Result<ExitCode, AppError> {
    let protocol = find(&args.protocol)?;
    if args.template {
        terminal::say(&background::template(&protocol));
        return Ok(ExitCode::SUCCESS);
    }
    let patient = args.patient.as_deref();
    let record = patient
        .map(|path| read(path, super::assess::today()))
        .transpose()?;
    let asked = check::Asked {
        weight: args.weight.clone(),
        height: args.height.clone(),
        sex: args.sex.clone(),
        weight_rule: args.weight_rule.clone(),
        cap: args.cap.clone(),
        bag: args.bag.clone(),
    };
    let checked = check::check(&protocol, &asked, record.as_ref())?;
    terminal::tables(&checked.views, args.format)?;
    Ok(ExitCode::from(u8::from(checked.is_flagged)))
}

/// The cost of an hour: a number alone, with a decimal point or comma.
fn rate(text: &str) -> Result<f64, String> {
    const MAX: f64 = 1e6;
    let value = text.trim().replace(',', ".").parse::<f64>();
    let is_thousands = text
        .split_once(',')
        .is_some_and(|(_, after)| after.len() == 3);
    let value = value
        .ok()
        .filter(|rate| (0.0..=MAX).contains(rate) && !is_thousands);
    value.ok_or_else(|| {
        "an hour costs a number from 0 to 1000000 without a currency, such as 150.50 or 150,50"
            .to_owned()
    })
}

/// Whole days between courses.
fn gap(text: &str) -> Result<u32, String> {
    let days = text.trim().parse::<u32>().ok();
    let days = days.filter(|days| (1..=3660).contains(days));
    days.ok_or_else(|| "whole days from 1 to 3660, such as 7".to_owned())
}

/// Seconds and nanoseconds since 1970.
fn now() -> std::time::Duration {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default()
}

/// The moment in UTC.
fn stamp(now: std::time::Duration) -> DateTime {
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    let seconds = i64::try_from(now.as_secs()).unwrap_or(0);
    let span = jiff::Span::new().try_seconds(seconds);
    span.ok()
        .and_then(|span| epoch.checked_add(span).ok())
        .unwrap_or(epoch)
}

fn run_plan(args: &Planned) -> Result<(), AppError> {
    let protocols: Result<Vec<_>, _> = args.protocols.iter().map(|one| find(one)).collect();
    let choices = plan::choices(&plan::Asked {
        start: args.start.clone(),
        weekdays: args.weekdays.clone(),
        holidays: args.holidays.clone(),
        until: args.until.clone(),
        interval: args.interval.clone(),
        at: args.at.clone(),
        together: args.together,
        gap_days: args.gap,
        schedules: args.schedules.clone(),
        rate: args.rate,
    })?;
    let laid_out = plan::lay_out(&protocols?, &choices)?;
    if let Some(path) = &args.ics {
        for read in args.protocols.iter().chain(&args.holidays) {
            refuse_same_file(Path::new(read), path, "--ics")?;
        }
        let now = now();
        // Unlike any other series; a later file with another one adds its entries beside.
        let own = format!("{:x}", now.as_nanos());
        let series = args.series.as_deref().unwrap_or(&own);
        let text = calendar_file::calendar(&laid_out, series, stamp(now));
        let earlier = calendar_file::earlier(path)?;
        let gone = calendar_file::left_behind(&earlier, &text);
        calendar_file::write(path, &text)?;
        terminal::note(&format!(
            "wrote {}; a later plan with --series '{series}' moves these entries",
            path.display()
        ));
        if !gone.is_empty() {
            terminal::note(&format!(
                "{} earlier entries are in no plan any more; remove them from your calendar: {}",
                gone.len(),
                gone.join(", ")
            ));
        }
    }
    terminal::tables(
        &plan::plan_views(&laid_out, &choices, args.rate),
        args.format,
    )
}
