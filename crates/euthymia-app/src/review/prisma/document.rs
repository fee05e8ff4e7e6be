//! The report of a review as a document: methods, flow, exclusions, searches and checklists.

use super::known::{CHECKLISTS, EXCLUDED, FLOW, METHODS, criteria, flow_words};
use super::reading::PrismaReading;
use super::view::unfinished;
use super::{appendix, checklist, collecting, excluded_view, methods, prisma_figure, prisma_views};
use crate::error::AppError;
use euthymia_report::checklist as reporting;
use euthymia_report::document::{Document, Section};

/// Which parts a document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrismaParts {
    /// How the review was done, in words.
    pub methods: bool,
    /// The flow of records, as figure and table, and what was excluded.
    pub flow: bool,
    /// Every search with its strategy.
    pub appendix: bool,
    /// The reporting checklists.
    pub checklist: bool,
}

impl PrismaParts {
    /// Everything.
    pub const ALL: Self = Self {
        methods: true,
        flow: true,
        appendix: true,
        checklist: true,
    };
}

/// The report of a review as a document, to be written by
/// [`docx`](euthymia_report::docx::docx()).
///
/// # Errors
/// [`AppError`] when a record cannot be read.
pub fn prisma_document(
    reading: &PrismaReading<'_>,
    parts: PrismaParts,
) -> Result<Document, AppError> {
    let mut sections = Vec::new();
    if parts.methods {
        sections.push(methods_section(reading));
    }
    if parts.flow {
        sections.push(flow_section(reading));
        let mut excluded = Section::new(EXCLUDED, "Excluded reports");
        excluded.table(excluded_view(reading)?);
        sections.push(excluded);
        sections.extend(collecting::section(reading));
    }
    if parts.appendix {
        sections.push(appendix::section(reading));
    }
    if parts.checklist {
        sections.push(reporting::section(CHECKLISTS, &checklist::filled(reading)));
    }
    Ok(Document {
        title: reading.state.title.clone().unwrap_or_default(),
        subtitle: "Report of a systematic review after PRISMA 2020".to_owned(),
        sections,
        colophon: methods::software(),
        numbered: true,
    })
}

fn methods_section(reading: &PrismaReading<'_>) -> Section {
    let mut section = Section::new(METHODS, "Methods");
    if let Some(criteria) = criteria(reading) {
        section.say(criteria);
    }
    for paragraph in methods::paragraphs(reading) {
        section.say(paragraph);
    }
    section
}

fn flow_section(reading: &PrismaReading<'_>) -> Section {
    let mut section = Section::new(FLOW, "Flow of records");
    section.say(flow_words(reading));
    for caution in unfinished(&reading.flow) {
        section.caution(caution);
    }
    section.figure("prisma-flow", prisma_figure(reading), "Flow of records");
    for view in prisma_views(reading) {
        section.table(view);
    }
    section
}
