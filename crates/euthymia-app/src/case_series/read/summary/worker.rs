//! One piece of the file into counts.

use super::super::identity;
use super::super::raw::Place;
use super::super::same_day::{self, Clash, one_a_day};
use super::super::series::BEFORE_BASELINE;
use super::super::unit::Seen;
use super::layout::{Layout, Step};
use super::plain::{self, Row};
use crate::pieces::findings::{Findings, endless};
use crate::pieces::marks::Marks;
use euthymia_report::case_series::streamed::{DayScore, Tally};
use euthymia_report::case_series::{LeftOut, LeftOutCounts, Status};
use memchr::memchr;
use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;

/// A piece of the file.
pub(super) struct Piece {
    pub(super) text: Vec<u8>,
    /// True when the last row does not end.
    pub(super) is_cut_short: bool,
    /// The line of the file on which it begins.
    pub(super) line: usize,
}

/// The rows of one patient, as they stand in the file.
pub(super) struct Block {
    pub(super) id: Vec<u8>,
    pub(super) text: Vec<u8>,
    pub(super) line: usize,
}

/// What came of a piece.
pub(super) struct Part {
    pub(super) tally: Tally,
    pub(super) findings: Findings,
    /// What single rows show, and then what the rows of a patient show.
    pub(super) rows_left_out: LeftOutCounts,
    pub(super) left_out: LeftOutCounts,
    /// The decimal marks of each column.
    pub(super) marks: Vec<Marks>,
    /// The numbers in the column of times.
    pub(super) times: Seen,
    pub(super) rows: u64,
    /// Each counted patient as 64 bits, with the first row.
    pub(super) patients: Vec<(u64, usize)>,
    /// The first and the last patient of a piece, who may go on in the next and are not counted;
    /// `last` is another than `first`.
    pub(super) first: Option<Block>,
    pub(super) last: Option<Block>,
    /// The piece, for its memory to be used again.
    pub(super) text: Vec<u8>,
}

/// A score on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) day: i64,
    pub(super) total: Option<f64>,
    /// Whether the file repeats it by its layout.
    pub(super) is_repeated: bool,
    pub(super) line: usize,
    /// The position of its column.
    pub(super) column: usize,
}

/// Rows that follow each other and are of one patient.
struct Group {
    id: Vec<u8>,
    /// Where the identifier stands in a plain row.
    patient: Range<usize>,
    start: usize,
    line: usize,
    is_careful: bool,
    rows: u64,
}

/// Counts pieces, one after another.
pub(super) struct Worker<'a> {
    pub(super) layout: &'a Layout<'a>,
    row: Row,
    /// The scores of the patient at hand, by scale.
    pub(super) entries: Vec<Vec<Entry>>,
    courses: Vec<Vec<DayScore>>,
    /// The times of the patient at hand.
    times: Seen,
}

impl Part {
    pub(super) fn new(layout: &Layout<'_>) -> Self {
        Self {
            tally: Tally::new(layout.frame),
            findings: Findings::new(layout.read.problems_max),
            rows_left_out: LeftOutCounts::default(),
            left_out: LeftOutCounts::default(),
            marks: vec![Marks::default(); layout.head.names().len()],
            times: Seen::default(),
            rows: 0,
            patients: Vec::new(),
            first: None,
            last: None,
            text: Vec::new(),
        }
    }
}

impl<'a> Worker<'a> {
    pub(super) fn new(layout: &'a Layout<'a>) -> Self {
        let measures = layout.frame.series.measures.len();
        let mut row = Row::default();
        row.scores.resize(layout.scores.len(), None);
        Self {
            layout,
            row,
            entries: vec![Vec::new(); measures],
            courses: vec![Vec::new(); measures],
            times: Seen::default(),
        }
    }

    /// Counts the patients of a piece but the first and the last.
    pub(super) fn piece(&mut self, piece: Piece) -> Part {
        let mut part = Part::new(self.layout);
        if piece.is_cut_short {
            let finding = endless(self.layout.head.file(), piece.line);
            part.findings.add(finding);
        } else {
            self.rows(&piece.text, piece.line, true, &mut part);
        }
        part.text = piece.text;
        part
    }

    /// Counts a patient whose rows are complete.
    pub(super) fn block(&mut self, block: &Block) -> Part {
        let mut part = Part::new(self.layout);
        self.rows(&block.text, block.line, false, &mut part);
        part
    }

