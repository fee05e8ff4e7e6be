//! Keys into what is to be done.

use super::desk::{Choices, Desk, Mode, Step, Typed};
use euthymia_app::review::screener::Action;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The keys with what they do, in the order in which they are offered.
pub(super) const KEYS: [(&str, &str, &str); 16] = [
    ("i →", "include", "it may answer the question"),
    ("m", "maybe", "title and abstract do not say"),
    (
        "e ←",
        "exclude",
        "it does not; the full text is excluded for a reason",
    ),
    (
        "1-9 0",
        "exclude for",
        "exclude for this reason of the list at once",
    ),
    ("E", "reasons", "exclude for several reasons"),
    ("u", "undo", "take back what was entered last"),
    (
        "s",
        "skip",
        "decide another time; it comes again at the end",
    ),
    ("b", "back", "the report before; s goes forward again"),
    ("t", "tag", "put a tag on it, or take it away"),
    ("n", "note", "a remark about it"),
    (
        "/",
        "find",
        "words, or the name of a record; empty to find the next",
    ),
    ("w", "why", "which words put it where it is in the order"),
    ("o", "address", "show where the work is on the web"),
    ("j k ↓ ↑", "scroll", "also space and the page keys"),
    ("?", "keys", "this list"),
    ("q", "quit", "everything is saved already"),
];

/// What follows from a key.
pub(super) fn press(desk: &mut Desk, key: KeyEvent, choices: &Choices) -> Step {
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    if is_control && key.code == KeyCode::Char('c') {
        return Step::Quit;
    }
    match std::mem::take(&mut desk.mode) {
        Mode::Help | Mode::Why(_) => Step::Stay,
        Mode::Reading if is_control => Step::Stay,
        Mode::Reading => reading(desk, key.code, choices),
        Mode::Reasons { cursor, chosen } => choosing(desk, key.code, (cursor, chosen), choices),
        Mode::Typing { what, text } if !is_control => typing(desk, key.code, (what, text)),
        typing => {
            desk.mode = typing;
            Step::Stay
        }
    }
}

fn reading(desk: &mut Desk, key: KeyCode, choices: &Choices) -> Step {
    let page = desk.page.saturating_sub(1).max(1);
    match key {
        KeyCode::Char('i') | KeyCode::Right => return Step::Do(Action::Include),
        KeyCode::Char('m') => return Step::Do(Action::Maybe),
        KeyCode::Char('e') | KeyCode::Left => return exclude(desk, choices),
        KeyCode::Char('E') => desk.mode = reasons(choices),
        KeyCode::Char('s') => return Step::Do(Action::Skip),
        KeyCode::Char('b') | KeyCode::Backspace => return Step::Do(Action::Back),
        KeyCode::Char('u') => return Step::Do(Action::Undo),
        KeyCode::Char('t') => desk.mode = begin(Typed::Tag),
        KeyCode::Char('n') => desk.mode = begin(Typed::Note),
        KeyCode::Char('/') => desk.mode = begin(Typed::Search),
        KeyCode::Char('o') => return Step::Address,
        KeyCode::Char('w') => return Step::Why,
        KeyCode::Char('?') | KeyCode::F(1) => desk.mode = Mode::Help,
        KeyCode::Char('q') => return Step::Quit,
        KeyCode::Char('j') | KeyCode::Down => desk.scroll_by(1, true),
        KeyCode::Char('k') | KeyCode::Up => desk.scroll_by(1, false),
        KeyCode::Char(' ') | KeyCode::PageDown => desk.scroll_by(page, true),
        KeyCode::PageUp => desk.scroll_by(page, false),
        KeyCode::Home => desk.scroll = 0,
        KeyCode::End => desk.scroll = desk.most,
        KeyCode::Esc => return Step::StopSearch,
        KeyCode::Char(c) => {
            let reason = place(c).and_then(|at| choices.reasons.get(at));
            if let Some(reason) = reason {
                return Step::Do(Action::Exclude(vec![reason.clone()]));
            }
        }
        _ => {}
    }
    Step::Stay
}

fn exclude(desk: &mut Desk, choices: &Choices) -> Step {
    if choices.asks && !choices.reasons.is_empty() {
        desk.mode = reasons(choices);
        return Step::Stay;
    }
    Step::Do(Action::Exclude(Vec::new()))
}

fn reasons(choices: &Choices) -> Mode {
    Mode::Reasons {
        cursor: choices.given.first().copied().unwrap_or(0),
        chosen: choices.given.clone(),
    }
}

fn begin(what: Typed) -> Mode {
    Mode::Typing {
        what,
        text: String::new(),
    }
}

/// Place in the list of reasons of a digit: 1 to 9, then 0.
fn place(c: char) -> Option<usize> {
    let digit = usize::try_from(c.to_digit(10)?).ok()?;
    Some(digit.checked_sub(1).unwrap_or(9))
}

fn choosing(
    desk: &mut Desk,
    key: KeyCode,
    (mut cursor, mut chosen): (usize, Vec<usize>),
    choices: &Choices,
) -> Step {
    let last = choices.reasons.len().saturating_sub(1);
    match key {
        KeyCode::Esc | KeyCode::Char('q') => return Step::Stay,
        KeyCode::Enter => {
            chosen.sort_unstable();
            let names = chosen.iter().filter_map(|at| choices.reasons.get(*at));
            return Step::Do(Action::Exclude(names.cloned().collect()));
        }
        KeyCode::Down | KeyCode::Char('j') => cursor = (cursor + 1).min(last),
        KeyCode::Up | KeyCode::Char('k') => cursor = cursor.saturating_sub(1),
        KeyCode::Char(' ') => toggle(&mut chosen, cursor),
        KeyCode::Char(c) => {
            if let Some(at) = place(c).filter(|at| *at < choices.reasons.len()) {
                cursor = at;
                toggle(&mut chosen, at);
            }
        }
        _ => {}
    }
    desk.mode = Mode::Reasons { cursor, chosen };
    Step::Stay
}

fn toggle(chosen: &mut Vec<usize>, at: usize) {
    let count = chosen.len();
    chosen.retain(|own| *own != at);
    if chosen.len() == count {
        chosen.push(at);
    }
}

fn typing(desk: &mut Desk, key: KeyCode, (what, mut text): (Typed, String)) -> Step {
    match key {
        KeyCode::Esc => return Step::Stay,
        KeyCode::Enter => return Step::Do(what.action(text)),
        KeyCode::Backspace => drop(text.pop()),
        KeyCode::Char(c) => text.push(c),
        _ => {}
    }
    desk.mode = Mode::Typing { what, text };
    Step::Stay
}
