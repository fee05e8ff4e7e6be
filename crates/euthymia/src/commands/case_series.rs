//! `euthymia case-series`

use super::case_series_files::FileArgs;
use crate::options::{OutputFormat, ReadArgs};
use crate::terminal::{self, Bar};
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::against::AgainstAnswer;
use euthymia_app::case_series::choices::choices;
use euthymia_app::case_series::columns::columns_view;
use euthymia_app::case_series::read::summary::{PIECE_BYTES, SummaryOptions, load_head, summarise};
use euthymia_app::case_series::read::{Loaded, SeriesRequest, load, series_of};
use euthymia_app::case_series::settings::{self, ColumnSettings, Role, TableSettings};
use euthymia_app::case_series::{literature, report};
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::settings::level;
use euthymia_clinical::outcome::Outcome;
use euthymia_report::case_series::Analysis;
use euthymia_table::{Audience, TableView};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is printed unless tables are asked for.
const TABLES: &str = "flow,change,definitions,left-out";

/// The tables of a summary.
const SUMMARY_TABLES: [&str; 4] = ["flow", "visits", "definitions", "left-out"];

/// Describe a clinic's patients: a spreadsheet into a case series that can be published
///
/// Reads one row per patient (scores side by side: madrs_baseline, madrs_week4 …) or one row per visit
/// (patient, day or week or date, madrs …), with sessions and adverse events as further files. What
/// each column is, is guessed and shown (--columns), can be saved (--save-settings), edited and used
/// again (--settings). Nothing is dropped in silence: what is not used is counted with its reason.
#[derive(ClapArgs)]
#[command(after_help = "Examples:
  euthymia case-series examples/clinic_visits.csv --columns
  euthymia case-series examples/clinic_visits.csv --tables flow,definitions
  euthymia case-series --settings examples/clinic.toml --tables groups
  euthymia case-series --settings examples/clinic.toml --report report.html")]
pub(crate) struct Args {
    /// Files of patients or visits, sessions, adverse events
    #[arg(required_unless_present = "settings")]
    files: Vec<PathBuf>,
    /// What each column is, as written by --save-settings; in place of FILES
    #[arg(long, value_name = "FILE", conflicts_with = "files")]
    settings: Option<PathBuf>,
    /// The sheet of a workbook, where several have content
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// A data dictionary of REDCap: labels, codes, identifiers and ranges are taken from it
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
    /// Show what each column is taken for, and why, and stop
    #[arg(long)]
    columns: bool,
    /// Write what each column is taken for, to be edited and used with --settings
    #[arg(long, value_name = "FILE")]
    save_settings: Option<PathBuf>,
    /// What the series is called
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The main scale, where there are several
    #[arg(long, value_name = "SCALE")]
    instrument: Option<String>,
    /// Compare the groups of this column
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// The planned visit that the outcome is about, such as 'week 4' [default: the last]
    #[arg(long, value_name = "VISIT")]
    endpoint: Option<String>,
    /// Response: a decrease such as '>=50pct' [default: at least 50 %]
    #[arg(long, value_name = "RULE")]
    response: Option<String>,
    /// Remission: a cut-off such as '<10', '<=12' [default: the first rule of the scale]
    #[arg(long, value_name = "RULE")]
    remission: Option<String>,
    /// Number the patients instead of refusing identifiers that look like names
    #[arg(long)]
    number_patients: bool,
    /// Only flow, visits and definitions, of a file of visits of any length, which is read once and not
    /// kept: the rows of each patient must stand together
    #[arg(long, conflicts_with_all = [
        "columns", "save_settings", "sheet", "dictionary", "group", "report", "figures", "against", "deidentify", "to_evidence",
        "r_script",
    ])]
    summary: bool,
    /// For --summary: how many threads read
    #[arg(long, default_value_t = 2, value_name = "N")]
    threads: usize,
    /// Confidence level in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    level: f64,
    /// Seed of everything that is drawn [default: 1; the numbers of --deidentify are drawn anew]
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Write the report, with figures and reporting checklists: a file ending in .html or .docx
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write every figure into FOLDER
    #[arg(long, value_name = "FOLDER")]
    figures: Option<PathBuf>,
    /// What the figures of --figures are written as: svg, png or pdf
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    figure_format: String,
    /// Hold response and remission against the published arms of a treatment, such as ketamine_iv
    #[arg(long, value_name = "TREATMENT")]
    against: Option<String>,
    /// Which tables to print, joined by commas, or all
    #[arg(
        long,
        value_name = "NAMES",
        default_value = TABLES
    )]
    tables: String,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    made: FileArgs,
    #[command(flatten)]
    read: ReadArgs,
}

impl Args {
    fn request(&self) -> Result<SeriesRequest, AppError> {
        Ok(SeriesRequest {
            files: self.files.clone(),
            settings: self.settings.clone(),
            sheet: self.sheet.clone(),
            dictionary: self.dictionary.clone(),
            read: self.read.options()?,
            number_patients: self.number_patients,
        })
    }

    /// The report and the figures, where they are asked for.
    fn write_files(
        &self,
        analysis: &Analysis,
        loaded: &Loaded,
        request: &SeriesRequest,
        beside: &[(Outcome, AgainstAnswer)],
    ) -> Result<(), AppError> {
        if let Some(path) = &self.report {
            let version = env!("CARGO_PKG_VERSION");
            let section = (!beside.is_empty()).then(|| literature::section(beside));
            let document = report::make(analysis, loaded, request, section, version)?;
            report::write_document(&document, path)?;
            terminal::note(&format!("Wrote {}.", path.display()));
        }
        if let Some(folder) = &self.figures {
            let format = FigureFormat::of(Path::new(&format!("x.{}", self.figure_format)))?;
            let written = report::write_figures(analysis, folder, format)?;
            terminal::note(&format!(
                "Wrote {} figures into {}.",
                written.len(),
                folder.display()
            ));
        }
        Ok(())
    }

