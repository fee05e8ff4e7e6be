//! Flow diagram of a systematic review: where records came from, and where they went.

use crate::axis_draw::line;
use crate::columns::{BODY, LINE, MARGIN, SMALL};
use crate::flow::Exit;
use crate::flow_box::{FlowBox, arrow};
use crate::frame;
use crate::lettering::centred;
use crate::metrics::{Weight, wrap};
use crate::scene::{Anchor, Dash, Element, Group, Rect, Scene, Stroke, Text};
use crate::theme::Paint;

/// Width of the names of the phases.
const PHASES: f64 = 94.0;
/// Width of a figure with one side, and with two.
const WIDTHS: [f64; 2] = [760.0, 1120.0];
/// Width of the box of an earlier version.
const PREVIOUS: f64 = 150.0;
/// Room for the arrow between a box and the one beside it.
const BESIDE: f64 = 26.0;
/// Room between two sides.
const BETWEEN: f64 = 28.0;
/// Room for the arrow between two rows.
const ARROW: f64 = 28.0;
/// Room between two boxes beside the same one.
const APART: f64 = 10.0;
/// Lines of a heading of a side.
const HEADING_LINES: usize = 3;

/// Boxes of a systematic review from top to bottom, as PRISMA 2020 arranges them: one side for
/// databases and registers, one for other methods, one for an earlier version. Counts are printed
/// as given: whether they add up is for the caller to check.
///
/// # Example
/// ```
/// use euthymia_plot::{Exit, PrismaFlow, PrismaSide, PrismaStep};
/// let step = |stays: Exit| PrismaStep { stays: Some(stays), ..PrismaStep::default() };
/// let mut identified = step(Exit::new("Records identified", 12));
/// identified.leaves = Some(Exit::new("Records removed", 2).reason("duplicates", 2));
/// let flow = PrismaFlow {
///     title: "Flow of records".into(),
///     main: PrismaSide {
///         heading: "Databases and registers".into(),
///         steps: [
///             identified,
///             step(Exit::new("Records screened", 10)),
///             step(Exit::new("Reports sought", 10)),
///             step(Exit::new("Reports assessed", 10)),
///         ],
///     },
///     new: Exit::new("Studies included", 10),
///     ..PrismaFlow::default()
/// };
/// let words = flow.to_scene().text_alternative();
/// assert!(words.contains("Records identified: n = 12. Records removed: n = 2 (duplicates: n = 2)"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrismaFlow {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What an earlier version had included.
    pub previous: Option<Exit>,
    /// Through databases and registers.
    pub main: PrismaSide,
    /// By other methods.
    pub other: Option<PrismaSide>,
    /// What is included now.
    pub new: Exit,
    /// What is included in all, where there was an earlier version.
    pub total: Option<Exit>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One way by which records came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrismaSide {
    /// What is above it; wrapped into up to three lines.
    pub heading: String,
    /// Identified, screened, sought and assessed, in this order.
    pub steps: [PrismaStep; 4],
}

/// A box of the main line with what leaves beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrismaStep {
    /// What is there; without it the arrow goes through.
    pub stays: Option<Exit>,
    /// What does not go on.
    pub leaves: Option<Exit>,
    /// What is not decided yet, in a broken outline.
    pub waits: Option<Exit>,
}

/// The names of the phases, each with its first and last row.
const PHASE_ROWS: [(&str, usize, usize); 2] = [("Identification", 0, 0), ("Screening", 1, 3)];

