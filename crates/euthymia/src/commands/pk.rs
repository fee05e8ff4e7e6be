//! `euthymia pk`, `euthymia pk models`

use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args as ClapArgs, Subcommand};
use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::pharmacokinetics::{Request, figure, models_views, run as compute, views};
use std::path::PathBuf;
use std::process::ExitCode;

/// Concentrations of ketamine and esketamine by published models, for teaching and planning
///
/// Peak, its time, area under the curve and time above a level, computed exactly for any infusions,
/// boluses or sprays; compared between schedules and between models. Typical values, not for dosing a
/// patient.
#[derive(ClapArgs)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  euthymia pk --dose 0.5mg/kg --weight 70 --compare 40min,60min\n  euthymia pk --all --dose 35mg --substance racemate --infuse 40min\n  euthymia pk --model perez_ruixo --dose 56mg --age 70 --population 2000\n  euthymia pk --schedule '0h 35mg over 40min, 48h 35mg over 40min' --figure course.svg\n  euthymia pk models kamp"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// A model; may be repeated (kamp, or the first that knows the route)
    #[arg(long, value_name = "MODEL")]
    model: Vec<String>,
    /// Every model that knows the route
    #[arg(long)]
    all: bool,
    /// The dose with its unit: 35mg, or 0.5mg/kg
    #[arg(long, value_name = "DOSE", allow_hyphen_values = true)]
    dose: Option<String>,
    /// What the dose is of: racemate or s; what the model follows otherwise, if all follow one thing
    #[arg(long, value_name = "WHAT")]
    substance: Option<String>,
    /// Body weight in kg, or with a unit such as 154lb
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true)]
    weight: Option<String>,
    /// Age in years
    #[arg(long, value_name = "YEARS", allow_hyphen_values = true)]
    age: Option<String>,
    /// A group that a model distinguishes, such as asian or japanese; may be repeated
    #[arg(long, value_name = "GROUP")]
    group: Vec<String>,
    /// How it is given: intravenous (iv), nasal, oral
    #[arg(long, value_name = "ROUTE")]
    route: Option<String>,
    /// Over which time: 40min, or bolus
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    infuse: Option<String>,
    /// Infusions of these lengths side by side: 40min,60min
    #[arg(long, value_name = "TIMES", allow_hyphen_values = true)]
    compare: Vec<String>,
    /// Several doses: '0h 35mg over 40min, 48h 35mg over 40min'
    #[arg(long, value_name = "DOSES", allow_hyphen_values = true)]
    schedule: Option<String>,
    /// Time between devices of one nasal dose; all at once otherwise
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    between: Option<String>,
    /// Tell how long this concentration is exceeded, in ng/mL
    #[arg(long, value_name = "LEVEL", allow_hyphen_values = true)]
    above: Option<String>,
    /// Until when; a day after the last dose began otherwise, or days more if it takes longer
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    until: Option<String>,
    /// Print the concentrations at these times: 20min,40min,2h
    #[arg(long, value_name = "TIMES", allow_hyphen_values = true)]
    at: Vec<String>,
    /// Show effect sites, whose rates nobody has confirmed
    #[arg(long)]
    effect_site: bool,
    /// Draw so many people from the published variability
    #[arg(long, value_name = "PEOPLE")]
    population: Option<usize>,
    /// Beside what concentrations are in people, tell what would be measured
    #[arg(long)]
    measured: bool,
    /// Seed of the population
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Write the curves: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Subcommand)]
enum Command {
    /// List the models, or show one with its numbers, sources, errata and limits
    Models {
        /// The model
        model: Option<String>,
        /// How to print
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    if let Some(Command::Models { model, format }) = &args.command {
        terminal::tables(&models_views(model.as_deref())?, *format)?;
        return Ok(ExitCode::SUCCESS);
    }
    let picture = args.figure.as_deref();
    let kind = picture.map(FigureFormat::of).transpose()?;
    let cases = compute(&request(args))?;
    if let (Some(path), Some(kind)) = (picture, kind) {
        write_whole(path, &kind.draw(&figure(&cases).to_scene())?)?;
    }
    terminal::tables(&views(&cases), args.format)?;
    Ok(ExitCode::SUCCESS)
}

fn request(args: &Args) -> Request {
    Request {
        models: args.model.clone(),
        all: args.all,
        dose: args.dose.clone(),
        substance: args.substance.clone(),
        weight: args.weight.clone(),
        age: args.age.clone(),
        groups: args.group.clone(),
        route: args.route.clone(),
        infuse: args.infuse.clone(),
        compare: args.compare.clone(),
        schedule: args.schedule.clone(),
        between: args.between.clone(),
        above: args.above.clone(),
        until: args.until.clone(),
        at: args.at.clone(),
        effect_site: args.effect_site,
        population: args.population,
        measured: args.measured,
        seed: args.seed,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
    }
}
