//! Whether the cells of a column agree in their decimal marks.

use euthymia_table::{DecimalMark, Diagnostic};

/// The first lines on which a column shows a decimal point and a decimal comma.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    point: Option<usize>,
    comma: Option<usize>,
}

impl Marks {
    /// Takes note of what a cell on this line shows.
    pub(crate) fn see(&mut self, mark: Option<DecimalMark>, line: usize) {
        match mark {
            Some(DecimalMark::Point) => self.point = self.point.or(Some(line)),
            Some(DecimalMark::Comma) => self.comma = self.comma.or(Some(line)),
            None => {}
        }
    }

    /// Adds what the next piece shows, which begins after `lines` lines of the file.
    pub(crate) fn append(&mut self, piece: Self, lines: usize) {
        self.see(
            piece.point.map(|_| DecimalMark::Point),
            lines + piece.point.unwrap_or(0),
        );
        self.see(
            piece.comma.map(|_| DecimalMark::Comma),
            lines + piece.comma.unwrap_or(0),
        );
    }

    /// What is wrong when the column shows both, as a message and its help.
    pub(crate) fn mixed(self, place: impl Fn(String) -> Diagnostic) -> Option<Diagnostic> {
        let (point, comma) = (self.point?, self.comma?);
        let message = format!(
            "the column mixes decimal points (row {point}) and decimal commas (row {comma})"
        );
        Some(place(message).with_help("Write all numbers of the column in the same way."))
    }
}
