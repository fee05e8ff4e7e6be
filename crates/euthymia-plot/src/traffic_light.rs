//! Traffic-light plot: how every study was judged in every domain.

use crate::columns::{BLEED, MARGIN};
use crate::frame::{self, KeyItem, Sign};
use crate::matrix::{Matrix, Wish, explained};
use crate::scene::{Element, Group, Line, Rect, Scene, Stroke};
use crate::theme::Paint;
use crate::verdict::{self, VerdictLevel};
use crate::words::counted;

/// More columns than this are not drawn; rows beyond this many need pages.
const COLUMNS: usize = 40;
const ROWS: usize = 120;
/// Widest and narrowest column; height of a row.
const CELL_WIDTH: (f64, f64) = (92.0, 30.0);
const CELL: f64 = 32.0;
const RADIUS: f64 = 10.5;

/// Studies in rows, domains in columns, and a sign for each judgement.
///
/// A judgement has a shape, a letter and a colour, each enough by itself. A cell without a judgement
/// is empty. Names of domains that do not fit over their columns give way to the codes, which are
/// explained below. [`Self::pages`] divides many studies.
///
/// # Example
/// ```
/// use euthymia_plot::{TrafficDomain, TrafficLight, TrafficRow, Verdict, VerdictLevel};
/// let figure = TrafficLight {
///     title: "Risk of bias".into(),
///     levels: vec![
///         VerdictLevel::new("Low", 'L', Verdict::Good),
///         VerdictLevel::new("High", 'H', Verdict::Poor),
///     ],
///     domains: vec![TrafficDomain::new("D1", "Allocation"), TrafficDomain::new("Overall", "Overall")],
///     rows: vec![TrafficRow::new("Fern 2020", [Some(0), Some(1)])],
///     ..TrafficLight::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("Fern 2020: Allocation: Low; Overall: High"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrafficLight {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What columns are, over their names.
    pub column_title: String,
    /// The words of the tool, from best to worst.
    pub levels: Vec<VerdictLevel>,
    /// The columns.
    pub domains: Vec<TrafficDomain>,
    /// The rows.
    pub rows: Vec<TrafficRow>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrafficDomain {
    /// A short name, such as D1.
    pub code: String,
    /// What it is about.
    pub label: String,
    /// Whether a line keeps it apart from the column before, as an overall judgement.
    pub apart: bool,
}

impl TrafficDomain {
    /// A column with its code and name.
    #[must_use]
    pub fn new(code: &str, label: &str) -> Self {
        Self {
            code: code.to_owned(),
            label: label.to_owned(),
            apart: false,
        }
    }

    /// Keeps the column apart from the one before.
    #[must_use]
    pub fn apart(mut self) -> Self {
        self.apart = true;
        self
    }
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrafficRow {
    /// The study, and the outcome where it matters.
    pub label: String,
    /// Positions of the judgements in [`TrafficLight::levels`], by domain; `None` where nobody judged.
    pub cells: Vec<Option<usize>>,
}

impl TrafficRow {
    /// A row with its judgements.
    #[must_use]
    pub fn new(label: &str, cells: impl IntoIterator<Item = Option<usize>>) -> Self {
        Self {
            label: label.to_owned(),
            cells: cells.into_iter().collect(),
        }
    }
}

impl TrafficLight {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let shown = self.rows.len().min(ROWS);
        let rows = self.rows.get(..shown).unwrap_or_default();
        let domains = self.shown();
        let names: Vec<String> = rows.iter().map(|r| r.label.clone()).collect();
        let (mut matrix, columns) = grid(&names, domains);
        let mut scene = Scene::new(matrix.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, matrix.width, &self.title, self.caution.as_deref());
        matrix.begin(out, &self.column_title, top);
        out.extend(bands(&matrix, rows.len(), domains));
        matrix.rows(out, &names, false);
        for (row, study) in rows.iter().enumerate() {
            out.push(self.row(&matrix, row, study));
        }
        let mut notes = self.footnotes.clone();
        if matrix.numbered {
            let labels: Vec<String> = domains.iter().map(|d| d.label.clone()).collect();
            notes.extend(matrix.numbers_in_words(&labels));
        } else {
            notes.extend(codes_in_words(domains, &columns));
        }
        notes.extend(self.notes());
        let bottom = matrix.bottom(rows.len()) + 10.0;
        frame::finish(scene, bottom, &self.key(), notes, self.in_words())
    }

    /// The figure in parts of at most so many rows each, at least one part.
    #[must_use]
    pub fn pages(&self, rows: usize) -> Vec<Scene> {
        let parts: Vec<&[TrafficRow]> = self.rows.chunks(rows.clamp(1, ROWS)).collect();
        if parts.len() < 2 {
            return vec![self.to_scene()];
        }
        let of = parts.len();
        let page = |(index, rows): (usize, &&[TrafficRow])| {
            let part = Self {
                title: format!("{} ({} of {of})", self.title, index + 1),
                rows: rows.to_vec(),
                ..self.clone()
            };
            part.to_scene()
        };
        parts.iter().enumerate().map(page).collect()
    }

