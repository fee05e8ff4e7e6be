//! The scores of a row, and totals from the answers to items.

use super::super::moment::tokens;
use super::super::scale::at_start;
use super::super::settings::{Role, Rows};
use super::bound::{Bound, BoundColumn, measure_of};
use super::raw::{Place, RawScore, RawTime};
use super::rows::Line;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::instrument::score::check_answer;
use euthymia_clinical::instrument::{Answers, Pack, bundled, score};
use euthymia_report::case_series::Measure;
use euthymia_table::Cell;

/// The columns of one answer sheet.
struct Sheet<'t> {
    measure: Measure,
    /// `None`: the row has no time.
    time: Option<RawTime>,
    columns: Vec<BoundColumn<'t>>,
}

impl<'t> Line<'_, 't> {
    pub(super) fn scores(&mut self) {
        let bound = self.bound;
        let is_visit = bound.settings.rows == Rows::Visits;
        let row_time = if is_visit { self.time() } else { None };
        let scale = self.cell(Role::Scale).map(|cell| scale_of(cell, bound));
        for column in bound.of(Role::Score) {
            let cell = column.column.cell(self.row);
            let measure = match (&column.measure, &scale) {
                (Some(measure), _) => measure.clone(),
                (None, Some(Ok(Some(measure)))) => measure.clone(),
                (None, Some(Ok(None))) => {
                    if cell.text().is_some() {
                        self.leave_out(cell, "score", "the row does not say its scale");
                    }
                    continue;
                }
                (None, Some(Err(finding))) => {
                    self.leave_out(cell, "score", finding);
                    continue;
                }
                (None, None) => {
                    self.problems.add(
                        cell.error("it is not said which scale this score is on")
                            .with_help("Write instrument = \"madrs\" in the column's line."),
                    );
                    continue;
                }
            };
            let Some(time) = self.time_of(column, row_time, "score") else {
                continue;
            };
            let score = RawScore {
                measure: self.raw.measure(&measure),
                time,
                total: self.total(cell, &measure),
                is_repeated: is_visit && column.at.is_some(),
                place: Place::of(cell, self.file),
            };
            self.patient().scores.push(score);
        }
        self.items(row_time);
    }

    /// When a score or an answer is from; `None` after a finding or an entry of what is left out.
    fn time_of(
        &mut self,
        column: &BoundColumn<'_>,
        row_time: Option<RawTime>,
        what: &'static str,
    ) -> Option<RawTime> {
        if let Some(time) = column.at.map(RawTime::Moment).or(row_time) {
            return Some(time);
        }
        let cell = column.column.cell(self.row);
        let is_visit = self.bound.settings.rows == Rows::Visits;
        if !is_visit || !self.bound.has(Role::Time) {
            self.problems.add(
                cell.error(format!("it is not said when this {what} was taken"))
                    .with_help(
                        "Write at = \"baseline\" or at = \"week 4\" in the column's line, or give \
                         the column of times the role time.",
                    ),
            );
        } else if cell.text().is_some() {
            self.leave_out(cell, what, "the visit has no time");
        }
        None
    }

    fn total(&mut self, cell: Cell<'_>, scale: &Measure) -> Option<f64> {
        let value = self.problems.keep(cell.number()).flatten()?;
        let (lowest, highest) = scale.range;
        if value >= lowest && highest.is_none_or(|highest| value <= highest) {
            return Some(value);
        }
        let range = match highest {
            Some(highest) => format!("from {lowest} to {highest}"),
            None => format!("of at least {lowest}"),
        };
        let expected = format!("expected a {} total {range}", scale.name);
        if self.bound.all.outcome.impossible.as_deref() == Some("missing") {
            self.leave_out(cell, "score", &expected);
        } else {
            self.problems.add(cell.error(expected).with_help(
                "Correct the score, or leave the cell empty if it is missing; a code for missing \
                 values goes into the settings: missing = [\"-9\"].",
            ));
        }
        None
    }

    /// Totals from the answers to items, by the scale's own rules.
    fn items(&mut self, row_time: Option<RawTime>) {
        let mut sheets: Vec<Sheet<'t>> = Vec::new();
        for column in self.bound.of(Role::Item) {
            let Some(measure) = &column.measure else {
                continue;
            };
            let time = self.time_of(column, row_time, "answer");
            let same = |known: &&mut Sheet<'_>| {
                known.measure.instrument == measure.instrument && known.time == time
            };
            match sheets.iter_mut().find(same) {
                Some(sheet) => sheet.columns.push(column.clone()),
                None => sheets.push(Sheet {
                    measure: measure.clone(),
                    time,
                    columns: vec![column.clone()],
                }),
            }
        }
        for sheet in sheets {
            // A flag is counted even where the total cannot be placed in time.
            let total = self.sheet(&sheet);
            let (Some(first), Some(time)) = (sheet.columns.first(), sheet.time) else {
                continue;
            };
            let score = RawScore {
                measure: self.raw.measure(&sheet.measure),
                time,
                total,
                is_repeated: true,
                place: Place::of(first.column.cell(self.row), self.file),
            };
            self.patient().scores.push(score);
        }
    }

    fn sheet(&mut self, sheet: &Sheet<'_>) -> Option<f64> {
        let pack = bundled(&sheet.measure.instrument)?;
        let values = self.answers(sheet, pack)?;
        let answers = Answers::new(pack, values).ok()?;
        let scored = score(&answers, None);
        let flag = scored.suicide.map(|flag| flag.flagged);
        if flag == Some(Answer::Yes) {
            self.patient().flagged_sheets += 1;
        }
        let id = &pack.primary_total()?.id;
        let found = scored.totals.iter().find(|one| one.total.id == *id)?;
        Some(found.computed?.value)
    }

    /// The answers in the order of the scale's items; `None` after a finding.
    fn answers(&mut self, sheet: &Sheet<'_>, pack: &Pack) -> Option<Vec<Option<f64>>> {
        let mut values = vec![None; pack.items.len()];
        let mut is_fine = true;
        for column in &sheet.columns {
            let cell = column.column.cell(self.row);
            let place = column.settings.item.and_then(|item| item.checked_sub(1));
            let (Some(value), Some((slot, item))) = (
                self.problems.keep(cell.number()),
                place.and_then(|place| Some((values.get_mut(place)?, pack.items.get(place)?))),
            ) else {
                is_fine = false;
                continue;
            };
            match value.map(|value| (value, check_answer(item, value))) {
                Some((_, Err(error))) => {
                    is_fine = false;
                    let help = "Correct the answer, or leave the cell empty if it is missing.";
                    self.problems
                        .add(cell.error(error.to_string()).with_help(help));
                }
                Some((value, Ok(()))) => *slot = Some(value),
                None => {}
            }
        }
        is_fine.then_some(values)
    }
}

fn scale_of(cell: Cell<'_>, bound: &Bound<'_>) -> Result<Option<Measure>, String> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let words = tokens(text);
    let own = measure_of(text, bound.all).or_else(|| measure_of(&text.to_lowercase(), bound.all));
    let known = own.or_else(|| {
        let mut fitting = at_start(&words).into_iter();
        let (id, _) = fitting.find(|(_, length)| *length == words.len())?;
        measure_of(id, bound.all)
    });
    known
        .map(Some)
        .ok_or_else(|| format!("\"{text}\" is not a scale that is known; add it as [[scale]]"))
}
