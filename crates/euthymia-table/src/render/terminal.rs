//! Tables drawn with thin rules for a terminal.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::{Shown, one_line};
use crate::view::{Align, TableView};

/// Narrower than this nothing can be read; wider lines are then accepted.
const WIDTH_MIN: u16 = 20;

pub(super) fn render(view: &TableView, shown: &Shown<'_>, width: u16, color: bool) -> String {
    let width = width.max(WIDTH_MIN);
    let mut out = String::new();
    if !view.title.is_empty() {
        for line in wrapped(&view.title, usize::from(width)) {
            push_styled(&mut out, &line, color, BOLD);
        }
    }
    let lines = drawn(shown, width);
    if lines.iter().all(|line| line.width() <= usize::from(width)) {
        push_table(&mut out, &lines, color);
    } else {
        push_records(&mut out, shown, usize::from(width), color);
    }
    for note in &view.notes {
        for line in wrapped(note, usize::from(width)) {
            push_styled(&mut out, &line, color, DIM);
        }
    }
    out
}

/// The table as lines; columns of numbers are never wrapped, only their headers.
fn drawn(shown: &Shown<'_>, width: u16) -> Vec<String> {
    let headers: Vec<String> = shown
        .columns
        .iter()
        .map(|column| one_line(&column.title()))
        .collect();
    let rows: Vec<Vec<String>> = shown
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|value| one_line(&value.for_people()))
                .collect()
        })
        .collect();
    let mut table = Table::new();
    table.load_style(style()).set_width(width);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    let aligned = |text: &String, position: usize| {
        Cell::new(text).set_alignment(match shown.columns[position].align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        })
    };
    let cells = |row: &Vec<String>| -> Vec<Cell> {
        row.iter()
            .enumerate()
            .map(|(position, text)| aligned(text, position))
            .collect()
    };
    table.set_header(cells(&headers));
    for row in &rows {
        table.add_row(cells(row));
    }
    let needs = needs(shown, &headers, &rows);
    for (position, width) in bounds(&needs, width).into_iter().enumerate() {
        if let Some(column) = table.column_mut(position) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
    }
    table
        .to_string()
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// Blanks beside the text of a column.
const PADDING: usize = 2;

/// How wide the longest word of each column is, and whether it may give way: a column of numbers is
/// never wrapped, only its header.
fn needs(shown: &Shown<'_>, headers: &[String], rows: &[Vec<String>]) -> Vec<(usize, bool)> {
    let columns = shown.columns.iter().zip(headers).enumerate();
    columns
        .map(|(position, (column, header))| {
            let texts = rows.iter().filter_map(|row| row.get(position));
            let widest = |all: &mut dyn Iterator<Item = &str>| {
                all.map(UnicodeWidthStr::width).max().unwrap_or(0)
            };
            let head = widest(&mut header.split_whitespace());
            let body = match column.align {
                Align::Right => widest(&mut texts.map(String::as_str)),
                Align::Left => widest(&mut texts.flat_map(|text| text.split_whitespace())),
            };
            (head.max(body), column.align == Align::Left)
        })
        .collect()
}

/// The least width of each column, so that words stay whole. Where there is no room for that, the
/// longest words of texts give way first: dates and names before them stay whole.
fn bounds(needs: &[(usize, bool)], width: u16) -> Vec<u16> {
    let room = usize::from(width).saturating_sub(PADDING * needs.len());
    let of = |cap: usize| {
        needs
            .iter()
            .map(move |(need, gives_way)| if *gives_way { *need.min(&cap) } else { *need })
    };
    let longest = needs.iter().map(|(need, _)| *need).max().unwrap_or(0);
    let cap = (0..=longest.min(room))
        .rev()
        .find(|cap| of(*cap).sum::<usize>() <= room);
    of(cap.unwrap_or(0))
        .map(|need| u16::try_from(need + PADDING).unwrap_or(u16::MAX))
        .collect()
}

/// Thin rules: below the header and at both ends, none between rows.
fn style() -> TableStyle {
    let rule = LineStyle::none().fill('─').junction('─');
    TableStyle::new()
        .top_border(rule)
        .header_separator(rule)
        .bottom_border(rule)
}

/// The fallback for a terminal too narrow for the table: one block of lines per row.
fn push_records(out: &mut String, shown: &Shown<'_>, width: usize, color: bool) {
    for row in &shown.rows {
        push_styled(out, &"─".repeat(width.min(40)), color, DIM);
        for (column, value) in shown.columns.iter().zip(row) {
            let text = format!("{}: {}", column.title(), value.for_people());
            for line in wrapped(&text, width) {
                push_styled(out, &line, color, "");
            }
        }
    }
}

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

fn push_styled(out: &mut String, line: &str, color: bool, code: &str) {
    if color && !code.is_empty() && !line.is_empty() {
        out.push_str(&format!("{code}{line}{RESET}\n"));
    } else {
        out.push_str(line);
        out.push('\n');
    }
}

/// Writes the drawn table: rules dim, the header (between the first two rules) bold.
fn push_table(out: &mut String, lines: &[String], color: bool) {
    let mut rules_seen = 0;
    for line in lines {
        let is_rule = !line.is_empty() && line.chars().all(|c| c == '─');
        rules_seen += usize::from(is_rule);
        let code = match (is_rule, rules_seen) {
            (true, _) => DIM,
            (false, 1) => BOLD,
            _ => "",
        };
        push_styled(out, line, color, code);
    }
}

/// Breaks text at spaces into lines of at most `width` columns; longer words are cut.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in one_line(text).split_whitespace() {
        for piece in pieces(word, width) {
            let Some(line) = lines.last_mut() else {
                continue;
            };
            if line.is_empty() {
                line.push_str(&piece);
            } else if line.width() + 1 + piece.width() <= width {
                line.push(' ');
                line.push_str(&piece);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for character in word.chars() {
        let Some(piece) = pieces.last_mut() else {
            continue;
        };
        piece.push(character);
        if piece.width() > width && piece.chars().count() > 1 {
            piece.pop();
            pieces.push(character.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn the_longest_words_give_way_first() {
        // 10 and 40 fit into 60 less the blanks.
        assert_eq!(bounds(&[(10, true), (40, true)], 60), [12, 42]);
        // A date of 10 stays whole beside an address of 60 in a room of 36.
        assert_eq!(bounds(&[(10, true), (60, true)], 40), [12, 28]);
        // Numbers never give way.
        assert_eq!(bounds(&[(30, false), (60, true)], 40), [32, 8]);
        assert_eq!(bounds(&[], 40), [0_u16; 0]);
    }
}
