//! `euthymia report`

use crate::options::{OutputFormat, ScoreArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::output::FigureFormat;
use euthymia_app::report::{ReportRequest, make, write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Write the report: evidence base and cohort on one page
///
/// Reads the bundled evidence base and the example cohort (or yours), pools every treatment, and
/// writes one HTML file that needs nothing else: no network, no other file.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// Folder to write into
    #[arg(long, default_value = "report", value_name = "FOLDER")]
    out: PathBuf,
    /// A folder of evidence files instead of the bundled evidence base
    #[arg(long, value_name = "FOLDER")]
    evidence: Option<PathBuf>,
    /// Your cohort's CSV instead of the example, as for `euthymia cohort`
    #[arg(long, value_name = "FILE")]
    cohort: Option<PathBuf>,
    /// What your cohort is called in the report
    #[arg(long, value_name = "NAME", requires = "cohort")]
    cohort_name: Option<String>,
    /// What your cohort was treated with: ketamine, tms, psychedelics or other; it is then drawn
    /// beside those arms too
    #[arg(long, value_name = "FAMILY", requires = "cohort")]
    cohort_treatment: Option<String>,
    /// How to print the overview; the page is written in any case
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// Also write every figure as SVG into FOLDER/figures
    #[arg(long)]
    svg: bool,
    /// Also write every figure as PNG
    #[arg(long)]
    png: bool,
    /// Also write every figure as PDF
    #[arg(long)]
    pdf: bool,
    #[command(flatten)]
    scores: ScoreArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    if args.cohort.is_none() && args.scores != ScoreArgs::default() {
        return Err(AppError::Usage(
            "options on a cohort's scores need --cohort FILE; without it the report shows the \
             example cohort as published"
                .to_owned(),
        ));
    }
    let cohort = args
        .cohort
        .as_deref()
        .map(|file| args.scores.request(file, args.cohort_name.as_deref()))
        .transpose()?;
    terminal::progress("Reading the evidence base and pooling …");
    let request = ReportRequest {
        evidence: args.evidence.clone(),
        cohort,
        cohort_treatment: args.cohort_treatment.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let report = make(&request)?;
    let formats: Vec<FigureFormat> = [
        (args.svg, FigureFormat::Svg),
        (args.png, FigureFormat::Png),
        (args.pdf, FigureFormat::Pdf),
    ]
    .into_iter()
    .filter_map(|(wanted, format)| wanted.then_some(format))
    .collect();
    terminal::progress("Writing …");
    let files = write(&report, &args.out, &formats)?;
    terminal::tables(std::slice::from_ref(&report.overview), args.format)?;
    if args.format != OutputFormat::Table {
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = String::from("\nIn plain language\n");
    for sentence in &report.summary {
        text.push_str(&format!("• {sentence}\n"));
    }
    text.push_str(&format!("\nCaution. {}\n\n", euthymia_report::trd::CAUTION));
    if let Some(page) = files.first() {
        text.push_str(&format!("Wrote {}", page.display()));
    }
    if files.len() > 1 {
        text.push_str(&format!(
            " and {} figures in {}",
            files.len() - 1,
            args.out.join("figures").display()
        ));
    }
    text.push_str(".\n");
    terminal::say(&text);
    Ok(ExitCode::SUCCESS)
}
