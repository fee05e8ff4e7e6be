//! Names of imports and records, the same on every copy of a review.

use std::fmt;
use std::str::FromStr;

/// Name of an imported file: the first eight hexadecimal digits of the SHA-256 of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImportId(pub u32);

/// Name of a record: its import and its place in it, `3f9a2c1b-17`.
///
/// # Example
/// ```
/// use euthymia_review::RecordId;
/// let id: RecordId = "3f9a2c1b-17".parse().unwrap();
/// assert_eq!((id.import.0, id.number), (0x3f9a_2c1b, 17));
/// assert_eq!(id.to_string(), "3f9a2c1b-17");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    /// The file it came from.
    pub import: ImportId,
    /// Place in the file, counted from 1 over everything that was cut out as a record.
    pub number: u32,
}

/// A text that is no name of a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no name of a record: write eight hexadecimal digits, a hyphen and a number, such as 3f9a2c1b-17"
)]
pub struct NotARecordId(pub String);

impl fmt::Display for ImportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.import, self.number)
    }
}

impl FromStr for ImportId {
    type Err = NotARecordId;

    fn from_str(text: &str) -> Result<Self, NotARecordId> {
        let is_hex = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = is_hex.then(|| u32::from_str_radix(text, 16).ok()).flatten();
        value.map(Self).ok_or_else(|| NotARecordId(text.to_owned()))
    }
}

impl FromStr for RecordId {
    type Err = NotARecordId;

    fn from_str(text: &str) -> Result<Self, NotARecordId> {
        let wrong = || NotARecordId(text.to_owned());
        let (import, number) = text.split_once('-').ok_or_else(wrong)?;
        let number = number.parse().map_err(|_| wrong())?;
        Ok(Self {
            import: import.parse().map_err(|_| wrong())?,
            number,
        })
    }
}
