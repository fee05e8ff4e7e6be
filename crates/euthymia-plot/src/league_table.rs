//! League table: every node against every other.

use crate::axis::Scale;
use crate::beforeafter::Better;
use crate::columns::{MARGIN, SMALL};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::Glyph;
use crate::heat::{Shades, Side};
use crate::interval::{Estimate, Interval};
use crate::league_draw::{self, CellLook, Pointer};
use crate::metrics::{Weight, wrap};
use crate::scene::{Element, Scene, Text};
use crate::texture::Area;
use crate::theme::Paint;
use crate::words::counted;

const WIDTH: f64 = 760.0;
const WIDTH_MAX: f64 = 1120.0;
const CELL_MAX: f64 = 128.0;
const CELL_HEIGHT: f64 = 48.0;
/// More nodes than this are not drawn.
const MOST: usize = 30;

/// A square of cells with the names of the nodes on its diagonal. The half above the diagonal and
/// the half below may hold two models, or two outcomes.
///
/// A cell stands in the row of one node and the column of another. Its shade says which of the two
/// is better (cool: that of the row; warm: that of the column) and, in three steps, by how much. In
/// grey print a triangle says the same: it points to the better node, and is full where the interval
/// leaves out no difference. Up to four dots at the bottom are the certainty. Nodes beyond the 30th
/// are only in the text alternative; cells of unknown nodes and repeated ones are counted in a note.
///
/// # Example
/// ```
/// use euthymia_plot::{Better, Estimate, LeagueCell, LeagueHalf, LeagueTable};
/// let table = LeagueTable {
///     title: "All comparisons".into(),
///     nodes: vec!["A".into(), "B".into()],
///     upper: LeagueHalf {
///         label: "Response, random effects".into(),
///         better: Better::Higher,
///         cells: vec![LeagueCell::new(0, 1, Estimate::new(0.4, 0.1, 0.7), "0.4 [0.1, 0.7]")],
///         ..LeagueHalf::default()
///     },
///     ..LeagueTable::default()
/// };
/// let words = table.to_scene().text_alternative();
/// assert!(words.contains("A against B: 0.4 [0.1, 0.7]; A is better"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeagueTable {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Names of the nodes, in the order of the diagonal.
    pub nodes: Vec<String>,
    /// The half above the diagonal.
    pub upper: LeagueHalf,
    /// The half below the diagonal.
    pub lower: LeagueHalf,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One half of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeagueHalf {
    /// What it holds, such as outcome, measure and model.
    pub label: String,
    /// [`Scale::Log`] for ratios, where 1 is no difference; otherwise 0 is.
    pub scale: Scale,
    /// Which values are better for the first node of a cell.
    pub better: Better,
    /// The cells, in any order.
    pub cells: Vec<LeagueCell>,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct LeagueCell {
    /// Position of the node whose result this is.
    pub first: usize,
    /// Position of the node it is compared with.
    pub second: usize,
    /// The estimate, for shade and triangle.
    pub estimate: Estimate,
    /// What is printed, such as "0.4 \[0.1, 0.7\]".
    pub text: String,
    /// How sure the estimate is.
    pub certainty: Option<Certainty>,
}

impl LeagueCell {
    /// A cell without a certainty.
    #[must_use]
    pub fn new(first: usize, second: usize, estimate: Estimate, text: &str) -> Self {
        Self {
            first,
            second,
            estimate,
            text: text.to_owned(),
            certainty: None,
        }
    }

    /// Sets the certainty.
    #[must_use]
    pub fn certainty(mut self, certainty: Certainty) -> Self {
        self.certainty = Some(certainty);
        self
    }
}

/// Certainty of evidence in four levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// One dot.
    VeryLow,
    /// Two dots.
    Low,
    /// Three dots.
    Moderate,
    /// Four dots.
    High,
}

