//! Contribution table: what each column gives to each row, as shaded cells.

use crate::columns::SMALL;
use crate::frame::{self, KeyItem, Sign};
use crate::heat::{Shades, Side};
use crate::matrix::{Matrix, Wish, fitted};
use crate::net_heat::percent;
use crate::scene::{Anchor, Element, Group, Scene, Text};
use crate::stacked_bar::Category;
use crate::texture::{self, Area};
use crate::words::counted;

/// More rows or columns than this are not drawn.
const MOST: usize = 80;
const CELL: f64 = 24.0;
/// Height of the strip of categories.
const STRIP: f64 = 14.0;

/// Shares of columns, such as direct comparisons, in rows, such as network estimates.
///
/// A cell is the darker the larger its share is, in three steps up to the largest, and carries it in
/// whole per cent where there is room. A strip below the names of columns is filled by their
/// category, such as risk of bias. Rows and columns beyond the 80th are counted in a note; shares
/// that are not finite are left open.
///
/// # Example
/// ```
/// use euthymia_plot::{Category, ContributionColumn, ContributionHeat, ContributionRow};
/// let figure = ContributionHeat {
///     title: "Contributions".into(),
///     categories: vec![Category::new("Low risk"), Category::new("High risk")],
///     columns: vec![ContributionColumn::new("A:B").category(0), ContributionColumn::new("A:C").category(1)],
///     rows: vec![ContributionRow::new("A:B", [0.75, 0.25])],
///     ..ContributionHeat::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A:B: A:B (Low risk) 75 %; A:C (High risk) 25 %"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionHeat {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What columns are, over their names.
    pub column_title: String,
    /// The columns.
    pub columns: Vec<ContributionColumn>,
    /// The rows.
    pub rows: Vec<ContributionRow>,
    /// Categories of columns; may be empty.
    pub categories: Vec<Category>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContributionColumn {
    /// Its name.
    pub label: String,
    /// Position of its category in [`ContributionHeat::categories`].
    pub category: Option<usize>,
}

impl ContributionColumn {
    /// A column without a category.
    #[must_use]
    pub fn new(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            category: None,
        }
    }

    /// Sets the category.
    #[must_use]
    pub fn category(mut self, category: usize) -> Self {
        self.category = Some(category);
        self
    }
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionRow {
    /// Its name.
    pub label: String,
    /// Shares of the columns in order, 0 to 1. Absent ones are left open.
    pub shares: Vec<f64>,
}

impl ContributionRow {
    /// A row with its shares.
    #[must_use]
    pub fn new(label: &str, shares: impl IntoIterator<Item = f64>) -> Self {
        Self {
            label: label.to_owned(),
            shares: shares.into_iter().collect(),
        }
    }
}

