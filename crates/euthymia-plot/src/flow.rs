//! Flow diagram: how many were left at each stage, and why the others were not.

use crate::columns::MARGIN;
use crate::flow_box::{FlowBox, arrow};
use crate::frame;
use crate::scene::{Element, Group, Scene, Stroke};
use crate::theme::Paint;

const WIDTH: f64 = 760.0;
const MAIN: f64 = 320.0;
/// Width of the boxes when none has an exit beside it.
const MAIN_ALONE: f64 = 400.0;
const BETWEEN: f64 = 56.0;
/// Shortest arrow from a stage to the next.
const ARROW: f64 = 34.0;
const ROOM: f64 = 11.0;
/// Reasons printed in one box; the others are counted in a last line.
const REASONS_MAX: usize = 24;

/// Boxes from top to bottom with arrows between them; beside each arrow a box with those who left and
/// their reasons. Counts are printed as given: whether they add up is for the caller to check.
///
/// # Example
/// ```
/// use euthymia_plot::{Exit, Flow, Stage};
/// let flow = Flow {
///     title: "Flow of patients".into(),
///     stages: vec![
///         Stage::new("Assessed", 40).exit(Exit::new("Not started", 4).reason("declined", 4)),
///         Stage::new("Started", 36),
///     ],
///     ..Flow::default()
/// };
/// let words = flow.to_scene().text_alternative();
/// assert!(words.contains("Assessed: n = 40. Not started: n = 4 (declined: n = 4)\nStarted: n = 36"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// The stages from top to bottom.
    pub stages: Vec<Stage>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One box of the main line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// What the stage is; wrapped into up to four lines.
    pub label: String,
    /// How many reached it; without it no count is printed.
    pub count: Option<u64>,
    /// Further lines of the box.
    pub details: Vec<String>,
    /// Those who do not go on to the next stage; for the last stage, those named beside it.
    pub exit: Option<Exit>,
}

impl Stage {
    /// A stage with its count.
    #[must_use]
    pub fn new(label: &str, count: u64) -> Self {
        Self {
            label: label.to_owned(),
            count: Some(count),
            ..Self::default()
        }
    }

    /// Adds a line to the box.
    #[must_use]
    pub fn detail(mut self, text: &str) -> Self {
        self.details.push(text.to_owned());
        self
    }

    /// Sets those who do not go on.
    #[must_use]
    pub fn exit(mut self, exit: Exit) -> Self {
        self.exit = Some(exit);
        self
    }
}

/// A box beside the main line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exit {
    /// What they have in common; wrapped into up to four lines.
    pub label: String,
    /// How many; without it no count is printed.
    pub count: Option<u64>,
    /// Why, with how many for each reason. At most 24 are printed; a last line counts the others.
    pub reasons: Vec<(String, u64)>,
}

impl Exit {
    /// An exit with its count.
    #[must_use]
    pub fn new(label: &str, count: u64) -> Self {
        Self {
            label: label.to_owned(),
            count: Some(count),
            reasons: Vec::new(),
        }
    }

    /// Adds a reason.
    #[must_use]
    pub fn reason(mut self, text: &str, count: u64) -> Self {
        self.reasons.push((text.to_owned(), count));
        self
    }

    pub(crate) fn in_words(&self) -> String {
        let reasons: Vec<String> = self
            .reasons
            .iter()
            .map(|(text, count)| format!("{text}: n = {count}"))
            .collect();
        let head = counted(&self.label, self.count);
        if reasons.is_empty() {
            head
        } else {
            format!("{head} ({})", reasons.join("; "))
        }
    }

    pub(crate) fn laid_out(&self, width: f64) -> FlowBox {
        let mut side = FlowBox::aside(width);
        let head = match self.count {
            Some(count) => format!("{} {}", self.label, in_brackets(count)),
            None => self.label.clone(),
        };
        side.heading(&head);
        for (text, count) in self.reasons.iter().take(REASONS_MAX) {
            side.item(&format!("{text} {}", in_brackets(count)));
        }
        let more = self.reasons.len().saturating_sub(REASONS_MAX);
        if more > 0 {
            let rest = self.reasons.iter().skip(REASONS_MAX);
            let sum: u128 = rest.map(|(_, count)| u128::from(*count)).sum();
            side.item(&format!("{more} further reasons {}", in_brackets(sum)));
        }
        side
    }
}

