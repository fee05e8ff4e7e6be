//! Sources by key.

use biblatex::{Bibliography, ChunksExt, Entry};
use euthymia_table::Diagnostic;
use std::collections::BTreeMap;

/// A source as it is printed beside a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Key in `references.bib`.
    pub key: String,
    /// One line: authors, year, title, where.
    pub citation: String,
    /// DOI, where there is one.
    pub doi: Option<String>,
    /// Web address, where there is one.
    pub url: Option<String>,
}

/// Reads `references.bib`.
///
/// # Errors
/// One finding when the file is not UTF-8 or cannot be parsed.
pub(crate) fn read(
    bytes: &[u8],
    file: &str,
) -> Result<BTreeMap<String, Reference>, Vec<Diagnostic>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![
            Diagnostic::error(file, "the text is not UTF-8")
                .at_row(line)
                .with_help("Save the file as UTF-8."),
        ]
    })?;
    let bibliography = Bibliography::parse(text).map_err(|error| {
        let line = text
            .get(..error.span.start)
            .map_or(0, |before| before.matches('\n').count())
            + 1;
        vec![
            Diagnostic::error(
                file,
                format!("the bibliography cannot be read: {}", error.kind),
            )
            .at_row(line)
            .with_help("Mend the entry that starts on or above this line."),
        ]
    })?;
    Ok(bibliography
        .iter()
        .map(|entry| (entry.key.clone(), reference(entry)))
        .collect())
}

fn field(entry: &Entry, name: &str) -> Option<String> {
    entry
        .get(name)
        .map(ChunksExt::format_verbatim)
        .filter(|text| !text.is_empty())
}

fn reference(entry: &Entry) -> Reference {
    let doi = field(entry, "doi");
    let url =
        field(entry, "url").or_else(|| field(entry, "howpublished").filter(|h| h.contains("://")));
    let parts = [
        "author",
        "year",
        "title",
        "journal",
        "howpublished",
        "volume",
        "pages",
        "institution",
        "note",
    ];
    let note = field(entry, "note").unwrap_or_default();
    // A web address has its own field, and many notes start with the place of publication.
    let repeated = |name: &str, part: &str| {
        name == "howpublished" && (part.contains("://") || note.starts_with(part))
    };
    let mut citation = parts
        .iter()
        .filter_map(|name| field(entry, name).filter(|part| !repeated(name, part)))
        .map(|part| part.trim_end_matches('.').to_owned())
        .collect::<Vec<_>>()
        .join(". ");
    if let Some(doi) = &doi {
        citation.push_str(&format!(". doi:{doi}"));
    }
    Reference {
        key: entry.key.clone(),
        citation,
        doi,
        url,
    }
}
