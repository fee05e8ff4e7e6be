//! `euthymia appraise tools|judge|plot`

use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::{Args, Subcommand};
use euthymia_app::AppError;
use euthymia_app::appraise::{Asked, Grid, Judged, answers_view, put_weights, read_judged};
use euthymia_app::output::{FigureFormat, numbered, refuse_same_file, write_whole};
use euthymia_app::review::{assessment_views, read_answers, tool, tools_view};
use euthymia_table::ReadOptions;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the tools for judging studies
    Tools {
        /// How to print
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
    /// Judge by a tool without a review: answers from a file, judgements with the rules that led there
    Judge(JudgeArgs),
    /// Draw judgements: a traffic-light plot, and bars by domain
    Plot(Box<PlotArgs>),
}

/// Answers in TOML as `review appraise --template` prints it, or a CSV with the columns question,
/// answer and support; an empty answer is one that cannot be given
#[derive(Args)]
#[command(
    after_help = "Example:\n  euthymia appraise judge amstar2 examples/appraisal/ali2024_amstar2.csv"
)]
pub(crate) struct JudgeArgs {
    /// The tool, such as amstar2
    tool: String,
    /// The answers
    file: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A CSV with the columns study, domain and judgement and, where needed, outcome, tool and weight, as
/// appraisals.csv of the evidence base has them
#[derive(Args)]
#[command(
    after_help = "Example:\n  euthymia appraise plot examples/appraisal/judgements.csv --figure lights.svg --summary bars.svg"
)]
pub(crate) struct PlotArgs {
    /// The judgements
    file: PathBuf,
    #[command(flatten)]
    picture: PictureArgs,
    #[command(flatten)]
    read: ReadArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// What is drawn of judgements
#[derive(Args)]
pub(crate) struct PictureArgs {
    /// Only this tool
    #[arg(long, value_name = "TOOL")]
    tool: Option<String>,
    /// Only this outcome; judgements of a whole study count where the outcome has none
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
    /// Write the traffic-light plot: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// Studies on one page; further pages are files with a number
    #[arg(long, value_name = "N", default_value_t = 60)]
    rows: usize,
    /// Write the bars by domain: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Divide the bars by weight instead of counting each study alike
    #[arg(long)]
    weighted: bool,
    /// Weights in a file of their own: study, weight
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, AppError> {
    match command {
        Command::Tools { format } => terminal::tables(&[tools_view()], *format)?,
        Command::Judge(args) => {
            let tool = tool(&args.tool)?;
            let appraisal = read_answers(&args.file, tool)?;
            let seen = tool.assess(&appraisal.given());
            let mut views = vec![answers_view(tool, &appraisal, &seen)];
            views.extend(assessment_views(tool, &seen));
            terminal::tables(&views, args.format)?;
        }
        Command::Plot(args) => plot(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn plot(args: &PlotArgs) -> Result<(), AppError> {
    let read = args.read.options()?;
    let judged = read_judged(&args.file, &read)?;
    let grid = args.picture.draw(judged, &read, Some(&args.file))?;
    terminal::tables(&[grid.view()], args.format)
}

impl PictureArgs {
    /// Whether a picture is asked for.
    pub(crate) fn asks(&self) -> bool {
        self.figure.is_some() || self.summary.is_some()
    }

    /// Draws what is asked for; `from` is the file the judgements are from, which is not written over.
    pub(crate) fn draw(
        &self,
        mut judged: Vec<Judged>,
        read: &ReadOptions,
        from: Option<&PathBuf>,
    ) -> Result<Grid, AppError> {
        let format = |path: &Option<PathBuf>| path.as_deref().map(FigureFormat::of).transpose();
        let (figure, summary) = (format(&self.figure)?, format(&self.summary)?);
        if let Some(path) = &self.weights {
            for study in put_weights(&mut judged, path, read)? {
                terminal::note(&format!("{study} has no weight"));
            }
        }
        let asked = Asked {
            tool: self.tool.clone(),
            outcome: self.outcome.clone(),
        };
        let grid = Grid::of(&judged, &asked)?;
        if let (Some(path), Some(format)) = (&self.figure, figure) {
            let pages = grid.traffic_light().pages(self.rows);
            for (index, page) in pages.iter().enumerate() {
                let path = match pages.len() {
                    1 => path.clone(),
                    _ => numbered(path, index + 1),
                };
                self.write(from, "--figure", &path, &format.draw(page)?)?;
            }
        }
        if let (Some(path), Some(format)) = (&self.summary, summary) {
            let weighted = self.weighted || self.weights.is_some();
            let scene = grid.summary(weighted)?.to_scene();
            self.write(from, "--summary", path, &format.draw(&scene)?)?;
        }
        Ok(grid)
    }

    fn write(
        &self,
        from: Option<&PathBuf>,
        option: &str,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(), AppError> {
        for input in from.into_iter().chain(&self.weights) {
            refuse_same_file(input, path, option)?;
        }
        write_whole(path, bytes)
    }
}
