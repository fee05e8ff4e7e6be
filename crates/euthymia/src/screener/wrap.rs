//! Text broken into lines of a width, each piece in its own style.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// A piece of text and how it looks.
pub(super) type Piece<'t> = (&'t str, Style);

/// Lines being filled.
struct Filling {
    width: usize,
    lines: Vec<Line<'static>>,
    line: Vec<Span<'static>>,
    used: usize,
}

/// Pieces that follow each other as lines of at most `width` columns, broken between words; a word
/// that is longer than a line is broken within. No pieces make no line.
pub(super) fn wrap(pieces: &[Piece<'_>], width: usize) -> Vec<Line<'static>> {
    let mut filling = Filling {
        width: width.max(1),
        lines: Vec::new(),
        line: Vec::new(),
        used: 0,
    };
    let mut word: Vec<Piece<'_>> = Vec::new();
    for (text, style) in pieces {
        for part in text.split_inclusive(' ') {
            word.push((part, *style));
            if part.ends_with(' ') {
                filling.put(&word);
                word.clear();
            }
        }
    }
    filling.put(&word);
    filling.end_line();
    filling.lines
}

fn columns(text: &str) -> usize {
    Span::raw(text).width()
}

impl Filling {
    /// Puts a word, of which the last part may end in a space.
    fn put(&mut self, word: &[Piece<'_>]) {
        let whole: usize = word.iter().map(|(text, _)| columns(text)).sum();
        let ends_in_space = word.last().is_some_and(|(text, _)| text.ends_with(' '));
        let needed = whole - usize::from(ends_in_space).min(whole);
        if self.used > 0 && self.used + needed > self.width {
            self.end_line();
        }
        for (text, style) in word {
            self.put_part(text, *style);
        }
    }

    fn put_part(&mut self, text: &str, style: Style) {
        if self.used + columns(text) <= self.width {
            self.used += columns(text);
            self.line.push(Span::styled(text.to_owned(), style));
            return;
        }
        let mut fitting = String::new();
        for c in text.chars() {
            let one = columns(c.encode_utf8(&mut [0; 4]));
            if self.used + one > self.width {
                if c == ' ' {
                    continue;
                }
                let full = std::mem::take(&mut fitting);
                self.line.push(Span::styled(full, style));
                self.end_line();
            }
            fitting.push(c);
            self.used += one;
        }
        self.line.push(Span::styled(fitting, style));
    }

    fn end_line(&mut self) {
        if !self.line.is_empty() {
            self.lines.push(Line::from(std::mem::take(&mut self.line)));
        }
        self.used = 0;
    }
}
