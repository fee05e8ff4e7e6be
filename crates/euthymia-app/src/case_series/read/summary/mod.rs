//! A long file of visits into tables without holding the visits.
//!
//! The file is read in pieces of 1 MiB; threads read their rows and count the patients whose rows stand
//! together in a piece ([`worker`]); those whose rows cross from one piece to the next are put together
//! where the pieces come together ([`sink`]). Rows that are written plainly are read without any detour
//! ([`plain`]); a patient with any other row is read by the same code as a file that is held in memory
//! ([`careful`]), so that findings and meaning are the same. What the columns are, the planned visits and
//! the clock come from the settings and from the first 256 KiB ([`layout`]).
//!
//! Sums are whole numbers ([`euthymia_cohort::paired_sums`]): the result depends neither on the number of
//! threads nor on where pieces end. Memory grows with the patients by the 64 bits by which a patient is
//! known again, and with the longest patient; rows of one patient must stand together.
//!
//! Where a column shows decimal points and decimal commas, one finding names the first of each.

mod careful;
mod layout;
mod plain;
mod sink;
mod worker;

use super::bound::bind;
use super::raw::Raw;
use super::rows::read_rows;
use super::series::{frame, no_baseline};
use super::{Loaded, SeriesRequest, load_by};
use crate::case_series::choices::choices;
use crate::case_series::settings::{Role, Rows};
use crate::error::AppError;
pub use crate::pieces::chunks::CHUNK_BYTES as PIECE_BYTES;
use crate::pieces::chunks::{Chunks, last_row_end};
use crate::pieces::{HEAD_BYTES, Progress};
use euthymia_numerics::Probability;
use euthymia_report::case_series::by_visit::by_visit_view;
use euthymia_report::case_series::flagged::flagged_view;
use euthymia_report::case_series::flow::flow_view;
use euthymia_report::case_series::outcomes::definitions_view;
use euthymia_report::case_series::streamed::{Frame, Streamed};
use euthymia_report::case_series::{CaseSeries, LeftOutCounts};
use euthymia_table::{
    Diagnostic, Encoding, Head, Problems, ReadOptions, Table, TableView, TextStream, cannot_read,
};
use euthymia_workbook::{FileFormat, PatientFile};
use layout::Layout;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

/// How a long file is summarised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SummaryOptions {
    /// Confidence level of every interval.
    pub level: Probability,
    /// Most threads that read rows, at least 1 and at most 64; the result does not depend on it.
    pub threads: usize,
    /// How much text is read at a time, [`PIECE_BYTES`] by default; the result does not depend on it.
    pub piece_bytes: usize,
}

/// A long file in numbers.
pub struct Summary {
    /// Everything but the patients, and what counts.
    pub frame: Frame,
    /// The results.
    pub results: Streamed,
    /// What was read and not used.
    pub left_out: LeftOutCounts,
    /// What a reader must know, as sentences.
    pub notes: Vec<String>,
}

impl Summary {
    /// The tables by name, as a series that is held in memory has them.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, TableView)> {
        let (series, choices) = (&self.frame.series, &self.frame.choices);
        let results = &self.results;
        let mut flow = flow_view(series, &results.flow);
        flow.notes.extend(results.cautions.iter().cloned());
        flow.notes.extend(self.notes.iter().cloned());
        let flagged = results.flagged.map(|found| flagged_view(series, &found));
        let mut tables: Vec<_> = flagged.map(|view| ("flagged", view)).into_iter().collect();
        tables.push(("flow", flow));
        for (measure, visits) in self.results.visits.iter().enumerate() {
            tables.push(("visits", by_visit_view(series, choices, measure, visits)));
        }
        let definitions = &self.results.definitions;
        tables.push((
            "definitions",
            definitions_view(series, definitions, choices.level),
        ));
        tables.push(("left-out", self.left_out.view()));
        tables
    }
}

/// What each column is, from the first 256 KiB of each file or the settings.
///
/// # Errors
/// As [`super::load`].
pub fn load_head(request: &SeriesRequest) -> Result<Loaded, AppError> {
    load_by(request, &|path, options| {
        Ok(PatientFile {
            table: open(path, &options.read)?.table,
            format: FileFormat::Text,
            sheet: None,
            columns: Vec::new(),
        })
    })
}

