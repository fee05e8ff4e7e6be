//! What a terminal is told, and how wide it is.

use crate::options::OutputFormat;
use euthymia_app::AppError;
use euthymia_table::{Format, TableView, render};
use std::io::{IsTerminal, Write};
use std::time::Instant;

/// Writes to standard output; a reader that has gone away (`| head`) is no error.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // The only failure a command can meet here is a closed pipe: its reader has seen enough.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes an error, or several lines of them, to standard error.
pub(crate) fn complain(text: &str) {
    let mut err = std::io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(err, "error: {line}");
    }
}

/// Writes a question, or a remark on an answer, to standard error as it stands.
pub(crate) fn ask(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// Clears the screen, where there is one.
pub(crate) fn clear() {
    if std::io::stdout().is_terminal() {
        say("\x1b[2J\x1b[H");
    }
}

/// Writes a note to standard error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Writes an explanation: under tables for people, but to standard error beside JSON or CSV, whose
/// file it would spoil.
pub(crate) fn beside(text: &str, format: OutputFormat) {
    match format {
        OutputFormat::Table | OutputFormat::Md => say(text),
        OutputFormat::Json | OutputFormat::Csv => note(text),
    }
}

/// Says what is being done, where someone is watching.
pub(crate) fn progress(text: &str) {
    if std::io::stderr().is_terminal() {
        note(text);
    }
}

/// A line that shows how far a long job has come; silent where nobody watches, and for the first
/// second.
pub(crate) struct Bar {
    started: Instant,
    shown: Option<Instant>,
}

impl Bar {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            shown: None,
        }
    }

    /// Bytes done of bytes in all, rows, and the time left.
    pub(crate) fn show(&mut self, done: u64, all: u64, rows: u64) {
        self.show_of(done, all, rows, "rows");
    }

    /// The same for other things than rows.
    pub(crate) fn show_of(&mut self, done: u64, all: u64, count: u64, things: &str) {
        self.line(done, all, &format!("{}, {count} {things}", mib(done)));
    }

    /// Bytes done of bytes in all, and the time left.
    pub(crate) fn bytes(&mut self, done: u64, all: u64) {
        self.line(done, all, &format!("{} copied", mib(done)));
    }

    /// Bytes and records done, where nobody knows how many there are.
    pub(crate) fn more(&mut self, done: u64, records: Option<u64>) {
        let records = records.map_or(String::new(), |records| format!(", {records} records"));
        self.line(done, 0, &format!("{}{records}", mib(done)));
    }

    /// Things done of things in all, and the time left.
    pub(crate) fn count(&mut self, done: u64, all: u64, things: &str) {
        self.line(done, all, &format!("{done} of {all} {things}"));
    }

    #[allow(clippy::cast_precision_loss)]
    fn line(&mut self, done: u64, all: u64, what: &str) {
        let passed = self.started.elapsed().as_secs_f64();
        let is_due = self
            .shown
            .is_none_or(|shown| shown.elapsed().as_secs_f64() >= 0.2);
        if passed < 1.0 || !is_due || !std::io::stderr().is_terminal() {
            return;
        }
        self.shown = Some(Instant::now());
        let text = if done > 0 && all > 0 {
            let share = done as f64 / all as f64;
            let left = passed / share - passed;
            format!("\r{:3.0} %, {what}, {left:.0} s left   ", 100.0 * share)
        } else {
            format!("\r{what}   ")
        };
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Takes the line away.
    pub(crate) fn clear(&self) {
        if self.shown.is_some() {
            let _ = std::io::stderr().lock().write_all(b"\r\x1b[K");
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn mib(bytes: u64) -> String {
    format!("{:.0} MiB", bytes as f64 / (1024.0 * 1024.0))
}

fn width() -> u16 {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse::<u16>().ok());
    columns
        .or_else(|| terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| width))
        .unwrap_or(110)
        .clamp(40, 240)
}

fn color() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Signs without width that stand around what is to be set bold, and are taken away when printed.
const BOLD: (char, char) = ('\u{2062}', '\u{2063}');

/// What to put before and behind words that are to be set bold; `None` where nothing can be.
pub(crate) fn marks(format: OutputFormat) -> Option<(String, String)> {
    let can = matches!(format, OutputFormat::Table) && color();
    can.then(|| (BOLD.0.to_string(), BOLD.1.to_string()))
}

/// Prints tables whose texts may have [`marks`].
///
/// # Errors
/// As for [`tables`].
pub(crate) fn marked_tables(views: &[TableView], format: OutputFormat) -> Result<(), AppError> {
    let text = rendered(views, format)?;
    match marks(format) {
        Some(_) => say(&text
            .replace(BOLD.0, "\x1b[1;33m")
            .replace(BOLD.1, "\x1b[0m")),
        None => say(&text),
    }
    Ok(())
}

/// Prints a table to standard error, beside a result that goes to standard output.
///
/// # Errors
/// As for [`tables`].
pub(crate) fn note_table(view: &TableView, format: OutputFormat) -> Result<(), AppError> {
    note(rendered(std::slice::from_ref(view), format)?.trim_end());
    Ok(())
}

/// Prints tables in the format asked for; as JSON, several make one array.
///
/// # Errors
/// [`AppError::Analysis`] when a table contradicts itself, which a test of every table rules out.
pub(crate) fn tables(views: &[TableView], format: OutputFormat) -> Result<(), AppError> {
    say(&rendered(views, format)?);
    Ok(())
}

fn rendered(views: &[TableView], format: OutputFormat) -> Result<String, AppError> {
    let broken = |error: euthymia_table::ViewError| AppError::Analysis(error.to_string());
    let kind = match format {
        OutputFormat::Table => Format::Terminal {
            width: width(),
            color: color(),
        },
        OutputFormat::Csv => Format::Csv,
        OutputFormat::Json => Format::Json,
        OutputFormat::Md => Format::Markdown,
    };
    let texts: Vec<String> = views
        .iter()
        .map(|view| render(view, kind))
        .collect::<Result<_, _>>()
        .map_err(broken)?;
    Ok(match format {
        OutputFormat::Json if texts.len() > 1 => {
            let trimmed: Vec<&str> = texts.iter().map(|text| text.trim_end()).collect();
            format!("[\n{}\n]\n", trimmed.join(",\n"))
        }
        _ => texts.join("\n"),
    })
}
