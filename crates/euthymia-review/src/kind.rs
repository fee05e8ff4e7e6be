//! What a citation is of.

/// What a citation is of. The words of the file stay in
/// [`Record::kind_words`](crate::Record::kind_words).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Article in a journal, magazine or newspaper.
    JournalArticle,
    /// Abstract or paper of a conference.
    ConferencePaper,
    /// A whole book.
    Book,
    /// Part of a book.
    BookSection,
    /// Thesis or dissertation.
    Thesis,
    /// Report of an institution.
    Report,
    /// Preprint.
    Preprint,
    /// Entry of a trial registry.
    TrialRegistration,
    /// Page on the web.
    WebPage,
    /// Anything else, or not said.
    #[default]
    Other,
}

impl Kind {
    /// The word for people and in CSV.
    pub fn word(self) -> &'static str {
        match self {
            Self::JournalArticle => "journal article",
            Self::ConferencePaper => "conference paper",
            Self::Book => "book",
            Self::BookSection => "book section",
            Self::Thesis => "thesis",
            Self::Report => "report",
            Self::Preprint => "preprint",
            Self::TrialRegistration => "trial registration",
            Self::WebPage => "web page",
            Self::Other => "other",
        }
    }
}
