//! Records as RIS.

use super::line::tagged;
use super::tags;
use crate::format::accession::accession;
use crate::format::emit::{Emit, carries_others};
use crate::format::held::written;
use crate::format::nbib::tags::relation_tag;
use crate::format::numbers;
use crate::format::texts::{bracketed_text, heading_text, related_text};
use crate::format::{Format, Written};
use crate::{Contributor, Date, Identifier, Kind, Other, Record, Role, Scheme};

/// Writes records as RIS, and says what of them it could not hold.
///
/// Headings, other dates, comments and corrections, addresses, ORCID identifiers and values of
/// other formats go into notes `N1  - [format:tag] value`, from which they are read back; headings
/// and addresses stand under `KW` and `AD` too, for other programs. A field that does not read back
/// is added whole as `[euthymia:FIELD]`.
///
/// # Example
/// ```
/// use euthymia_review::{Record, format::ris};
/// let record = Record { title: Some("Ketamine".to_owned()), ..Record::default() };
/// let written = ris::write(&[record]);
/// assert_eq!(written.text, "TY  - GEN\nTI  - Ketamine\nER  - \n\n");
/// assert!(written.losses.is_empty());
/// ```
pub fn write(records: &[Record]) -> Written {
    written(Format::Ris, records, |record, missing| {
        let mut emit = Emit::new(4, "- ", "N1");
        put_record(&mut emit, record, missing);
        emit.text
    })
}

fn put_record(emit: &mut Emit, record: &Record, missing: &[&str]) {
    put_kind(emit, record);
    emit.put_some("TI", record.title.as_ref());
    emit.put_some("OP", record.original_title.as_ref());
    emit.put_some("ST", record.short_title.as_ref());
    for contributor in &record.contributors {
        put_contributor(emit, contributor, record.kind);
    }
    put_addresses(emit, record);
    put_dates(emit, record);
    let container = if record.kind == Kind::Book {
        "JF"
    } else {
        "T2"
    };
    emit.put_some(container, record.container.as_ref());
    emit.put_some("J2", record.container_abbreviation.as_ref());
    emit.put_some("T3", record.series.as_ref());
    emit.put_some("VL", record.volume.as_ref());
    emit.put_some("IS", record.issue.as_ref());
    put_pages(emit, record);
    emit.put_some("PB", record.publisher.as_ref());
    emit.put_some("CY", record.place.as_ref());
    emit.put_some("ET", record.edition.as_ref());
    if let Some(conference) = &record.conference {
        emit.carry("isi:CT", conference);
    }
    put_abstract(emit, record);
    emit.put_all("KW", &record.keywords);
    for heading in record.headings.iter().map(heading_text) {
        emit.put("KW", &heading);
        emit.carry("nbib:MH", &heading);
    }
    emit.put_all("LA", &record.languages);
    put_identifiers(emit, record);
    emit.put_all("UR", &record.urls);
    for note in &record.notes {
        put_note(emit, note);
    }
    for related in &record.related {
        let text = related_text(related);
        match relation_tag(related.relation) {
            Some(tag) => emit.carry(&format!("nbib:{tag}"), &text),
            None => emit.carry("record:related", &text),
        }
    }
    if !carries_others(missing) {
        for other in &record.others {
            put_other(emit, other);
        }
    }
    emit.carry_fields(record, missing);
    emit.put_even_empty("ER", "");
    emit.text.push('\n');
}

