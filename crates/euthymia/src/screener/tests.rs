//! Frames as somebody sees them, and keys as somebody presses them.

use super::desk::{Choices, Desk, Mode, Step, Typed};
use super::draw::{Scene, draw};
use super::keys::press;
use super::look::Look;
use super::wrap::wrap;
use super::{Clock, Going, Sitting};
use euthymia_app::review::screener::{
    Action, Given, Ordered, Paragraph, Progress, Screener, Setting, Shown, Text, Told, Words,
};
use euthymia_app::review::{
    Disagreement, ImportRequest, ReadingOrder, Reason, Stage, StageRules, Verdict, Who, create,
    import, learnt_order, open, open_to_read,
};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

fn shown() -> Shown {
    let part = |heading: &str, text: &str| Paragraph {
        heading: Some(heading.to_owned()),
        text: text.to_owned(),
    };
    Shown {
        record: "3f9a2c1b-7".parse().unwrap(),
        text: Arc::new(Text {
            title: Some("Slow infusions of an invented substance in rats".to_owned()),
            authors: Some("Ödegård M, Brandt O".to_owned()),
            published: Some("Journal of Invented Trials, 2020, 7:11-19".to_owned()),
            paragraphs: vec![
                part(
                    "BACKGROUND",
                    "An invented substance may lift the mood of rats.",
                ),
                part(
                    "METHODS",
                    &"Forty were given it and were asked. ".repeat(30),
                ),
                part("RESULTS", "The last line of all."),
            ],
            doi: Some("10.5555/invented.1".to_owned()),
            ..Text::default()
        }),
        own: None,
        others: Vec::new(),
        disagreement: None,
        with: Vec::new(),
        tags: vec![("pilot".to_owned(), true)],
        remarks: Vec::new(),
        is_back: false,
    }
}

fn reasons() -> Vec<Reason> {
    let all = [
        ("design", "Wrong study design"),
        ("population", "Wrong population"),
    ];
    let all = all.map(|(id, text)| Reason {
        id: id.to_owned(),
        text: text.to_owned(),
    });
    all.to_vec()
}

/// What is on a screen of this size.
fn frame(size: (u16, u16), desk: &mut Desk, shown: Option<&Shown>, settles: bool) -> Buffer {
    colored(size, desk, shown, (settles, true))
}

fn colored(
    (width, height): (u16, u16),
    desk: &mut Desk,
    shown: Option<&Shown>,
    (settles, has_color): (bool, bool),
) -> Buffer {
    let words = Words::new(&["invented".to_owned()], &["rats".to_owned()]);
    let scene = Scene {
        shown,
        words: &words,
        reasons: &reasons(),
        rules: StageRules::default(),
        stage: Stage::TitleAbstract,
        settles,
        by: "ab",
        progress: Progress {
            included: 3,
            excluded: 17,
            left: 60,
            per_hour: Some(240),
            median_seconds: Some(12),
            seconds_left: Some(900),
            ..Progress::default()
        },
        ordered: Ordered::Learnt {
            included: 3,
            excluded: 17,
        },
        advice: &["run"],
        look: Look { has_color },
    };
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, desk, &scene)).unwrap();
    terminal.backend().buffer().clone()
}

fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(width.max(1));
    rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>())
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn text(buffer: &Buffer) -> String {
    lines(buffer).join("\n")
}