    /// The settings with what the command line says in their place.
    fn override_settings(&self, loaded: &mut Loaded) -> Result<(), AppError> {
        let settings = &mut loaded.settings;
        let replace = |slot: &mut Option<String>, given: &Option<String>| {
            if given.is_some() {
                slot.clone_from(given);
            }
        };
        replace(&mut settings.name, &self.name);
        if let Some(group) = &self.group {
            by_group(&mut settings.table, group)?;
        }
        replace(&mut settings.outcome.measure, &self.instrument);
        replace(&mut settings.outcome.endpoint, &self.endpoint);
        replace(&mut settings.outcome.response, &self.response);
        replace(&mut settings.outcome.remission, &self.remission);
        Ok(())
    }
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let request = args.request()?;
    if args.summary {
        return summary(args, &request);
    }
    let mut loaded = load(&request)?;
    args.override_settings(&mut loaded)?;
    for note in &loaded.notes {
        terminal::note(&note.to_string());
    }
    if let Some(path) = &args.save_settings {
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let text = settings::write(&loaded.settings.seen_from(folder), &loaded.reasons);
        write_whole(path, text.as_bytes())?;
        terminal::note(&format!("Wrote {}.", path.display()));
    }
    if args.columns {
        terminal::tables(&columns_view(&loaded), args.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    let series = series_of(&loaded, &request)?;
    let choices = choices(
        &series,
        &loaded.settings.outcome,
        level(args.level)?,
        args.seed.unwrap_or(1),
    )?;
    let analysis =
        Analysis::of(series, choices).map_err(|error| AppError::Analysis(error.to_string()))?;
    let beside = match &args.against {
        Some(treatment) => literature::beside(&analysis, treatment)?,
        None => Vec::new(),
    };
    args.write_files(&analysis, &loaded, &request, &beside)?;
    let audience = match args.format {
        OutputFormat::Table | OutputFormat::Md => Audience::People,
        OutputFormat::Json | OutputFormat::Csv => Audience::Machines,
    };
    let mut views = selected(analysis.tables(audience), &args.tables)?;
    views.extend(literature::views(&beside));
    views.extend(args.made.write(&loaded, &request, &analysis, args.seed)?);
    terminal::tables(&views, args.format)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a column the group, in place of any other.
fn by_group(tables: &mut [TableSettings], group: &str) -> Result<(), AppError> {
    let columns = || tables.iter().flat_map(|table| table.column.keys());
    if !columns().any(|name| name == group) {
        let names: Vec<&str> = columns().map(String::as_str).collect();
        return Err(AppError::Usage(format!(
            "--group: there is no column \"{group}\"; the columns are: {}",
            names.join(", ")
        )));
    }
    for (name, column) in tables.iter_mut().flat_map(|table| &mut table.column) {
        if name == group {
            column.role = Role::Group;
        } else if column.role == Role::Group {
            *column = ColumnSettings::of(Role::Characteristic);
        }
    }
    Ok(())
}

/// A long file into tables without holding it.
fn summary(args: &Args, request: &SeriesRequest) -> Result<ExitCode, AppError> {
    let asked = match args.tables.as_str() {
        TABLES => SUMMARY_TABLES.join(","),
        asked => asked.to_owned(),
    };
    let mut names = asked.split(',').map(str::trim);
    if let Some(name) = names.find(|name| *name != "all" && !SUMMARY_TABLES.contains(name)) {
        return Err(AppError::Usage(format!(
            "--tables: with --summary there is no \"{name}\", only {}",
            SUMMARY_TABLES.join(", ")
        )));
    }
    let mut loaded = load_head(request)?;
    args.override_settings(&mut loaded)?;
    let options = SummaryOptions {
        level: level(args.level)?,
        threads: args.threads,
        piece_bytes: PIECE_BYTES,
    };
    let mut bar = Bar::new();
    let summary = summarise(&loaded, request, options, &mut |progress| {
        bar.show(progress.bytes_done, progress.bytes_total, progress.rows);
    });
    bar.clear();
    let views = selected(summary?.tables(), &asked)?;
    terminal::tables(&views, args.format)?;
    Ok(ExitCode::SUCCESS)
}

/// The tables that were asked for, in their own order.
fn selected(
    tables: Vec<(&'static str, TableView)>,
    asked: &str,
) -> Result<Vec<TableView>, AppError> {
    let names: Vec<&str> = asked.split(',').map(str::trim).collect();
    let known: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    const ALL: [&str; 14] = [
        "flow",
        "characteristics",
        "change",
        "estimates",
        "crosswalk",
        "visits",
        "definitions",
        "intervals",
        "times",
        "groups",
        "multiplicity",
        "events",
        "sessions",
        "left-out",
    ];
    if let Some(unknown) = names
        .iter()
        .find(|name| **name != "all" && !ALL.contains(*name))
    {
        return Err(AppError::Usage(format!(
            "--tables: \"{unknown}\" is no table; use all, or of {}",
            ALL.join(", ")
        )));
    }
    if let [only] = names.as_slice()
        && *only != "all"
        && !known.contains(only)
    {
        return Err(AppError::Analysis(format!(
            "there is no table \"{only}\": the files say nothing about it"
        )));
    }
    Ok(tables
        .into_iter()
        // A flagged answer about suicide is shown whatever was asked for.
        .filter(|(name, _)| names.contains(&"all") || names.contains(name) || *name == "flagged")
        .map(|(_, view)| view)
        .collect())
}
