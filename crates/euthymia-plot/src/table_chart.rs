//! The skeleton that forest plots and interval charts share: a table with a plot in its middle.
//!
//! A figure is lowered to a list of [`Row`]s; this module gives them heights, draws texts and marks,
//! and puts the axis below.

use crate::axis::{Axis, Extent, Placed};
use crate::axis_draw;
use crate::columns::{self, Align, Column, Layout, MARGIN, Need};
use crate::frame::{self, KeyItem, Sign};
use crate::lettering;
use crate::row_draw;
use crate::scene::{Element, Scene};
use crate::table_row::{Mark, Row, leaves_axis, row_in_words};

/// A table with a plot, before layout.
pub(crate) struct TableChart<'a> {
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) caution: Option<&'a str>,
    pub(crate) label_header: &'a str,
    pub(crate) left: &'a [Column],
    pub(crate) right: &'a [Column],
    pub(crate) rows: Vec<Row>,
    pub(crate) axis: &'a Axis,
    pub(crate) pooled_line: Option<f64>,
    pub(crate) key: Vec<KeyItem>,
    pub(crate) footnotes: &'a [String],
}

impl TableChart<'_> {
    /// Lays the figure out.
    pub(crate) fn to_scene(&self) -> Scene {
        let layout = self.layout();
        let placed = self
            .axis
            .place(&self.extent(), layout.plot.0, layout.plot.1);
        let mut scene = Scene::new(layout.width, 1.0, self.title, self.description);
        let mut y = frame::head(&mut scene.elements, layout.width, self.title, self.caution);
        y = self.header(&mut scene.elements, &layout, &placed, y);
        let top = y;

        let guides: Vec<f64> = [self.axis.reference_line, self.pooled_line]
            .into_iter()
            .flatten()
            .filter(|v| v.is_finite())
            .collect();
        let mut behind = Vec::new();
        let mut front = Vec::new();
        for row in &self.rows {
            y = row_draw::draw(row, &layout, &placed, &guides, y, &mut behind, &mut front);
        }
        let bottom = y + 8.0;
        axis_draw::reference(&mut behind, self.axis, &placed, top, bottom);
        axis_draw::pooled(&mut behind, self.pooled_line, &placed, top, bottom);
        scene.elements.append(&mut behind);
        scene.elements.append(&mut front);
        y = axis_draw::draw(
            &mut scene.elements,
            self.axis,
            &placed,
            bottom,
            layout.width,
        );
        let mut key = self.key.clone();
        if self.rows.iter().any(|row| leaves_axis(&row.mark, &placed)) {
            key.push(KeyItem {
                sign: Sign::Arrow,
                text: "Continues beyond the axis".to_owned(),
            });
        }
        y = frame::key(&mut scene.elements, layout.width, y + 8.0, &key);
        y = frame::footnotes(&mut scene.elements, layout.width, y, self.footnotes);
        scene.height = (y + MARGIN).ceil();
        scene.long_description = self.in_words();
        scene
    }

    fn layout(&self) -> Layout {
        let mut label = Need::of_header(self.label_header);
        let mut needs: [Vec<(Need, Align)>; 2] = [self.left, self.right].map(|columns| {
            columns
                .iter()
                .map(|c| (Need::of_header(&c.header), c.align))
                .collect()
        });
        for row in self.rows.iter().filter(|r| !r.spans_columns()) {
            label.add(&row.label, row.weight(), row.indent);
            for (side, texts) in needs.iter_mut().zip([&row.left, &row.right]) {
                for ((need, _), text) in side.iter_mut().zip(texts) {
                    need.add(text, row.weight(), 0.0);
                }
            }
        }
        let [left, right] = needs;
        columns::layout(label, &left, &right)
    }

    fn extent(&self) -> Extent {
        let mut extent = Extent::default();
        for row in &self.rows {
            match &row.mark {
                Mark::Interval(i, ..) => {
                    extent.points.push(i.estimate());
                    extent.intervals.push((i.lower(), i.upper()));
                }
                Mark::Diamond(i) => {
                    extent.points.extend([i.estimate(), i.lower(), i.upper()]);
                }
                Mark::Layered(i, _, _, prediction) => {
                    extent.points.push(i.estimate());
                    extent.intervals.push((i.lower(), i.upper()));
                    extent.intervals.extend(*prediction);
                }
                Mark::Prediction(lower, upper) => extent.intervals.push((*lower, *upper)),
                Mark::Empty | Mark::Words(_) => {}
            }
        }
        extent
    }

    /// Column headings, lined up at their last line, over a rule; returns the top of the rows.
    fn header(&self, out: &mut Vec<Element>, layout: &Layout, placed: &Placed, top: f64) -> f64 {
        let mut cells = vec![(layout.label, self.label_header)];
        for (spans, columns) in [(&layout.left, self.left), (&layout.right, self.right)] {
            cells.extend(
                spans
                    .iter()
                    .copied()
                    .zip(columns.iter().map(|c| c.header.as_str())),
            );
        }
        let base = lettering::headings(out, &cells, top);
        axis_draw::reference_label(out, self.axis, placed, base);
        lettering::rule(out, layout.width, base)
    }

    /// The figure as lines of text.
    fn in_words(&self) -> Vec<String> {
        let caution = self.caution.map(|c| format!("Caution: {c}"));
        let rows = self
            .rows
            .iter()
            .map(|row| row_in_words(row, self.left, self.right));
        let axis = (!self.axis.label.is_empty()).then(|| format!("Axis: {}", self.axis.label));
        caution
            .into_iter()
            .chain(rows)
            .chain(axis)
            .chain(self.footnotes.iter().cloned())
            .collect()
    }
}
