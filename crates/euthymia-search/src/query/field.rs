//! Where in a record a word is looked for.

/// A field of a record, as searchers name them.
///
/// Unions of fields that platforms have a tag for, such as title and abstract, are lists of
/// fields; only those whose parts no platform spells out have names of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Title.
    Title,
    /// Abstract.
    Abstract,
    /// Keywords of any origin, as Embase.com's `kw` and Cochrane's `kw`.
    Keyword,
    /// Keywords that the authors gave: PubMed's `ot`, Ovid's `kf`.
    AuthorKeyword,
    /// Words of thesaurus headings, not headings as wholes: Ovid's `hw`.
    HeadingWord,
    /// Title, abstract, headings, keywords and names of substances: `tw` of PubMed.
    TextWord,
    /// Ovid's `mp`: title, abstract, headings, keywords, substances and more, by database.
    MultiPurpose,
    /// Every field.
    All,
    /// Name of an author.
    Author,
    /// Title of the journal or book.
    Journal,
    /// Year of publication.
    Year,
    /// Type of publication.
    PublicationType,
    /// Address of an author.
    Affiliation,
    /// Digital object identifier.
    Doi,
    /// Number in PubMed.
    Pmid,
    /// Name or number of a substance: `rn`, `nm`.
    Substance,
    /// Trade or generic name of a drug, as Embase has it.
    Drug,
    /// Language.
    Language,
    /// Number that the database gave: Ovid's `an`, Embase's accession number.
    Accession,
    /// International standard serial number.
    Issn,
    /// Country of publication.
    Country,
    /// Number of a trial in a register.
    TrialNumber,
    /// Floating qualifier of headings: Ovid's `fs`, PubMed's `sh`.
    Qualifier,
}

impl Field {
    /// Title and abstract: the pair that most platforms have a tag for.
    pub const TITLE_ABSTRACT: [Self; 2] = [Self::Title, Self::Abstract];

    /// Name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Abstract => "abstract",
            Self::Keyword => "keyword",
            Self::AuthorKeyword => "author keyword",
            Self::HeadingWord => "heading word",
            Self::TextWord => "text word",
            Self::MultiPurpose => "multi-purpose",
            Self::All => "all fields",
            Self::Author => "author",
            Self::Journal => "journal",
            Self::Year => "year",
            Self::PublicationType => "publication type",
            Self::Affiliation => "affiliation",
            Self::Doi => "DOI",
            Self::Pmid => "PMID",
            Self::Substance => "substance",
            Self::Drug => "drug name",
            Self::Language => "language",
            Self::Accession => "accession number",
            Self::Issn => "ISSN",
            Self::Country => "country",
            Self::TrialNumber => "trial number",
            Self::Qualifier => "qualifier",
        }
    }
}
