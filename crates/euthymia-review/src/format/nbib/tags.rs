//! What the tags of PubMed mean.

use crate::format::draft::Slot;
use crate::{Relation, Role};

/// Where the value of a tag goes; `None` for a tag that PubMed does not have.
pub(crate) fn slot(tag: &str) -> Option<Slot> {
    if let Some(&(_, relation)) = RELATIONS.iter().find(|(known, _)| *known == tag) {
        return Some(Slot::Related(relation));
    }
    Some(match tag {
        "PMID" => Slot::Pmid,
        "PMC" => Slot::Pmcid,
        "PT" => Slot::KindWord,
        "TI" => Slot::Title,
        "TT" => Slot::OriginalTitle,
        "FAU" | "AU" => Slot::Person(Role::Author),
        "FED" | "ED" => Slot::Person(Role::Editor),
        "FIR" | "IR" => Slot::Person(Role::Investigator),
        "CN" => Slot::Person(Role::Group),
        "DP" => Slot::Date,
        "DEP" => Slot::OtherDate("epub"),
        "CRDT" => Slot::OtherDate("CRDT"),
        "DCOM" => Slot::OtherDate("DCOM"),
        "EDAT" => Slot::OtherDate("EDAT"),
        "LR" => Slot::OtherDate("LR"),
        "MHDA" => Slot::OtherDate("MHDA"),
        "DA" => Slot::OtherDate("DA"),
        "JT" => Slot::Container,
        "TA" => Slot::Abbreviation,
        "CTI" => Slot::Series,
        "VI" => Slot::Volume,
        "IP" => Slot::Issue,
        "PG" => Slot::Pages,
        "PB" => Slot::Publisher,
        "PL" => Slot::Place,
        "EN" => Slot::Edition,
        "AB" => Slot::Abstract,
        "OT" => Slot::Keyword,
        "MH" => Slot::Heading,
        "LA" => Slot::Language,
        "IS" | "ISBN" | "ISSN" => Slot::Serial,
        "GN" => Slot::Note,
        "AD" | "AID" | "AUID" | "BTI" | "IRAD" | "LID" | "PHST" | "SI" => Slot::Other,
        "CDAT" | "CI" | "COIS" | "CTDT" | "DDIN" | "DRDT" | "DRIN" | "FPS" | "GR" | "GS"
        | "JID" | "LRDT" | "MHD" | "MID" | "NM" | "NR" | "OAB" | "OABL" | "OCI" | "OID" | "OTO"
        | "OWN" | "PMCR" | "PS" | "PST" | "PUBM" | "RF" | "RN" | "RRI" | "RRO" | "SB" | "SFM"
        | "SO" | "SPIN" | "STAT" | "VTI" => Slot::Other,
        _ => return None,
    })
}

/// Comments and corrections. The first of each relation is the one that is written.
pub(super) const RELATIONS: &[(&str, Relation)] = &[
    ("CON", Relation::CommentOn),
    ("CIN", Relation::CommentIn),
    ("EFR", Relation::ErratumFor),
    ("EIN", Relation::ErratumIn),
    ("ROF", Relation::RetractionOf),
    ("RIN", Relation::RetractionIn),
    ("UOF", Relation::UpdateOf),
    ("UIN", Relation::UpdateIn),
    ("CRF", Relation::RepublishedFrom),
    ("CRI", Relation::RepublishedIn),
    ("RPF", Relation::RepublishedFrom),
    ("RPI", Relation::RepublishedIn),
    ("ECF", Relation::ConcernFor),
    ("ECI", Relation::ConcernIn),
    ("ORI", Relation::OriginalReportIn),
];

/// The tag of a relation; `None` for one that PubMed does not have.
pub(crate) fn relation_tag(relation: Relation) -> Option<&'static str> {
    let found = RELATIONS.iter().find(|(_, known)| *known == relation);
    found.map(|&(tag, _)| tag)
}
