//! What a PubMed record is about and belongs to: headings, keywords, substances, databanks, grants,
//! comments and corrections.

use crate::format::maker::Maker;
use crate::format::xml::Element;
use crate::{Heading, Related, Relation, Scheme};

/// Registries of trials as `DataBankName` spells them, in lower case.
const REGISTRIES: &[&str] = &[
    "anzctr",
    "chictr",
    "clinicaltrials.gov",
    "cris",
    "ctri",
    "ctis",
    "drks",
    "euctr",
    "eudract",
    "irct",
    "isrctn",
    "itmctr",
    "japiccti",
    "jma",
    "jprn",
    "jrct",
    "kct",
    "lbctr",
    "ntr",
    "pactr",
    "per",
    "rebec",
    "repec",
    "rpcec",
    "slctr",
    "tctr",
    "umin ctr",
    "umin-ctr",
    "who",
];

const RELATIONS: &[(&str, Relation)] = &[
    ("CommentOn", Relation::CommentOn),
    ("CommentIn", Relation::CommentIn),
    ("ErratumFor", Relation::ErratumFor),
    ("ErratumIn", Relation::ErratumIn),
    ("RetractionOf", Relation::RetractionOf),
    ("RetractionIn", Relation::RetractionIn),
    ("UpdateOf", Relation::UpdateOf),
    ("UpdateIn", Relation::UpdateIn),
    ("CorrectedandRepublishedFrom", Relation::RepublishedFrom),
    ("CorrectedandRepublishedIn", Relation::RepublishedIn),
    ("RepublishedFrom", Relation::RepublishedFrom),
    ("RepublishedIn", Relation::RepublishedIn),
    ("ExpressionOfConcernFor", Relation::ConcernFor),
    ("ExpressionOfConcernIn", Relation::ConcernIn),
    ("OriginalReportIn", Relation::OriginalReportIn),
];

fn is_major(element: &Element<'_>) -> bool {
    element.attribute("MajorTopicYN").as_deref() == Some("Y")
}

/// Adds a `MeshHeading`.
pub(super) fn heading(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(name) = element
        .first("DescriptorName")
        .or(element.first("Descriptor"))
    else {
        maker.leaves(element);
        return;
    };
    let Some(descriptor) = name.text() else {
        return;
    };
    let qualifiers = element
        .elements()
        .filter(|part| matches!(part.name, "QualifierName" | "SubHeading"))
        .filter_map(|part| Some((part.text()?, is_major(part))))
        .collect();
    for part in element.elements() {
        for (attribute, value) in part.attributes() {
            if attribute != "MajorTopicYN" {
                let what = part.text().unwrap_or_default();
                maker.other(
                    &format!("{}@{attribute}", part.name),
                    format!("{what}: {value}"),
                );
            }
        }
    }
    maker.record.headings.push(Heading {
        descriptor,
        qualifiers,
        is_major: is_major(name),
    });
}

/// Adds the keywords of a `KeywordList`.
pub(super) fn keywords(maker: &mut Maker<'_>, list: &Element<'_>) {
    let owner = list.attribute("Owner").filter(|owner| owner != "NOTNLM");
    maker.maybe_other("KeywordList@Owner", owner);
    for element in list.elements() {
        let Some(keyword) = element.text() else {
            continue;
        };
        if is_major(element) {
            maker.other("Keyword@MajorTopicYN", format!("{keyword}: Y"));
        }
        maker.record.keywords.push(keyword);
    }
}

/// Adds a `DataBank`: the number of a trial, or that of another databank.
pub(super) fn databank(maker: &mut Maker<'_>, element: &Element<'_>) {
    let name = element.first_text("DataBankName").unwrap_or_default();
    let lower = name.to_lowercase();
    let numbers = element.elements().flat_map(|list| {
        list.elements()
            .filter(|number| number.name == "AccessionNumber")
    });
    let mut has_any = false;
    for number in numbers.filter_map(Element::text) {
        has_any = true;
        let scheme = match REGISTRIES.binary_search(&lower.as_str()) {
            Ok(_) => Scheme::Trial,
            Err(_) => Scheme::Accession(lower.clone()),
        };
        maker.identifier(scheme, number);
    }
    if !has_any {
        maker.leaves(element);
    }
}

/// Adds a `CommentsCorrections`.
pub(super) fn related(maker: &mut Maker<'_>, element: &Element<'_>) {
    let kind = element.attribute("RefType").unwrap_or_default();
    let relation = RELATIONS.iter().find(|(name, _)| *name == kind);
    let source = element.first_text("RefSource").unwrap_or_default();
    let note = element.first_text("Note");
    let number = element.first_text("PMID");
    let pmid = number.as_deref().and_then(|number| number.parse().ok());
    if let (Some(number), None) = (&number, pmid) {
        maker.problem(element.offset, "PMID", number, "this is no PubMed number");
        maker.other("CommentsCorrections/PMID", number.clone());
    }
    let text = match (relation, note) {
        (None, None) => format!("{kind}: {source}"),
        (None, Some(note)) => format!("{kind}: {source} {note}"),
        (Some(_), Some(note)) => format!("{source} {note}"),
        (Some(_), None) => source,
    };
    maker.record.related.push(Related {
        relation: relation.map_or(Relation::Other, |(_, relation)| *relation),
        text,
        pmid,
    });
}

/// Keeps a substance: `16846-24-5 (Josamycin)`.
pub(super) fn chemical(maker: &mut Maker<'_>, element: &Element<'_>) {
    let number = element.first_text("RegistryNumber").unwrap_or_default();
    let name = element.first_text("NameOfSubstance").unwrap_or_default();
    maker.other("Chemical", format!("{number} ({name})"));
    for part in element.elements() {
        match part.name {
            "RegistryNumber" => {}
            "NameOfSubstance" => maker.maybe_other(
                "NameOfSubstance@UI",
                part.attribute("UI").map(|ui| format!("{name}: {ui}")),
            ),
            _ => maker.leaves(part),
        }
    }
}

/// Keeps a grant: its parts in the order of the file, between slashes.
pub(super) fn grant(maker: &mut Maker<'_>, element: &Element<'_>) {
    let parts: Vec<String> = element.elements().filter_map(Element::text).collect();
    maker.other("Grant", parts.join("/"));
}

/// Keeps a reference of the article: its text and the numbers it is known by.
pub(super) fn reference(maker: &mut Maker<'_>, element: &Element<'_>) {
    if element.name == "ReferenceList" {
        for part in element.elements() {
            reference(maker, part);
        }
        return;
    }
    let mut text = element.first_text("Citation").unwrap_or_default();
    for number in element.elements().flat_map(Element::elements) {
        if let Some(value) = number.text().filter(|_| number.name == "ArticleId") {
            let scheme = number.attribute("IdType").unwrap_or_default();
            text.push_str(&format!(" [{scheme}: {value}]"));
        }
    }
    if text.is_empty() {
        maker.leaves(element);
    } else {
        maker.other("Reference", text.trim_start());
    }
}
