//! A grid of cells with names for its rows and columns.

use crate::columns::{MARGIN, SMALL};
use crate::lettering;
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::scene::{Anchor, Element, Group, Text};
use crate::texture::Area;
use crate::theme::Paint;

const WIDTH_MIN: f64 = 760.0;
const WIDTH_MAX: f64 = 1120.0;
/// Widest name of a row among many columns, and among few.
const LABEL: f64 = 220.0;
const LABEL_MAX: f64 = 380.0;
const GAP: f64 = 10.0;
const LINE: f64 = 14.0;
const HEAD_LINES: usize = 3;
/// Longest note, in bytes: footnotes have eight lines at most, which hold more than this.
const NOTE: usize = 600;

/// Positions of the cells.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    pub(crate) width: f64,
    left: f64,
    top: f64,
    cell: (f64, f64),
    /// Names of columns; their numbers where they do not fit.
    heads: Vec<Vec<String>>,
    /// Whether columns are numbered.
    pub(crate) numbered: bool,
}

/// What a grid needs to know about itself.
pub(crate) struct Wish<'a> {
    pub(crate) rows: &'a [String],
    pub(crate) columns: &'a [String],
    /// Widest and narrowest cell.
    pub(crate) cell_width: (f64, f64),
    /// Height of a cell, or as high as wide without one.
    pub(crate) cell_height: Option<f64>,
}

impl Matrix {
    /// Divides the width; the grid begins at `top` once [`Self::begin`] was called.
    pub(crate) fn new(wish: &Wish) -> Self {
        let widest = |names: &[String]| {
            let widths = names.iter().map(|n| text_width(n, SMALL, Weight::Regular));
            widths.fold(0.0, f64::max)
        };
        let n = wish.columns.len().max(1) as f64;
        let (most, least) = wish.cell_width;
        let spare = WIDTH_MAX - 2.0 * MARGIN - GAP - most * n;
        // Room for the number of a row.
        let label = (widest(wish.rows) + 26.0).min(spare.clamp(LABEL, LABEL_MAX)) + GAP;
        let room = (WIDTH_MAX - 2.0 * MARGIN - label) / n;
        let cell = room.min(most).max(least.min(room));
        let used = 2.0 * MARGIN + label + cell * n;
        let heads: Vec<Vec<String>> = wish
            .columns
            .iter()
            .map(|name| wrap(name, cell - 4.0, SMALL, Weight::Regular, HEAD_LINES))
            .collect();
        let numbered = !heads
            .iter()
            .zip(wish.columns)
            .all(|(lines, name)| whole(lines, name));
        let heads = if numbered {
            (1..=wish.columns.len())
                .map(|n| vec![n.to_string()])
                .collect()
        } else {
            heads
        };
        Self {
            width: used.clamp(WIDTH_MIN, WIDTH_MAX).ceil(),
            left: MARGIN + label,
            top: 0.0,
            cell: (cell, wish.cell_height.unwrap_or(cell)),
            heads,
            numbered,
        }
    }

    /// Draws the names of columns, over a title for them, from `top` on; the grid begins below.
    pub(crate) fn begin(&mut self, out: &mut Vec<Element>, title: &str, top: f64) {
        let mut y = top;
        for line in wrap(
            title,
            self.width - MARGIN - self.left,
            SMALL,
            Weight::Bold,
            2,
        ) {
            y += LINE + 2.0;
            let text = Text::new(self.left, y, &line)
                .size(SMALL)
                .weight(Weight::Bold);
            out.push(Element::Text(text));
        }
        let most = self.heads.iter().map(Vec::len).max().unwrap_or(0);
        let base = y + LINE * most as f64 + 2.0;
        let widest = self
            .heads
            .iter()
            .flatten()
            .map(|l| text_width(l, SMALL, Weight::Regular))
            .fold(0.0, f64::max);
        // Only numbers can be wider than their column; then every second one is left out, or more.
        let every = if self.numbered {
            lettering::every(self.cell.0, widest + 3.0)
        } else {
            1
        };
        let mut children = Vec::new();
        for (index, lines) in self
            .heads
            .iter()
            .enumerate()
            .filter(|(i, _)| lettering::printed(*i, every))
        {
            let x = self.left + self.cell.0 * (index as f64 + 0.5);
            for (up, line) in lines.iter().rev().enumerate() {
                let y = base - LINE * up as f64;
                children.push(Element::Text(
                    Text::new(x, y, line).size(SMALL).anchor(Anchor::Middle),
                ));
            }
        }
        out.push(Element::Group(Group::new("columns", children)));
        self.top = base + 6.0;
    }

