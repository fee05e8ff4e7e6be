//! A file of citations written in another format, without a review.

use super::findings::Findings;
use super::import::{left_out, no_record, said_format};
use super::text::{Opening, UntilError, decoded, identified, members, odd_lines};
use super::writing::{Exported, Writing};
use crate::error::AppError;
use crate::output::refuse_same_file;
use euthymia_review::format::ColumnMap;
use euthymia_review::{Broken, Context, Format, PieceKind, Record, parse, split};
use euthymia_table::cannot_read;
use euthymia_workbook::Member;
use std::io::BufRead;
use std::path::PathBuf;

/// A file to be written in another format.
#[derive(Clone, Debug)]
pub struct ConvertRequest {
    /// The file that is read.
    pub from: PathBuf,
    /// Its format; `None` to tell it from the content.
    pub format: Option<Format>,
    /// Encoding and sheet.
    pub opening: Opening,
    /// What the columns of a table stand for.
    pub columns: ColumnMap,
    /// The file that is written.
    pub to: PathBuf,
    /// Its format, one of [`Writer::FORMATS`](euthymia_review::format::Writer::FORMATS).
    pub to_format: Format,
}

/// What was read and written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// What was found in each file that was read, by its name.
    pub found: Vec<(String, Findings)>,
    /// Whether no member of an archive was left out.
    pub is_whole: bool,
    /// What was written.
    pub exported: Exported,
    /// What else must be said.
    pub notes: Vec<String>,
}

impl Converted {
    /// Whether everything that was read is a record.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.is_whole && self.found.iter().all(|(_, found)| found.broken_in_all == 0)
    }
}

/// Reads a file, or all members of an archive, and writes the records in another format; `progress`
/// is given the bytes of text read and the records.
///
/// # Errors
/// [`AppError`] when the file cannot be read, holds no citations, or the other cannot be written;
/// nothing is written then.
pub fn convert(
    request: &ConvertRequest,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Converted, AppError> {
    refuse_same_file(&request.from, &request.to, "OUT")?;
    let mut writing = Writing::new(request.to_format, &request.to)?;
    if writing.looks_first() {
        read(request, progress, &mut |record| {
            writing.look(record);
            Ok(())
        })?;
    }
    writing.begin()?;
    let mut converted = read(request, progress, &mut |record| writing.add(record))?;
    converted.exported = writing.finish()?;
    Ok(converted)
}

/// What is done with a record.
type Each<'e> = dyn FnMut(Record) -> Result<(), AppError> + 'e;

fn read(
    request: &ConvertRequest,
    progress: &mut dyn FnMut(u64, u64),
    each: &mut Each<'_>,
) -> Result<Converted, AppError> {
    let mut converted = Converted::default();
    let members = members(&request.from, &request.opening)?;
    let is_one = members.len() == 1;
    let mut refused = None;
    for member in members {
        let name = member.name.clone();
        match read_member(request, member, &mut converted.notes, progress, each) {
            Ok(found) => converted.found.push((name, found)),
            Err(AppError::Input(findings)) if !is_one => {
                converted.notes.push(left_out(&findings));
                refused = Some(AppError::Input(findings));
            }
            Err(error) => return Err(error),
        }
    }
    converted.is_whole = refused.is_none();
    match refused {
        Some(error) if converted.found.is_empty() => Err(error),
        _ => Ok(converted),
    }
}

fn read_member(
    request: &ConvertRequest,
    member: Member,
    notes: &mut Vec<String>,
    progress: &mut dyn FnMut(u64, u64),
    each: &mut Each<'_>,
) -> Result<Findings, AppError> {
    let name = &member.name;
    let mut source = UntilError::new(member.reader);
    let mut text = decoded(&mut source, request.opening.encoding.as_deref(), name)?;
    let head = text.fill_buf().map_err(|error| cannot_read(name, &error))?;
    let format = match said_format(request.format, &request.columns) {
        Some(format) => format,
        None => identified(head, name)?,
    };
    let mut context = Context {
        columns: request.columns.clone(),
        ..Context::default()
    };
    let mut found = Findings::default();
    let mut end = (0, 1);
    for next in split(format, &mut text) {
        let piece = match next {
            Err(broken) => {
                found.add_broken(broken);
                continue;
            }
            Ok(piece) => piece,
        };
        if piece.kind == PieceKind::Context {
            context.texts.push(piece.text);
            continue;
        }
        end = (piece.offset + piece.text.len() as u64, piece.line);
        found.records += 1;
        if found.records.is_multiple_of(1024) {
            progress(end.0, found.records);
        }
        let reading = parse(format, &piece, &context);
        found.add_problems(&reading);
        reading.record.map_or(Ok(()), &mut *each)?;
    }
    notes.extend(odd_lines(&text).map(|said| format!("{name}: {said}")));
    drop(text);
    if let Some(message) = source.ended_early(name)? {
        found.add_broken(Broken {
            offset: end.0,
            line: end.1,
            message,
            text: String::new(),
        });
    }
    match found.records {
        0 => Err(no_record(name, format)),
        _ => Ok(found),
    }
}
