//! Where a strategy is run.

use super::Vocabulary;

/// A platform with one of its databases, as far as the way to write a search depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Platform {
    /// PubMed of the National Library of Medicine.
    PubMed,
    /// MEDLINE on Ovid.
    OvidMedline,
    /// Embase on Ovid.
    OvidEmbase,
    /// APA PsycInfo on Ovid.
    OvidPsycinfo,
    /// Embase on Embase.com.
    EmbaseCom,
    /// The Cochrane Library's search manager.
    Cochrane,
    /// Scopus, advanced search.
    Scopus,
    /// Web of Science, advanced search.
    WebOfScience,
    /// CINAHL on EBSCOhost.
    EbscoCinahl,
    /// APA PsycInfo on EBSCOhost.
    EbscoPsycinfo,
}

/// What shares one way of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    PubMed,
    Ovid,
    Embase,
    Cochrane,
    Scopus,
    WebOfScience,
    Ebsco,
}

impl Platform {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::PubMed,
        Self::OvidMedline,
        Self::OvidEmbase,
        Self::OvidPsycinfo,
        Self::EmbaseCom,
        Self::Cochrane,
        Self::Scopus,
        Self::WebOfScience,
        Self::EbscoCinahl,
        Self::EbscoPsycinfo,
    ];

    /// Name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PubMed => "PubMed",
            Self::OvidMedline => "MEDLINE (Ovid)",
            Self::OvidEmbase => "Embase (Ovid)",
            Self::OvidPsycinfo => "PsycInfo (Ovid)",
            Self::EmbaseCom => "Embase.com",
            Self::Cochrane => "Cochrane Library",
            Self::Scopus => "Scopus",
            Self::WebOfScience => "Web of Science",
            Self::EbscoCinahl => "CINAHL (EBSCOhost)",
            Self::EbscoPsycinfo => "PsycInfo (EBSCOhost)",
        }
    }

    /// Name for machines and command lines.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::PubMed => "pubmed",
            Self::OvidMedline => "ovid-medline",
            Self::OvidEmbase => "ovid-embase",
            Self::OvidPsycinfo => "ovid-psycinfo",
            Self::EmbaseCom => "embase",
            Self::Cochrane => "cochrane",
            Self::Scopus => "scopus",
            Self::WebOfScience => "wos",
            Self::EbscoCinahl => "ebsco-cinahl",
            Self::EbscoPsycinfo => "ebsco-psycinfo",
        }
    }

    /// The platform of this [`Platform::id`]; `None` when there is none.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.id() == id)
    }

    /// The thesaurus whose headings can be searched there; `None` where there is none.
    #[must_use]
    pub fn vocabulary(self) -> Option<Vocabulary> {
        match self {
            Self::PubMed | Self::OvidMedline | Self::Cochrane => Some(Vocabulary::Mesh),
            Self::OvidEmbase | Self::EmbaseCom => Some(Vocabulary::Emtree),
            Self::OvidPsycinfo | Self::EbscoPsycinfo => Some(Vocabulary::Apa),
            Self::EbscoCinahl => Some(Vocabulary::Cinahl),
            Self::Scopus | Self::WebOfScience => None,
        }
    }

    pub(super) fn family(self) -> Family {
        match self {
            Self::PubMed => Family::PubMed,
            Self::OvidMedline | Self::OvidEmbase | Self::OvidPsycinfo => Family::Ovid,
            Self::EmbaseCom => Family::Embase,
            Self::Cochrane => Family::Cochrane,
            Self::Scopus => Family::Scopus,
            Self::WebOfScience => Family::WebOfScience,
            Self::EbscoCinahl | Self::EbscoPsycinfo => Family::Ebsco,
        }
    }
}
