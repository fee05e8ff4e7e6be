//! Draws a missingness map: headings, cells, the strip of summarised rows, counts.

use crate::axis_draw::line;
use crate::columns::{MARGIN, SMALL};
use crate::frame::sample;
use crate::lettering::{every, printed};
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::missingness::{
    COLUMNS_MAX, CellState, MissingnessMap, MissingnessRow, ROWS_MAX, Tally, tallies,
};
use crate::scene::{Anchor, Element, Group, Rect, Stroke, Text};
use crate::texture::Area;
use crate::theme::Paint;

const WIDTH_MIN: f64 = 760.0;
const WIDTH_MAX: f64 = 1120.0;
const COLUMN_MAX: f64 = 64.0;
const LABEL_MAX: f64 = 150.0;
/// Room for the signs and names of the states at the left of the counts.
const LABEL_MIN: f64 = 98.0;
const ROW_MAX: f64 = 18.0;
const ROW_MIN: f64 = 3.0;
const HEIGHT_WANTED: f64 = 620.0;
const STRIP: f64 = 44.0;
const LINE: f64 = 16.0;
const GAP: f64 = 8.0;

/// Where everything stands.
pub(crate) struct Placement {
    pub(crate) width: f64,
    /// Number of columns drawn.
    pub(crate) columns: usize,
    /// Every how many rows a label is printed.
    pub(crate) labels_every: usize,
    left: f64,
    column: f64,
    row: f64,
    /// Room at the right for the numbers of persons; 0 if all are 1.
    persons: f64,
}

impl Placement {
    pub(crate) fn new(map: &MissingnessMap) -> Self {
        let columns = map.columns.len().min(COLUMNS_MAX);
        let drawn = map.rows.len().clamp(1, ROWS_MAX);
        let row = (HEIGHT_WANTED / drawn as f64)
            .floor()
            .clamp(ROW_MIN, ROW_MAX);
        let labels = map.rows.iter().map(|r| r.label.as_str());
        let label = labels
            .chain([map.label_header.as_str(), "000 further rows"])
            .map(|text| text_width(text, SMALL, Weight::Regular))
            .fold(LABEL_MIN, f64::max)
            .min(LABEL_MAX);
        let numbered = map.rows.iter().any(|r| r.persons != 1);
        let persons = if numbered { 56.0 } else { 0.0 };
        let left = MARGIN + label + GAP;
        let wanted = left + COLUMN_MAX * columns as f64 + persons + MARGIN;
        let width = wanted.clamp(WIDTH_MIN, WIDTH_MAX);
        let room = width - MARGIN - persons - left;
        Self {
            width,
            columns,
            labels_every: every(row, SMALL + 1.0),
            left,
            column: (room / columns.max(1) as f64).min(COLUMN_MAX),
            row,
            persons,
        }
    }

    fn x(&self, column: usize) -> f64 {
        self.left + self.column * column as f64
    }

    fn right(&self) -> f64 {
        self.x(self.columns)
    }
}

/// A map with its placement and its counts.
pub(crate) struct Map<'a> {
    pub(crate) source: &'a MissingnessMap,
    pub(crate) place: &'a Placement,
    pub(crate) tallies: Vec<Tally>,
}