    /// Moves the grid down.
    pub(crate) fn lower(&mut self, by: f64) {
        self.top += by;
    }

    /// The cell at a row and a column.
    pub(crate) fn area(&self, row: usize, column: usize) -> Area {
        Area {
            x: self.left + self.cell.0 * column as f64,
            y: self.top + self.cell.1 * row as f64,
            width: self.cell.0,
            height: self.cell.1,
        }
    }

    /// The lower edge of this many rows.
    pub(crate) fn bottom(&self, rows: usize) -> f64 {
        self.top + self.cell.1 * rows as f64
    }

    /// Prints the names of rows beside them, with their numbers if `numbers` says so.
    pub(crate) fn rows(&self, out: &mut Vec<Element>, names: &[String], numbers: bool) {
        let room = self.left - MARGIN - GAP;
        let most = if self.cell.1 >= 2.0 * LINE + 2.0 {
            2
        } else {
            1
        };
        let every = lettering::every(self.cell.1, LINE);
        let mut children = Vec::new();
        for (index, name) in names
            .iter()
            .enumerate()
            .filter(|(i, _)| lettering::printed(*i, every))
        {
            let y = self.top + self.cell.1 * (index as f64 + 0.5);
            let inset = if numbers { 26.0 } else { 0.0 };
            if numbers {
                let number = Text::new(MARGIN + 18.0, y, &(index + 1).to_string());
                let number = number.size(SMALL).anchor(Anchor::End).paint(Paint::Muted);
                children.extend(lettering::centred(
                    std::slice::from_ref(&number.content),
                    &number,
                ));
            }
            let lines = wrap(name, (room - inset).max(0.0), SMALL, Weight::Regular, most);
            let like = Text::new(MARGIN + inset, y, "").size(SMALL);
            let mut group = Group::new("row-name", lettering::centred(&lines, &like));
            group.title = (!whole(&lines, name)).then(|| name.clone());
            children.push(Element::Group(group));
        }
        out.push(Element::Group(Group::new("rows", children)));
    }

    /// What the numbers of columns stand for.
    pub(crate) fn numbers_in_words(&self, columns: &[String]) -> Vec<String> {
        let named = columns.iter().enumerate().filter(|_| self.numbered);
        explained(named.map(|(index, name)| format!("{} {name}", index + 1)))
    }
}

/// What signs over columns stand for.
///
/// In several notes where they are many: a note has a few lines at most.
pub(crate) fn explained(columns: impl Iterator<Item = String>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for own in columns {
        match notes.last_mut().filter(|n| n.len() + own.len() <= NOTE) {
            Some(note) => *note = format!("{note}; {own}"),
            None => notes.push(format!("Columns: {own}")),
        }
    }
    notes.iter().map(|note| format!("{note}.")).collect()
}

/// Whether the lines are all of a name: nothing was cut and no word was broken.
pub(crate) fn whole(lines: &[String], name: &str) -> bool {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    words(&lines.join(" ")) == words(&crate::metrics::clean(name))
}

/// The largest type up to `size` in which a text fits into a width, but not below 7 pixels, where it
/// is shortened.
pub(crate) fn fitted(text: &str, width: f64, size: f64) -> (String, f64) {
    let at = text_width(text, size, Weight::Regular);
    let fitting = if at > width { size * width / at } else { size };
    let size = fitting.max(7.0);
    (fit(text, width + 0.01, size, Weight::Regular), size)
}
