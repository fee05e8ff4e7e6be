//! Tags of fields, platform by platform. The first spelling of a set of fields is the one written.

use super::Field::{self, *};
use super::Platform;

/// A tag and the fields that it means together.
pub(super) type Tag = (&'static str, &'static [Field]);

const TIABKF: &[Field] = &[Title, Abstract, AuthorKeyword];
const TIAB: &[Field] = &[Title, Abstract];
const TIABKW: &[Field] = &[Title, Abstract, Keyword];

/// <https://pubmed.ncbi.nlm.nih.gov/help/#search-tags>. `[tiab]` holds the authors' keywords, too.
const PUBMED: &[Tag] = &[
    ("tiab", TIABKF),
    ("title/abstract", TIABKF),
    ("ti", &[Title]),
    ("title", &[Title]),
    ("ot", &[AuthorKeyword]),
    ("other term", &[AuthorKeyword]),
    ("tw", &[TextWord]),
    ("text word", &[TextWord]),
    ("text words", &[TextWord]),
    ("all", &[All]),
    ("all fields", &[All]),
    ("au", &[Author]),
    ("author", &[Author]),
    ("ta", &[Journal]),
    ("journal", &[Journal]),
    ("dp", &[Year]),
    ("pdat", &[Year]),
    ("date - publication", &[Year]),
    ("publication date", &[Year]),
    ("pt", &[PublicationType]),
    ("publication type", &[PublicationType]),
    ("ad", &[Affiliation]),
    ("affiliation", &[Affiliation]),
    ("doi", &[Doi]),
    ("pmid", &[Pmid]),
    ("uid", &[Pmid]),
    ("nm", &[Substance]),
    ("supplementary concept", &[Substance]),
    ("rn", &[Substance]),
    ("la", &[Language]),
    ("lang", &[Language]),
    ("language", &[Language]),
    ("is", &[Issn]),
    ("pl", &[Country]),
    ("si", &[TrialNumber]),
    ("sh", &[Qualifier]),
    ("mesh subheading", &[Qualifier]),
    ("subheading", &[Qualifier]),
];

/// Field guides of Ovid; what all three databases share.
macro_rules! ovid {
    ($($own:expr),* $(,)?) => {
        &[
            ("ti", &[Title]),
            ("ab", &[Abstract]),
            $($own,)*
            ("hw", &[HeadingWord]),
            ("mp", &[MultiPurpose]),
            ("tw", &[TextWord]),
            ("af", &[All]),
            ("au", &[Author]),
            ("jn", &[Journal]),
            ("jw", &[Journal]),
            ("yr", &[Year]),
            ("pt", &[PublicationType]),
            ("in", &[Affiliation]),
            ("do", &[Doi]),
            ("la", &[Language]),
            ("lg", &[Language]),
            ("an", &[Accession]),
            ("is", &[Issn]),
            ("cp", &[Country]),
        ]
    };
}

const OVID_MEDLINE: &[Tag] = ovid![
    ("kf", &[AuthorKeyword]),
    ("kw", &[AuthorKeyword]),
    ("rn", &[Substance]),
    ("nm", &[Substance]),
    ("fs", &[Qualifier]),
    ("pm", &[Pmid]),
    ("si", &[TrialNumber]),
];

const OVID_EMBASE: &[Tag] = ovid![
    ("kf", &[AuthorKeyword]),
    ("kw", &[AuthorKeyword]),
    ("rn", &[Substance]),
    ("tn", &[Drug]),
    ("dq", &[Drug]),
    ("fs", &[Qualifier]),
    ("pm", &[Pmid]),
    ("cn", &[TrialNumber]),
];

const OVID_PSYCINFO: &[Tag] = ovid![("id", &[AuthorKeyword]), ("pm", &[Pmid])];

/// <https://www.elsevier.support/embase>. `kw` are the authors' keywords.
const EMBASE: &[Tag] = &[
    ("ti", &[Title]),
    ("ab", &[Abstract]),
    ("kw", &[AuthorKeyword]),
    ("de", &[HeadingWord]),
    ("lnk", &[Qualifier]),
    ("tn", &[Drug]),
    ("rn", &[Substance]),
    ("au", &[Author]),
    ("jt", &[Journal]),
    ("ta", &[Journal]),
    ("py", &[Year]),
    ("it", &[PublicationType]),
    ("ad", &[Affiliation]),
    ("ff", &[Affiliation]),
    ("do", &[Doi]),
    ("doi", &[Doi]),
    ("ui", &[Accession]),
    ("la", &[Language]),
    ("is", &[Issn]),
    ("cy", &[Country]),
    ("cn", &[TrialNumber]),
];

