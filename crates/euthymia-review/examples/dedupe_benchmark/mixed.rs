//! Works beside copies that several databases changed, each in two to four ways at once.

use std::collections::BTreeMap;
use std::io::Write;

use euthymia_review::dedupe::{Duplicates, Settings, dedupe};
use euthymia_review::{Contributor, Date, ImportId, Person, Record, RecordId, Role};

use crate::changed::initials;
use crate::numbers::Numbers;
use crate::read::Set;
use crate::spelling::{abbreviated, cut, marked, respelt, swapped};

type Change = fn(&mut Record);

/// Name, how often in a thousand draws, and the change. The frequencies are judged, not counted.
const CHANGES: [(&str, u64, Change); 36] = [
    ("title in capitals", 40, |r| title(r, str::to_uppercase)),
    ("title with a remark", 20, |r| {
        title(r, |t| format!("{t} [Abstract]"))
    }),
    ("title with its language", 20, |r| {
        title(r, |t| format!("[{t}] [German]"))
    }),
    ("title with entities and tags", 30, |r| title(r, marked)),
    ("title cut", 15, |r| title(r, |t| cut(t, 7))),
    ("no subtitle", 15, |r| {
        title(r, |t| t.split(": ").next().unwrap_or(t).to_owned())
    }),
    ("a subtitle more", 20, |r| {
        title(r, |t| {
            format!("{}: a randomized controlled trial", t.trim_end_matches('.'))
        })
    }),
    ("two letters swapped", 30, |r| title(r, swapped)),
    ("title spelt otherwise", 30, |r| title(r, respelt)),
    ("no hyphens", 20, |r| title(r, |t| t.replace('-', ""))),
    ("hyphens as spaces", 20, |r| {
        title(r, |t| t.replace('-', " "))
    }),
    ("initials only", 90, initials),
    ("first author only", 30, |r| r.contributors.truncate(1)),
    ("three authors, et al.", 30, |r| {
        r.contributors.truncate(3);
        r.contributors.push(Contributor::new(
            Role::Author,
            Person::from_inverted("et al."),
        ));
    }),
    ("authors run together", 15, run_together),
    ("no authors", 15, |r| r.contributors.clear()),
    ("anonymous", 5, |r| {
        r.contributors = vec![Contributor::new(
            Role::Author,
            Person::from_inverted("[No authors listed]"),
        )];
    }),
    ("a group among the authors", 15, |r| {
        r.contributors.push(Contributor::new(
            Role::Author,
            Person::from_inverted("Study Group of the Trial"),
        ));
    }),
    ("journal abbreviated", 90, |r| journal(r, abbreviated)),
    ("journal with its place", 20, |r| {
        journal(r, |t| format!("{t} (London, England)"))
    }),
    ("journal with its society", 20, |r| {
        journal(r, |t| {
            format!("{t} : official journal of the European Society")
        })
    }),
    ("no journal", 10, |r| r.container = None),
    ("year one later", 25, |r| {
        let year = r.date.as_ref().and_then(|date| date.year);
        r.date = year.map(|year| Date::parse(&(year + 1).to_string()));
    }),
    ("no year", 8, |r| r.date = None),
    ("no issue", 60, |r| r.issue = None),
    ("issue with words", 15, |r| {
        r.issue = r.issue.as_deref().map(|t| format!("{t} SUPPL."))
    }),
    ("no volume", 15, |r| r.volume = None),
    ("no pages", 25, |r| r.pages = None),
    ("no pagination", 10, |r| {
        r.pages = Some("no pagination".into())
    }),
    ("first page only", 30, |r| {
        r.pages = r
            .pages
            .as_deref()
            .map(|t| t.split('-').next().unwrap_or(t).to_owned());
    }),
    ("pages of the last one shortened", 50, short_pages),
    ("online first: no place", 20, |r| {
        (r.volume, r.issue, r.pages) = (None, None, None);
    }),
    ("no abstract", 60, |r| r.abstract_text = None),
    ("abstract cut", 25, |r| {
        r.abstract_text = r.abstract_text.as_deref().map(|t| cut(t, 4));
    }),
    ("abstract with headings and owner", 40, |r| {
        r.abstract_text = r.abstract_text.as_deref().map(|t| {
            format!(
                "OBJECTIVE: {} Copyright (c) 2009 Elsevier Ltd. All rights reserved.",
                t.replace(". ", ". RESULTS: ")
            )
        });
    }),
    ("no DOI", 120, |r| r.identifiers.clear()),
];

fn title(record: &mut Record, change: impl Fn(&str) -> String) {
    record.title = record.title.as_deref().map(change);
}

fn journal(record: &mut Record, change: impl Fn(&str) -> String) {
    record.container = record.container.as_deref().map(change);
}

/// `Tan A.Schulze A.O'Donnell C. P.`
fn run_together(record: &mut Record) {
    initials(record);
    let names = record
        .contributors
        .iter()
        .map(|one| one.person.inverted().replace(',', "") + ".");
    let text: String = names.collect();
    record.contributors = vec![Contributor::new(Role::Author, Person::from_inverted(&text))];
}

