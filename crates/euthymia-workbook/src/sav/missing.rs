//! Codes that a file declares missing.

use super::Word;
use crate::number::NumberText;

/// The codes of one column that mean missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Missing {
    pub(super) values: Vec<f64>,
    pub(super) range: Option<(f64, f64)>,
    /// Texts without the blanks that fill them.
    pub(super) texts: Vec<Vec<u8>>,
}

impl Missing {
    /// Of a numeric variable.
    pub(super) fn numbers(words: &[Word], is_range: bool, number: impl Fn(Word) -> f64) -> Self {
        let mut values: Vec<f64> = words.iter().copied().map(number).collect();
        let range = match values.as_slice() {
            [low, high, ..] if is_range => Some((*low, *high)),
            _ => None,
        };
        if range.is_some() {
            values.drain(..2);
        }
        Self {
            values,
            range,
            texts: Vec::new(),
        }
    }

    /// Of a text variable.
    pub(super) fn texts<'b>(values: impl Iterator<Item = &'b [u8]>) -> Self {
        Self {
            texts: values.map(|value| filled(value).to_vec()).collect(),
            ..Self::default()
        }
    }

    pub(super) fn has(&self, value: f64) -> bool {
        self.values.contains(&value)
            || self
                .range
                .is_some_and(|(low, high)| low <= value && value <= high)
    }

    pub(super) fn has_text(&self, text: &[u8]) -> bool {
        let text = filled(text);
        self.texts.iter().any(|missing| missing == text)
    }

    /// The codes as people write them.
    pub(super) fn shown(&self, number: NumberText) -> Vec<String> {
        let range = self.range.map(|(low, high)| {
            // The ends of an open range are the outermost numbers there are.
            let low = match low < -1.797e308 {
                true => "lowest".to_owned(),
                false => number.of(low),
            };
            let high = match high > 1.797e308 {
                true => "highest".to_owned(),
                false => number.of(high),
            };
            format!("{low} to {high}")
        });
        let values = self.values.iter().map(|value| number.of(*value));
        let texts = self
            .texts
            .iter()
            .map(|text| format!("\"{}\"", String::from_utf8_lossy(text)));
        range.into_iter().chain(values).chain(texts).collect()
    }
}

/// A text without the blanks that fill its field.
pub(super) fn filled(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| !matches!(byte, b' ' | 0));
    text.get(..end.map_or(0, |at| at + 1)).unwrap_or_default()
}
