//! Several estimates per study, and heterogeneity that depends on a column.

use super::Args;
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::location_scale::{self, LocationScaleAnswer, LocationScaleRequest};
use euthymia_app::multilevel::{self, MultilevelAnswer, MultilevelRequest};
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::{AppError, settings};
use euthymia_report::{location_scale as scale_report, multilevel as report};
use euthymia_synthesis::effect::Rules;
use euthymia_synthesis::location_scale as scale;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::multilevel as levels;
use euthymia_table::{Diagnostic, TableView};
use std::path::PathBuf;
use std::process::ExitCode;

/// Which rows belong together.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Several estimates per study (metafor's rma.mv), and scale models")]
pub(super) struct LevelArgs {
    /// Random intercepts of columns, the coarser first, such as district/school; may be repeated
    #[arg(long, value_name = "A/B")]
    nested: Vec<String>,
    /// A random intercept of a column that is not nested in the others; may be repeated
    #[arg(long, value_name = "COLUMN")]
    crossed: Vec<String>,
    /// Related effects of the levels of INNER within each level of OUTER, as CODE:INNER|OUTER: CS,
    /// HCS, UN, ID, DIAG, AR, HAR; CAR with a column of times; SPEXP, SPGAU, SPLIN, SPRAT, SPSPH with
    /// coordinates x,y. May be repeated
    #[arg(long, value_name = "STRUCTURE")]
    structure: Vec<String>,
    /// Correlation of sampling errors within the levels of a column, such as 0.6:study
    #[arg(
        long,
        value_name = "R:COLUMN",
        conflicts_with = "covariances",
        allow_hyphen_values = true
    )]
    correlation: Option<String>,
    /// Columns with each row's sampling covariances with the first, second … row of its cluster,
    /// such as v1,v2:trial
    #[arg(long, value_name = "COLUMNS:CLUSTER")]
    covariances: Option<String>,
    /// A mean for each level of a column, such as the outcome
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,
    /// Column that the heterogeneity depends on (location–scale model): ln τ² = α₀ + α₁z
    #[arg(long, value_name = "COLUMN")]
    scale: Option<String>,
    /// Likelihood of multilevel and location–scale models: reml or ml [default: reml]
    #[arg(long, value_name = "KIND")]
    likelihood: Option<String>,
}

/// The family of models that the choices ask for.
enum Family {
    Multilevel,
    LocationScale(String),
}

impl LevelArgs {
    fn family(&self, args: &Args) -> Result<Option<Family>, AppError> {
        let usage = |text: &str| Err(AppError::Usage(text.to_owned()));
        let random =
            !(self.nested.is_empty() && self.crossed.is_empty() && self.structure.is_empty());
        let related = self.correlation.is_some() || self.covariances.is_some();
        if let Some(column) = &self.scale {
            if random || related || self.by.is_some() || args.model.cluster.is_some() {
                return usage(
                    "--scale goes with one estimate per study: leave out --nested, --crossed, \
                     --structure, --correlation, --covariances, --by and --cluster",
                );
            }
            return Ok(Some(Family::LocationScale(column.clone())));
        }
        if random {
            return Ok(Some(Family::Multilevel));
        }
        if related || self.by.is_some() {
            return usage(
                "--correlation, --covariances and --by belong to a multilevel model: say which effects \
                 are random with --nested, --crossed or --structure",
            );
        }
        if self.likelihood.is_some() {
            return usage(
                "--likelihood belongs to multilevel and location–scale models; choose --tau2 ml or \
                 --tau2 reml here",
            );
        }
        Ok(None)
    }
}

/// What both families take from the other options.
struct Common {
    path: PathBuf,
    read: euthymia_table::ReadOptions,
    measure: Measure,
    rules: Rules,
    assumed_correlation: Option<f64>,
}

impl Common {
    fn of(args: &Args) -> Result<Self, AppError> {
        let Some(path) = &args.file else {
            return Err(AppError::Usage(
                "multilevel and location–scale models need a CSV file: the evidence base has one \
                 estimate per study"
                    .to_owned(),
            ));
        };
        args.model.refuse_beside_levels()?;
        let code = args.measure.as_deref().ok_or_else(|| {
            AppError::Usage(
                "--measure is needed with a file: GEN for estimates with their variances; `euthymia \
                 effect --list` has all"
                    .to_owned(),
            )
        })?;
        let measure = settings::measure(code)?;
        Ok(Self {
            path: path.clone(),
            read: args.read.options()?,
            measure,
            rules: args.rules.rules(Rules::of(measure))?,
            assumed_correlation: args.rules.assumed_correlation()?,
        })
    }
}

/// Fits and prints where the choices ask for one of these families; `None` for the other models.
pub(super) fn run(args: &Args) -> Result<Option<ExitCode>, AppError> {
    let family = args.levels.family(args)?;
    if family.is_some() && args.permutation.plan()?.is_some() {
        return Err(AppError::Usage(
            "--permute tests a model with one estimate per study; leave it out, or use --cluster"
                .to_owned(),
        ));
    }
    if family.is_some() && (args.risk.is_given() || args.grade.is_given()) {
        return Err(AppError::Usage(
            "appraisals and --grade go with one estimate per study: leave them out, or use --cluster"
                .to_owned(),
        ));
    }
    match family {
        None => Ok(None),
        Some(Family::Multilevel) => run_multilevel(args).map(Some),
        Some(Family::LocationScale(column)) => run_scale(args, column).map(Some),
    }
}

