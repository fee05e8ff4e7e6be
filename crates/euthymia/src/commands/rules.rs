//! `euthymia rules`, `euthymia convert`

use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args, ValueEnum};
use euthymia_app::AppError;
use euthymia_app::score::pack;
use euthymia_clinical::drug::DoseTable;
use euthymia_report::rules::{
    checklist_rules_view, converted_view, crosswalks_view, doses_view, genes_view, outcomes_view,
    staging_rules_view, trd_view, triage_view,
};
use std::process::ExitCode;

/// Which rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Topic {
    /// Response, remission, relapse, recovery, meaningful change
    Outcomes,
    /// Definitions of treatment resistance
    Trd,
    /// Minimum adequate doses
    Doses,
    /// Staging models
    Staging,
    /// The triage of the Columbia screener
    Triage,
    /// What to look into before calling a depression resistant
    Checklist,
    /// Gene–drug pairs
    Genes,
    /// Tables between scales, with the misprints found in them
    Crosswalks,
}

/// Show the named rules that results are computed under, each with version and source
#[derive(Args)]
#[command(after_help = "Example:\n  euthymia rules trd")]
pub(crate) struct RulesArgs {
    /// Which rules
    #[arg(value_enum)]
    topic: Topic,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Convert a total to other scales by published tables: for groups, never for a person
#[derive(Args)]
#[command(
    after_help = "Examples:\n  euthymia convert madrs 27\n  euthymia convert qids_sr16 15 --to hamd17"
)]
pub(crate) struct ConvertArgs {
    /// The scale of the total, such as madrs
    instrument: String,
    /// The total, or a mean of totals
    score: f64,
    /// Only to this scale
    #[arg(long, value_name = "SCALE")]
    to: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn rules(args: &RulesArgs) -> Result<ExitCode, AppError> {
    let view = match args.topic {
        Topic::Outcomes => outcomes_view(),
        Topic::Trd => trd_view(),
        Topic::Crosswalks => crosswalks_view(),
        Topic::Staging => staging_rules_view(),
        Topic::Triage => triage_view(),
        Topic::Checklist => checklist_rules_view(),
        Topic::Genes => genes_view(),
        Topic::Doses => doses_view(DoseTable::bundled()),
    };
    terminal::tables(&[view], args.format)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn convert(args: &ConvertArgs) -> Result<ExitCode, AppError> {
    let from = pack(&args.instrument.to_lowercase(), None)?;
    if let Some(to) = args.to.as_deref().filter(|to| *to != "depression_t") {
        pack(to, None)?;
    }
    let out_of_range = |total: &&euthymia_clinical::instrument::pack::Total| {
        !(total.minimum..=total.maximum).contains(&args.score)
    };
    if let Some(total) = from.primary_total().filter(out_of_range) {
        return Err(AppError::Usage(format!(
            "{} is not a {} total; it runs from {} to {}",
            args.score, from.name, total.minimum, total.maximum
        )));
    }
    let view = converted_view(&from.id, args.score, args.to.as_deref());
    if view.rows.is_empty() {
        return Err(AppError::Analysis(format!(
            "no published table converts {} {}{}{}",
            from.name,
            args.score,
            args.to
                .as_ref()
                .map_or(String::new(), |to| format!(" to {to}")),
            view.notes
                .first()
                .map_or(String::new(), |note| format!(": {note}"))
        )));
    }
    terminal::tables(&[view], args.format)?;
    Ok(ExitCode::SUCCESS)
}
