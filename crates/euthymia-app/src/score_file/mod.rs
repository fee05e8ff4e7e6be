//! A file of answers, one row per sheet, into totals, bands and flags, whatever its length.
//!
//! The file is read in pieces of 1 MiB that end where a row ends (`pieces::chunks`); threads score
//! them, plain rows without any detour ([`plain`]) and all others by the grammar of
//! `euthymia_table` ([`careful`]); the results are taken up in the order of the file
//! ([`pipeline`]). Memory does not grow with the file. Which column is which stands in
//! [`columns`], one answer in [`answer`], one sheet in [`scorer`], what is counted in [`tally`] and
//! what is wrong with the file in `pieces::findings`.
//!
//! - *Encoding*: as in `euthymia_table::read`; Windows-1252 and UTF-16 are decoded piece by piece.
//!   What is written is UTF-8 without a byte order mark.
//! - *Delimiter*: as there, but where the header leaves it open, the rows of the first 256 KiB
//!   decide. What is written has the delimiter and line ends of the header.
//! - *Decimal comma*: in each item's column, where a cell can only be read so; a column that mixes
//!   points and commas is refused, and so is `1,234` unless the option says what the comma is.
//!   Numbers are written with a decimal point.

mod answer;
mod bands;
mod careful;
mod cells;
mod columns;
mod pipeline;
mod plain;
mod scorer;
mod skip;
mod tally;
mod triage;
mod worker;

use crate::error::AppError;
use crate::output::WholeFile;
use crate::pieces::HEAD_BYTES;
pub use crate::pieces::Progress;
use crate::pieces::chunks::Chunks;
use columns::Layout;
use euthymia_clinical::instrument::Pack;
use euthymia_table::{Head, ReadOptions, TextStream, cannot_read};
use pipeline::Sink;
use scorer::Scorer;
use std::fs::File;
use std::path::Path;
pub use tally::{BandCount, BandCounts, PrimaryTotal, ScoreFileSummary, Spread};

/// What to score, and how.
#[derive(Clone, Debug)]
pub struct ScoreFileRequest<'a> {
    /// The scale.
    pub pack: &'a Pack,
    /// The file: a header, then one answer sheet per row.
    pub input: &'a Path,
    /// How to read it. Empty cells, `NA` and `.` are missing whatever else is named.
    pub read: ReadOptions,
    /// Where the rows go with their totals; `None` only counts and checks.
    pub output: Option<&'a Path>,
    /// Replaces the scale's own rule for missing answers in every total: at least so many items
    /// answered, the mean of the others for each missing one.
    pub answered_min: Option<usize>,
    /// Most threads that score, at least 1 and at most 64. Reading and writing happen in the
    /// calling thread. The result does not depend on it.
    pub threads: usize,
    /// How many findings to list before only counting them.
    pub problems_max: usize,
}

/// Scores every row of a file.
///
/// An item's column is called, for item 3 of the PHQ-9, `phq9_3`, `phq9_item3`, `phq9_item_3`,
/// `phq9_i3`, `phq9_q3`, or the same without `phq9_`, in any case, also with zeros before the
/// number; every scored item needs exactly one; items that are not scored, or asked only after another
/// answer, may be absent. Yes and no are read where they are the answers. The other
/// columns are written as they stand, in their order, and after them for each total
/// `<scale>_<total>`, then `<scale>_missing` (scored items without an answer; those that the form
/// says to skip do not count), `<scale>_contradictions` (how many of those are answered with more
/// than the least all the same), `<scale>_band` (the first bands of the primary total that were read
/// in their source), `<scale>_suicide_flag`, for the Columbia
/// screener `<scale>_triage_at_least` and `<scale>_triage_at_most`, `<scale>_<rule>` and `<scale>_<profile>`, where the
/// scale has such. The items themselves are not repeated.
///
/// # Errors
/// [`AppError::Input`] with every finding, up to `problems_max` and then their number: a file that
/// cannot be read, a missing or doubled column, a row of the wrong length, broken quoting, text that
/// is not in its encoding, an answer that is no number, not whole or out of range.
/// [`AppError::Usage`] when output and input are one file;
/// [`AppError::Write`]. After any error there is no output, and what stood there before still does.
///
/// # Example
/// ```
/// use euthymia_app::score_file::{ScoreFileRequest, score_file};
/// use euthymia_clinical::instrument::bundled;
/// let folder = tempfile::tempdir()?;
/// let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
/// std::fs::write(&input, "id,phq2_1,phq2_2\n7,2,3\n8,1,\n")?;
/// let request = ScoreFileRequest {
///     pack: bundled("phq2").unwrap(),
///     input: &input,
///     read: Default::default(),
///     output: Some(&output),
///     answered_min: None,
///     threads: 2,
///     problems_max: 20,
/// };
/// let summary = score_file(&request, &mut |_| ())?;
/// assert_eq!((summary.rows, summary.complete), (2, 1));
/// let written = std::fs::read_to_string(&output)?;
/// assert_eq!(written, "id,phq2_total,phq2_missing\n7,5,0\n8,,1\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn score_file(
    request: &ScoreFileRequest<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<ScoreFileSummary, AppError> {
    refuse_same_file(request)?;
    let name = request.input.display().to_string();
    let file = File::open(request.input).map_err(|error| cannot_read(&name, &error))?;
    let bytes_total = file.metadata().map_or(0, |metadata| metadata.len());
    let mut stream = TextStream::open(file, &name, &request.read)?;
    let mut start = Vec::new();
    let is_whole = stream.fill(&mut start, HEAD_BYTES)?;
    let head = Head::of(&start, is_whole, &name, &request.read)?;
    let scorer = Scorer::new(request.pack, request.answered_min, head.delimiter());
    let layout = Layout::new(request, &head, &start[head.header()], &scorer)?;
    let mut output = request.output.map(WholeFile::create).transpose()?;
    if let Some(file) = &mut output {
        file.write(&layout.header_line(&start[head.header()], &head, &scorer))?;
    }
    let rest = start.split_off(head.rows_start());
    let job = pipeline::Job {
        head: &head,
        layout: &layout,
        scorer: &scorer,
        threads: request.threads.clamp(1, 64),
        problems_max: request.problems_max,
    };
    let chunks = Chunks::new(stream, head.delimiter(), rest);
    let sink = Sink::new(&job, output.as_mut());
    let tally = pipeline::run(&job, chunks, sink, &mut |bytes_done, rows| {
        progress(Progress {
            bytes_done,
            bytes_total,
            rows,
        });
    })?;
    if let Some(file) = output {
        file.finish()?;
    }
    Ok(tally.summary(&scorer))
}

/// The items' answers are not repeated in the output, so writing over the input would lose them.
fn refuse_same_file(request: &ScoreFileRequest<'_>) -> Result<(), AppError> {
    let Some(output) = request.output else {
        return Ok(());
    };
    let same = match (request.input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(output)) => input == output,
        _ => false,
    };
    if same {
        return Err(AppError::Usage(format!(
            "{}: the output would replace the input and lose the answers; name another file",
            output.display()
        )));
    }
    Ok(())
}
