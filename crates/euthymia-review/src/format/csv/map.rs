//! Which column is which, as a user says it.

use std::fmt;
use std::str::FromStr;

use super::columns;

/// What the columns of a table stand for, beyond the names that are known: pairs of a column of the
/// file and a column name of ours. It wins over what the names say.
///
/// Its text form is `column=name`, several joined by `;`, as on the command line and in
/// `review.toml`. The name `-` keeps a column under its own name and reads nothing from it.
///
/// # Example
/// ```
/// use euthymia_review::format::ColumnMap;
/// let map: ColumnMap = "Überschrift=title; Wer=authors".parse().unwrap();
/// assert_eq!(map.to_string(), "Überschrift=title; Wer=authors");
/// assert!("Überschrift=tilte".parse::<ColumnMap>().is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    pairs: Vec<(String, String)>,
}

/// A text that is no map of columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnMapError {
    /// A part without `=`, or with nothing on one side of it.
    #[error("\"{0}\" is no column: write column=name, such as Titel=title")]
    NotAPair(String),
    /// The name is none of ours.
    #[error(
        "\"{0}\" is no name of a field: use title, authors, year, journal, volume, issue, pages, abstract, keywords, doi, pmid, issn, url, type and the like, or - to keep the column as it is"
    )]
    NotAName(String),
}

impl ColumnMap {
    /// The name of ours that a column of the file was given.
    pub(super) fn name_of(&self, column: &str) -> Option<&str> {
        let wanted = columns::folded(column);
        let found = self
            .pairs
            .iter()
            .find(|(known, _)| columns::folded(known) == wanted);
        found.map(|(_, name)| name.as_str())
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

impl FromStr for ColumnMap {
    type Err = ColumnMapError;

    fn from_str(text: &str) -> Result<Self, ColumnMapError> {
        let mut pairs = Vec::new();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let not_a_pair = || ColumnMapError::NotAPair(part.to_owned());
            let (column, name) = part.rsplit_once('=').ok_or_else(not_a_pair)?;
            let (column, name) = (column.trim(), name.trim());
            if column.is_empty() || name.is_empty() {
                return Err(not_a_pair());
            }
            if name != "-" && columns::slot(&columns::folded(name)).is_none() {
                return Err(ColumnMapError::NotAName(name.to_owned()));
            }
            pairs.push((column.to_owned(), name.to_owned()));
        }
        Ok(Self { pairs })
    }
}

impl fmt::Display for ColumnMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (column, name)) in self.pairs.iter().enumerate() {
            let gap = if position > 0 { "; " } else { "" };
            write!(f, "{gap}{column}={name}")?;
        }
        Ok(())
    }
}
