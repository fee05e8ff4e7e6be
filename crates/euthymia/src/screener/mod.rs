//! The screener in a terminal: drawn after every key, kept apart from what the keys mean.

mod body;
mod desk;
mod draw;
mod keys;
mod look;
#[cfg(test)]
mod tests;
mod words;
mod wrap;

use desk::{Choices, Desk, Mode, Step};
use draw::{Scene, draw};
use euthymia_app::AppError;
use euthymia_app::review::Stage;
use euthymia_app::review::screener::{Action, Moment, Screener, Shown, Told};
use look::Look;
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::crossterm::event::{self, Event, KeyEvent};
use std::fmt::Display;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// What can be asked of the time.
pub(crate) struct Clock {
    /// Universal time to the second.
    pub(crate) now: fn() -> String,
    /// When the screener was opened.
    pub(crate) opened: Instant,
}

/// Reports that are looked at between two looks at the keys while a search goes on.
const SEARCHED_AT_ONCE: usize = 64;
/// How long a key is waited for before it is looked whether something is new to tell.
const WAITING: Duration = Duration::from_millis(200);
/// The same while an order is learnt.
const SOON: Duration = Duration::from_millis(20);

/// Whether somebody sits at a terminal.
///
/// # Errors
/// [`AppError::Usage`] with what to do where nobody does.
pub(crate) fn is_possible() -> Result<(), AppError> {
    match std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        true => Ok(()),
        false => Err(AppError::Usage(
            "review screen needs a terminal, and this is none. One decision is entered without it \
             by: euthymia review decide RECORD include|maybe|exclude --by NAME"
                .to_owned(),
        )),
    }
}

/// Screens until the reviewer ends it; returns what is said then. The terminal is as before when
/// it returns, and when it panics.
///
/// # Errors
/// The terminal or the log cannot be written.
pub(crate) fn run(screener: &mut Screener, clock: &Clock) -> Result<String, AppError> {
    let before = screener.progress();
    let mut terminal = ratatui::try_init().map_err(broken)?;
    let ended = screen(&mut terminal, screener, clock);
    ratatui::try_restore().map_err(broken)?;
    ended?;
    let now = screener.progress();
    Ok(words::summary(&now, &before, screener.settles()))
}

fn broken(error: impl Display) -> AppError {
    AppError::Analysis(format!("the terminal cannot be used: {error}"))
}

fn screen<B: Backend>(
    terminal: &mut Terminal<B>,
    screener: &mut Screener,
    clock: &Clock,
) -> Result<(), AppError>
where
    B::Error: Display,
{
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut sitting = Sitting::new(
        screener,
        Look {
            has_color: !no_color,
        },
    );
    sitting.show(terminal)?;
    loop {
        let wait = match (
            sitting.screener.is_searching(),
            sitting.screener.is_learning(),
        ) {
            (true, _) => Duration::ZERO,
            (false, true) => SOON,
            (false, false) => WAITING,
        };
        let is_key = event::poll(wait).map_err(broken)?;
        let mut is_new = false;
        if is_key {
            match event::read().map_err(broken)? {
                Event::Key(key) if !key.is_release() => {
                    if sitting.press(key, clock) == Going::Over {
                        return Ok(());
                    }
                    is_new = true;
                }
                Event::Resize(..) => is_new = true,
                _ => {}
            }
        } else if sitting.screener.is_searching() {
            is_new = sitting.search_on(clock);
        }
        if is_new || sitting.follow() {
            sitting.show(terminal)?;
        }
    }
}

/// Whether it goes on after a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Going {
    On,
    Over,
}

/// A screener and what is on the screen.
struct Sitting<'s> {
    screener: &'s mut Screener,
    desk: Desk,
    shown: Option<Shown>,
    look: Look,
}

impl<'s> Sitting<'s> {
    fn new(screener: &'s mut Screener, look: Look) -> Self {
        let shown = screener.shown();
        Self {
            screener,
            desk: Desk::default(),
            shown,
            look,
        }
    }

