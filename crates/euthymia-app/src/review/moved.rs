//! What an update of the searches did to the conclusions of a review.

use super::appraise::rows_of;
use super::extract::{loaded, made};
use super::prisma::entries_until;
use super::session::Session;
use crate::error::AppError;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::files::APPRAISALS;
use euthymia_report::moved::{Moved, moved as compare};
use euthymia_review::Entry;
use euthymia_table::{ColumnSpec, Format, TableView, Value, render};

/// What moved since a point of the log.
#[derive(Clone, Debug, Default)]
pub struct MovedReview {
    /// The conclusions before and now.
    pub moved: Moved,
    /// Studies that have values now and had none then.
    pub new_studies: Vec<String>,
    /// Studies that had values then and have none now.
    pub gone_studies: Vec<String>,
    /// Values and judgements that are not used now, and why.
    pub left_out: Vec<String>,
}

/// An evidence base as it follows from entries of the log.
struct Stood {
    base: EvidenceBase,
    studies: Vec<String>,
    left_out: Vec<String>,
}

/// Makes the evidence base of the review as it stood at a point and as it stands now, and holds every
/// pooled number of the report against what it was. `since` is the beginning of the name of an entry
/// (what was there after it counts as before) or a day (what was there before it). The form, the
/// vocabulary of treatments and how many people take values are those of now.
///
/// # Errors
/// [`AppError::Usage`] for a text that is neither an entry nor a day, for a form that is not there, or
/// where nobody has taken values; [`AppError::Input`] for files that cannot be read.
pub fn moved(session: &Session, since: &str, form: &str) -> Result<MovedReview, AppError> {
    let earlier = entries_until(session, since)?;
    let now = stood(session, session.folder.log().entries(), form)?;
    if now.studies.is_empty() {
        return Err(AppError::Usage(format!(
            "nobody has taken values with the form {form} yet: review extract comes first"
        )));
    }
    let before = stood(session, &earlier, form)?;
    let not_in = |own: &[String], other: &[String]| -> Vec<String> {
        let own = own.iter().filter(|study| !other.contains(study));
        own.cloned().collect()
    };
    Ok(MovedReview {
        moved: compare(&before.base, &now.base),
        new_studies: not_in(&now.studies, &before.studies),
        gone_studies: not_in(&before.studies, &now.studies),
        left_out: now.left_out,
    })
}

impl MovedReview {
    /// Studies that came and went, conclusions before and now, and what cannot be pooled.
    #[must_use]
    pub fn views(&self) -> Vec<TableView> {
        let mut views = vec![self.studies_view()];
        views.extend(self.moved.views());
        views
    }

    fn studies_view(&self) -> TableView {
        let rows = |studies: &[String], change: &'static str| -> Vec<Vec<Value>> {
            let rows = studies.iter();
            rows.map(|study| vec![Value::text(study), Value::text(change)])
                .collect()
        };
        let mut all = rows(&self.new_studies, "new");
        all.extend(rows(&self.gone_studies, "gone"));
        TableView {
            schema: "euthymia.review.moved_studies.v1".to_owned(),
            title: "Studies with values that came or went".to_owned(),
            columns: vec![
                ColumnSpec::text("study", "Study"),
                ColumnSpec::text("change", "Change"),
            ],
            rows: all,
            notes: Vec::new(),
        }
    }
}

fn stood(session: &Session, entries: &[Entry], form: &str) -> Result<Stood, AppError> {
    let made = made(session, entries, form)?;
    let studies: Vec<String> = made.studies().map(str::to_owned).collect();
    let mut left_out: Vec<String> = made.left_out().map(str::to_owned).collect();
    let (appraisals, unused) = appraisals(entries, &studies)?;
    left_out.extend(unused);
    let mut files = made.files;
    files.push((APPRAISALS, appraisals));
    Ok(Stood {
        base: loaded(&files)?,
        studies,
        left_out,
    })
}

/// The judgements that counted, of studies that have values and outcomes that the evidence base knows.
fn appraisals(entries: &[Entry], studies: &[String]) -> Result<(Vec<u8>, Vec<String>), AppError> {
    let mut rows = rows_of(entries);
    let mut left_out = rows.left_out;
    rows.view.rows.retain(|row| {
        let text = |at: usize| match row.get(at) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let study = text(0).unwrap_or_default();
        let Some(outcome) = text(1).filter(|outcome| Outcome::parse(outcome).is_err()) else {
            return studies.iter().any(|own| own == study);
        };
        let line = format!("{study}: the judgement of \"{outcome}\", which is no outcome");
        if !left_out.contains(&line) {
            left_out.push(line);
        }
        false
    });
    let broken = |error: euthymia_table::ViewError| AppError::Analysis(error.to_string());
    let text = render(&rows.view, Format::Csv).map_err(broken)?;
    Ok((text.into_bytes(), left_out))
}