/// Summarises a file of visits whose columns are known from [`load_head`].
///
/// # Errors
/// [`AppError::Usage`] where there is not exactly one table, of visits; [`AppError::Input`] with every
/// finding: what is wrong with rows, as [`super::series_of`] says it, and patients whose rows do not
/// stand together.
pub fn summarise(
    loaded: &Loaded,
    request: &SeriesRequest,
    options: SummaryOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Summary, AppError> {
    loaded.settings.check()?;
    let (settings, table) = the_only_table(loaded)?;
    let bound = bind(table, settings, &loaded.settings)?;
    let mut problems = Problems::new(request.read.problems_max);
    bound.require(Role::Patient, &mut problems);
    problems.into_result(())?;
    let mut raw = Raw::default();
    read_rows(&bound, &mut raw, &mut Problems::new(1));
    let (series, clock) = frame(raw, loaded)?;
    let choices = choices(&series, &loaded.settings.outcome, options.level, 0)?;
    let read = super::options_for(&settings.missing, request);
    let opened = open(&settings.file, &read)?;
    let notes = notes(&series, loaded, table, opened.is_whole);
    let frame = Frame::new(series, choices);
    let layout = Layout::new(
        &bound,
        &opened,
        read,
        &clock,
        &frame,
        request.number_patients,
    )?;
    let chunks = Chunks::new(opened.stream, opened.head.delimiter(), opened.rows)
        .in_pieces_of(options.piece_bytes.max(1));
    let (results, left_out) = sink::run(&layout, chunks, options.threads, &mut |done, rows| {
        progress(Progress {
            bytes_done: done,
            bytes_total: opened.bytes_total,
            rows,
        });
    })?;
    let results = results
        .finish(&frame)
        .map_err(|error| AppError::Analysis(error.to_string()))?;
    if results.flow.started == 0 {
        return Err(no_baseline(&frame.series));
    }
    Ok(Summary {
        frame,
        results,
        left_out,
        notes,
    })
}

/// The start of a file, as a table, and what follows it.
struct Opened {
    stream: TextStream<File>,
    head: Head,
    /// The header as it stands in the file.
    header: Vec<u8>,
    /// What was read of the rows.
    rows: Vec<u8>,
    table: Table,
    /// Whether that is the whole file.
    is_whole: bool,
    bytes_total: u64,
}

/// How workbooks, Parquet, SAS and SPSS files begin.
const OTHER_FORMATS: [&[u8]; 5] = [
    b"PK",
    b"\xD0\xCF\x11\xE0",
    b"PAR1",
    b"$FL",
    b"HEADER RECORD",
];

fn open(path: &Path, options: &ReadOptions) -> Result<Opened, Vec<Diagnostic>> {
    let name = path.display().to_string();
    let unreadable = |error| vec![cannot_read(&name, &error)];
    let mut file = File::open(path).map_err(unreadable)?;
    let mut begins = Vec::new();
    let start = file.by_ref().take(16).read_to_end(&mut begins);
    start.and_then(|_| file.rewind()).map_err(unreadable)?;
    if OTHER_FORMATS.iter().any(|other| begins.starts_with(other)) {
        return Err(vec![
            Diagnostic::error(name, "a summary reads delimited text only")
                .with_help("Save it as CSV, or leave out --summary: other files are read whole."),
        ]);
    }
    let bytes_total = file.metadata().map_or(0, |metadata| metadata.len());
    let mut stream = TextStream::open(file, &name, options).map_err(|error| vec![error])?;
    let mut start = Vec::new();
    let is_whole = stream
        .fill(&mut start, HEAD_BYTES)
        .map_err(|error| vec![error])?;
    let head = Head::of(&start, is_whole, &name, options)?;
    let end = match is_whole {
        true => start.len(),
        false => last_row_end(&start, head.delimiter()).unwrap_or(start.len()),
    };
    let table = euthymia_table::read(&start[..end], &name, &settled(&head, options))?;
    let header = start[head.header()].to_vec();
    Ok(Opened {
        stream,
        header,
        rows: start.split_off(head.rows_start()),
        head,
        table,
        is_whole,
        bytes_total,
    })
}

/// How a part of the file is read once its start was: it is UTF-8, and the delimiter is known.
fn settled(head: &Head, options: &ReadOptions) -> ReadOptions {
    ReadOptions {
        encoding: Some(Encoding::Utf8),
        delimiter: Some(char::from(head.delimiter())),
        ..options.clone()
    }
}

fn the_only_table(
    loaded: &Loaded,
) -> Result<(&crate::case_series::settings::TableSettings, &Table), AppError> {
    match (loaded.settings.table.as_slice(), loaded.tables.as_slice()) {
        ([settings], [table]) if settings.rows == Rows::Visits => Ok((settings, table)),
        _ => Err(AppError::Usage(
            "--summary: it reads one file with one row per visit; leave it out for files of patients, \
             sessions or events"
                .to_owned(),
        )),
    }
}

/// What a summary leaves open or takes from the start of the file.
fn notes(series: &CaseSeries, loaded: &Loaded, table: &Table, is_whole: bool) -> Vec<String> {
    let outcome = &loaded.settings.outcome;
    let mut notes = vec!["Read once and not kept in memory.".to_owned()];
    if outcome.planned.is_empty() && !is_whole {
        notes.push(format!(
            "The planned visits are those of the first {} rows; others can be named in the settings, \
             planned = [{{ label = \"baseline\", day = 0 }}, …].",
            table.row_count()
        ));
    }
    if outcome.reliability.is_some() && outcome.reliable_sd.is_none() {
        notes.push(
            "Reliable change is left out: it needs the standard deviation, reliable_sd, in the \
             settings."
                .to_owned(),
        );
    }
    let unread = [Role::Group, Role::Characteristic, Role::SessionCount];
    let columns = loaded.settings.table.iter().flat_map(|one| &one.column);
    let names: Vec<&str> = columns
        .filter(|(_, column)| unread.contains(&column.role))
        .map(|(name, _)| name.as_str())
        .collect();
    if !names.is_empty() {
        notes.push(format!("Columns that were not read: {}.", names.join(", ")));
    }
    if series.planned.len() < 2 {
        notes.push("There is no visit after the baseline.".to_owned());
    }
    notes
}
