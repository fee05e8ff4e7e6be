//! `euthymia effect`

use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::effect::{EffectRequest, EffectSource, effect, effect_explanation};
use euthymia_app::{AppError, settings};
use euthymia_report::effect::{effect_view, measures_view};
use euthymia_synthesis::effect::Rules;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compute effect sizes: numbers in, estimate and sampling variance out
///
/// Numbers are given as name=value, or as a CSV file with one row per study and the same names as
/// columns. Every measure with its formulas: --list. What is needed by each kind:
///   two groups, counts   events_treatment, n_treatment, events_control, n_control
///                        (or ai, bi, ci, di)
///   two groups, means    mean_treatment, sd_treatment, n_treatment, mean_control, sd_control,
///                        n_control (or m1i, sd1i, n1i …); se_treatment in place of
///                        sd_treatment; d, t or p with n_treatment and n_control
///   one group            events, n; events, time; mean, sd, n
///   before and after     mean_before, sd_before, mean_after, sd_after, n,
///                        and r, sd_change, t or p
///   two groups of these  each name with _treatment or _control at its end
///   person-time          events_treatment, time_treatment, events_control, time_control
///   matched pairs        both, first_only, second_only, neither
///   correlations         r, n (or t or p, n); partial: t, predictors, n;
///                        reliability: alpha, items, n
///   printed results      estimate with variance, se, ci_low and ci_high (95 %), z or p;
///                        hazard ratio: hr with ci_low and ci_high or p, or o_minus_e with
///                        log_rank_variance
#[derive(ClapArgs)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The measure, by metafor's abbreviation: OR, RR, SMD, SMCR, PLO, ZCOR, HR, GEN …
    #[arg(required_unless_present = "list")]
    measure: Option<String>,
    /// A CSV file, or numbers such as ai=4
    #[arg(value_name = "FILE|NAME=VALUE", required_unless_present = "list")]
    numbers: Vec<String>,
    /// List the measures with their formulas and sources
    #[arg(long, conflicts_with_all = ["measure", "numbers"])]
    list: bool,
    #[command(flatten)]
    rules: RuleArgs,
    /// Confidence level in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    level: f64,
    /// Show how each effect size came about: the formula with its numbers
    #[arg(long)]
    explain: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    read: ReadArgs,
}

/// The choices behind an effect size.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Rules of the effect size")]
pub(crate) struct RuleArgs {
    /// Zero cells: default, only0, needed, if0all, all or none, with an amount if not ½: all:0.1
    #[arg(long, default_value = "default", value_name = "RULE")]
    zero_cells: String,
    /// Keep studies without any event on both sides in a ratio (metafor does; the default leaves
    /// them out and says so)
    #[arg(long)]
    keep_double_zeros: bool,
    /// Small-sample factor of standardised differences: exact, approximate or none
    #[arg(long, default_value = "exact", value_name = "KIND")]
    small_sample: String,
    /// Kind of sampling variance, where a measure has several: LS, LS2, UB, HO, ST, CS
    #[arg(long, default_value = "usual", value_name = "KIND")]
    variance: String,
    /// Log ratios of means without their bias correction, as metafor before 5.0
    #[arg(long)]
    plain_ratio: bool,
    /// The correlation between paired measurements where a study reports none; it is reported as
    /// assumed
    #[arg(long, value_name = "R", allow_hyphen_values = true)]
    assume_correlation: Option<f64>,
}

impl RuleArgs {
    /// The rules for a measure.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices.
    pub(crate) fn rules(&self, defaults: Rules) -> Result<Rules, AppError> {
        let mut zero_cells = settings::zero_cells(&self.zero_cells, defaults.zero_cells)?;
        zero_cells.keep_uninformative |= self.keep_double_zeros;
        Ok(Rules {
            zero_cells,
            small_sample: settings::small_sample(&self.small_sample)?,
            variance: settings::variance_rule(&self.variance)?,
            ratio_bias: settings::ratio_bias(self.plain_ratio),
        })
    }

    /// The correlation assumed between paired measurements.
    ///
    /// # Errors
    /// [`AppError::Usage`] outside −1 to 1.
    pub(crate) fn assumed_correlation(&self) -> Result<Option<f64>, AppError> {
        self.assume_correlation
            .map(settings::correlation)
            .transpose()
    }
}

const EXAMPLES: &str = "\
Examples:
  euthymia effect OR ai=14 n1i=47 ci=6 n2i=25 --explain
  euthymia effect SMD m1i=12.1 sd1i=6.0 n1i=40 m2i=15.3 sd2i=6.8 n2i=38
  euthymia effect SMCR mean_before=33 sd_before=5 mean_after=18 sd_after=9 n=21 sd_change=8.5
  euthymia effect HR hr=0.62 ci_low=0.44 ci_high=0.88
  euthymia effect RR trials.csv --format csv
  euthymia effect --list";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let Some(code) = &args.measure else {
        terminal::tables(&[measures_view()], args.format)?;
        return Ok(ExitCode::SUCCESS);
    };
    let measure = settings::measure(code)?;
    let rules = args.rules.rules(Rules::of(measure))?;
    let request = EffectRequest {
        source: source(args)?,
        measure,
        rules,
        assumed_correlation: args.rules.assumed_correlation()?,
        level: settings::level(args.level)?,
    };
    let answer = effect(&request)?;
    for finding in &answer.notes {
        terminal::note(&finding.to_string());
    }
    terminal::tables(
        &[effect_view(&answer.rows, measure, request.level)],
        args.format,
    )?;
    if args.explain {
        let text = effect_explanation(&answer, measure, &rules);
        terminal::beside(&format!("\n{text}"), args.format);
    }
    let none = answer.rows.iter().all(|row| row.computed.is_err());
    Ok(if none {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn source(args: &Args) -> Result<EffectSource, AppError> {
    match args.numbers.as_slice() {
        [only] if !only.contains('=') || Path::new(only).is_file() => Ok(EffectSource::File {
            path: PathBuf::from(only),
            read: args.read.options()?,
        }),
        values => Ok(EffectSource::Values(values.to_vec())),
    }
}
