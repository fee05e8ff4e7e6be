//! What deduplication finds to belong together, as the log words it, and in which direction.

use euthymia_review::Kind;
use euthymia_review::Link;
use euthymia_review::dedupe::{Candidate, Link as Found, Notice};

/// The link between two records as it is entered: the record that is about the other comes first.
pub(super) fn link<'c>(
    found: Found,
    a: &'c Candidate,
    b: &'c Candidate,
) -> (&'c Candidate, &'c Candidate, Link) {
    let first_if = |is_first: &dyn Fn(&Candidate) -> bool| match is_first(b) && !is_first(a) {
        true => (b, a),
        false => (a, b),
    };
    let of_kind = |kind: Kind| first_if(&|own: &Candidate| own.kind == kind);
    match found {
        Found::Notice => {
            let (first, second) = first_if(&|own: &Candidate| own.notice.is_some());
            (first, second, notice(first.notice))
        }
        Found::Protocol => {
            let is_protocol = |own: &Candidate| own.notice == Some(Notice::Protocol);
            let (first, second) = first_if(&is_protocol);
            (first, second, Link::RegistrationOf)
        }
        Found::Registration => {
            let (first, second) = of_kind(Kind::TrialRegistration);
            (first, second, Link::RegistrationOf)
        }
        Found::Preprint => {
            let (first, second) = of_kind(Kind::Preprint);
            (first, second, Link::PreprintOf)
        }
        Found::Conference => {
            let (first, second) = of_kind(Kind::ConferencePaper);
            (first, second, Link::AbstractOf)
        }
        Found::Part => (a, b, Link::PartOfSeries),
        Found::Version => (a, b, Link::OtherVersion),
        Found::Republished => (a, b, Link::Republished),
        Found::Trial => (a, b, Link::SameStudy),
    }
}

fn notice(notice: Option<Notice>) -> Link {
    match notice {
        Some(Notice::Erratum) => Link::ErratumFor,
        Some(Notice::Retraction) => Link::RetractionOf,
        Some(Notice::Protocol) => Link::RegistrationOf,
        Some(Notice::Comment | Notice::Reply) | None => Link::CommentOn,
    }
}

/// The word for people and on the command line.
pub(super) fn word(link: Link) -> &'static str {
    match link {
        Link::SameStudy => "same-study",
        Link::AbstractOf => "abstract-of",
        Link::ErratumFor => "erratum-for",
        Link::CommentOn => "comment-on",
        Link::RetractionOf => "retraction-of",
        Link::PreprintOf => "preprint-of",
        Link::RegistrationOf => "registration-of",
        Link::UpdateOf => "update-of",
        Link::TranslationOf => "translation-of",
        Link::PartOfSeries => "part-of-series",
        Link::OtherVersion => "other-version",
        Link::Republished => "republished",
    }
}

/// All links, in the order in which they are listed.
const ALL: [Link; 12] = [
    Link::SameStudy,
    Link::AbstractOf,
    Link::ErratumFor,
    Link::CommentOn,
    Link::RetractionOf,
    Link::PreprintOf,
    Link::RegistrationOf,
    Link::UpdateOf,
    Link::TranslationOf,
    Link::PartOfSeries,
    Link::OtherVersion,
    Link::Republished,
];

/// The link of a word; `None` for another word.
///
/// # Example
/// ```
/// use euthymia_app::review::link_from_word;
/// assert!(link_from_word("erratum-for").is_some());
/// assert!(link_from_word("cousin").is_none());
/// ```
#[must_use]
pub fn link_from_word(wanted: &str) -> Option<Link> {
    ALL.into_iter().find(|link| word(*link) == wanted)
}

/// All words, in the order in which they are listed.
#[must_use]
pub fn link_words() -> Vec<&'static str> {
    ALL.into_iter().map(word).collect()
}
