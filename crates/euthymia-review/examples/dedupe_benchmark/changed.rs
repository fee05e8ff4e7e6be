//! Records of labelled sets against themselves, changed as databases change them.

use std::io::Write;

use euthymia_review::dedupe::{Candidate, Thresholds, Verdict, judge};
use euthymia_review::{Date, Person, Record};

use crate::read::Set;
use crate::spelling::{abbreviated, swapped};

type Change = fn(&mut Record);

/// What may happen to a record on its way through a database.
const CHANGES: [(&str, Change); 11] = [
    ("no identifiers", |r| r.identifiers.clear()),
    ("authors turned round", |r| r.contributors.reverse()),
    ("only the first author", |r| r.contributors.truncate(1)),
    ("initials only", initials),
    ("no subtitle", |r| {
        r.title = r
            .title
            .as_deref()
            .map(|title| title.split(": ").next().unwrap_or(title).to_owned())
    }),
    ("two letters swapped", |r| {
        r.title = r.title.as_deref().map(swapped)
    }),
    ("journal abbreviated", |r| {
        r.container = r.container.as_deref().map(abbreviated)
    }),
    ("first page only", |r| {
        r.pages = r
            .pages
            .as_deref()
            .map(|pages| pages.split('-').next().unwrap_or(pages).to_owned())
    }),
    ("year one later", |r| {
        let year = r.date.as_ref().and_then(|date| date.year);
        r.date = year.map(|year| Date::parse(&(year + 1).to_string()));
    }),
    ("no volume, issue, pages", |r| {
        r.volume = None;
        r.issue = None;
        r.pages = None;
    }),
    ("no journal", |r| r.container = None),
];

/// For every change how many records are still one with themselves, are queued, or are apart.
pub(crate) fn run(sets: &[Set], out: &mut impl Write) -> std::io::Result<()> {
    for (name, change) in CHANGES {
        let mut counts = [0_usize; 3];
        for (id, record) in sets.iter().flat_map(|set| &set.records) {
            let is_usual = record
                .title
                .as_deref()
                .is_some_and(|title| title.split(' ').count() > 4)
                && !record.contributors.is_empty()
                && record.date.is_some();
            let mut other = record.clone();
            other.identifiers.clear();
            change(&mut other);
            if !is_usual {
                continue;
            }
            let found = judge(
                &Candidate::of(*id, record),
                &Candidate::of(*id, &other),
                Thresholds::default(),
            );
            let at = match found.verdict {
                Verdict::Same => 0,
                Verdict::Unsure => 1,
                Verdict::Linked(_) | Verdict::Apart => 2,
            };
            counts[at] += 1;
        }
        let [one, asked, apart] = counts;
        writeln!(
            out,
            "{name:<26} one {one:>6}, to ask {asked:>5}, apart {apart:>5}"
        )?;
    }
    Ok(())
}

pub(crate) fn initials(record: &mut Record) {
    for contributor in &mut record.contributors {
        if let Person::Named {
            given: Some(given), ..
        } = &mut contributor.person
        {
            *given = given
                .split([' ', '-'])
                .filter_map(|word| word.chars().next())
                .collect();
        }
    }
}
