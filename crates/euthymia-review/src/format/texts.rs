//! Headings, corrections and numbers as MEDLINE writes them, both ways.

use super::numbers;
use crate::identifier::doi;
use crate::{Date, Heading, Identifier, Related, Relation, Scheme};

/// A heading as MEDLINE writes it.
pub(crate) fn heading(text: &str) -> Heading {
    let mut parts = text.split('/');
    let (descriptor, is_major) = starred(parts.next().unwrap_or_default());
    let qualifiers = parts
        .map(starred)
        .map(|(name, is_major)| (name.to_owned(), is_major))
        .collect();
    Heading {
        descriptor: descriptor.to_owned(),
        qualifiers,
        is_major,
    }
}

/// The same, written.
pub(crate) fn heading_text(heading: &Heading) -> String {
    let star = |is_major: bool| if is_major { "*" } else { "" };
    let mut text = format!("{}{}", star(heading.is_major), heading.descriptor);
    for (name, is_major) in &heading.qualifiers {
        text.push('/');
        text.push_str(star(*is_major));
        text.push_str(name);
    }
    text
}

/// `26957754[pmid]`, `S0048-9697(17)1 [pii]`, `L1[accession embase]`: a number with its scheme
/// behind it.
pub(crate) fn bracketed(text: &str) -> Option<Identifier> {
    let (number, name) = text.strip_suffix(']')?.rsplit_once('[')?;
    let value = number.trim_end().to_owned();
    let scheme = match name.to_ascii_lowercase().as_str() {
        "doi" => {
            return doi(&value).map(|value| Identifier {
                scheme: Scheme::Doi,
                value,
            });
        }
        "pmid" => {
            return numbers::pmid(&value).map(|value| Identifier {
                scheme: Scheme::Pmid,
                value,
            });
        }
        "pmcid" => Scheme::Pmcid,
        "pii" => Scheme::Pii,
        "trial" => Scheme::Trial,
        "issn" => Scheme::Issn,
        "isbn" => Scheme::Isbn,
        "" => return None,
        _ => match name.strip_prefix("accession ") {
            Some(database) => Scheme::Accession(database.to_owned()),
            None => Scheme::Other(name.to_owned()),
        },
    };
    (!value.is_empty()).then_some(Identifier { scheme, value })
}

/// The same, written.
pub(crate) fn bracketed_text(identifier: &Identifier) -> String {
    let kind = match identifier.scheme {
        Scheme::Accession(_) => "accession ",
        _ => "",
    };
    let Identifier { scheme, value } = identifier;
    format!("{value} [{kind}{}]", scheme.word())
}

fn starred(text: &str) -> (&str, bool) {
    match text.strip_prefix('*') {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// A comment or correction as MEDLINE writes it: `Lancet. 2019;394:939. PMID: 31526737`.
pub(crate) fn related(relation: Relation, text: &str) -> Related {
    let found = text.rsplit_once("PMID: ").and_then(|(before, number)| {
        let number: u64 = number.trim_end_matches('.').parse().ok()?;
        Some((before.trim_end(), number))
    });
    let (text, pmid) = found.map_or((text, None), |(text, pmid)| (text, Some(pmid)));
    Related {
        relation,
        text: text.to_owned(),
        pmid,
    }
}

/// The same, written.
pub(crate) fn related_text(related: &Related) -> String {
    match related.pmid {
        Some(number) => format!("{} PMID: {number}", related.text),
        None => related.text.clone(),
    }
}

/// A date with its name behind it, `2017/10/17 [received]`; `None` without a name or a year.
pub(crate) fn history(text: &str) -> Option<(String, Date)> {
    let (date, name) = text.strip_suffix(']')?.rsplit_once('[')?;
    let date = Date::parse(date.trim_end());
    (!name.is_empty() && date.year.is_some()).then(|| (name.to_owned(), date))
}