impl Certainty {
    /// Full dots, of four.
    pub(crate) fn dots(self) -> usize {
        match self {
            Self::VeryLow => 1,
            Self::Low => 2,
            Self::Moderate => 3,
            Self::High => 4,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::VeryLow => "very low",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

impl LeagueHalf {
    /// How far the first node is ahead: above 0 it is better, at 0 there is no difference.
    fn lead(&self, value: f64) -> Option<f64> {
        let value = match self.scale {
            Scale::Log if value > 0.0 => value.ln(),
            Scale::Log => return None,
            Scale::Linear | Scale::Percent => value,
        };
        Some(match self.better {
            Better::Higher => value,
            Better::Lower => -value,
        })
    }

    fn lead_of(&self, cell: &LeagueCell) -> Option<f64> {
        match &cell.estimate {
            Estimate::Known(interval) => self.lead(interval.estimate()),
            Estimate::Missing(_) => None,
        }
    }

    /// Whether the interval leaves out no difference.
    fn is_clear(&self, interval: Interval) -> bool {
        let none = if self.scale == Scale::Log { 1.0 } else { 0.0 };
        interval.lower() > none || interval.upper() < none
    }

    fn shades(&self) -> Shades {
        Shades::of(self.cells.iter().filter_map(|c| self.lead_of(c)))
    }
}

impl LeagueTable {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let n = self.nodes.len().min(MOST);
        let cell = CELL_MAX.min((WIDTH_MAX - 2.0 * MARGIN) / n.max(1) as f64);
        let width = (cell * n as f64 + 2.0 * MARGIN)
            .clamp(WIDTH, WIDTH_MAX)
            .ceil();
        let mut scene = Scene::new(width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, width, &self.title, self.caution.as_deref());
        let top = name(out, &self.upper, "above the diagonal", top, width);
        let area = |row: usize, column: usize| Area {
            x: MARGIN + cell * column as f64,
            y: top + 6.0 + CELL_HEIGHT * row as f64,
            width: cell,
            height: CELL_HEIGHT,
        };
        let looks =
            [(&self.upper, true), (&self.lower, false)].map(|(half, up)| self.looks(half, up, n));
        for row in 0..n {
            for column in 0..n {
                let look = looks.iter().find_map(|l| l.get(row * n + column)?.as_ref());
                match look {
                    _ if row == column => {
                        let node = self.nodes.get(row).map_or("", String::as_str);
                        out.push(league_draw::node(area(row, row), node));
                    }
                    Some(look) => out.push(league_draw::cell(area(row, column), look)),
                    None => out.push(frame::patch(area(row, column), Paint::Paper)),
                }
            }
        }
        let bottom = top + 6.0 + CELL_HEIGHT * n as f64;
        let bottom = name(out, &self.lower, "below the diagonal", bottom, width);
        let mut notes = self.notes(n);
        notes.splice(0..0, self.footnotes.iter().cloned());
        frame::finish(scene, bottom + 6.0, &self.key(), notes, self.in_words())
    }

    /// What is drawn in each cell of one half, row by row.
    fn looks(&self, half: &LeagueHalf, upper: bool, n: usize) -> Vec<Option<CellLook>> {
        let shades = half.shades();
        let mut looks: Vec<Option<CellLook>> = vec![None; n * n];
        for cell in half.cells.iter().filter(|c| drawable(c, n)) {
            let (low, high) = (cell.first.min(cell.second), cell.first.max(cell.second));
            let (row, column) = if upper { (low, high) } else { (high, low) };
            let Some(slot @ None) = looks.get_mut(row * n + column) else {
                continue;
            };
            let lead = half.lead_of(cell).unwrap_or(0.0);
            let row_leads = (lead > 0.0) == (cell.first == row);
            let side = if row_leads { Side::Cool } else { Side::Warm };
            let clear = match &cell.estimate {
                Estimate::Known(interval) => half.is_clear(*interval),
                Estimate::Missing(_) => false,
            };
            let pointer = match (upper, row_leads) {
                (true, true) => Pointer::Left,
                (true, false) => Pointer::Down,
                (false, true) => Pointer::Right,
                (false, false) => Pointer::Up,
            };
            *slot = Some(CellLook {
                text: printed(cell).to_owned(),
                ground: shades.paint(lead, side),
                pointer: (shades.step(lead) > 0).then_some((pointer, clear)),
                dots: cell.certainty.map(Certainty::dots),
                title: format!("{}: {}", self.pair(cell), printed(cell)),
            });
        }
        looks
    }

    fn pair(&self, cell: &LeagueCell) -> String {
        let name = |node: usize| self.nodes.get(node).map_or("?", String::as_str);
        format!("{} against {}", name(cell.first), name(cell.second))
    }

    fn halves(&self) -> impl Iterator<Item = &LeagueHalf> {
        [&self.upper, &self.lower]
            .into_iter()
            .filter(|h| !h.cells.is_empty())
    }

    fn notes(&self, n: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if self.nodes.len() > n {
            let more = counted(self.nodes.len() - n, "further node", "further nodes");
            notes.push(format!(
                "Not drawn for want of room: {more}; the text alternative has them."
            ));
        }
        let mut left_out = 0;
        for half in [&self.upper, &self.lower] {
            let all = self.nodes.len();
            let mut seen = std::collections::BTreeSet::new();
            left_out += half
                .cells
                .iter()
                .filter(|c| {
                    !drawable(c, all)
                        || !seen.insert((c.first.min(c.second), c.first.max(c.second)))
                })
                .count();
        }
        if left_out > 0 {
            let cells = counted(left_out, "cell", "cells");
            notes.push(format!(
                "Not drawn: {cells} that repeat another, or whose nodes are unknown or the same."
            ));
        }
        notes
    }

    fn key(&self) -> Vec<KeyItem> {
        if self.halves().next().is_none() {
            return Vec::new();
        }
        let shade = |paint, text: &str| KeyItem::new(Sign::Patch(paint), text);
        let mut key = vec![
            shade(
                Paint::Cool2,
                "The node of the row is better; the darker, the more (thirds of the largest)",
            ),
            shade(Paint::Warm2, "The node of the column is better"),
            KeyItem::new(
                Sign::Glyph(Glyph::Up, Some(Paint::Ink)),
                "Points to the better node; full: the interval leaves out no difference",
            ),
        ];
        if self
            .halves()
            .flat_map(|h| &h.cells)
            .any(|c| c.certainty.is_some())
        {
            let text = "Certainty: four full dots high, three moderate, two low, one very low";
            key.push(KeyItem::new(
                Sign::Glyph(Glyph::Dot, Some(Paint::Ink)),
                text,
            ));
        }
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!("Nodes in order: {}", self.nodes.join(", ")));
        for half in self.halves() {
            lines.push(format!("{}:", half.label));
            for cell in half.cells.iter().filter(|c| drawable(c, self.nodes.len())) {
                let name = |node: usize| self.nodes.get(node).map_or("", String::as_str);
                let better = match half.lead_of(cell) {
                    Some(lead) if lead > 0.0 => format!("; {} is better", name(cell.first)),
                    Some(lead) if lead < 0.0 => format!("; {} is better", name(cell.second)),
                    Some(_) => "; no difference".to_owned(),
                    None => String::new(),
                };
                let unclear = match &cell.estimate {
                    Estimate::Known(i) if !half.is_clear(*i) => {
                        ", the interval includes no difference"
                    }
                    _ => "",
                };
                let certainty = cell.certainty.map(|c| format!("; certainty {}", c.words()));
                lines.push(format!(
                    "{}: {}{better}{unclear}{}",
                    self.pair(cell),
                    printed(cell),
                    certainty.unwrap_or_default()
                ));
            }
        }
        lines
    }
}

/// Whether a cell belongs to two different of the first `n` nodes.
fn drawable(cell: &LeagueCell, n: usize) -> bool {
    cell.first != cell.second && cell.first.max(cell.second) < n
}

/// The text of a cell, or the words that stand for a missing estimate.
fn printed(cell: &LeagueCell) -> &str {
    match &cell.estimate {
        Estimate::Missing(words) if cell.text.trim().is_empty() => words,
        _ => &cell.text,
    }
}

/// Prints what a half holds, if it holds anything; returns the bottom.
fn name(out: &mut Vec<Element>, half: &LeagueHalf, place: &str, top: f64, width: f64) -> f64 {
    if half.cells.is_empty() || half.label.trim().is_empty() {
        return top;
    }
    let text = format!("{} ({place})", half.label);
    let mut y = top;
    for line in wrap(&text, width - 2.0 * MARGIN, SMALL, Weight::Bold, 2) {
        y += 16.0;
        let line = Text::new(MARGIN, y, &line).size(SMALL).weight(Weight::Bold);
        out.push(Element::Text(line));
    }
    y + 2.0
}
