//! A table of decisions made elsewhere: which column says what.

use crate::error::AppError;
use euthymia_review::log::Verdict;
use euthymia_review::{Date, Identifier, Record, RecordId, Scheme};
use euthymia_table::{Cell, Column, Diagnostic, Problems, Table};
use euthymia_workbook::{FileOptions, read_path};
use std::path::Path;

/// Names of the columns, the most telling first: our own, then those of ASReview, Rayyan and
/// Covidence.
const RECORD: [&str; 2] = ["record", "euthymia_record"];
const DECISION: [&str; 10] = [
    "decision",
    "verdict",
    "asreview_label",
    "included",
    "label_included",
    "final_included",
    "label",
    "screening_decision",
    "inclusion",
    "status",
];
const REASON: [&str; 5] = [
    "reason",
    "reasons",
    "exclusion_reason",
    "exclusion_reasons",
    "exclusion reason",
];
const DOI: [&str; 3] = ["doi", "digital_object_identifier", "doi_url"];
const PMID: [&str; 3] = ["pmid", "pubmed_id", "pubmedid"];
const TITLE: [&str; 4] = ["title", "primary_title", "article_title", "ti"];
const YEAR: [&str; 4] = ["year", "published_year", "publication_year", "py"];
const NOTES: [&str; 1] = ["notes"];

/// What a cell says of a decision.
const WORDS: [(&str, Verdict); 18] = [
    ("include", Verdict::Include),
    ("included", Verdict::Include),
    ("relevant", Verdict::Include),
    ("yes", Verdict::Include),
    ("true", Verdict::Include),
    ("1", Verdict::Include),
    ("1.0", Verdict::Include),
    ("maybe", Verdict::Maybe),
    ("unsure", Verdict::Maybe),
    ("unclear", Verdict::Maybe),
    ("exclude", Verdict::Exclude),
    ("excluded", Verdict::Exclude),
    ("irrelevant", Verdict::Exclude),
    ("not relevant", Verdict::Exclude),
    ("no", Verdict::Exclude),
    ("false", Verdict::Exclude),
    ("0", Verdict::Exclude),
    ("0.0", Verdict::Exclude),
];

/// What stands in place of a decision where there is none.
const NONE: [&str; 4] = ["undecided", "unlabeled", "unlabelled", "-1"];

/// A row.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Its line.
    pub(super) line: usize,
    /// The record it names.
    pub(super) record: Option<RecordId>,
    /// What it says of the work, to find it by.
    pub(super) work: Record,
    /// The decision; `None` where there is none.
    pub(super) verdict: Option<Verdict>,
    /// Reasons as written.
    pub(super) reasons: Vec<String>,
}

/// Reads a table of decisions. `decision` is what all its rows decided where no column says so;
/// `person` is whose decisions are meant where rows have those of several.
pub(super) fn read_labels(
    path: &Path,
    decision: Option<Verdict>,
    person: Option<&str>,
) -> Result<Vec<Label>, AppError> {
    let table = read_path(path, &FileOptions::default())?.table;
    let columns = Columns::of(&table)?;
    if columns.record.is_none() && columns.work().next().is_none() {
        return Err(table
            .error("no column says which record is meant")
            .with_help("Name one \"record\", \"doi\", \"pmid\" or \"title\".")
            .into());
    }
    if columns.decision.is_none() && columns.notes.is_none() && decision.is_none() {
        return Err(table
            .error("no column says what was decided")
            .with_help(
                "Name one \"decision\" (include, maybe, exclude), or say it of all rows with \
                 --decision.",
            )
            .into());
    }
    let mut problems = Problems::new(20);
    let mut labels = Vec::with_capacity(table.row_count());
    for row in 0..table.row_count() {
        let label = columns.label(row, &table, decision, person);
        labels.extend(problems.keep(label));
    }
    Ok(problems.into_result(labels)?)
}

struct Columns<'t> {
    record: Option<Column<'t>>,
    decision: Option<Column<'t>>,
    reason: Option<Column<'t>>,
    doi: Option<Column<'t>>,
    pmid: Option<Column<'t>>,
    title: Option<Column<'t>>,
    year: Option<Column<'t>>,
    notes: Option<Column<'t>>,
}

impl<'t> Columns<'t> {
    fn of(table: &'t Table) -> Result<Self, Diagnostic> {
        let first = |names: &[&str]| {
            for name in names {
                if let Some(column) = table.find_column(&[name])? {
                    return Ok(Some(column));
                }
            }
            Ok::<_, Diagnostic>(None)
        };
        Ok(Self {
            record: first(&RECORD)?,
            decision: first(&DECISION)?,
            reason: first(&REASON)?,
            doi: first(&DOI)?,
            pmid: first(&PMID)?,
            title: first(&TITLE)?,
            year: first(&YEAR)?,
            notes: first(&NOTES)?,
        })
    }

