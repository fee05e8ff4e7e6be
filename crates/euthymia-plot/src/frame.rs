//! What surrounds a plot: title, caution, key, footnotes.

use crate::columns::{BLEED, BODY, MARGIN, SMALL};
use crate::glyph::{self, Glyph};
use crate::marks;
use crate::metrics::{Weight, text_width, wrap};
use crate::scene::{Element, Group, Line, Polygon, Rect, Scene, Stroke, Text};
use crate::texture::{self, Area, Texture};
use crate::theme::Paint;
use crate::verdict::{self, Verdict};

const TITLE: f64 = 16.0;
const TITLE_LINE: f64 = 21.0;
const SMALL_LINE: f64 = 16.0;

/// Draws title and caution at the top of a figure; returns the height used.
pub(crate) fn head(out: &mut Vec<Element>, width: f64, title: &str, caution: Option<&str>) -> f64 {
    let room = width - 2.0 * MARGIN;
    let mut y = 12.0;
    for line in wrap(title, room, TITLE, Weight::Bold, 4) {
        y += TITLE_LINE;
        out.push(Element::Text(
            Text::new(MARGIN, y - 5.0, &line)
                .size(TITLE)
                .weight(Weight::Bold),
        ));
    }
    if let Some(caution) = caution.filter(|c| !c.trim().is_empty()) {
        y = self::caution(out, width, y + 6.0, caution);
    }
    y + 8.0
}

/// A box with a warning sign: the sign and the word carry the meaning, the colour supports it.
fn caution(out: &mut Vec<Element>, width: f64, top: f64, text: &str) -> f64 {
    let inset = 30.0;
    let lines = wrap(
        text,
        width - 2.0 * MARGIN - inset - 10.0,
        BODY,
        Weight::Regular,
        6,
    );
    let height = lines.len() as f64 * 18.0 + 10.0;
    let (x, middle) = (MARGIN + 12.0, top + 14.5);
    let mut children = vec![
        Element::Rect(Rect {
            x: MARGIN - BLEED,
            y: top,
            width: width - 2.0 * (MARGIN - BLEED),
            height,
            fill: Some(Paint::CautionBand),
            stroke: None,
        }),
        Element::Rect(Rect {
            x: MARGIN - BLEED,
            y: top,
            width: 3.0,
            height,
            fill: Some(Paint::Caution),
            stroke: None,
        }),
        Element::Polygon(Polygon {
            points: vec![
                (x, middle - 8.5),
                (x + 8.5, middle + 6.0),
                (x - 8.5, middle + 6.0),
            ],
            fill: None,
            stroke: Some(Stroke::solid(Paint::Caution, 1.5)),
        }),
        Element::Line(Line {
            from: (x, middle - 3.5),
            to: (x, middle + 1.5),
            stroke: Stroke::solid(Paint::Caution, 1.6),
        }),
        Element::Line(Line {
            from: (x, middle + 2.9),
            to: (x, middle + 4.5),
            stroke: Stroke::solid(Paint::Caution, 1.6),
        }),
    ];
    for (index, line) in lines.iter().enumerate() {
        let y = top + 19.0 + index as f64 * 18.0;
        children.push(Element::Text(Text::new(MARGIN + inset, y, line)));
    }
    out.push(Element::Group(Group::new("caution", children)));
    top + height + 6.0
}

/// Ends a figure below `top`: key, footnotes, height, and the same in words.
pub(crate) fn finish(
    mut scene: Scene,
    top: f64,
    key: &[KeyItem],
    notes: Vec<String>,
    words: Vec<String>,
) -> Scene {
    let width = scene.width;
    let bottom = self::key(&mut scene.elements, width, top, key);
    let bottom = footnotes(&mut scene.elements, width, bottom, &notes);
    scene.height = (bottom + MARGIN).ceil();
    scene.long_description = words;
    scene.long_description.extend(notes);
    scene
}

/// The caution in words, for the start of a long description.
pub(crate) fn cautioned(caution: Option<&str>) -> Vec<String> {
    caution.iter().map(|c| format!("Caution: {c}")).collect()
}

/// One entry of the key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyItem {
    pub(crate) sign: Sign,
    pub(crate) text: String,
}

impl KeyItem {
    pub(crate) fn new(sign: Sign, text: impl Into<String>) -> Self {
        Self {
            sign,
            text: text.into(),
        }
    }
}

/// The little picture of a key entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sign {
    /// A study.
    Square,
    /// An emphasised row.
    Ring,
    /// An emphasised mark without an interval.
    Target,
    /// A pooled estimate.
    Diamond,
    /// A prediction interval.
    Prediction,
    /// An interval that goes on beyond the axis.
    Arrow,
    /// A line.
    Stroke(Stroke),
    /// A line with a mark on it.
    Marked(Stroke, Glyph),
    /// A short upright line.
    Upright(Stroke),
    /// A filled area.
    Texture(Texture),
    /// A mark, in its own colour or in this one.
    Glyph(Glyph, Option<Paint>),
    /// A plain area with a thin outline.
    Patch(Paint),
    /// A judgement with its letter.
    Verdict(Verdict, char),
}

const SIGN_WIDTH: f64 = 22.0;

