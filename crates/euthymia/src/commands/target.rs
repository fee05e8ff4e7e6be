//! `euthymia target`

use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::tms::{TargetRequest, target};
use std::path::PathBuf;
use std::process::ExitCode;

/// Find the place of the coil from three lengths of the head: Beam F3 and its kin, with a drawing
///
/// Beam F3 by the calculator, adjusted Beam F3, the heuristics of 2022 for four targets, the 5.5 cm
/// rule; the misprinted formulas only to show what they give. Numbers may carry a unit; one that no
/// head has is refused with the plausible range, and so is a place that cannot be right.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia target --tragus 36 --nasion-inion 38 --circumference 60\n  euthymia target --tragus 36 --nasion-inion 38 --circumference 60 --method adjusted --figure f3.png\n  euthymia target --tragus 14.2 --nasion-inion 15 --circumference 23.6 --unit in\n  euthymia target --tragus 36 --nasion-inion 38 --circumference 60 --method 5.5 --figure rule.png\n\nExit status 1 where a place for a coil cannot be right."
)]
pub(crate) struct Args {
    /// From tragus to tragus, over the vertex
    #[arg(long, allow_hyphen_values = true, value_name = "LENGTH")]
    tragus: String,
    /// From nasion to inion
    #[arg(long, allow_hyphen_values = true, value_name = "LENGTH")]
    nasion_inion: String,
    /// Around the head, at the height of FPz and Oz
    #[arg(long, allow_hyphen_values = true, value_name = "LENGTH")]
    circumference: String,
    /// Unit of numbers without one: cm, mm or in [default: cm]
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// One method, such as beam-f3, adjusted or 5.5 [default: all]
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Also draw the head with tape and marks: a file that ends in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let found = target(&TargetRequest {
        tragus: args.tragus.clone(),
        nasion_inion: args.nasion_inion.clone(),
        circumference: args.circumference.clone(),
        unit: args.unit.clone(),
        method: args.method.clone(),
    })?;
    if let Some(path) = &args.figure {
        let format = FigureFormat::of(path)?;
        write_whole(path, &format.draw(&found.figure()?)?)?;
        terminal::note(&format!("wrote {}", path.display()));
    }
    terminal::tables(&found.views(), args.format)?;
    Ok(ExitCode::from(u8::from(found.is_flagged())))
}