impl ContributionHeat {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let rows = self
            .rows
            .get(..self.rows.len().min(MOST))
            .unwrap_or_default();
        let columns = self
            .columns
            .get(..self.columns.len().min(MOST))
            .unwrap_or_default();
        let row_names: Vec<String> = rows.iter().map(|r| r.label.clone()).collect();
        let column_names: Vec<String> = columns.iter().map(|c| c.label.clone()).collect();
        let mut matrix = Matrix::new(&Wish {
            rows: &row_names,
            columns: &column_names,
            cell_width: (64.0, 24.0),
            cell_height: Some(CELL),
        });
        let mut scene = Scene::new(matrix.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, matrix.width, &self.title, self.caution.as_deref());
        matrix.begin(out, &self.column_title, top);
        if columns.iter().any(|c| self.category(c).is_some()) {
            self.strip(out, &matrix, columns);
            matrix.lower(STRIP + 4.0);
        }
        matrix.rows(out, &row_names, false);
        let shares = rows
            .iter()
            .flat_map(|r| r.shares.iter().take(columns.len()));
        let shades = Shades::of(shares.copied());
        for (row, at) in rows.iter().enumerate() {
            for column in 0..columns.len() {
                let share = at.shares.get(column).copied().filter(|s| s.is_finite());
                out.push(cell(matrix.area(row, column), share, shades));
            }
        }
        let mut notes = self.footnotes.clone();
        notes.extend(matrix.numbers_in_words(&column_names));
        notes.extend(self.notes());
        let bottom = matrix.bottom(rows.len()) + 8.0;
        frame::finish(scene, bottom, &self.key(shades), notes, self.in_words())
    }

    fn category(&self, column: &ContributionColumn) -> Option<(usize, &Category)> {
        let index = column.category?;
        Some((index, self.categories.get(index)?))
    }

    fn strip(&self, out: &mut Vec<Element>, matrix: &Matrix, columns: &[ContributionColumn]) {
        let mut children = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            if let Some((at, category)) = self.category(column) {
                let area = matrix.area(0, index);
                let area = Area {
                    x: area.x + 1.0,
                    width: (area.width - 2.0).max(0.5),
                    height: STRIP,
                    ..area
                };
                children.extend(texture::fill(category.filling(at), area));
            }
        }
        out.push(Element::Group(Group::new("categories", children)));
    }

    fn notes(&self) -> Vec<String> {
        let more = |n: usize, one: &str, many: &str| {
            let beyond = n.saturating_sub(MOST);
            (beyond > 0).then(|| {
                format!(
                    "Not drawn for want of room: {}.",
                    counted(beyond, one, many)
                )
            })
        };
        let rows = more(self.rows.len(), "further row", "further rows");
        let columns = more(self.columns.len(), "further column", "further columns");
        let n = self.columns.len();
        let surplus: usize = self
            .rows
            .iter()
            .map(|r| r.shares.len().saturating_sub(n))
            .sum();
        let surplus = (surplus > 0).then(|| {
            format!(
                "Not drawn: {} without a column.",
                counted(surplus, "share", "shares")
            )
        });
        rows.into_iter().chain(columns).chain(surplus).collect()
    }

    fn key(&self, shades: Shades) -> Vec<KeyItem> {
        if self.rows.iter().all(|r| r.shares.is_empty()) {
            return Vec::new();
        }
        let mut key = shades.key(Side::Cool, "Share", 100.0);
        let used = |index: &usize| self.columns.iter().any(|c| c.category == Some(*index));
        let categories = self.categories.iter().enumerate().filter(|(i, _)| used(i));
        key.extend(categories.map(|(i, c)| KeyItem::new(Sign::Texture(c.filling(i)), &c.name)));
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        if !self.column_title.trim().is_empty() {
            lines.push(format!("Columns: {}.", self.column_title));
        }
        for row in &self.rows {
            let share = |(column, share): (&ContributionColumn, &f64)| {
                let category = self.category(column).map(|(_, c)| format!(" ({})", c.name));
                let share = if share.is_finite() {
                    percent(*share)
                } else {
                    "unknown".to_owned()
                };
                format!("{}{} {share}", column.label, category.unwrap_or_default())
            };
            let shares: Vec<String> = self.columns.iter().zip(&row.shares).map(share).collect();
            lines.push(format!("{}: {}", row.label, shares.join("; ")));
        }
        lines
    }
}

/// A shaded cell with its share in whole per cent, if there is room for it.
fn cell(area: Area, share: Option<f64>, shades: Shades) -> Element {
    let value = share.unwrap_or(0.0);
    let mut children = vec![frame::patch(area, shades.paint(value, Side::Cool))];
    let text = share.filter(|s| s.abs() < 100.0 && *s != 0.0).map(|s| {
        let whole = format!("{:.0}", 100.0 * s);
        if whole == "0" || whole == "-0" {
            "<1".to_owned()
        } else {
            whole.replace('-', "−")
        }
    });
    // Smaller type for what matters; a number is never cut.
    let fitting = text.and_then(|text| {
        let (shown, size) = fitted(&text, area.width - 1.0, SMALL);
        (shown == text && (size >= SMALL || text != "<1")).then_some((text, size))
    });
    if let Some((text, size)) = fitting {
        let (x, y) = (
            area.x + area.width / 2.0,
            area.y + area.height / 2.0 + size * 0.35,
        );
        children.push(Element::Text(
            Text::new(x, y, &text).size(size).anchor(Anchor::Middle),
        ));
    }
    Element::Group(Group::new("cell", children))
}
