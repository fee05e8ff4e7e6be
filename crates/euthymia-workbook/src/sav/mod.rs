//! SPSS system files (`.sav`, `.zsav`), from the published description of the format in the PSPP
//! developers' guide.

mod cases;
mod column;
mod encoding;
mod extension;
mod head;
mod inflate;
mod labels;
mod missing;
mod records;

use std::sync::Arc;

use euthymia_table::{Diagnostic, Problems, ReadOptions, TableBuilder};

use crate::cursor::Ended;
use crate::decoder::Decoder;
use crate::door::PatientFile;
use crate::format::FileFormat;
use crate::number::NumberText;
use cases::Cases;
use column::{Cell, Column};
use head::{Compression, Head};
use records::Records;

/// A number of the file in eight bytes, or eight bytes of a text.
type Word = [u8; 8];

/// Reads the cases of an SPSS file; rows are numbered from 1.
pub(crate) fn read(
    bytes: &[u8],
    file: &str,
    options: &ReadOptions,
) -> Result<PatientFile, Vec<Diagnostic>> {
    let file: Arc<str> = file.into();
    let one = |finding: Diagnostic| vec![finding];
    let ended = |Ended| vec![damaged(&file)];
    let (head, mut at) = Head::read(bytes).map_err(ended)?;
    let records = Records::read(&mut at, head.big_endian).map_err(ended)?;
    let decoder = Decoder::new(options, encoding::label(&records.extensions));
    let number = NumberText::new(options);
    let mut columns = column::all(&head, &records, &decoder, &file).map_err(one)?;
    labels::give(&mut columns, &records, (&decoder, number), &file).map_err(one)?;
    let inflated;
    let data = match head.compression {
        Compression::Zlib => {
            inflated = inflate::all(bytes, at, &file).map_err(one)?;
            &inflated
        }
        Compression::None | Compression::Bytecode => at.rest(),
    };
    let cases = Cases::new(data, &head, records.slots.len());
    let mut notes = Vec::new();
    notes.extend(weighted(&head, &columns, &file));
    let names = columns.iter().map(|column| &column.name);
    let mut builder = TableBuilder::new(file.clone(), names, None, options);
    let expected = records.case_count.or(head.case_count);
    fill(
        &mut builder,
        cases,
        expected,
        &columns,
        (&decoder, number),
        &file,
    )
    .map_err(one)?;
    notes.into_iter().for_each(|note| builder.add(note));
    Ok(PatientFile {
        table: builder.finish()?,
        format: FileFormat::Spss,
        sheet: None,
        columns: columns.iter().map(|column| column.note(number)).collect(),
    })
}

/// A finding about a file that does not keep to the format.
fn damaged(file: &Arc<str>) -> Diagnostic {
    Diagnostic::error(file.clone(), "the SPSS file is cut short or damaged")
        .with_help("Copy it again, in binary mode, or save it anew.")
}

fn weighted(head: &Head, columns: &[Column], file: &Arc<str>) -> Option<Diagnostic> {
    let slot = head.weight_slot?;
    let column = columns.iter().find(|column| column.first_slot() == slot)?;
    let message = "the file counts its cases with this weight; here every row counts once";
    Some(Diagnostic::warning(file.clone(), message).in_column(column.name.as_str()))
}

/// Moves all cases into the table.
fn fill(
    builder: &mut TableBuilder,
    mut cases: Cases<'_>,
    expected: Option<usize>,
    columns: &[Column],
    (decoder, number): (&Decoder, NumberText),
    file: &Arc<str>,
) -> Result<(), Diagnostic> {
    let mut problems = Problems::new(20);
    let mut missing = vec![0_usize; columns.len()];
    let mut texts = vec![String::new(); columns.len()];
    let mut read = 0;
    while expected.is_none_or(|expected| read < expected) {
        let Some(words) = cases
            .next()
            .map_err(|Ended| damaged(file).at_row(read + 1))?
        else {
            break;
        };
        read += 1;
        for ((column, text), missing) in columns.iter().zip(&mut texts).zip(&mut missing) {
            text.clear();
            match column.cell(words, decoder, number) {
                Cell::Text(value) => text.push_str(&value),
                Cell::Missing => {}
                Cell::DeclaredMissing => *missing += 1,
                Cell::Unreadable => problems.add(
                    decoder
                        .not_text(file)
                        .at_row(read)
                        .in_column(column.name.as_str()),
                ),
            }
        }
        builder.push_row(read, &texts);
    }
    if let Some(expected) = expected.filter(|expected| read < *expected) {
        let message =
            format!("the SPSS file is cut short: it says {expected} cases, and has {read}");
        return Err(Diagnostic::error(file.clone(), message).with_help("Copy it again."));
    }
    problems
        .into_list()
        .into_iter()
        .for_each(|it| builder.add(it));
    for (column, count) in columns.iter().zip(missing).filter(|(_, count)| *count > 0) {
        let codes = column.note(number).missing.join(", ");
        let message =
            format!("cells with a code declared missing ({codes}), read as missing: {count}");
        let note = Diagnostic::note(file.clone(), message);
        builder.add(note.in_column(column.name.as_str()));
    }
    Ok(())
}