    /// Reads rows; with `holds_edges` the first and the last patient are only cut out.
    fn rows(&mut self, text: &[u8], mut line: usize, holds_edges: bool, part: &mut Part) {
        // What is no text is for the careful way alone.
        let is_text = memchr(0, text).is_none() && std::str::from_utf8(text).is_ok();
        let steps = self.layout.steps.as_deref().filter(|_| is_text);
        self.row.patient = 0..0;
        let mut group: Option<Group> = None;
        let mut at = 0;
        while at < text.len() {
            let plain = steps.and_then(|steps| self.plain(steps, text, at));
            let (next, lines) = match plain {
                Some(end) => {
                    if !group.as_ref().is_some_and(|g| self.is_same(g, text)) {
                        let begun = self.begun(text, at, line);
                        self.close(group.replace(begun), text, at, holds_edges, part);
                    }
                    self.keep(line, part);
                    (end, 1)
                }
                None => {
                    let (id, end, lines) = self.cut(&text[at..]);
                    if let Some(id) = id {
                        let goes_on = |g: &Group| id.is_empty() || g.id == id;
                        if !group.as_ref().is_some_and(goes_on) {
                            let begun = Group {
                                id,
                                patient: 0..0,
                                start: at,
                                line,
                                is_careful: true,
                                rows: 0,
                            };
                            self.close(group.replace(begun), text, at, holds_edges, part);
                        }
                        if let Some(group) = &mut group {
                            group.is_careful = true;
                        }
                    }
                    (at + end, lines)
                }
            };
            if let Some(group) = &mut group {
                group.rows += 1;
            }
            (at, line) = (next, line + lines);
        }
        if let Some(group) = group {
            if !holds_edges {
                self.count(&group, &text[group.start..], part);
            } else {
                let is_only = part.first.is_none();
                let block = Some(cut_out(&group, &text[group.start..]));
                self.clear();
                *(if is_only {
                    &mut part.first
                } else {
                    &mut part.last
                }) = block;
            }
        }
    }

    /// A plain row into `row`; not one whose patient is missing.
    #[inline]
    fn plain(&mut self, steps: &[Step], text: &[u8], at: usize) -> Option<usize> {
        let end = plain::row(self.layout, steps, text, at, &mut self.row)?;
        let id = &text[self.row.patient.clone()];
        let missing = &self.layout.missing;
        let is_missing = id.is_empty() || id.len() < 4 && missing.iter().any(|text| text == id);
        (!is_missing).then_some(end)
    }

    /// Whether the plain row at hand is of the group's patient.
    #[inline]
    fn is_same(&self, group: &Group, text: &[u8]) -> bool {
        let id = &text[self.row.patient.clone()];
        text[group.patient.clone()] == *id || group.id == trimmed(id)
    }

    fn begun(&self, text: &[u8], start: usize, line: usize) -> Group {
        let id = trimmed(&text[self.row.patient.clone()]);
        Group {
            id: id.to_vec(),
            patient: self.row.patient.clone(),
            start,
            line,
            is_careful: self.layout.missing.iter().any(|text| text == id),
            rows: 0,
        }
    }

    /// Cuts a row that is not plain: its patient, empty where it goes with the rows before and `None`
    /// for a row without content, its length, its lines.
    fn cut(&self, rest: &[u8]) -> (Option<Vec<u8>>, usize, usize) {
        let head = &self.layout.head;
        let record = head.cut(rest);
        let (length, lines) = (record.length(), record.line_count());
        if record.is_hollow() {
            return (None, length, lines);
        }
        let id = match head.shape_findings(&record, 0).is_empty() {
            true => trimmed(record.text(self.layout.patient.0)),
            false => &[],
        };
        let is_missing = self.layout.missing.iter().any(|text| text == id);
        let id = if is_missing { &[] } else { id };
        (Some(id.to_vec()), length, lines)
    }

    /// Keeps the scores of the plain row at hand.
    #[inline]
    fn keep(&mut self, line: usize, part: &mut Part) {
        if let Some(number) = self.row.time {
            self.times.add(line, number.value);
        }
        for (column, score) in self.layout.scores.iter().zip(&self.row.scores) {
            if let Some(marks) = score
                .filter(|score| score.shows.is_some())
                .and_then(|_| part.marks.get_mut(column.position))
            {
                marks.see(score.and_then(|score| score.shows), line);
            }
            if let Some(entries) = self.entries.get_mut(column.measure) {
                entries.push(Entry {
                    day: column.at.unwrap_or(self.row.day),
                    total: score.map(|score| score.value),
                    is_repeated: column.at.is_some(),
                    line,
                    column: column.position,
                });
            }
        }
    }

