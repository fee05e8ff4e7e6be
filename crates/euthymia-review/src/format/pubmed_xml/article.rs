//! Articles in PubMed XML: `MedlineCitation` and `PubmedData`.

use super::{date, person, topic};
use crate::format::maker::Maker;
use crate::format::numbers;
use crate::format::xml::Element;
use crate::{Kind, Scheme};

/// Reads a `MedlineCitation`.
pub(super) fn citation(maker: &mut Maker<'_>, citation: &Element<'_>) {
    maker.record.kind = Kind::JournalArticle;
    maker.attributes(citation);
    for element in citation.elements() {
        match element.name {
            "PMID" => pmid(maker, element),
            "DateCreated" => date::other(maker, "created", element),
            "DateCompleted" => date::other(maker, "completed", element),
            "DateRevised" => date::other(maker, "revised", element),
            "Article" => article(maker, element),
            "MedlineJournalInfo" => journal_info(maker, element),
            "ChemicalList" => each(maker, element, topic::chemical),
            "CommentsCorrectionsList" => each(maker, element, topic::related),
            "MeshHeadingList" => each(maker, element, topic::heading),
            "KeywordList" => topic::keywords(maker, element),
            "InvestigatorList" => person::list(maker, element),
            "OtherID" => other_id(maker, element),
            "OtherAbstract" => other_abstract(maker, element),
            "GeneralNote" => maker.record.notes.extend(element.text()),
            _ => maker.leaves(element),
        }
    }
}

/// Reads a `PubmedData` or `PubmedBookData`.
pub(super) fn data(maker: &mut Maker<'_>, data: &Element<'_>) {
    for element in data.elements() {
        match element.name {
            "History" => {
                for day in element.elements() {
                    let status = day.attribute("PubStatus");
                    date::other(maker, status.as_deref().unwrap_or(day.name), day);
                }
            }
            "ArticleIdList" => each(maker, element, article_id),
            "ReferenceList" => topic::reference(maker, element),
            _ => maker.leaves(element),
        }
    }
}

/// Applies a reader to every element of a list.
pub(super) fn each(
    maker: &mut Maker<'_>,
    list: &Element<'_>,
    read: fn(&mut Maker<'_>, &Element<'_>),
) {
    for element in list.elements() {
        read(maker, element);
    }
}

/// Adds the PubMed number of the record itself.
pub(super) fn pmid(maker: &mut Maker<'_>, element: &Element<'_>) {
    if let Some(text) = element.text() {
        maker.pmid(element.offset, "PMID", &text);
    }
    let version = element
        .attribute("Version")
        .filter(|version| version != "1");
    maker.maybe_other("PMID@Version", version);
}

fn article(maker: &mut Maker<'_>, article: &Element<'_>) {
    maker.attributes(article);
    for element in article.elements() {
        match element.name {
            "Journal" => journal(maker, element),
            "ArticleTitle" => maker.fill(|r| &mut r.title, "ArticleTitle", element.text()),
            "VernacularTitle" => {
                maker.fill(|r| &mut r.original_title, "VernacularTitle", element.text());
            }
            "ArticleDate" => {
                let kind = element.attribute("DateType");
                let is_electronic = kind.as_deref() == Some("Electronic");
                date::other(
                    maker,
                    if is_electronic { "epub" } else { "ArticleDate" },
                    element,
                );
            }
            "DataBankList" => each(maker, element, topic::databank),
            "GrantList" => each(maker, element, topic::grant),
            _ => common(maker, element),
        }
    }
}

/// What articles and books have alike.
pub(super) fn common(maker: &mut Maker<'_>, element: &Element<'_>) {
    match element.name {
        "Pagination" => pagination(maker, element),
        "ELocationID" => location_id(maker, element),
        "Abstract" => abstract_text(maker, element),
        "AuthorList" | "InvestigatorList" => person::list(maker, element),
        "Language" => maker.record.languages.extend(element.text()),
        "PublicationTypeList" => each(maker, element, publication_type),
        "PublicationType" => publication_type(maker, element),
        "ArticleIdList" => each(maker, element, article_id),
        _ => maker.leaves(element),
    }
}

fn publication_type(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(text) = element.text() else { return };
    if text == "Preprint" {
        maker.record.kind = Kind::Preprint;
    }
    maker.record.kind_words.push(text);
}

fn journal(maker: &mut Maker<'_>, journal: &Element<'_>) {
    for element in journal.elements() {
        match element.name {
            "ISSN" => issn(maker, element),
            "JournalIssue" => journal_issue(maker, element),
            "Title" => maker.fill(|r| &mut r.container, "Journal/Title", element.text()),
            "ISOAbbreviation" => {
                maker.fill(
                    |r| &mut r.container_abbreviation,
                    "ISOAbbreviation",
                    element.text(),
                );
            }
            _ => maker.leaves(element),
        }
    }
}

fn issn(maker: &mut Maker<'_>, element: &Element<'_>) {
    if let Some(text) = element.text() {
        maker.issn(element.offset, element.name, &text);
        maker.maybe_other(
            "ISSN@IssnType",
            element
                .attribute("IssnType")
                .map(|kind| format!("{text}: {kind}")),
        );
    }
}

