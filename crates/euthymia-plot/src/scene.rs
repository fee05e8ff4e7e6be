//! What is drawn: a flat, renderer-independent list of shapes and texts.
//!
//! Coordinates are CSS pixels, x to the right, y downwards, origin in the upper left corner.
//! A [`Scene`] knows no colours, only roles ([`Paint`]); a [`crate::Theme`] turns roles into colours.

use crate::metrics::{self, Weight};
use crate::theme::Paint;

/// A finished figure, ready to be written as SVG, PNG or PDF.
///
/// # Example
/// ```
/// use euthymia_plot::{Anchor, Element, Paint, Scene, Text, Weight};
/// let mut scene = Scene::new(200.0, 40.0, "Greeting", "The word hello.");
/// scene.elements.push(Element::Text(Text::new(10.0, 25.0, "hello")));
/// assert!(scene.to_svg(&Default::default()).contains(">hello</text>"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width of the canvas in pixels, positive.
    pub width: f64,
    /// Height of the canvas in pixels, positive.
    pub height: f64,
    /// Name of the figure, read first by a screen reader.
    pub title: String,
    /// One or two sentences that say what the figure shows.
    pub description: String,
    /// Every row of the figure as a line of text, in reading order.
    pub long_description: Vec<String>,
    /// Shapes in drawing order: later ones cover earlier ones.
    pub elements: Vec<Element>,
}

impl Scene {
    /// An empty canvas of `width` × `height` pixels.
    #[must_use]
    pub fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        Self {
            width,
            height,
            title: title.to_owned(),
            description: description.to_owned(),
            long_description: Vec::new(),
            elements: Vec::new(),
        }
    }

    /// The figure in words: title, description, then one line per row.
    ///
    /// Meant for a `<details>` element beside the figure, for plain-text reports and for readers who
    /// cannot see the drawing. Each line ends in a newline; control characters are blanks.
    #[must_use]
    pub fn text_alternative(&self) -> String {
        let mut out = String::new();
        let head = [&self.title, &self.description];
        for line in head.into_iter().chain(&self.long_description) {
            let line = metrics::clean(line);
            if !line.trim().is_empty() {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        out
    }
}

/// One thing on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// A line of real text.
    Text(Text),
    /// A straight line.
    Line(Line),
    /// An upright rectangle.
    Rect(Rect),
    /// A circle.
    Circle(Circle),
    /// A closed shape.
    Polygon(Polygon),
    /// A connected open line.
    Polyline(Polyline),
    /// Elements that belong together.
    Group(Group),
}

/// Which point of the text sits at its `x`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    #[default]
    Start,
    /// The centre.
    Middle,
    /// The right end.
    End,
}

/// A single line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Position of the anchor.
    pub x: f64,
    /// Position of the baseline.
    pub y: f64,
    /// The characters; control characters are drawn as blanks.
    pub content: String,
    /// Type size in pixels.
    pub size: f64,
    /// Regular or bold.
    pub weight: Weight,
    /// Which end of the text is at `x`.
    pub anchor: Anchor,
    /// Colour role.
    pub paint: Paint,
}

impl Text {
    /// Regular 13-pixel text in ink, starting at `x`.
    #[must_use]
    pub fn new(x: f64, y: f64, content: &str) -> Self {
        Self {
            x,
            y,
            content: content.to_owned(),
            size: 13.0,
            weight: Weight::Regular,
            anchor: Anchor::Start,
            paint: Paint::Ink,
        }
    }

    /// Sets the type size in pixels.
    #[must_use]
    pub fn size(mut self, size: f64) -> Self {
        self.size = size;
        self
    }

    /// Sets regular or bold.
    #[must_use]
    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// Sets which end of the text is at `x`.
    #[must_use]
    pub fn anchor(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// Sets the colour role.
    #[must_use]
    pub fn paint(mut self, paint: Paint) -> Self {
        self.paint = paint;
        self
    }

    /// Width in pixels by the metrics table.
    #[must_use]
    pub fn width(&self) -> f64 {
        metrics::text_width(&self.content, self.size, self.weight)
    }

    /// Left end in pixels.
    #[must_use]
    pub fn left(&self) -> f64 {
        match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - self.width() / 2.0,
            Anchor::End => self.x - self.width(),
        }
    }
}

/// A straight line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Start.
    pub from: (f64, f64),
    /// End.
    pub to: (f64, f64),
    /// How it is drawn.
    pub stroke: Stroke,
}

/// An upright rectangle.
#[derive(Clone, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width, not negative.
    pub width: f64,
    /// Height, not negative.
    pub height: f64,
    /// Inside, if filled.
    pub fill: Option<Paint>,
    /// Outline, if any.
    pub stroke: Option<Stroke>,
}

/// A circle.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// Centre.
    pub centre: (f64, f64),
    /// Radius, not negative.
    pub radius: f64,
    /// Inside, if filled.
    pub fill: Option<Paint>,
    /// Outline, if any.
    pub stroke: Option<Stroke>,
}

/// A closed shape with straight sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon {
    /// Corners in order.
    pub points: Vec<(f64, f64)>,
    /// Inside, if filled.
    pub fill: Option<Paint>,
    /// Outline, if any.
    pub stroke: Option<Stroke>,
}

/// A connected open line.
#[derive(Clone, Debug, PartialEq)]
pub struct Polyline {
    /// Corners in order.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// Elements that belong together, with a name for the part they play and an optional tooltip.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What the group is, such as `marker` or `arrow`; becomes a class name in SVG.
    pub part: &'static str,
    /// Full text shown when a pointer rests on the group.
    pub title: Option<String>,
    /// The elements.
    pub children: Vec<Element>,
}

impl Group {
    /// A group without a tooltip.
    #[must_use]
    pub fn new(part: &'static str, children: Vec<Element>) -> Self {
        Self {
            part,
            title: None,
            children,
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour role.
    pub paint: Paint,
    /// Thickness in pixels, positive.
    pub width: f64,
    /// Continuous or broken.
    pub dash: Dash,
}

impl Stroke {
    /// A continuous stroke.
    #[must_use]
    pub fn solid(paint: Paint, width: f64) -> Self {
        Self {
            paint,
            width,
            dash: Dash::Solid,
        }
    }

    /// The same stroke, broken.
    #[must_use]
    pub fn dash(mut self, dash: Dash) -> Self {
        self.dash = dash;
        self
    }
}

/// Continuous or broken line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Continuous.
    Solid,
    /// Dashes of 5 pixels.
    Dashed,
    /// Dots of 1.5 pixels.
    Dotted,
    /// Dashes of 12 pixels.
    Long,
    /// Dashes of 3 pixels, close together.
    Short,
    /// Dashes of 5 pixels, far apart.
    Sparse,
}

impl Dash {
    /// Lengths of a dash and of the gap after it, in pixels.
    #[must_use]
    pub fn lengths(self) -> Option<(f64, f64)> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some((5.0, 4.0)),
            Self::Dotted => Some((1.5, 3.0)),
            Self::Long => Some((12.0, 4.0)),
            Self::Short => Some((3.0, 1.5)),
            Self::Sparse => Some((5.0, 9.0)),
        }
    }
}
