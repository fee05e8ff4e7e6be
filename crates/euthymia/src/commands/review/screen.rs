//! Screening in the terminal.

use super::{Where, now};
use crate::screener::{Clock, is_possible, run};
use crate::terminal;
use clap::{Args, ValueEnum};
use euthymia_app::AppError;
use euthymia_app::review::Stage;
use euthymia_app::review::screener::{Screener, Setting};
use std::process::ExitCode;
use std::time::Instant;

/// Screen one report after another, in the terminal
///
/// Keys: i include, m maybe, e exclude, 1-9 exclude for that reason of review.toml, u undo, ? for
/// all of them. Every decision is in the log at once; q ends, and the next time it goes on there.
#[derive(Args)]
pub(crate) struct ScreenArgs {
    /// What is looked at
    #[arg(long, value_enum, default_value_t = StageWord::Title)]
    stage: StageWord,
    /// Settle what reviewers disagree on: all decisions are shown
    #[arg(long)]
    conflicts: bool,
    /// Who settles with you, several times for several [default: those who disagree, if you are
    /// one of them]
    #[arg(long, value_name = "NAME", requires = "conflicts")]
    with: Vec<String>,
    #[command(flatten)]
    at: Where,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum StageWord {
    /// Title and abstract
    Title,
    /// The full text
    Full,
}

pub(crate) fn screen(args: &ScreenArgs) -> Result<ExitCode, AppError> {
    is_possible()?;
    let session = args.at.open()?;
    let stage = match args.stage {
        StageWord::Title => Stage::TitleAbstract,
        StageWord::Full => Stage::FullText,
    };
    let setting = Setting {
        stage,
        settles: args.conflicts,
        with: args.with.clone(),
    };
    let mut screener = Screener::open(session, setting)?;
    let clock = Clock {
        now,
        opened: Instant::now(),
    };
    let said = run(&mut screener, &clock)?;
    terminal::say(&said);
    Ok(ExitCode::SUCCESS)
}
