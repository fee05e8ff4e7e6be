//! A stream of lines cut into pieces, by a rule that says of each line where it belongs.

use std::collections::VecDeque;
use std::io::BufRead;

use super::Pieces;
use super::lines::{Line, Lines, is_blank};
use crate::{Broken, Piece, PieceKind};

/// Longest record that is kept, in bytes.
const PIECE_BYTES_MAX: usize = 1 << 26;
/// Longest text that a [`Broken`] carries, in bytes.
const BROKEN_BYTES_MAX: usize = 4096;
/// Blank lines within a record that are waited for, in bytes.
const BLANK_BYTES_MAX: usize = 1 << 16;

/// Where a line belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// First line of a record.
    Begins,
    /// A further line of the open record.
    Inside,
    /// Last line of the open record.
    Ends,
    /// Part of the documented frame of the format; ends the open record.
    Frame,
    /// Nothing that the format knows; ends the open record.
    Stray,
}

/// What is known before a line is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Before {
    /// Whether a record is open.
    pub(crate) is_open: bool,
    /// Whether its last line was already seen.
    pub(crate) has_ended: bool,
    /// Whether a blank line stands between this line and the one before it.
    pub(crate) after_blank: bool,
}

/// Cuts a text by a rule. Blank lines are no matter of the rule: inside a record they belong to it,
/// elsewhere to nothing.
///
/// After [`Place::Ends`] the rule may still claim lines with [`Place::Inside`].
pub(crate) fn cut<'a>(
    text: impl BufRead + 'a,
    rule: impl FnMut(&str, Before) -> Place + 'a,
) -> Pieces<'a> {
    let mut cutter = Cutter {
        lines: Some(Lines::new(text)),
        rule,
        open: None,
        has_ended: false,
        is_too_long: false,
        blanks: String::new(),
        after_blank: true,
        stray: None,
        ready: VecDeque::new(),
    };
    Box::new(std::iter::from_fn(move || cutter.next_piece()))
}

struct Cutter<R, F> {
    /// `None` at the end of the file.
    lines: Option<Lines<R>>,
    rule: F,
    open: Option<Piece>,
    has_ended: bool,
    is_too_long: bool,
    blanks: String,
    after_blank: bool,
    stray: Option<Broken>,
    ready: VecDeque<Result<Piece, Broken>>,
}

impl<R: BufRead, F: FnMut(&str, Before) -> Place> Cutter<R, F> {
    fn next_piece(&mut self) -> Option<Result<Piece, Broken>> {
        loop {
            if let Some(done) = self.ready.pop_front() {
                return Some(done);
            }
            match self.lines.as_mut()?.next_line() {
                Ok(Some(line)) => self.take(line),
                Ok(None) => self.finish(None),
                Err(error) => self.finish(Some(error)),
            }
        }
    }

    fn finish(&mut self, error: Option<std::io::Error>) {
        let place = self.lines.as_ref().map(Lines::place);
        self.close();
        self.close_stray();
        self.lines = None;
        if let (Some(error), Some((offset, line))) = (error, place) {
            self.ready.push_back(Err(Broken {
                offset,
                line,
                message: format!("The file could not be read further: {error}."),
                text: String::new(),
            }));
        }
    }

    fn take(&mut self, mut line: Line) {
        if line.offset == 0 && line.text.starts_with('\u{feff}') {
            line.text.drain(..'\u{feff}'.len_utf8());
            line.offset = '\u{feff}'.len_utf8() as u64;
        }
        if is_blank(&line.text) {
            return self.take_blank(&line.text);
        }
        let before = Before {
            is_open: self.open.is_some(),
            has_ended: self.has_ended,
            after_blank: self.after_blank,
        };
        let place = (self.rule)(line.text.trim_end(), before);
        self.after_blank = false;
        match place {
            Place::Inside | Place::Ends if before.is_open => self.append(&line.text),
            Place::Begins | Place::Inside | Place::Ends => self.begin(line),
            Place::Frame => {
                self.close();
                self.close_stray();
            }
            Place::Stray => {
                self.close();
                self.add_stray(&line);
            }
        }
        self.has_ended |= place == Place::Ends;
    }

    fn take_blank(&mut self, text: &str) {
        self.after_blank = true;
        if self.open.is_some() {
            self.blanks.push_str(text);
            if self.blanks.len() > BLANK_BYTES_MAX {
                self.close();
            }
        }
    }

    fn begin(&mut self, line: Line) {
        self.close();
        self.close_stray();
        self.open = Some(Piece {
            kind: PieceKind::Record,
            offset: line.offset,
            line: line.number,
            text: String::new(),
        });
        self.append(&line.text);
    }

    fn append(&mut self, text: &str) {
        let Some(piece) = &mut self.open else { return };
        self.is_too_long |= piece.text.len() + self.blanks.len() + text.len() > PIECE_BYTES_MAX;
        if self.is_too_long {
            if piece.text.is_empty() {
                piece.text.push_str(head(text));
            }
            piece.text.truncate(head(&piece.text).len());
        } else {
            piece.text.push_str(&self.blanks);
            piece.text.push_str(text);
        }
        self.blanks.clear();
    }

    fn close(&mut self) {
        self.blanks.clear();
        self.has_ended = false;
        let Some(piece) = self.open.take() else {
            return;
        };
        if !std::mem::take(&mut self.is_too_long) {
            return self.ready.push_back(Ok(piece));
        }
        self.ready.push_back(Err(Broken {
            offset: piece.offset,
            line: piece.line,
            message: "A record of more than 64 MiB was left out. See whether the file marks the end of its records.".to_owned(),
            text: piece.text,
        }));
    }

    fn add_stray(&mut self, line: &Line) {
        let stray = self.stray.get_or_insert_with(|| Broken {
            offset: line.offset,
            line: line.number,
            message: "Text outside of any record was left out.".to_owned(),
            text: String::new(),
        });
        let room = BROKEN_BYTES_MAX.saturating_sub(stray.text.len());
        stray.text.push_str(clipped(&line.text, room));
    }

    fn close_stray(&mut self) {
        if let Some(mut stray) = self.stray.take() {
            stray.text.truncate(stray.text.trim_end().len());
            self.ready.push_back(Err(stray));
        }
    }
}

fn head(text: &str) -> &str {
    clipped(text, BROKEN_BYTES_MAX)
}

/// The beginning of a text, at most so many bytes.
fn clipped(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
