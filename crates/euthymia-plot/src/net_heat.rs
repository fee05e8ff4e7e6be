//! Net heat plot: which design drives which, and where the inconsistency comes from.

use crate::columns::SMALL;
use crate::frame::{self, KeyItem, Sign};
use crate::heat::{Shades, Side};
use crate::matrix::{Matrix, Wish};
use crate::scene::{Anchor, Element, Group, Rect, Scene, Text};
use crate::texture::Area;
use crate::theme::Paint;
use crate::words::{counted, number};

/// More designs than this are not drawn.
const MOST: usize = 60;
/// Height of the strip of signs at the top of a cell.
const STRIP: f64 = 11.0;
/// Cells narrower than this have no signs.
const SIGNED: f64 = 27.0;

/// A square of cells, one row and one column for each design.
///
/// The area of the grey square in a cell is the share of the design of the column in the network
/// estimate of the design of the row, against the largest share in the figure. The shade behind it is
/// a change in inconsistency in three steps: warm above 0, cool below. In grey print one to three
/// signs, + or −, say the same, and ? an unknown change; they are left out where cells are narrower than 27 pixels. Designs
/// beyond the 60th are counted in a note. Shares and changes that are not finite are left open.
///
/// # Example
/// ```
/// use euthymia_plot::{NetHeat, NetHeatCell};
/// let cell = |share, change| NetHeatCell { share, change: Some(change) };
/// let figure = NetHeat {
///     title: "Net heat plot".into(),
///     designs: vec!["A:B".into(), "A:C".into()],
///     cells: vec![vec![cell(0.8, 0.0), cell(0.2, 1.4)], vec![cell(0.2, -0.7), cell(0.6, 0.0)]],
///     ..NetHeat::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A:B by A:C: share 20 %, change 1.4"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NetHeat {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Names of the designs.
    pub designs: Vec<String>,
    /// The cells, row by row.
    pub cells: Vec<Vec<NetHeatCell>>,
    /// What columns are, over their names.
    pub column_title: String,
    /// What a change above 0 means, for the key.
    pub warm_label: String,
    /// What a change below 0 means, for the key.
    pub cool_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetHeatCell {
    /// Share of the column in the estimate of the row; its size is drawn.
    pub share: f64,
    /// Change in inconsistency, if it can be known.
    pub change: Option<f64>,
}

impl Default for NetHeat {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            designs: Vec::new(),
            cells: Vec::new(),
            column_title: "Design left to itself".to_owned(),
            warm_label: "Inconsistency falls".to_owned(),
            cool_label: "Inconsistency rises".to_owned(),
            footnotes: Vec::new(),
        }
    }
}