fn is_ml(args: &Args) -> Result<bool, AppError> {
    match args.levels.likelihood.as_deref().unwrap_or("reml") {
        "reml" | "REML" => Ok(false),
        "ml" | "ML" => Ok(true),
        other => Err(AppError::Usage(format!(
            "\"{other}\" is not a likelihood; use reml (restricted) or ml"
        ))),
    }
}

fn run_multilevel(args: &Args) -> Result<ExitCode, AppError> {
    let figure = args.forest.as_deref().map(FigureFormat::of).transpose()?;
    let common = Common::of(args)?;
    let test = match args.model.test_word().unwrap_or("z") {
        "z" | "wald" => levels::Test::Normal,
        "t" => levels::Test::Residual,
        "contained" | "contain" => levels::Test::Contained,
        other => {
            return Err(AppError::Usage(format!(
                "--test {other} does not go with a multilevel model; use z, t (rows less means) or \
                 contained (levels less means)"
            )));
        }
    };
    let own = &args.levels;
    let answer = multilevel::run(&MultilevelRequest {
        path: common.path,
        read: common.read,
        nested: own.nested.clone(),
        crossed: own.crossed.clone(),
        structures: own.structure.clone(),
        correlation: own.correlation.clone(),
        covariances: own.covariances.clone(),
        by: own.by.clone(),
        cluster: args.model.cluster.clone(),
        assumed_correlation: common.assumed_correlation,
        options: report::Options {
            measure: common.measure,
            rules: common.rules,
            method: match is_ml(args)? {
                true => levels::Method::Ml,
                false => levels::Method::Reml,
            },
            test,
            level: settings::level(args.model.level)?,
            robust: args.model.robust()?,
        },
    })?;
    if let (Some(path), Some(format)) = (&args.forest, figure) {
        write_whole(path, &format.draw(&multilevel::figure(&answer)?)?)?;
    }
    if let Some(path) = &args.r_script {
        multilevel::write_r_script(&answer, path)?;
    }
    show_multilevel(&answer, args)?;
    Ok(status(answer.found.converged()))
}

fn show_multilevel(answer: &MultilevelAnswer, args: &Args) -> Result<(), AppError> {
    show(
        args,
        &Shown {
            notes: &answer.notes,
            json: &|| multilevel::json(answer),
            csv: &|| report::csv_view(&answer.found),
            views: &|| report::views(&answer.found, &answer.title),
            explanation: &|| multilevel::explanation(answer),
        },
    )
}

fn run_scale(args: &Args, column: String) -> Result<ExitCode, AppError> {
    if args.forest.is_some() {
        return Err(AppError::Usage(
            "--forest does not go with --scale: the studies have no one weight; leave one of them out"
                .to_owned(),
        ));
    }
    let common = Common::of(args)?;
    let reference = match args.model.test_word().unwrap_or("z") {
        "z" | "wald" => scale::Reference::Normal,
        "t" => scale::Reference::StudentT,
        "hk" | "knha" => scale::Reference::KnappHartung,
        other => {
            return Err(AppError::Usage(format!(
                "--test {other} does not go with a location–scale model; use z, t or hk"
            )));
        }
    };
    let answer = location_scale::run(&LocationScaleRequest {
        path: common.path,
        read: common.read,
        scale: column,
        assumed_correlation: common.assumed_correlation,
        options: scale_report::Options {
            measure: common.measure,
            rules: common.rules,
            method: match is_ml(args)? {
                true => scale::Method::Ml,
                false => scale::Method::Reml,
            },
            link: scale::Link::Log,
            reference,
            level: settings::level(args.model.level)?,
        },
    })?;
    if let Some(path) = &args.r_script {
        location_scale::write_r_script(&answer, path)?;
    }
    show_scale(&answer, args)?;
    Ok(status(answer.found.converged()))
}

fn show_scale(answer: &LocationScaleAnswer, args: &Args) -> Result<(), AppError> {
    show(
        args,
        &Shown {
            notes: &answer.notes,
            json: &|| location_scale::json(answer),
            csv: &|| scale_report::csv_view(&answer.found),
            views: &|| scale_report::views(&answer.found, &answer.title),
            explanation: &|| location_scale::explanation(answer),
        },
    )
}

fn status(converged: bool) -> ExitCode {
    if converged {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// An answer in every form; each is made when it is asked for.
struct Shown<'a> {
    notes: &'a [Diagnostic],
    json: &'a dyn Fn() -> serde_json::Value,
    csv: &'a dyn Fn() -> TableView,
    views: &'a dyn Fn() -> Vec<TableView>,
    explanation: &'a dyn Fn() -> String,
}

fn show(args: &Args, shown: &Shown<'_>) -> Result<(), AppError> {
    for finding in shown.notes {
        terminal::note(&finding.to_string());
    }
    match args.format {
        OutputFormat::Json => {
            let text = serde_json::to_string_pretty(&(shown.json)())
                .map_err(|error| AppError::Analysis(error.to_string()))?;
            terminal::say(&format!("{text}\n"));
        }
        OutputFormat::Csv => terminal::tables(&[(shown.csv)()], args.format)?,
        OutputFormat::Table | OutputFormat::Md => terminal::tables(&(shown.views)(), args.format)?,
    }
    if args.explain {
        let text = format!("\nHow the estimate came about\n{}", (shown.explanation)());
        terminal::beside(&text, args.format);
    }
    Ok(())
}