impl PrismaFlow {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let places = self.places();
        let width = places.width;
        let mut scene = Scene::new(width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, width, &self.title, self.caution.as_deref()) + 4.0;
        let mut grid = self.grid(&places, top);
        self.draw_headings(out, &places, top);
        let main = draw_side(out, &self.main, places.main, &grid);
        let other = match (&self.other, places.other) {
            (Some(other), Some(x)) => Some((x, draw_side(out, other, x, &grid))),
            _ => None,
        };
        self.draw_included(out, &places, &mut grid, (main, other));
        draw_phases(out, &grid);
        let y = frame::footnotes(out, width, grid.bottom + 8.0, &self.footnotes);
        scene.height = (y + MARGIN).ceil();
        scene.long_description = self.in_words();
        scene
    }

    fn places(&self) -> Places {
        let [narrow, wide] = WIDTHS;
        let (sides, width) = match self.other {
            None => (1.0, narrow),
            Some(_) => (2.0, wide),
        };
        let mut x = MARGIN + PHASES + BETWEEN / 2.0;
        let previous = self.previous.as_ref().map(|_| x);
        if previous.is_some() {
            x += PREVIOUS + BETWEEN;
        }
        let room = width - MARGIN - x - (sides - 1.0) * BETWEEN;
        let side = room / sides;
        Places {
            previous,
            main: x,
            other: self.other.as_ref().map(|_| x + side + BETWEEN),
            wide: (side - BESIDE) / 2.0,
            width,
        }
    }

    /// Rows as high as the highest box in them.
    fn grid(&self, places: &Places, top: f64) -> Grid {
        let headings = self.headings(places);
        let lines = headings.iter().map(|(_, _, lines)| lines.len()).max();
        let mut y = top + heading_height(lines.unwrap_or_default()) + ARROW / 2.0;
        let mut rows = [(0.0, 0.0); 4];
        for (index, row) in rows.iter_mut().enumerate() {
            let sides = [Some(&self.main), self.other.as_ref()];
            let steps = sides.into_iter().flatten();
            let heights = steps.filter_map(|side| {
                let step = side.steps.get(index)?;
                Some(step_height(step, places.wide))
            });
            let mut height = heights.fold(0.0, f64::max);
            if index == 0
                && let Some(previous) = &self.previous
            {
                height = height.max(previous.laid_out(PREVIOUS).height());
            }
            *row = (y, height);
            y += height + ARROW;
        }
        Grid {
            rows,
            wide: places.wide,
            included: y,
            bottom: y,
        }
    }

    /// Left end, width and lines of each heading.
    fn headings(&self, places: &Places) -> Vec<(f64, f64, Vec<String>)> {
        let pair = 2.0 * places.wide + BESIDE;
        let lines =
            |text: &str, width: f64| wrap(text, width - 16.0, BODY, Weight::Bold, HEADING_LINES);
        let mut headings = vec![(places.main, pair, lines(&self.main.heading, pair))];
        if let (Some(other), Some(x)) = (&self.other, places.other) {
            headings.push((x, pair, lines(&other.heading, pair)));
        }
        if let Some(x) = places.previous {
            headings.push((x, PREVIOUS, lines("Previous studies", PREVIOUS)));
        }
        headings
    }

    fn draw_headings(&self, out: &mut Vec<Element>, places: &Places, top: f64) {
        let headings = self.headings(places);
        let lines = headings.iter().map(|(_, _, lines)| lines.len()).max();
        let height = heading_height(lines.unwrap_or_default());
        for (x, width, lines) in headings {
            out.push(label((x, top), (width, height), &lines, BODY));
        }
    }

    /// The boxes of what is included, and the arrows that lead to them.
    fn draw_included(
        &self,
        out: &mut Vec<Element>,
        places: &Places,
        grid: &mut Grid,
        (main, other): (f64, Option<(f64, f64)>),
    ) {
        let wide = places.wide;
        let stroke = Stroke::solid(Paint::Ink, 1.3);
        let centre = places.main + wide / 2.0;
        let new = self.new.laid_out(wide);
        let (top, height) = (grid.included, new.height());
        let mut children = new.draw(places.main, top);
        let middle = top + height / 2.0;
        children.extend(arrow((centre, main), (centre, top), stroke));
        if let Some((x, bottom)) = other {
            let down = x + wide / 2.0;
            children.push(line((down, bottom), (down, middle), stroke));
            children.extend(arrow((down, middle), (places.main + wide, middle), stroke));
        }
        grid.bottom = top + height;
        if let Some(total) = &self.total {
            let total = total.laid_out(wide);
            let top = grid.bottom + ARROW;
            children.extend(arrow((centre, grid.bottom), (centre, top), stroke));
            children.extend(total.draw(places.main, top));
            grid.bottom = top + total.height();
            if let Some(x) = places.previous {
                let middle = top + total.height() / 2.0;
                let (row, tall) = grid.rows[0];
                let down = x + PREVIOUS / 2.0;
                children.push(line((down, row + tall), (down, middle), stroke));
                children.extend(arrow((down, middle), (places.main, middle), stroke));
            }
        }
        if let (Some(previous), Some(x)) = (&self.previous, places.previous) {
            let (row, tall) = grid.rows[0];
            children.extend(
                previous
                    .laid_out(PREVIOUS)
                    .draw_in(x, row, tall, Dash::Solid),
            );
        }
        out.push(Element::Group(Group::new("included", children)));
    }

    fn in_words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        words.extend(self.caution.iter().map(|own| format!("Caution: {own}")));
        words.extend(self.previous.iter().map(Exit::in_words));
        for side in [Some(&self.main), self.other.as_ref()]
            .into_iter()
            .flatten()
        {
            words.push(format!("{}:", side.heading));
            words.extend(side.steps.iter().filter_map(step_in_words));
        }
        words.push(self.new.in_words());
        words.extend(self.total.iter().map(Exit::in_words));
        words.extend(self.footnotes.iter().cloned());
        words
    }
}

