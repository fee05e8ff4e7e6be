//! Tables drawn with thin rules for a terminal.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::{Shown, one_line};
use crate::view::{Align, TableView, Value};

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
    let (shown, left_out) = &room_for_words(shown, usize::from(width));
    let lines = drawn(shown, width);
    if lines.iter().all(|line| line.width() <= usize::from(width)) {
        push_table(&mut out, &lines, color);
    } else {
        push_records(&mut out, shown, usize::from(width), color);
    }
    for note in view.notes.iter().chain(left_out) {
        for line in wrapped(note, usize::from(width)) {
            push_styled(&mut out, &line, color, DIM);
        }
    }
    out
}

/// The table as lines; columns of numbers are never wrapped, only their headers.
fn drawn(shown: &Shown<'_>, width: u16) -> Vec<String> {
    let (headers, rows) = texts(shown);
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
    for (position, constraint) in constraints(&needs, width).into_iter().enumerate() {
        if let (Some(column), Some(constraint)) = (table.column_mut(position), constraint) {
            column.set_constraint(constraint);
        }
    }
    table
        .to_string()
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// Headers and cells, each on one line.
fn texts(shown: &Shown<'_>) -> (Vec<String>, Vec<Vec<String>>) {
    let headers = shown.columns.iter();
    let cells = |row: &Vec<&Value>| {
        let cells = row.iter();
        cells.map(|value| one_line(&value.for_people())).collect()
    };
    (
        headers.map(|column| one_line(&column.title())).collect(),
        shown.rows.iter().map(cells).collect(),
    )
}

/// What is shown; where words would be broken, without the columns that hold no value, and a line that
/// names these.
fn room_for_words<'v>(shown: &Shown<'v>, width: usize) -> (Shown<'v>, Option<String>) {
    let (headers, rows) = texts(shown);
    let needs = needs(shown, &headers, &rows);
    let words: usize = needs.iter().map(|need| need.word + PADDING + 1).sum();
    let has_value = |position: usize| {
        let mut cells = shown.rows.iter().filter_map(|row| row.get(position));
        cells.any(|value| **value != Value::Missing)
    };
    let filled: Vec<bool> = (0..headers.len()).map(has_value).collect();
    let is_whole = words <= width + 1 || !filled.contains(&true);
    let is_kept: Vec<bool> = filled.iter().map(|filled| is_whole || *filled).collect();
    let kept = Shown {
        columns: only(&is_kept, &shown.columns),
        rows: shown.rows.iter().map(|row| only(&is_kept, row)).collect(),
    };
    let is_empty: Vec<bool> = is_kept.iter().map(|kept| !kept).collect();
    let empty: Vec<String> = only(&is_empty, &headers);
    let line = (!empty.is_empty()).then(|| format!("Nothing stands under: {}.", empty.join(", ")));
    (kept, line)
}

/// The entries at the places that are wanted.
fn only<T: Clone>(is_wanted: &[bool], all: &[T]) -> Vec<T> {
    let wanted = is_wanted.iter().zip(all).filter(|(wanted, _)| **wanted);
    wanted.map(|(_, own)| own.clone()).collect()
}

/// Blanks beside the text of a column.
const PADDING: usize = 2;

/// Cells up to this many characters are not wrapped while longer words can give way.
const SHORT: usize = 14;

/// Narrower than this a column of words cannot be read.
const LEAST: usize = 4;

/// What a column needs, in characters.
#[derive(Clone, Copy)]
struct Need {
    /// Its longest word, so that no word is broken; for numbers the longest cell.
    word: usize,
    /// Its longest cell.
    all: usize,
    /// Its longest cell, or a longer word of its header.
    line: usize,
    /// True where no cell is long.
    short: bool,
    is_number: bool,
}

fn needs(shown: &Shown<'_>, headers: &[String], rows: &[Vec<String>]) -> Vec<Need> {
    let longest = |words: &mut dyn Iterator<Item = &str>| {
        words.map(UnicodeWidthStr::width).max().unwrap_or(0)
    };
    let columns = shown.columns.iter().zip(headers).enumerate();
    columns
        .map(|(position, (column, header))| {
            let texts = || {
                let cells = rows.iter().filter_map(|row| row.get(position));
                cells.map(String::as_str)
            };
            let is_number = column.align == Align::Right;
            let cell = longest(&mut texts());
            let word = if is_number {
                cell
            } else {
                longest(&mut texts().flat_map(str::split_whitespace))
            };
            let header_word = longest(&mut header.split_whitespace());
            Need {
                word: word.max(header_word),
                all: cell.max(header.width()),
                line: cell.max(header_word),
                short: cell.max(header_word) <= SHORT,
                is_number,
            }
        })
        .collect()
}