/// The style of the first cell of a word.
fn style_of(buffer: &Buffer, word: &str) -> Style {
    let lines = lines(buffer);
    let (row, line) = lines
        .iter()
        .enumerate()
        .find(|(_, line)| line.contains(word))
        .unwrap();
    let column = line
        .get(..line.find(word).unwrap())
        .unwrap()
        .chars()
        .count();
    let at = (u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
    buffer.cell(at).unwrap().style()
}

#[test]
fn spec_every_width_shows_what_matters() {
    for size in [(40, 24), (80, 24), (140, 40)] {
        let buffer = frame(size, &mut Desk::default(), Some(&shown()), false);
        let text = text(&buffer);
        for part in [
            "Title and abstract · ab",
            "20 decided",
            "Slow infusions",
            "BACKGROUND:",
            "?",
            "i → include",
        ] {
            assert!(text.contains(part), "{size:?}: no \"{part}\" in\n{text}");
        }
        assert!(!text.contains("The last line") || size.0 == 140, "{text}");
    }
    let wide = text(&frame(
        (140, 40),
        &mut Desk::default(),
        Some(&shown()),
        false,
    ));
    for part in [
        "240 an hour",
        "about 15 min to go",
        "1 Wrong study design",
        "Tags: pilot",
        "2 reviewers decide, blinded",
    ] {
        assert!(wide.contains(part), "no \"{part}\" in\n{wide}");
    }
}

#[test]
fn spec_no_size_of_the_window_is_too_small() {
    for width in 1..30 {
        for height in 1..12 {
            for mode in [
                Mode::Reading,
                Mode::Help,
                Mode::Why(vec![("up: 語 +0.1".to_owned(), Some(true))]),
                Mode::Reasons {
                    cursor: 1,
                    chosen: vec![1],
                },
                Mode::Typing {
                    what: Typed::Note,
                    text: "語 a long remark".to_owned(),
                },
            ] {
                let mut desk = Desk {
                    mode,
                    ..Desk::default()
                };
                frame((width, height), &mut desk, Some(&shown()), false);
                frame((width, height), &mut desk, None, true);
            }
        }
    }
}

#[test]
fn spec_scrolling_reaches_the_end_and_no_further() {
    let mut desk = Desk::default();
    frame((40, 12), &mut desk, Some(&shown()), false);
    press(&mut desk, key(KeyCode::End), &Choices::default());
    let end = text(&frame((40, 12), &mut desk, Some(&shown()), false));
    assert!(end.contains("Tags: pilot"), "{end}");
    assert!(!end.contains("Slow infusions"), "{end}");
    let at_end = desk.scroll;
    press(&mut desk, key(KeyCode::PageDown), &Choices::default());
    assert_eq!(desk.scroll, at_end);
    // A larger window needs less.
    frame((140, 60), &mut desk, Some(&shown()), false);
    assert_eq!(desk.scroll, 0);
}

#[test]
fn spec_words_differ_by_shape_and_by_colour_only_where_it_is_wanted() {
    for has_color in [true, false] {
        let buffer = colored(
            (80, 24),
            &mut Desk::default(),
            Some(&shown()),
            (false, has_color),
        );
        let speaks_for = style_of(&buffer, "invented substance may");
        let against = style_of(&buffer, "rats.");
        let plain = style_of(&buffer, "may lift");
        assert!(
            speaks_for
                .add_modifier
                .contains(Modifier::UNDERLINED | Modifier::BOLD)
        );
        assert!(against.add_modifier.contains(Modifier::REVERSED));
        assert_eq!(plain.add_modifier, Modifier::empty());
        let colors = buffer
            .content
            .iter()
            .filter(|cell| cell.fg != Color::Reset)
            .count();
        assert_eq!(colors > 0, has_color);
    }
}

#[test]
fn spec_both_sides_of_a_conflict_are_shown_first() {
    let mut conflict = shown();
    conflict.own = Some(Given {
        by: "ab".to_owned(),
        verdict: Verdict::Include,
        reasons: Vec::new(),
    });
    conflict.others = vec![Given {
        by: "cd".to_owned(),
        verdict: Verdict::Exclude,
        reasons: vec!["Wrong population".to_owned()],
    }];
    conflict.disagreement = Some(Disagreement::Verdicts);
    conflict.with = vec!["cd".to_owned()];
    for width in [40, 80, 140] {
        let text = text(&frame(
            (width, 24),
            &mut Desk::default(),
            Some(&conflict),
            true,
        ));
        for part in [
            "You: include",
            "cd: exclude (Wrong population)",
            "Settled together with cd",
        ] {
            assert!(text.contains(part), "no \"{part}\" in\n{text}");
        }
        assert!(!text.contains("maybe"), "{text}");
    }
}

#[test]
fn spec_the_end_says_that_nothing_waits() {
    let text = text(&frame((60, 10), &mut Desk::default(), None, false));
    assert!(text.contains("Nothing waits for you"), "{text}");
}

#[test]
fn spec_a_refusal_is_told_whole_on_a_narrow_screen() {
    let said = "A full text is excluded for a reason: choose one of the list, or put it off.";
    let mut desk = Desk {
        message: Some(Told::Refused(said.to_owned())),
        ..Desk::default()
    };
    let text = text(&frame((40, 20), &mut desk, Some(&shown()), false));
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains(said), "{text}");
}

fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn typed(desk: &mut Desk, keys: &str, choices: &Choices) -> Step {
    let mut last = Step::Stay;
    for c in keys.chars() {
        let code = match c {
            '⏎' => KeyCode::Enter,
            '⎋' => KeyCode::Esc,
            '⌫' => KeyCode::Backspace,
            '←' => KeyCode::Left,
            '→' => KeyCode::Right,
            '↓' => KeyCode::Down,
            c => KeyCode::Char(c),
        };
        last = press(desk, key(code), choices);
    }
    last
}

#[test]
fn spec_keys_mean_what_the_list_says() {
    let choices = Choices {
        reasons: vec!["design".to_owned(), "population".to_owned()],
        asks: false,
        given: Vec::new(),
    };
    let named = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned());
        Step::Do(Action::Exclude(names.collect()))
    };
    let asking = Choices {
        asks: true,
        ..choices.clone()
    };
    let given = Choices {
        given: vec![1],
        ..asking.clone()
    };
    let cases = [
        ("i", &choices, Step::Do(Action::Include)),
        ("→", &choices, Step::Do(Action::Include)),
        ("m", &choices, Step::Do(Action::Maybe)),
        ("e", &choices, named(&[])),
        ("←", &choices, named(&[])),
        ("2", &choices, named(&["population"])),
        ("3", &choices, Step::Stay),
        ("s", &choices, Step::Do(Action::Skip)),
        ("b", &choices, Step::Do(Action::Back)),
        ("u", &choices, Step::Do(Action::Undo)),
        ("o", &choices, Step::Address),
        ("w", &choices, Step::Why),
        ("q", &choices, Step::Quit),
        ("?q", &choices, Step::Stay),
        ("E21⏎", &choices, named(&["design", "population"])),
        ("E22⏎", &choices, named(&[])),
        ("E↓ ⏎", &choices, named(&["population"])),
        ("E2⎋i", &choices, Step::Do(Action::Include)),
        ("e1⏎", &asking, named(&["design"])),
        ("e⏎", &given, named(&["population"])),
        ("tiqx⌫⏎", &choices, Step::Do(Action::Tag("iq".to_owned()))),
        (
            "nTwo words⏎",
            &choices,
            Step::Do(Action::Note("Two words".to_owned())),
        ),
        (
            "/fox⏎",
            &choices,
            Step::Do(Action::Search("fox".to_owned())),
        ),
        ("/fox⎋", &choices, Step::Stay),
    ];
    for (keys, choices, expected) in cases {
        let mut desk = Desk::default();
        assert_eq!(typed(&mut desk, keys, choices), expected, "{keys}");
        assert_eq!(desk.mode, Mode::Reading, "{keys}");
    }
    let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    for mode in ["", "t", "E", "?"] {
        let mut desk = Desk::default();
        typed(&mut desk, mode, &choices);
        assert_eq!(press(&mut desk, interrupt, &choices), Step::Quit);
    }
}

#[test]
fn laws_wrapping_keeps_every_letter_within_the_width() {
    let texts = [
        "one two  three",
        "",
        "a verylongwordindeed x",
        "語語語語語 語",
        "e\u{301}e\u{301} b",
    ];
    for text in texts {
        for width in 2..20 {
            let halves = text.split_at_checked(text.len() / 2).unwrap_or((text, ""));
            let lines = wrap(&[(halves.0, Style::new()), (halves.1, Style::new())], width);
            let all: String = lines.iter().map(ToString::to_string).collect();
            let letters = |text: &str| text.replace(' ', "");
            assert_eq!(letters(&all), letters(text));
            for line in &lines {
                let text = line.to_string();
                let columns = Span::raw(text.trim_end()).width();
                assert!(columns <= width, "{width}: {line}");
            }
        }
    }
}

fn now() -> String {
    "2026-03-01T09:30:00Z".to_owned()
}