    fn shown(&self) -> &[TrafficDomain] {
        let n = self.domains.len().min(COLUMNS);
        self.domains.get(..n).unwrap_or_default()
    }

    fn level(&self, study: &TrafficRow, column: usize) -> Option<&VerdictLevel> {
        let at = study.cells.get(column).copied().flatten()?;
        self.levels.get(at)
    }

    /// The signs of one study.
    fn row(&self, matrix: &Matrix, row: usize, study: &TrafficRow) -> Element {
        let sign = |column: usize| {
            let level = self.level(study, column)?;
            let area = matrix.area(row, column);
            let centre = (area.x + area.width / 2.0, area.y + area.height / 2.0);
            let radius = RADIUS.min(area.width / 2.0 / 1.3).max(1.0);
            Some(verdict::draw(level.verdict, level.letter, centre, radius))
        };
        Element::Group(Group {
            part: "study",
            title: Some(self.row_in_words(study)),
            children: (0..self.shown().len()).filter_map(sign).collect(),
        })
    }

    fn key(&self) -> Vec<KeyItem> {
        let item = |level: &VerdictLevel| {
            KeyItem::new(Sign::Verdict(level.verdict, level.letter), &level.name)
        };
        self.levels.iter().map(item).collect()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let rows = self.rows.len().saturating_sub(ROWS);
        if rows > 0 {
            let more = counted(rows, "further study", "further studies");
            notes.push(format!("Not drawn for want of room: {more}."));
        }
        let columns = self.domains.len().saturating_sub(COLUMNS);
        if columns > 0 {
            let more = counted(columns, "further domain", "further domains");
            notes.push(format!("Not drawn for want of room: {more}."));
        }
        let beyond = |row: &TrafficRow| row.cells.iter().skip(self.domains.len()).flatten().count();
        let unknown = |row: &TrafficRow| {
            let within = row.cells.iter().take(self.domains.len()).flatten();
            within.filter(|at| **at >= self.levels.len()).count()
        };
        let lost: usize = self.rows.iter().map(|r| beyond(r) + unknown(r)).sum();
        if lost > 0 {
            let lost = counted(lost, "judgement", "judgements");
            notes.push(format!("Not drawn for want of a domain or a word: {lost}."));
        }
        notes
    }

    fn row_in_words(&self, study: &TrafficRow) -> String {
        let cell = |(column, domain): (usize, &TrafficDomain)| {
            let level = self.level(study, column);
            let word = level.map_or("not judged", |l| l.name.as_str());
            format!("{}: {word}", domain.label)
        };
        let cells: Vec<String> = self.domains.iter().enumerate().map(cell).collect();
        format!("{}: {}", study.label, cells.join("; "))
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.extend(self.rows.iter().map(|study| self.row_in_words(study)));
        lines
    }
}

/// The grid with names over its columns, or with codes where the names do not fit.
fn grid(names: &[String], domains: &[TrafficDomain]) -> (Matrix, Vec<String>) {
    let make = |columns: &[String]| {
        Matrix::new(&Wish {
            rows: names,
            columns,
            cell_width: CELL_WIDTH,
            cell_height: Some(CELL),
        })
    };
    let labels: Vec<String> = domains.iter().map(|d| d.label.clone()).collect();
    let matrix = make(&labels);
    if !matrix.numbered {
        return (matrix, labels);
    }
    let codes: Vec<String> = domains.iter().map(|d| d.code.clone()).collect();
    (make(&codes), codes)
}

/// What the codes over the columns stand for; a code that is the name itself needs no words.
fn codes_in_words(domains: &[TrafficDomain], columns: &[String]) -> Vec<String> {
    let named = domains.iter().zip(columns);
    let named = named.filter(|(domain, column)| domain.label != **column);
    explained(named.map(|(domain, column)| format!("{column} {}", domain.label)))
}

/// A ground for every other row, and the lines that keep columns apart.
fn bands(matrix: &Matrix, rows: usize, domains: &[TrafficDomain]) -> Option<Element> {
    if rows == 0 || domains.is_empty() {
        return None;
    }
    let (first, end) = (matrix.area(0, 0), matrix.area(rows, domains.len()));
    let (left, right) = (MARGIN - BLEED, end.x + BLEED);
    let band = |row: usize| {
        Element::Rect(Rect {
            x: left,
            y: matrix.area(row, 0).y,
            width: right - left,
            height: CELL,
            fill: Some(Paint::Band),
            stroke: None,
        })
    };
    let line = |from, to, paint| {
        let stroke = Stroke::solid(paint, 1.0);
        Element::Line(Line { from, to, stroke })
    };
    let mut children: Vec<Element> = (0..rows).step_by(2).map(band).collect();
    children.push(line((left, first.y), (right, first.y), Paint::Ink));
    children.push(line((left, end.y), (right, end.y), Paint::Rule));
    let apart = domains.iter().enumerate().filter(|(_, d)| d.apart);
    children.extend(apart.map(|(column, _)| {
        let x = matrix.area(0, column).x;
        line((x, first.y - 6.0), (x, end.y), Paint::Reference)
    }));
    Some(Element::Group(Group::new("grid", children)))
}
