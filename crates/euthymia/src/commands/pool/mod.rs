//! `euthymia pool`

mod certainty;
mod model;
mod multilevel;
mod permutation;
mod risk;

use self::certainty::GradeArgs;
use self::model::ModelArgs;
use self::multilevel::LevelArgs;
use self::permutation::PermutationArgs;
use self::risk::RiskArgs;
use super::effect::RuleArgs;
use crate::options::{OutputFormat, ReadArgs};
use crate::terminal::{self, Bar};
use clap::Args as ClapArgs;
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::pool::{
    PoolAnswer, PoolRequest, Source, explanation, figure, json_with, permute, run as compute,
    without_views, write_r_script,
};
use euthymia_app::{AppError, settings};
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::Selection;
use euthymia_report::pooled::{csv_view, priors_view, view};
use euthymia_report::words;
use euthymia_table::TableView;
use std::path::PathBuf;
use std::process::ExitCode;

/// Pool studies: your own CSV, or a selection of the evidence base
///
/// With a FILE, its columns decide what can be pooled:
///   one group   study,events,n                                        PR, PLO, PFT
///   two groups  study,events_treatment,n_treatment,
///               events_control,n_control                              RR, OR, RD
///   means       study,mean_treatment,sd_treatment,n_treatment,
///               mean_control,sd_control,n_control                     MD, SMD
///   estimates   study,estimate,variance (or se; or ci_low,ci_high)    GEN
/// `euthymia effect --help` lists the columns of every other kind of measure, and
/// `euthymia effect --list` the measures. (metafor's names ai, n1i, m1i, yi, vi … are
/// understood too.)
///
/// Without a FILE, --treatment and --outcome select from the evidence base. Rates (PR, PLO,
/// PFT) pool single arms; the other measures compare each randomised trial's arms with its
/// own control.
#[derive(ClapArgs)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A CSV file with one row per study; without it, the evidence base
    file: Option<PathBuf>,
    /// Effect measure: PR, PLO, PFT (one group), RR, OR, RD (two groups), MD, SMD (means), GEN
    /// (estimates), and every other of `euthymia effect --list`
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    levels: LevelArgs,
    #[command(flatten)]
    permutation: PermutationArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    risk: RiskArgs,
    #[command(flatten)]
    grade: GradeArgs,
    /// Also write the forest plot: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    forest: Option<PathBuf>,
    /// Also write the analysis as an R script for metafor: a file ending in .R, its data beside it
    /// ending in .csv
    #[arg(long, value_name = "FILE")]
    r_script: Option<PathBuf>,
    /// List the published priors of τ for --model bayes
    #[arg(long)]
    list_priors: bool,
    /// Show how the estimate came about, sum by sum
    #[arg(long)]
    explain: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    read: ReadArgs,
}

