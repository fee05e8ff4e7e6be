//! A document as plain parts, before it is decided how it is written.

use euthymia_plot::Scene;
use euthymia_table::{Audience, ColumnSpec, TableView};

/// A document: a title and its sections.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Title.
    pub title: String,
    /// One or two sentences under the title.
    pub subtitle: String,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// A line at the very end: program, version, evidence.
    pub colophon: String,
    /// Whether captions carry numbers, `Table 1`, `Figure 1`; see [`crate::numbering`].
    pub numbered: bool,
}

/// A section with an identifier that links lead to.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Identifier, unique in the document.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Content in order.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Part {
    /// A heading below the section's.
    Heading {
        /// Identifier that links lead to.
        id: String,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// A paragraph that must not be overlooked.
    Caution(String),
    /// A list.
    List(Vec<Item>),
    /// A table; cells of the column named may link to an identifier.
    Table(LinkedTable),
    /// Lines of a program, kept as they are.
    Code(String),
    /// A figure with its caption.
    Figure {
        /// Identifier, unique in the document and the stem of the file it may be saved under.
        id: String,
        /// The drawing.
        scene: Box<Scene>,
        /// Caption.
        caption: String,
    },
}

/// An item of a list, optionally one that links lead to.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Identifier that links lead to.
    pub id: Option<String>,
    /// Text.
    pub text: String,
    /// Items below it.
    pub below: Vec<String>,
}

/// A table whose rows may lead to their provenance.
#[derive(Clone, Debug, Default)]
pub struct LinkedTable {
    /// The table.
    pub view: TableView,
    /// For each row, the identifier its first cell links to.
    pub links: Vec<Option<String>>,
}

impl From<TableView> for LinkedTable {
    fn from(view: TableView) -> Self {
        Self {
            view,
            links: Vec::new(),
        }
    }
}

impl LinkedTable {
    /// The columns that people see, as positions in the view.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        let columns = self.view.columns.iter().enumerate();
        columns
            .filter(|(_, column)| column.audience != Audience::Machines)
            .map(|(at, _)| at)
            .collect()
    }

    /// A cell as a document shows it, empty where the row is too short.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> String {
        let value = self.view.rows.get(row).and_then(|row| row.get(column));
        value.map_or_else(String::new, |value| unbroken(&value.for_people()))
    }

    /// The identifier that the first cell of a row links to.
    #[must_use]
    pub fn link(&self, row: usize) -> Option<&str> {
        self.links.get(row).and_then(Option::as_deref)
    }
}

/// The heading of a column with its unit.
#[must_use]
pub fn column_heading(column: &ColumnSpec) -> String {
    match &column.unit {
        Some(unit) => format!("{} ({unit})", column.header),
        None => column.header.clone(),
    }
}

/// A text whose lines break between a number and its interval, never inside one.
fn unbroken(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().map(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ' ' && depth > 0 { '\u{a0}' } else { c }
    });
    kept.collect::<String>().replace(" %", "\u{a0}%")
}

impl Section {
    /// Starts a section.
    pub fn new(id: impl Into<String>, heading: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            heading: heading.into(),
            parts: Vec::new(),
        }
    }

    /// Adds a paragraph.
    pub fn say(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Paragraph(text.into()));
    }

    /// Adds a caution.
    pub fn caution(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Caution(text.into()));
    }

    /// Adds a heading.
    pub fn heading(&mut self, id: impl Into<String>, text: impl Into<String>) {
        self.parts.push(Part::Heading {
            id: id.into(),
            text: text.into(),
        });
    }

    /// Adds a table.
    pub fn table(&mut self, table: impl Into<LinkedTable>) {
        self.parts.push(Part::Table(table.into()));
    }

    /// Adds lines of a program.
    pub fn code(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Code(text.into()));
    }

    /// Adds a figure.
    pub fn figure(&mut self, id: impl Into<String>, scene: Scene, caption: impl Into<String>) {
        self.parts.push(Part::Figure {
            id: id.into(),
            scene: Box::new(scene),
            caption: caption.into(),
        });
    }

    /// Adds a list of plain items.
    pub fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items = items
            .into_iter()
            .map(|text| Item {
                text,
                ..Item::default()
            })
            .collect();
        self.parts.push(Part::List(items));
    }
}

impl Document {
    /// The figures of the document with their identifiers, in order.
    pub fn figures(&self) -> impl Iterator<Item = (&str, &Scene)> {
        self.sections
            .iter()
            .flat_map(|section| &section.parts)
            .filter_map(|part| match part {
                Part::Figure { id, scene, .. } => Some((id.as_str(), scene.as_ref())),
                _ => None,
            })
    }
}