/// From a key to the drawn frame, on 20,000 invented records, while an order is learnt beside it; and
/// how long it takes to take an order up.
#[test]
fn spec_the_next_record_is_there_within_a_frame() {
    // A file system in memory, where there is one, leaves out the wait for the disk.
    let memory = std::path::Path::new("/dev/shm");
    let folder = match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    };
    let folder = folder.unwrap();
    let path = folder.path().join("review");
    let who = Who {
        by: Some("ab".to_owned()),
        now: now(),
    };
    create(&path, "Invented", &who).unwrap();
    let mut ris = String::new();
    let filler = "Forty people were given an invented substance and asked. ".repeat(25);
    for number in 0..20_000 {
        write!(
            ris,
            "TY  - JOUR\nTI  - Invented work {number}\nAB  - {filler}\nER  - \n\n"
        )
        .unwrap();
    }
    let file = folder.path().join("export.ris");
    std::fs::write(&file, ris).unwrap();
    let mut session = open(&path, &who).unwrap();
    let request = ImportRequest {
        file,
        ..ImportRequest::default()
    };
    import(&mut session, &request, &mut |_| ()).unwrap();
    let opening = Instant::now();
    let setting = Setting {
        stage: Stage::TitleAbstract,
        settles: false,
        with: Vec::new(),
    };
    let order = ReadingOrder::learnt();
    let learner = learnt_order(open_to_read(&path).unwrap(), &order).unwrap();
    let ending = learner.ending();
    let mut screener = Screener::open(session, setting).unwrap();
    screener.show_by(order);
    let timed = screener.with_order(Box::new(learner), |screener| {
        let timed = timed(screener, opening);
        ending.store(true, Ordering::Relaxed);
        timed
    });
    let middle = |times: &[Duration]| (times[times.len() / 2], times[times.len() - 1]);
    let ((median, worst), (taken, slowest)) = (middle(&timed.frames), middle(&timed.orders));
    let told = format!(
        "opened {:?}; {median:?}, at worst {worst:?}; {} orders taken up in {taken:?}, at worst \
         {slowest:?}; undone {:?}",
        timed.opened,
        timed.orders.len(),
        timed.undone
    );
    assert!(median < Duration::from_millis(16), "{told}");
}

/// Takes up an order, if there is one, and how long that took.
fn take_up(sitting: &mut Sitting<'_>, orders: &mut Vec<Duration>) {
    let started = Instant::now();
    if sitting.follow() {
        orders.push(started.elapsed());
    }
}

struct Timed {
    opened: Duration,
    frames: Vec<Duration>,
    orders: Vec<Duration>,
    undone: Duration,
}

fn timed(screener: &mut Screener, opening: Instant) -> Timed {
    let clock = Clock {
        now,
        opened: Instant::now(),
    };
    let mut terminal = Terminal::new(TestBackend::new(140, 50)).unwrap();
    let mut sitting = Sitting::new(screener, Look { has_color: true });
    sitting.show(&mut terminal).unwrap();
    let opened = opening.elapsed();
    let (mut frames, mut orders) = (Vec::new(), Vec::new());
    let mut press = |sitting: &mut Sitting<'_>, code| {
        let started = Instant::now();
        assert_eq!(sitting.press(key(code), &clock), Going::On);
        sitting.show(&mut terminal).unwrap();
        frames.push(started.elapsed());
    };
    // One of each kind, then the records have been read.
    press(&mut sitting, KeyCode::Char('i'));
    press(&mut sitting, KeyCode::Char('e'));
    while sitting.screener.is_learning() {
        take_up(&mut sitting, &mut orders);
        std::thread::yield_now();
    }
    for (number, c) in "iemsb1it".chars().cycle().take(200).enumerate() {
        let code = if number % 8 == 7 {
            KeyCode::Esc
        } else {
            KeyCode::Char(c)
        };
        press(&mut sitting, code);
        take_up(&mut sitting, &mut orders);
    }
    assert!(sitting.screener.progress().decided() > 100);
    let undoing = Instant::now();
    press(&mut sitting, KeyCode::Char('u'));
    let undone = undoing.elapsed();
    frames.sort();
    orders.sort();
    Timed {
        opened,
        frames,
        orders,
        undone,
    }
}