/// What is asked of the evidence base.
#[derive(ClapArgs)]
#[command(next_help_heading = "Selecting from the evidence base")]
struct SelectArgs {
    /// Treatment, report group, class, or form of treatment, such as ketamine_iv, tms_deep,
    /// psychedelic, ketamine-iv-course; may be repeated
    #[arg(long, value_name = "WORD", conflicts_with = "file")]
    treatment: Vec<String>,
    /// Outcome: response, remission, change, score, ae_dissociation, serious_ae, dropout …
    #[arg(long, value_name = "WORD", conflicts_with = "file")]
    outcome: Option<String>,
    /// Days after the start, such as 1..28; add ,unstated for courses whose last day is not stated
    #[arg(long, value_name = "DAYS", conflicts_with = "file")]
    time: Option<String>,
    /// Only this scale, such as madrs
    #[arg(long, value_name = "SCALE", conflicts_with = "file")]
    instrument: Option<String>,
    /// Only this definition, such as 'madrs<=10'
    #[arg(long, value_name = "RULE", conflicts_with = "file")]
    definition: Option<String>,
    /// Only populations that are treatment-resistant by the study's own statement
    #[arg(long, conflicts_with = "file")]
    trd_only: bool,
    /// Only studies whose entry criterion admits patients with N failed trials of antidepressants;
    /// it does not say that their patients had exactly N. Studies that state none plainly are left out
    #[arg(long, value_name = "N", conflicts_with = "file")]
    failures: Option<u64>,
    /// Admit numbers whose denominator nobody read
    #[arg(long, conflicts_with = "file")]
    include_n_not_seen: bool,
    /// Admit unverified (recalled) numbers
    #[arg(long, conflicts_with = "file")]
    include_unverified: bool,
    /// Admit arms of crossover trials (as single arms only)
    #[arg(long, conflicts_with = "file")]
    include_crossover: bool,
    /// A folder of evidence files instead of the bundled evidence base
    #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
    evidence: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  euthymia pool --treatment ketamine_iv --outcome response --time 1..28
  euthymia pool --treatment esketamine_in --outcome remission --measure RR --forest forest.pdf
  euthymia pool --treatment tms --outcome response --failures 3
  euthymia pool --treatment esketamine_in --outcome response --measure RR --grade --important 1.25
  euthymia pool trials.csv --measure OR --appraisals appraisals.csv --risk-summary bars.svg
  euthymia pool trials.csv --measure OR --model mh
  euthymia pool trials.csv --measure OR --model bayes --tau-prior half-normal:0.5
  euthymia pool estimates.csv --measure GEN --cluster lab --r-script again.R
  euthymia pool estimates.csv --measure GEN --nested lab/study --cluster lab
  euthymia pool estimates.csv --measure GEN --structure 'CS:outcome|lab' --by outcome
  euthymia pool trials.csv --measure SMD --tau2 dl --test z --format json";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    if args.list_priors {
        terminal::tables(&[priors_view()], args.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(status) = multilevel::run(args)? {
        return Ok(status);
    }
    let figure_format = args.forest.as_deref().map(FigureFormat::of).transpose()?;
    let plan = args.permutation.plan()?;
    args.risk.check()?;
    let request = request(args)?;
    let mut answer = compute(&request)?;
    if let Some(plan) = plan {
        let mut bar = Bar::new();
        let done = permute(&mut answer, &plan, |done, all| {
            bar.count(done, all, "arrangements")
        });
        bar.clear();
        done?;
    }
    if let (Some(path), Some(format)) = (&args.forest, figure_format) {
        write_whole(path, &format.draw(&figure(&answer))?)?;
    }
    if let Some(path) = &args.r_script {
        write_r_script(&answer, path)?;
    }
    args.risk.draw(&answer)?;
    let graded = args.grade.run(args, &answer, &request)?;
    for finding in &answer.notes {
        terminal::note(&finding.to_string());
    }
    let mut further = Vec::new();
    if let Some(found) = graded {
        further.extend([found.findings, found.certainty]);
    }
    if args.risk.is_given() {
        further.extend(without_views(&answer, &request));
    }
    print(&answer, further, args)?;
    let failed = !answer.pooled.summary.converged;
    Ok(if failed {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn print(answer: &PoolAnswer, further: Vec<TableView>, args: &Args) -> Result<(), AppError> {
    match args.format {
        OutputFormat::Json => {
            let text = serde_json::to_string_pretty(&json_with(answer, &further)?)
                .map_err(|error| AppError::Analysis(error.to_string()))?;
            terminal::say(&format!("{text}\n"));
        }
        OutputFormat::Csv => {
            let mut views = vec![csv_view(&answer.pooled)];
            views.extend(further);
            terminal::tables(&views, args.format)?;
        }
        OutputFormat::Table | OutputFormat::Md => {
            let mut table = view(&answer.pooled, &answer.title);
            table
                .notes
                .extend(answer.permutation.as_ref().map(words::permutation));
            table
                .notes
                .extend(answer.caution.map(|caution| format!("Caution: {caution}")));
            let mut views = vec![table];
            views.extend(further);
            terminal::tables(&views, args.format)?;
        }
    }
    if args.explain {
        let text = format!("\nHow the estimate came about\n{}", explanation(answer));
        terminal::beside(&text, args.format);
    }
    Ok(())
}

fn request(args: &Args) -> Result<PoolRequest, AppError> {
    let source = source(args)?;
    let measure = match (&args.measure, &source) {
        (Some(code), _) => settings::measure(code)?,
        (None, Source::Evidence { selection, .. }) => {
            settings::measure(match selection.outcome.kind() == event() {
                true => "PLO",
                false => "SMD",
            })?
        }
        (None, Source::File { .. }) => {
            return Err(AppError::Usage(
                "--measure is needed with a file: PR, PLO or PFT for one group; RR, OR or RD for two \
                 groups; MD or SMD for means; GEN for estimates; `euthymia effect --list` has all"
                    .to_owned(),
            ));
        }
    };
    let mut options = args.model.options(measure)?;
    options.rules = args.rules.rules(options.rules)?;
    Ok(PoolRequest {
        source,
        options,
        assumed_correlation: args.rules.assumed_correlation()?,
        weight_column: args.model.weight_column(),
        cluster_column: args.model.cluster.clone(),
        cautions: args.model.cautions(),
        interval_chosen: args.model.interval_chosen(),
        risk: args.risk.request(args, args.grade.is_given())?,
    })
}

fn event() -> euthymia_app::pool::OutcomeKind {
    euthymia_app::pool::OutcomeKind::Event
}

fn source(args: &Args) -> Result<Source, AppError> {
    if let Some(path) = &args.file {
        return Ok(Source::File {
            path: path.clone(),
            read: args.read.options()?,
        });
    }
    let Some(outcome) = &args.select.outcome else {
        return Err(AppError::Usage(
            "name a CSV file, or an outcome of the evidence base: --treatment ketamine_iv --outcome \
             response"
                .to_owned(),
        ));
    };
    let select = &args.select;
    let selection = Selection {
        window: select.time.as_deref().map(settings::window).transpose()?,
        instrument: select.instrument.clone(),
        definition: select.definition.clone(),
        admitted: Admitted {
            n_not_seen: select.include_n_not_seen,
            recalled: select.include_unverified,
        },
        crossover: select.include_crossover,
        trd_only: select.trd_only,
        failures: select.failures,
        ..Selection::of(settings::outcome(outcome)?, select.treatment.clone())
    };
    Ok(Source::Evidence {
        folder: select.evidence.clone(),
        selection,
    })
}
