//! The choices of a field: `0, none | 1, mild | 2, severe`.

use std::sync::Arc;

use super::field::FieldKind;
use crate::column_note::ValueLabel;

/// The choices of a field; the piece that cannot be read when there is one.
pub(super) fn of(kind: &FieldKind, text: &str) -> Result<Arc<[ValueLabel]>, String> {
    match kind {
        FieldKind::OneOf | FieldKind::AnyOf => split(text),
        FieldKind::YesNo => Ok([label("1", "Yes"), label("0", "No")].into()),
        FieldKind::TrueFalse => Ok([label("1", "True"), label("0", "False")].into()),
        _ => Ok(Arc::default()),
    }
}

fn label(code: &str, label: &str) -> ValueLabel {
    ValueLabel {
        code: code.trim().to_owned(),
        label: label.trim().to_owned(),
    }
}

/// A query of the project's data base has no choices in the dictionary.
fn split(text: &str) -> Result<Arc<[ValueLabel]>, String> {
    if text
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("select ")
    {
        return Ok(Arc::default());
    }
    let pieces = text.split('|').filter(|piece| !piece.trim().is_empty());
    pieces
        .map(|piece| match piece.split_once(',') {
            Some((code, name)) if !code.trim().is_empty() => Ok(label(code, name)),
            _ => Err(piece.trim().to_owned()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byhand_choices_are_split_at_bars_and_first_commas() {
        let choices = of(&FieldKind::OneOf, "0, none | 1, mild, or so|-9, unknown |").unwrap();
        let shown: Vec<(&str, &str)> = choices
            .iter()
            .map(|choice| (choice.code.as_str(), choice.label.as_str()))
            .collect();
        assert_eq!(
            shown,
            [("0", "none"), ("1", "mild, or so"), ("-9", "unknown")]
        );
        assert_eq!(of(&FieldKind::AnyOf, "1, a | b"), Err("b".to_owned()));
        assert_eq!(of(&FieldKind::Calculated, "[a] + [b]").unwrap().len(), 0);
        assert_eq!(of(&FieldKind::YesNo, "").unwrap().len(), 2);
    }
}
