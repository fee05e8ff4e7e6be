//! Screening in the terminal.

use super::order::OrderArgs;
use super::{Where, now, open_to_read};
use crate::screener::{Clock, is_possible, run};
use crate::terminal;
use clap::{Args, ValueEnum};
use euthymia_app::AppError;
use euthymia_app::review::screener::{Screener, Setting};
use euthymia_app::review::{ReadingOrder, Stage, chosen_order, learnt_order};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Screen one report after another, in the terminal
///
/// Keys: i include, m maybe, e exclude, 1-9 exclude for that reason of review.toml, u undo, ? for
/// all of them. Every decision is in the log at once; q ends, and the next time it goes on there.
/// Once one record is included and one excluded, the order is learnt from each decision; w shows
/// which words put a record where it is. The order never excludes anything.
#[derive(Args)]
pub(crate) struct ScreenArgs {
    /// What is looked at
    #[arg(long, value_enum, default_value_t = StageWord::Title)]
    stage: StageWord,
    /// Settle what reviewers disagree on: all decisions are shown
    #[arg(
        long,
        conflicts_with_all = ["order", "model", "next", "seed", "prior", "criteria"]
    )]
    conflicts: bool,
    /// Who settles with you, several times for several [default: those who disagree, if you are
    /// one of them]
    #[arg(long, value_name = "NAME", requires = "conflicts")]
    with: Vec<String>,
    #[command(flatten)]
    order: OrderArgs,
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
    let (order, notes) = match args.conflicts {
        true => (ReadingOrder::Queue, Vec::new()),
        false => {
            let request = args.order.request()?;
            let by = session.author()?;
            chosen_order(&session, (stage, &by), &request, ReadingOrder::learnt())?
        }
    };
    notes.iter().for_each(|note| terminal::note(note));
    // The records are read for the order beside the screener, which has the review for itself.
    let beside = match order.is_learnt() {
        true => learnt_order(open_to_read(&args.at.review)?, &order),
        false => None,
    };
    let mut screener = Screener::open(session, setting)?;
    screener.show_by(order);
    let clock = Clock {
        now,
        opened: Instant::now(),
    };
    let screened = |screener: &mut Screener| -> Result<(), AppError> {
        terminal::say(&run(screener, &clock)?);
        Ok(())
    };
    match beside {
        Some(learner) => {
            let ending = learner.ending();
            screener.with_order(Box::new(learner), |screener| {
                let ended = screened(screener);
                ending.store(true, Ordering::Relaxed);
                ended
            })?;
        }
        None => screened(&mut screener)?,
    }
    Ok(ExitCode::SUCCESS)
}
