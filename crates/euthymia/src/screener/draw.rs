//! One frame.

use super::body::Body;
use super::desk::{Desk, Mode};
use super::keys::KEYS;
use super::look::Look;
use super::words::{ordered, progress};
use super::wrap::wrap;
use euthymia_app::review::screener::{Ordered, Progress, Shown, Told, Words};
use euthymia_app::review::{Reason, Stage, StageRules};
use euthymia_report::words::capital;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Clear;

/// What is drawn.
pub(super) struct Scene<'a> {
    pub(super) shown: Option<&'a Shown>,
    pub(super) words: &'a Words,
    pub(super) reasons: &'a [Reason],
    pub(super) rules: StageRules,
    pub(super) stage: Stage,
    pub(super) settles: bool,
    pub(super) by: &'a str,
    pub(super) progress: Progress,
    pub(super) ordered: Ordered,
    /// Rules that say stop.
    pub(super) advice: &'a [&'static str],
    pub(super) look: Look,
}

/// Columns from which reasons and decisions stand beside the report.
const WIDE: u16 = 100;
/// Columns of what stands beside it.
const ASIDE: u16 = 34;
/// Columns of a text that is easy to read.
const TEXT_MAX: u16 = 96;

/// Draws a frame, and tells the desk how far it can be scrolled.
pub(super) fn draw(frame: &mut Frame<'_>, desk: &mut Desk, scene: &Scene<'_>) {
    let area = frame.area();
    let top = head(scene, usize::from(area.width));
    let bottom = foot(desk, scene, usize::from(area.width));
    let top_height = rows(top.len()).min(area.height);
    let bottom_height = rows(bottom.len()).min(area.height - top_height);
    let middle = Rect {
        y: area.y + top_height,
        height: area.height - top_height - bottom_height,
        ..area
    };
    put(
        frame,
        top,
        Rect {
            height: top_height,
            ..area
        },
    );
    put(
        frame,
        bottom,
        Rect {
            y: middle.bottom(),
            height: bottom_height,
            ..area
        },
    );
    report(frame, desk, scene, middle);
    match &desk.mode {
        Mode::Help => help(frame, scene.look, middle),
        Mode::Why(lines) => why(frame, scene.look, lines, middle),
        Mode::Reasons { cursor, chosen } => {
            choosing(frame, scene, (*cursor, chosen), middle);
        }
        Mode::Reading | Mode::Typing { .. } => {}
    }
}

