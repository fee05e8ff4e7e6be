//! The report: evidence base and cohort in, one HTML file out.

use crate::cohort::{self, CohortRequest};
use crate::error::AppError;
use crate::evidence::load;
use crate::output::{FigureFormat, write_whole};
use crate::pharmacokinetics;
use euthymia_report::html::html;
use euthymia_report::trd::strand::Family;
use euthymia_report::trd::{TrdReport, TreatedCohort, report};
use std::path::{Path, PathBuf};

/// The bundled example cohort, reconstructed from a published summary; not patients' data.
const EXAMPLE: &[u8] = include_bytes!("../../../examples/payette2023_reconstructed.csv");

const EXAMPLE_NOTE: &str = "These rows are not patients: they are one of many sets of whole scores \
    that fit the summary printed by Payette et al. 2023. What the paper does not print, such as \
    remission at other cut-offs or any single line, is a property of this set alone. The published \
    series itself is among the ketamine arms.";

/// What report to make.
#[derive(Clone, Debug, Default)]
pub struct ReportRequest {
    /// A folder of evidence files; `None` for the bundled evidence base.
    pub evidence: Option<PathBuf>,
    /// A cohort; `None` for the bundled example.
    pub cohort: Option<CohortRequest>,
    /// What the cohort was treated with: the identifier of a family of figures (ketamine, tms,
    /// psychedelics, other); `None` draws it in the overview alone. The example is ketamine.
    pub cohort_treatment: Option<String>,
    /// The program's version, for the last line.
    pub version: String,
}

/// Makes the report.
///
/// # Errors
/// [`AppError::Input`] when the evidence or the cohort cannot be used.
pub fn make(request: &ReportRequest) -> Result<TrdReport, AppError> {
    let base = load(request.evidence.as_deref())?;
    let cohort = match &request.cohort {
        Some(request) => cohort::run(request)?,
        None => cohort::run_bytes(
            EXAMPLE,
            "payette2023_reconstructed.csv",
            &CohortRequest {
                name: Some("Example cohort (reconstructed from Payette 2023)".to_owned()),
                note: Some(EXAMPLE_NOTE.to_owned()),
                ..CohortRequest::default()
            },
        )?,
    };
    let family = match (&request.cohort, &request.cohort_treatment) {
        (None, _) => Some(Family::Ketamine),
        (Some(_), None) => None,
        (Some(_), Some(id)) => Some(Family::from_id(id).ok_or_else(|| {
            let all: Vec<&str> = Family::ALL.iter().map(|family| family.id()).collect();
            AppError::Usage(format!(
                "\"{id}\" is not a treatment of the figures; use one of: {}",
                all.join(", ")
            ))
        })?),
    };
    let cohort = TreatedCohort {
        results: &cohort,
        family,
    };
    let mut made = report(&base, Some(cohort), &request.version);
    let sections = &mut made.document.sections;
    let limits = sections.iter().position(|section| section.id == "limits");
    sections.insert(
        limits.unwrap_or(sections.len()),
        pharmacokinetics::section()?,
    );
    Ok(made)
}

/// Writes the report's page, and its figures beside it in the formats asked for; returns the paths.
///
/// Everything is drawn before the first file is written.
///
/// # Errors
/// [`AppError::Write`].
pub fn write(
    report: &TrdReport,
    folder: &Path,
    figures: &[FigureFormat],
) -> Result<Vec<PathBuf>, AppError> {
    let mut files = vec![(
        folder.join("index.html"),
        html(&report.document).into_bytes(),
    )];
    for (id, scene) in report.document.figures() {
        for format in figures {
            let path = folder
                .join("figures")
                .join(format!("{id}.{}", format.extension()));
            files.push((path, format.draw(scene)?));
        }
    }
    for (path, bytes) in &files {
        write_whole(path, bytes)?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}
