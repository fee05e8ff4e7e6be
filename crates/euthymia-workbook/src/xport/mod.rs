//! SAS transport files, version 5 and 8, from the published description of the format (SAS TS-140
//! and its extension for long names).

mod member;
mod namestr;
mod number;

use std::sync::Arc;

use euthymia_table::{Diagnostic, Problems, ReadOptions, Table, TableBuilder};

use crate::calendar;
use crate::choice::{self, Kind};
use crate::column_note::ColumnNote;
use crate::decoder::Decoder;
use crate::door::{FileOptions, PatientFile};
use crate::format::FileFormat;
use crate::number::NumberText;
use member::Member;
use namestr::{Meaning, Variable};

/// Length of every record of the format; longer things are cut into such pieces.
const RECORD: usize = 80;

/// Reads the wanted data set, or the only one.
pub(crate) fn read(
    bytes: &[u8],
    file: &str,
    options: &FileOptions,
) -> Result<PatientFile, Vec<Diagnostic>> {
    let file: Arc<str> = file.into();
    let decoder = Decoder::new(&options.read, None);
    let members = member::all(bytes, &decoder, &file).map_err(|finding| vec![finding])?;
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let position = match &options.sheet {
        Some(wanted) => choice::named(wanted, &names, Kind::DataSet, &file),
        None => {
            let all: Vec<usize> = (0..members.len()).collect();
            choice::only(&all, &names, Kind::DataSet, &file)
        }
    };
    let position = position.map_err(|finding| vec![finding])?;
    let Some(member) = members.get(position) else {
        return Err(vec![member::damaged(&file)]);
    };
    let table = table(member, &file, &decoder, &options.read)?;
    Ok(PatientFile {
        table,
        format: FileFormat::SasTransport,
        sheet: Some(member.name.clone()),
        columns: member.variables.iter().map(note).collect(),
    })
}

fn note(variable: &Variable) -> ColumnNote {
    ColumnNote {
        name: variable.name.clone(),
        label: (!variable.label.is_empty()).then(|| variable.label.clone()),
        ..ColumnNote::default()
    }
}

fn table(
    member: &Member<'_>,
    file: &Arc<str>,
    decoder: &Decoder,
    options: &ReadOptions,
) -> Result<Table, Vec<Diagnostic>> {
    let names = member.variables.iter().map(|variable| &variable.name);
    let mut builder = TableBuilder::new(file.clone(), names, None, options);
    let mut problems = Problems::new(options.problems_max);
    let number = NumberText::new(options);
    let mut special = vec![0_usize; member.variables.len()];
    let mut texts = vec![String::new(); member.variables.len()];
    for (record, row) in member.rows().map_err(|finding| vec![finding])?.enumerate() {
        for ((variable, text), special) in member.variables.iter().zip(&mut texts).zip(&mut special)
        {
            text.clear();
            let field = row.get(variable.span()).unwrap_or_default();
            match cell(variable, field, decoder, number) {
                Cell::Text(value) => text.push_str(&value),
                Cell::Special => *special += 1,
                Cell::Missing => {}
                Cell::Unreadable => problems.add(
                    decoder
                        .not_text(file)
                        .at_row(record + 1)
                        .in_column(variable.name.as_str()),
                ),
            }
        }
        builder.push_row(record + 1, &texts);
    }
    for finding in problems.into_list().into_iter().chain(member.warning(file)) {
        builder.add(finding);
    }
    for (variable, count) in member.variables.iter().zip(special) {
        if count > 0 {
            let message =
                format!("special missing values (.A to .Z, ._), read as missing: {count}");
            let note = Diagnostic::note(file.clone(), message);
            builder.add(note.in_column(variable.name.as_str()));
        }
    }
    builder.finish()
}

/// What a field of a row holds.
enum Cell {
    Text(String),
    Missing,
    /// Missing, with a letter that says why.
    Special,
    Unreadable,
}

fn cell(variable: &Variable, field: &[u8], decoder: &Decoder, number: NumberText) -> Cell {
    if variable.is_text {
        return match decoder.text(field) {
            Some(text) => Cell::Text(text.into_owned()),
            None => Cell::Unreadable,
        };
    }
    let value = match number::of(field) {
        number::Number::Value(value) => value,
        number::Number::Missing => return Cell::Missing,
        number::Number::Special => return Cell::Special,
    };
    let written = match variable.meaning {
        Meaning::Number => None,
        Meaning::Day => calendar::day(calendar::SAS, value),
        Meaning::Moment => calendar::moment_of_seconds(calendar::SAS, value),
        Meaning::Clock => calendar::clock(value),
    };
    // A number that is no date of the calendar stays a number, which asks for attention.
    Cell::Text(written.unwrap_or_else(|| number.of(value)))
}
