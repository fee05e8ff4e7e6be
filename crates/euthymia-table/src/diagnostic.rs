//! One finding about a file: where, what was found, what was expected, what to do.

use std::fmt;
use std::sync::Arc;

/// How much a [`Diagnostic`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was done that a reader may like to know.
    Note,
    /// The input was usable but is probably not what was meant.
    Warning,
    /// The input could not be used.
    Error,
}

/// One finding about an input file, complete enough to be acted on without opening the code.
///
/// The `Display` form is one line: place, what was found, what was expected, what to do.
///
/// # Example
/// ```
/// use euthymia_table::Diagnostic;
/// let finding = Diagnostic::error("trials.csv", "expected a whole number ≥ 0")
///     .at_row(7)
///     .in_column("events")
///     .with_found("twelve")
///     .with_help("Write the count as digits.");
/// assert_eq!(
///     finding.to_string(),
///     "trials.csv, row 7, column \"events\": found \"twelve\", expected a whole number ≥ 0. \
///      Write the count as digits."
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Name of the file as the user gave it.
    pub file: Arc<str>,
    /// Line of the file on which the row starts, counted from 1; the header is line 1.
    pub row: Option<usize>,
    /// Name of the column as the header spells it.
    pub column: Option<Arc<str>>,
    /// The text that was found, untrimmed.
    pub found: Option<Arc<str>>,
    /// What is wrong or what was expected, without a full stop.
    pub message: String,
    /// What to do about it, as sentences; empty when there is nothing to do.
    pub help: String,
    /// True when the file is one of keys and values: `row` is then a line and `column` a key.
    pub is_keyed: bool,
}

/// Longest piece of the user's text that is repeated in a message, in characters.
const FOUND_CHARS_MAX: usize = 60;

impl Diagnostic {
    /// Starts a finding of the given severity about a whole file.
    pub fn new(severity: Severity, file: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self {
            severity,
            file: file.into(),
            row: None,
            column: None,
            found: None,
            message: message.into(),
            help: String::new(),
            is_keyed: false,
        }
    }

    /// Starts an error about a whole file.
    pub fn error(file: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, file, message)
    }

    /// Starts a warning about a whole file.
    pub fn warning(file: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file, message)
    }

    /// Starts a note about a whole file.
    pub fn note(file: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, file, message)
    }

    /// Adds the line of the file (from 1) on which the row starts.
    #[must_use]
    pub fn at_row(mut self, line: usize) -> Self {
        self.row = Some(line);
        self
    }

    /// Adds the name of the column.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<Arc<str>>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Places it at a key of a file of keys and values, on a line counted from 1.
    ///
    /// # Example
    /// ```
    /// use euthymia_table::Diagnostic;
    /// let finding = Diagnostic::error("patient.toml", "the dose has no unit").at_key(12, "dose");
    /// assert_eq!(finding.to_string(), "patient.toml, line 12, \"dose\": the dose has no unit.");
    /// ```
    #[must_use]
    pub fn at_key(mut self, line: usize, key: impl Into<Arc<str>>) -> Self {
        self.row = Some(line);
        self.column = Some(key.into());
        self.is_keyed = true;
        self
    }

    /// Adds the text that was found.
    #[must_use]
    pub fn with_found(mut self, found: impl Into<Arc<str>>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Adds what to do, as full sentences.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&excerpt(&self.file, usize::MAX))?;
        let (row_word, column_word) = match self.is_keyed {
            true => ("line", ""),
            false => ("row", "column "),
        };
        if let Some(row) = self.row {
            write!(out, ", {row_word} {row}")?;
        }
        if let Some(column) = &self.column {
            write!(
                out,
                ", {column_word}\"{}\"",
                excerpt(column, FOUND_CHARS_MAX)
            )?;
        }
        out.write_str(": ")?;
        match self.severity {
            Severity::Error => {}
            Severity::Warning => out.write_str("warning: ")?,
            Severity::Note => out.write_str("note: ")?,
        }
        if let Some(found) = &self.found {
            write!(out, "found \"{}\", ", excerpt(found, FOUND_CHARS_MAX))?;
        }
        write!(out, "{}.", self.message)?;
        if !self.help.is_empty() {
            write!(out, " {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Shortens text to `chars_max` characters and makes control characters visible, so that a
/// message stays on one line and cannot carry terminal commands.
pub(crate) fn excerpt(text: &str, chars_max: usize) -> String {
    let mut short = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == chars_max {
            short.push('…');
            break;
        }
        if is_harmful(character) {
            short.extend(character.escape_default());
        } else {
            short.push(character);
        }
    }
    short
}

/// Control characters, line separators and the marks that reorder text on screen.
pub(crate) fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_long_text_is_cut() {
        assert_eq!(excerpt("a\n\u{1b}[31m", 60), "a\\n\\u{1b}[31m");
        assert_eq!(excerpt("abcdef", 3), "abc…");
        assert_eq!(excerpt("abc", 3), "abc");
    }

    #[test]
    fn warnings_say_so() {
        let warning = Diagnostic::warning("a.csv", "something is odd").at_row(2);
        assert_eq!(
            warning.to_string(),
            "a.csv, row 2: warning: something is odd."
        );
    }
}
