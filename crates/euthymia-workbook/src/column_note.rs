//! What a file says about a column beside its name.

use std::sync::Arc;

/// A code and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueLabel {
    /// The code, as it stands in the cells.
    pub code: String,
    /// What it stands for.
    pub label: String,
}

/// What a statistical file says about one column.
///
/// Cells keep the codes; labels are for people who choose what a column means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnNote {
    /// The column's name in the table.
    pub name: String,
    /// Its label, such as the wording of a question; `None` where there is none.
    pub label: Option<String>,
    /// Labels of its codes, in the order of the file; columns with the same labels share them.
    pub value_labels: Arc<[ValueLabel]>,
    /// The codes that the file declares missing, as people write them: `-9`, `-99 to -90`.
    pub missing: Vec<String>,
}

impl ColumnNote {
    /// The label of a code; `None` when it has none.
    ///
    /// # Example
    /// ```
    /// use euthymia_workbook::{ColumnNote, ValueLabel};
    /// let yes = ValueLabel { code: "1".to_owned(), label: "yes".to_owned() };
    /// let note = ColumnNote { name: "ended".to_owned(), value_labels: [yes].into(), ..Default::default() };
    /// assert_eq!(note.label_of("1"), Some("yes"));
    /// assert_eq!(note.label_of("2"), None);
    /// ```
    #[must_use]
    pub fn label_of(&self, code: &str) -> Option<&str> {
        let labelled = self.value_labels.iter().find(|entry| entry.code == code)?;
        Some(&labelled.label)
    }
}
