//! A clinic's own choices: what sources leave open, or do not settle.

use super::doc::{Doc, Node};
use crate::error::AppError;
use euthymia_clinical::course::EarlyRule;
use euthymia_clinical::drug::DoseTable;
use euthymia_clinical::trd::count::{Augmentation, Optimisation};
use euthymia_table::{Diagnostic, cannot_read};
use std::path::Path;

const SCHEMA: &str = "euthymia.site.v1";

/// A clinic's choices; what is `None` was not chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// Name of the clinic, for letters.
    pub name: Option<String>,
    /// Least duration of an adequate trial, weeks.
    pub minimum_weeks: Option<f64>,
    /// Minimum doses.
    pub doses: Option<DoseTable>,
    /// How additions count.
    pub augmentation: Option<Augmentation>,
    /// How another course of the same medicine counts.
    pub optimisation: Option<Optimisation>,
    /// Early non-response.
    pub early: Option<EarlyRule>,
    /// Days a visit may be off a planned day.
    pub tolerance_days: Option<i64>,
    /// Days from one assessment to the next.
    pub every_days: Option<i64>,
}

/// Reads a clinic's choices. A dose table is named relative to the file.
///
/// # Errors
/// [`AppError::Input`] with everything found.
pub fn read_site(path: &Path) -> Result<Site, AppError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    let doc = Doc::new(&name, &text);
    let table = doc.parse()?;
    let site = site(&doc.root(&table), path);
    match doc.into_findings() {
        findings if findings.is_empty() => Ok(site),
        findings => Err(findings.into()),
    }
}

fn site(root: &Node<'_, '_>, path: &Path) -> Site {
    if root.text("schema") != Some(SCHEMA) {
        root.report(root.error("schema", format!("expected schema = \"{SCHEMA}\"")));
    }
    let early = root.table("early_non_response").and_then(|node| {
        let (day, below) = (node.count("day"), node.number("below_percent"));
        let sensible = below.is_some_and(|below| below > 0.0 && below <= 100.0);
        if day.is_none_or(|day| day == 0) || !sensible {
            node.report(
                node.error(
                    "below_percent",
                    "a day above 0 and a percentage from 0 to 100 are needed",
                )
                .with_help("Write early_non_response = { day = 14, below_percent = 20 }."),
            );
        }
        node.finish();
        Some(EarlyRule {
            day: i64::from(day?),
            below_percent: below?,
        })
    });
    let days = |key: &'static str| {
        let found = root.count(key).map(i64::from)?;
        if found > 3660 {
            root.report(
                root.error(key, "expected at most 3660 days")
                    .with_found(found.to_string()),
            );
        }
        Some(found)
    };
    let site = Site {
        name: root.text("name").map(str::to_owned),
        minimum_weeks: root.number("minimum_weeks"),
        doses: root.text("dose_table").and_then(|file| {
            let path = path.parent().unwrap_or(Path::new(".")).join(file);
            match dose_table(&path) {
                Ok(table) => Some(table),
                Err(finding) => {
                    root.report(finding);
                    None
                }
            }
        }),
        augmentation: root.word("augmentation", Augmentation::ALL, Augmentation::id),
        optimisation: root.word("optimisation", Optimisation::ALL, Optimisation::id),
        early,
        tolerance_days: days("tolerance_days"),
        every_days: days("next_assessment_days"),
    };
    root.finish_ref();
    site
}

/// Reads a dose table.
///
/// # Errors
/// A file that cannot be read or is no dose table.
pub(crate) fn dose_table(path: &Path) -> Result<DoseTable, Diagnostic> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    DoseTable::parse(&text, &name).map_err(|error| Diagnostic::error(error.what, error.problem))
}
