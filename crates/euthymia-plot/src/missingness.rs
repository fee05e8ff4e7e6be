//! Missingness map: rows by columns, each cell one of four states.

use crate::columns::MARGIN;
use crate::frame;
use crate::missingness_map::{Map, Placement};
use crate::scene::Scene;

/// Rows drawn one by one; the others are summarised.
pub(crate) const ROWS_MAX: usize = 300;
/// Columns drawn; the others are left out and counted.
pub(crate) const COLUMNS_MAX: usize = 120;

/// A map of who was seen when: one line per person (or pattern), one column per visit (or variable).
///
/// Rows and columns are drawn in the order given. Rows become thinner as they become more, and their
/// labels thin out. The first 300 rows are drawn one by one; those after them become one strip of
/// shares per column, and a note says how many they are. At most 120 columns are drawn.
///
/// The four states are a grey cell, a black cell, a line through the middle and an empty cell, so that
/// they survive grey print and copying.
///
/// # Example
/// ```
/// use euthymia_plot::{CellState, MissingnessMap, MissingnessRow};
/// use CellState::{Left, Missing, NotDue, Present};
/// let map = MissingnessMap {
///     title: "Who was seen when".into(),
///     columns: ["Baseline", "Week 2", "Week 4"].map(String::from).to_vec(),
///     rows: vec![
///         MissingnessRow::new("P01", [Present, Missing, Present]),
///         MissingnessRow::new("P02", [Present, Left, Left]),
///         MissingnessRow::new("P03", [Present, Present, NotDue]),
///     ],
///     ..MissingnessMap::default()
/// };
/// let words = map.to_scene().text_alternative();
/// assert!(words.contains("Week 2: present 1; missing 1; left before 1; not yet due 0"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingnessMap {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Heading of the row labels.
    pub label_header: String,
    /// Names of the columns from left to right.
    pub columns: Vec<String>,
    /// The rows from top to bottom.
    pub rows: Vec<MissingnessRow>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One row of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingnessRow {
    /// Its name; may be empty.
    pub label: String,
    /// Its cells in the order of the columns. Where there is none the map stays blank and nothing is
    /// counted; surplus ones are not drawn.
    pub cells: Vec<CellState>,
    /// How many persons share this row: 1, or more for a pattern. If any row has another number than
    /// 1, the numbers are printed at the right. Counts below the map are of persons.
    pub persons: u64,
}

impl MissingnessRow {
    /// The row of one person.
    #[must_use]
    pub fn new(label: &str, cells: impl IntoIterator<Item = CellState>) -> Self {
        Self {
            label: label.to_owned(),
            cells: cells.into_iter().collect(),
            persons: 1,
        }
    }

    /// Sets how many persons share the row.
    #[must_use]
    pub fn persons(mut self, persons: u64) -> Self {
        self.persons = persons;
        self
    }
}

/// What a cell of the map says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellState {
    /// A value is there.
    Present,
    /// A value should be there and is not.
    Missing,
    /// The person had left before.
    Left,
    /// The time for it has not come.
    NotDue,
}

impl CellState {
    /// All states in the order of the key.
    pub const ALL: [Self; 4] = [Self::Present, Self::Missing, Self::Left, Self::NotDue];

    /// The name in the key.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Missing => "missing",
            Self::Left => "left before",
            Self::NotDue => "not yet due",
        }
    }
}

/// How many persons are in each state of a column, in the order of [`CellState::ALL`].
pub(crate) type Tally = [u128; 4];

/// Tallies of the drawn columns over some rows.
pub(crate) fn tallies(rows: &[MissingnessRow], columns: usize) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); columns];
    for row in rows {
        for (tally, cell) in tallies.iter_mut().zip(&row.cells) {
            let place = CellState::ALL.iter().position(|state| state == cell);
            if let Some(count) = place.and_then(|at| tally.get_mut(at)) {
                *count += u128::from(row.persons);
            }
        }
    }
    tallies
}

impl MissingnessMap {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let place = Placement::new(self);
        let mut scene = Scene::new(place.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, place.width, &self.title, self.caution.as_deref());
        let map = Map {
            source: self,
            place: &place,
            tallies: tallies(&self.rows, place.columns),
        };
        let mut y = map.draw(out, top);
        let notes = self.notes(&place);
        y = frame::footnotes(out, place.width, y + 6.0, &notes);
        scene.height = (y + MARGIN).ceil();
        scene.long_description = self.in_words(&map.tallies, notes);
        scene
    }

    fn notes(&self, place: &Placement) -> Vec<String> {
        let mut notes = self.footnotes.clone();
        if self.rows.is_empty() || self.columns.is_empty() {
            notes.push("There is nothing to draw.".to_owned());
        }
        if self.rows.len() > ROWS_MAX {
            notes.push(format!(
                "The first {ROWS_MAX} rows are drawn one by one; the other {} are summarised as \
                 shares in the strip below them.",
                self.rows.len() - ROWS_MAX
            ));
        }
        if place.labels_every > 1 && self.rows.iter().any(|row| !row.label.trim().is_empty()) {
            notes.push(format!(
                "One row label in {} is printed.",
                place.labels_every
            ));
        }
        if self.columns.len() > COLUMNS_MAX {
            notes.push(format!(
                "Only the first {COLUMNS_MAX} of {} columns are drawn.",
                self.columns.len()
            ));
        }
        notes
    }

    fn in_words(&self, tallies: &[Tally], notes: Vec<String>) -> Vec<String> {
        let caution = self.caution.iter().map(|c| format!("Caution: {c}"));
        let rows = format!("Rows: {}; columns: {}", self.rows.len(), self.columns.len());
        let columns = self.columns.iter().zip(tallies).map(|(name, tally)| {
            let parts: Vec<String> = CellState::ALL
                .iter()
                .zip(tally)
                .map(|(state, count)| format!("{} {count}", state.name()))
                .collect();
            format!("{name}: {}", parts.join("; "))
        });
        caution.chain([rows]).chain(columns).chain(notes).collect()
    }
}