fn rows(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn put(frame: &mut Frame<'_>, lines: Vec<Line<'static>>, area: Rect) {
    frame.render_widget(Text::from(lines), area);
}

/// Stage, reviewer and progress, as many of the numbers as there is room for; below, how much is
/// done, in which order reports are shown, and what rules of stopping say.
fn head(scene: &Scene<'_>, width: usize) -> Vec<Line<'static>> {
    let what = match scene.settles {
        true => format!("{}, conflicts", capital(scene.stage.words())),
        false => capital(scene.stage.words()),
    };
    let mut line = format!("{what} · {}", scene.by);
    for part in progress(&scene.progress, scene.settles) {
        let longer = format!("{line} · {part}");
        if Span::raw(longer.as_str()).width() > width {
            break;
        }
        line = longer;
    }
    let done = match scene.settles {
        true => scene.progress.settled,
        false => scene.progress.decided(),
    };
    let all = done.saturating_add(scene.progress.left).max(1);
    let full = (width as u64).saturating_mul(done as u64) / all as u64;
    let full = usize::try_from(full).unwrap_or(width).min(width);
    let bar = vec![
        Span::styled("━".repeat(full), scene.look.key()),
        Span::styled("─".repeat(width - full), scene.look.quiet()),
    ];
    let mut lines = vec![Line::styled(line, scene.look.title()), Line::from(bar)];
    if !scene.settles {
        let told = ordered(&scene.ordered, scene.advice);
        let fits = told
            .iter()
            .find(|line| Span::raw(line.as_str()).width() <= width);
        lines.extend(fits.map(|line| Line::styled(line.clone(), scene.look.quiet())));
    }
    lines
}

/// A message or a line that is typed, and keys, as many as there is room for.
fn foot(desk: &Desk, scene: &Scene<'_>, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    match (&desk.mode, &desk.message) {
        (Mode::Typing { what, text }, _) => {
            let pieces = [
                (what.prompt(), scene.look.key()),
                (text.as_str(), Style::new()),
                ("▏", Style::new()),
            ];
            lines.extend(wrap(&pieces, width));
        }
        (_, Some(told)) => {
            let style = match told {
                Told::Entered(_) => scene.look.entered(),
                Told::Moved(_) => Style::new(),
                Told::Refused(_) => scene.look.refusal(),
            };
            lines.extend(wrap(&[(told.text(), style)], width));
        }
        _ => lines.push(Line::default()),
    }
    lines.push(keys(&desk.mode, scene, width));
    lines
}

fn keys(mode: &Mode, scene: &Scene<'_>, width: usize) -> Line<'static> {
    const CHOOSING: [(&str, &str); 4] = [
        ("1-9 space", "choose"),
        ("enter", "exclude"),
        ("↑ ↓", "move"),
        ("esc", "leave"),
    ];
    const TYPING: [(&str, &str); 2] = [("enter", "done"), ("esc", "leave")];
    let offered: Vec<(&str, &str)> = match mode {
        Mode::Reasons { .. } => CHOOSING.to_vec(),
        Mode::Typing { .. } => TYPING.to_vec(),
        Mode::Help | Mode::Why(_) => vec![("any key", "on")],
        Mode::Reading => {
            let has_maybe = scene.stage == Stage::TitleAbstract && !scene.settles;
            let all = KEYS.iter().filter(|(key, ..)| *key != "m" || has_maybe);
            let all = all.filter(|(key, ..)| *key != "?");
            std::iter::once(("?", "keys"))
                .chain(all.map(|(key, word, _)| (*key, *word)))
                .collect()
        }
    };
    let mut spans: Vec<Span<'static>> = Vec::new();
    let mut used = 0;
    for (key, word) in offered {
        let needed = Span::raw(key).width() + 1 + word.len() + 2;
        if used + needed > width + 2 {
            break;
        }
        used += needed;
        spans.push(Span::styled(key.to_owned(), scene.look.key()));
        spans.push(Span::raw(format!(" {word}  ")));
    }
    Line::from(spans)
}

/// The report, with what was decided of it below or beside.
fn report(frame: &mut Frame<'_>, desk: &mut Desk, scene: &Scene<'_>, area: Rect) {
    let Some(shown) = scene.shown else {
        nothing(frame, scene, area);
        return;
    };
    let is_wide = area.width >= WIDE;
    let width = match is_wide {
        true => (area.width - ASIDE - 2).min(TEXT_MAX),
        false => area.width.min(TEXT_MAX),
    };
    let mut body = Body::new(scene.words, scene.look, usize::from(width));
    if scene.settles && !is_wide {
        body.decisions(shown);
        body.gap();
    }
    body.report(shown);
    if !scene.settles && !is_wide {
        body.gap();
        body.decisions(shown);
    }
    let height = usize::from(area.height);
    desk.page = height;
    desk.most = body.lines.len().saturating_sub(height);
    desk.scroll = desk.scroll.min(desk.most);
    let mut lines: Vec<Line<'static>> = body.lines;
    lines.drain(..desk.scroll);
    let has_more = lines.len() > height;
    lines.truncate(height);
    put(frame, lines, Rect { width, ..area });
    if has_more && area.width > 0 {
        let corner = Rect::new(area.x + width.saturating_sub(1), area.bottom() - 1, 1, 1);
        put(frame, vec![Line::styled("↓", scene.look.key())], corner);
    }
    if is_wide {
        let x = area.right() - ASIDE;
        beside(
            frame,
            scene,
            shown,
            Rect {
                x,
                width: ASIDE,
                ..area
            },
        );
    }
}

fn beside(frame: &mut Frame<'_>, scene: &Scene<'_>, shown: &Shown, area: Rect) {
    let mut body = Body::new(scene.words, scene.look, usize::from(area.width));
    body.decisions(shown);
    body.gap();
    let has_reasons = !scene.reasons.is_empty();
    if has_reasons {
        body.plain("Reasons for exclusion", scene.look.heading());
    }
    for (at, reason) in scene.reasons.iter().enumerate() {
        body.pair(&format!("{} ", digit(at)), &reason.text);
    }
    body.gap();
    let rules = scene.rules;
    let blinded = match rules.blinded && rules.reviewers > 1 {
        true => ", blinded",
        false => "",
    };
    let people = match rules.reviewers {
        1 => "1 reviewer decides".to_owned(),
        many => format!("{many} reviewers decide"),
    };
    body.plain(&format!("{people}{blinded}."), scene.look.quiet());
    body.lines.truncate(usize::from(area.height));
    put(frame, body.lines, area);
}

/// The digit that chooses a reason.
fn digit(at: usize) -> String {
    match at {
        0..=8 => (at + 1).to_string(),
        9 => "0".to_owned(),
        _ => " ".to_owned(),
    }
}

fn nothing(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect) {
    let mut body = Body::new(scene.words, scene.look, usize::from(area.width));
    let said = match scene.settles {
        true => "Nothing is left to be settled at this stage.",
        false => "Nothing waits for you at this stage.",
    };
    body.plain(said, scene.look.title());
    let conflicts = scene.progress.conflicts;
    if conflicts > 0 && !scene.settles {
        let said = format!("Reviewers disagree on {conflicts}: review screen --conflicts.");
        body.plain(&said, Style::new());
    }
    body.plain("b looks at the last one again; q ends.", Style::new());
    body.lines.truncate(usize::from(area.height));
    put(frame, body.lines, area);
}

/// The list of reasons, over the report.
fn choosing(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    (cursor, chosen): (usize, &[usize]),
    area: Rect,
) {
    let mut body = Body::new(scene.words, scene.look, usize::from(area.width));
    body.plain("Why is it excluded?", scene.look.title());
    let mut at_cursor = 0;
    for (at, reason) in scene.reasons.iter().enumerate() {
        let mark = if chosen.contains(&at) { "[x]" } else { "[ ]" };
        let arrow = if at == cursor { ">" } else { " " };
        let text = format!("{arrow} {mark} {} {}", digit(at), reason.text);
        let style = match at == cursor {
            true => scene.look.chosen(),
            false => Style::new(),
        };
        if at == cursor {
            at_cursor = body.lines.len();
        }
        body.plain(&text, style);
    }
    over(frame, body.lines, at_cursor, area);
}

fn help(frame: &mut Frame<'_>, look: Look, area: Rect) {
    let words = Words::default();
    let mut body = Body::new(&words, look, usize::from(area.width));
    for (key, word, what) in KEYS {
        body.pair(&format!("{key}  "), &format!("{word}: {what}"));
    }
    body.gap();
    let speaks = |is_for| euthymia_app::review::screener::Marks {
        is_for,
        is_against: !is_for,
        is_found: false,
    };
    for (text, is_for) in [("speaks for it", true), ("speaks against it", false)] {
        body.plain(text, look.marked(speaks(is_for)));
    }
    over(frame, body.lines, 0, area);
}

/// What put the report where it is, over the report.
fn why(frame: &mut Frame<'_>, look: Look, lines: &[(String, Option<bool>)], area: Rect) {
    let words = Words::default();
    let mut body = Body::new(&words, look, usize::from(area.width));
    for (line, is_up) in lines {
        let style = match is_up {
            Some(is_for) => look.marked(euthymia_app::review::screener::Marks {
                is_for: *is_for,
                is_against: !is_for,
                is_found: false,
            }),
            None => Style::new(),
        };
        body.plain(line, style);
    }
    over(frame, body.lines, 0, area);
}

/// Lines over what is drawn, from the bottom up, so that one of them is seen.
fn over(frame: &mut Frame<'_>, mut lines: Vec<Line<'static>>, seen: usize, area: Rect) {
    let height = usize::from(area.height);
    let from = seen.saturating_sub(height.saturating_sub(1));
    lines.drain(..from.min(lines.len()));
    lines.truncate(height);
    let tall = rows(lines.len());
    let place = Rect {
        y: area.bottom().saturating_sub(tall),
        height: tall,
        ..area
    };
    frame.render_widget(Clear, place);
    put(frame, lines, place);
}
