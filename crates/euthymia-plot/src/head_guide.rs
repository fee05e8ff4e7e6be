//! Where on a head a coil goes, for the person with the tape: the head from above and from the side,
//! with the marks in the order in which they are made, and the steps in words.

use crate::columns::{BODY, LINE, MARGIN};
use crate::frame;
use crate::head_above::Above;
use crate::head_beside::Beside;
use crate::metrics::{Weight, wrap};
use crate::scene::{Element, Group, Scene, Text};
use crate::theme::Paint;

const WIDTH: f64 = 880.0;
const PANEL_HEIGHT: f64 = 452.0;
const SMALL: f64 = 11.0;

/// On which side of the head the place lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadSide {
    /// The person's left.
    #[default]
    Left,
    /// The person's right.
    Right,
}

/// How the place is reached, in centimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HeadWay {
    /// By a tape around the head, and one from the vertex down to it.
    Tape {
        /// Along the tape around the head from the midline of the forehead.
        x: f64,
        /// From the vertex towards that point.
        y: f64,
    },
    /// From the hotspot of the hand forwards, parallel to the midline. Where the hotspot is drawn is an
    /// example.
    Forwards {
        /// How far.
        length: f64,
    },
    /// From the nasion along the midline.
    Midline {
        /// How far.
        length: f64,
    },
}

impl Default for HeadWay {
    fn default() -> Self {
        Self::Tape { x: 0.0, y: 0.0 }
    }
}

/// A head with a place on it; each view says what of it is to scale.
///
/// # Example
/// ```
/// use euthymia_plot::{HeadGuide, HeadWay};
/// let figure = HeadGuide {
///     title: "Beam F3".into(),
///     tragus: 36.0,
///     nasion_inion: 38.0,
///     circumference: 60.0,
///     way: HeadWay::Tape { x: 6.95, y: 9.79 },
///     steps: vec!["Mark the vertex.".into()],
///     ..HeadGuide::default()
/// };
/// let scene = figure.to_scene();
/// assert!(scene.text_alternative().contains("7.0 cm along the tape"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeadGuide {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// From tragus to tragus over the vertex, in centimetres.
    pub tragus: f64,
    /// From nasion to inion, in centimetres.
    pub nasion_inion: f64,
    /// Around the head, in centimetres.
    pub circumference: f64,
    /// How the place is reached.
    pub way: HeadWay,
    /// On which side.
    pub side: HeadSide,
    /// What to do, step by step.
    pub steps: Vec<String>,
    /// A warning above the figure.
    pub caution: Option<String>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// The lengths of a figure as they can be drawn, in centimetres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengths {
    pub(crate) tragus: f64,
    pub(crate) nasion_inion: f64,
    pub(crate) circumference: f64,
    pub(crate) way: HeadWay,
    /// −1 where the place is on the left of the picture from above, 1 on the right.
    pub(crate) sign: f64,
}

/// A number within bounds; the lower one for what is no number.
fn within(value: f64, low: f64, high: f64) -> f64 {
    if value.is_nan() {
        return low;
    }
    value.clamp(low, high)
}

