//! `euthymia pool`

use super::effect::RuleArgs;
use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::pool::{
    PoolAnswer, PoolRequest, Source, explanation, figure, json, run as compute, write_r_script,
};
use euthymia_app::{AppError, settings};
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::Selection;
use euthymia_report::pooled::{PoolOptions, csv_view, view};
use euthymia_synthesis::pairwise::{Interval, Model, Options, Prediction};
use std::path::PathBuf;
use std::process::ExitCode;

/// Pool studies: your own CSV, or a selection of the evidence base
///
/// With a FILE, its columns decide what can be pooled:
///   one group:  study,events,n                                            PR, PLO, PFT
///   two groups: study,events_treatment,n_treatment,events_control,n_control   RR, OR, RD
///   means:      study,mean_treatment,sd_treatment,n_treatment,mean_control,sd_control,n_control   MD, SMD
/// (metafor's names ai, n1i, m1i … are understood too.)
///
/// Without a FILE, --treatment and --outcome select from the evidence base. Rates (PR, PLO, PFT) pool
/// single arms; the other measures compare each randomised trial's arms with its own control.
#[derive(ClapArgs)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A CSV file with one row per study; without it, the evidence base
    file: Option<PathBuf>,
    /// Effect measure: PR, PLO, PFT (one group), RR, OR, RD (two groups), MD, SMD (means)
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Model: random (true effects differ from study to study) or common (one true effect)
    #[arg(long, default_value = "random", value_name = "MODEL")]
    model: String,
    /// Estimator of τ² under random effects: reml, dl, pm
    #[arg(long, default_value = "reml", value_name = "ESTIMATOR")]
    tau2: String,
    /// Test and interval: z (Wald), hk (Hartung–Knapp), hk-floor (never narrower than its Wald
    /// counterpart) [default: hk-floor for random effects, z for common and for two studies]
    #[arg(long, value_name = "KIND")]
    test: Option<String>,
    /// Prediction interval: t1 (t with k − 1), t2 (k − 2), z [default: z with --test z, else t1]
    #[arg(long, value_name = "KIND")]
    prediction: Option<String>,
    /// Confidence level in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    level: f64,
    #[command(flatten)]
    rules: RuleArgs,
    /// Also write the forest plot: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    forest: Option<PathBuf>,
    /// Also write the analysis as an R script for metafor: a file ending in .R, its data beside it
    /// ending in .csv
    #[arg(long, value_name = "FILE")]
    r_script: Option<PathBuf>,
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
  euthymia pool trials.csv --measure SMD --tau2 dl --test z --format json";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let figure_format = args.forest.as_deref().map(FigureFormat::of).transpose()?;
    let answer = compute(&request(args)?)?;
    if let (Some(path), Some(format)) = (&args.forest, figure_format) {
        write_whole(path, &format.draw(&figure(&answer))?)?;
    }
    if let Some(path) = &args.r_script {
        write_r_script(&answer, path)?;
    }
    for finding in &answer.notes {
        terminal::note(&finding.to_string());
    }
    print(&answer, args)?;
    let failed = !answer.pooled.summary.converged;
    Ok(if failed {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn print(answer: &PoolAnswer, args: &Args) -> Result<(), AppError> {
    match args.format {
        OutputFormat::Json => {
            let text = serde_json::to_string_pretty(&json(answer))
                .map_err(|error| AppError::Analysis(error.to_string()))?;
            terminal::say(&format!("{text}\n"));
        }
        OutputFormat::Csv => terminal::tables(&[csv_view(&answer.pooled)], args.format)?,
        OutputFormat::Table | OutputFormat::Md => {
            let mut table = view(&answer.pooled, &answer.title);
            table
                .notes
                .extend(answer.caution.map(|caution| format!("Caution: {caution}")));
            terminal::tables(&[table], args.format)?;
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
                 groups; MD or SMD for means"
                    .to_owned(),
            ));
        }
    };
    let defaults = PoolOptions::of(measure);
    let model = settings::model(&args.model, settings::tau2(&args.tau2)?)?;
    let interval = match &args.test {
        Some(word) => settings::test(word)?,
        None if model == Model::CommonEffect => Interval::Wald,
        None => Interval::HartungKnappFloor,
    };
    let prediction = match &args.prediction {
        Some(word) => settings::prediction(word)?,
        None if interval == Interval::Wald => Prediction::Normal,
        None => Prediction::StudentKMinus1,
    };
    let rules = args.rules.rules(defaults.rules)?;
    let level = settings::level(args.level)?;
    let fit = Options {
        model,
        interval,
        prediction,
        level,
    };
    Ok(PoolRequest {
        source,
        options: PoolOptions {
            measure,
            fit,
            rules,
        },
        assumed_correlation: args.rules.assumed_correlation()?,
        interval_chosen: args.test.is_some(),
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
