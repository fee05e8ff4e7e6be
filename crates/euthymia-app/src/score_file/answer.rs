//! One cell of an item's column into an answer.

use euthymia_clinical::instrument::pack::{AnswerKind, Item};
use euthymia_clinical::instrument::score::check_answer;
use euthymia_table::{DecimalMark, Diagnostic, LoneNumberError, ReadOptions, lone_number};
use std::sync::Arc;

/// How the cells of one item's column are read.
pub(super) struct ItemReader<'p> {
    item: &'p Item,
    /// Where the answer stands among the pack's items.
    pub(super) place: usize,
    /// The column's name.
    pub(super) name: Arc<str>,
    instrument: &'p str,
    decimal: Option<DecimalMark>,
    /// The words for "missing", trimmed.
    missing: Vec<String>,
    /// What each cell of one byte means; `None` where it needs a closer look.
    single: Vec<Option<Option<f64>>>,
}

/// An answer, and which decimal mark the cell shows.
pub(super) struct Read {
    pub(super) answer: Option<f64>,
    pub(super) shows: Option<DecimalMark>,
}

impl<'p> ItemReader<'p> {
    pub(super) fn new(
        item: &'p Item,
        place: usize,
        name: Arc<str>,
        instrument: &'p str,
        read: &ReadOptions,
    ) -> Self {
        let given = read.missing.iter().map(|word| word.trim().to_owned());
        let missing: Vec<String> = ["", "NA", "."]
            .map(str::to_owned)
            .into_iter()
            .chain(given)
            .collect();
        let mut single = vec![None; 256];
        for digit in 0..=9_u8 {
            if (item.minimum..=item.maximum).contains(&u16::from(digit)) {
                single[usize::from(b'0' + digit)] = Some(Some(f64::from(digit)));
            }
        }
        for word in &missing {
            if let [byte] = word.as_bytes() {
                single[usize::from(*byte)] = Some(None);
            }
        }
        Self {
            item,
            place,
            name,
            instrument,
            decimal: read.decimal,
            missing,
            single,
        }
    }

    /// The answer in a cell of digits or a missing one; `None` for whatever needs a closer look.
    #[inline]
    pub(super) fn quick(&self, cell: &[u8]) -> Option<Option<f64>> {
        match cell {
            [] => Some(None),
            [byte] => self.single(*byte),
            _ => self.quick_longer(cell),
        }
    }

    /// The same for a cell of one byte.
    #[inline]
    pub(super) fn single(&self, byte: u8) -> Option<Option<f64>> {
        self.single.get(usize::from(byte)).copied().flatten()
    }

    fn quick_longer(&self, cell: &[u8]) -> Option<Option<f64>> {
        if self.missing.iter().any(|word| word.as_bytes() == cell) {
            return Some(None);
        }
        if cell.len() > 3 || !cell.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number = cell
            .iter()
            .fold(0, |so_far, byte| so_far * 10 + u16::from(byte - b'0'));
        let fits = (self.item.minimum..=self.item.maximum).contains(&number);
        fits.then(|| Some(f64::from(number)))
    }

    /// The answer in a cell, or a finding without file and row.
    pub(super) fn careful(&self, cell: &[u8], file: &Arc<str>) -> Result<Read, Diagnostic> {
        let text = String::from_utf8_lossy(cell);
        let text = text.trim();
        if self.missing.iter().any(|word| word == text) {
            return Ok(Read {
                answer: None,
                shows: None,
            });
        }
        let word = |yes: f64| Read {
            answer: Some(yes),
            shows: None,
        };
        match (self.item.answer, text.to_lowercase().as_str()) {
            (AnswerKind::YesNo, "yes" | "y") => return Ok(word(1.0)),
            (AnswerKind::YesNo, "no" | "n") => return Ok(word(0.0)),
            _ => {}
        }
        let number = lone_number(text, self.decimal)
            .map_err(|error| self.refused(text, file, help(error)))?;
        check_answer(self.item, number.value)
            .map_err(|_| self.refused(text, file, CORRECT.to_owned()))?;
        Ok(Read {
            answer: Some(number.value),
            shows: number.shows,
        })
    }

    fn refused(&self, text: &str, file: &Arc<str>, help: String) -> Diagnostic {
        let kind = match self.item.answer {
            AnswerKind::Scale => "a number",
            AnswerKind::Integer | AnswerKind::YesNo => "a whole number",
        };
        let message = format!(
            "expected {kind} from {} to {} (item {} of the {})",
            self.item.minimum, self.item.maximum, self.item.id, self.instrument
        );
        self.error(file, message).with_found(text).with_help(help)
    }

    /// A finding about this item's column.
    pub(super) fn error(&self, file: &Arc<str>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(file.clone(), message).in_column(self.name.clone())
    }
}

const CORRECT: &str = "Correct the answer, or leave the cell empty if it is missing.";

fn help(error: LoneNumberError) -> String {
    match error {
        LoneNumberError::NotANumber => {
            "Write the answer with digits, or leave the cell empty if it is missing; a word for \
             missing answers can be named with --missing."
                .to_owned()
        }
        LoneNumberError::Percent => "Write the number without a percent sign.".to_owned(),
        LoneNumberError::Ambiguous => {
            "It can be read with thousands or with decimals: say which character is the decimal \
             mark, --decimal point or --decimal comma."
                .to_owned()
        }
        LoneNumberError::NotAsGiven(mark) => {
            let name = match mark {
                DecimalMark::Point => "point",
                DecimalMark::Comma => "comma",
            };
            format!(
                "The decimal mark was given as {name}: correct the cell or the option --decimal."
            )
        }
        LoneNumberError::TooLarge => CORRECT.to_owned(),
    }
}