impl HeadGuide {
    fn lengths(&self) -> Lengths {
        let circumference = within(self.circumference, 20.0, 100.0);
        let nasion_inion = within(self.nasion_inion, 20.0, 60.0);
        Lengths {
            tragus: within(self.tragus, 20.0, 60.0),
            nasion_inion,
            circumference,
            way: match self.way {
                HeadWay::Tape { x, y } => HeadWay::Tape {
                    x: within(x, 0.0, circumference / 2.0),
                    y: within(y, 0.0, 30.0),
                },
                HeadWay::Forwards { length } => HeadWay::Forwards {
                    length: within(length, 0.0, 0.35 * nasion_inion),
                },
                HeadWay::Midline { length } => HeadWay::Midline {
                    length: within(length, 0.0, nasion_inion),
                },
            },
            sign: match self.side {
                HeadSide::Left => -1.0,
                HeadSide::Right => 1.0,
            },
        }
    }

    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let lengths = self.lengths();
        let middle = top + 34.0 + PANEL_HEIGHT / 2.0;
        heading(out, MARGIN, top, "From above, nose up");
        remark(out, MARGIN, top, self.scale());
        let above = Above::new(lengths, (WIDTH * 0.26, middle + 6.0));
        out.push(Element::Group(Group::new("from-above", above.draw())));
        let side = match self.side {
            HeadSide::Left => "From the person's left",
            HeadSide::Right => "From the person's right",
        };
        heading(out, WIDTH * 0.53, top, side);
        remark(out, WIDTH * 0.53, top, "Not to scale.");
        // Room for words before the face.
        let across = WIDTH * 0.748 - 15.0 * lengths.sign;
        let beside = Beside::new(lengths, (across, middle - 24.0));
        out.push(Element::Group(Group::new("from-the-side", beside.draw())));
        let bottom = steps(out, top + 34.0 + PANEL_HEIGHT, &self.steps);
        let notes = self.footnotes.clone();
        frame::finish(scene, bottom + 4.0, &[], notes, self.in_words())
    }

    /// What of the view from above is to scale.
    fn scale(&self) -> &'static str {
        match self.way {
            HeadWay::Tape { .. } => {
                "From the vertex to scale; the tape around the head is widened: count its ticks (cm)."
            }
            HeadWay::Forwards { .. } => "To scale; where the hotspot is drawn is an example.",
            HeadWay::Midline { .. } => "Along the midline to scale; a tick each centimetre.",
        }
    }

    fn in_words(&self) -> Vec<String> {
        let lengths = self.lengths();
        let side = match self.side {
            HeadSide::Left => "left",
            HeadSide::Right => "right",
        };
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(match lengths.way {
            HeadWay::Tape { x, y } => format!(
                "The place lies {x:.1} cm along the tape to the person's {side}, and {y:.1} cm from the vertex towards that mark."
            ),
            HeadWay::Forwards { length } => format!(
                "The place lies {length:.1} cm in front of the hotspot of the hand on the person's {side}, parallel to the midline."
            ),
            HeadWay::Midline { length } => {
                format!("The place lies {length:.1} cm from the nasion along the midline.")
            }
        });
        lines.push(format!(
            "From above: {} From the side: not to scale.",
            self.scale()
        ));
        let numbered = self.steps.iter().zip(1..);
        lines.extend(numbered.map(|(step, number)| format!("{number}. {step}")));
        lines
    }
}

fn heading(out: &mut Vec<Element>, x: f64, top: f64, text: &str) {
    out.push(Element::Text(
        Text::new(x, top + 12.0, text).weight(Weight::Bold),
    ));
}

fn remark(out: &mut Vec<Element>, x: f64, top: f64, text: &str) {
    out.push(Element::Text(
        Text::new(x, top + 29.0, text)
            .size(SMALL)
            .paint(Paint::Muted),
    ));
}

/// The numbered steps; returns the bottom.
fn steps(out: &mut Vec<Element>, top: f64, steps: &[String]) -> f64 {
    let indent = MARGIN + 24.0;
    let mut y = top;
    for (step, number) in steps.iter().zip(1..) {
        let lines = wrap(step, WIDTH - MARGIN - indent, BODY, Weight::Regular, 4);
        for (index, line) in lines.iter().enumerate() {
            y += if index == 0 { LINE + 5.0 } else { LINE };
            if index == 0 {
                let sign = Text::new(MARGIN + 4.0, y, &number.to_string());
                out.push(Element::Text(
                    sign.weight(Weight::Bold).paint(Paint::Emphasis),
                ));
            }
            out.push(Element::Text(Text::new(indent, y, line)));
        }
    }
    y + 6.0
}
