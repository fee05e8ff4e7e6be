//! What a file is cut into, and what reading a piece of it gives.

use crate::Record;

/// Part of a file, with its place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Whether it is a record or something that records need to be read.
    pub kind: PieceKind,
    /// Bytes of UTF-8 text before it.
    pub offset: u64,
    /// Line on which it starts, counted from 1.
    pub line: u64,
    /// The text as it stands in the file, without a byte order mark.
    pub text: String,
}

/// What a [`Piece`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PieceKind {
    /// One record.
    Record,
    /// What the records after it need to be read: a header row, the macros of BibTeX.
    Context,
}

/// Part of a file that is no record: what it is, where it is, and its text.
///
/// Cutting goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Broken {
    /// Bytes of UTF-8 text before it.
    pub offset: u64,
    /// Line on which it starts, counted from 1.
    pub line: u64,
    /// What is wrong and what to do, as sentences.
    pub message: String,
    /// The text that could not be used; at most the first 4096 bytes of it.
    pub text: String,
}

/// Something in a record that was not understood. Its text is kept in the record all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, counted from 1.
    pub line: u64,
    /// Tag, element or column, as the file spells it.
    pub field: Option<String>,
    /// The text that was found.
    pub found: Option<String>,
    /// What is wrong, without a full stop.
    pub message: String,
}

/// What reading one [`Piece`] gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The record; `None` when the piece holds nothing that can be called one.
    pub record: Option<Record>,
    /// What was not understood, in order of lines.
    pub problems: Vec<Problem>,
}
