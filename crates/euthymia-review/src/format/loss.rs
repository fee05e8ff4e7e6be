//! What writing gives: a text, and what it does not hold.

/// Records as the text of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The whole file.
    pub text: String,
    /// The records of which something could not be written.
    pub losses: Vec<Loss>,
}

/// What a file does not hold of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Place of the record among those written, from 0.
    pub record: usize,
    /// Names of the fields of [`Record`](crate::Record) that read back otherwise.
    pub fields: Vec<&'static str>,
}