/// A type of RIS stays the type; other words follow it.
fn put_kind(emit: &mut Emit, record: &Record) {
    let is_code = |word: &String| {
        (3..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let words = &record.kind_words;
    let said = |words: &[String]| {
        words
            .iter()
            .rev()
            .find_map(|word| tags::kind_of_words(word))
    };
    let is_said =
        |code: &str, rest: &[String]| said(rest).unwrap_or_else(|| tags::kind(code)) == record.kind;
    let typed = words
        .split_first()
        .filter(|(code, rest)| is_code(code) && is_said(code, rest));
    if let Some((code, rest)) = typed {
        emit.put("TY", code);
        return emit.put_all("M3", rest);
    }
    let (code, word) = tags::code(record.kind);
    emit.put("TY", code);
    emit.put_all("M3", words);
    if let Some(word) = word.filter(|_| said(words) != Some(record.kind)) {
        emit.put("M3", word);
    }
}

fn put_contributor(emit: &mut Emit, contributor: &Contributor, kind: Kind) {
    let name = contributor.person.inverted();
    let is_book = matches!(kind, Kind::Book | Kind::BookSection);
    match contributor.role {
        Role::Author => emit.put("AU", &name),
        Role::Group => emit.put("AU", &format!("{name},")),
        Role::Editor => emit.put("ED", &name),
        Role::SeriesEditor => emit.put("A3", &name),
        Role::Translator if is_book => emit.put("A4", &name),
        Role::Translator => emit.carry("ris:A4", &name),
        Role::Investigator => emit.carry("nbib:FIR", &name),
        Role::Other if is_book => emit.carry("record:person", &name),
        Role::Other => emit.put("A4", &name),
    }
    for address in &contributor.affiliations {
        emit.carry("nbib:AD", address);
    }
    if let Some(orcid) = &contributor.orcid {
        emit.carry("nbib:AUID", &format!("ORCID: {orcid}"));
    }
}

/// Every address once under the tag that other programs read.
fn put_addresses(emit: &mut Emit, record: &Record) {
    let others = record.others.iter().filter(|other| other.tag == "ris:AD");
    let mut seen: Vec<&str> = others.map(|other| other.value.as_str()).collect();
    for person in &record.contributors {
        for address in &person.affiliations {
            if !seen.contains(&address.as_str()) {
                seen.push(address);
                emit.put("AD", address);
            }
        }
    }
}

fn put_dates(emit: &mut Emit, record: &Record) {
    if let Some(date) = &record.date {
        match date.year {
            Some(year) if date.text != year.to_string() => {
                emit.put("PY", &year.to_string());
                emit.put("DA", &date.text);
            }
            _ => emit.put("PY", &date.text),
        }
    }
    for (name, date) in &record.other_dates {
        put_other_date(emit, name, date, record.kind);
    }
}

fn put_other_date(emit: &mut Emit, name: &str, date: &Date, kind: Kind) {
    let is_article = kind == Kind::JournalArticle && date.month.is_some();
    match name {
        "accessed" => emit.put("Y2", &date.text),
        "epub" if is_article => emit.put("ET", &date.text),
        _ => emit.carry("nbib:PHST", &format!("{} [{name}]", date.text)),
    }
}

fn put_pages(emit: &mut Emit, record: &Record) {
    let Some(pages) = &record.pages else { return };
    match pages.split_once('-') {
        Some((first, last))
            if !first.is_empty()
                && !last.is_empty()
                && !last.contains('-')
                && first.trim() == first
                && last.trim() == last =>
        {
            emit.put("SP", first);
            emit.put("EP", last);
        }
        _ => emit.put("SP", pages),
    }
}

/// A line that could be taken for something else gets a tag of its own.
fn put_abstract(emit: &mut Emit, record: &Record) {
    let Some(text) = &record.abstract_text else {
        return;
    };
    let mut is_after_text = false;
    for line in text.split('\n') {
        let is_plain = is_after_text
            && !line.trim().is_empty()
            && !line.starts_with(char::is_whitespace)
            && tagged(line, true).is_none()
            && !line.contains('\r');
        if is_plain {
            emit.text.push_str(line);
            emit.text.push('\n');
        } else {
            emit.put_even_empty("AB", line);
        }
        is_after_text = !line.trim().is_empty();
    }
}

fn put_identifiers(emit: &mut Emit, record: &Record) {
    let is_database = |other: &&Other| other.tag == "ris:DB" || other.tag == "ris:DP";
    let database = record.others.iter().find(is_database);
    let database = database.map(|other| other.value.as_str());
    let mut has_accession = false;
    let canonical = |one: &&Identifier| numbers::is_canonical(one);
    for identifier in record.identifiers.iter().filter(canonical) {
        let Identifier { scheme, value } = identifier;
        let is_named = accession(value, database).as_ref() == Some(identifier);
        match scheme {
            Scheme::Doi => emit.put("DO", value),
            Scheme::Issn | Scheme::Isbn => emit.put("SN", value),
            Scheme::Pmid | Scheme::Accession(_) if is_named && !has_accession => {
                has_accession = true;
                emit.put("AN", value);
            }
            _ => emit.put("U1", &bracketed_text(identifier)),
        }
    }
}

/// Its further lines are indented, so that none is taken for a tag.
fn put_note(emit: &mut Emit, note: &str) {
    let mut lines = note.split('\n');
    emit.put("N1", lines.next().unwrap_or_default());
    for line in lines {
        emit.text.push_str("      ");
        emit.text.push_str(&line.replace('\r', " "));
        emit.text.push('\n');
    }
}

/// A tag of RIS that is read back as it stands is written; anything else is carried in a note.
fn put_other(emit: &mut Emit, other: &Other) {
    let Some(tag) = other.tag.strip_prefix("ris:") else {
        return emit.carry(&other.tag, &other.value);
    };
    if tags::is_kept(tag) && !other.value.contains(['\n', '\r']) {
        emit.put(tag, &other.value);
    } else {
        emit.carry(&other.tag, &other.value);
    }
}
