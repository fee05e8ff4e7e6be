//! A grid of weeks: seven columns of days with their signs.

use crate::columns::{MARGIN, SMALL};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::{self, Glyph};
use crate::metrics::{Weight, fit, text_width};
use crate::scene::{Anchor, Element, Group, Rect, Scene, Stroke, Text};
use crate::texture::{self, Area, Texture};
use crate::theme::Paint;

/// What can happen on a day, and its sign.
///
/// # Example
/// ```
/// use euthymia_plot::{DayKind, DaySign, Glyph, Texture};
/// let session = DayKind::new("Session", DaySign::Fill(Texture::Solid));
/// let visit = DayKind::new("Visit", DaySign::Mark(Glyph::Diamond));
/// assert_ne!(session.sign, visit.sign);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayKind {
    /// Its name in the key.
    pub name: String,
    /// How it is drawn.
    pub sign: DaySign,
}

impl DayKind {
    /// A kind with its sign.
    #[must_use]
    pub fn new(name: &str, sign: DaySign) -> Self {
        Self {
            name: name.to_owned(),
            sign,
        }
    }
}

/// How a kind of day is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaySign {
    /// A filled block; several of a kind on a day carry their number.
    Fill(Texture),
    /// A mark.
    Mark(Glyph),
}

/// One grid with its heading.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    pub(crate) title: String,
    pub(crate) heads: [String; 7],
    /// Whether the last two columns are Saturday and Sunday; these are shaded.
    pub(crate) weekend: bool,
    pub(crate) weeks: Vec<Week>,
}

/// One row of a grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Week {
    /// Printed before the row.
    pub(crate) label: String,
    pub(crate) days: [Option<Day>; 7],
}

/// One cell: its number, and the kinds of what happened with how often.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Day {
    pub(crate) number: String,
    pub(crate) kinds: Vec<(usize, usize)>,
}

impl Day {
    /// A day with the kinds in `found`, which may repeat; in the order of the kinds.
    pub(crate) fn new(number: String, mut found: Vec<usize>) -> Self {
        found.sort_unstable();
        let mut kinds: Vec<(usize, usize)> = Vec::new();
        for kind in found {
            match kinds.last_mut() {
                Some((last, count)) if *last == kind => *count += 1,
                _ => kinds.push((kind, 1)),
            }
        }
        Self { number, kinds }
    }
}

const WIDTH: f64 = 760.0;
const PER_ROW: usize = 3;
const GAP: f64 = 22.0;
const CELL_HEIGHT: f64 = 31.0;
const HEAD: f64 = 42.0;
const NUMBER: f64 = 10.5;
/// Signs that fit side by side into a cell.
const SIGNS_MAX: usize = 3;

/// A whole figure of grids.
pub(crate) struct Sheet<'a> {
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) caution: Option<&'a str>,
    pub(crate) kinds: &'a [DayKind],
    pub(crate) grids: Vec<Grid>,
    /// Width of the labels before the weeks.
    pub(crate) label_width: f64,
    pub(crate) notes: Vec<String>,
    /// The figure in words, without caution and notes.
    pub(crate) words: Vec<String>,
}