/// Left ends of the sides.
struct Places {
    previous: Option<f64>,
    main: f64,
    other: Option<f64>,
    /// Width of a box.
    wide: f64,
    width: f64,
}

/// Top and height of the four rows, and where what is included stands.
struct Grid {
    rows: [(f64, f64); 4],
    /// Width of a box.
    wide: f64,
    included: f64,
    bottom: f64,
}

fn heading_height(lines: usize) -> f64 {
    LINE * lines.max(1) as f64 + 12.0
}

fn step_height(step: &PrismaStep, wide: f64) -> f64 {
    let height = |own: &Option<Exit>| own.as_ref().map_or(0.0, |own| own.laid_out(wide).height());
    let apart = match step.leaves.is_some() && step.waits.is_some() {
        true => APART,
        false => 0.0,
    };
    height(&step.stays).max(height(&step.leaves) + apart + height(&step.waits))
}

fn step_in_words(step: &PrismaStep) -> Option<String> {
    let parts = [&step.stays, &step.leaves, &step.waits];
    let words: Vec<String> = parts.into_iter().flatten().map(Exit::in_words).collect();
    (!words.is_empty()).then(|| words.join(". "))
}

/// Draws a side; returns the bottom of its last box.
fn draw_side(out: &mut Vec<Element>, side: &PrismaSide, x: f64, grid: &Grid) -> f64 {
    let stroke = Stroke::solid(Paint::Ink, 1.3);
    let centre = x + grid.wide / 2.0;
    let mut from = None;
    for (step, (top, height)) in side.steps.iter().zip(grid.rows) {
        let mut children = Vec::new();
        if let Some(stays) = &step.stays {
            if let Some(from) = from {
                children.extend(arrow((centre, from), (centre, top), stroke));
            }
            let own = stays.laid_out(grid.wide);
            children.extend(own.draw_in(x, top, height, Dash::Solid));
            from = Some(top + height);
        }
        draw_beside(&mut children, step, (x, grid.wide), (top, height));
        out.push(Element::Group(Group::new("stage", children)));
    }
    from.unwrap_or(grid.included)
}

/// What leaves and what waits, one below the other, each with its arrow.
fn draw_beside(
    out: &mut Vec<Element>,
    step: &PrismaStep,
    (x, wide): (f64, f64),
    (top, height): (f64, f64),
) {
    let stroke = Stroke::solid(Paint::Ink, 1.3);
    let boxes = [(&step.leaves, Dash::Solid), (&step.waits, Dash::Dashed)];
    let boxes: Vec<(FlowBox, Dash)> = boxes
        .into_iter()
        .filter_map(|(own, dash)| own.as_ref().map(|own| (own.laid_out(wide), dash)))
        .collect();
    let own: f64 = boxes.iter().map(|(own, _)| own.height()).sum();
    let apart = APART * boxes.len().saturating_sub(1) as f64;
    let mut y = top + (height - own - apart) / 2.0;
    for (own, dash) in boxes {
        let middle = y + own.height() / 2.0;
        let left = x + wide + BESIDE;
        // Where the main line goes through without a box, the arrow begins on it.
        let from = match step.stays.is_some() {
            true => x + wide,
            false => x + wide / 2.0,
        };
        out.extend(arrow((from, middle), (left, middle), stroke));
        out.extend(own.draw_in(left, y, own.height(), dash));
        y += own.height() + APART;
    }
}

fn draw_phases(out: &mut Vec<Element>, grid: &Grid) {
    for (name, first, last) in PHASE_ROWS {
        let ends = grid.rows.get(first).zip(grid.rows.get(last));
        if let Some(((top, _), (below, height))) = ends {
            phase(out, name, *top, below + height);
        }
    }
    phase(out, "Included", grid.included, grid.bottom);
}

fn phase(out: &mut Vec<Element>, name: &str, top: f64, bottom: f64) {
    let lines = [name.to_owned()];
    out.push(label((MARGIN, top), (PHASES, bottom - top), &lines, SMALL));
}

/// Bold lines in the middle of a tinted box.
fn label((x, y): (f64, f64), (width, height): (f64, f64), lines: &[String], size: f64) -> Element {
    let back = Element::Rect(Rect {
        x,
        y,
        width,
        height,
        fill: Some(Paint::EmphasisBand),
        stroke: None,
    });
    let like = Text::new(x + width / 2.0, y + height / 2.0, "")
        .size(size)
        .weight(Weight::Bold)
        .anchor(Anchor::Middle);
    let mut children = vec![back];
    children.extend(centred(lines, &like));
    Element::Group(Group::new("heading", children))
}
