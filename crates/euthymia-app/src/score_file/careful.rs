//! Rows that are not plain, cut by the grammar of `euthymia_table`, with every finding in them.

use super::columns::Step;
use super::worker::{Part, Worker};
use euthymia_table::RawRecord;

impl Worker<'_> {
    /// Reads the row at `at` and writes it or adds what is wrong with it; returns where the next
    /// begins.
    pub(super) fn careful(&mut self, text: &[u8], at: usize, part: &mut Part) -> usize {
        let rest = &text[at..];
        let record = self.job.head.cut(rest);
        // The line of the row, counted within the piece from 0; the piece's first line is added
        // where the pieces come together.
        let line = part.lines;
        part.lines += record.line_count();
        let end = at + record.length();
        if record.is_hollow() {
            part.tally.rows_without_content += u64::from(record.cell_count() > 1);
            return end;
        }
        if let Some(finding) = self.job.head.text_finding(&record, line) {
            part.findings.add_text(finding);
            return end;
        }
        let broken = self.job.head.shape_findings(&record, line);
        if !broken.is_empty() {
            for finding in broken {
                part.findings.add(finding);
            }
            return end;
        }
        let start = part.out.len();
        let cells = Cells { rest, record, line };
        if self.answers(&cells, part) {
            self.write(part);
        } else {
            part.out.truncate(start);
        }
        end
    }

    /// Reads the answers and writes the cells that pass; false when one answer is wrong.
    fn answers(&mut self, cells: &Cells<'_>, part: &mut Part) -> bool {
        let layout = self.job.layout;
        let mut is_fine = true;
        let mut position = 0;
        for step in &layout.steps {
            match step {
                Step::Pass(count) => {
                    for cell in position..position + count {
                        part.out
                            .extend_from_slice(&cells.rest[cells.record.raw(cell)]);
                        part.out.push(layout.delimiter);
                    }
                    position += count;
                }
                Step::Item(reader) => {
                    let item = &layout.readers[*reader];
                    match item.careful(cells.record.text(position), self.job.head.file()) {
                        Ok(read) => {
                            self.values[item.place] = read.answer;
                            part.marks[*reader].see(read.shows, cells.line);
                        }
                        Err(finding) => {
                            part.findings.add(finding.at_row(cells.line));
                            is_fine = false;
                        }
                    }
                    position += 1;
                }
            }
        }
        is_fine
    }
}

struct Cells<'t> {
    rest: &'t [u8],
    record: RawRecord,
    line: usize,
}