    /// Draws, then reads ahead.
    fn show<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<(), AppError>
    where
        B::Error: Display,
    {
        let words = self.screener.words();
        let scene = Scene {
            shown: self.shown.as_ref(),
            words: &words,
            reasons: self.screener.reasons(),
            rules: *self.screener.rules(),
            stage: self.screener.stage(),
            settles: self.screener.settles(),
            by: self.screener.by(),
            progress: self.screener.progress(),
            ordered: self.screener.ordered(),
            advice: self.screener.advice(),
            look: self.look,
        };
        let desk = &mut self.desk;
        let drawn = terminal.draw(|frame| draw(frame, desk, &scene));
        drawn.map_err(broken)?;
        self.screener.prepare();
        Ok(())
    }

    fn press(&mut self, key: KeyEvent, clock: &Clock) -> Going {
        let choices = self.choices();
        let step = keys::press(&mut self.desk, key, &choices);
        match step {
            Step::Stay => {}
            Step::Quit => return Going::Over,
            Step::StopSearch => {
                self.screener.stop_search();
                self.desk.message = None;
            }
            Step::Address => {
                let address = self.shown.as_ref().and_then(|own| own.text.address());
                self.desk.message = Some(match address {
                    Some(address) => Told::Moved(address),
                    None => Told::Refused("No DOI and no PubMed number is known.".to_owned()),
                });
            }
            Step::Why => self.desk.message = Some(self.screener.ask_why()),
            Step::Do(action) => self.act(action, clock),
        }
        Going::On
    }

    fn act(&mut self, action: Action, clock: &Clock) {
        let now = (clock.now)();
        let since = clock.opened.elapsed();
        // What could not be written is told; the report stays on the screen to be decided again.
        let told = match self.screener.act(action, Moment { now: &now, since }) {
            Ok(told) => told,
            Err(error) => Told::Refused(format!("Nothing was entered: {error}")),
        };
        self.desk.message = Some(told);
        self.look_again();
    }

    /// Takes up what is shown now.
    fn look_again(&mut self) {
        let shown = self.screener.shown();
        let record = |shown: &Option<Shown>| shown.as_ref().map(|own| own.record);
        if record(&shown) != record(&self.shown) {
            self.desk.turn();
        }
        self.shown = shown;
    }

    /// Goes on with a search; whether there is something new to see.
    fn search_on(&mut self, clock: &Clock) -> bool {
        let now = (clock.now)();
        let since = clock.opened.elapsed();
        let told = self
            .screener
            .search_on(SEARCHED_AT_ONCE, Moment { now: &now, since });
        let is_over = told.is_some();
        if is_over {
            self.desk.message = told;
            self.look_again();
        }
        is_over
    }

    /// Takes up an order that was learnt.
    fn follow(&mut self) -> bool {
        let is_new = self.screener.follow();
        if is_new {
            self.look_again();
        }
        let why = self.screener.take_why();
        // Whoever types meanwhile goes on.
        if let Some((record, why)) = why.filter(|_| self.desk.mode == Mode::Reading) {
            self.desk.message = None;
            self.desk.mode = Mode::Why(words::why(record, why.as_ref()));
        }
        is_new
    }

    fn choices(&self) -> Choices {
        let reasons = self.screener.reasons();
        let settles = self.screener.settles();
        let shown = self.shown.as_ref().filter(|_| settles);
        let own = shown.and_then(|shown| shown.own.as_ref());
        let all = shown.map(|shown| shown.others.iter());
        let named = own.into_iter().chain(all.into_iter().flatten());
        let named: Vec<&str> = named
            .filter_map(|given| given.reasons.first())
            .map(String::as_str)
            .collect();
        let first = reasons
            .iter()
            .position(|reason| named.contains(&reason.text.as_str()));
        Choices {
            reasons: reasons.iter().map(|reason| reason.id.clone()).collect(),
            asks: settles || self.screener.stage() == Stage::FullText,
            given: first.into_iter().collect(),
        }
    }
}
