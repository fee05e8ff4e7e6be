//! Numbers of typed files as the text of a cell.

use euthymia_table::{DecimalMark, ReadOptions, fmt};

/// Writes numbers so that the table's own rules read them back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberText {
    comma: bool,
}

impl NumberText {
    /// With the decimal mark that the options give, otherwise a point.
    pub(crate) fn new(options: &ReadOptions) -> Self {
        Self {
            comma: options.decimal == Some(DecimalMark::Comma),
        }
    }

    /// The shortest text that reads back; not-a-number is missing, an infinity stays visible.
    pub(crate) fn of(self, value: f64) -> String {
        match fmt::machine(value) {
            Some(text) => self.marked(text),
            None if value.is_nan() => String::new(),
            None if value > 0.0 => "inf".to_owned(),
            None => "-inf".to_owned(),
        }
    }

    /// A decimal text written with a point, with the mark of the options.
    pub(crate) fn marked(self, text: String) -> String {
        if self.comma && text.contains('.') {
            text.replace('.', ",")
        } else {
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_table_will_read_them() {
        let point = NumberText::new(&ReadOptions::default());
        for (value, text) in [
            (21.0, "21"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e-9, "1e-9"),
            (f64::NAN, ""),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(point.of(value), text);
        }
        let comma = NumberText::new(&ReadOptions {
            decimal: Some(DecimalMark::Comma),
            ..ReadOptions::default()
        });
        assert_eq!(comma.of(7.5), "7,5");
        assert_eq!(comma.of(7.0), "7");
    }
}