    fn work(&self) -> impl Iterator<Item = &Column<'t>> {
        [&self.doi, &self.pmid, &self.title].into_iter().flatten()
    }

    fn label(
        &self,
        row: usize,
        table: &Table,
        decision: Option<Verdict>,
        person: Option<&str>,
    ) -> Result<Label, Diagnostic> {
        let text = |column: &Option<Column<'t>>| {
            let cell = column.as_ref().map(|column| column.cell(row));
            cell.and_then(|cell| cell.text())
        };
        let record = self.record.as_ref().map(|column| column.cell(row));
        let record = record.map(|cell| named(&cell)).transpose()?.flatten();
        let notes = text(&self.notes).unwrap_or_default();
        let in_notes = Noted::read(notes);
        let verdict = match &self.decision {
            Some(column) => said(&column.cell(row))?,
            None => match in_notes.verdict(person) {
                Ok(verdict) => verdict.or(decision),
                Err(people) => {
                    let cell = self.notes.as_ref().map(|column| column.cell(row));
                    let message = format!("several people decided: {}", people.join(", "));
                    let finding = cell.map_or_else(|| table.error(&message), |c| c.error(&message));
                    return Err(finding.with_help("Say whose decisions are meant with --person."));
                }
            },
        };
        let is_out = verdict == Some(Verdict::Exclude);
        let written = text(&self.reason).or(in_notes.reasons);
        let reasons = written.filter(|_| is_out).map(|text| vec![text.to_owned()]);
        Ok(Label {
            line: table.line(row).unwrap_or(row + 2),
            record,
            work: work(
                text(&self.doi),
                text(&self.pmid),
                text(&self.title),
                text(&self.year),
            ),
            verdict,
            reasons: reasons.unwrap_or_default(),
        })
    }
}

fn named(cell: &Cell<'_>) -> Result<Option<RecordId>, Diagnostic> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let wrong = |error: euthymia_review::record_id::NotARecordId| cell.error(error.to_string());
    text.parse().map(Some).map_err(wrong)
}

fn said(cell: &Cell<'_>) -> Result<Option<Verdict>, Diagnostic> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let text = text.trim().to_lowercase();
    if NONE.contains(&text.as_str()) {
        return Ok(None);
    }
    let found = WORDS.iter().find(|(word, _)| *word == text);
    found.map(|(_, verdict)| Some(*verdict)).ok_or_else(|| {
        cell.error("this is no decision")
            .with_help("Write include, maybe or exclude, or 1 and 0; leave open what is undecided.")
    })
}

fn work(doi: Option<&str>, pmid: Option<&str>, title: Option<&str>, year: Option<&str>) -> Record {
    let mut record = Record {
        title: title.map(str::to_owned),
        date: year.map(Date::parse),
        ..Record::default()
    };
    let doi = doi.and_then(euthymia_review::identifier::doi);
    let digits = |text: &&str| !text.is_empty() && text.bytes().all(|own| own.is_ascii_digit());
    let pmid = pmid.map(str::trim).filter(digits).map(str::to_owned);
    let both = [(Scheme::Doi, doi), (Scheme::Pmid, pmid)];
    record.identifiers = both
        .into_iter()
        .filter_map(|(scheme, value)| {
            Some(Identifier {
                scheme,
                value: value?,
            })
        })
        .collect();
    record
}

/// What Rayyan writes into the notes: `RAYYAN-INCLUSION: {"ab"=>"Excluded"} |
/// RAYYAN-EXCLUSION-REASONS: wrong population`.
#[derive(Debug, Default)]
struct Noted<'t> {
    people: Vec<(&'t str, Verdict)>,
    reasons: Option<&'t str>,
}

impl<'t> Noted<'t> {
    fn read(notes: &'t str) -> Self {
        let part = |name: &str| {
            let (_, rest) = notes.split_once(name)?;
            rest.split('|').next().map(str::trim)
        };
        let quoted = part("RAYYAN-INCLUSION:").unwrap_or_default();
        let quoted: Vec<&str> = quoted.split('"').skip(1).step_by(2).collect();
        let pairs = quoted.chunks_exact(2);
        let pair = |pair: &[&'t str]| {
            let [name, word] = pair else { return None };
            let word = word.to_lowercase();
            let found = WORDS.iter().find(|(own, _)| *own == word);
            found.map(|(_, verdict)| (*name, *verdict))
        };
        Self {
            people: pairs.filter_map(pair).collect(),
            reasons: part("RAYYAN-EXCLUSION-REASONS:").filter(|text| !text.is_empty()),
        }
    }

    /// The decision of a person, or of the only one.
    ///
    /// # Errors
    /// Several decided and nobody was named: their names.
    fn verdict(&self, person: Option<&str>) -> Result<Option<Verdict>, Vec<String>> {
        match (person, self.people.as_slice()) {
            (Some(person), people) => {
                let own = people.iter().find(|(name, _)| *name == person);
                Ok(own.map(|(_, verdict)| *verdict))
            }
            (None, []) => Ok(None),
            (None, [(_, only)]) => Ok(Some(*only)),
            (None, people) => Err(people.iter().map(|(name, _)| (*name).to_owned()).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Noted;
    use euthymia_review::log::Verdict;

    #[test]
    fn byhand_what_rayyan_writes_into_the_notes() {
        let notes = "RAYYAN-INCLUSION: {\"Ann\"=>\"Included\", \"Bo\"=>\"Excluded\"} | \
                     RAYYAN-EXCLUSION-REASONS: wrong population,background article";
        let noted = Noted::read(notes);
        assert_eq!(noted.verdict(Some("Bo")), Ok(Some(Verdict::Exclude)));
        assert_eq!(noted.verdict(Some("Cy")), Ok(None));
        let both = Err(vec!["Ann".to_owned(), "Bo".to_owned()]);
        assert_eq!(noted.verdict(None), both);
        assert_eq!(noted.reasons, Some("wrong population,background article"));
        let one = Noted::read("RAYYAN-INCLUSION: {\"Ann\"=>\"Maybe\"}");
        assert_eq!(one.verdict(None), Ok(Some(Verdict::Maybe)));
        assert_eq!(Noted::read("nothing of the kind").verdict(None), Ok(None));
    }
}
