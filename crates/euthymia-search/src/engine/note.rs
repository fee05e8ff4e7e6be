//! What a person should know about how a search was run.

use crate::query::{Span, Vocabulary};

/// Something that was done with a search and is not seen in its number of hits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// Narrower headings are not known, so that only the heading itself was looked for.
    #[error("\"{name}\" was not exploded, because {why}")]
    NotExploded {
        /// The heading.
        name: String,
        /// Why not, for people.
        why: &'static str,
        /// Where.
        span: Span,
    },
    /// The name is an entry term; its descriptor was looked for.
    #[error("\"{name}\" is an entry term: \"{descriptor}\" was looked for")]
    EntryTerm {
        /// The name as written.
        name: String,
        /// The heading that was looked for.
        descriptor: String,
        /// Where.
        span: Span,
    },
    /// MeSH does not have this name; it was looked for as written.
    #[error("\"{name}\" is no heading of the MeSH file{}", or_was_it(.suggestions))]
    UnknownHeading {
        /// The name as written.
        name: String,
        /// Headings that share most of its words, at most three.
        suggestions: Vec<String>,
        /// Where.
        span: Span,
    },
    /// A limit that belongs to a platform and says nothing about a record; it leaves out nothing.
    #[error("the limit \"{name}\" is known to its platform only, and leaves out nothing here")]
    UnknownLimit {
        /// The limit as written.
        name: String,
        /// Where.
        span: Span,
    },
    /// A term without a letter or digit, which finds nothing.
    #[error("a term without a letter or digit finds nothing")]
    NoWord {
        /// Where.
        span: Span,
    },
}

fn or_was_it(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        some => format!(": did you mean \"{}\"?", some.join("\" or \"")),
    }
}

/// Why headings of a thesaurus cannot be exploded.
pub(crate) fn why_not_exploded(vocabulary: Vocabulary) -> &'static str {
    match vocabulary {
        Vocabulary::Mesh => "no MeSH file was given",
        Vocabulary::Emtree => "the tree of Emtree is not public",
        Vocabulary::Apa => "the tree of the APA Thesaurus is not public",
        Vocabulary::Cinahl => "the tree of the CINAHL headings is not public",
    }
}
