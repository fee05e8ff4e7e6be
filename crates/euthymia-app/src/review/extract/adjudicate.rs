//! What several people took differently, put side by side and settled.

use super::super::session::Session;
use super::checks::doubts;
use super::interview::cell_from;
use super::take::{EnteredValues, check_answers, open};
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::Event;
use euthymia_review::extract::{Answers, Extraction, Form, Line, NOT_REPORTED, Standing};
use euthymia_review::log::{Cell, Extracted};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// What somebody left open, settled: the report does not say it.
const NOTHING: Cell = Cell {
    value: None,
    unit: None,
    locator: None,
    note: None,
};

/// What has to be settled of a study and a form.
#[derive(Clone, Debug)]
pub struct Settling {
    /// The study.
    pub study: String,
    /// The form as it is now.
    pub form: Form,
    /// Places where people entered different values, in the order of the form.
    pub lines: Vec<Line>,
}

/// What people took differently from a study.
///
/// # Errors
/// [`AppError::Usage`] for a study or form that is not there; [`AppError::Input`] for a form that
/// cannot be read.
pub fn settling(session: &Session, study: &str, form: &str) -> Result<Settling, AppError> {
    let (extraction, study, form) = open(session, study, form)?;
    let study = study.name;
    let people = session.protocol.extraction.people;
    let mut lines = extraction.lines(&study, &form.name, people);
    lines.retain(|line| line.standing == Standing::Differs);
    Ok(Settling { study, form, lines })
}

impl Settling {
    /// Who took values, in order.
    #[must_use]
    pub fn people(&self) -> Vec<&str> {
        let first = self.lines.first();
        let taken = first.map_or(&[][..], |line| &line.taken);
        taken.iter().map(|(who, _)| who.as_str()).collect()
    }

