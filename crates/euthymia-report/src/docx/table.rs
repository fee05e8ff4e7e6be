//! Tables: a head that repeats on every page, rows that stay whole, widths from their words.

use super::bookmarks::Bookmarks;
use super::fields;
use super::widths::{Layout, layout};
use super::xml::Xml;
use crate::document::{LinkedTable, column_heading};
use euthymia_table::Align;

/// Writes the grid of a table; one without columns that people see has none.
pub(super) fn write(x: &mut Xml, table: &LinkedTable, bookmarks: &Bookmarks) {
    let shown = table.shown();
    if shown.is_empty() {
        return;
    }
    let layout = layout(table, &shown);
    x.element("w:tbl", &[], |x| {
        properties(x, table, &layout);
        x.element("w:tblGrid", &[], |x| {
            for width in &layout.columns {
                x.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        head(x, table, &shown, &layout);
        for row in 0..table.view.rows.len() {
            x.element("w:tr", &[], |x| {
                x.element("w:trPr", &[], |x| x.empty("w:cantSplit", &[]));
                self::row(x, table, row, &shown, &layout, bookmarks);
            });
        }
    });
}

fn properties(x: &mut Xml, table: &LinkedTable, layout: &Layout) {
    let width = layout.columns.iter().sum::<u32>().to_string();
    x.element("w:tblPr", &[], |x| {
        x.value("w:tblStyle", "ResultsTable");
        x.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
        x.empty("w:tblLayout", &[("w:type", "fixed")]);
        let look = [
            ("w:val", "0020"),
            ("w:firstRow", "1"),
            ("w:lastRow", "0"),
            ("w:firstColumn", "0"),
            ("w:lastColumn", "0"),
            ("w:noHBand", "1"),
            ("w:noVBand", "1"),
        ];
        x.empty("w:tblLook", &look);
        if !table.view.title.is_empty() {
            x.value("w:tblCaption", &table.view.title);
        }
    });
}

fn head(x: &mut Xml, table: &LinkedTable, shown: &[usize], layout: &Layout) {
    x.element("w:tr", &[], |x| {
        x.element("w:trPr", &[], |x| {
            x.empty("w:cantSplit", &[]);
            x.empty("w:tblHeader", &[]);
        });
        let columns = shown.iter().filter_map(|at| table.view.columns.get(*at));
        for (column, width) in columns.zip(&layout.columns) {
            cell(x, *width, (layout.size.heading, column.align), |x| {
                fields::run(x, &column_heading(column));
            });
        }
    });
}

/// One cell: its width, its style and side, its text.
fn cell(x: &mut Xml, width: u32, look: (&str, Align), inside: impl FnOnce(&mut Xml)) {
    let (style, align) = look;
    x.element("w:tc", &[], |x| {
        x.element("w:tcPr", &[], |x| {
            x.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        });
        x.element("w:p", &[], |x| {
            x.element("w:pPr", &[], |x| {
                x.value("w:pStyle", style);
                if align == Align::Right {
                    x.value("w:jc", "right");
                }
            });
            inside(x);
        });
    });
}

fn row(
    x: &mut Xml,
    table: &LinkedTable,
    row: usize,
    shown: &[usize],
    layout: &Layout,
    bookmarks: &Bookmarks,
) {
    for (position, (at, width)) in shown.iter().zip(&layout.columns).enumerate() {
        let align = table
            .view
            .columns
            .get(*at)
            .map_or(Align::Left, |column| column.align);
        let text = table.cell(row, *at);
        let link = table.link(row).filter(|_| position == 0);
        cell(x, *width, (layout.size.text, align), |x| {
            match link.and_then(|id| bookmarks.target(id)) {
                Some(bookmark) => fields::link(x, bookmark, &text),
                None => fields::run(x, &text),
            }
        });
    }
}
