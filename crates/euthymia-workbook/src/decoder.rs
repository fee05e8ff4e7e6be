//! Text of a binary file, in the encoding that the file or the user names.

use std::borrow::Cow;
use std::sync::Arc;

use euthymia_table::{Diagnostic, ReadOptions, decode_named};

/// How the bytes of texts are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoder {
    label: Option<String>,
}

impl Decoder {
    /// The encoding the user gave, otherwise the one the file names, otherwise UTF-8.
    pub(crate) fn new(options: &ReadOptions, named: Option<String>) -> Self {
        let given = options.encoding.map(|encoding| encoding.name().to_owned());
        Self {
            label: given.or(named),
        }
    }

    /// The text without the blanks that fill its field; `None` when it is not in the encoding.
    pub(crate) fn text<'b>(&self, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
        let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0));
        let filled = bytes.get(..end.map_or(0, |at| at + 1)).unwrap_or_default();
        match &self.label {
            _ if filled.is_ascii() => std::str::from_utf8(filled).ok().map(Cow::Borrowed),
            Some(label) => decode_named(filled, label),
            None => std::str::from_utf8(filled).ok().map(Cow::Borrowed),
        }
    }

    /// As [`Decoder::text`], for names and labels: a finding instead of nothing.
    pub(crate) fn owned(&self, bytes: &[u8], file: &Arc<str>) -> Result<String, Diagnostic> {
        match self.text(bytes) {
            Some(text) => Ok(text.into_owned()),
            None => Err(self.not_text(file)),
        }
    }

    /// A finding about a text that is not in the encoding, without its place.
    pub(crate) fn not_text(&self, file: &Arc<str>) -> Diagnostic {
        let label = self.label.as_deref().unwrap_or("UTF-8");
        Diagnostic::error(file.clone(), format!("the text is not valid {label}")).with_help(
            "Say how the file is encoded with --encoding; western European Windows programs write \
             windows-1252.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_as_named_or_not_at_all() {
        let plain = Decoder::new(&ReadOptions::default(), None);
        assert_eq!(plain.text(b"Bern \0 ").as_deref(), Some("Bern"));
        assert_eq!(plain.text(b"Z\xFCrich"), None);
        let named = Decoder::new(&ReadOptions::default(), Some("cp1252".to_owned()));
        assert_eq!(named.text(b"Z\xFCrich ").as_deref(), Some("Zürich"));
        assert_eq!(named.text(b"   ").as_deref(), Some(""));
    }
}
