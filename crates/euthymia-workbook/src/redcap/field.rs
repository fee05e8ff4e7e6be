//! One field of a data dictionary.

use std::sync::Arc;

use crate::column_note::ValueLabel;

/// What kind of question a field is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text, whose content a validation may narrow.
    Text,
    /// Several lines of text.
    Notes,
    /// One of several choices (radio buttons or a list).
    OneOf,
    /// Any of several choices; an export has one column for each.
    AnyOf,
    /// Yes (1) or no (0).
    YesNo,
    /// True (1) or false (0).
    TrueFalse,
    /// Calculated from other fields.
    Calculated,
    /// A point on a line, 0 to 100 unless the dictionary says otherwise.
    Slider,
    /// Text on the form, a file or a signature: no value in an export of data.
    NoValue,
    /// A type that is not known here, as the dictionary spells it.
    Other(String),
}

impl FieldKind {
    /// The kind that a dictionary's type stands for.
    pub(super) fn of(kind: &str) -> Self {
        match kind.to_ascii_lowercase().as_str() {
            "text" => Self::Text,
            "notes" | "textarea" => Self::Notes,
            "radio" | "dropdown" | "select" | "sql" => Self::OneOf,
            "checkbox" => Self::AnyOf,
            "yesno" => Self::YesNo,
            "truefalse" => Self::TrueFalse,
            "calc" => Self::Calculated,
            "slider" => Self::Slider,
            "descriptive" | "file" | "signature" => Self::NoValue,
            _ => Self::Other(kind.to_owned()),
        }
    }
}

/// One row of a data dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The variable's name, which is the column's name in an export.
    pub name: String,
    /// The form (instrument) it stands on.
    pub form: String,
    /// What kind of question it is.
    pub kind: FieldKind,
    /// The question.
    pub label: String,
    /// Codes and what they stand for; empty where any value may be given.
    pub choices: Arc<[ValueLabel]>,
    /// How a text is validated, such as `integer` or `date_dmy`.
    pub validation: Option<String>,
    /// The lowest value, as the dictionary writes it.
    pub minimum: Option<String>,
    /// The highest value, as the dictionary writes it.
    pub maximum: Option<String>,
    /// Whether the dictionary marks it as identifying a person.
    pub is_identifier: bool,
    /// Line of the dictionary.
    pub line: usize,
}
