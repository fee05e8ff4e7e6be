//! What is to be searched, and how.

use crate::page::PAGE_MAX;
use crate::{Contact, EntrezError};

/// A search of PubMed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The search in PubMed's syntax, as it is sent.
    pub(crate) term: String,
    /// Who asks.
    pub(crate) contact: Contact,
    /// Date and time of this run as the caller writes it.
    pub(crate) asked_at: String,
    /// Records per page.
    pub(crate) page_size: u32,
}

impl Job {
    /// A search with pages of 500 records. `asked_at` is the date and time of this run; it goes
    /// into the provenance as it stands.
    ///
    /// # Errors
    /// [`EntrezError::EmptySearch`].
    pub fn new(
        term: &str,
        contact: Contact,
        asked_at: impl Into<String>,
    ) -> Result<Self, EntrezError> {
        let term = term.trim();
        if term.is_empty() {
            return Err(EntrezError::EmptySearch);
        }
        Ok(Self {
            term: term.to_owned(),
            contact,
            asked_at: asked_at.into(),
            page_size: 500,
        })
    }

    /// Records per page, 1 to 9,999. Small pages are repeated sooner when a connection breaks.
    ///
    /// # Errors
    /// [`EntrezError::PageSize`].
    pub fn page_size(mut self, records: u32) -> Result<Self, EntrezError> {
        if !(1..=PAGE_MAX).contains(&records) {
            return Err(EntrezError::PageSize { found: records });
        }
        self.page_size = records;
        Ok(self)
    }
}
