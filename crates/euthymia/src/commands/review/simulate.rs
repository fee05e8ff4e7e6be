//! Reviews that are done, read again in the order of a model.

use super::order::{model, strategy};
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, refuse_same_file, write_whole};
use euthymia_app::review::{
    Model, Plan, SimulateRequest, StoppingTrial, recall_figure, simulate_files, simulation_views,
    stopping_simulation_views,
};
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  euthymia review simulate examples/review/screened.csv
  euthymia review simulate examples/review/screened.csv --model nb --seeds 20 --figure recall.svg
  euthymia review simulate examples/review/screened.csv --stopping --run 5";

/// Read finished reviews again in the order of a model: how much reading would it have saved?
///
/// A table with a title, an abstract and a label (1 included, 0 excluded) for each record. For each
/// seed one included and one excluded record are known; the model reads the likeliest record next,
/// is told its label and learns again, until the last included record is found.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SimulateArgs {
    /// The tables
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The column that says what was included [default: label_included, included, label …]
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    /// What learns: svm, logistic, nb (naive Bayes) or forest
    #[arg(long, value_name = "MODEL", default_value = "svm")]
    model: String,
    /// Which record is read next: likeliest, uncertain, or mixed (1 in 20 at random)
    #[arg(long, value_name = "WHICH", default_value = "likeliest")]
    next: String,
    /// How often, each time with other known records
    #[arg(long, value_name = "N", default_value_t = 10)]
    seeds: u64,
    /// Included records that are known before the start
    #[arg(long, value_name = "N", default_value_t = 1)]
    known_included: usize,
    /// Excluded records that are known before the start
    #[arg(long, value_name = "N", default_value_t = 1)]
    known_excluded: usize,
    /// Records that are read before the model learns again [default: 1; forest 10]
    #[arg(long, value_name = "N")]
    batch: Option<usize>,
    /// Also write the curves of recall: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// Also tell where rules of stopping would have stopped, how often too soon, and what they save
    #[arg(long)]
    stopping: bool,
    /// Recall that should be reached
    #[arg(long, value_name = "P", default_value_t = 0.95, requires = "stopping")]
    target: f64,
    /// How sure that should be
    #[arg(long, value_name = "P", default_value_t = 0.95, requires = "stopping")]
    confidence: f64,
    /// Irrelevant records in a row that are enough
    #[arg(long, value_name = "N", default_value_t = 50, requires = "stopping")]
    run: u64,
    /// The same as a share of all records
    #[arg(long, value_name = "P", default_value_t = 0.05, requires = "stopping")]
    run_share: f64,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

impl SimulateArgs {
    fn trial(&self) -> StoppingTrial {
        StoppingTrial {
            target: self.target,
            confidence: self.confidence,
            run: self.run,
            run_share: self.run_share,
        }
    }

    fn plan(&self) -> Result<Plan, AppError> {
        let model = model(&self.model)?;
        let strategy = strategy(&self.next)?;
        Ok(Plan {
            model,
            strategy,
            known_in: self.known_included,
            known_out: self.known_excluded,
            batch: self.batch.unwrap_or(match model {
                Model::Forest => 10,
                _ => 1,
            }),
        })
    }
}

pub(crate) fn simulate(args: &SimulateArgs) -> Result<ExitCode, AppError> {
    let format = args.figure.as_deref().map(FigureFormat::of).transpose()?;
    if let Some(figure) = &args.figure {
        for file in &args.files {
            refuse_same_file(file, figure, "--figure")?;
        }
    }
    let request = SimulateRequest {
        files: args.files.clone(),
        label: args.label.clone(),
        plan: args.plan()?,
        seeds: args.seeds,
    };
    let mut bar = terminal::Bar::new();
    let simulated = simulate_files(&request, &mut |own| bar.count(own.done, own.of, "replays"));
    bar.clear();
    let simulated = simulated?;
    if let (Some(path), Some(format)) = (&args.figure, format) {
        let scene = recall_figure(&simulated, &request.plan).to_scene();
        write_whole(path, &format.draw(&scene)?)?;
    }
    let mut views = simulation_views(&simulated, &request.plan);
    if args.stopping {
        views.extend(stopping_simulation_views(&simulated, &args.trial())?);
    }
    terminal::tables(&views, args.format)?;
    Ok(ExitCode::SUCCESS)
}
