//! How wide the columns of a table are, from the widths of its words.

use crate::document::{LinkedTable, column_heading};
use euthymia_plot::metrics::{Weight, text_width};

/// Width of the text on an A4 page with margins of 2 cm, in twentieths of a point.
pub(super) const PAGE_WIDTH: u32 = 9638;
/// Blank at both sides of a cell and a little more, so that rounding never breaks a word.
const PADDING: f64 = 190.0;
/// A column of sentences asks for no more than this.
const IDEAL_MAX: f64 = 5200.0;
/// Type sizes: the largest at which no word is broken is taken, or else the smallest.
const SIZES: [Size; 2] = [
    Size {
        points: 9.0,
        text: "TableText",
        heading: "TableHeading",
    },
    Size {
        points: 8.0,
        text: "TableTextSmall",
        heading: "TableHeadingSmall",
    },
];
const SMALLEST: Size = Size {
    points: 7.0,
    text: "TableTextSmallest",
    heading: "TableHeadingSmallest",
};

/// A type size with the styles that have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    points: f64,
    pub(super) text: &'static str,
    pub(super) heading: &'static str,
}

/// A table's type size and the widths of its columns in twentieths of a point.
#[derive(Debug, PartialEq)]
pub(super) struct Layout {
    pub(super) size: Size,
    pub(super) columns: Vec<u32>,
}

/// What a column needs at a type size of one point.
#[derive(Clone, Copy)]
struct Need {
    /// Its longest word.
    least: f64,
    /// Its longest text.
    ideal: f64,
}

/// Lays the shown columns of a table out.
pub(super) fn layout(table: &LinkedTable, shown: &[usize]) -> Layout {
    let needs: Vec<Need> = shown.iter().map(|at| need(table, *at)).collect();
    let page = f64::from(PAGE_WIDTH);
    let fits = |size: &Size| needs.iter().map(|need| need.least(*size)).sum::<f64>() <= page;
    let size = SIZES.into_iter().find(fits).unwrap_or(SMALLEST);
    Layout {
        size,
        columns: share(&needs, size),
    }
}

impl Need {
    fn least(&self, size: Size) -> f64 {
        self.least * size.points + PADDING
    }

    fn ideal(&self, size: Size) -> f64 {
        let ideal = self.ideal * size.points + PADDING;
        ideal.min(IDEAL_MAX).max(self.least(size))
    }
}

/// Every column gets its longest word; what is left goes to those that would like more.
fn share(needs: &[Need], size: Size) -> Vec<u32> {
    let page = f64::from(PAGE_WIDTH);
    let least: f64 = needs.iter().map(|need| need.least(size)).sum();
    let ideal: f64 = needs.iter().map(|need| need.ideal(size)).sum();
    let width = |need: &Need| {
        let (low, high) = (need.least(size), need.ideal(size));
        if ideal <= page {
            high
        } else if least >= page {
            low * page / least
        } else {
            low + (high - low) * (page - least) / (ideal - least)
        }
    };
    needs
        .iter()
        .map(|need| (width(need) as u32).max(1))
        .collect()
}

fn need(table: &LinkedTable, column: usize) -> Need {
    let heading = table.view.columns.get(column).map(column_heading);
    let heading = measure(&heading.unwrap_or_default(), Weight::Bold);
    let cells =
        (0..table.view.rows.len()).map(|row| measure(&table.cell(row, column), Weight::Regular));
    cells.fold(heading, |a, b| Need {
        least: a.least.max(b.least),
        ideal: a.ideal.max(b.ideal),
    })
}

/// In twentieths of a point per point of type size.
fn measure(text: &str, weight: Weight) -> Need {
    let words = text.split([' ', '\n', '\t', '-', '–', '/']);
    let least = words
        .map(|word| text_width(word, 20.0, weight))
        .fold(0.0, f64::max);
    Need {
        // A word longer than a third of the page is broken rather than given its room.
        least: least.min(f64::from(PAGE_WIDTH) / 27.0),
        ideal: text_width(text, 20.0, weight),
    }
}