impl Map<'_> {
    /// Draws everything but title and notes; returns the bottom.
    pub(crate) fn draw(&self, out: &mut Vec<Element>, top: f64) -> f64 {
        let rows = &self.source.rows;
        let top = self.headings(out, top);
        let mut y = top;
        for (index, row) in rows.iter().take(ROWS_MAX).enumerate() {
            self.row(out, row, index, y);
            y += self.place.row;
        }
        self.separators(out, top, y);
        if let Some(rest) = rows.get(ROWS_MAX..).filter(|rest| !rest.is_empty()) {
            y = self.strip(out, rest, y + 12.0);
        }
        self.counts(out, y + 6.0)
    }

    /// Names of the columns, at most one for as many as fit; returns the top of the cells.
    fn headings(&self, out: &mut Vec<Element>, top: f64) -> f64 {
        let place = self.place;
        let names = self.source.columns.iter().take(place.columns);
        let word = names
            .clone()
            .flat_map(|name| name.split(' '))
            .map(|word| text_width(word, SMALL, Weight::Bold))
            .fold(0.0, f64::max);
        let step = every(place.column, word.min(COLUMN_MAX) + 5.0);
        let room = place.column * step as f64 - 4.0;
        let wrapped: Vec<(usize, Vec<String>)> = names
            .enumerate()
            .filter(|(index, _)| printed(*index, step))
            .map(|(index, name)| (index, wrap(name, room, SMALL, Weight::Bold, 3)))
            .collect();
        let most = wrapped.iter().map(|(_, lines)| lines.len()).max();
        let base = top + LINE * most.unwrap_or(0).max(1) as f64;
        let mut children = Vec::new();
        let mut push = |text: &str, x: f64, y: f64, anchor| {
            children.push(Element::Text(
                Text::new(x, y, text)
                    .size(SMALL)
                    .weight(Weight::Bold)
                    .anchor(anchor),
            ));
        };
        let header = fit(
            &self.source.label_header,
            place.left - GAP - MARGIN,
            SMALL,
            Weight::Bold,
        );
        push(&header, MARGIN, base, Anchor::Start);
        if place.persons > 0.0 {
            push("Persons", place.right() + place.persons, base, Anchor::End);
        }
        for (index, lines) in &wrapped {
            let half = lines
                .iter()
                .map(|l| text_width(l, SMALL, Weight::Bold) / 2.0)
                .fold(0.0, f64::max);
            let centre = place.x(*index) + place.column / 2.0;
            let x = centre.min(place.width - MARGIN - half).max(MARGIN + half);
            for (line, text) in lines.iter().rev().enumerate() {
                push(text, x, base - LINE * line as f64, Anchor::Middle);
            }
        }
        out.push(Element::Group(Group::new("headings", children)));
        base + 10.0
    }

    /// One row: equal neighbours are drawn as one piece.
    fn row(&self, out: &mut Vec<Element>, row: &MissingnessRow, index: usize, y: f64) {
        let place = self.place;
        let gap = if place.row >= 7.0 { 1.0 } else { 0.0 };
        let mut children = Vec::new();
        let cells = row
            .cells
            .get(..row.cells.len().min(place.columns))
            .unwrap_or_default();
        let mut from = 0;
        for run in cells.chunk_by(|a, b| a == b) {
            let area = Area {
                x: place.x(from),
                y,
                width: place.column * run.len() as f64,
                height: place.row - gap,
            };
            from += run.len();
            children.extend(run.first().map(|state| cell(*state, area)));
        }
        let base = y + (place.row - gap) / 2.0 + SMALL * 0.35;
        if printed(index, place.labels_every) {
            let label = fit(
                &row.label,
                place.left - GAP - MARGIN,
                SMALL,
                Weight::Regular,
            );
            if !label.trim().is_empty() {
                children.push(Element::Text(Text::new(MARGIN, base, &label).size(SMALL)));
            }
            if place.persons > 0.0 {
                let text = row.persons.to_string();
                let text = fit(&text, place.persons - GAP, SMALL, Weight::Regular);
                let x = place.right() + place.persons;
                children.push(Element::Text(
                    Text::new(x, base, &text).size(SMALL).anchor(Anchor::End),
                ));
            }
        }
        if !children.is_empty() {
            out.push(Element::Group(Group::new("row", children)));
        }
    }

    /// Paper-coloured lines between the columns.
    fn separators(&self, out: &mut Vec<Element>, top: f64, bottom: f64) {
        let width = (self.place.column * 0.06).clamp(0.4, 2.0);
        let stroke = Stroke::solid(Paint::Paper, width);
        let children = (1..self.place.columns)
            .map(|column| {
                let x = self.place.x(column);
                line((x, top), (x, bottom), stroke)
            })
            .collect();
        out.push(Element::Group(Group::new("separators", children)));
    }

    /// The rows that are not drawn one by one, as shares of each column; returns the bottom.
    fn strip(&self, out: &mut Vec<Element>, rest: &[MissingnessRow], top: f64) -> f64 {
        let place = self.place;
        let text = format!("{} further rows", rest.len());
        let text = fit(&text, place.left - GAP - MARGIN, SMALL, Weight::Regular);
        let mut children = vec![Element::Text(
            Text::new(MARGIN, top + STRIP / 2.0 + SMALL * 0.35, &text).size(SMALL),
        )];
        for (column, tally) in tallies(rest, place.columns).iter().enumerate() {
            let total: u128 = tally.iter().sum();
            let mut y = top;
            for (state, count) in CellState::ALL.iter().zip(tally).filter(|(_, c)| **c > 0) {
                let area = Area {
                    x: place.x(column),
                    y,
                    width: (place.column - 1.0).max(0.5),
                    height: STRIP * (*count as f64 / total as f64),
                };
                y += area.height;
                children.extend(share(*state, area));
            }
        }
        out.push(Element::Group(Group::new("strip", children)));
        top + STRIP
    }

    /// Below the map: the key, with the number of persons in each state; returns the bottom.
    fn counts(&self, out: &mut Vec<Element>, top: f64) -> f64 {
        let place = self.place;
        let widest = self
            .tallies
            .iter()
            .flatten()
            .map(|count| text_width(&count.to_string(), SMALL, Weight::Regular))
            .fold(0.0, f64::max);
        let step = every(place.column, widest + 5.0);
        let mut children = Vec::new();
        let mut y = top;
        for (index, state) in CellState::ALL.into_iter().enumerate() {
            y += LINE + 2.0;
            children.push(cell(state, sample(MARGIN, y - 4.2)));
            children.push(Element::Text(
                Text::new(MARGIN + 28.0, y, state.name())
                    .size(SMALL)
                    .paint(Paint::Muted),
            ));
            for (column, tally) in self.tallies.iter().enumerate() {
                if !printed(column, step) {
                    continue;
                }
                let text = tally.get(index).map(u128::to_string).unwrap_or_default();
                let room = (place.column * step as f64).min(place.width - MARGIN - place.left);
                let text = fit(&text, room, SMALL, Weight::Regular);
                let half = text_width(&text, SMALL, Weight::Regular) / 2.0;
                let centre = place.x(column) + place.column / 2.0;
                let x = centre
                    .min(place.width - MARGIN - half)
                    .max(place.left + half);
                children.push(Element::Text(
                    Text::new(x, y, &text).size(SMALL).anchor(Anchor::Middle),
                ));
            }
        }
        out.push(Element::Group(Group::new("counts", children)));
        y + 6.0
    }
}

