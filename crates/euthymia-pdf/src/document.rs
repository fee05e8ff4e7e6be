//! A PDF document read into the texts of its pages.

use pdf_extract::{Document, ObjectId, PlainTextOutput, output_doc_page};

use crate::clean::clean;
use crate::quiet::{apart, caught};
use crate::tame::{drop_pictures, is_tame};

/// Bytes from which a file is not read.
pub const MOST_BYTES: usize = 200 << 20;

/// Letters from which a page counts as one with text.
const LETTERS: usize = 3;

/// The texts of the pages of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pdf {
    /// Each page in order; `None` where it could not be read.
    pub pages: Vec<Option<String>>,
}

/// Why a file has no page texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// Another kind of file.
    #[error("this is no PDF document")]
    NotPdf,
    /// It opens with a password only.
    #[error("the document is locked with a password: save a copy without one")]
    Locked,
    /// Its parts cannot be found.
    #[error("the document is damaged: {0}; fetch it again, or print it into a new PDF")]
    Damaged(String),
    /// More than [`MOST_BYTES`].
    #[error("the document is larger than 200 MiB")]
    TooLarge,
}

impl Pdf {
    /// Pages with words on them.
    pub fn pages_with_text(&self) -> usize {
        let has_text = |text: &&String| {
            let letters = text.chars().filter(|letter| letter.is_alphabetic());
            letters.take(LETTERS).count() == LETTERS
        };
        self.pages.iter().flatten().filter(has_text).count()
    }

    /// Whether no page has words: a document of pictures, such as a scan.
    pub fn is_without_text(&self) -> bool {
        self.pages_with_text() == 0
    }
}

/// Reads a document. Never panics; a page that cannot be read is `None`.
///
/// # Errors
/// It is no PDF, locked, damaged, or larger than [`MOST_BYTES`].
pub fn read(bytes: &[u8]) -> Result<Pdf, PdfError> {
    if bytes.len() > MOST_BYTES {
        return Err(PdfError::TooLarge);
    }
    // The mark may stand behind some other bytes.
    let head = bytes.get(..1024).unwrap_or(bytes);
    if !head.windows(5).any(|five| five == b"%PDF-") {
        return Err(PdfError::NotPdf);
    }
    let damaged = || PdfError::Damaged("it could not be taken apart".to_owned());
    apart(|| texts(bytes)).ok_or_else(damaged)?
}

fn texts(bytes: &[u8]) -> Result<Pdf, PdfError> {
    let mut document = Document::load_mem(bytes).map_err(told)?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| PdfError::Locked)?;
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(PdfError::Damaged("it has no pages".to_owned()));
    }
    drop_pictures(&mut document);
    let text = |(number, id)| caught(|| page(&document, number, id)).flatten();
    Ok(Pdf {
        pages: pages.into_iter().map(text).collect(),
    })
}

fn told(error: pdf_extract::Error) -> PdfError {
    match error {
        pdf_extract::Error::Decryption(_) | pdf_extract::Error::InvalidPassword => PdfError::Locked,
        other => PdfError::Damaged(other.to_string()),
    }
}

/// One page: by the places of its letters or, where that fails, in the order of the file.
fn page(document: &Document, number: u32, id: ObjectId) -> Option<String> {
    if !is_tame(document, id) {
        return None;
    }
    let by_place = caught(|| {
        let mut text = String::new();
        let mut out = PlainTextOutput::new(&mut text);
        output_doc_page(document, &mut out, number).ok()?;
        Some(text)
    });
    let in_order = || document.extract_text(&[number]).ok();
    by_place
        .flatten()
        .or_else(in_order)
        .map(|text| clean(&text))
}
