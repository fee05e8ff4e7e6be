//! One citation, whatever file it came from.

use crate::{Contributor, Date, Identifier, Kind};

/// One citation. What a file does not say is `None` or empty; nothing is made up.
///
/// Text is Unicode without markup of the format it came from (a BibTeX accent is a letter here);
/// inner line breaks of an abstract are kept as `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// What the citation is of.
    pub kind: Kind,
    /// Types as the file words them: `JOUR`, `Journal Article`, `Randomized Controlled Trial`.
    pub kind_words: Vec<String>,
    /// Title of the work itself.
    pub title: Option<String>,
    /// Title in the language of the work, where `title` is a translation.
    pub original_title: Option<String>,
    /// Shortened title.
    pub short_title: Option<String>,
    /// Authors, editors and others in the order of the file.
    pub contributors: Vec<Contributor>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Other dates by the tag or name the file gives them: `epub`, `received`, `accessed`.
    pub other_dates: Vec<(String, Date)>,
    /// Journal, book or proceedings that contains the work, in full.
    pub container: Option<String>,
    /// The same, abbreviated.
    pub container_abbreviation: Option<String>,
    /// Series of books.
    pub series: Option<String>,
    /// Volume as written.
    pub volume: Option<String>,
    /// Issue or number as written.
    pub issue: Option<String>,
    /// Pages or article number as written: `1201-9`, `e0123`.
    pub pages: Option<String>,
    /// Publisher or institution.
    pub publisher: Option<String>,
    /// Place of publication.
    pub place: Option<String>,
    /// Edition as written.
    pub edition: Option<String>,
    /// Name, place and date of a conference, as written.
    pub conference: Option<String>,
    /// Abstract.
    pub abstract_text: Option<String>,
    /// Keywords by authors and indexers without a controlled vocabulary.
    pub keywords: Vec<String>,
    /// Headings of a controlled vocabulary: MeSH, Emtree, APA.
    pub headings: Vec<Heading>,
    /// Languages as written.
    pub languages: Vec<String>,
    /// DOI, PMID, registry numbers, ISSN and others.
    pub identifiers: Vec<Identifier>,
    /// Addresses on the web.
    pub urls: Vec<String>,
    /// Notes, each as written.
    pub notes: Vec<String>,
    /// Other works this one says it belongs to: the article of an erratum, of a comment.
    pub related: Vec<Related>,
    /// What the file says and no field above holds, in the order of the file.
    pub others: Vec<Other>,
}

/// A heading of a controlled vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    /// The descriptor: `Depressive Disorder, Treatment-Resistant`.
    pub descriptor: String,
    /// Qualifiers (subheadings), each with whether it is the major topic.
    pub qualifiers: Vec<(String, bool)>,
    /// Whether the descriptor itself is a major topic.
    pub is_major: bool,
}

/// A work to which a record says it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Related {
    /// How.
    pub relation: Relation,
    /// The other work as written: `Lancet. 2019;394:939`.
    pub text: String,
    /// Its PubMed number, if given.
    pub pmid: Option<u64>,
}

/// How one work belongs to another. Names follow MEDLINE's comments and corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// This is a comment on the other.
    CommentOn,
    /// The other is a comment on this.
    CommentIn,
    /// This is an erratum for the other.
    ErratumFor,
    /// The other is an erratum for this.
    ErratumIn,
    /// This retracts the other.
    RetractionOf,
    /// The other retracts this.
    RetractionIn,
    /// This updates the other.
    UpdateOf,
    /// The other updates this.
    UpdateIn,
    /// This is a corrected and republished version of the other.
    RepublishedFrom,
    /// The other is a corrected and republished version of this.
    RepublishedIn,
    /// This expresses concern about the other.
    ConcernFor,
    /// The other expresses concern about this.
    ConcernIn,
    /// The other is the full version or the original report.
    OriginalReportIn,
    /// Another relation, told in the text.
    Other,
}

/// A value under the tag that its own format gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Other {
    /// Short name of the format and its tag, element or column: `ris:M3`, `nbib:PHST`.
    pub tag: String,
    /// Value as written.
    pub value: String,
}

impl Record {
    /// Whether nothing at all was read.
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                kind: self.kind,
                kind_words: self.kind_words.clone(),
                ..Self::default()
            }
    }
}