/// A count that no line breaks.
fn in_brackets(count: impl std::fmt::Display) -> String {
    format!("(n\u{a0}=\u{a0}{count})")
}

/// "Started: n = 36", or the label alone.
fn counted(label: &str, count: Option<u64>) -> String {
    match count {
        Some(count) => format!("{label}: n = {count}"),
        None => label.to_owned(),
    }
}

impl Flow {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let mut y = frame::head(out, WIDTH, &self.title, self.caution.as_deref()) + 4.0;
        let places = self.places();
        for (index, stage) in self.stages.iter().enumerate() {
            let last = index + 1 == self.stages.len();
            y = draw_stage(out, stage, &places, last, y);
        }
        let mut notes = self.footnotes.clone();
        if self.stages.is_empty() {
            notes.push("There are no stages.".to_owned());
        }
        y = frame::footnotes(out, WIDTH, y + 8.0, &notes);
        scene.height = (y + MARGIN).ceil();
        let caution = self.caution.iter().map(|c| format!("Caution: {c}"));
        let stages = self.stages.iter().map(stage_in_words);
        scene.long_description = caution.chain(stages).chain(notes).collect();
        scene
    }

    fn places(&self) -> Places {
        if self.stages.iter().any(|stage| stage.exit.is_some()) {
            let side = MARGIN + MAIN + BETWEEN;
            Places {
                main: MARGIN,
                main_width: MAIN,
                side,
                side_width: WIDTH - MARGIN - side,
            }
        } else {
            Places {
                main: (WIDTH - MAIN_ALONE) / 2.0,
                main_width: MAIN_ALONE,
                side: WIDTH - MARGIN,
                side_width: 0.0,
            }
        }
    }
}

/// Where the boxes stand.
struct Places {
    main: f64,
    main_width: f64,
    side: f64,
    side_width: f64,
}

/// Draws a stage, and unless it is the last one the arrow to the next; returns the top of the next.
fn draw_stage(out: &mut Vec<Element>, stage: &Stage, at: &Places, last: bool, top: f64) -> f64 {
    let mut main = FlowBox::stage(at.main_width);
    main.heading(&stage.label);
    if let Some(count) = stage.count {
        main.line(&format!("n = {count}"));
    }
    for detail in &stage.details {
        main.line(detail);
    }
    let side = stage.exit.as_ref().map(|exit| exit.laid_out(at.side_width));
    let side_height = side.as_ref().map_or(0.0, FlowBox::height);
    let stroke = Stroke::solid(Paint::Ink, 1.3);
    if last {
        let height = main.height().max(side_height);
        let middle = top + height / 2.0;
        let mut children = main.draw(at.main, middle - main.height() / 2.0);
        if let Some(side) = side {
            children.extend(arrow(
                (at.main + at.main_width, middle),
                (at.side, middle),
                stroke,
            ));
            children.extend(side.draw(at.side, middle - side_height / 2.0));
        }
        out.push(Element::Group(Group::new("stage", children)));
        return top + height;
    }
    let mut children = main.draw(at.main, top);
    let bottom = top + main.height();
    let gap = if side.is_some() {
        (side_height + 2.0 * ROOM).max(ARROW)
    } else {
        ARROW
    };
    let centre = at.main + at.main_width / 2.0;
    children.extend(arrow((centre, bottom), (centre, bottom + gap), stroke));
    if let Some(side) = side {
        let middle = bottom + gap / 2.0;
        children.extend(arrow((centre, middle), (at.side, middle), stroke));
        children.extend(side.draw(at.side, middle - side_height / 2.0));
    }
    out.push(Element::Group(Group::new("stage", children)));
    bottom + gap
}

fn stage_in_words(stage: &Stage) -> String {
    let mut text = counted(&stage.label, stage.count);
    for detail in &stage.details {
        text.push_str(&format!("; {detail}"));
    }
    if let Some(exit) = &stage.exit {
        text.push_str(&format!(". {}", exit.in_words()));
    }
    text
}