impl Sheet<'_> {
    /// Lays the figure out: grids from left to right, then downwards.
    pub(crate) fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, self.title, self.description);
        let out = &mut scene.elements;
        let mut y = frame::head(out, WIDTH, self.title, self.caution);
        let pitch = (WIDTH - 2.0 * MARGIN + GAP) / PER_ROW as f64;
        for row in self.grids.chunks(PER_ROW) {
            for (index, grid) in row.iter().enumerate() {
                self.grid(out, grid, MARGIN + pitch * index as f64, y, pitch - GAP);
            }
            let weeks = row.iter().map(|g| g.weeks.len()).max().unwrap_or(0);
            y += HEAD + CELL_HEIGHT * weeks as f64 + 16.0;
        }
        y = frame::key(out, WIDTH, y, &self.key());
        y = frame::footnotes(out, WIDTH, y, &self.notes);
        scene.height = (y + MARGIN).ceil();
        let caution = self.caution.map(|c| format!("Caution: {c}"));
        scene.long_description = caution
            .into_iter()
            .chain(self.words.iter().cloned())
            .chain(self.notes.iter().cloned())
            .collect();
        scene
    }

    fn grid(&self, out: &mut Vec<Element>, grid: &Grid, left: f64, top: f64, width: f64) {
        let first = left + self.label_width;
        let cell = (width - self.label_width) / 7.0;
        let title = fit(&grid.title, width, SMALL + 1.0, Weight::Bold);
        let mut children = vec![Element::Text(
            Text::new(first, top + 16.0, &title).weight(Weight::Bold),
        )];
        for (column, head) in grid.heads.iter().enumerate() {
            let x = first + cell * (column as f64 + 0.5);
            let head = fit(head, cell, SMALL - 1.0, Weight::Regular);
            children.push(Element::Text(
                Text::new(x, top + HEAD - 6.0, &head)
                    .size(SMALL - 1.0)
                    .anchor(Anchor::Middle)
                    .paint(Paint::Muted),
            ));
        }
        for (row, week) in grid.weeks.iter().enumerate() {
            let y = top + HEAD + CELL_HEIGHT * row as f64;
            let label = fit(
                &week.label,
                self.label_width - 5.0,
                SMALL - 1.0,
                Weight::Regular,
            );
            if !label.trim().is_empty() {
                children.push(Element::Text(
                    Text::new(first - 5.0, y + 19.0, &label)
                        .size(SMALL - 1.0)
                        .anchor(Anchor::End)
                        .paint(Paint::Muted),
                ));
            }
            for (column, day) in week.days.iter().enumerate() {
                let area = Area {
                    x: first + cell * column as f64,
                    y,
                    width: cell,
                    height: CELL_HEIGHT,
                };
                children.extend(
                    day.iter()
                        .map(|d| self.day(d, area, grid.weekend && column >= 5)),
                );
            }
        }
        out.push(Element::Group(Group::new("month", children)));
    }

    /// One cell: number above, signs below.
    fn day(&self, day: &Day, area: Area, shaded: bool) -> Element {
        let mut children = vec![Element::Rect(Rect {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            fill: shaded.then_some(Paint::Band),
            stroke: Some(Stroke::solid(Paint::Rule, 0.7)),
        })];
        let number = fit(&day.number, area.width - 3.0, NUMBER, Weight::Regular);
        let paint = if day.kinds.is_empty() {
            Paint::Muted
        } else {
            Paint::Ink
        };
        children.push(Element::Text(
            Text::new(area.x + 2.5, area.y + 10.5, &number)
                .size(NUMBER)
                .paint(paint),
        ));
        let slots = day.kinds.len().min(SIGNS_MAX);
        let width = (area.width - 4.0) / slots.max(1) as f64;
        for (slot, (kind, count)) in day.kinds.iter().take(slots).enumerate() {
            let place = Area {
                x: area.x + 2.0 + width * slot as f64,
                y: area.y + 14.5,
                width,
                height: CELL_HEIGHT - 16.5,
            };
            let more = day.kinds.len() - slots;
            if more > 0 && slot + 1 == slots {
                children.push(more_signs(more + 1, place));
            } else if let Some(kind) = self.kinds.get(*kind) {
                children.extend(sign(kind.sign, *count, place));
            }
        }
        let named = named_day(day, self.kinds);
        Element::Group(Group {
            part: "day",
            title: (!named.is_empty()).then(|| format!("{}: {named}", day.number)),
            children,
        })
    }

    fn key(&self) -> Vec<KeyItem> {
        let item = |kind: &DayKind| KeyItem {
            sign: match kind.sign {
                DaySign::Fill(texture) => Sign::Texture(texture),
                DaySign::Mark(glyph) => Sign::Glyph(glyph, None),
            },
            text: kind.name.clone(),
        };
        self.kinds.iter().map(item).collect()
    }
}

/// The number of signs for which a cell has no room.
fn more_signs(count: usize, place: Area) -> Element {
    let text = fit(&format!("+{count}"), place.width, NUMBER, Weight::Regular);
    Element::Text(
        Text::new(place.x + place.width / 2.0, place.y + 11.0, &text)
            .size(NUMBER)
            .anchor(Anchor::Middle),
    )
}

fn sign(sign: DaySign, count: usize, place: Area) -> Vec<Element> {
    let middle = (place.x + place.width / 2.0, place.y + place.height / 2.0);
    match sign {
        DaySign::Mark(kind) => {
            vec![glyph::draw(
                kind,
                middle,
                ((place.width / 2.0 - 1.5) / 1.2).min(4.6),
            )]
        }
        DaySign::Fill(kind) => {
            let inner = Area {
                x: place.x + 0.5,
                width: place.width - 1.0,
                ..place
            };
            let mut out = vec![Element::Group(Group::new(
                "fill",
                texture::fill(kind, inner),
            ))];
            let text = count.to_string();
            let room = text_width(&text, SMALL, Weight::Regular) <= inner.width - 2.0;
            if count > 1 && room {
                out.push(texture::label(kind, middle, &text));
            }
            out
        }
    }
}

/// "Session, 2 × Visit": what happened on a day.
fn named_day(day: &Day, kinds: &[DayKind]) -> String {
    let name = |(kind, count): &(usize, usize)| {
        let name = &kinds.get(*kind)?.name;
        Some(match count {
            1 => name.clone(),
            _ => format!("{count} × {name}"),
        })
    };
    let names: Vec<String> = day.kinds.iter().filter_map(name).collect();
    names.join(", ")
}

/// "4 Session; 5 Session, Visit": the days of some weeks on which anything happened.
pub(crate) fn named_days(weeks: &[Week], kinds: &[DayKind]) -> String {
    let days = weeks.iter().flat_map(|week| week.days.iter().flatten());
    let named: Vec<String> = days
        .filter(|day| !day.kinds.is_empty())
        .map(|day| format!("{} {}", day.number, named_day(day, kinds)))
        .collect();
    if named.is_empty() {
        "nothing".to_owned()
    } else {
        named.join("; ")
    }
}
