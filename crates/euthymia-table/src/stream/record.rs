//! One row, cut from the start of a text.

use std::ops::Range;

use crate::tokens::{First, Tokens, first_record};

/// One row: each cell as it stands in the text and as it reads.
pub struct RawRecord(First);

impl RawRecord {
    pub(crate) fn cut(text: &[u8], delimiter: u8) -> Self {
        Self(first_record(text, delimiter))
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    /// Bytes of the row, its line end included; 0 only at the end of the text.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.length
    }

    /// Lines of the row, those inside quoted cells included; 0 where the text ends without one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.0.lines
    }

    /// How many cells there are.
    #[must_use]
    pub fn cell_count(&self) -> usize {
        self.0.raw.len()
    }

    /// The bytes of a cell without its quotation marks; empty beyond the last.
    #[must_use]
    pub fn text(&self, position: usize) -> &[u8] {
        if position < self.cell_count() {
            self.0.tokens.cell(position)
        } else {
            &[]
        }
    }

    /// Where a cell stands in the text, quotation marks included.
    #[must_use]
    pub fn raw(&self, position: usize) -> Range<usize> {
        self.0.raw.get(position).cloned().unwrap_or(0..0)
    }

    /// True for a line of white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cell_count() == 1 && self.is_hollow()
    }

    /// True when all cells are unquoted white space: no row, but skipped.
    #[must_use]
    pub fn is_hollow(&self) -> bool {
        let tokens = &self.0.tokens;
        tokens.records.iter().all(|record| tokens.is_hollow(record))
    }
}
