//! Values for a form in a table: a row for each place.

use euthymia_table::{Diagnostic, ReadOptions, read};

use super::answers::{Answers, cell};
use super::form::{Form, is_a_name};
use super::place::Place;

/// Reads a table with the columns `place`, `value` and, where wanted, `unit`, `locator` and `note`;
/// others are left alone. An empty value is left out, `not reported` says that the report does not
/// say it.
///
/// # Errors
/// Everything that is wrong, each with its line.
///
/// # Example
/// ```
/// use euthymia_review::extract::{Form, read_csv_answers};
/// let form = Form::read("f", "[[fields]]\nid = \"mean\"\ntype = \"number\"\n").unwrap();
/// let answers = read_csv_answers(&form, "a.csv", b"place,value,locator\nmean,27.60,p. 4\n").unwrap();
/// assert_eq!(answers.cells["mean"].locator.as_deref(), Some("p. 4"));
/// ```
pub fn read_csv_answers(form: &Form, file: &str, bytes: &[u8]) -> Result<Answers, Vec<Diagnostic>> {
    let options = ReadOptions {
        missing: vec![String::new()],
        ..ReadOptions::default()
    };
    let table = read(bytes, file, &options)?;
    let places = table.column(&["place"]).map_err(|wrong| vec![wrong])?;
    let values = table.column(&["value"]).map_err(|wrong| vec![wrong])?;
    let mut rest = Vec::with_capacity(3);
    for name in ["unit", "locator", "note"] {
        rest.push(table.find_column(&[name]).map_err(|wrong| vec![wrong])?);
    }
    let mut answers = Answers::default();
    let mut findings = Vec::new();
    for row in 0..table.row_count() {
        let text = |at: usize| {
            let column = rest.get(at)?.as_ref()?;
            column.cell(row).text().map(str::to_owned)
        };
        let value = values.cell(row).text().map(str::to_owned);
        let Some(cell) = cell(value, [text(0), text(1), text(2)]) else {
            continue;
        };
        let named = places.cell(row);
        let place = match named.text().unwrap_or_default().parse::<Place>() {
            Ok(place) if form.field(&place).is_none() => {
                let message = format!("the form {} does not ask for this", form.name);
                let help = "Compare it with the places of a template.";
                findings.push(named.error(message).with_help(help));
                continue;
            }
            Ok(place) if !place.steps.iter().all(|(_, key)| is_a_name(key)) => {
                let help = "Write small letters, digits, - and _, a letter or digit first.";
                findings.push(named.error("an item has no such name").with_help(help));
                continue;
            }
            Ok(place) => place,
            Err(wrong) => {
                findings.push(named.error(wrong.to_string()));
                continue;
            }
        };
        if answers.cells.insert(place.to_string(), cell).is_some() {
            findings.push(named.error("the place is there twice"));
        }
    }
    match findings.is_empty() {
        true => Ok(answers),
        false => Err(findings),
    }
}
