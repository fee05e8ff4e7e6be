//! The numbers of captions, the same wherever a document is written.

use crate::document::{Document, Part};
use std::fmt;

/// What a caption stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A table.
    Table,
    /// A figure.
    Figure,
}

impl Kind {
    /// Its word in print.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::Figure => "Figure",
        }
    }
}

/// A kind with its number, from 1: `Table 2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it is.
    pub kind: Kind,
    /// Which one of its kind, from 1.
    pub number: usize,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.number)
    }
}

/// The labels of a document: tables and figures are counted apart, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    /// For each section the labels of its parts.
    labels: Vec<Vec<Option<Label>>>,
}

impl Numbering {
    /// Numbers a document; a document that is not [`Document::numbered`] has no labels.
    ///
    /// # Example
    /// ```
    /// use euthymia_report::document::{Document, Section};
    /// use euthymia_report::numbering::Numbering;
    /// let mut section = Section::new("results", "Results");
    /// section.say("Two tables.");
    /// section.table(euthymia_table::TableView::default());
    /// section.table(euthymia_table::TableView::default());
    /// let document = Document { sections: vec![section], numbered: true, ..Document::default() };
    /// let labels = Numbering::of(&document);
    /// assert_eq!(labels.label(0, 0), None);
    /// assert_eq!(labels.label(0, 2).unwrap().to_string(), "Table 2");
    /// ```
    #[must_use]
    pub fn of(document: &Document) -> Self {
        if !document.numbered {
            return Self::default();
        }
        let (mut tables, mut figures) = (0, 0);
        let mut label = |part: &Part| {
            let (kind, count) = match part {
                Part::Table(_) => (Kind::Table, &mut tables),
                Part::Figure { .. } => (Kind::Figure, &mut figures),
                _ => return None,
            };
            *count += 1;
            Some(Label {
                kind,
                number: *count,
            })
        };
        let sections = document.sections.iter();
        let labels = sections
            .map(|section| section.parts.iter().map(&mut label).collect())
            .collect();
        Self { labels }
    }

    /// The label of a part of a section, both counted from 0.
    #[must_use]
    pub fn label(&self, section: usize, part: usize) -> Option<Label> {
        self.labels.get(section)?.get(part).copied().flatten()
    }
}

/// A caption with its label: `Table 2. Patients at baseline`.
#[must_use]
pub fn caption(label: Option<Label>, text: &str) -> String {
    match label {
        Some(label) if text.is_empty() => label.to_string(),
        Some(label) => format!("{label}. {text}"),
        None => text.to_owned(),
    }
}