/// How columns share the width: left to themselves where everything fits on one line or nothing helps,
/// else at the widths that keep words whole.
fn constraints(needs: &[Need], width: u16) -> Vec<Option<ColumnConstraint>> {
    let fixed = |width: usize| Width::Fixed(u16::try_from(width + PADDING).unwrap_or(u16::MAX));
    match shares(needs, usize::from(width)) {
        Some(shares) => shares
            .into_iter()
            .map(|share| Some(ColumnConstraint::Absolute(fixed(share))))
            .collect(),
        None => needs
            .iter()
            .map(|need| {
                let bound = ColumnConstraint::LowerBoundary(fixed(need.word));
                need.is_number.then_some(bound)
            })
            .collect(),
    }
}

/// The width of each column without its blanks; `None` where every cell fits on one line, and where
/// not even the numbers fit.
///
/// Where there is no room for all words, the longest words of texts give way first: dates and names
/// before them stay whole. What room is left goes to the narrowest columns that can use it.
fn shares(needs: &[Need], width: usize) -> Option<Vec<usize>> {
    let between = needs.len().saturating_sub(1);
    let room = width.checked_sub(PADDING * needs.len() + between)?;
    let longest = needs.iter().map(|need| need.all).max()?;
    if needs.iter().map(|need| need.all).sum::<usize>() <= room {
        return None;
    }
    let sum = |of: &dyn Fn(&Need) -> usize| needs.iter().map(of).sum::<usize>();
    // A short cell stays on its line while longer words can give way.
    let mut keeps_short = true;
    let least = |need: &Need, cap: usize, keeps_short: bool| match need.is_number {
        true => need.word,
        false if keeps_short && need.short => need.line,
        false => need.word.min(cap),
    };
    let cap_of = |keeps_short: bool| {
        let mut caps = (LEAST..=longest.max(LEAST)).rev();
        caps.find(|cap| sum(&|need| least(need, *cap, keeps_short)) <= room)
    };
    let cap = match cap_of(true) {
        Some(cap) => cap,
        None => {
            keeps_short = false;
            cap_of(false)?
        }
    };
    let share = |need: &Need, level: usize| level.clamp(least(need, cap, keeps_short), need.all);
    let mut levels = (1..=longest).rev();
    let level = levels.find(|level| sum(&|need| share(need, *level)) <= room)?;
    let mut shares: Vec<usize> = needs.iter().map(|need| share(need, level)).collect();
    let mut left = room.saturating_sub(shares.iter().sum());
    for (share, need) in shares.iter_mut().zip(needs) {
        if left > 0 && *share < need.all {
            *share += 1;
            left -= 1;
        }
    }
    Some(shares)
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
    use super::{Need, shares};

    fn text(word: usize, all: usize) -> Need {
        Need {
            word,
            all,
            line: all,
            short: all <= 14,
            is_number: false,
        }
    }

    #[test]
    fn words_stay_whole_and_the_longest_give_way_first() {
        // Everything fits: 10 + 40, twice two blanks and one between.
        assert_eq!(shares(&[text(10, 10), text(8, 40)], 55), None);
        // A date of 10 stays whole, and a sentence takes the rest of 40 - 5.
        assert_eq!(shares(&[text(10, 10), text(8, 90)], 40), Some(vec![10, 25]));
        // An address of 60 gives way to the date.
        assert_eq!(
            shares(&[text(10, 10), text(60, 60)], 40),
            Some(vec![10, 25])
        );
        // Two sentences share what is left, the odd one to the first.
        assert_eq!(shares(&[text(5, 90), text(5, 90)], 36), Some(vec![16, 15]));
        // Numbers never give way.
        let number = Need {
            is_number: true,
            ..text(30, 30)
        };
        assert_eq!(shares(&[number, text(60, 60)], 40), Some(vec![30, 5]));
        assert_eq!(shares(&[number, text(60, 60)], 30), None);
        // "response *" stays on its line beside long words.
        assert_eq!(shares(&[text(8, 10), text(30, 90)], 40), Some(vec![10, 25]));
        assert_eq!(shares(&[], 40), None);
    }
}