/// Draws the share of a state in the strip: as a cell, but with as many lines as have room.
fn share(state: CellState, area: Area) -> Vec<Element> {
    if state != CellState::Left {
        return vec![cell(state, area)];
    }
    let lines = (area.height / ROW_MIN).floor().max(1.0) as usize;
    let height = area.height / lines as f64;
    let y = |index: usize| area.y + height * index as f64;
    (0..lines)
        .map(|index| {
            cell(
                state,
                Area {
                    y: y(index),
                    height,
                    ..area
                },
            )
        })
        .collect()
}

/// Draws a state: grey, black, a line through the middle, or an outline.
fn cell(state: CellState, area: Area) -> Element {
    let rect = |fill, stroke| {
        Element::Rect(Rect {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            fill,
            stroke,
        })
    };
    match state {
        CellState::Present => rect(Some(Paint::Rule), None),
        CellState::Missing => rect(Some(Paint::Ink), None),
        CellState::Left => {
            let middle = area.y + area.height / 2.0;
            let width = (area.height * 0.25).clamp(0.6, 1.6);
            line(
                (area.x, middle),
                (area.x + area.width, middle),
                Stroke::solid(Paint::Muted, width),
            )
        }
        CellState::NotDue => {
            let stroke = (area.height >= 7.0).then(|| Stroke::solid(Paint::Rule, 0.7));
            rect(None, stroke)
        }
    }
}
