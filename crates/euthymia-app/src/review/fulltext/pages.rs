//! The texts of the pages of a full text, read once and kept where they can be made again.

use crate::error::AppError;
use crate::output::write_whole;
use crate::review::session::Session;
use euthymia_pdf::{Pdf, PdfError};
use std::path::PathBuf;

/// The folder of page texts; its name ends in the version of how they are made.
const CACHE: &str = "index/pages-1";

fn kept(session: &Session, sha256: &str) -> PathBuf {
    let folder = session.folder.path().join(CACHE);
    folder.join(format!("{sha256}.json"))
}

/// The texts of the pages of a full text.
///
/// # Errors
/// [`AppError::Usage`] when the file is not there, or not as it was taken in. What its pages cannot
/// be read for is the inner error.
pub(super) fn pages(session: &Session, sha256: &str) -> Result<Result<Pdf, PdfError>, AppError> {
    let path = kept(session, sha256);
    let before = std::fs::read(&path).ok();
    let before = before.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    if let Some(pages) = before {
        return Ok(Ok(Pdf { pages }));
    }
    let bytes = session.folder.full_text(sha256)?;
    let read = euthymia_pdf::read(&bytes);
    if let Ok(pdf) = &read {
        keep(session, sha256, pdf);
    }
    Ok(read)
}

/// Keeps page texts. Where that fails they are read again next time.
pub(super) fn keep(session: &Session, sha256: &str, pdf: &Pdf) {
    if let Ok(bytes) = serde_json::to_vec(&pdf.pages) {
        let _ = write_whole(&kept(session, sha256), &bytes);
    }
}