    /// Side by side: a column for each person.
    #[must_use]
    pub fn view(&self) -> TableView {
        let people = self.people().into_iter();
        let mut columns = vec![ColumnSpec::text("place", "Place")];
        columns.extend(people.map(|who| ColumnSpec::text(format!("by_{who}"), who)));
        let row = |line: &Line| {
            let cells = line.taken.iter().map(|(_, cell)| match cell {
                Some(cell) => Value::text(cell_words(cell)),
                None => Value::Missing,
            });
            let mut row = vec![Value::text(&line.place)];
            row.extend(cells);
            row
        };
        TableView {
            schema: "euthymia.review.differences.v1".to_owned(),
            title: format!(
                "{}: {} to settle",
                self.study,
                counted(self.lines.len(), "value", "values")
            ),
            columns,
            rows: self.lines.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }

    /// A difference as a question: what each person has, with the number that takes it.
    #[must_use]
    pub fn question(&self, line: &Line) -> String {
        let mut text = format!("{}\n", line.place);
        for (number, (who, cell)) in line.taken.iter().enumerate() {
            let words = cell.as_ref().map_or("nothing".to_owned(), cell_words);
            text += &format!("  {}  {who}: {words}\n", number + 1);
        }
        text + "> "
    }

    /// What an answer to a question settles: the number of a person, or a value as an [`FormInterview`]
    /// takes it; `None` for nothing, which leaves it open. A value that looks like the number of a
    /// person needs its place: `2 @ p. 3`.
    ///
    /// [`FormInterview`]: super::FormInterview
    #[must_use]
    pub fn choice(&self, line: &Line, typed: &str) -> Option<Cell> {
        let number = typed.trim().parse::<usize>().ok();
        let chosen = number.and_then(|number| line.taken.get(number.checked_sub(1)?));
        if let Some((_, cell)) = chosen {
            return Some(cell.clone().unwrap_or(NOTHING));
        }
        let field = self.form.field(&line.place.parse().ok()?)?;
        cell_from(field, typed)
    }

    /// What one person entered, as what counts, wherever it differs; what they left open is settled as
    /// not reported.
    ///
    /// # Errors
    /// [`AppError::Usage`] for who took no values.
    pub fn as_taken_by(&self, who: &str) -> Result<Answers, AppError> {
        let own = |line: &Line| {
            let found = line.taken.iter().find(|(name, _)| name == who)?;
            Some((line.place.clone(), found.1.clone().unwrap_or(NOTHING)))
        };
        let cells: Option<BTreeMap<String, Cell>> = self.lines.iter().map(own).collect();
        let cells = cells.filter(|cells| !cells.is_empty()).ok_or_else(|| {
            let people = self.people().join(", ");
            AppError::Usage(match people.is_empty() {
                true => format!("nothing of {} waits to be settled", self.study),
                false => format!("--take: \"{who}\" took no values; there are {people}"),
            })
        })?;
        Ok(Answers {
            cells,
            ..Answers::default()
        })
    }
}

/// A value with its unit and its place in the report.
pub(super) fn cell_words(cell: &Cell) -> String {
    let mut words = cell.value.clone().unwrap_or(NOT_REPORTED.to_owned());
    if let Some(unit) = &cell.unit {
        words = format!("{words} {unit}");
    }
    match &cell.locator {
        Some(locator) => format!("{words} ({locator})"),
        None => words,
    }
}

/// A file to be filled in with what is to be settled: every difference with what each person has.
#[must_use]
pub fn settling_template(settling: &Settling) -> String {
    let one_line = |text: &str| text.replace(char::is_control, " ");
    let mut out = format!(
        "# Differences in {study}. What is left empty stays open; \"{NOT_REPORTED}\" settles that the \
         report\n# does not say it.\n_sheet.study = \"{study}\"\n_sheet.form = \"{form}\"\n\
         _sheet.version = \"{version}\"\n",
        study = settling.study,
        form = settling.form.name,
        version = settling.form.version,
    );
    for line in &settling.lines {
        out.push('\n');
        for (who, cell) in &line.taken {
            let words = cell.as_ref().map_or("nothing".to_owned(), cell_words);
            out += &format!("# {who}: {}\n", one_line(&words));
        }
        let field = line.place.parse().ok();
        let field = field.and_then(|place| settling.form.field(&place));
        let unit = field.and_then(|field| field.units.first());
        let unit = unit.map_or(String::new(), |unit| format!("unit = \"{}\", ", unit.name));
        let key = line.place.replace('/', ".");
        out += &format!("{key} = {{ value = \"\", {unit}at = \"\" }}\n");
    }
    out
}

/// Settles values of a study: what counts from now on. Values that were not different may be settled
/// as well.
///
/// # Errors
/// [`AppError::Usage`] for a study or form that is not there, a file made for another one, nothing
/// filled in, or a study of which nobody took values.
pub fn settle(
    session: &mut Session,
    study: &str,
    form: &str,
    answers: Answers,
) -> Result<EnteredValues, AppError> {
    let stamp = session.stamp()?;
    let (extraction, study, form) = open(session, study, form)?;
    check_answers(&answers, &study.name, &form, "settled")?;
    if extraction.taken(&study.name, &form.name).is_empty() {
        return Err(AppError::Usage(format!(
            "nobody has taken values from {} with {} yet: review extract comes first",
            study.name, form.name
        )));
    }
    session.folder.note_form(&form.name, &stamp)?;
    let values = answers.cells.len();
    let settled: Vec<String> = answers.cells.keys().cloned().collect();
    let event = Event::Adjudicated(Box::new(Extracted {
        study: study.name.clone(),
        form: form.name.clone(),
        version: form.version.clone(),
        cells: answers.cells,
    }));
    let entry = session.folder.append(&stamp, vec![event])?;
    let extraction = Extraction::of(session.folder.log().entries());
    let lines = extraction.lines(&study.name, &form.name, session.protocol.extraction.people);
    let mut found = doubts(&form, &shown(&lines));
    found.retain(|doubt| settled.contains(&doubt.place));
    Ok(EnteredValues {
        entry,
        values,
        left_out: Vec::new(),
        doubts: found,
    })
}

/// The values of lines that the form asks for and that have one.
pub(super) fn shown(lines: &[Line]) -> BTreeMap<String, Cell> {
    let asked = lines
        .iter()
        .filter(|line| line.standing != Standing::NotAsked);
    asked
        .filter_map(|line| Some((line.place.clone(), line.value.clone()?)))
        .collect()
}
