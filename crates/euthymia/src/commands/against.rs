//! `euthymia against`

use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::against::{
    AgainstAnswer, AgainstRequest, FirstScores, Literature, run as compute, vague_weight,
};
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::{AppError, settings};
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::Selection;
use euthymia_report::against::{figure, sensitivity_view, view};
use euthymia_synthesis::map_prior::MapOptions;
use std::path::PathBuf;
use std::process::ExitCode;

/// Hold a clinic's own count against the literature
///
/// Takes how many of a clinic's patients had an outcome, and what was published: single arms of the
/// evidence base (--treatment and --outcome), or one count or rate (--published). Prints the exact
/// interval and test, how many events were to be expected of a new study of the same kind, and a
/// Bayesian comparison with a meta-analytic-predictive prior that gives way where the clinic differs.
///
/// It says how far the clinic is from the literature, never why.
#[derive(ClapArgs)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Patients of the clinic with the outcome
    #[arg(long, value_name = "X")]
    events: u64,
    /// Patients of the clinic; say in the paper whether started or completed
    #[arg(long, value_name = "N")]
    n: u64,
    /// What the clinic is called
    #[arg(long, value_name = "NAME", default_value = "This clinic")]
    name: String,
    /// One published count such as 30/60, or a rate such as 45%, instead of the evidence base
    #[arg(long, value_name = "X/N|PERCENT", conflicts_with_all = ["treatment", "outcome"])]
    published: Option<String>,
    /// Confidence and credible level in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    level: f64,
    /// Also write the figure: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    prior: PriorArgs,
    #[command(flatten)]
    first: FirstArgs,
    #[command(flatten)]
    select: SelectArgs,
}

/// The prior.
#[derive(ClapArgs)]
#[command(next_help_heading = "The prior made of the published arms")]
struct PriorArgs {
    /// Scale of the half-normal prior of τ, the spread of the arms' logits
    #[arg(long, default_value_t = 1.0, value_name = "SCALE")]
    tau_scale: f64,
    /// Standard deviation of the normal prior of the mean logit, about 0
    #[arg(long, default_value_t = 2.0, value_name = "SD")]
    mean_sd: f64,
    /// Weight of the vague part, from 0 (trust the literature) to 1 (set it aside)
    #[arg(long, default_value_t = 0.2, value_name = "WEIGHT")]
    vague: f64,
}

/// How patients were chosen.
#[derive(ClapArgs)]
#[command(next_help_heading = "Regression to the mean (all four, or none)")]
struct FirstArgs {
    /// Patients were taken at or above this score
    #[arg(long, value_name = "SCORE", requires_all = ["population_mean", "population_sd", "reliability"])]
    threshold: Option<f64>,
    /// Mean score of all who might have been measured
    #[arg(long, value_name = "SCORE", requires = "threshold")]
    population_mean: Option<f64>,
    /// Their standard deviation
    #[arg(long, value_name = "SCORE", requires = "threshold")]
    population_sd: Option<f64>,
    /// Test–retest reliability of the scale, from 0 to 1
    #[arg(long, value_name = "R", requires = "threshold")]
    reliability: Option<f64>,
}

/// What is asked of the evidence base.
#[derive(ClapArgs)]
#[command(next_help_heading = "Selecting from the evidence base")]
struct SelectArgs {
    /// Treatment, report group, class, or form of treatment, as for `euthymia pool`; may be repeated
    #[arg(long, value_name = "WORD")]
    treatment: Vec<String>,
    /// Outcome: response, remission, ae_dissociation, serious_ae, dropout …
    #[arg(long, value_name = "WORD")]
    outcome: Option<String>,
    /// Days after the start, such as 1..28; add ,unstated for courses whose last day is not stated
    #[arg(long, value_name = "DAYS")]
    time: Option<String>,
    /// Only this scale, such as madrs
    #[arg(long, value_name = "SCALE")]
    instrument: Option<String>,
    /// Only this definition, such as 'madrs<=10'
    #[arg(long, value_name = "RULE")]
    definition: Option<String>,
    /// Only populations that are treatment-resistant by the study's own statement
    #[arg(long)]
    trd_only: bool,
    /// Admit numbers whose denominator nobody read
    #[arg(long)]
    include_n_not_seen: bool,
    /// Admit unverified (recalled) numbers
    #[arg(long)]
    include_unverified: bool,
    /// A folder of evidence files instead of the bundled evidence base
    #[arg(long, value_name = "FOLDER")]
    evidence: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  euthymia against --events 4 --n 21 --treatment ketamine_iv --outcome response --time 1..28
  euthymia against --events 4 --n 21 --published 30/60 --vague 0.5
  euthymia against --events 9 --n 21 --published 45% --figure beside.svg";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let format = args.figure.as_deref().map(FigureFormat::of).transpose()?;
    let answer = compute(&request(args)?)?;
    if let (Some(path), Some(format)) = (&args.figure, format) {
        write_whole(path, &format.draw(&figure(&answer.against).to_scene())?)?;
    }
    let AgainstAnswer {
        against,
        regression,
    } = &answer;
    let mut tables = vec![view(against, regression.as_deref())];
    tables.extend(sensitivity_view(against));
    terminal::tables(&tables, args.format)?;
    Ok(ExitCode::SUCCESS)
}

fn request(args: &Args) -> Result<AgainstRequest, AppError> {
    let vague = vague_weight(args.prior.vague)?;
    Ok(AgainstRequest {
        name: args.name.clone(),
        events: args.events,
        n: args.n,
        literature: literature(args)?,
        options: MapOptions {
            mean_sd: args.prior.mean_sd,
            tau_scale: args.prior.tau_scale,
            ..MapOptions::default()
        },
        vague,
        level: settings::level(args.level)?,
        first_scores: args.first.scores(),
    })
}

impl FirstArgs {
    fn scores(&self) -> Option<FirstScores> {
        Some(FirstScores {
            threshold: self.threshold?,
            mean: self.population_mean?,
            sd: self.population_sd?,
            reliability: self.reliability?,
        })
    }
}

fn literature(args: &Args) -> Result<Literature, AppError> {
    if let Some(text) = &args.published {
        return Literature::read(text);
    }
    let select = &args.select;
    let Some(outcome) = &select.outcome else {
        return Err(AppError::Usage(
            "name what was published: --treatment ketamine_iv --outcome response for the evidence base, \
             --published 30/60 for a count, or --published 45% for a rate"
                .to_owned(),
        ));
    };
    let selection = Selection {
        window: select.time.as_deref().map(settings::window).transpose()?,
        instrument: select.instrument.clone(),
        definition: select.definition.clone(),
        admitted: Admitted {
            n_not_seen: select.include_n_not_seen,
            recalled: select.include_unverified,
        },
        trd_only: select.trd_only,
        ..Selection::of(settings::outcome(outcome)?, select.treatment.clone())
    };
    Ok(Literature::Evidence {
        folder: select.evidence.clone(),
        selection: Box::new(selection),
    })
}
