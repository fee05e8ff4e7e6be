//! What an update of the searches moved.

use super::Reading;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::review::moved as moved_since;
use std::path::PathBuf;
use std::process::ExitCode;

/// Show which conclusions moved since a point of the log, and by how much
///
/// The evidence base is made from the log as it stood then and as it stands now, and everything that
/// the report pools is pooled from both: studies, patients, estimate and interval before and now, the
/// shift in standard errors, and whether the interval now includes or excludes no effect. What is new,
/// gone or cannot be pooled is listed.
#[derive(Args)]
pub(crate) struct MovedArgs {
    /// What was there after this entry, or before this day, is the earlier state
    #[arg(long, value_name = "ENTRY|DAY")]
    since: String,
    /// Draw the intervals before and now; the ending chooses .svg, .png or .pdf. Risk ratios, else
    /// Hedges' g, risk differences or rates
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// The form
    #[arg(long, value_name = "NAME", default_value = "trials")]
    form: String,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn moved(args: &MovedArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    let since = moved_since(&session, &args.since, &args.form)?;
    for left in &since.left_out {
        terminal::note(left);
    }
    if let Some(path) = &args.figure {
        let format = FigureFormat::of(path)?;
        let measure = since.moved.measure();
        let scene = measure.and_then(|measure| since.moved.figure(measure));
        let scene = scene.ok_or_else(|| {
            AppError::Analysis("--figure: nothing could be pooled, then or now".to_owned())
        })?;
        write_whole(path, &format.draw(&scene)?)?;
    }
    terminal::tables(&since.views(), args.at.format)?;
    Ok(ExitCode::SUCCESS)
}