/// `1201-1209` as `1201-9`.
fn short_pages(record: &mut Record) {
    let Some((first, last)) = record.pages.as_deref().and_then(|t| t.split_once('-')) else {
        return;
    };
    let last = last.trim_start_matches('-');
    let same = first
        .trim()
        .bytes()
        .zip(last.trim().bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let is_plain = first.trim().len() == last.trim().len() && same < last.trim().len();
    if is_plain && let Some(rest) = last.trim().get(same..) {
        record.pages = Some(format!("{}-{rest}", first.trim()));
    }
}

/// What became of the copies that had a change.
#[derive(Default, Clone, Copy)]
struct Fate {
    one: usize,
    asked: usize,
    apart: usize,
}

/// Works with two changed copies of each, and what was changed.
pub(crate) struct Mixed {
    /// Works first, copies behind them in the same order.
    pub(crate) set: Set,
    works: usize,
    done: Vec<Vec<&'static str>>,
}

/// Makes two changed copies of every work.
pub(crate) fn mixed(works: &[Record]) -> Mixed {
    let mut records = works.to_vec();
    let mut done = Vec::new();
    for (seed, work) in (0..).zip(works) {
        let mut numbers = Numbers::new(seed * 7 + 1);
        for _ in 0..2 {
            let (copy, names) = changed(work, &mut numbers);
            records.push(copy);
            done.push(names);
        }
    }
    let id = |at: usize| RecordId {
        import: ImportId(1),
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
    };
    let group = |at| {
        vec![
            id(at),
            id(works.len() + 2 * at),
            id(works.len() + 2 * at + 1),
        ]
    };
    Mixed {
        set: Set {
            name: "changed".into(),
            groups: (0..works.len()).map(group).collect(),
            records: records
                .into_iter()
                .enumerate()
                .map(|(at, record)| (id(at), record))
                .collect(),
        },
        works: works.len(),
        done,
    }
}

/// Searches all together. `show` is called with pairs that were merged wrongly or missed.
pub(crate) fn run(
    mixed: &Mixed,
    out: &mut impl Write,
    mut show: impl FnMut(&str, &Record, &Record),
) -> std::io::Result<()> {
    let Mixed { set, works, done } = mixed;
    let candidates = set.candidates();
    let found = dedupe(&candidates, &Settings::default());
    let origin = |number: u32| {
        let at = number as usize - 1;
        at.checked_sub(*works).map_or(at, |copy| copy / 2)
    };
    let (wrong, fates) = fates(&found, *works, done, origin, |a, b| {
        let are_one = origin(a as u32 + 1) == origin(b as u32 + 1);
        if let Some(((_, x), (_, y))) = set.records.get(a).zip(set.records.get(b)) {
            show(if are_one { "missed" } else { "wrong" }, x, y);
        }
    });
    for (name, fate) in &fates {
        writeln!(
            out,
            "{name:<34} copies {:>6}, one {:>6} ({:.4}), to ask {:>5}, apart {:>5}",
            fate.one + fate.asked + fate.apart,
            fate.one,
            fate.one as f64 / (fate.one + fate.asked + fate.apart).max(1) as f64,
            fate.asked,
            fate.apart
        )?;
    }
    writeln!(out, "pairs of different works in one group: {wrong}")
}

/// A copy with two to four changes that show, and their names.
fn changed(work: &Record, numbers: &mut Numbers) -> (Record, Vec<&'static str>) {
    let all: u64 = CHANGES.iter().map(|(_, weight, _)| weight).sum();
    let (mut copy, mut names) = (work.clone(), Vec::new());
    let wanted = 2 + numbers.below(3) as usize;
    for _ in 0..50 {
        let mut draw = numbers.below(all);
        let drawn = CHANGES.iter().find(|(_, weight, _)| {
            let is_it = draw < *weight;
            draw = draw.saturating_sub(*weight);
            is_it
        });
        let Some((name, _, change)) = drawn else {
            continue;
        };
        let before = copy.clone();
        change(&mut copy);
        if copy != before && !names.contains(name) {
            names.push(*name);
        }
        if names.len() == wanted {
            break;
        }
    }
    (copy, names)
}

/// What became of every copy beside its work, in all and by change and number of changes; and how
/// many pairs of different works are in one group.
fn fates(
    found: &Duplicates,
    works: usize,
    done: &[Vec<&'static str>],
    origin: impl Fn(u32) -> usize,
    mut show: impl FnMut(usize, usize),
) -> (usize, BTreeMap<String, Fate>) {
    let mut wrong = 0;
    let mut group_of = BTreeMap::new();
    for (at, group) in found.groups.iter().enumerate() {
        for (place, a) in group.iter().enumerate() {
            group_of.insert(a.number, at);
            for b in group
                .iter()
                .skip(place + 1)
                .filter(|b| origin(a.number) != origin(b.number))
            {
                wrong += 1;
                show(a.number as usize - 1, b.number as usize - 1);
            }
        }
    }
    let mut asked: Vec<(u32, u32)> = found
        .queue()
        .iter()
        .map(|d| (d.a.number, d.b.number))
        .collect();
    asked.sort_unstable();
    let mut fates: BTreeMap<String, Fate> = BTreeMap::new();
    for (at, names) in done.iter().enumerate() {
        let (work, copy) = ((at / 2 + 1) as u32, (works + at + 1) as u32);
        let is_one = group_of
            .get(&work)
            .is_some_and(|group| group_of.get(&copy) == Some(group));
        let is_asked = asked.binary_search(&(work, copy)).is_ok();
        if !is_one {
            show(work as usize - 1, copy as usize - 1);
        }
        let count = format!(" {} changes", names.len());
        let keys = names
            .iter()
            .map(|name| (*name).to_owned())
            .chain([count, " all".to_owned()]);
        for key in keys {
            let fate = fates.entry(key).or_default();
            match (is_one, is_asked) {
                (true, _) => fate.one += 1,
                (false, true) => fate.asked += 1,
                (false, false) => fate.apart += 1,
            }
        }
    }
    (wrong, fates)
}
