//! Decisions made elsewhere, taken in from a table.

use super::decide::deciding;
use super::labels::{Label, read_labels};
use super::{Library, Match, ScreenRequest, folded};
use crate::error::AppError;
use crate::review::library::Progress;
use crate::review::session::Session;
use euthymia_report::words::counted;
use euthymia_review::log::{Stage, Verdict};
use euthymia_review::screen::Rules;
use euthymia_review::{EntryId, Event, RecordId, Screening};
use euthymia_table::{Diagnostic, Problems};
use std::collections::HashMap;
use std::path::PathBuf;

/// A table of decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRequest {
    /// The file: CSV or a workbook.
    pub path: PathBuf,
    /// The stage.
    pub stage: Stage,
    /// What all rows decided, where no column says so.
    pub decision: Option<Verdict>,
    /// Whose decisions are meant, where rows have those of several people.
    pub person: Option<String>,
    /// Whether rows that are no record of the review are left out; otherwise nothing is entered.
    pub skip_unmatched: bool,
}

/// What became of a table of decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batched {
    /// The entry, by which all can be undone; `None` where nothing was new.
    pub entry: Option<EntryId>,
    /// Decisions that were entered.
    pub entered: usize,
    /// Rows that say what was decided before.
    pub known: usize,
    /// Rows without a decision.
    pub undecided: usize,
    /// Rows that are no record of the review.
    pub unmatched: usize,
}

impl Batched {
    /// What became of it, as a sentence.
    #[must_use]
    pub fn said(&self) -> String {
        let mut said = format!(
            "{} entered",
            counted(self.entered, "decision was", "decisions were")
        );
        let others = [
            (self.known, "known before"),
            (self.undecided, "without a decision"),
            (self.unmatched, "not in the review"),
        ];
        for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
            said += &format!("; {} {what}", counted(count, "row", "rows"));
        }
        said + "."
    }
}

/// Enters the decisions of a table for the reviewer who works: together, or not at all. Rows name
/// records, or are matched by DOI, PubMed number or title.
///
/// # Errors
/// [`AppError::Input`] with every row that cannot be used.
pub fn screen_batch(
    session: &mut Session,
    request: &BatchRequest,
    progress: &mut dyn FnMut(Progress),
) -> Result<Batched, AppError> {
    let stamp = session.stamp()?;
    let labels = read_labels(&request.path, request.decision, request.person.as_deref())?;
    let screening = folded(session);
    let library = match labels.iter().all(|label| label.record.is_some()) {
        true => Library::default(),
        false => Library::of(session, &screening, progress)?,
    };
    let mut taking = Taking {
        screening: &screening,
        library: &library,
        request,
        file: request.path.display().to_string(),
        seen: HashMap::new(),
        events: Vec::new(),
        batched: Batched::default(),
    };
    let mut problems = Problems::new(20);
    for label in &labels {
        let taken = taking.take(label, &stamp.author);
        problems.keep(taken);
    }
    let Taking {
        events,
        mut batched,
        ..
    } = taking;
    problems.into_result(())?;
    if !events.is_empty() {
        batched.entry = Some(session.folder.append(&stamp, events)?);
    }
    Ok(batched)
}

/// Rows that are being taken in.
struct Taking<'a> {
    screening: &'a Screening,
    library: &'a Library,
    request: &'a BatchRequest,
    file: String,
    /// What the file said of a report before, and on which line.
    seen: HashMap<usize, (Verdict, usize)>,
    events: Vec<Event>,
    batched: Batched,
}

impl Taking<'_> {
    fn take(&mut self, label: &Label, author: &str) -> Result<(), Diagnostic> {
        let Some(verdict) = label.verdict else {
            self.batched.undecided += 1;
            return Ok(());
        };
        let Some(place) = self.place(label)? else {
            self.batched.unmatched += 1;
            return Ok(());
        };
        match self.seen.get(&place) {
            Some((before, _)) if *before == verdict => {
                self.batched.known += 1;
                return Ok(());
            }
            Some((_, line)) => {
                let message = format!("line {line} decided otherwise on the same report");
                return Err(self.finding(label, &message));
            }
            None => {}
        }
        self.seen.insert(place, (verdict, label.line));
        let unit = self.screening.units.get(place).map(|unit| unit.record);
        let Some(record) = label.record.or(unit) else {
            return Ok(());
        };
        let reasons = reasons(&self.screening.rules, &label.reasons);
        let request = ScreenRequest {
            record,
            stage: self.request.stage,
            verdict,
            reasons,
        };
        let events = deciding(self.screening, author, &request);
        let events = events.map_err(|message| self.finding(label, &message))?;
        match events.is_empty() {
            true => self.batched.known += 1,
            false => self.batched.entered += 1,
        }
        self.events.extend(events);
        Ok(())
    }

    /// The report of a row; `None` for one that is left out.
    fn place(&self, label: &Label) -> Result<Option<usize>, Diagnostic> {
        let found = match label.record {
            Some(record) => match self.screening.place(record) {
                Some(place) => Match::One(place, "record"),
                None => Match::Nothing,
            },
            None => self.library.find(&label.work),
        };
        match found {
            Match::One(place, _) => Ok(Some(place)),
            Match::Nothing if self.request.skip_unmatched => Ok(None),
            Match::Nothing => Err(self
                .finding(label, "no record of the review is this one")
                .with_found(named(label))
                .with_help("Leave such rows out with --skip-unmatched, or import the file first.")),
            Match::Several(places) => {
                let units = places.iter().filter_map(|at| self.screening.units.get(*at));
                let names: Vec<String> = units.map(|unit| unit.record.to_string()).collect();
                let message = format!("it may be {}", names.join(" or "));
                Err(self
                    .finding(label, &message)
                    .with_help("Name the record in a column \"record\"."))
            }
        }
    }

    fn finding(&self, label: &Label, message: &str) -> Diagnostic {
        Diagnostic::error(self.file.as_str(), message).at_row(label.line)
    }
}

fn named(label: &Label) -> String {
    let record = label.record.as_ref().map(RecordId::to_string);
    let title = label.work.title.clone();
    let number = label.work.identifiers.first().map(ToString::to_string);
    let name = record.or(title).or(number).unwrap_or_default();
    name.chars().take(80).collect()
}

/// The short names of reasons: each as a whole or, where that is none, cut at commas and
/// semicolons. What is none stays as it is written, and is told.
fn reasons(rules: &Rules, written: &[String]) -> Vec<String> {
    let short = |text: &str| {
        let text = text.trim().to_lowercase();
        let mut own = rules.reasons.iter();
        let is = |own: &str| own.to_lowercase() == text;
        let found = own.find(|own| is(&own.id) || is(&own.text));
        found.map(|own| own.id.clone())
    };
    let mut all: Vec<String> = Vec::new();
    for text in written {
        let whole = short(text).map(|id| vec![id]);
        let parts = || {
            let parts = text.split([',', ';']).map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            parts
                .map(|part| short(part).unwrap_or_else(|| part.to_owned()))
                .collect()
        };
        for reason in whole.unwrap_or_else(parts) {
            if !all.contains(&reason) {
                all.push(reason);
            }
        }
    }
    all
}
