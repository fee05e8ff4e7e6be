//! A finished table, before it is decided who reads it.

use crate::fmt;

/// A table of results with its headers and notes, rendered by [`crate::render`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableView {
    /// Versioned name of the table's layout for machines, for instance `euthymia.pooled.v1`.
    pub schema: String,
    /// One line above the table.
    pub title: String,
    /// The columns from left to right.
    pub columns: Vec<ColumnSpec>,
    /// The rows, each with one value per column.
    pub rows: Vec<Vec<Value>>,
    /// Sentences below the table.
    pub notes: Vec<String>,
}

/// What one column is called and how it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Stable name for machines: unique in the table, not empty, by convention `snake_case`.
    pub key: String,
    /// Name for people.
    pub header: String,
    /// On which side the cells are aligned; right for numbers.
    pub align: Align,
    /// Unit, shown to people in brackets after the header.
    pub unit: Option<String>,
    /// Who sees the column.
    pub audience: Audience,
}

/// On which side cells are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// Who sees a column.
///
/// An estimate with its interval is one cell, `0.49 [0.34, 0.70]`, for people and three numbers
/// for machines; both can stand in one view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Every format.
    Everyone,
    /// Terminal and Markdown only.
    People,
    /// CSV and JSON only.
    Machines,
}

impl ColumnSpec {
    /// A column of texts, aligned left, for everyone.
    #[must_use]
    pub fn text(key: impl Into<String>, header: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            header: header.into(),
            align: Align::Left,
            unit: None,
            audience: Audience::Everyone,
        }
    }

    /// A column of numbers, aligned right, for everyone.
    #[must_use]
    pub fn number(key: impl Into<String>, header: impl Into<String>) -> Self {
        Self {
            align: Align::Right,
            ..Self::text(key, header)
        }
    }

    /// Adds a unit.
    #[must_use]
    pub fn in_unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// Shows the column in terminal and Markdown only.
    #[must_use]
    pub fn for_people(mut self) -> Self {
        self.audience = Audience::People;
        self
    }

    /// Shows the column in CSV and JSON only.
    #[must_use]
    pub fn for_machines(mut self) -> Self {
        self.audience = Audience::Machines;
        self
    }

    /// The header with its unit, as people see it.
    pub(crate) fn title(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{} ({unit})", self.header),
            None => self.header.clone(),
        }
    }
}

/// One cell of a [`TableView`].
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number: `decimals` of them for people, full precision for machines.
    Number {
        /// The value; one that is not finite is missing for machines.
        value: f64,
        /// Digits after the point for people.
        decimals: u8,
    },
    /// A whole number.
    Count(u64),
    /// A proportion from 0 to 1: a percentage for people, the proportion for machines.
    Percent {
        /// The proportion; name the column's key accordingly.
        proportion: f64,
        /// Digits after the point of the percentage for people.
        decimals: u8,
    },
    /// A p-value: [`fmt::p_value`] for people, full precision for machines.
    PValue(f64),
    /// Yes or no; `true` or `false` for machines.
    Flag(bool),
    /// There is no value: a dash for people, empty in CSV, null in JSON.
    Missing,
}

impl Value {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number, or missing when there is none.
    ///
    /// # Example
    /// ```
    /// use euthymia_table::Value;
    /// assert_eq!(Value::number(2.5, 1), Value::Number { value: 2.5, decimals: 1 });
    /// assert_eq!(Value::number(None, 1), Value::Missing);
    /// ```
    #[must_use]
    pub fn number(value: impl Into<Option<f64>>, decimals: u8) -> Self {
        value
            .into()
            .map_or(Self::Missing, |value| Self::Number { value, decimals })
    }

    /// A proportion shown as a percentage, or missing when there is none.
    #[must_use]
    pub fn percent(proportion: impl Into<Option<f64>>, decimals: u8) -> Self {
        proportion
            .into()
            .map_or(Self::Missing, |proportion| Self::Percent {
                proportion,
                decimals,
            })
    }

    /// The cell as people see it.
    #[must_use]
    pub fn for_people(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number { value, decimals } => fmt::number(*value, *decimals),
            Self::Count(count) => count.to_string(),
            Self::Percent {
                proportion,
                decimals,
            } => fmt::percent(*proportion, *decimals),
            Self::PValue(p) => fmt::p_value(*p, fmt::PStyle::LeadingZero),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Missing => fmt::MISSING.to_owned(),
        }
    }
}
