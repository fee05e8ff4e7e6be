//! A patient with a row that is not plain, read by the code that reads a file into memory.

use super::super::bound::{Bound, bind};
use super::super::identity;
use super::super::raw::{Raw, RawPatient, RawScore};
use super::super::rows::read_rows;
use super::super::series::status;
use super::super::unit::Seen;
use super::layout::SCORE_MAX;
use super::worker::{Entry, Part, Worker};
use crate::case_series::settings::Role;
use crate::error::AppError;
use euthymia_table::{Diagnostic, Problems, lone_number};

impl Worker<'_> {
    /// Reads the rows of a patient, which begin on a line of the file, and counts the patient.
    pub(super) fn careful(&mut self, rows: &[u8], line: usize, part: &mut Part) {
        let layout = self.layout;
        let mut text = layout.header.to_vec();
        if !text.ends_with(b"\n") && !text.ends_with(b"\r") {
            text.push(b'\n');
        }
        let header_lines = layout.head.cut(&text).line_count();
        text.extend_from_slice(rows);
        let down = line.saturating_sub(header_lines + 1);
        let table = match euthymia_table::read(&text, layout.head.file(), &layout.read) {
            Ok(table) => table.moved_down(down),
            Err(findings) => return add_moved(findings, down, part),
        };
        let bound = match bind(&table, &layout.settings, layout.all) {
            Ok(bound) => bound,
            Err(AppError::Input(findings)) => return add_moved(findings, 0, part),
            Err(error) => {
                let finding = Diagnostic::error(layout.head.file().clone(), error.to_string());
                return part.findings.add(finding);
            }
        };
        see(&bound, part);
        let mut raw = Raw::default();
        let mut problems = Problems::new(usize::MAX);
        read_rows(&bound, &mut raw, &mut problems);
        add_moved(problems.into_list(), 0, part);
        for one in std::mem::take(&mut raw.left_out) {
            part.rows_left_out.add(one, 1);
        }
        for one in &raw.patients {
            if let Some(place) = one.place.as_ref().filter(|_| !layout.number_patients)
                && identity::looks_like_a_name(&one.id)
            {
                part.findings.add(identity::finding(place));
            }
            self.scores(one, &raw, part);
            self.patient(&status(one), one.flagged_sheets, part);
        }
    }

    /// The scores of a patient, with what is wrong with their scales and times.
    fn scores(&mut self, one: &RawPatient, raw: &Raw, part: &mut Part) {
        for score in &one.scores {
            match self.entry(score, raw) {
                Ok((measure, entry)) => {
                    if let Some(entries) = self.entries.get_mut(measure) {
                        entries.push(entry);
                    }
                }
                Err(finding) => part.findings.add(finding),
            }
        }
    }

    fn entry(&self, score: &RawScore, raw: &Raw) -> Result<(usize, Entry), Diagnostic> {
        let layout = self.layout;
        let finding = |message: &str, help: &str| score.place.error(message).with_help(help);
        let instrument = raw.measures.get(score.measure).map(|one| &one.instrument);
        let mut known = layout.frame.series.measures.iter();
        let measure = known
            .position(|one| Some(&one.instrument) == instrument)
            .ok_or_else(|| {
                finding(
                    "the start of the file has no score on this scale",
                    "The scales are taken from the start of the file: leave out --summary, or put a \
                     patient with all scales first.",
                )
            })?;
        let day = layout
            .clock
            .day(score.time)
            .map_err(|(message, help)| finding(message, help))?;
        if score.total.is_some_and(|total| total.abs() > SCORE_MAX) {
            return Err(finding(
                "scores beyond 100,000 points cannot be added up",
                "Correct the score, or leave out --summary.",
            ));
        }
        let mut names = layout.head.names();
        let entry = Entry {
            day,
            total: score.total,
            is_repeated: score.is_repeated,
            line: score.place.row,
            column: names
                .position(|name| *name == *score.place.column)
                .unwrap_or(usize::MAX),
        };
        Ok((measure, entry))
    }
}

fn add_moved(findings: Vec<Diagnostic>, lines: usize, part: &mut Part) {
    for mut finding in findings {
        finding.row = finding.row.map(|row| row + lines);
        part.findings.add(finding);
    }
}

/// Takes note of times and decimal marks, which only the whole file settles.
fn see(bound: &Bound<'_>, part: &mut Part) {
    if let Some(time) = bound.first(Role::Time) {
        part.times.append(Seen::of(bound, time));
    }
    for found in bound.of(Role::Score) {
        let Some(marks) = part.marks.get_mut(found.column.position()) else {
            continue;
        };
        for cell in found.column.cells() {
            if let Some(Ok(number)) = cell.text().map(|text| lone_number(text, None)) {
                marks.see(number.shows, cell.line());
            }
        }
    }
}
