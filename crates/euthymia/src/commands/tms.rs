//! `euthymia tms`

use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::tms::{TmsRequest, screening_view, seizure_view, tms};
use std::process::ExitCode;

/// Work out a session of magnetic stimulation and hold it against published limits
///
/// Pulses, duty cycle and the three lengths that papers and makers print; with an intensity, whether
/// the train is longer than the published limit and by what factor, with its source. It flags; it
/// forbids nothing.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia tms --hz 10 --on 4 --off 26 --trains 75 --intensity 120\n  euthymia tms --hz 5 --burst 3@50 --on 2 --off 8 --trains 60 --a-day 10 --interval 50min\n  euthymia tms --hz 1 --on 30min --intensity 110 --seizures --screening\n\nExit status 1 where something lies outside of what is published."
)]
pub(crate) struct Args {
    /// Rate of pulses, or of bursts
    #[arg(
        long,
        allow_hyphen_values = true,
        value_name = "HZ",
        required_unless_present = "screening"
    )]
    hz: Option<String>,
    /// Theta burst: pulses of a burst and their rate, such as 3@50
    #[arg(long, value_name = "N@HZ")]
    burst: Option<String>,
    /// Length of a train; seconds, or with a unit
    #[arg(
        long,
        allow_hyphen_values = true,
        value_name = "TIME",
        required_unless_present = "screening"
    )]
    on: Option<String>,
    /// Pause between trains
    #[arg(long, allow_hyphen_values = true, value_name = "TIME")]
    off: Option<String>,
    /// From start to start of trains, in place of --off
    #[arg(long, allow_hyphen_values = true, value_name = "TIME")]
    every: Option<String>,
    /// Number of trains [default: 1]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = whole)]
    trains: Option<u32>,
    /// All pulses of the session, in place of --trains
    #[arg(long, value_name = "N")]
    pulses: Option<u64>,
    /// Intensity in percent of the motor threshold
    #[arg(long, allow_hyphen_values = true, value_name = "PERCENT")]
    intensity: Option<String>,
    /// Sessions of the course
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = whole)]
    sessions: Option<u32>,
    /// Sessions of a day
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = whole)]
    a_day: Option<u32>,
    /// Interval between sessions of a day, shown with both meanings
    #[arg(long, allow_hyphen_values = true, value_name = "TIME")]
    interval: Option<String>,
    /// Also show how often seizures were reported
    #[arg(long)]
    seizures: bool,
    /// Also show what to ask before the first pulse
    #[arg(long)]
    screening: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A whole number, or what is wrong with it.
fn whole(text: &str) -> Result<u32, String> {
    let number = text.trim().parse();
    number.map_err(|_| "a whole number is needed, such as 75".to_owned())
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let (mut views, mut is_flagged) = (Vec::new(), false);
    if let (Some(hz), Some(on)) = (&args.hz, &args.on) {
        let found = tms(&TmsRequest {
            hz: hz.clone(),
            burst: args.burst.clone(),
            on: on.clone(),
            off: args.off.clone(),
            every: args.every.clone(),
            trains: args.trains,
            pulses: args.pulses,
            intensity: args.intensity.clone(),
            sessions: args.sessions,
            a_day: args.a_day,
            interval: args.interval.clone(),
        })?;
        is_flagged = found.is_flagged();
        views.extend(found.views);
    }
    if args.seizures {
        views.push(seizure_view());
    }
    if args.screening {
        views.push(screening_view());
    }
    terminal::tables(&views, args.format)?;
    Ok(ExitCode::from(u8::from(is_flagged)))
}
