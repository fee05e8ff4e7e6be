//! Numbers that name a work, a journal, or a trial.

use std::fmt;

/// An identifier: by what scheme, its canonical form, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier {
    /// Who gives such numbers.
    pub scheme: Scheme,
    /// Canonical form: a DOI in lower case without resolver, a PMID as digits, an ISSN as `1234-5678`.
    pub value: String,
}

/// Who gives such numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Digital object identifier.
    Doi,
    /// PubMed.
    Pmid,
    /// PubMed Central.
    Pmcid,
    /// Of a journal, printed or electronic.
    Issn,
    /// Of a book.
    Isbn,
    /// Trial registration, any registry: `NCT01234567`, `ISRCTN12345678`, `2012-001234-56`.
    Trial,
    /// Accession number of the database named: `embase`, `psycinfo`, `wos`, `scopus`, `cochrane`.
    Accession(String),
    /// Article number of a publisher (PII).
    Pii,
    /// Another scheme by the name the file gives it.
    Other(String),
}

impl Scheme {
    /// The word for people and in CSV.
    pub fn word(&self) -> &str {
        match self {
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::Pmcid => "pmcid",
            Self::Issn => "issn",
            Self::Isbn => "isbn",
            Self::Trial => "trial",
            Self::Pii => "pii",
            Self::Accession(name) | Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme.word(), self.value)
    }
}

/// The DOI in a text such as `https://doi.org/10.1000/ABC` or `doi: 10.1000/abc [doi]`, in lower
/// case; `None` where there is none.
///
/// # Example
/// ```
/// use euthymia_review::identifier::doi;
/// assert_eq!(doi("https://doi.org/10.1176/APPI.ajp.1").as_deref(), Some("10.1176/appi.ajp.1"));
/// assert_eq!(doi("10.1000/x(1) [doi]").as_deref(), Some("10.1000/x(1)"));
/// assert_eq!(doi("see text"), None);
/// ```
pub fn doi(text: &str) -> Option<String> {
    let found = text
        .match_indices("10.")
        .map(|(at, _)| &text[at..])
        .find(|rest| {
            let registrant = rest
                .get(3..)
                .and_then(|rest| rest.split('/').next())
                .unwrap_or_default();
            rest.contains('/')
                && registrant.len() >= 4
                && registrant.chars().all(|c| c.is_ascii_digit() || c == '.')
        })?;
    let end = found
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'))
        .unwrap_or(found.len());
    let value = found[..end].trim_end_matches(['.', ',', ';']);
    (!value.split_once('/')?.1.is_empty()).then(|| value.to_lowercase())
}