/// Draws the key in as many lines as it needs; returns the new bottom.
pub(crate) fn key(out: &mut Vec<Element>, width: f64, top: f64, items: &[KeyItem]) -> f64 {
    if items.is_empty() {
        return top;
    }
    let mut children = Vec::new();
    let (mut x, mut y) = (MARGIN, top + SMALL_LINE);
    for item in items {
        let room = width - 2.0 * MARGIN - SIGN_WIDTH - 6.0;
        let text = crate::metrics::fit(&item.text, room, SMALL, Weight::Regular);
        let need = SIGN_WIDTH + 6.0 + text_width(&text, SMALL, Weight::Regular);
        if x > MARGIN && x + need > width - MARGIN {
            (x, y) = (MARGIN, y + SMALL_LINE + 2.0);
        }
        children.extend(sign(item.sign, x, y - 4.2));
        children.push(Element::Text(
            Text::new(x + SIGN_WIDTH + 6.0, y, &text)
                .size(SMALL)
                .paint(Paint::Muted),
        ));
        x += need + 20.0;
    }
    out.push(Element::Group(Group::new("key", children)));
    y + 6.0
}

fn sign(sign: Sign, x: f64, y: f64) -> Vec<Element> {
    let middle = x + SIGN_WIDTH / 2.0;
    let bar = |paint, width| {
        Element::Line(Line {
            from: (x, y),
            to: (x + SIGN_WIDTH, y),
            stroke: Stroke::solid(paint, width),
        })
    };
    let polygon = |points, paint| {
        Element::Polygon(Polygon {
            points,
            fill: Some(paint),
            stroke: None,
        })
    };
    match sign {
        Sign::Square => vec![bar(Paint::Study, 1.5), swatch(middle, y)],
        Sign::Ring => [vec![bar(Paint::Emphasis, 1.5)], target((middle, y))].concat(),
        Sign::Target => target((middle, y)),
        Sign::Diamond => vec![polygon(
            vec![
                (x + 1.0, y),
                (middle, y - 5.0),
                (x + SIGN_WIDTH - 1.0, y),
                (middle, y + 5.0),
            ],
            Paint::Summary,
        )],
        Sign::Prediction => {
            let cap = |x: f64| {
                Element::Line(Line {
                    from: (x, y - 4.0),
                    to: (x, y + 4.0),
                    stroke: Stroke::solid(Paint::Prediction, 1.5),
                })
            };
            vec![bar(Paint::Prediction, 2.5), cap(x), cap(x + SIGN_WIDTH)]
        }
        Sign::Arrow => arrow(x, y),
        Sign::Stroke(stroke) => vec![across(x, y, stroke)],
        Sign::Marked(stroke, kind) => {
            let mark = glyph::plain(kind, (middle, y), 4.0, stroke.paint);
            [vec![across(x, y, stroke)], mark].concat()
        }
        Sign::Upright(stroke) => vec![Element::Line(Line {
            from: (middle, y - 5.0),
            to: (middle, y + 5.0),
            stroke,
        })],
        Sign::Texture(kind) => texture::fill(kind, sample(x, y)),
        Sign::Patch(paint) => vec![patch(sample(x, y), paint)],
        Sign::Verdict(kind, letter) => vec![verdict::draw(kind, letter, (middle, y), 7.5)],
        Sign::Glyph(kind, None) => vec![glyph::draw(kind, (middle, y), 5.0)],
        Sign::Glyph(kind, Some(paint)) => vec![glyph::painted(kind, (middle, y), 5.0, paint)],
    }
}

/// A dot in a ring.
fn target(centre: (f64, f64)) -> Vec<Element> {
    let edge = Stroke::solid(Paint::Emphasis, 2.0);
    vec![
        marks::circle(centre, 4.5, Some(Paint::Paper), Some(edge)),
        marks::circle(centre, 2.2, Some(Paint::Emphasis), None),
    ]
}

/// A plain area with a thin outline.
pub(crate) fn patch(area: Area, paint: Paint) -> Element {
    Element::Rect(Rect {
        x: area.x,
        y: area.y,
        width: area.width,
        height: area.height,
        fill: Some(paint),
        stroke: Some(Stroke::solid(Paint::Rule, 0.8)),
    })
}

fn arrow(x: f64, y: f64) -> Vec<Element> {
    let tip = x + SIGN_WIDTH;
    vec![
        Element::Line(Line {
            from: (x, y),
            to: (tip - 5.0, y),
            stroke: Stroke::solid(Paint::Study, 1.5),
        }),
        Element::Polygon(Polygon {
            points: vec![(tip, y), (tip - 7.0, y - 4.0), (tip - 7.0, y + 4.0)],
            fill: Some(Paint::Study),
            stroke: None,
        }),
    ]
}

/// The area of a key entry.
pub(crate) fn sample(x: f64, y: f64) -> Area {
    Area {
        x,
        y: y - 6.0,
        width: SIGN_WIDTH,
        height: 12.0,
    }
}

fn across(x: f64, y: f64, stroke: Stroke) -> Element {
    Element::Line(Line {
        from: (x, y),
        to: (x + SIGN_WIDTH, y),
        stroke,
    })
}

fn swatch(x: f64, y: f64) -> Element {
    Element::Rect(Rect {
        x: x - 4.5,
        y: y - 4.5,
        width: 9.0,
        height: 9.0,
        fill: Some(Paint::Study),
        stroke: None,
    })
}

/// Draws footnotes over the whole width; returns the new bottom.
pub(crate) fn footnotes(out: &mut Vec<Element>, width: f64, top: f64, notes: &[String]) -> f64 {
    let mut y = top;
    for note in notes {
        for line in wrap(note, width - 2.0 * MARGIN, SMALL, Weight::Regular, 8) {
            y += SMALL_LINE;
            out.push(Element::Text(
                Text::new(MARGIN, y, &line).size(SMALL).paint(Paint::Muted),
            ));
        }
    }
    y
}
