//! A TOML file read into settings, with the line of what is wrong.

use euthymia_table::Diagnostic;
use serde::de::DeserializeOwned;

/// Reads settings from text; `name` is what messages call it.
///
/// # Errors
/// A finding with the line and what is wrong there.
pub(crate) fn parse<T: DeserializeOwned>(text: &str, name: &str) -> Result<T, Diagnostic> {
    toml::from_str(text).map_err(|error| {
        let finding = Diagnostic::error(name, error.message().to_owned());
        match error.span() {
            Some(span) => {
                let before = text.get(..span.start).unwrap_or_default();
                finding.at_row(before.matches('\n').count() + 1)
            }
            None => finding,
        }
    })
}
