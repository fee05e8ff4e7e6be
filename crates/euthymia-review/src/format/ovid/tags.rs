//! What the names and the tags of Ovid mean.

use crate::format::draft::Slot;
use crate::{Kind, Role};

/// Where the values of a name or a tag go; `None` for one that is kept as it is.
pub(super) fn slot(tag: &str) -> Option<Slot> {
    Some(match tag.trim_end_matches(':') {
        "Title" | "TI" => Slot::Title,
        "Original Title" | "OT" => Slot::OriginalTitle,
        "Chapter Title" => Slot::ShortTitle,
        "Author" | "Authors" | "Author(s)" | "Authors Full Name" | "AU" | "FA" => {
            Slot::Person(Role::Author)
        }
        "Editor" | "Editors" | "ED" => Slot::Person(Role::Editor),
        "Corporate Author" | "CA" => Slot::Person(Role::Group),
        "Year of Publication" | "Publication Year" | "YR" => Slot::Date,
        "Date of Publication" | "DP" => Slot::Date,
        "Journal Name" | "Journal" | "NJ" | "JN" => Slot::Container,
        "Journal Abbreviation" | "AS" => Slot::Abbreviation,
        "Volume" | "VO" => Slot::Volume,
        "Issue" | "Issue/Part" | "IP" => Slot::Issue,
        "Page" | "Pages" | "PG" => Slot::Pages,
        "Publisher" | "PB" => Slot::Publisher,
        "Country of Publication" | "CP" => Slot::Place,
        "Abstract" | "AB" => Slot::Abstract,
        "Author Keywords" | "Keyword" | "Keywords" | "Key Concepts" | "KW" | "KF" => Slot::Keyword,
        "MeSH Subject Headings" | "Subject Headings" | "MH" => Slot::Heading,
        "Language" | "LG" | "LA" => Slot::Language,
        "DOI" | "DOI Number" | "Digital Object Identifier" | "DO" => Slot::Doi,
        "PMID" | "PubMed ID" | "PM" => Slot::Pmid,
        "ISSN" | "ISSN Print" | "ISSN Electronic" | "ISBN" | "IS" | "ES" | "IL" => Slot::Serial,
        "Accession Number" | "Unique Identifier" | "UI" | "AN" => Slot::Accession,
        "Database" | "DB" => Slot::Database,
        "Publication Type" | "Document Type" | "PT" => Slot::KindWord,
        "Link to the Ovid Full Text or citation"
        | "Link to the External Link Resolver"
        | "URL"
        | "UR" => Slot::Url,
        "Source" | "SO" | "Score" | "Institution" | "IN" | "Author e-mail" | "Status" | "VN"
        | "References" | "Journal Subset" | "NLM Journal Code" => Slot::Other,
        _ => return None,
    })
}

/// What the type of a publication says.
pub(super) fn kind(words: &str) -> Kind {
    const KINDS: &[(&str, Kind)] = &[
        ("conference", Kind::ConferencePaper),
        ("chapter", Kind::BookSection),
        ("book", Kind::Book),
        ("dissertation", Kind::Thesis),
        ("article", Kind::JournalArticle),
        ("journal", Kind::JournalArticle),
    ];
    let lower = words.to_lowercase();
    let found = KINDS.iter().find(|(part, _)| lower.contains(part));
    found.map_or(Kind::Other, |&(_, kind)| kind)
}
