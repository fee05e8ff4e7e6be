//! Pulses and responses as they are typed: `45+, 52-`, or lines of a file.

use super::hunt::{percent, pulse};
use crate::error::AppError;
use euthymia_cohort::threshold::likelihood::Pulse;
use euthymia_table::Diagnostic;
use std::path::Path;

/// The first line of a file of pulses.
pub(super) const HEADER: &str = "intensity_percent,response";

/// Reads pulses such as `45+, 52-`: percent of the greatest output, then whether there was a response.
///
/// # Errors
/// [`AppError::Usage`] with the piece that cannot be read.
///
/// # Example
/// ```
/// use euthymia_app::threshold::responses::typed;
/// let pulses = typed("45-, 52+ 48.5 -")?;
/// assert_eq!(pulses.len(), 3);
/// assert_eq!(pulses[2].intensity(), 0.485);
/// assert!(typed("45").is_err());
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn typed(text: &str) -> Result<Vec<Pulse>, AppError> {
    let mut pulses = Vec::new();
    let mut number = String::new();
    for sign in text.replace('−', "-").chars() {
        match sign {
            '+' | '-' if !number.is_empty() => {
                pulses.push(one(&number, sign == '+')?);
                number.clear();
            }
            c if c.is_whitespace() || matches!(c, ';' | '%') => {}
            // Between pulses; within a number it is a decimal comma.
            ',' if number.is_empty() => {}
            other => number.push(other),
        }
    }
    if !number.is_empty() {
        return Err(not_a_response(&number, "it has neither + nor -"));
    }
    match pulses.is_empty() {
        true => Err(not_a_response(text, "there is none")),
        false => Ok(pulses),
    }
}

fn not_a_response(text: &str, why: &str) -> AppError {
    AppError::Usage(format!(
        "\"{text}\" is not a pulse, and no file of this name was found: {why}; write percent and + or -, such as \"45+, 52-\""
    ))
}

fn one(number: &str, responded: bool) -> Result<Pulse, AppError> {
    let percent = percent(number).map_err(|error| not_a_response(number, &error.to_string()))?;
    pulse(percent, responded)
}

/// A line of a file.
pub(super) enum Entry {
    /// A pulse with its answer.
    Pulse(Pulse),
    /// The last pulse that counts does not.
    Undone,
}

/// The text of an entry in a file.
pub(super) fn line(percent: f64, answer: Option<bool>) -> String {
    let word = match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "undone",
    };
    // Six decimals are finer than any stimulator, and hide what division left.
    let rounded = (percent * 1e6).round() / 1e6;
    format!("{rounded},{word}\n")
}

/// Reads one line; `None` for the header, an empty one or a remark.
pub(super) fn entry(text: &str) -> Result<Option<Entry>, String> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.is_empty() || text.starts_with('#') || text == HEADER {
        return Ok(None);
    }
    // The last one, so that a decimal comma may stand before it.
    let (typed, word) = text
        .rsplit_once([',', ';', '\t'])
        .ok_or_else(|| format!("write \"{HEADER}\" such as \"45,yes\""))?;
    if word.trim() == "undone" {
        return Ok(Some(Entry::Undone));
    }
    let responded = match word.trim().to_lowercase().as_str() {
        "yes" | "y" | "1" | "+" => true,
        "no" | "n" | "0" | "-" | "−" => false,
        _ => return Err("the response is yes, no or undone".to_owned()),
    };
    let pulse = percent(typed).and_then(|percent| pulse(percent, responded));
    Ok(Some(Entry::Pulse(
        pulse.map_err(|error| error.to_string())?,
    )))
}

/// Reads the pulses of a file that count: an entry `undone` takes the last one back.
///
/// # Errors
/// [`AppError::Input`] with every line that cannot be read.
pub fn from_text(name: &str, text: &str) -> Result<Vec<Pulse>, AppError> {
    let (mut pulses, mut findings) = (Vec::new(), Vec::new());
    for (row, line) in text.lines().enumerate() {
        match entry(line) {
            Ok(None) => {}
            Ok(Some(Entry::Pulse(pulse))) => pulses.push(pulse),
            Ok(Some(Entry::Undone)) => {
                pulses.pop();
            }
            Err(help) => findings.push(
                Diagnostic::error(name, "the line is not a pulse with its response")
                    .at_row(row + 1)
                    .with_found(line)
                    .with_help(help),
            ),
        }
    }
    if findings.is_empty() {
        Ok(pulses)
    } else {
        Err(findings.into())
    }
}

/// Reads the pulses of a file that count.
///
/// # Errors
/// [`AppError::Input`] where the file cannot be read, and as [`from_text`].
pub fn from_file(path: &Path) -> Result<Vec<Pulse>, AppError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        Diagnostic::error(name.as_str(), format!("the file cannot be read: {error}"))
    })?;
    from_text(&name, &String::from_utf8_lossy(&bytes))
}