/// <https://www.cochranelibrary.com/search-manager-help>. `kw` holds headings as well.
const COCHRANE: &[Tag] = &[
    ("ti", &[Title]),
    ("ab", &[Abstract]),
    ("kw", &[Keyword]),
    ("au", &[Author]),
    ("so", &[Journal]),
    ("pt", &[PublicationType]),
    ("an", &[Accession]),
    ("doi", &[Doi]),
];

/// <https://dev.elsevier.com/sc_search_tips.html>.
const SCOPUS: &[Tag] = &[
    ("TITLE-ABS-KEY", TIABKW),
    ("TITLE-ABS", TIAB),
    ("TITLE", &[Title]),
    ("ABS", &[Abstract]),
    ("KEY", &[Keyword]),
    ("AUTHKEY", &[AuthorKeyword]),
    ("INDEXTERMS", &[HeadingWord]),
    ("ALL", &[All]),
    ("AUTH", &[Author]),
    ("AUTHOR-NAME", &[Author]),
    ("SRCTITLE", &[Journal]),
    ("PUBYEAR", &[Year]),
    ("DOCTYPE", &[PublicationType]),
    ("AFFIL", &[Affiliation]),
    ("DOI", &[Doi]),
    ("PMID", &[Pmid]),
    ("CHEMNAME", &[Substance]),
    ("CASREGNUMBER", &[Substance]),
    ("TRADENAME", &[Drug]),
    ("LANGUAGE", &[Language]),
    ("EID", &[Accession]),
    ("ISSN", &[Issn]),
    ("AFFILCOUNTRY", &[Country]),
];

/// <https://webofscience.help.clarivate.com>. `TS` is title, abstract, keywords of both kinds.
const WEB_OF_SCIENCE: &[Tag] = &[
    ("TS", TIABKW),
    ("TI", &[Title]),
    ("AB", &[Abstract]),
    ("AK", &[AuthorKeyword]),
    ("KP", &[HeadingWord]),
    ("ALL", &[All]),
    ("AU", &[Author]),
    ("SO", &[Journal]),
    ("PY", &[Year]),
    ("DT", &[PublicationType]),
    ("AD", &[Affiliation]),
    ("OG", &[Affiliation]),
    ("DO", &[Doi]),
    ("PMID", &[Pmid]),
    ("LA", &[Language]),
    ("UT", &[Accession]),
    ("IS", &[Issn]),
    ("CU", &[Country]),
];

/// Field codes of EBSCOhost.
const EBSCO: &[Tag] = &[
    ("TI", &[Title]),
    ("AB", &[Abstract]),
    ("KW", &[AuthorKeyword]),
    ("SU", &[HeadingWord]),
    ("TX", &[All]),
    ("AU", &[Author]),
    ("SO", &[Journal]),
    ("JN", &[Journal]),
    ("PY", &[Year]),
    ("PT", &[PublicationType]),
    ("ZT", &[PublicationType]),
    ("AF", &[Affiliation]),
    ("DO", &[Doi]),
    ("LA", &[Language]),
    ("AN", &[Accession]),
    ("IS", &[Issn]),
];

/// The tags that a platform has.
pub(super) fn tags(platform: Platform) -> &'static [Tag] {
    match platform {
        Platform::PubMed => PUBMED,
        Platform::OvidMedline => OVID_MEDLINE,
        Platform::OvidEmbase => OVID_EMBASE,
        Platform::OvidPsycinfo => OVID_PSYCINFO,
        Platform::EmbaseCom => EMBASE,
        Platform::Cochrane => COCHRANE,
        Platform::Scopus => SCOPUS,
        Platform::WebOfScience => WEB_OF_SCIENCE,
        Platform::EbscoCinahl | Platform::EbscoPsycinfo => EBSCO,
    }
}

/// The fields of a tag, whatever its case.
pub(super) fn fields(platform: Platform, tag: &str) -> Option<&'static [Field]> {
    let found = tags(platform)
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(tag));
    found.map(|(_, fields)| *fields)
}

/// The tag of exactly these fields.
pub(super) fn tag(platform: Platform, wanted: &[Field]) -> Option<&'static str> {
    let found = tags(platform).iter().find(|(_, fields)| *fields == wanted);
    found.map(|(name, _)| *name)
}