    /// Ends a group: counts it, or cuts it out where it is the first of a piece.
    fn close(
        &mut self,
        group: Option<Group>,
        text: &[u8],
        end: usize,
        holds_edges: bool,
        part: &mut Part,
    ) {
        let Some(group) = group else {
            return;
        };
        let rows = &text[group.start..end];
        if holds_edges && part.first.is_none() {
            part.first = Some(cut_out(&group, rows));
            self.clear();
        } else {
            self.count(&group, rows, part);
        }
    }

    fn count(&mut self, group: &Group, rows: &[u8], part: &mut Part) {
        part.rows += group.rows;
        if !group.id.is_empty() {
            let mut hasher = DefaultHasher::new();
            hasher.write(&group.id);
            part.patients.push((hasher.finish(), group.line));
        }
        if group.is_careful {
            self.clear();
            self.careful(rows, group.line, part);
            return;
        }
        let layout = self.layout;
        // Codes with a digit in them are no names; that settles nearly all.
        let may_be_name = !group.id.iter().any(u8::is_ascii_digit) || group.id.contains(&b'@');
        if may_be_name && !layout.number_patients {
            let place = Place {
                file: layout.head.file().clone(),
                row: group.line,
                column: layout.patient.1.clone(),
            };
            if identity::looks_like_a_name(&String::from_utf8_lossy(&group.id)) {
                part.findings.add(identity::finding(&place));
            }
        }
        part.times.append(self.times);
        self.patient(&Status::NotRecorded, 0, part);
    }

    /// Counts the patient whose scores are at hand.
    pub(super) fn patient(&mut self, status: &Status, flagged_sheets: u32, part: &mut Part) {
        let layout = self.layout;
        for (entries, course) in self.entries.iter().zip(&mut self.courses) {
            course.clear();
            if entries.is_sorted_by(|a, b| a.day < b.day) {
                course.extend(entries.iter().map(|entry| (entry.day, entry.total)));
                continue;
            }
            let same_day = layout.all.outcome.same_day.as_deref();
            let dated = entries.iter().map(|entry| (entry.day, entry));
            let by_day = one_a_day(
                dated,
                |entry| (entry.total, entry.is_repeated),
                same_day,
                |clash| match clash {
                    Clash::Unused(entry, reason) => {
                        part.left_out.add(unused(layout, entry, reason), 1);
                    }
                    Clash::Twice { score, first } => {
                        let place = |message| layout.finding(score.line, score.column, message);
                        let first = format!("row {}", first.line);
                        part.findings.add(same_day::twice(place, &first));
                    }
                },
            );
            course.extend(by_day.into_iter().map(|(day, entry)| (day, entry.total)));
        }
        self.leave_out_early(part);
        part.tally
            .add(layout.frame, &self.courses, status, flagged_sheets);
        self.clear();
    }

    /// Counts the scores that stand before the baseline and enter nothing.
    fn leave_out_early(&self, part: &mut Part) {
        for (entries, course) in self.entries.iter().zip(&self.courses) {
            let Some(begun) = self.layout.frame.begun(course) else {
                continue;
            };
            if course.first().is_none_or(|(day, _)| *day >= begun) {
                continue;
            }
            let is_early = |entry: &&Entry| entry.total.is_some() && entry.day < begun;
            for entry in entries.iter().filter(is_early) {
                part.left_out
                    .add(unused(self.layout, entry, BEFORE_BASELINE), 1);
            }
        }
    }

    pub(super) fn clear(&mut self) {
        for entries in &mut self.entries {
            entries.clear();
        }
        self.times = Seen::default();
    }
}

fn cut_out(group: &Group, rows: &[u8]) -> Block {
    Block {
        id: group.id.clone(),
        text: rows.to_vec(),
        line: group.line,
    }
}

fn unused(layout: &Layout<'_>, entry: &Entry, reason: &str) -> LeftOut {
    LeftOut {
        file: layout.short_file.clone(),
        row: Some(entry.line),
        column: layout.head.name(entry.column).map(|name| name.to_string()),
        what: "score",
        reason: reason.to_owned(),
    }
}

/// Without white space around it, as in a table.
fn trimmed(cell: &[u8]) -> &[u8] {
    std::str::from_utf8(cell).map_or(cell, |text| text.trim().as_bytes())
}