impl NetHeat {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let n = self.designs.len().min(MOST);
        let names = self.designs.get(..n).unwrap_or_default();
        let mut matrix = Matrix::new(&Wish {
            rows: names,
            columns: names,
            cell_width: (62.0, 12.0),
            cell_height: None,
        });
        let mut scene = Scene::new(matrix.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, matrix.width, &self.title, self.caution.as_deref());
        matrix.begin(out, &self.column_title, top);
        matrix.rows(out, names, matrix.numbered);
        let shades = Shades::of(self.changes(n));
        let largest = self
            .shown(n)
            .map(|(.., c)| c.share.abs())
            .filter(|s| s.is_finite())
            .fold(0.0, f64::max);
        for row in 0..n {
            for column in 0..n {
                let area = matrix.area(row, column);
                let cell = self.cells.get(row).and_then(|cells| cells.get(column));
                out.push(draw(area, cell, shades, largest));
            }
        }
        let bottom = matrix.bottom(n) + 8.0;
        let signed = matrix.area(0, 0).width >= SIGNED;
        let mut notes = self.footnotes.clone();
        notes.extend(self.notes(n, signed));
        frame::finish(
            scene,
            bottom,
            &self.key(n, shades, largest),
            notes,
            self.in_words(),
        )
    }

    /// Row, column and content of the cells that are drawn.
    fn shown(&self, n: usize) -> impl Iterator<Item = (usize, usize, &NetHeatCell)> {
        let rows = self.cells.iter().take(n).enumerate();
        rows.flat_map(move |(row, cells)| {
            cells
                .iter()
                .take(n)
                .enumerate()
                .map(move |(column, c)| (row, column, c))
        })
    }

    fn changes(&self, n: usize) -> impl Iterator<Item = f64> {
        self.shown(n).filter_map(|(.., cell)| cell.change)
    }

    fn notes(&self, n: usize, signed: bool) -> Vec<String> {
        let mut notes = Vec::new();
        if self.designs.len() > n {
            let more = counted(self.designs.len() - n, "further design", "further designs");
            notes.push(format!("Not drawn for want of room: {more}."));
        }
        let rows = self.cells.iter().skip(n).map(Vec::len);
        let columns = self.cells.iter().take(n).map(|c| c.len().saturating_sub(n));
        let surplus = rows.chain(columns).sum::<usize>();
        if surplus > 0 && self.designs.len() == n {
            notes.push(format!(
                "Not drawn: {} without a design.",
                counted(surplus, "cell", "cells")
            ));
        }
        if !signed {
            notes.push("The signs for grey print are left out for want of room.".to_owned());
        }
        notes
    }

    fn key(&self, n: usize, shades: Shades, largest: f64) -> Vec<KeyItem> {
        let mut key = Vec::new();
        if largest > 0.0 {
            let text = format!(
                "Area: share of the column in the row (largest {})",
                percent(largest)
            );
            key.push(KeyItem::new(Sign::Patch(Paint::Reference), text));
        }
        if self.changes(n).any(|c| c > 0.0 && c.is_finite()) {
            key.extend(shades.key(Side::Warm, &format!("{} (+)", self.warm_label), 1.0));
        }
        if self.changes(n).any(|c| c < 0.0 && c.is_finite()) {
            key.extend(shades.key(Side::Cool, &format!("{} (−)", self.cool_label), 1.0));
        }
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!(
            "Change above 0: {}; below 0: {}.",
            self.warm_label, self.cool_label
        ));
        let name = |at: usize| self.designs.get(at).map_or("?", String::as_str);
        for (row, column, cell) in self.shown(MOST.min(self.designs.len())) {
            let share = if cell.share.is_finite() {
                percent(cell.share)
            } else {
                "unknown".to_owned()
            };
            let change = cell
                .change
                .filter(|c| c.is_finite())
                .map_or_else(|| "unknown".to_owned(), number);
            lines.push(format!(
                "{} by {}: share {share}, change {change}",
                name(row),
                name(column)
            ));
        }
        lines
    }
}

/// A share of 1 as a percentage.
pub(crate) fn percent(share: f64) -> String {
    format!("{} %", number(100.0 * share))
}

fn draw(area: Area, cell: Option<&NetHeatCell>, shades: Shades, largest: f64) -> Element {
    let change = cell.and_then(|c| c.change).filter(|c| c.is_finite());
    let value = change.unwrap_or(0.0);
    let side = if value > 0.0 { Side::Warm } else { Side::Cool };
    let mut children = vec![frame::patch(area, shades.paint(value, side))];
    let signed = area.width >= SIGNED;
    let strip = if signed { STRIP } else { 0.0 };
    let room = (area.width.min(area.height - strip) - 4.0).max(1.0);
    let share = cell.map_or(0.0, |c| c.share.abs() / largest);
    if share.is_finite() && share > 0.0 {
        let side = room * share.sqrt().min(1.0);
        children.push(Element::Rect(Rect {
            x: area.x + (area.width - side) / 2.0,
            y: area.y + strip + (area.height - strip - side) / 2.0,
            width: side,
            height: side,
            fill: Some(Paint::Reference),
            stroke: None,
        }));
    }
    let step = shades.step(value);
    let sign = match change {
        None => "?",
        Some(value) if value > 0.0 => "+",
        Some(_) => "−",
    };
    let times = if change.is_none() && cell.is_some() {
        1
    } else {
        step
    };
    if signed && times > 0 {
        let text = Text::new(
            area.x + area.width / 2.0,
            area.y + STRIP - 1.5,
            &sign.repeat(times.into()),
        );
        children.push(Element::Text(text.size(SMALL).anchor(Anchor::Middle)));
    }
    Element::Group(Group::new("cell", children))
}