fn journal_issue(maker: &mut Maker<'_>, issue: &Element<'_>) {
    maker.attributes(issue);
    for element in issue.elements() {
        match element.name {
            "Volume" => maker.fill(|r| &mut r.volume, "Volume", element.text()),
            "Issue" => maker.fill(|r| &mut r.issue, "Issue", element.text()),
            "PubDate" => published(maker, element),
            _ => maker.leaves(element),
        }
    }
}

/// Sets the date of publication.
pub(super) fn published(maker: &mut Maker<'_>, element: &Element<'_>) {
    if let Some(text) = date::text(element) {
        maker.date(element.offset, "PubDate", &text);
    }
}

/// The abbreviation that MEDLINE uses goes before the one of ISO, which stays under its tag.
fn journal_info(maker: &mut Maker<'_>, info: &Element<'_>) {
    for element in info.elements() {
        match element.name {
            "Country" => maker.fill(|r| &mut r.place, "Country", element.text()),
            "MedlineTA" => {
                let Some(name) = element.text() else { continue };
                let before = maker.record.container_abbreviation.replace(name.clone());
                let iso = before.filter(|iso| *iso != name);
                maker.maybe_other("ISOAbbreviation", iso);
            }
            "ISSNLinking" => {
                if let Some(text) = element.text() {
                    maker.issn(element.offset, "ISSNLinking", &text);
                }
            }
            _ => maker.maybe_other(element.name, element.text()),
        }
    }
}

/// `MedlinePgn` is what people cite; start and end are used where it is missing.
fn pagination(maker: &mut Maker<'_>, element: &Element<'_>) {
    let (start, end) = (
        element.first_text("StartPage"),
        element.first_text("EndPage"),
    );
    let pair = match (start, end) {
        (Some(start), Some(end)) => Some(format!("{start}-{end}")),
        (start, end) => start.or(end),
    };
    match element.first_text("MedlinePgn") {
        Some(pages) => {
            if let Some(pair) = pair.filter(|pair| *pair != pages) {
                maker.other("Pagination", pair);
            }
            maker.fill(|r| &mut r.pages, "MedlinePgn", Some(pages));
        }
        None => maker.fill(|r| &mut r.pages, "Pagination", pair),
    }
}

fn location_id(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(text) = element.text() else { return };
    let is_valid = element.attribute("ValidYN").as_deref() != Some("N");
    match element.attribute("EIdType").as_deref() {
        Some("doi") if is_valid => maker.doi(element.offset, "ELocationID", &text),
        Some("pii") if is_valid => maker.identifier(Scheme::Pii, text),
        kind => {
            let kind = kind.unwrap_or_default();
            let mark = if is_valid { "" } else { " (not valid)" };
            maker.other("ELocationID", format!("{kind}: {text}{mark}"));
        }
    }
}

/// Sections as lines, each with its label.
fn sections(element: &Element<'_>) -> Option<String> {
    let lines: Vec<String> = element
        .elements()
        .filter(|part| part.name == "AbstractText")
        .filter_map(|part| match (part.attribute("Label"), part.text()) {
            (Some(label), Some(text)) => Some(format!("{label}: {text}")),
            (label, text) => text.or(label),
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn abstract_text(maker: &mut Maker<'_>, element: &Element<'_>) {
    let text = sections(element).or(element.own_text());
    maker.fill(|r| &mut r.abstract_text, "Abstract", text);
    for part in element.elements() {
        match part.name {
            "AbstractText" => {
                let label = part.attribute("Label").unwrap_or_default();
                let category = part.attribute("NlmCategory").filter(|name| *name != label);
                maker.maybe_other(
                    "AbstractText@NlmCategory",
                    category.map(|name| format!("{label}: {name}")),
                );
            }
            _ => maker.maybe_other(part.name, part.text()),
        }
    }
}

/// An abstract in another language stays beside the first.
fn other_abstract(maker: &mut Maker<'_>, element: &Element<'_>) {
    maker.attributes(element);
    maker.maybe_other("OtherAbstract", sections(element));
    for part in element
        .elements()
        .filter(|part| part.name != "AbstractText")
    {
        maker.leaves(part);
    }
}

fn other_id(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(text) = element.text() else { return };
    let source = element.attribute("Source").unwrap_or_default();
    match numbers::pmcid(&text) {
        Some(value) => maker.identifier(Scheme::Pmcid, value),
        None => maker.identifier(Scheme::Other(source.to_lowercase()), text),
    }
}

fn article_id(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(text) = element.text() else { return };
    match element.attribute("IdType").as_deref() {
        Some("pubmed") | None => maker.pmid(element.offset, "ArticleId", &text),
        Some("doi") => maker.doi(element.offset, "ArticleId", &text),
        Some("pmc") => maker.pmcid(element.offset, "ArticleId", &text),
        Some("pii") => maker.identifier(Scheme::Pii, text),
        Some(kind) => maker.identifier(Scheme::Other(kind.to_owned()), text),
    }
}
