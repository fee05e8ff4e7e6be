//! A full text is taken in.

use super::pages::keep;
use crate::error::AppError;
use crate::review::screening::{folded, known_place};
use crate::review::session::Session;
use crate::review::text::file_name;
use euthymia_pdf::{Pdf, PdfError};
use euthymia_report::words::counted;
use euthymia_review::log::FullText;
use euthymia_review::{EntryId, Event, FullTexts, RecordId};
use euthymia_table::cannot_read;
use sha2::Digest;
use std::path::{Path, PathBuf};

/// A full text, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddRequest {
    /// A record of the report.
    pub record: RecordId,
    /// The PDF.
    pub path: PathBuf,
}

/// A full text that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The entry, by which it can be undone.
    pub entry: EntryId,
    /// What was found in it, and what to look at.
    pub said: Vec<String>,
}

/// Takes the full text of a report in. A further file, such as a supplement, stands beside the
/// first.
///
/// # Errors
/// [`AppError::Usage`] when the record is not there or has the file already; [`AppError::Input`]
/// when the file cannot be read or is no PDF.
pub fn add_full_text(session: &mut Session, request: &AddRequest) -> Result<Added, AppError> {
    let stamp = session.stamp()?;
    let screening = folded(session);
    let place = known_place(&screening, request.record).map_err(AppError::Usage)?;
    let file = Opened::read(&request.path)?;
    let sha256 = file.sha256();
    let before = FullTexts::of(session.folder.log().entries(), &screening);
    let known = before.at(place).map_or(&[][..], |got| &got.attached);
    if known.iter().any(|own| own.file.sha256 == sha256) {
        return Err(AppError::Usage(format!(
            "{} has this file already",
            request.record
        )));
    }
    let event = file.keep(session, request.record)?;
    let event = Event::FullTextAttached(Box::new(event));
    let entry = session.folder.append(&stamp, vec![event])?;
    let mut said = vec![file.said()];
    let after = FullTexts::of(session.folder.log().entries(), &screening);
    let new = after.findings.iter();
    let new = new.filter(|finding| !before.findings.contains(finding));
    said.extend(new.map(ToString::to_string));
    Ok(Added { entry, said })
}

/// A file that may be a full text.
pub(super) struct Opened {
    pub(super) name: String,
    bytes: Vec<u8>,
    pub(super) pdf: Result<Pdf, PdfError>,
}

impl Opened {
    /// # Errors
    /// The file cannot be read, or is no PDF.
    pub(super) fn read(path: &Path) -> Result<Self, AppError> {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| cannot_read(&shown, &error))?;
        let pdf = euthymia_pdf::read(&bytes);
        if pdf == Err(PdfError::NotPdf) {
            let finding = euthymia_table::Diagnostic::error(shown, PdfError::NotPdf.to_string());
            return Err(finding
                .with_help("Print the page or document into a PDF.")
                .into());
        }
        Ok(Self {
            name: file_name(path),
            bytes,
            pdf,
        })
    }

    /// Copies it into the review; the event that makes it count is returned.
    pub(super) fn keep(&self, session: &Session, record: RecordId) -> Result<FullText, AppError> {
        let kept = session.folder.keep_full_text(self.bytes.as_slice())?;
        let pages = self.pdf.as_ref().ok();
        if let Some(pdf) = pages {
            keep(session, &kept.sha256, pdf);
        }
        Ok(FullText {
            record,
            file_name: self.name.clone(),
            sha256: kept.sha256,
            bytes: kept.bytes,
            pages: pages.and_then(|pdf| u32::try_from(pdf.pages.len()).ok()),
        })
    }

    /// SHA-256 of its bytes, as full texts are named.
    pub(super) fn sha256(&self) -> String {
        let digest = sha2::Sha256::digest(&self.bytes);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What is in it, as a sentence.
    fn said(&self) -> String {
        let name = &self.name;
        match &self.pdf {
            Ok(pdf) if pdf.is_without_text() => format!(
                "{name}: {}, no text layer: it is shown but not searched. Text recognition (OCR) \
                 would give it one.",
                counted(pdf.pages.len(), "page", "pages")
            ),
            Ok(pdf) => format!(
                "{name}: {}, {} with text.",
                counted(pdf.pages.len(), "page", "pages"),
                pdf.pages_with_text()
            ),
            Err(error) => format!("{name}: taken in, but its text cannot be read: {error}."),
        }
    }
}
