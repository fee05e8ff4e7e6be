//! Records as PubMed writes them.

use super::parse::{kind, word};
use super::tags::{self, relation_tag};
use crate::format::draft::Slot;
use crate::format::emit::{Emit, carries_others};
use crate::format::held::written;
use crate::format::names::abbreviated;
use crate::format::numbers::is_canonical;
use crate::format::texts::{bracketed_text, heading_text, related_text};
use crate::format::{Format, Written};
use crate::{Contributor, Date, Identifier, Kind, Other, Record, Role, Scheme};

/// Writes records in the tagged format of PubMed, and says what of them it could not hold.
///
/// Short titles, addresses on the web, conferences and values of other formats go into notes
/// `GN  - [format:tag] value`, from which they are read back. Every line of an abstract gets an
/// `AB` of its own. A field that does not read back is added whole as `[euthymia:FIELD]`.
///
/// # Example
/// ```
/// use euthymia_review::{Record, format::nbib};
/// let record = Record { title: Some("Ketamine".to_owned()), ..Record::default() };
/// let written = nbib::write(&[record]);
/// assert_eq!(written.text, "TI  - Ketamine\n\n");
/// assert!(written.losses.is_empty());
/// ```
pub fn write(records: &[Record]) -> Written {
    written(Format::Nbib, records, |record, missing| {
        let mut emit = Emit::new(4, "- ", "GN");
        put_record(&mut emit, record, missing);
        emit.text
    })
}

fn put_record(emit: &mut Emit, record: &Record, missing: &[&str]) {
    put_identifiers(emit, record);
    emit.put_some("VI", record.volume.as_ref());
    emit.put_some("IP", record.issue.as_ref());
    if let Some(date) = &record.date {
        emit.put("DP", &date.text);
    }
    emit.put_some("TI", record.title.as_ref());
    emit.put_some("TT", record.original_title.as_ref());
    if let Some(title) = &record.short_title {
        emit.carry("ris:ST", title);
    }
    emit.put_some("PG", record.pages.as_ref());
    if let Some(text) = &record.abstract_text {
        for line in text.split('\n') {
            emit.put_even_empty("AB", line);
        }
    }
    for contributor in &record.contributors {
        put_contributor(emit, contributor);
    }
    emit.put_all("LA", &record.languages);
    put_kind(emit, record);
    for (name, date) in &record.other_dates {
        put_other_date(emit, name, date);
    }
    emit.put_some("PB", record.publisher.as_ref());
    emit.put_some("PL", record.place.as_ref());
    emit.put_some("EN", record.edition.as_ref());
    emit.put_some("TA", record.container_abbreviation.as_ref());
    let is_part = record.kind == Kind::BookSection && record.title.is_some();
    let container = if is_part { "BTI" } else { "JT" };
    emit.put_some(container, record.container.as_ref());
    emit.put_some("CTI", record.series.as_ref());
    if let Some(conference) = &record.conference {
        emit.carry("isi:CT", conference);
    }
    for heading in &record.headings {
        emit.put("MH", &heading_text(heading));
    }
    emit.put_all("OT", &record.keywords);
    for link in &record.urls {
        emit.carry("ris:UR", link);
    }
    for related in &record.related {
        let text = related_text(related);
        match relation_tag(related.relation) {
            Some(tag) => emit.put(tag, &text),
            None => emit.carry("record:related", &text),
        }
    }
    for note in &record.notes {
        if note.contains('\n') {
            emit.carry("record:note", note);
        } else {
            emit.put("GN", note);
        }
    }
    if !carries_others(missing) {
        for other in &record.others {
            put_other(emit, other);
        }
    }
    emit.carry_fields(record, missing);
    emit.text.push('\n');
}

/// The number of PubMed comes first, and a second one would begin a second record.
fn put_identifiers(emit: &mut Emit, record: &Record) {
    let is_pmid =
        |identifier: &&Identifier| identifier.scheme == Scheme::Pmid && is_canonical(identifier);
    let first = record.identifiers.iter().find(is_pmid);
    if let Some(pmid) = first {
        emit.put("PMID", &pmid.value);
    }
    for identifier in &record.identifiers {
        if Some(identifier) != first && is_canonical(identifier) {
            put_identifier(emit, identifier, &record.others);
        }
    }
}

fn put_identifier(emit: &mut Emit, identifier: &Identifier, others: &[Other]) {
    let value = &identifier.value;
    let is_said = |other: &Other| other.tag == "nbib:IS" && other.value.starts_with(value.as_str());
    match identifier.scheme {
        Scheme::Issn if others.iter().any(is_said) => {}
        Scheme::Issn => emit.put("IS", value),
        Scheme::Isbn => emit.put("ISBN", value),
        Scheme::Pmcid => emit.put("PMC", value),
        Scheme::Trial if value.starts_with("NCT") => {
            emit.put("SI", &format!("ClinicalTrials.gov/{value}"));
        }
        Scheme::Trial if value.starts_with("ISRCTN") => {
            emit.put("SI", &format!("ISRCTN/{value}"));
        }
        _ => emit.put("AID", &bracketed_text(identifier)),
    }
}

fn put_contributor(emit: &mut Emit, contributor: &Contributor) {
    let name = contributor.person.inverted();
    let tags = match contributor.role {
        Role::Author => Some(("FAU", "AU")),
        Role::Editor => Some(("FED", "ED")),
        Role::Investigator => Some(("FIR", "IR")),
        _ => None,
    };
    match (tags, contributor.role) {
        (Some((full, short)), _) => {
            emit.put(full, &name);
            emit.put(short, &abbreviated(&contributor.person));
        }
        (None, Role::Group) => emit.put("CN", &name),
        (None, Role::SeriesEditor) => emit.carry("ris:A3", &name),
        (None, Role::Translator) => emit.carry("ris:A4", &name),
        (None, _) => emit.carry("record:person", &name),
    }
    if let Some(orcid) = &contributor.orcid {
        emit.put("AUID", &format!("ORCID: {orcid}"));
    }
    emit.put_all("AD", &contributor.affiliations);
}

/// The words as they are, and one more where they would not say what the work is.
fn put_kind(emit: &mut Emit, record: &Record) {
    emit.put_all("PT", &record.kind_words);
    let is_part = record.container.is_some() && record.title.is_some();
    if kind(record) != record.kind && !(record.kind == Kind::BookSection && is_part) {
        emit.put_some("PT", word(record.kind).map(str::to_owned).as_ref());
    }
}

fn put_other_date(emit: &mut Emit, name: &str, date: &Date) {
    match name {
        "epub" => emit.put("DEP", &date.text),
        "CRDT" | "DCOM" | "EDAT" | "LR" | "MHDA" | "DA" => emit.put(name, &date.text),
        _ => emit.put("PHST", &format!("{} [{name}]", date.text)),
    }
}

/// A tag of PubMed that is read back as it stands is written; anything else is carried in a note.
fn put_other(emit: &mut Emit, other: &Other) {
    let is_read = ["AD", "AID", "AUID", "BTI", "IRAD", "LID", "PHST", "SI"];
    let is_folded = other.value.contains(['\n', '\r']);
    let is_kept = |tag: &&str| {
        *tag == "IS" || (tags::slot(tag) == Some(Slot::Other) && !is_read.contains(tag))
    };
    let tag = other.tag.strip_prefix("nbib:").filter(is_kept);
    match tag.filter(|_| !is_folded) {
        Some(tag) => emit.put(tag, &other.value),
        None => emit.carry(&other.tag, &other.value),
    }
}
